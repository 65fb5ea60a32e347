"""A reader who leaves in the middle of a download, at a server that really serves."""

import socket
import time
from urllib.parse import urlsplit

import pytest
from django.db import connection

from forum_portal.turns import TURNS
from tests.factories import IndicatorFactory, ObservationFactory, ReleaseFactory, publish

pytestmark = pytest.mark.django_db(transaction=True)
COPYING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND query LIKE 'COPY%%' AND state <> 'idle'"
)


@pytest.fixture
def large_file():
    """The path of a file that is larger than what sockets keep."""
    indicator, release = IndicatorFactory(slug="ho-so"), ReleaseFactory()
    figure = {"indicator": indicator, "release": release, "comment": "x" * 400_000}
    first = ObservationFactory(**figure, period="1900")
    for year in range(1901, 1950):
        ObservationFactory(**figure, area=first.area, period=str(year))
    publish(release)
    return "/chi-so/ho-so.csv"


def copies():
    with connection.cursor() as cursor:
        cursor.execute(COPYING)
        return cursor.fetchone()[0]


def test_frees_connection_and_turn_at_once(live_server, large_file):
    address = urlsplit(live_server.url)
    with socket.create_connection((address.hostname, address.port)) as reader:
        reader.sendall(f"GET {large_file} HTTP/1.0\r\n\r\n".encode())
        assert reader.recv(12) == b"HTTP/1.1 200"
        assert copies() == 1

    until = time.monotonic() + 5
    while copies() and time.monotonic() < until:
        time.sleep(0.02)

    assert (copies(), TURNS.is_full()) == (0, False)
