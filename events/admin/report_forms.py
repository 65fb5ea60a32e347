"""The form of a report: references that lead nowhere are said before the text is public."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Report
from forum_portal.office.fields import DayField, ProseField
from forum_portal.office.pages import RecordForm
from metrics.text_check import Remark, remarks_on

TOLD = "_told"  # the hidden fields that name what the page has said already


class ReportForm(RecordForm):
    """Refuses what can never be a figure, and asks once about what readers would not see."""

    was_dated = False

    def clean(self):
        cleaned = super().clean()
        self._date_what_becomes_public(cleaned)
        if "body" not in cleaned or not {"body", "is_published"} & set(self.changed_data):
            return cleaned
        remarks = remarks_on(cleaned["body"])
        wrong = [each for each in remarks if each.is_wrong]
        if wrong:
            self.add_error("body", [f"{each.written}: {each.sentence}" for each in wrong])
        elif cleaned.get("is_published") and not self._has_told(remarks):
            self.add_error(
                "body",
                _(
                    "Look at what is said of the figures in this text. If readers are to have it "
                    "as it is, save again."
                ),
            )
        return cleaned

    def _date_what_becomes_public(self, cleaned: dict[str, Any]) -> None:
        """Date a report by today that becomes public without a day; `was_dated` says so."""
        becomes_public = cleaned.get("is_published") and "is_published" in self.changed_data
        if becomes_public and cleaned.get("published_on", "") is None:
            cleaned["published_on"] = timezone.localdate()
            self.was_dated = True

    def _has_told(self, remarks: list[Remark]) -> bool:
        data: Any = self.data
        told = data.getlist(TOLD) if hasattr(data, "getlist") else []
        return {each.written for each in remarks} <= set(told)


class PreviewForm(RecordForm):
    """What of a report its page shows; whatever cannot be read stays as it is saved."""

    published_on: Any = DayField(required=False)
    body: Any = ProseField(required=False)

    class Meta:
        model = Report
        fields = [
            "title",
            "title_en",
            "kind",
            "forum",
            "published_on",
            "language",
            "source",
            "body",
        ]
