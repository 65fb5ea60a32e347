"""People who appeared at forums."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from events.admin.parts import StaysAtItsForum
from events.models import Appearance, Person
from forum_portal.office.merging import MergesRecords
from forum_portal.office.pages import RecordAdmin, RowsInline, count_of
from forum_portal.office.site import Group


class AppearanceInline(RowsInline):
    model = Appearance
    form = StaysAtItsForum
    fields = ["forum", "role", "job_title", "organisation"]
    autocomplete_fields = ["forum", "organisation"]
    show_change_link = True
    verbose_name_plural = _("Appearances at forums")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("forum", "organisation", "person")


@admin.register(Person)
class PersonAdmin(MergesRecords, RecordAdmin):
    menu = Group.FORUMS, 2
    purpose = _("Everybody who opened, spoke or presented; no contact data is kept.")
    list_display = ["name", "honorific", "appearance_count"]
    search_fields = ["search_text"]
    search_help_text = _("Name; accents do not matter.")
    inlines = [AppearanceInline]
    fieldsets = [
        (
            _("Who"),
            {
                "description": _(
                    "Only what a source prints. Job titles belong to each appearance, as they were."
                ),
                "fields": [("name", "honorific"), "note", "slug"],
            },
        )
    ]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(appearance_count=count_of(Appearance.objects.all(), "person"))
        )

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not _is_public(form.instance):
            text = _("Readers see this person once a forum on the site names them.")
            self.message_user(request, text, messages.WARNING)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if _is_public(obj) else None

    @admin.display(description=_("appearances"), ordering="appearance_count")
    def appearance_count(self, obj):
        return obj.appearance_count


def _is_public(person):
    return Person.objects.public().filter(pk=person.pk).exists()
