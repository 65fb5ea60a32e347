"""What waits at the desk on the forums' side: public texts whose figures are not there."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Report
from forum_portal.office.desk import Line, Part
from metrics.text_check import Remark, remarks_on_all

SHOWN = 10


def desk_of(user: Any) -> Iterator[Part]:
    """Yield the part of the desk that concerns who keeps up reports."""
    if user.has_perm("events.change_report"):
        yield _to_mend()


def _to_mend() -> Part:
    """Name public reports that point to figures which are withdrawn, unknown or not one."""
    reports = {
        each.pk: each
        for each in Report.objects.published().filter(body__contains="{{").newest_first()
    }
    remarks = remarks_on_all({pk: each.body for pk, each in reports.items()})
    lines = [_line(reports[pk], said) for pk, said in remarks.items() if said]
    return Part(
        _("Reports to mend"),
        lines[:SHOWN],
        _("Every figure that public reports point to is there."),
    )


def _line(report: Report, remarks: list[Remark]) -> Line:
    note = f"{remarks[0].written}: {remarks[0].sentence}"
    if more := len(remarks) - 1:
        note += " " + ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more}
    return Line(report.title, reverse("admin:events_report_change", args=[report.pk]), note)
