"""Texts that staff write in Markdown, with live figures, as safe HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from metrics.asof import carried
from metrics.badges import Badge, disagreement_badge, status_badge
from metrics.history import figure_name
from metrics.models import Observation
from metrics.references import REFERENCE, Reference
from metrics.templatetags.badges import figure_link
from metrics.wording import figure_in_sentence

ALLOWED_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "code", "pre"),
}
# Private characters stand for the figures while the text is cleaned, so that no rule about tags has
# to let a figure's own markup through; none of them is left in what staff wrote.
OPEN, CLOSE = "\ue000", "\ue001"
_WITHOUT_MARKERS = {ord(OPEN): None, ord(CLOSE): None}


@dataclass(frozen=True)
class LiveText:
    """A text as HTML and the status of the figures in it, each once, for the key under the text."""

    html: SafeString
    key: list[Badge]


def render_markdown(
    text: str,
    figures: Mapping[Reference, Observation],
    *,
    top_heading: int = 2,
    language: str = "",
    moment: str = "",
) -> LiveText:
    """Return `text` as safe HTML whose references show `figures`, or a calm phrase where none is.

    Its highest heading becomes `<h{top_heading}>`, whatever the writer began with. Figures are
    written in the text's `language` if it is given, and link on to what was public at `moment`.
    """
    references: list[Reference] = []
    asked = {"figures_met": references, "top_heading": top_heading}
    html = nh3.clean(
        _parser().render(text.translate(_WITHOUT_MARKERS), asked),
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    for place, reference in enumerate(references):
        shown_here = figure_html(figures.get(reference), language=language, moment=moment)
        html = html.replace(f"{OPEN}{place}{CLOSE}", shown_here)
    found = [figures[reference] for reference in references if reference in figures]
    shown = [each for each in found if not each.is_withdrawn]
    return LiveText(mark_safe(html), list(dict.fromkeys(map(badge_in_text, shown))))


def figure_html(figure: Observation | None, *, language: str = "", moment: str = "") -> SafeString:
    """Return the figure as a text shows it: words, link, status; a phrase where there is none."""
    url = carried(figure.get_absolute_url(), moment) if figure else ""  # in the reader's language
    with override(language or get_language()):
        return _figure_html(figure, url)


def _figure_html(figure: Observation | None, url: str) -> SafeString:
    if figure is None:
        return format_html('<span class="aside">[{}]</span>', _("figure not published"))
    if figure.is_withdrawn:
        gone = '<span class="aside">[<a href="{}">{}</a>]</span>'
        return format_html(gone, url, _("figure withdrawn"))
    badge = badge_in_text(figure)
    words = figure_in_sentence(figure), url, badge.shape, badge.text
    return figure_link(*words, f"{figure_name(figure)}. {badge.text}")


def badge_in_text(figure: Observation) -> Badge:
    """Return the one status that stands at a figure in a text: that sources differ, before others.

    `sources_differ` is annotated by `metrics.references.figures_in_force`.
    """
    return disagreement_badge() if figure.sources_differ else status_badge(figure)  # type: ignore[attr-defined]


@cache
def _parser() -> MarkdownIt:
    """Return a Markdown parser that knows figures.

    Its `render` is given a dict: those it meets are appended to `figures_met`, and the highest
    heading becomes `top_heading`.
    """
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    parser.disable("image")
    parser.inline.ruler.before("text", "figure", _read_figure)
    parser.core.ruler.push("headings", _shift_headings)

    def render_figure(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
        env["figures_met"].append(tokens[index].meta["reference"])
        return f"{OPEN}{len(env['figures_met']) - 1}{CLOSE}"

    parser.add_render_rule("figure", render_figure)
    return parser


def _read_figure(state: Any, silent: bool) -> bool:
    found = REFERENCE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("figure", "", 0)
        token.meta = {"reference": Reference.from_match(found)}
    state.pos = found.end()
    return True


def _shift_headings(state: Any) -> None:
    headings = [each for each in state.tokens if each.type in ("heading_open", "heading_close")]
    highest = min((int(each.tag[1]) for each in headings), default=1)
    for each in headings:
        each.tag = f"h{min(int(each.tag[1]) - highest + state.env['top_heading'], 4)}"
