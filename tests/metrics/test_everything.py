"""Everything in one zip: whole, of one moment, alike for the same figures, proved by sums."""

import csv
import io
import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import OperationalError, connection, connections

from forum_portal.copying import copying
from forum_portal.turns import Turns
from metrics.files import answers, everything
from metrics.files.csvw import SPDX
from metrics.files.whole import WHOLE
from metrics.views import everything as views
from tests.factories import (
    CitationFactory,
    ForumFactory,
    IndicatorFactory,
    ObservationFactory,
    PortalSettingsFactory,
    ReleaseFactory,
    SessionFactory,
    publish,
    published_figure,
)
from tests.files import unpacked

pytestmark = pytest.mark.django_db
ADDRESS = "/du-lieu/tat-ca.zip"
JANUARY, FEBRUARY = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)
NAMES = [
    *("quan-sat", "trich-dan", "thay-doi", "phat-hanh", "chi-so", "dia-ban", "nguon"),
    *("dien-dan", "chuong-trinh", "dien-gia", "trien-lam", "to-chuc", "bao-cao"),
]


@pytest.fixture
def figure():
    PortalSettingsFactory(
        name="Cổng thử",
        name_en="Test portal",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
    )
    figure = ObservationFactory(
        indicator=IndicatorFactory(code="ho_so", slug="ho-so", name="Hồ sơ"),
        release=ReleaseFactory(slug="dau"),
        value="90.70",
    )
    CitationFactory(observation=figure, printed="90,7%")
    publish(figure.release, JANUARY)
    return figure


def packed(client, address=ADDRESS):
    return b"".join(client.get(address))


def by_name(entry: bytes, delimiter=",") -> list[dict[str, str]]:
    text = io.StringIO(entry.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=delimiter))


@pytest.mark.usefixtures("figure")
class TestContents:
    def test_every_table_its_description_a_readme_and_the_sums(self, client):
        tables = [entry for name in NAMES for entry in (f"{name}.csv", f"{name}.csv-metadata.json")]
        entries = unpacked(packed(client))
        assert list(entries) == [*tables, "README.txt", "SHA256SUMS"]
        assert list(WHOLE) == NAMES
        sums, text = entries.pop("SHA256SUMS").decode(), entries["README.txt"].decode()
        assert sums == "".join(
            f"{sha256(entry).hexdigest()}  {name}\n" for name, entry in entries.items()
        )
        assert text.startswith("Cổng thử: dữ liệu mở\n")
        assert "\nCách trích dẫn\n  Cổng thử, “Dữ liệu mở”, số liệu tính đến " in text

    def test_each_table_is_the_file_at_the_address_that_it_tells(self, client):
        ForumFactory(slug="2023")
        entries = unpacked(packed(client, f"{ADDRESS}?as-of=2024-01-15&dialect=vi"))
        assert [row["value"] for row in by_name(entries["quan-sat.csv"], ";")] == ["90,70"]
        for name in NAMES:
            table, told = entries[f"{name}.csv"], json.loads(entries[f"{name}.csv-metadata.json"])
            assert packed(client, told["dc:source"]["@id"]) == table
            assert told["url"] == f"{name}.csv"
            assert told[f"{SPDX}checksum"][f"{SPDX}checksumValue"] == sha256(table).hexdigest()
            data = by_name(table, told["dialect"]["delimiter"])
            assert (told["dcat:byteSize"], told["schema:numberOfItems"]) == (len(table), len(data))
            assert told["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}

    def test_the_readme_says_what_it_is(self, client):
        text = unpacked(packed(client, f"/en{ADDRESS}?as-of=2024-01-15"))["README.txt"].decode()
        page = "http://127.0.0.1:8000/en/du-lieu/"
        lines = text.split("\n")
        assert lines[0] == "Test portal: open data"
        assert lines[4:8] == [
            "As of: 15 January 2024",
            f"Address: {page}tat-ca.zip?as-of=2024-01-15",
            f"Page: {page}?as-of=2024-01-15",
            "Licence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
        ]
        assert lines[9:12] == [
            "Cite as",
            f"  Cổng thử, “Dữ liệu mở”, số liệu tính đến 15/1/2024, {page}?as-of=2024-01-15",
            f"  Test portal, “Open data”, as of 15 January 2024, {page}?as-of=2024-01-15",
        ]
        assert lines[14] == (
            "  quan-sat.csv: Figures. One row for each figure in force, with its first source. "
            "Rows: 1."
        )


@pytest.mark.usefixtures("figure")
class TestAnswer:
    def test_it_says_what_it_is_and_how_long(self, client):
        response = client.get(f"{ADDRESS}?as-of=2024-01-15", headers={"Accept-Encoding": "gzip"})
        content = b"".join(response)
        digest = b64encode(sha256(content).digest()).decode()
        names = ("Content-Type", "Content-Disposition", "Content-Length", "Repr-Digest")
        assert [response.headers[name] for name in names] == [
            "application/zip",
            'attachment; filename="du-lieu-mo_tat-ca_2024-01-15.zip"',
            str(len(content)),
            f"sha-256=:{digest}:",
        ]

    def test_the_same_figures_have_the_same_bytes_and_a_new_one_others(self, client, figure):
        session = SessionFactory(title="Kín", is_published=False)
        address = f"{ADDRESS}?as-of=2024-01-15"
        before, now = packed(client, address), packed(client)
        published_figure(FEBRUARY, indicator=figure.indicator, period="2030")
        assert (packed(client, address), packed(client) == now) == (before, False)
        session.is_published = True
        session.save()
        assert packed(client, address) != before

    def test_before_all_dates_of_a_zip(self, client):
        entries = unpacked(packed(client, f"{ADDRESS}?as-of=1950-01-01"))
        assert by_name(entries["quan-sat.csv"]) == []

    def test_to_know_it_nothing_is_made(self, client, monkeypatch, django_assert_num_queries):
        etag = client.head(ADDRESS).headers["ETag"]
        monkeypatch.setattr(everything, "copying", None)
        with django_assert_num_queries(3):
            known = client.get(ADDRESS, headers={"If-None-Match": etag})
        head = client.head(ADDRESS)
        assert (known.status_code, known.content, known.headers["ETag"]) == (304, b"", etag)
        assert (head.status_code, b"".join(head), head.headers["ETag"]) == (200, b"", etag)

    def test_a_mended_text_makes_it_another(self, client):
        before = client.head(ADDRESS).headers["ETag"]
        IndicatorFactory(name="Của bản nháp")
        assert client.head(ADDRESS).headers["ETag"] == before
        PortalSettingsFactory._meta.model.objects.update(licence="CC0")
        assert client.head(ADDRESS).headers["ETag"] != before

    def test_what_fails_on_the_way_is_a_page(self, client, monkeypatch):
        @contextmanager
        def failing(statement, params):
            with copying(statement, params) as copy:
                yield iter(copy)
                raise OperationalError("the disk is full")

        monkeypatch.setattr(everything, "copying", failing)
        response = client.get(ADDRESS)
        assert (response.status_code, "Content-Disposition" in response.headers) == (503, False)

    def test_one_is_packed_at_a_time_while_other_files_go_on(self, client, monkeypatch):
        packing = Turns(at_once=1, waiting=0, patience=0)
        monkeypatch.setattr(views, "PACKING", packing)
        with packing.turn():
            statuses = [
                client.get(each).status_code for each in (ADDRESS, "/du-lieu/quan-sat.xlsx")
            ]
        assert statuses == [503, 200]

    def test_it_takes_a_turn(self, client, monkeypatch):
        turns = Turns(at_once=1, waiting=0, patience=0)
        monkeypatch.setattr(answers, "TURNS", turns)
        with turns.turn():
            response = client.get(ADDRESS)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        reading = client.get(ADDRESS)
        assert (reading.status_code, turns.is_full()) == (200, False)  # however slow a reader is
        reading.close()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (f"{ADDRESS}?dialect=excel", "“excel”. Giá trị dùng được: vi, data."),
        (f"{ADDRESS}?as-of=2999-01-01", "Tham số “as-of” trong địa chỉ"),
        (f"{ADDRESS}?cols=value", "Tệp này không có tham số “cols”."),
        (f"/en{ADDRESS}?chi-so=x", "This file takes no parameter “chi-so”. It takes: as-of, d"),
        ("/du-lieu/chi-so.csv?layout=wide", "Giá trị dùng được: long."),
        ("/du-lieu/nguon.json?dialect=vi", "Tệp này không có tham số “dialect”."),
    ],
)
def test_what_cannot_be_is_a_page_that_names_what_can(client, address, sentence):
    response = client.get(address)
    assert (response.status_code, sentence in response.text) == (400, True)


def test_search_engines_read_of_it_on_the_page(client, figure):
    page = client.get("/en/du-lieu/?as-of=2024-01-15").text
    text = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    told = json.loads(text)
    assert (told["@type"], told["@id"], told["name"]) == (
        "Dataset",
        "http://127.0.0.1:8000/du-lieu/#dataset",
        "Open data – Test portal",
    )
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [each["contentUrl"].partition("/du-lieu/")[2] for each in told["distribution"][:2]] == [
        "tat-ca.zip?as-of=2024-01-15",
        "quan-sat.csv?as-of=2024-01-15",
    ]


@pytest.mark.django_db(transaction=True)
def test_all_tables_are_of_one_moment(client, figure, monkeypatch):
    """A release that comes out while the zip is written is in none of its tables."""
    late = ObservationFactory(indicator=figure.indicator, period="2030", release=ReleaseFactory())
    CitationFactory(observation=late)
    to_come = [late.release]

    def publish_now():
        try:
            publish(to_come.pop(), FEBRUARY)
        finally:
            connections["default"].close()

    @contextmanager
    def interrupted(statement, params):
        with copying(statement, params) as copy:
            yield copy
        if to_come:
            with ThreadPoolExecutor(1) as elsewhere:
                elsewhere.submit(publish_now).result()

    monkeypatch.setattr(everything, "copying", interrupted)
    entries = unpacked(packed(client))

    assert [len(by_name(entries[f"{name}.csv"])) for name in NAMES[:4]] == [1, 1, 1, 1]
    assert not connection.in_atomic_block  # who reads slowly holds no snapshot
    assert [len(by_name(unpacked(packed(client))["quan-sat.csv"]))] == [2]
