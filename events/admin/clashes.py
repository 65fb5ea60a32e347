"""Warnings of sessions that clash: shown on opening and after saving, which they do not hinder."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.clashes import Clash
from events.programme import session_when, zone_of

MOST = 5  # warnings at once


class WarnsOfClashes(admin.ModelAdmin):
    """A page that tells of the clashes of its record."""

    def clashes(self, record: Any) -> Iterable[Clash]:
        """Return what the page warns of."""
        raise NotImplementedError

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and request.method == "GET":
            self._warn(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "_continue" not in request.POST:  # otherwise the page is opened again
            self._warn(request, form.instance)

    def _warn(self, request, record: Any) -> None:
        sentences = [each for clash in self.clashes(record) for each in sentences_of(clash)]
        for each in sentences[:MOST]:
            self.message_user(request, each, messages.WARNING)
        more = len(sentences) - MOST
        if more > 0:
            text = ngettext("And %(count)d more clash.", "And %(count)d more clashes.", more)
            self.message_user(request, text % {"count": more}, messages.WARNING)


def sentences_of(clash: Clash) -> list[SafeString]:
    """Return a sentence for the room and one for each person, with links to both sessions."""
    links = {"session": _link(clash.session), "other": _link(clash.other)}
    found = []
    if clash.same_room:
        text = _("The room “{name}” holds {session} and {other} at the same time.")
        found.append(format_html(text, name=str(clash.session.room), **links))
    text = _("{name} is in {session} and {other} at the same time.")
    return found + [format_html(text, name=each.name, **links) for each in clash.people]


def _link(session: Any) -> SafeString:
    address = reverse("admin:events_session_change", args=[session.pk])
    when = session_when(session, zone_of(session.forum.time_zone))
    return format_html('<a href="{}">“{}”</a> ({})', address, session.title, when)
