"""What waits for somebody at the desk: approvals, drafts, moments to come, figures that are due."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum_portal.office.desk import Line, Part
from forum_portal.words import date_text, localized, moment_text, staff_name
from metrics.clock import portal_now
from metrics.lateness import Due, next_due
from metrics.models import Indicator, Observation, Release, ReleaseStep
from metrics.ownership import kept_by, seen_by

SHOWN = 10
SOON = timedelta(days=60)
Action = ReleaseStep.Action


def desk_of(user: Any) -> Iterator[Part]:
    """Yield the parts of the desk that concern `user`, the most urgent first; empty too."""
    if user.has_perm("metrics.approve_release"):
        yield _to_approve(user)
    if user.has_perm("metrics.add_release"):
        yield _drafts(user)
        if (part := _in_review(user)).lines:
            yield part
    if user.has_perm("metrics.view_release"):
        yield _scheduled(user)
    if user.has_perm("metrics.add_observation"):
        yield _due(user)


def _to_approve(user: Any) -> Part:
    waiting = _with_last_step(Release.objects.filter(state=Release.State.IN_REVIEW))
    others = [each for each in waiting if user.pk not in (each.author_id, each.step_by)]
    approved = Release.objects.filter(state=Release.State.APPROVED, published_at=None)
    lines = [_line(each, "approve") for each in others[:SHOWN]]
    lines += [_line(each, "publish") for each in _with_last_step(approved)[:SHOWN]]
    return Part(_("Waits for you"), lines, _("Nothing waits for your approval."))


def _in_review(user: Any) -> Part:
    mine = _with_last_step(kept_by(user, Release).filter(state=Release.State.IN_REVIEW))
    return Part(_("Waiting for approval"), [_line(each) for each in mine[:SHOWN]], "")


def _drafts(user: Any) -> Part:
    mine = _with_last_step(kept_by(user, Release).filter(state=Release.State.DRAFT))
    return Part(
        _("Drafts"),
        [_line(each) for each in mine[:SHOWN]],
        _("You have no draft."),
        [(_("Begin a release"), reverse("admin:metrics_release_add"))],
    )


def _scheduled(user: Any) -> Part:
    now = portal_now()
    releases = seen_by(user, Release).scheduled().order_by("published_at")[:SHOWN]
    lines = [
        Line(
            each.title,
            _change(each),
            _("Public at %(moment)s, in %(time)s")
            % {
                "moment": moment_text(each.published_at),
                "time": countdown(each.published_at - now),
            },
        )
        for each in releases
        if each.published_at
    ]
    return Part(_("Scheduled"), lines, _("No release waits for its moment."))


def became_public(user: Any) -> list[tuple[datetime, Line]]:
    """Return what became public at its moment by itself: the last ones that concern `user`."""
    all_of_them = user.has_perm("metrics.approve_release")
    releases = Release.objects.all() if all_of_them else kept_by(user, Release)
    reached = _with_last_step(releases.public()).filter(step=Action.SCHEDULED)
    said = _("Became public by itself at the moment that was set: %(moment)s.")
    return [
        (
            each.published_at,
            Line(each.title, _change(each), said % {"moment": moment_text(each.published_at)}),
        )
        for each in reached.order_by("-published_at")[:SHOWN]
    ]


def countdown(left: timedelta) -> str:
    """Return "2 ngày 3 giờ" or, in the last day, "3 giờ 5 phút"."""
    minutes = max(int(left.total_seconds()) // 60, 0)
    days, hours = minutes // 1440, minutes // 60 % 24
    parts = []
    if days:
        parts.append(ngettext("%(count)s day", "%(count)s days", days) % {"count": days})
    if hours:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    if not days:
        rest = minutes % 60
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest})
    return " ".join(parts)


def _due(user: Any) -> Part:
    today = timezone.localdate()
    watched = kept_by(user, Indicator).filter(expected_lag_days__isnull=False)
    due = [(each, expected) for each, expected in _expected(watched) if expected]
    due.sort(key=lambda pair: pair[1].day)
    soon = [(each, expected) for each, expected in due if expected.day <= today + SOON]
    lines = [
        Line(localized(each, "name"), _new_figure(each, expected), _due_text(expected, today))
        for each, expected in soon[:SHOWN]
    ]
    return Part(_("Due figures"), lines, _("No figure of yours is due in the next 60 days."))


def _expected(indicators: Iterable[Indicator]) -> Iterator[tuple[Indicator, Any]]:
    watched = list(indicators)
    figures: dict[int, list[Observation]] = {}
    in_force = Observation.objects.in_force().observed().filter(indicator__in=watched)
    for figure in in_force.select_related("area__home"):
        figures.setdefault(figure.indicator_id, []).append(figure)
    for each in watched:
        yield each, next_due(each, figures.get(each.pk, []))


def _due_text(expected: Due, today: date) -> str:
    late = expected.days_late(today)
    words = {"period": expected.period, "days": late, "day": date_text(expected.day)}
    if late:
        text = ngettext(
            "%(period)s: %(days)s day overdue", "%(period)s: %(days)s days overdue", late
        )
        return capfirst(text % words)
    return capfirst(_("%(period)s: by %(day)s") % words)


def _new_figure(indicator: Indicator, expected: Due) -> str:
    query = f"?indicator={indicator.pk}&period={expected.period.code}"
    return reverse("admin:metrics_observation_add") + query


def _with_last_step(releases: Any) -> Any:
    last = ReleaseStep.objects.filter(release=OuterRef("pk")).order_by("-pk")
    return (
        releases.annotate(
            step=Subquery(last.values("action")[:1]),
            step_at=Subquery(last.values("at")[:1]),
            step_by=Subquery(last.values("by")[:1]),
            step_comment=Subquery(last.values("comment")[:1]),
        )
        .select_related("author")
        .order_by("-created_at")
    )


def _line(release: Any, page: str = "") -> Line:
    url = reverse(f"admin:metrics_release_{page}", args=[release.pk]) if page else _change(release)
    action = Action(release.step).label if release.step else release.get_state_display()
    said = [str(action)]
    if release.step_at:
        said.append(moment_text(release.step_at))
    if release.author:
        said.append(_("prepared by %(who)s") % {"who": staff_name(release.author)})
    comment = release.step_comment if release.step == Action.RETURNED else ""
    return Line(release.title, url, capfirst(", ".join(said)), comment or "")


def _change(release: Release) -> str:
    return reverse("admin:metrics_release_change", args=[release.pk])
