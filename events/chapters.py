"""The chapters of a forum: a link stands only where there is something to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.ahead import is_awaited
from events.editions import NOT_TO_BE_HELD
from events.figures import results_body
from forum_portal.addresses import reverse


@dataclass(frozen=True)
class Chapter:
    """A chapter's link; `name` is that of its address."""

    name: str
    title: str
    url: str
    is_current: bool


def chapter_links(forum: Any, figures: Sequence[Any], current: str = "") -> list[Chapter]:
    """Return the chapters of a forum that have content, in reading order."""
    has_results = bool(figures or forum.report_rows or forum.quote_rows)
    all_chapters = [
        ("forum-results", _("Results and figures"), has_results),
        ("forum-speakers", _("Speakers"), bool(forum.appearance_rows)),
        ("forum-exhibition", _("Exhibition"), bool(forum.exhibition_rows)),
        ("forum-programme", _("Programme"), bool(forum.session_rows)),
    ]
    return [
        Chapter(name, title, reverse(f"events:{name}", args=[forum.slug]), name == current)
        for name, title, has_content in all_chapters
        if has_content
    ]


def missing_parts(forum: Any, figures: Sequence[Any]) -> str:
    """Return the one sentence that says what no source tells of a forum; empty where all is.

    What comes of a forum is not missed before it was held.
    """
    parts = [
        (figures, _("figures named there")),
        (results_body(forum.report_rows), _("a results report")),
        (forum.quote_rows, _("statements word for word")),
    ]
    if forum.state in NOT_TO_BE_HELD or is_awaited(forum):
        parts = []
    parts += [
        (forum.exhibition_rows, _("an exhibition")),
        (forum.session_rows, _("the programme")),
    ]
    missing = [name for content, name in parts if not content]
    if not missing:
        return ""
    return _("No source found so far tells of: %(parts)s.") % {"parts": "; ".join(missing)}


def required(name: str, chapters: Sequence[Chapter]) -> Chapter:
    """Return the chapter with this name; 404, with a sentence, where it is missing."""
    for chapter in chapters:
        if chapter.name == name:
            return chapter
    raise Http404(gettext_lazy("No source tells of this part of the forum yet."))
