"""Sessions with their materials, and appearances: both opened from their forum."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.attached import HandsOutFiles, MaterialInline
from events.admin.inlines import EvidenceInline, limit_to_forum
from events.models import Appearance, Material, Session
from forum_portal.office.pages import RecordAdmin
from forum_portal.words import date_text


class PartOfForum(RecordAdmin):
    """A record of one forum; what it chooses from is limited to that forum once it is saved."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        for name in {"session", "room", "track"} & set(form.base_fields):
            limit_to_forum(form.base_fields[name], obj.forum if obj else None)
        return form


@admin.register(Session)
class SessionAdmin(HandsOutFiles, PartOfForum):
    files, files_of = Material, "session"
    inlines = [MaterialInline, EvidenceInline]
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
                "description": _("Day and part of the day suffice where the hours are not known."),
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

    def view_on_site(self, obj):
        is_public = obj.is_published and obj.forum.is_published
        return obj.get_absolute_url() if is_public else None

    @admin.display(description=_("day"), ordering="date")
    def day(self, obj):
        return date_text(obj.date)


@admin.register(Appearance)
class AppearanceAdmin(PartOfForum):
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
