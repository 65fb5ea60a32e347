"""What happened to figures: first published, corrected, withdrawn, and in which release."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum_portal.templatetags.portal import in_language
from forum_portal.words import date_text, localized
from metrics import badges
from metrics.change import change_clause, is_exact
from metrics.citing import SourceLink, source_link
from metrics.models import Observation, Release
from metrics.versions import Version
from metrics.wording import figure_in_sentence, figure_text


@dataclass(frozen=True)
class Entry:
    """A line of `partials/history.html`."""

    text: str
    url: str
    link: str
    shape: str
    status: str
    date: str


@dataclass(frozen=True)
class FigureEntry:
    """One version of one figure: old → new, the difference where it can be told, why, by whom."""

    old: str
    new: str
    difference: str
    badge: badges.Badge
    reason: str
    note: str
    release: str
    url: str
    date: str
    approver: str
    source: SourceLink | None


@dataclass(frozen=True)
class ChangeRow:
    """A line of `partials/changes.html`."""

    name: str
    url: str
    old: str
    new: str
    shape: str
    status: str


def release_entries(versions: Iterable[Version]) -> list[Entry]:
    """Return one line for each release and what it did, the newest release first."""
    counted: Counter = Counter()
    releases: dict[int, Release] = {}
    for version in versions:
        releases[version.observation.release_id] = version.observation.release
        counted[version.observation.release_id, change_badge(version)] += 1
    entries = [(releases[key], badge, count) for (key, badge), count in counted.items()]
    entries.sort(key=lambda each: (each[0].published_at, each[1].text), reverse=True)
    return [_entry(*each) for each in entries]


def _entry(release: Release, badge: badges.Badge, count: int) -> Entry:
    if badge.shape == badges.WITHDRAWN:
        text = ngettext("%(count)s figure withdrawn in", "%(count)s figures withdrawn in", count)
    elif badge.shape == badges.CORRECTED:
        text = ngettext("%(count)s figure changed in", "%(count)s figures changed in", count)
    else:
        text = ngettext(
            "%(count)s figure first published in", "%(count)s figures first published in", count
        )
    return Entry(
        text=text % {"count": count},
        url=release.get_absolute_url(),
        link=in_language(release, "title"),
        shape=badge.shape,
        status=badge.text,
        date=date_text(release.published_at),
    )


def figure_history(versions: Iterable[Version]) -> list[FigureEntry]:
    """Return every version of one figure, the newest first.

    Needs their labels, the approver of each release and `public_citations`.
    """
    return [_figure_entry(version) for version in reversed(list(versions))]


def _figure_entry(version: Version) -> FigureEntry:
    release, citations = version.observation.release, version.observation.public_citations
    return FigureEntry(
        old=str(figure_text(version.previous)) if version.previous else "",
        new=str(figure_text(version.observation)),
        difference=figure_difference(version),
        badge=change_badge(version),
        reason="" if version.is_first else capfirst(release.get_reason_display()),
        note=in_language(release, "note"),
        release=in_language(release, "title"),
        url=release.get_absolute_url(),
        date=date_text(release.published_at),
        approver=approver_name(release),
        source=source_link(citations[0]) if citations else None,
    )


def approver_name(release: Release) -> str:
    """Return the person who approved a release, or that person's body; never an account's name."""
    person = release.approver
    if person is None:
        return ""
    name = f"{person.last_name} {person.first_name}".strip()  # the family name stands first
    return name or (localized(person.organisation, "name") if person.organisation else "")


def figure_difference(version: Version) -> str:
    """Return "Tăng 0,3 điểm phần trăm so với phiên bản trước"; empty where it cannot be told."""
    return capfirst(difference_clause(version))


def difference_clause(version: Version) -> str:
    """Return the same as a part of a sentence: "tăng 0,3 …"."""
    old, new = version.previous, version.observation
    if old is None or not (is_exact(old) and is_exact(new)) or old.out_of != new.out_of:
        return ""
    if old.value == new.value:
        return ""
    return change_clause(old, new, against=_("the earlier version"))


def change_badge(version: Version) -> badges.Badge:
    """Return what a version did: first published, corrected or changed, withdrawn."""
    figure = version.observation
    if figure.is_withdrawn:
        return badges.Badge(badges.WITHDRAWN, _("Withdrawn"))
    revised = badges.revision_badge(version.number, figure.release)
    return revised or badges.Badge(badges.PUBLISHED, _("First published"))


def change_row(version: Version) -> ChangeRow:
    """Return a figure's step from old to new, as lists of changes show it."""
    figure = version.observation
    badge = change_badge(version)
    status = badges.status_badge(figure)
    if version.is_first and status.shape != badges.PUBLISHED:
        badge = status
    return ChangeRow(
        name=figure_name(figure),
        url=figure.get_absolute_url(),
        old=str(figure_text(version.previous)) if version.previous else "",
        new=badge.text if figure.is_withdrawn else figure_in_sentence(figure),
        shape=badge.shape,
        status=badge.text,
    )


def figure_name(figure: Observation) -> str:
    """Return "Tỷ lệ hồ sơ trực tuyến, năm 2023"."""
    return f"{localized(figure.indicator, 'name')}, {figure.when}"
