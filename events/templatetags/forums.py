"""Filters of the pages about forums."""

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from events.editions import as_day, called_with_language, hosts_line
from events.programme import changed_word, role_word
from forum_portal.addresses import reverse
from forum_portal.templatetags.portal import in_language
from forum_portal.words import date_text
from metrics.asof import carried
from metrics.markdown import figure_html
from metrics.templatetags.asof import moment_given

register = template.Library()
register.filter("hosts_line", hosts_line)
register.filter("organisation", called_with_language)
register.filter("role_word", role_word)


@register.simple_tag(takes_context=True)
def as_figure(context, figure):
    """Return a figure as a text shows it; its link stays at the moment the reader looks from."""
    return figure_html(figure, moment=moment_given(context))


@register.simple_tag(takes_context=True)
def session_link(context, session, rel=""):
    """Return a link to a session, which says where it was moved or cancelled."""
    url = carried(reverse("events:session-page", args=[session.slug]), moment_given(context))
    way = format_html(' rel="{}"', rel) if rel else ""
    link = format_html('<a{} href="{}">{}</a>', way, url, in_language(session, "title"))
    word = changed_word(session)
    return format_html("{} <b>({})</b>", link, word) if word else link


@register.filter
def iso_day(day):
    """Return a day of a nested row, an ISO text, as readers write it."""
    return date_text(as_day(day))


@register.filter
def long_day(day):
    """Return a day with its weekday: "Thứ Ba, 1/12/2026"."""
    return f"{date_format(day, 'l')}, {date_text(day)}"


@register.filter
def acronym(record):
    """Return the short name of a single word by which a body is known: VINASA; else nothing."""
    short = record.short_name
    return short if short and " " not in short and short not in record.name else ""


@register.simple_tag
def vietnamese_lang():
    """Return ` lang="vi"` on English pages, for elements whose content is Vietnamese alone."""
    return mark_safe(' lang="vi"') if get_language() == "en" else ""
