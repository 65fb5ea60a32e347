"""People who appeared at forums."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.models import Appearance, Person
from forum_portal.office.pages import RecordAdmin, count_of
from forum_portal.office.site import Group


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    menu = Group.FORUMS, 2
    purpose = _("Everybody who opened, spoke or presented; no contact data is kept.")
    list_display = ["name", "honorific", "appearance_count"]
    search_fields = ["search_text"]
    search_help_text = _("Name; accents do not matter.")
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

    def view_on_site(self, obj):
        is_public = Person.objects.public().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_public else None

    @admin.display(description=_("appearances"), ordering="appearance_count")
    def appearance_count(self, obj):
        return obj.appearance_count
