"""A file in a form of the desk: refused in words, and not lost when the form comes back."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.attachments.formats import RefusedFileError
from forum_portal.attachments.receiving import ANY_FILE, Kept, Terms, receive
from forum_portal.attachments.wording import file_line

KEPT = "_kept"  # ends the name of the hidden field with a file that was taken already


class AttachedFileInput(forms.FileInput):
    """A box for a file; beside it what is there, or what was taken before the form came back."""

    def __init__(self, attrs=None, terms: Terms = ANY_FILE):
        endings = [f".{each}" for format in terms.formats for each in format.endings]
        super().__init__({"accept": ",".join(endings)} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        return files.get(name) or Kept.from_signed(data.get(name + KEPT, ""))

    def render(self, name, value, attrs=None, renderer=None):
        box = super().render(name, None, attrs, renderer)
        kept = value if isinstance(value, Kept) else getattr(value, "kept", None)
        if kept is None:
            return box
        said = _("Taken: %(title)s (%(file)s)") % {
            "title": kept.title,
            "file": file_line(kept.media_type, kept.size),
        }
        html = '<div>{}<input type="hidden" name="{}" value="{}"><p class="note">{}</p></div>'
        return format_html(html, box, name + KEPT, kept.signed(), said)

    def use_required_attribute(self, initial):
        return False


class AttachedFileField(forms.FileField):
    """Takes what `terms` allow, as `receive` does; its value is what was kept."""

    widget = AttachedFileInput
    default_error_messages = {
        "required": gettext_lazy("Choose a file."),
        "empty": gettext_lazy("The file is empty. Perhaps it did not arrive whole."),
        "max_length": gettext_lazy("The name of the file is too long. Give it a shorter one."),
    }

    def __init__(self, terms: Terms = ANY_FILE, **kwargs):
        self.terms = terms
        kwargs.setdefault("widget", AttachedFileInput(terms=terms))
        kwargs.setdefault("label", gettext_lazy("File"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy("PDF, PPTX or ODP up to 15 MB; JPEG, PNG or WebP up to 10 MB."),
        )
        super().__init__(**kwargs)

    def bound_data(self, data, initial):
        """Let the box know what came: a file cannot be put back into it, what was kept can."""
        return data or initial

    def clean(self, data, initial=None):
        """Return a `Kept` where one was uploaded, `initial` where none was, None where none is."""
        if isinstance(data, Kept) and not data.suits(self.terms):
            data = None  # another field's, put here
        if data is None or isinstance(data, Kept):
            if data is None and not initial and self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return data or initial or None
        if not data.size:
            raise ValidationError(self.error_messages["empty"], code="empty")
        try:
            data.kept = receive(data.name, data.size, data.read, self.terms)
        except RefusedFileError as error:
            raise ValidationError(str(error), code="refused") from error
        return data.kept
