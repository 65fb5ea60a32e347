"""Files that staff hang to reports, sessions and people."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events.models import Attachment, Material
from forum_portal.attachments.fields import AttachedFileField
from forum_portal.attachments.formats import FORMATS, LIMIT_TOGETHER, PDF
from forum_portal.attachments.receiving import Kept
from forum_portal.attachments.serving import file_response
from forum_portal.attachments.wording import size_text
from forum_portal.office.pages import PartsInline, RecordForm


class KeptFileForm(RecordForm):
    """A row with a file; what the upload `tells` of itself goes into the record."""

    tells: tuple[str, ...] = ()
    another = gettext_lazy("Another file in its place")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.is_marked = not self.empty_permitted  # type: ignore[attr-defined]
        if self.instance.file:
            self.fields["file"].required = False
            self.fields["file"].label = str(self.another)

    def clean(self):
        cleaned = super().clean()
        kept = cleaned.get("file")
        if isinstance(kept, Kept):
            self._take(kept, cleaned)
        return cleaned

    def _take(self, kept: Kept, cleaned: dict[str, Any]) -> None:
        cleaned["file"] = kept.path
        for name in self.tells:
            setattr(self.instance, name, getattr(kept, name))


class AttachedFileForm(KeptFileForm):
    """A row with a file that has a title, if only that of its name."""

    tells = "media_type", "size", "width", "height"
    file: Any = AttachedFileField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title") and not {"title", "file"} & set(self.errors):
            self.add_error("title", _("Give it a title: the file’s name says none."))
        return cleaned

    def _take(self, kept: Kept, cleaned: dict[str, Any]) -> None:
        super()._take(kept, cleaned)
        cleaned["title"] = cleaned.get("title") or kept.title


class AttachmentForm(AttachedFileForm):
    def clean(self):
        cleaned = super().clean()
        format = FORMATS.get(self.instance.media_type)
        if format and format.is_picture:
            cleaned["kind"] = Attachment.Kind.PICTURE
            if not cleaned.get("description") and "description" not in self.errors:
                self.add_error("description", _("Say in one sentence what the picture shows."))
        elif format and format is not PDF and cleaned.get("kind") == Attachment.Kind.DOCUMENT:
            cleaned["kind"] = Attachment.Kind.SLIDES
        return cleaned


class MaterialForm(AttachedFileForm):
    file = AttachedFileField(required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("file") and cleaned.get("url"):
            text = _("Give a file or an address, not both: the other one gets a row of its own.")
            self.add_error("url", text)
        return cleaned


class AttachedFileInline(PartsInline):
    """Files of the record whose page this is; the page itself hands them out to staff."""

    form = AttachedFileForm
    extra = 1  # for who has no JavaScript to add one
    readonly_fields = ["there"]

    @admin.display(description=gettext_lazy("The file"))
    def there(self, file):
        """Return a link to the file as it is kept, with what readers are told of it."""
        if not file.file_name:
            return ""
        of_report = isinstance(file, Attachment)
        owner = ("report", file.report_id) if of_report else ("session", file.session_id)
        address = desk_url(*owner, file.pk)
        return format_html('<a href="{}">{}</a>, {}', address, file.file_name, file.line)


class AttachmentInline(AttachedFileInline):
    model = Attachment
    form = AttachmentForm
    verbose_name_plural = gettext_lazy("Attached files")
    fieldsets = [
        (
            None,
            {
                "description": gettext_lazy(
                    "Readers may have them as long as the report is public. Pictures stand under "
                    "the text, written anew without place and time."
                ),
                "fields": ["there", ("file", "title"), ("kind", "language"), "description"],
            },
        )
    ]


class MaterialInline(AttachedFileInline):
    model = Material
    form = MaterialForm
    fieldsets = [
        (
            None,
            {
                "description": gettext_lazy("A file, or the address of one that lies elsewhere."),
                "fields": ["there", ("file", "url"), "title", ("kind", "language")],
            },
        )
    ]


class HandsOutFiles(admin.ModelAdmin):
    """A page with files: who may look at its record gets them before readers do."""

    files: Any = None  # the model of the files
    files_of = ""  # its relation to the record

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.file_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        return [path("<int:pk>/file/<int:file>/", view, name=name), *super().get_urls()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Refuse files that are too much together before any of them is looked into."""
        sent = [file for _name, files in request.FILES.lists() for file in files]
        size = sum(file.size for file in sent)
        if size > LIMIT_TOGETHER:
            for file in sent:
                file.close()
            request.FILES.clear()
            request.refusal = _(
                "The files have %(size)s together; one save takes up to %(limit)s, so none was "
                "taken. Choose some of them again, save, then add the others."
            ) % {"size": size_text(size), "limit": size_text(LIMIT_TOGETHER)}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def file_view(self, request, pk: int, file: int):
        if not self.has_view_permission(request):
            raise PermissionDenied
        record = self.get_object(request, str(pk))
        found = self.files.objects.filter(pk=file, **{self.files_of: record}).first()
        if found is None or not found.file_name:
            raise Http404
        return file_response(request, found)


def desk_url(kind: str, owner: int, file: int) -> str:
    """Return the address at which staff get a file of a report, a session or a person."""
    return reverse(f"admin:events_{kind}_file", args=[owner, file])
