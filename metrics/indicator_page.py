"""What the page of one indicator shows, made from the public versions of its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum_portal.addresses import reverse
from forum_portal.templatetags.portal import in_language
from metrics import badges
from metrics.announced import article_namings, namings, statements
from metrics.badges import Badge
from metrics.change import change_sentence
from metrics.chart_words import chart_in_words
from metrics.charts import build_chart, chart_title, only_newest
from metrics.citing import Voice, disagreeing, source_lines, source_name, source_title, voices
from metrics.front import area_place, headline
from metrics.history import release_entries
from metrics.lateness import due_sentence, next_due
from metrics.marks import staff_of
from metrics.models import Break, Indicator, Observation
from metrics.periods import Period
from metrics.pictures.query import picture_query
from metrics.progress import ProgressText, progress_text, progress_to, rule
from metrics.sentences import answer, cited
from metrics.series import MOST_OF_SERIES
from metrics.staff import WIDE
from metrics.tables import table_rows
from metrics.tiles import previous_figure
from metrics.versions import Version, current
from metrics.wording import figure_text

MOST_SOURCES = 12  # below a chart; the page of each figure has its own


@dataclass(frozen=True)
class Disagreement:
    """Sources that print different numbers for one figure."""

    title: str
    url: str
    voices: list[Voice]


@dataclass(frozen=True)
class ChartPart:
    """A chart with what stands below it, what it says in words, and what names its picture."""

    id: str
    chart: dict
    words: str
    query: str
    source: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True)
class BreakInWords:
    """From when on figures are not comparable with earlier ones, and why."""

    since: str
    explanation: str
    source: str
    source_url: str


@dataclass(frozen=True)
class Target:
    """What a plan aims at, and how far it is to it; `comment` is the editors' on the target."""

    period: str
    value: str
    url: str
    instrument: str
    instrument_url: str
    comment: str
    progress: ProgressText | None


def compose(indicator: Indicator, versions: Sequence[Version], breaks: Sequence[Break]) -> dict:
    """Return the page's variables from its figures' public versions, the earliest release first.

    The indicator comes from `indicator_for_page`; `public_citations` of the current versions are
    fetched.
    """
    in_force = current(versions)
    observed = sorted(
        _of_kind(in_force, "observed"), key=lambda each: reading_order(each.observation)
    )
    figures = [each.observation for each in observed if not each.observation.is_withdrawn]
    targets = [
        each.observation
        for each in _of_kind(in_force, "target")
        if not each.observation.is_withdrawn
    ]
    newest = headline(figures)
    today = timezone.localdate(indicator.seen_at)  # type: ignore[attr-defined]
    rows = target_rows(targets, figures, breaks, today)
    return {
        "indicator": indicator,
        "predecessors": [_kin(each) for each in indicator.predecessor_list],  # type: ignore[attr-defined]
        "successors": [_kin(each) for each in indicator.successor_list],  # type: ignore[attr-defined]
        "newest": newest,
        **(_opening(newest, figures, targets, breaks) if newest else {}),
        "charts": charts(figures, breaks, targets),
        "rows": table_rows(observed, newest),
        "show_area": len({each.observation.area_id for each in observed}) > 1,
        "disagreements": disagreements(figures),
        "statements": statements(indicator),
        "namings": namings(indicator, figures),
        "article_namings": article_namings(indicator, figures),
        "breaks": breaks_in_words(breaks, figures),
        "due": due_text(indicator, figures, today),
        "targets": rows,
        "rule": rule() if any(each.progress for each in rows) else "",
        "releases": release_entries(versions),
        "is_corrected": any(not each.is_first for each in versions),
    }


def _opening(
    newest: Observation,
    figures: Sequence[Observation],
    targets: Sequence[Observation],
    breaks: Sequence[Break],
) -> dict:
    """Return the answer with its staff, for the figure that the page opens with."""
    previous = previous_figure(figures, newest)
    goals = [each for each in targets if each.area_id == newest.area_id]
    return {
        "answer": answer(newest, previous, breaks),
        "cited": cited(newest),
        "change": change_sentence(previous, newest, breaks),
        "staff": staff_of(newest, figures, breaks, targets=goals, size=WIDE),
    }


def _kin(kept: dict) -> dict:
    name = kept["name_en"] if get_language() == "en" else ""
    return {
        "name": name or kept["name"],
        "url": reverse("metrics:indicator-page", args=[kept["slug"]]),
    }


def _of_kind(versions: Iterable[Version], kind: str) -> list[Version]:
    return [each for each in versions if each.observation.kind == kind]


def reading_order(figure: Observation) -> tuple:
    """Order figures as the table lists them: own areas, the usual frequency, the newest period."""
    return (
        area_place(figure),
        figure.area_id,
        figure.frequency != figure.indicator.frequency,
        figure.frequency,
        -figure.period_end.toordinal(),
    )


def charts(
    figures: Iterable[Observation], breaks: Sequence[Break], targets: Iterable[Observation]
) -> list[ChartPart]:
    """Return a chart for each area and frequency with enough points; `public_citations` fetched."""

    def series(figure: Observation) -> tuple:
        return area_place(figure), figure.area_id, figure.frequency

    goals = list(targets)
    parts: list[ChartPart] = []
    for _key, group in groupby(sorted(figures, key=series), key=series):
        line = sorted(group, key=lambda figure: figure.when)
        own = [goal for goal in goals if goal.area_id == line[-1].area_id]
        chart = build_chart([line], breaks, title=chart_title(line[-1]), targets=own)
        if chart:
            chart["area"] += only_newest(line, MOST_OF_SERIES)
            parts.append(_chart_part(len(parts) + 1, chart, line))
    return parts


def _chart_part(number: int, chart: dict, line: Sequence[Observation]) -> ChartPart:
    shown = [badges.status_badge(figure) for figure in line]
    if chart["disagreements"]:
        shown.append(badges.disagreement_badge())
    if chart["breaks"]:
        shown.append(badges.break_badge())
    if chart["targets"]:
        shown.append(badges.Badge(badges.TARGET, _("Target")))
    sources = source_lines(reversed(line), MOST_SOURCES)
    return ChartPart(
        id=f"chart-{number}",
        chart=chart,
        words=chart_in_words(chart),
        query=picture_query(line[-1].area.code, line[-1].frequency),
        source=_("Source: %(sources)s.") % {"sources": sources},
        badges=tuple(dict.fromkeys(shown)),
    )


def disagreements(figures: Iterable[Observation]) -> list[Disagreement]:
    """Return what sources print differently, figure by figure."""
    return [disagreement(figure) for figure in figures if disagreeing(figure.public_citations)]


def disagreement(figure: Observation) -> Disagreement:
    """Return the two or more numbers of one figure with the sentences they stand in."""
    numbers = [str(figure_text(figure))]
    numbers += [each.printed for each in disagreeing(figure.public_citations) if each.printed]
    return Disagreement(
        title=f"{capfirst(str(figure.when))}: {in_words(numbers)}",
        url=figure.get_absolute_url(),
        voices=voices(figure.public_citations),
    )


def in_words(parts: Sequence[str]) -> str:
    """Return "90,7% và 90%"."""
    if len(parts) < 2:
        return "".join(parts)
    words = {"first": ", ".join(parts[:-1]), "last": parts[-1]}
    return _("%(first)s and %(last)s") % words


def breaks_in_words(breaks: Iterable[Break], figures: Sequence[Observation]) -> list[BreakInWords]:
    """Return, in order of time, the breaks that a reader of these figures has to know of."""
    areas = {figure.area_id for figure in figures}
    concerning = [each for each in breaks if each.area_id is None or each.area_id in areas]
    spoken: dict[tuple, BreakInWords] = {}
    for each in sorted(concerning, key=lambda each: (each.starts_on, each.pk)):
        spoken.setdefault((each.starts_on, each.explanation), _in_words(each))
    return list(spoken.values())


def _in_words(broken: Break) -> BreakInWords:
    source = broken.source
    return BreakInWords(
        since=_("Since %(period)s") % {"period": Period.parse(broken.period)},
        explanation=in_language(broken, "explanation"),
        source=source_name(source) if source else "",
        source_url=source.get_absolute_url() if source else "",
    )


def due_text(indicator: Indicator, figures: Iterable[Observation], today: date) -> str:
    """Return when the next figure is due or how late it is; nothing once another took over."""
    if indicator.successor_list:  # type: ignore[attr-defined]
        return ""
    expected = next_due(indicator, figures)
    return due_sentence(indicator, expected, today) if expected else ""


def target_rows(
    targets: Iterable[Observation],
    figures: Sequence[Observation],
    breaks: Sequence[Break],
    today: date,
) -> list[Target]:
    """Return the targets with the plans that set them, the latest period first."""
    return [
        Target(
            period=str(each.when),
            value=str(figure_text(each)),
            url=each.get_absolute_url(),
            instrument=source_title(each.instrument) if each.instrument else "",
            instrument_url=each.instrument.get_absolute_url() if each.instrument else "",
            comment=in_language(each, "comment"),
            progress=progress_text(progress_to(each, figures, breaks, today))
            if each.value is not None
            else None,
        )
        for each in sorted(targets, key=lambda each: each.when, reverse=True)
    ]
