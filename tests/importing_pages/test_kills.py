"""An import that is killed, process or database, leaves the whole draft or nothing, and goes on."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection

from forum_portal import postgres
from forum_portal.environment import BASE_DIR
from forum_portal.importing.confirming import confirm
from forum_portal.importing.receiving import go_on, receive
from forum_portal.importing.working import is_at_work
from forum_portal.models import StagedRow, Upload
from metrics.lifecycle import abandon
from metrics.models import Citation, Observation, Release
from tests.factories import AreaFactory, IndicatorFactory, SourceFactory, UserFactory
from tests.importing.offices import csv_file

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 1500
SEED = 20231227


@pytest.fixture
def table(settings):
    """An upload of figures with a source each, not read yet."""
    admin.autodiscover()
    person = UserFactory(is_superuser=True)
    IndicatorFactory(code="dan_so")
    SourceFactory(slug="bao-cao")
    for place in range(100):
        AreaFactory(code=f"xa-{place}")
    head = ["indicator", "area", "period", "value", "source", "locator"]
    rows = [
        ["dan_so", f"xa-{n % 100}", str(1900 + n // 100), "50", "bao-cao", f"trang {n}"]
        for n in range(ROWS)
    ]
    content = csv_file([head, *rows])
    return receive(token=uuid4(), kind="observations", name="lon.csv", content=content, by=person)


def start(task, pk):
    """Start a worker as the serving role; it has begun when this returns."""
    database = connection.settings_dict
    url = f"postgresql://{postgres.APP}@/{database['NAME']}?host={database['HOST']}"
    inherited = {name: value for name, value in os.environ.items() if name != "PORTAL_TEST_SOCKET"}
    worker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.importing_pages.worker", task, str(pk)],
        cwd=BASE_DIR,
        env=inherited | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "forum_portal.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert worker.stdout.readline() == "begins\n"
    return worker


def kill_process(worker):
    worker.send_signal(signal.SIGKILL)


def kill_connection(worker):
    """End the worker's sessions as a failing server does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = %s AND pid <> pg_backend_pid()",
            [postgres.APP],
        )


def end(worker):
    """Wait for the worker's end, and for the server to notice it."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        worker.wait(30)
    worker.stdout.close()
    kill_connection(worker)


def duration(task, pk):
    """Return how many seconds a worker takes that nobody kills."""
    worker = start(task, pk)
    begun = time.monotonic()
    assert worker.wait(60) == 0
    end(worker)
    return time.monotonic() - begun


def written():
    """Return how many figures, citations and drafts on their way there are."""
    drafts = Release.objects.exclude(state="abandoned").count()
    return Observation.objects.count(), Citation.objects.count(), drafts


def edition():
    return Upload.objects.get().edition


def undo():
    for draft in Release.objects.drafts():
        abandon(release=draft, by=None)


NOTHING, EVERYTHING = (0, 0, 0), (ROWS, ROWS, 1)


def test_a_killed_import_is_whole_or_not_there(table, soak):
    chance = random.Random(SEED)
    go_on(table.pk)
    Upload.objects.update(target={"title": "Lớn"})
    longest = duration("confirm", table.pk)
    assert written() == EVERYTHING
    cut = 0
    for turn in range(50 if soak else 4):
        undo()
        Upload.objects.update(state="received", result={})
        go_on(table.pk)
        worker = start("confirm", table.pk)
        time.sleep(chance.uniform(0, longest))
        (kill_process if turn % 2 else kill_connection)(worker)
        end(worker)

        assert not is_at_work(table.pk)
        state = Upload.objects.get(pk=table.pk).state
        assert state in ("ready", "writing", "done")
        assert written() == (EVERYTHING if state == "done" else NOTHING)
        cut += state == "writing"
        Upload.objects.exclude(state="done").update(state="ready")  # as its page does
        confirm(table.pk, edition())  # the rerun completes it
        assert (written(), Upload.objects.get(pk=table.pk).state) == (EVERYTHING, "done")
    assert cut or not soak


def test_a_killed_reading_begins_anew(table, soak):
    chance = random.Random(SEED)
    longest = duration("go_on", table.pk)
    for turn in range(50 if soak else 3):
        Upload.objects.update(state="received", rows_read=0, counts={})
        worker = start("go_on", table.pk)
        time.sleep(chance.uniform(0, longest))
        (kill_process if turn % 2 else kill_connection)(worker)
        end(worker)

        assert not is_at_work(table.pk)
        assert Upload.objects.get(pk=table.pk).state in ("received", "staged", "ready")
        go_on(table.pk)
        found = Upload.objects.get(pk=table.pk)
        assert (found.state, found.counts) == ("ready", {"new": ROWS})
        assert StagedRow.objects.count() == ROWS
    assert written() == NOTHING
