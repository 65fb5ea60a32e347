"""What the addresses of figures ask for, and how texts become moments and periods."""

from datetime import datetime, time
from typing import Literal

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field

from forum_portal.api.asking import Asked, AskedPage
from forum_portal.api.problems import Problem, shown_value
from metrics.asof import PARAMETER, AsOf
from metrics.files.asking import unreadable_value
from metrics.files.narrowing import PERIODS
from metrics.models import Area, Release, Source
from metrics.periods import Period

AS_OF = Field(
    "",
    alias=PARAMETER,
    description=gettext_noop(
        "As it was public then: a day (its end, Vietnamese time), or a moment with its "
        "offset. Without it, as it is public now."
    ),
    examples=["2026-11-22"],
)


class AskedThen(Asked):
    """What the address of a record takes that travels in time."""

    as_of: str = AS_OF


class AskedThenPage(AskedPage):
    """What a list takes that travels in time."""

    as_of: str = AS_OF


class AskedIndicators(AskedThenPage):
    pillar: str = Field(
        "", description=gettext_noop("Code of a pillar."), examples=["chinh-quyen-so"]
    )


class AskedObservations(AskedThenPage):
    indicator: str = Field(
        "", description=gettext_noop("Code of an indicator."), examples=["egov_rank"]
    )
    pillar: str = Field(
        "", description=gettext_noop("Code of a pillar."), examples=["chinh-quyen-so"]
    )
    area: str = Field(
        "", description=gettext_noop("Code of an area."), examples=["hai-phong-den-2025-06"]
    )
    kind: Literal["observed", "target", ""] = Field(
        "", description=gettext_noop("Measured, or aimed at.")
    )
    period: str = Field("", description=gettext_noop("Exactly this period."), examples=["2023"])
    from_period: str = Field(
        "",
        alias="from",
        description=gettext_noop("Periods that end on or after the first day of this one."),
    )
    to_period: str = Field(
        "",
        alias="to",
        description=gettext_noop("Periods that begin on or before the last day of this one."),
    )
    release: str = Field(
        "", description=gettext_noop("Figures in force that this release published.")
    )
    since: str = Field(
        "",
        description=gettext_noop(
            "Figures in force that were published on this day, at this moment, or later."
        ),
        examples=["2024-01-01"],
    )


class AskedReleases(AskedThenPage):
    reason: Literal[*Release.Reason.values, ""] = Field(  # type: ignore[valid-type]
        "", description=gettext_noop("Why it was published.")
    )
    since: str = Field(
        "", description=gettext_noop("Published on this day, at this moment, or later.")
    )


class AskedSources(AskedThenPage):
    kind: Literal[*Source.Kind.values, ""] = Field(  # type: ignore[valid-type]
        "", description=gettext_noop("Kind of document.")
    )


class AskedAreas(AskedThenPage):
    kind: Literal[*Area.Kind.values, ""] = Field(  # type: ignore[valid-type]
        "", description=gettext_noop("Kind of area.")
    )


def as_of_moment(request: HttpRequest) -> datetime | None:
    """Return the moment of `?as-of=`, None for now; a Problem for what is none, or to come."""
    try:
        return AsOf.from_query(request.GET).moment
    except BadRequest as error:
        raise Problem("unknown-value", str(error), PARAMETER) from None


def first_moment(given: str) -> datetime | None:
    """Return the moment from which `?since=` looks, None where it is empty."""
    if not given:
        return None
    try:
        day = parse_date(given) if given.isascii() else None
        moment = parse_datetime(given.replace(" ", "+")) if day is None else None
    except ValueError:
        raise _no_moment(given) from None
    if day:
        return timezone.make_aware(datetime.combine(day, time.min))
    if moment is None or timezone.is_naive(moment):
        raise _no_moment(given)
    return moment


def period_of(parameter: str, given: str) -> Period | None:
    """Return the period of a parameter, None where it is empty."""
    try:
        return Period.parse(given) if given else None
    except ValueError:
        sentence = unreadable_value(parameter, given, PERIODS)
        raise Problem("unknown-value", sentence, parameter, PERIODS) from None


def _no_moment(given: str) -> Problem:
    sentence = _(
        "The parameter “since” in the address is “%(given)s”. It takes a day such as 2026-11-22, "
        "or a date and time with its offset such as 2026-11-22T09:00:00+07:00."
    ) % {"given": shown_value(given)}
    return Problem("unknown-value", sentence, "since")
