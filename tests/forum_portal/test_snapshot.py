"""No response mixes two releases, whatever happens between its queries."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.db.utils import InternalError

from forum_portal.snapshot import KeptOpen, snapshot
from tests.factories import (
    LONG_AGO,
    AreaFactory,
    CitationFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    publish,
    published_figure,
)

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESSES = [
    "/",
    "/chi-so/",
    "/chi-so/ho-so/",
    "/chi-so/ho-so/thanh-pho/2023/",
    "/phat-hanh/",
    "/tim-kiem/?q=ho+so",
    "/du-lieu/quan-sat.csv?chi-so=ho-so",
    "/chi-so/ho-so.csv",
]
# What answers 404, and what 400, as long as the correction is not public.
UNKNOWN = ["/phat-hanh/dinh-chinh/", "/nguon/ban-goc/", "/du-lieu/quan-sat.csv?dia-ban=quan"]


@pytest.fixture
def correction():
    """A draft that corrects a public figure and brings another; before it both are unknown."""
    indicator = IndicatorFactory(slug="ho-so", name="Tỷ lệ hồ sơ")
    area = HomeAreaFactory(area__code="thanh-pho").area
    published_figure(indicator=indicator, area=area, value="50")
    release = ReleaseFactory(slug="dinh-chinh", title="Đính chính", reason="error_correction")
    source = SourceFactory(slug="ban-goc")
    for place, value in ((area, "60"), (AreaFactory(code="quan"), "70")):
        figure = ObservationFactory(indicator=indicator, area=place, release=release, value=value)
        CitationFactory(observation=figure, source=source)
    return release


@pytest.fixture
def clock():
    """Set the clock of what is public to midnight, UTC, of a day."""

    def show(day):
        tell(f"TIMESTAMPTZ '{day} 00:00Z'")

    def tell(moment):
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql "
                f"STABLE PARALLEL SAFE AS $$ SELECT {moment} $$"
            )

    yield show
    tell("statement_timestamp()")


def answer(client, address):
    response = client.get(address)
    return response.status_code, b"".join(response)


@contextlib.contextmanager
def after_query(number, act):
    """Call `act` once, when the query with this number has been answered; yield how many were."""
    asked = []

    def wrapper(execute, *args):
        result = execute(*args)
        asked.append(args[0])
        if len(asked) == number:
            act()
        return result

    with connection.execute_wrapper(wrapper):
        yield asked


def by_another(act):
    """Act on a connection of its own."""

    def acting():
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        other.submit(acting).result()


def number_of_queries(client, address):
    with after_query(0, None) as asked:
        answer(client, address)
    return len(asked)


@pytest.mark.parametrize("address", ADDRESSES + UNKNOWN)
def test_a_release_published_between_two_queries_does_not_show(client, correction, address):
    before = answer(client, address)
    queries = number_of_queries(client, address)

    def publish_with_an_earlier_moment():
        by_another(lambda: publish(correction, LONG_AGO + timedelta(days=1)))

    with after_query(1, publish_with_an_earlier_moment) as asked:
        during = answer(client, address)

    assert len(asked) == queries
    assert during == before
    assert answer(client, address) != before


@pytest.mark.parametrize("address", ADDRESSES + UNKNOWN)
def test_a_moment_that_comes_between_two_queries_does_not_show(client, correction, clock, address):
    clock("2030-01-01")
    publish(correction, datetime(2030, 6, 1, tzinfo=UTC))
    before = answer(client, address)

    for number in range(1, number_of_queries(client, address) + 1):
        with after_query(number, lambda: by_another(lambda: clock("2031-01-01"))):
            during = answer(client, address)
        assert during == before
        assert answer(client, address) != before
        clock("2030-01-01")


def test_nothing_is_written_within():
    with pytest.raises(InternalError, match="read-only transaction"), snapshot():
        ReleaseFactory()


def test_afterwards_the_connection_is_as_before():
    with snapshot():
        pass

    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('portal.moment', true)")
        assert cursor.fetchone()[0] in (None, "")
    assert ReleaseFactory().pk


class TestStreams:
    def test_the_last_byte_ends_it(self, client, correction):
        response = client.get("/du-lieu/quan-sat.csv")
        assert connection.in_atomic_block
        assert len(b"".join(response).splitlines()) == 2
        assert not connection.in_atomic_block

    def test_a_reader_who_leaves_ends_it(self, client, correction):
        response = client.get("/du-lieu/quan-sat.csv")
        response.close()
        assert not connection.in_atomic_block

    def test_that_nobody_reads_has_none(self, client, correction):
        response = client.head("/du-lieu/quan-sat.csv")
        assert response.streaming
        assert not connection.in_atomic_block

    def test_one_that_was_never_begun_is_closed(self):
        ended = []
        KeptOpen(iter([b"a"]), lambda: ended.append(1)).close()
        assert ended == [1]

    def test_an_error_in_it_ends_it(self):
        def broken():
            yield b"a"
            raise OSError

        ended = []
        blocks = KeptOpen(broken(), lambda: ended.append(1))
        with pytest.raises(OSError):
            list(blocks)
        assert ended == [1]
