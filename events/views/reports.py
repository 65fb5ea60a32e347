"""Reports: texts about forums whose figures are live."""

from typing import Any

from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.attached import attached_files, attachment_rows
from events.models import Report
from forum_portal.addresses import reverse
from forum_portal.pages import found_or_404, page_of, public_page
from forum_portal.prepared import prepared
from metrics.asof import AsOf
from metrics.citing import source_name
from metrics.markdown import render_markdown
from metrics.references import resolve

PER_PAGE = 30


@public_page
def report_list(request):
    page = page_of(request, listed_reports.parts(), size=PER_PAGE)
    return render(request, "events/report_list.html", {"page": page})


@prepared
def listed_reports():
    """Return every report, the newest first."""
    return Report.objects.published().select_related("forum").newest_first()


@public_page
def report_page(request, slug):
    as_of = AsOf.from_query(request.GET)
    report = found_or_404(report_record.first(slug), _("There is no report at this address."))
    files = attached_files(
        report.file_rows,
        lambda file: reverse("events:report-file", args=[report.slug, file.file_name]),
    )
    context = {"as_of": as_of, **report_parts(report, as_of), "files": files}
    return render(request, "events/report_page.html", context)


def report_parts(report: Report, as_of: AsOf) -> dict[str, Any]:
    """Return what the template of a report's page says of it, but for its files."""
    figures = resolve(report.body, as_of.moment)
    return {
        "report": report,
        "text": render_markdown(report.body, figures, language=report.language, moment=as_of.given),
        "text_lang": "" if report.language == get_language() else report.language,
        "source": source_name(report.source) if report.source else "",
    }


@prepared
def report_record(slug):
    """Return the query of a report."""
    reports = Report.objects.published().select_related("forum", "source")
    return reports.filter(slug=slug).annotate(file_rows=attachment_rows())
