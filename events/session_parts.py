"""What the page of a session has beside it: the sessions around, its files, figures spoken of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from django.db.models import OuterRef
from django.utils.text import capfirst

from events.attached import Attached, attached_files
from events.models import Material, Session
from events.programme import programme_place
from events.rows import row, rows
from forum_portal.addresses import reverse
from forum_portal.templatetags.portal import in_language
from metrics.badges import Badge, status_badge
from metrics.models import Indicator
from metrics.reading import newest_figures
from metrics.wording import figure_text


def around_rows() -> Any:
    """Return the sessions of the same forum, for the query that stands on one of them."""
    sessions = Session.objects.published().filter(forum=OuterRef("forum"))
    return rows(
        sessions,
        *("slug", "title", "title_en", "state", "date", "start", "part_of_day"),
        room=row(position="room__position"),
    )


def beside(session: Any, around: Iterable[Any], zone: tzinfo) -> tuple[Any, Any]:
    """Return the sessions before and after one in the order of the programme; None at an end."""
    ordered = sorted(around, key=lambda each: programme_place(each, zone))
    place = next(number for number, each in enumerate(ordered) if each.slug == session.slug)
    return (ordered[place - 1] if place else None), next(iter(ordered[place + 1 :]), None)


# Materials


def session_files(session: Any) -> Attached:
    """Return the files and links of a session; what is no slides says what it is."""
    attached = attached_files(session.material_rows, lambda file: _address(session, file))
    named = zip(session.material_rows, attached.files, strict=True)
    return replace(attached, files=[_of_kind(material.kind, line) for material, line in named])


def _of_kind(kind: str, line: Any) -> Any:
    if kind in (Material.Kind.SLIDES, Material.Kind.OTHER):
        return line
    word = capfirst(str(Material.Kind(kind).label))
    return replace(line, line=", ".join(filter(None, [word, line.line])))


def _address(session: Any, material: Any) -> str:
    """Return where a material is: here, or wherever its link leads."""
    if not material.file_name:
        return material.url
    return reverse("events:session-file", args=[session.slug, material.file_name])


# Figures


@dataclass(frozen=True)
class RelatedFigure:
    """The newest figure of an indicator that was spoken of."""

    indicator: str
    value: str
    period: str
    url: str
    badges: tuple[Badge, ...]


def related_figures(quotes: Sequence[Any], as_of: datetime | None) -> list[RelatedFigure]:
    """Return the newest figure of each indicator that quotes speak of; one query, if they do."""
    spoken_of = {each.id: each for quote in quotes for each in quote.indicators}
    if not spoken_of:
        return []
    found = newest_figures([Indicator(pk=key) for key in spoken_of], as_of)
    return [_related(spoken_of[key], found[key]) for key in spoken_of if key in found]


def _related(indicator: Any, figure: Any) -> RelatedFigure:
    return RelatedFigure(
        indicator=in_language(indicator, "name"),
        value=str(figure_text(figure)),
        period=f"{figure.when}, {in_language(figure.area, 'name')}",
        url=figure.get_absolute_url(),
        badges=(status_badge(figure),),
    )
