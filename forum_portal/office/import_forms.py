"""The forms of an import: the file to upload, and how it is to be read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.importing.difference import columns_of, label
from forum_portal.importing.formats_found import FORMATS
from forum_portal.importing.guards import MAX_BYTES, MEGABYTE
from forum_portal.importing.tables import Kind
from forum_portal.importing.uploads import Upload


class UploadForm(forms.Form):
    """A file; `token` makes one upload of the form however often it is sent."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a CSV file, up to 30 MB."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Perhaps it did not arrive whole."),
            "max_length": gettext_lazy("The name of the file is too long. Give it a shorter one."),
        },
        max_length=250,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid4)

    def __init__(self, *args, **kwargs):
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)

    @property
    def is_too_large(self) -> bool:
        file: Any = self.files.get("file")
        return bool(file and file.size > MAX_BYTES)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if self.is_too_large:
            sizes = {"size": file.size // MEGABYTE, "limit": MAX_BYTES // MEGABYTE}
            raise forms.ValidationError(
                _("The file has %(size)d MB, more than %(limit)d MB. Split it into several files.")
                % sizes
            )
        return file


class ReadingForm(forms.Form):
    """How a file is read: what was found, and what may be set otherwise."""

    EMPTY = [
        ("", gettext_lazy("An empty cell changes nothing")),
        ("clear", gettext_lazy("An empty cell empties what is there")),
    ]

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        upload: Upload,
        kind: Kind,
        missing: Sequence[tuple[str, Any]] = (),
    ):
        super().__init__(data, initial=upload.answers, label_suffix="")
        self.shape, self.kind = upload.shape, kind
        self.asked = {each["name"]: each["options"] for each in self.shape["questions"]}
        if len(self.shape["sheets"]) > 1:
            sheets = [(name, name) for name in self.shape["sheets"]]
            self._choice("sheet", _("Sheet"), sheets, self.shape["sheet"])
        if self.shape["numbers"] or "numbers" in self.asked:
            formats = list(FORMATS.items())
            self._choice("numbers", _("How numbers are written"), formats, self.shape["numbers"])
        self.fields["empty"] = forms.ChoiceField(
            label=_("Empty cells"), choices=self.EMPTY, required=False
        )
        if missing:
            self.fields["missing"] = forms.ChoiceField(
                label=_("A new figure whose value is empty or “-”"),
                choices=[("", _("Refuse it, unless the line gives a status")), *missing],
                required=False,
            )
        self._add_headings(upload.answers.get("columns", {}))

    def _choice(self, name: str, title: str, choices: list, found: str) -> None:
        """Add a setting: what was found is chosen; where it is asked, nothing is."""
        is_asked = name in self.asked
        self.fields[name] = forms.ChoiceField(
            label=title,
            choices=self.asked[name] if is_asked else choices,
            required=is_asked,
            error_messages={"required": _("Choose one: the portal does not guess.")},
            widget=forms.RadioSelect if is_asked else forms.Select,
        )
        if not is_asked:
            self.initial.setdefault(name, found)

    def _add_headings(self, chosen: Mapping[str, str]) -> None:
        names = [(name, label(column)) for name, column in columns_of(self.kind).items()]
        choices = [("", _("Pass it over")), *sorted(names, key=lambda each: each[1])]
        for place, (letter, text, name, is_read) in enumerate(self.shape["headings"]):
            if not text:
                continue
            self.fields[f"heading-{place}"] = forms.ChoiceField(
                label=_("Column %(letter)s: %(heading)s") % {"letter": letter, "heading": text},
                choices=choices,
                required=False,
                initial=chosen.get(text, name if is_read else ""),
            )

    @property
    def headings(self) -> Iterable[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("heading-")]

    @property
    def settings(self) -> Iterable[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith("heading-")]

    @property
    def matched(self) -> Iterable[tuple[str, str]]:
        """Return each heading with the column that it was read as; empty: passed over."""
        names = columns_of(self.kind)
        return [
            (text, label(names[name]) if is_read and name in names else "")
            for _letter, text, name, is_read in self.shape["headings"]
            if text
        ]

    def columns(self) -> dict[str, str]:
        """Return the columns that were chosen otherwise than the reader found them."""
        chosen = {}
        for place, (_letter, text, name, is_read) in enumerate(self.shape["headings"]):
            answer = self.cleaned_data.get(f"heading-{place}", "")
            is_sent = f"heading-{place}" in self.data
            if text and is_sent and answer != (name if is_read else ""):
                chosen[text] = answer
        return chosen
