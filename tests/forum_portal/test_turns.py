"""So many files at once and no more; whoever leaves makes room."""

from threading import Event, Thread

import pytest

from forum_portal.turns import AT_ONCE, PATIENCE, THREADS, WAITING, BusyError, Turns
from metrics.files import answers
from tests.factories import published_figure
from tests.files import body


def endless():
    while True:
        yield b"row"


def test_two_threads_at_least_are_left_to_pages():
    assert min(THREADS // 2, 2) <= THREADS - AT_ONCE - WAITING
    assert PATIENCE < 5  # readers of a page do not wait in this line


def test_one_too_many_waits_shortly_and_is_sent_away():
    turns = Turns(at_once=1, waiting=1, patience=0.01)
    first = turns.stream(endless)
    with pytest.raises(BusyError):
        turns.stream(endless)
    first.close()
    assert next(turns.stream(endless)) == b"row"


def test_who_finds_the_line_full_does_not_wait():
    turns = Turns(at_once=1, waiting=0, patience=60)
    with turns.turn():
        assert turns.is_full()
        with pytest.raises(BusyError), turns.turn():
            pass
    assert not turns.is_full()


def test_who_waits_comes_next():
    turns, came = Turns(at_once=1, waiting=1, patience=60), Event()

    def wait():
        with turns.turn():
            came.set()

    with turns.turn():
        waiting = Thread(target=wait)
        waiting.start()
        assert not came.wait(0.01)
    assert came.wait(10)
    waiting.join()


@pytest.mark.parametrize("end", ["close", "forget", "fail"])
def test_a_stream_gives_its_turn_back(end):
    turns = Turns(at_once=1, waiting=0, patience=0)
    stream = turns.stream(lambda: (1 / each for each in (1, 0)) if end == "fail" else endless())
    assert turns.is_full()
    if end == "close":
        stream.close()
    elif end == "fail":
        with pytest.raises(ZeroDivisionError):
            list(stream)
    del stream
    assert not turns.is_full()


class TestAnswer:
    @pytest.fixture(autouse=True)
    def full(self, monkeypatch, db):
        published_figure(indicator__slug="ho-so")
        turns = Turns(at_once=1, waiting=0, patience=0)
        monkeypatch.setattr(answers, "TURNS", turns)
        with turns.turn():
            yield

    @pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "csv-metadata.json"])
    def test_busy_is_a_page_that_says_when_to_come_back(self, client, suffix):
        response = client.get(f"/chi-so/ho-so.{suffix}")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert "Lúc này đang có nhiều tệp được tạo" in response.text
        assert "Content-Disposition" not in response.headers

    def test_pages_and_who_has_the_file_do_not_wait(self, client):
        etag = client.head("/chi-so/ho-so.csv").headers["ETag"]
        known = client.get("/chi-so/ho-so.csv", headers={"If-None-Match": etag})
        assert (known.status_code, client.get("/chi-so/ho-so/").status_code) == (304, 200)


def test_a_file_that_was_read_leaves_its_place(client, db, monkeypatch):
    published_figure(indicator__slug="ho-so")
    monkeypatch.setattr(answers, "TURNS", Turns(at_once=1, waiting=0, patience=0))
    for _ in range(2):
        assert body(client.get("/chi-so/ho-so.csv"))
    assert client.get("/chi-so/ho-so.xlsx").status_code == 200
