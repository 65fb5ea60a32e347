"""The number that is used beside the one that another source prints."""

from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from forum_portal.templatetags.portal import in_language
from metrics.citing import other_language, source_line
from metrics.models import Citation, Observation
from metrics.wording import figure_text


@dataclass(frozen=True)
class Pair:
    """Both numbers, the language in which the other stands if not the page's, and why they differ.

    `why` is what the editors noted; empty where they know no reason.
    """

    used: str
    other: str
    lang: str
    source: str
    why: SafeString


def pair(figure: Observation, other: Citation, reason: str | SafeString = "") -> Pair:
    """Return a figure's number beside that of a citation; a `reason` stands before its own note."""
    notes = filter(None, [reason, in_language(other, "note")])
    return Pair(
        used=str(figure_text(figure)),
        other=other.printed,
        lang=other_language(other.source),
        source=source_line(other),
        why=format_html_join(" ", "{}", [(note,) for note in notes]),
    )
