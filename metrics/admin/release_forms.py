"""What is asked for a step in the life of a release: a word of comment, a moment, a decision."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from forum_portal.office.fields import MomentField
from metrics.admin.release_story import last_move
from metrics.manifest import manifest_sha256
from metrics.models import Release


class CommentForm(forms.Form):
    """What is said with a step; it is kept with the step.

    `seen` is the last step before the page was opened: who knows of a later one decides anew.
    """

    comment = forms.CharField(
        label=pgettext_lazy("step", "Comment"),
        help_text=gettext_lazy("Kept with this step. Colleagues read it, readers do not."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    asks_for_comment: Any = ""  # what to say to whoever leaves it empty; empty where one may

    def __init__(self, data=None, *, release: Release):
        super().__init__(data, label_suffix="")
        self.release = release
        self.initial["seen"] = last_move(release)
        if self.asks_for_comment:
            self.require_comment(self.asks_for_comment)

    def require_comment(self, sentence: Any) -> None:
        """Refuse an empty comment with `sentence`."""
        self.fields["comment"].required = True
        self.fields["comment"].error_messages["required"] = sentence

    def show_again(self) -> None:
        """Take what stands now for what is about to be seen."""
        self.data = {**dict(self.data.items()), "seen": last_move(self.release)}

    def error_links(self) -> list[tuple[str, str]]:
        """Return (anchor, sentence) of every error, in the order of the page."""
        hidden = [text for field in self.hidden_fields() for text in field.errors]
        links = [("", str(text)) for text in [*self.non_field_errors(), *hidden]]
        for field in self.visible_fields():
            first = f"{field.auto_id}_0" if field.use_fieldset else field.auto_id
            links += [(first, f"{field.label}: {text}") for text in field.errors]
        return links


class ReturnForm(CommentForm):
    """What must be mended."""

    asks_for_comment = gettext_lazy("Write what must be mended; the author reads it.")


class TakeBackForm(CommentForm):
    """Why what was sent is taken back."""

    asks_for_comment = gettext_lazy("Write why it is taken back; the approver reads it.")


class RecallForm(CommentForm):
    """Why an approval does not hold."""

    asks_for_comment = gettext_lazy("Write why the approval is taken back; the author reads it.")


class MomentForm(CommentForm):
    """When a release becomes public by itself."""

    at = MomentField(
        label=gettext_lazy("Public from"),
        help_text=gettext_lazy("Day and time in Việt Nam. From then on nobody can change it."),
        widget=AdminSplitDateTime(),
        error_messages={"required": gettext_lazy("Give the day and the time.")},
    )
    field_order = ["at", "comment"]

    def __init__(self, data=None, *, release: Release):
        super().__init__(data, release=release)
        self.initial["at"] = release.published_at


class ApprovalForm(CommentForm):
    """The approver's word, what it was given for, and what follows at once.

    Nothing is chosen beforehand: what is public once cannot be taken back.
    """

    NOW, AT, LATER = "now", "at", "later"

    then = forms.ChoiceField(
        label=gettext_lazy("And then"),
        choices=[
            (NOW, gettext_lazy("Publish at once")),
            (AT, gettext_lazy("Publish by itself at the moment below")),
            (LATER, gettext_lazy("Only approve; publish later by hand")),
        ],
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choose what follows the approval.")},
    )
    at = MomentField(
        label=gettext_lazy("Public from"),
        help_text=gettext_lazy("Only for a moment to come; day and time in Việt Nam."),
        widget=AdminSplitDateTime(),
        required=False,
    )
    manifest = forms.CharField(
        widget=forms.HiddenInput(),
        error_messages={
            "required": gettext_lazy("What you saw was not sent along. Look at the release again.")
        },
    )
    field_order = ["then", "at", "comment"]

    def __init__(self, data=None, *, release: Release):
        super().__init__(data, release=release)
        if data is None:
            self.initial["manifest"] = manifest_sha256(release)

    def clean(self):
        cleaned = self.cleaned_data
        then, at = cleaned.get("then"), cleaned.get("at")
        if then == self.AT and not at and "at" not in self.errors:
            self.add_error("at", _("Give the day and the time."))
        if then in (self.NOW, self.LATER) and at:
            text = _("A moment is given below: choose to publish at it, or take it out.")
            self.add_error("then", text)
        return cleaned

    def show_again(self) -> None:
        """Take what the release holds now for what the approver is about to see, too."""
        super().show_again()
        self.data = {**self.data, "manifest": manifest_sha256(self.release)}
