"""What was public at a moment is what telling the history again, release by release, gives."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from forum_portal.tables import DIALECTS
from metrics.exports import citations_table, observations_table
from metrics.files.csv_file import csv_blocks
from metrics.models import Citation, Indicator, Observation, Release
from metrics.versions import revision_number
from tests.clock import set_clock
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    publish,
)

pytestmark = pytest.mark.django_db

BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
# Two a day: some releases share a day, some the very moment.
MOMENTS = [BEGINNING + number * timedelta(hours=12) for number in range(1, 8)]
# Codes of indicator, area and plan; figures that differ in one part of their key alone.
KEYS = [
    ("ho_so", "moi", "observed", "2023", None),
    ("ho_so", "moi", "observed", "2022", None),
    ("ho_so", "cu", "observed", "2023", None),
    ("ho_so", "moi", "target", "2023", None),
    ("ho_so", "moi", "target", "2023", "ke-hoach-mot"),
    ("ho_so", "moi", "target", "2023", "ke-hoach-hai"),
    ("xep_hang", "moi", "observed", "2023", None),
]
Key = tuple[str, str, str, str, str | None]
Version = tuple[str, Key]  # the release that holds it, and of which figure it is one


@dataclass(frozen=True)
class Planned:
    """A release: its moment (None is a draft), its figures (no value is a withdrawal), and the
    versions that it cites once more, all of releases before it."""

    slug: str
    at: datetime | None
    figures: dict[Key, int | None]
    cites: list[Version]


@dataclass(frozen=True)
class Public:
    """All that is public at a moment; `current` has the number of each version."""

    releases: set[str]
    versions: set[Version]
    current: dict[Version, int]
    in_force: set[Version]
    citations: set[tuple[Version, str]]  # with the release that cites
    indicators: set[str]


# Histories


@st.composite
def histories(draw) -> list[Planned]:
    """Draw releases in the order in which they are begun; their moments come as they like."""
    values = st.sampled_from([None, 10, 20, 30])
    history: list[Planned] = []
    moments = draw(st.lists(st.sampled_from([*MOMENTS, None]), min_size=3, max_size=6))
    figures = st.dictionaries(st.sampled_from(KEYS), values, max_size=4)
    planned = [Planned(f"lan-{n}", at, draw(figures), []) for n, at in enumerate(moments)]
    for release in in_turn(planned):
        citable = [(each.slug, key) for each in history for key in each.figures]
        if citable:
            release.cites.extend(draw(st.lists(st.sampled_from(citable), unique=True, max_size=3)))
        history.append(release)
    return planned


def in_turn(history: list[Planned]) -> list[Planned]:
    """Order releases as they become public; of one moment, the one that was begun first. Drafts
    come last."""
    return sorted(history, key=lambda each: each.at or datetime.max.replace(tzinfo=UTC))


def replay(history: list[Planned], at: datetime) -> Public:
    """Tell the history up to a moment, each release saying what it says."""
    public = Public(set(), set(), {}, set(), set(), set())
    said: dict[Key, Version] = {}
    for release in in_turn(history):
        if release.at is None or release.at > at:
            break
        public.releases.add(release.slug)
        for key, value in release.figures.items():
            version = (release.slug, key)
            replaced = said.get(key)
            number = public.current.pop(replaced) + 1 if replaced else 1
            public.in_force.discard(replaced)
            public.versions.add(version)
            public.current[version] = number
            public.citations.add((version, release.slug))
            public.indicators.add(key[0])
            if value is not None:
                public.in_force.add(version)
            said[key] = version
        public.citations.update((version, release.slug) for version in release.cites)
    return public


def value_of(history: list[Planned], version: Version) -> int | None:
    release, key = version
    return next(each.figures[key] for each in history if each.slug == release)


def moments_of(history: list[Planned]) -> list[datetime]:
    """Return every moment of a release with the one just before it, and the two far ends."""
    known = {each.at for each in history if each.at}
    just_before = {moment - TICK for moment in known}
    return sorted(known | just_before | {BEGINNING, MOMENTS[-1] + TICK})


# The same in the database


@pytest.fixture
def shelf():
    """The records that all histories speak of, by code."""
    records = {code: AreaFactory(code=code) for code in ("moi", "cu")}
    records |= {code: IndicatorFactory(code=code) for code in ("ho_so", "xep_hang")}
    records |= {slug: SourceFactory(slug=slug) for slug in ("ke-hoach-mot", "ke-hoach-hai", "bao")}
    return records | {None: None}


def store(history: list[Planned], shelf: dict) -> None:
    """Write a history that is still to come: the clock stands before it."""
    set_clock(BEGINNING - TICK)
    releases = {each.slug: ReleaseFactory(slug=each.slug) for each in history}
    versions = {
        (each.slug, key): store_figure(releases[each.slug], key, value, shelf)
        for each in history
        for key, value in each.figures.items()
    }
    for each in history:
        own = [(each.slug, key) for key in each.figures]
        for version in [*own, *each.cites]:
            CitationFactory(
                observation=versions[version],
                release=releases[each.slug],
                source=shelf["bao"],
                locator=each.slug,
            )
    for each in history:
        if each.at:
            publish(releases[each.slug], each.at)


def store_figure(release: Release, key: Key, value: int | None, shelf: dict) -> Observation:
    indicator, area, kind, period, plan = key
    return ObservationFactory(
        **{"release": release, "indicator": shelf[indicator], "area": shelf[area]},
        **{"kind": kind, "period": period, "instrument": shelf[plan], "value": value},
        obs_status="A" if value is not None else "withdrawn",
    )


LABEL = ("release__slug", "indicator__code", "area__code", "kind", "period", "instrument__slug")


def labels(figures) -> list[Version]:
    return [(release, tuple(key)) for release, *key in figures.order_by().values_list(*LABEL)]


def read(as_of: datetime | None) -> Public:
    """Ask the named reads; what is read twice breaks the comparison."""
    current = Observation.objects.current(as_of).order_by()
    numbered = current.values_list(*LABEL, revision_number(as_of))
    citing = [f"observation__{each}" for each in LABEL]
    cited = Citation.objects.public(as_of).order_by().values_list("release__slug", *citing)
    return Public(
        releases=once(Release.objects.public(as_of).values_list("slug", flat=True)),
        versions=once(labels(Observation.objects.public(as_of))),
        current={(release, tuple(key)): number for release, *key, number in numbered},
        in_force=once(labels(Observation.objects.in_force(as_of))),
        citations=once([((held, tuple(key)), by) for by, held, *key in cited]),
        indicators=once(Indicator.objects.public(as_of).values_list("code", flat=True)),
    )


def once(found) -> set:
    """Return what was found as a set; fail where something was found twice."""
    kept = list(found)
    assert len(kept) == len(set(kept))
    return set(kept)


@contextmanager
def stored(history: list[Planned], now: datetime, shelf: dict) -> Iterator[None]:
    """Have a history in the database, seen at `now`; afterwards nothing of it is left."""
    with transaction.atomic():
        store(history, shelf)
        set_clock(now)
        yield
        transaction.set_rollback(True)


def rounds(soak) -> settings:
    """Explaining a failure would take longer than finding the shortest history that fails."""
    phases = [each for each in Phase if each != Phase.explain]
    return settings(max_examples=500 if soak else 20, deadline=None, phases=phases)


def test_what_was_public_at_any_moment_is_what_a_replay_tells(shelf, soak):
    @rounds(soak)
    @given(histories(), st.sampled_from([BEGINNING, *MOMENTS]))
    def holds(history, now):
        with stored(history, now, shelf):
            assert read(None) == replay(history, now)
            for moment in moments_of(history):
                assert read(moment) == replay(history, min(moment, now))

    holds()


def test_files_of_any_moment_hold_what_a_replay_tells(shelf, soak):
    @rounds(soak)
    @given(histories())
    def holds(history):
        with stored(history, MOMENTS[-1], shelf):
            for moment in MOMENTS:
                public = replay(history, moment)
                figures = Observation.objects.public(moment)
                assert observation_rows(figures, moment) == {
                    version: (value_of(history, version), number)
                    for version, number in public.current.items()
                }
                assert citation_rows(figures, moment) == sorted(
                    (key_in_file(version[1]), by)
                    for version, by in public.citations
                    if version in public.in_force
                )

    holds()


def observation_rows(figures, as_of) -> dict[Version, tuple[int | None, int]]:
    """Return value and number of each version in the file of figures."""
    found = rows_of(observations_table(figures, as_of))
    return {
        (each["release"], key_of(each)): (
            int(each["value"]) if each["value"] else None,
            int(each["revision"]),
        )
        for each in found
    }


def citation_rows(figures, as_of) -> list[tuple]:
    """Return figure and release of each line in the file of citations."""
    found = rows_of(citations_table(figures, as_of))
    return sorted((key_in_file(key_of(each)), each["release"]) for each in found)


def rows_of(table) -> list[dict[str, str]]:
    text = b"".join(csv_blocks(table, DIALECTS["data"])).decode()
    return list(csv.DictReader(text.splitlines()))


def key_of(row: dict[str, str]) -> Key:
    return row["indicator"], row["area"], row["kind"], row["period"], row["instrument"] or None


def key_in_file(key: Key) -> tuple[str, ...]:
    return tuple(part or "" for part in key)
