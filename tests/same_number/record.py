"""What the record holds, read by plain SQL: the measure of everything that readers are shown."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db import connection

VERSIONS = """
SELECT indicator.code, indicator.slug, indicator.name, indicator.name_en, indicator.frequency,
    area.code, area.name, area.name_en, o.kind, instrument.slug,
    o.period, o.frequency, o.period_start, o.period_end,
    o.value, o.comparator, o.out_of, o.numerator, o.denominator, o.obs_status,
    unit.code, unit.kind, unit.symbol, unit.noun, unit.noun_en,
    release.slug, release.published_at, home.position,
    row_number() OVER (
        ORDER BY pillar.position, indicator.sort_key, indicator.id, o.period_end DESC, o.id
    )
FROM metrics_observation o
JOIN metrics_release release
    ON release.id = o.release_id AND release.published_at <= coalesce(%s, now())
JOIN metrics_indicator indicator ON indicator.id = o.indicator_id
JOIN metrics_pillar pillar ON pillar.id = indicator.pillar_id
JOIN metrics_unit unit ON unit.id = indicator.unit_id
JOIN metrics_area area ON area.id = o.area_id
LEFT JOIN metrics_source instrument ON instrument.id = o.instrument_id
LEFT JOIN metrics_homearea home ON home.area_id = o.area_id
ORDER BY release.published_at, release.id, o.id
"""


@dataclass(frozen=True)
class Version:
    """One public version of a figure, as the tables hold it."""

    indicator: str
    slug: str
    name: str
    name_en: str
    usual_frequency: str
    area: str
    area_name: str
    area_name_en: str
    kind: str
    instrument: str | None
    period: str
    frequency: str
    start: date
    end: date
    value: Decimal | None
    comparator: str
    out_of: int | None
    numerator: Decimal | None
    denominator: Decimal | None
    status: str
    unit: str
    unit_kind: str
    symbol: str
    noun: str
    noun_en: str
    release: str
    published_at: datetime
    home: int | None
    place: int  # in lists: by pillar and indicator, the newest period first

    @property
    def key(self) -> tuple[str | None, ...]:
        """What all versions of one figure share."""
        return self.indicator, self.area, self.kind, self.instrument, self.period

    @property
    def address(self) -> str:
        """The path of the figure's own page, by which pages refer to it."""
        path = f"/chi-so/{self.slug}/{self.area}/{self.period.replace('/', '-')}/"
        return path if self.kind == "observed" else f"{path}muc-tieu/{self.instrument or '-'}/"

    @property
    def is_withdrawn(self) -> bool:
        return self.status == "withdrawn"

    @property
    def is_observed(self) -> bool:
        return self.kind == "observed"

    @property
    def is_rank(self) -> bool:
        return self.unit_kind == "rank"

    def called(self, language: str) -> str:
        """The name of the indicator, in English where there is one."""
        return self.name_en or self.name if language == "en" else self.name

    def about(self, language: str) -> str:
        """The name of the area."""
        return self.area_name_en or self.area_name if language == "en" else self.area_name

    def unit_words(self, language: str) -> str:
        """What stands behind the number: a symbol or a noun; a rank has its places instead."""
        noun = self.noun_en or self.noun if language == "en" else self.noun
        return "" if self.is_rank else self.symbol or noun


class Record:
    """All versions public now, or at a moment; those in force by the address of their page."""

    def __init__(self, as_of: datetime | None = None) -> None:
        self.as_of = as_of
        with connection.cursor() as cursor:
            cursor.execute(VERSIONS, [as_of])
            self.versions = [Version(*row) for row in cursor.fetchall()]

    @cached_property
    def histories(self) -> dict[str, list[Version]]:
        """The versions of each figure, the first one first."""
        return grouped(self.versions, lambda each: each.address)

    @cached_property
    def current(self) -> dict[str, Version]:
        return {address: versions[-1] for address, versions in self.histories.items()}

    @cached_property
    def in_force(self) -> list[Version]:
        return [each for each in self.current.values() if not each.is_withdrawn]

    @cached_property
    def indicators(self) -> dict[str, list[Version]]:
        """The versions of each indicator by its slug."""
        return grouped(self.versions, lambda each: each.slug)

    @cached_property
    def releases(self) -> dict[str, list[Version]]:
        """The versions that each release published, the latest release last."""
        return grouped(self.versions, lambda each: each.release)

    def revision(self, version: Version) -> int:
        """Count the public versions of a figure up to this one."""
        return self.histories[version.address].index(version) + 1

    def before(self, version: Version) -> Version | None:
        """Return the version that this one replaced."""
        earlier = self.histories[version.address][: self.revision(version) - 1]
        return earlier[-1] if earlier else None


def grouped[Key](
    versions: Iterable[Version], key: Callable[[Version], Key]
) -> dict[Key, list[Version]]:
    """Sort versions into groups, each in the order given."""
    groups: dict[Key, list[Version]] = defaultdict(list)
    for each in versions:
        groups[key(each)].append(each)
    return dict(groups)


def front(versions: Iterable[Version]) -> Version | None:
    """Return the figure that stands for its indicator: in force, with a value, of one kind.

    Ranges of years last, the portal's own areas first, then the latest end, the indicator's own
    frequency, the latest start.
    """
    found = [each for each in versions if each.value is not None and not each.is_withdrawn]

    def order(each: Version) -> tuple:
        place = 1000 if each.home is None else each.home
        days = -each.end.toordinal(), -each.start.toordinal()
        usual = each.frequency != each.usual_frequency
        return each.frequency == "R", place, days[0], usual, days[1]

    return min(found, key=order, default=None)


def drawn_lines(versions: Iterable[Version]) -> list[list[Version]]:
    """Return the lines that a chart of one indicator may draw: three readings on one scale.

    One area and one frequency each; of ranks those out of as many as the newest.
    """
    measured = [
        each
        for each in versions
        if each.is_observed and not each.is_withdrawn and each.value is not None
    ]
    lines = []
    for line in grouped(measured, lambda each: (each.area, each.frequency)).values():
        newest = max(line, key=lambda each: (each.start, each.end))
        if not newest.is_rank or newest.out_of:
            lines.append([each for each in line if each.out_of == newest.out_of])
    return [line for line in lines if len(line) >= 3]
