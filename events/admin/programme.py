"""Sessions with their materials, and appearances: both opened from their forum."""

from dataclasses import replace
from datetime import tzinfo
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.admin.ahead import WarnsOfHeldAhead
from events.admin.attached import HandsOutFiles, MaterialInline
from events.admin.clashes import WarnsOfClashes
from events.admin.far_off import WarnsOfSlips
from events.admin.inlines import EvidenceInline, limit_to_forum
from events.admin.parts import OfOneForum, SessionForm, SessionPeopleInline
from events.ahead import first_state
from events.clashes import clashes_of
from events.models import Appearance, Forum, Material, Session
from events.programme import zone_of
from forum_portal.office.pages import RecordAdmin
from forum_portal.office.site import Group
from forum_portal.words import date_text

LONGEST_KEY = 19  # digits; the database has no longer ones


def _zone_of_session(key: str) -> tzinfo:
    """Return the time zone of the forum of a session; the portal's where there is none."""
    session = Session.objects.filter(pk=key) if key.isdecimal() else Session.objects.none()
    return zone_of(session.values_list("forum__time_zone", flat=True).first())


class PartOfForum(RecordAdmin):
    """A record of one forum; what it chooses from is limited to that forum.

    A new record's forum is that of the address (`?forum=`), else the one it was sent with.
    Who saves one to add another goes on in its forum.
    """

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        forum = obj.forum if obj else _forum_of_new(request)
        for name in {"session", "room", "track"} & set(form.base_fields):
            field = form.base_fields[name]
            limit_to_forum(field, forum)
            if forum is None:
                field.help_text = _("Save with a forum first; then choose among what it has.")
        return form

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        return _to_the_next(request, obj, response)

    def response_change(self, request, obj):
        return _to_the_next(request, obj, super().response_change(request, obj))


def _to_the_next(request, obj, response: Any) -> Any:
    """Return the answer to a save; where it leads to a new record, that is of the same forum."""
    if "_addanother" not in request.POST or IS_POPUP_VAR in request.POST:
        return response
    path, _mark, query = response.url.partition("?")
    asked = QueryDict(query, mutable=True)  # with the filters of the list that it came from
    asked["forum"] = str(obj.forum_id)
    return HttpResponseRedirect(f"{path}?{asked.urlencode()}")


def _forum_of_new(request) -> Forum | None:
    keys = (sent.get("forum", "") for sent in (request.GET, request.POST))
    key = next((each for each in keys if each.isdecimal() and len(each) < LONGEST_KEY), None)
    return Forum.objects.filter(pk=key).first() if key else None


@admin.register(Session)
class SessionAdmin(WarnsOfSlips, WarnsOfHeldAhead, WarnsOfClashes, HandsOutFiles, PartOfForum):
    menu = Group.FORUMS, 2
    purpose = _("A session with its hours, room, people and materials.")
    form = SessionForm
    files, files_of = Material, "session"
    inlines = [SessionPeopleInline, MaterialInline, EvidenceInline]
    list_display = ["title", "forum", "kind", "day", "state", "is_published"]
    list_filter = ["forum", "kind"]
    list_select_related = ["forum"]
    search_fields = ["search_text"]
    search_help_text = _("Title or abstract; accents do not matter.")
    autocomplete_fields = ["forum", "hosts"]
    fieldsets = [
        (
            _("Which session"),
            {
                "description": _("Unticked as public, its page is taken off the site."),
                "fields": [
                    "forum",
                    "title",
                    "title_en",
                    ("kind", "state"),
                    "is_published",
                ],
            },
        ),
        (
            _("When and where"),
            {
                "description": _(
                    "Day and part of the day suffice where the hours are not known; hours are "
                    "those of the forum’s time zone."
                ),
                "fields": [
                    ("date", "part_of_day"),
                    "start",
                    "end",
                    ("room", "track"),
                    "venue",
                ],
            },
        ),
        (
            _("What it was about"),
            {
                "description": _("Who held it, and what was said in short."),
                "fields": ["hosts", "abstract", "abstract_en", "attendees", "attendees_en", "slug"],
            },
        ),
    ]

    def get_changeform_initial_data(self, request):
        state = first_state(_forum_of_new(request))
        return {"state": state} | super().get_changeform_initial_data(request)

    def clashes(self, record):
        return clashes_of(record)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show and read the hours of a saved session in the time zone of its forum."""
        with timezone.override(_zone_of_session(str(object_id))):
            response = super().changeform_view(request, object_id, form_url, extra_context)
            return response.render() if hasattr(response, "render") else response

    def view_on_site(self, obj):
        is_public = obj.is_published and obj.forum.is_published
        return obj.get_absolute_url() if is_public else None

    @admin.display(description=_("day"), ordering="date")
    def day(self, obj):
        return date_text(obj.date)


@admin.register(Appearance)
class AppearanceAdmin(WarnsOfClashes, PartOfForum):
    form = OfOneForum
    inlines = [EvidenceInline]
    list_display = ["person", "role", "forum", "job_title"]
    list_filter = ["forum", "role"]
    list_select_related = ["person", "forum"]
    search_fields = ["person__search_text", "forum__search_text"]
    autocomplete_fields = ["person", "forum", "organisation"]
    fieldsets = [
        (
            None,
            {
                "description": _("Job title and organisation as they were then, and who says so."),
                "fields": [
                    ("person", "role"),
                    ("forum", "session"),
                    ("job_title", "organisation"),
                    ("name_as_printed", "organisation_as_printed"),
                ],
            },
        )
    ]

    def clashes(self, record):
        """Tell of this person alone."""
        found = clashes_of(record.session) if record.session else []
        person = record.person
        own = [each for each in found if person in each.people]
        return [replace(each, same_room=False, people=[person]) for each in own]
