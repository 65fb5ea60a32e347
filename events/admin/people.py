"""People who appeared at forums."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from events.admin.attached import HandsOutFiles, KeptFileForm, desk_url
from events.admin.parts import StaysAtItsForum
from events.models import Appearance, Person, Photo
from forum_portal.attachments.fields import AttachedFileField
from forum_portal.attachments.receiving import PORTRAIT
from forum_portal.office.merging import MergesRecords
from forum_portal.office.pages import PartsInline, RecordAdmin, RowsInline, count_of
from forum_portal.office.site import Group

SHOWN = 160  # pixels: how wide the form shows a photo


class PhotoForm(KeptFileForm):
    class Meta:
        error_messages: ClassVar[Any] = {
            "alt": {"required": _("Say in one sentence what the picture shows.")},
            "credit": {"required": _("Say whose picture it is.")},
        }

    tells = "width", "height"
    another = _("Another picture in its place")
    file: Any = AttachedFileField(
        PORTRAIT,
        label=_("Picture"),
        error_messages={"required": _("Choose a picture.")},
        help_text=_("JPEG, PNG or WebP up to 10 MB. It is made smaller for the page."),
    )


class PhotoInline(PartsInline):
    """The photo of the person whose page this is; the page itself hands it out to staff."""

    model = Photo
    form = PhotoForm
    extra = 1  # for who has no JavaScript to add one
    readonly_fields = ["there"]
    verbose_name_plural = _("Photo")
    fieldsets = [
        (
            None,
            {
                "description": _(
                    "Readers see it as long as a public forum names the person. It is written "
                    "anew: place, time and device of the camera stay behind."
                ),
                "fields": ["there", "file", "alt", "alt_en", "credit"],
            },
        )
    ]

    @admin.display(description=_("The photo"))
    def there(self, photo):
        """Return the photo as it is kept, small, with a link to the whole."""
        if not photo.pk:
            return ""
        address = desk_url("person", photo.person_id, photo.pk)
        picture = '<a href="{0}"><img src="{0}" width="{1}" alt="{2}"></a>'
        return format_html(picture, address, SHOWN, photo.alt)


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
class PersonAdmin(HandsOutFiles, MergesRecords, RecordAdmin):
    files, files_of = Photo, "person"
    menu = Group.FORUMS, 3
    purpose = _("Everybody who opened, spoke or presented; no contact data is kept.")
    list_display = ["name", "honorific", "appearance_count"]
    search_fields = ["search_text"]
    search_help_text = _("Name; accents do not matter.")
    inlines = [PhotoInline, AppearanceInline]
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
