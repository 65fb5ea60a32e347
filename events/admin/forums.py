"""Forums, with the organisations, sessions, people and exhibitions that belong to them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.ahead import SessionRows, WarnsOfHeldAhead
from events.admin.clashes import WarnsOfClashes
from events.admin.far_off import WarnsOfSlips
from events.admin.inlines import EvidenceInline, OfThisForum
from events.admin.parts import NobodyTwice
from events.clashes import clashes_within
from events.models import (
    Appearance,
    Exhibition,
    Forum,
    ForumRole,
    Quote,
    Room,
    Session,
    Track,
)
from forum_portal.office.pages import PartsInline, RecordAdmin, RowsInline, count_of
from forum_portal.office.site import Group
from forum_portal.words import date_text


class ForumRoleInline(RowsInline):
    model = ForumRole
    autocomplete_fields = ["organisation"]
    fields = ["position", "organisation", "role", "note"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


class SessionInline(RowsInline):
    model = Session
    formset = SessionRows
    fields = ["title", "kind", "date", "part_of_day", "is_published"]
    show_change_link = True
    verbose_name_plural = _("sessions (open one to enter hours, room, track and state)")


class AppearanceInline(OfThisForum, PartsInline):
    model = Appearance
    formset = NobodyTwice
    autocomplete_fields = ["person", "organisation"]
    show_change_link = True
    fieldsets = [
        (
            None,
            {
                "description": _("Job title and organisation as they were then."),
                "fields": [
                    ("person", "role", "session"),
                    ("job_title", "organisation"),
                    ("name_as_printed", "organisation_as_printed"),
                ],
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation", "session")


class ExhibitionInline(RowsInline):
    model = Exhibition
    fields = ["title", "opened_on", "venue"]
    show_change_link = True
    verbose_name_plural = _("exhibitions (open one to enter its booths)")


class QuoteInline(OfThisForum, PartsInline):
    model = Quote
    autocomplete_fields = ["person", "source"]
    show_change_link = True
    classes = ["collapse"]
    fieldsets = [
        (
            None,
            {
                "description": _("Word for word; open it to name the indicators it speaks of."),
                "fields": [
                    ("person", "job_title"),
                    "text",
                    ("source", "locator"),
                    ("session", "language", "position"),
                ],
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "source", "session")


class RoomInline(RowsInline):
    model = Room
    fields = ["position", "name", "name_en"]
    classes = ["collapse"]


class TrackInline(RowsInline):
    model = Track
    fields = ["position", "name", "name_en"]
    classes = ["collapse"]


@admin.register(Forum)
class ForumAdmin(WarnsOfSlips, WarnsOfHeldAhead, WarnsOfClashes, RecordAdmin):
    menu = Group.FORUMS, 1
    purpose = _("An event with its organisations, programme, people and exhibition.")
    inlines = [
        ForumRoleInline,
        SessionInline,
        AppearanceInline,
        ExhibitionInline,
        QuoteInline,
        RoomInline,
        TrackInline,
        EvidenceInline,
    ]
    list_display = ["name", "kind", "year", "day", "state", "session_count", "is_published"]
    list_filter = ["kind", "state"]
    search_fields = ["search_text"]
    search_help_text = _("Name, theme or series; accents do not matter.")
    autocomplete_fields = ["area"]
    fieldsets = [
        (
            _("Which event"),
            {
                "description": _("Only what is called a forum counts as an edition of the series."),
                "fields": [
                    "name",
                    "name_en",
                    ("kind", "year", "series"),
                    ("state", "is_published"),
                ],
            },
        ),
        (
            _("When and where"),
            {
                "description": _("Leave empty what is not known; the page leaves it out."),
                "fields": [("date_start", "date_end"), "venue", "time_zone"],
            },
        ),
        (
            _("What it was about"),
            {
                "description": _("In the words of the invitation or the report."),
                "fields": [
                    "theme",
                    "theme_en",
                    ("year_theme", "year_theme_en"),
                    ("occasion", "occasion_en"),
                    ("aims", "aims_en"),
                    ("sectors", "sectors_en"),
                    ("attendees", "attendees_en"),
                ],
            },
        ),
        (
            _("Figures and address"),
            {
                "description": _(
                    "Visits, booths and the like are figures of the forum’s own area."
                ),
                "fields": ["area", "slug"],
            },
        ),
    ]

    def get_queryset(self, request):
        count = count_of(Session.objects.all(), "forum")
        return super().get_queryset(request).annotate(session_count=count)

    def get_changeform_initial_data(self, request):
        """Begin with an event that is to come: what is entered by hand mostly is."""
        return {"state": Forum.State.ANNOUNCED} | super().get_changeform_initial_data(request)

    def clashes(self, record):
        return clashes_within(record)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_published else None

    @admin.display(description=_("first day"), ordering="date_start")
    def day(self, obj):
        return date_text(obj.date_start)

    @admin.display(description=_("sessions"))
    def session_count(self, obj):
        return obj.session_count


@admin.register(ForumRole)
class ForumRoleAdmin(RecordAdmin):
    """Opened from its forum, to say what it rests on."""

    inlines = [EvidenceInline]
    list_display = ["organisation", "role", "forum"]
    list_filter = ["forum"]
    list_select_related = ["organisation", "forum"]
    search_fields = ["organisation__search_text", "forum__search_text"]
    autocomplete_fields = ["forum", "organisation"]
    fieldsets = [
        (
            None,
            {
                "description": _("What the organisation was to the forum, and who says so."),
                "fields": ["forum", "organisation", ("role", "position"), "note"],
            },
        )
    ]
