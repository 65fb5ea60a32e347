"""Links to the files of a page, in every format."""

from typing import Any

from django import template

from forum_portal.addresses import reverse
from metrics.asof import carried
from metrics.templatetags.asof import moment_given

register = template.Library()
KINDS = (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json"))


@register.inclusion_tag("partials/file_links.html", takes_context=True)
def file_links(
    context,
    name: str,
    *args: Any,
    of: str = "",
    query: str = "",
    json: bool = True,
    wide: bool = False,
    plain: bool = False,
):
    """Link to a route's files in each format, as of the page's own moment.

    `of` says what they hold, where a page has several; `query` narrows them. Those of series also
    have periods as columns: `wide`. `plain` makes links of the buttons.
    """
    given = f"?{query}" if query else ""
    moment = moment_given(context)

    def link(suffix: str) -> str:
        return carried(reverse(name, args=[*args, suffix]) + given, moment)

    def formed(suffix: str, form: str) -> str:
        address = link(suffix)
        return f"{address}{'&' if '?' in address else '?'}{form}"

    return {
        "of": of,
        "plain": plain,
        "links": [
            {"title": title, "url": link(suffix)}
            for title, suffix in KINDS
            if json or suffix != "json"
        ],
        "vietnamese": formed("csv", "dialect=vi"),
        "wide": formed("xlsx", "layout=wide") if wide else "",
    }
