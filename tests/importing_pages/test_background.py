"""Long work goes on behind its page, which tells how far it is; nobody does it twice."""

import threading
import time

import pytest
from django.contrib import admin
from django.db import connection

from forum_portal.importing.working import is_at_work, turn
from forum_portal.models import Upload
from metrics.models import Observation, Release
from tests.factories import AreaFactory, IndicatorFactory, UserFactory
from tests.importing_pages.uploading import address, press, upload

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = ["Chỉ số", "Địa bàn", "Kỳ", "Giá trị"]


@pytest.fixture
def browser(client):
    admin.autodiscover()
    client.force_login(UserFactory(is_superuser=True))
    IndicatorFactory(code="dan_so")
    AreaFactory(code="hp")
    return client


@pytest.fixture
def behind(monkeypatch):
    """Whatever the size, work in the background."""
    monkeypatch.setattr("forum_portal.office.imports.AT_ONCE", 0)
    monkeypatch.setattr("forum_portal.office.import_page.AT_ONCE", 0)
    monkeypatch.setattr("forum_portal.office.import_page.ROWS_AT_ONCE", 0)


@pytest.fixture
def somebody_else_at_work():
    """Return a context in which another connection holds an upload's lock."""

    class Other:
        def __init__(self, pk):
            self.pk, self.held, self.done = pk, threading.Event(), threading.Event()

        def __enter__(self):
            self.thread = threading.Thread(target=self.hold)
            self.thread.start()
            assert self.held.wait(10)

        def __exit__(self, *error):
            self.done.set()
            self.thread.join()

        def hold(self):
            with turn(self.pk):
                self.held.set()
                self.done.wait(30)
            connection.close()

    return Other


def rows(count):
    return [HEAD, *(["dan_so", "hp", str(1900 + n), "50"] for n in range(count))]


def settled(table):
    """Return the upload once nobody works on it."""
    for _ in range(200):
        table.refresh_from_db()
        if table.is_at_rest and not is_at_work(table.pk):
            return table
        time.sleep(0.05)
    raise AssertionError(table.state)


def test_a_long_import_reads_and_writes_in_the_background(browser, behind):
    table = settled(upload(browser, "observations", rows(60)))
    assert (table.state, table.counts, table.rows_read) == ("ready", {"new": 60}, 60)
    response = press(browser, table, "confirm")
    assert response.status_code == 302
    assert settled(table).state == "done"
    assert (Release.objects.count(), Observation.objects.count()) == (1, 60)


def test_a_refusal_in_the_background_waits_on_the_page(browser, behind):
    Release.objects.create(title="Số liệu nhập")
    table = settled(upload(browser, "observations", rows(2)))
    press(browser, table, "confirm")
    assert settled(table).state == "ready"
    assert "Đã có lần phát hành mang tiêu đề này." in browser.get(address(table)).text


def test_the_page_of_work_under_way_follows_by_itself(browser, somebody_else_at_work):
    table = upload(browser, "observations", rows(2))
    table.keep(state="received", rows_read=40_000)
    with somebody_else_at_work(table.pk):
        page = browser.get(address(table))
    assert page.headers["Refresh"] == "1"
    assert "Đang đọc tệp" in page.text
    assert "Đã đọc 40.000 dòng." in page.text
    assert "Refresh" not in browser.get(address(table)).headers  # it was cut off, and went on


def test_nobody_decides_while_somebody_works(browser, somebody_else_at_work):
    table = upload(browser, "observations", rows(2))
    table.keep(state="writing")
    with somebody_else_at_work(table.pk):
        response = browser.post(address(table), {"do": "confirm", "edition": table.edition})
        assert response.status_code == 302
        assert "Đang ghi các dòng" in browser.get(address(table)).text
    assert Observation.objects.count() == 0


def test_racing_clicks_write_once(browser):
    table = upload(browser, "observations", rows(20))
    user = Upload.objects.get(pk=table.pk).by
    fields = {
        "do": "confirm",
        "edition": table.edition,
        "shown": "",
        "title": "Một lần",
        "reason": "planned",
    }
    start, codes = threading.Barrier(2), []

    def click():
        from django.test import Client

        own = Client()
        own.force_login(user)
        start.wait()
        codes.append(own.post(address(table), fields).status_code)
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(codes) in ([302, 302], [302, 409])
    assert (Release.objects.count(), Observation.objects.count()) == (1, 20)
