"""Public reports that refer to figures which a release is about to withdraw."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from events.models import Report
from metrics.checklist import about
from metrics.models import Observation
from metrics.references import Reference, find_references, resolve


def warn_of_reports(gone: Iterable[Observation]) -> Iterator[str]:
    """Yield a sentence for each public report that refers to figures among `gone`."""
    observed = {_key(each): each for each in gone if each.kind == Observation.Kind.OBSERVED}
    if not observed:
        return
    reports = list(Report.objects.published().filter(body__contains="{{").newest_first())
    meant = resolve(" ".join(each.body for each in reports))
    for report in reports:
        cited = _among(observed, find_references(report.body), meant)
        text = _("These are withdrawn, but the public report “%(report)s” cites them: %(figures)s.")
        yield from about(cited, text.replace("%(report)s", report.title.replace("%", "%%")))


def _among(
    gone: dict[tuple, Observation],
    references: Iterable[Reference],
    meant: dict[Reference, Observation],
) -> list[Observation]:
    keys = dict.fromkeys(_key(meant[each]) for each in references if each in meant)
    return [gone[each] for each in keys if each in gone]


def _key(figure: Observation) -> tuple[int, int, str]:
    return figure.indicator_id, figure.area_id, figure.period
