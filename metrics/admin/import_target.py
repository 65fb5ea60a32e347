"""Which draft an imported table goes into: asked beside the last button."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.importing.uploads import Upload, Verdict
from forum_portal.office.fields import ProseField, capital_choices
from metrics.importing.drafts import drafts_of
from metrics.models import Release

NEW = "new"
DRAFTS_OFFERED = 30


class TargetForm(forms.Form):
    """One of the officer's drafts, or a new one with its title and reason."""

    release = forms.ChoiceField(
        label=gettext_lazy("Into which draft"), widget=forms.RadioSelect(), required=False
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the new draft"),
        help_text=gettext_lazy("Readers see it once the release is public."),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the new draft a title.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=capital_choices(Release.Reason.choices)
    )
    note = ProseField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy(
            "Needed where figures change that are public already: why they change."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any, upload: Upload):
        changed = upload.count(Verdict.State.CHANGED)
        reason = Release.Reason.ROUTINE_REVISION if changed else Release.Reason.PLANNED
        initial = {"release": NEW, "reason": reason, **upload.target}
        super().__init__(data, initial=initial, label_suffix="")
        drafts = [(str(each.pk), each.title) for each in drafts_of(upload.by)[:DRAFTS_OFFERED]]
        release: Any = self.fields["release"]
        release.choices = [(NEW, _("A new draft")), *drafts]
        self.has_drafts = bool(drafts)
        self.fields["title"].required = (self["release"].value() or NEW) == NEW

    def target(self) -> dict[str, Any]:
        """Return where the rows go, as the upload keeps it."""
        chosen = self.cleaned_data["release"]
        if chosen not in (NEW, ""):
            return {"release": int(chosen)}
        return {name: self.cleaned_data[name] for name in ("title", "reason", "note")}
