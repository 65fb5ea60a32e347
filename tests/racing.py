"""Two people who act at once while a third reads, each on a connection of their own."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from forum_portal import postgres
from forum_portal.snapshot import snapshot
from metrics import lifecycle
from metrics.correcting import propose_correction, propose_withdrawal
from metrics.manifest import manifest_sha256
from metrics.models import Citation, Observation, Release, ReleaseSeal
from metrics.refusals import PublishingError
from metrics.sealing import seal
from metrics.verification import verify
from metrics.versions import figure_key
from tests.factories import (
    LONG_AGO,
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    UserFactory,
    publish,
)

CHANCE = 0.004  # seconds by which either may be ahead
REFUSALS = (PublishingError, IntegrityError, ValidationError)
READER_PAUSE = 0.004  # seconds between two looks, in which the others may run
EMPTY = """TRUNCATE metrics_release, metrics_observation, metrics_citation, metrics_releaseseal,
    metrics_releasestep"""
AUTHOR = object()  # whoever writes the releases of a stage
PERIODS = ("2021", "2022", "2023")
OLD, NEW, EDITED = Decimal(50), Decimal(60), Decimal(70)
# State, and whether there is a moment, after each step.
LEADS_TO = {
    None: ("draft", False),
    "created": ("draft", False),
    "submitted": ("in_review", False),
    "returned": ("draft", False),
    "taken_back": ("draft", False),
    "approved": ("approved", False),
    "recalled": ("draft", False),
    "scheduled": ("approved", True),
    "unscheduled": ("approved", False),
    "published": ("approved", True),
    "abandoned": ("abandoned", False),
}


@dataclass(frozen=True)
class Look:
    """What one response finds public: ids of releases, versions, versions in force, citations."""

    releases: frozenset[int]
    versions: frozenset[int]
    in_force: frozenset[int]
    citations: frozenset[int]


class Crew:
    """Three threads that keep their connections and have the rights of the serving role."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(3, initializer=_serve)

    def race(self, first: Callable, second: Callable, lead: float = 0) -> tuple[Any, Any, set]:
        """Let two act at once, the first ahead by `lead` seconds; return what each came to.

        That is what it returned or how it was refused, and third all that a reader saw meanwhile.
        """
        start, done = threading.Barrier(3), threading.Event()
        looks = self._pool.submit(_watch, start, done)
        acts = [
            self._pool.submit(_act, start, first, -lead),
            self._pool.submit(_act, start, second, lead),
        ]
        try:
            results = [each.result() for each in acts]
        finally:
            done.set()
        return results[0], results[1], looks.result()

    def leave(self) -> None:
        """Close the connections."""
        everybody = threading.Barrier(3)
        for each in [self._pool.submit(_close, everybody) for _ in range(3)]:
            each.result()
        self._pool.shutdown()


def _serve() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {postgres.APP}")


def _close(everybody: threading.Barrier) -> None:
    everybody.wait()
    connection.close()


def _act(start: threading.Barrier, act: Callable, delay: float) -> Any:
    start.wait()
    time.sleep(max(delay, 0))
    try:
        return act()
    except REFUSALS as refusal:
        return refusal


def _watch(start: threading.Barrier, done: threading.Event) -> set[Look]:
    looks = {look()}
    start.wait()
    while not done.is_set():
        looks.add(look())
        time.sleep(READER_PAUSE)
    return looks | {look()}


def look() -> Look:
    """Read the record as a page does: one query after the other, all of one moment."""
    queries = (
        Release.objects.public(),
        Observation.objects.public(),
        Observation.objects.in_force(),
        Citation.objects.public(),
    )
    with snapshot():
        return Look(*(frozenset(each.order_by().values_list("pk", flat=True)) for each in queries))


class Stage:
    """A public release of three figures, the people who act on them, and the race itself."""

    def __init__(self, crew: Crew):
        self.crew = crew
        self.author, self.approver = UserFactory(), UserFactory()
        self.desk = Client()
        self.desk.force_login(UserFactory(is_superuser=True))
        self.indicator, self.area = IndicatorFactory(), AreaFactory()
        self.source = SourceFactory()
        self.random = Random(20261122)

    def set_up(self) -> None:
        """Empty the record, as no role but a test's may, and publish three figures anew."""
        with connection.cursor() as cursor:
            cursor.execute(EMPTY)
        self.number, self.looks = 0, set[Look]()
        # As from files: the quickest way to a sound record.
        self.public = self.draft(PERIODS, OLD, reason="planned", by=None)
        seal(self.public, manifest_sha256(self.public), LONG_AGO)
        lifecycle.step(self.public, "published", by=None)
        publish(self.public, LONG_AGO)

    def draft(self, periods, value=NEW, reason="routine_revision", by=AUTHOR, **key) -> Release:
        """Return a draft that gives figures of these periods the value, in the area or another."""
        self.number += 1
        words = {"slug": f"lan-{self.number}", "title": "Lần", "note": "Số chính thức."}
        release = ReleaseFactory(**words, reason=reason, author=self.author if by is AUTHOR else by)
        key = {"indicator": self.indicator, "area": self.area, "value": value} | key
        for period in periods:
            figure = ObservationFactory(release=release, period=period, **key)
            CitationFactory(observation=figure, source=self.source)
        return release

    def sent(self, release: Release) -> Release:
        """Have a draft in review as `submit` leaves it, without a look at its checklist."""
        return self._move(release, "submitted", self.author, state="in_review")

    def accepted(self, release: Release) -> Release:
        """Have a draft approved, as `approve` leaves it."""
        self.sent(release)
        seal(release, manifest_sha256(release), None)
        approver = {"approver": self.approver}
        return self._move(release, "approved", self.approver, state="approved", **approver)

    def _move(self, release, action, by, **changes):
        Release.objects.filter(pk=release.pk).update(**changes)
        lifecycle.step(release, action, by)
        release.refresh_from_db()
        return release

    def race(self, first: Callable, second: Callable, lead: float | None = None) -> tuple:
        """Let two act, the first ahead by `lead` or by chance; return what each came to."""
        ahead = self.random.uniform(-CHANCE, CHANCE) if lead is None else lead
        one, two, looks = self.crew.race(first, second, ahead)
        self.looks |= looks
        return one, two

    def approve_and_publish(self, release: Release, manifest: str = "") -> Release:
        with transaction.atomic():
            seen = manifest or manifest_sha256(release)
            lifecycle.approve(release=release, by=self.approver, manifest=seen)
            return self.publish(release)

    def publish(self, release: Release) -> Release:
        return lifecycle.publish(release=release, by=self.approver)

    def correct(self, figure: Observation, value: Decimal = NEW) -> Observation:
        return propose_correction(
            **{"observation": figure, "author": self.author, "value": value, "comparator": "eq"},
            **{"obs_status": "A", "reason": "error_correction", "note": "In sai."},
            source=self.source,
        )

    def withdraw(self, figure: Observation) -> Observation:
        return propose_withdrawal(observation=figure, author=self.author, note="Nguồn sai.")

    def values(self) -> list[Decimal]:
        """Return the values in force, by period."""
        figures = Observation.objects.in_force().order_by("period")
        return list(figures.values_list("value", flat=True))


def opened_form(client: Client, url: str) -> dict[str, Any]:
    """Return what a figure's form at the desk would post unchanged."""
    page = client.get(url).context
    forms = [page["adminform"].form]
    for each in page["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    fields = {field.html_name: field.value() for form in forms for field in form}
    fields |= {"_opened": page["opened"]}
    return {name: "" if value is None else value for name, value in fields.items()}


def last_action(release: Release) -> str:
    return release.steps.order_by("pk").last().action


def sealed(release: Release) -> str:
    """Return the hash of the seal that counts."""
    return ReleaseSeal.objects.filter(release=release).order_by("pk").last().manifest_sha256


def is_refusal(result: Any) -> bool:
    return isinstance(result, REFUSALS)


def assert_sound(looks: Iterable[Look]) -> None:
    """Fail where the record, or what somebody saw of it, is not what the steps in it tell."""
    assert verify().problems == []
    for release in Release.objects.all():
        last = release.steps.order_by("pk").values_list("action", flat=True).last()
        assert (release.state, release.published_at is not None) == LEADS_TO[last]
    versions = list(Observation.objects.public().select_related("release"))
    current = Observation.objects.current()
    assert sorted(map(figure_key, current)) == sorted({figure_key(each) for each in versions})
    citations = set(Citation.objects.public().values_list("pk", "release"))
    for each in looks:
        _assert_whole(each, versions, citations)


def _assert_whole(seen: Look, versions: list[Observation], citations: set) -> None:
    """What is seen is some releases with all they hold, and the newest version of each figure."""
    shown = [each for each in versions if each.release_id in seen.releases]
    assert seen.versions == {each.pk for each in shown}
    assert seen.citations == {pk for pk, release in citations if release in seen.releases}
    shown.sort(key=lambda each: (each.release.published_at, each.release_id))
    newest = {figure_key(each): each for each in shown}.values()
    assert seen.in_force == {each.pk for each in newest if not each.is_withdrawn}
