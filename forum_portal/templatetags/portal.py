"""Template filters that every page needs: content in the reader's language, numbers, dates."""

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.translation import get_language

from forum_portal.locators import locator_html
from forum_portal.numbers import format_number
from forum_portal.text import without_marks
from forum_portal.words import date_text, localized, moment_text, staff_name

register = template.Library()
register.filter("number", format_number)
register.filter("locator", locator_html)
register.filter("day", date_text)
register.filter("moment", moment_text)
register.filter("staff_name", staff_name)


@register.simple_tag(takes_context=True)
def block_again(context, name: str):
    """Return what a block of the page says once more; a template may define each block once."""
    return context.render_context[BLOCK_CONTEXT_KEY].get_block(name).render(context)


@register.filter
def in_language(record, field: str):
    """Return the record's text in the reader's language; what is in the other one is marked.

    A text that is known in English alone stands in both fields.
    """
    vietnamese, english = getattr(record, field), getattr(record, f"{field}_en", "")
    if get_language() == "en":
        return english or (vietnamese and format_html('<span lang="vi">{}</span>', vietnamese))
    if vietnamese and vietnamese == english == without_marks(english):
        return format_html('<span lang="en">{}</span>', vietnamese)
    return vietnamese


@register.filter
def lines_in_language(record, field: str) -> list:
    """Return the lines of a text, each in the reader's language as `in_language` gives it."""
    english = getattr(record, f"{field}_en", "") if get_language() == "en" else ""
    lines = (english or getattr(record, field)).splitlines()
    if get_language() != "en" or english:
        return lines
    return [format_html('<span lang="vi">{}</span>', line) for line in lines]


@register.filter
def in_language_plain(record, field: str):
    """Return the same text without markup, for titles and attributes."""
    return localized(record, field)
