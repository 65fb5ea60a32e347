"""The same table as CSV, XLSX and JSON, long and wide, whole and never with an error in it."""

import csv
import hashlib
import io
import json
import re
import zipfile
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from forum_portal.copying import copying
from forum_portal.models import PortalSettings
from metrics import columns
from metrics.files import workbook
from metrics.files.csvw import SPDX
from metrics.files.formats import FORMATS
from metrics.models import Dashboard, Panel, PanelIndicator
from tests.factories import (
    AreaFactory,
    CitationFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    PillarFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    publish,
    published_figure,
)
from tests.files import body, rows, sheets

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2024, 1, 1, 1, 30, tzinfo=UTC)
LATER = datetime(2024, 2, 1, tzinfo=UTC)
BIG = "12345678901234567890.10"


@pytest.fixture
def key():
    indicator = IndicatorFactory(
        code="ho_so",
        slug="ho-so",
        name="Tỷ lệ hồ sơ",
        pillar=PillarFactory(code="chinh-quyen"),
        unit=UnitFactory(code="percent", highest=None),
    )
    return {"indicator": indicator, "area": HomeAreaFactory(area__code="thanh-pho").area}


@pytest.fixture(autouse=True)
def figures(key):
    PortalSettings.objects.update(licence="CC BY 4.0")
    release = ReleaseFactory(slug="dau")
    first = ObservationFactory(**key, release=release, period="2022", value="90.70", comment="=1+1")
    ObservationFactory(
        **key, release=release, period="2023", value=BIG, comparator="ge", comment="00123"
    )
    ObservationFactory(**key, release=release, period="2023-Q4", value=None, obs_status="O")
    CitationFactory(observation=first, source=SourceFactory(slug="bao", title="Báo"))
    publish(release, NEW_YEAR)
    return release


class TestWorkbook:
    @pytest.fixture
    def found(self, client):
        return sheets(client.get("/chi-so/ho-so.xlsx").content)

    def test_its_cells_are_what_they_are(self, found):
        heads, *data = found["Dữ liệu"]
        first, second, third = (dict(zip(heads, row, strict=True)) for row in data)

        assert heads == [column.name for column in columns.OBSERVATIONS]
        assert (first["value"], first["comment"]) == (90.7, "=1+1")
        assert (second["value"], second["comment"]) == (BIG, "00123")
        assert (third["value"], third["obs_status"]) == ("", "O")
        assert first["period_start"] == date(2022, 1, 1)
        assert first["published_at"] == datetime(2024, 1, 1, 8, 30)

    @pytest.mark.parametrize("said", ["ho_so_xa_cap_x12_", "<r><f>1+1</f></r>", "=_xA_"])
    def test_a_text_is_no_markup(self, client, key, said):
        published_figure(at=LATER, **key, period="2030", comment=said)
        content = client.get("/chi-so/ho-so.xlsx?tu=2030").content
        heads, row = sheets(content)["Dữ liệu"]
        markup = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()

        assert row[heads.index("comment")] == said
        assert re.findall(r"<f>|_x[0-9A-Fa-f]{1,3}_", markup) == []

    def test_its_notes_and_sources(self, found):
        notes = dict(reversed(found["Ghi chú"]))

        assert (notes["Tiêu đề"], notes["Giấy phép"]) == ("Tỷ lệ hồ sơ", "CC BY 4.0")
        assert "Asia/Ho_Chi_Minh" in notes["Múi giờ"]
        assert notes["comparator = ge"] == "hơn (từ … trở lên)"
        assert [row[0] for row in found["Nguồn"]] == ["source", "bao"]

    def test_no_formula_a_frozen_head_and_filters(self, client):
        files = zipfile.ZipFile(io.BytesIO(client.get("/chi-so/ho-so.xlsx").content))
        sheet = files.read("xl/worksheets/sheet1.xml").decode()

        assert "<f>" not in "".join(files.read(name).decode() for name in files.namelist())
        assert 'quotePrefix="1"' in files.read("xl/styles.xml").decode()
        assert ("<pane ySplit=" in sheet, "<autoFilter " in sheet, "<cols>" in sheet) == (
            (True, True, True)
        )

    def test_in_english(self, client):
        assert list(sheets(client.get("/en/chi-so/ho-so.xlsx").content)) == [
            *("Data", "Notes", "Sources")
        ]

    def test_the_same_figures_make_the_same_file(self, client):
        one, other = (client.get("/chi-so/ho-so.xlsx") for _ in range(2))
        assert one.content == other.content
        assert one.headers["Content-Length"] == str(len(one.content))

    def test_too_many_rows_are_a_page_that_says_so(self, client, monkeypatch):
        monkeypatch.setattr(workbook, "MOST_ROWS", 2)
        response = client.get("/chi-so/ho-so.xlsx")
        assert response.status_code == 400
        assert "Bảng này có hơn 2 dòng" in response.text


class TestJson:
    def test_numbers_keep_their_digits_and_nothing_is_null(self, client):
        text = body(client.get("/chi-so/ho-so.json"))
        told = json.loads(text, parse_float=Decimal)
        first, second, third = told["rows"]

        assert (first["value"], first["comment"]) == (Decimal("90.70"), "=1+1")
        assert str(second["value"]) == BIG
        assert (third["value"], third["comment"], third["out_of"]) == (None, None, None)
        assert first["published_at"] == "2024-01-01T08:30:00+07:00"
        assert (told["row_count"], told["title"], told["licence"]) == (
            3,
            "Tỷ lệ hồ sơ",
            "CC BY 4.0",
        )
        assert list(first) == [column["name"] for column in told["columns"]]

    def test_an_empty_one(self, client):
        told = json.loads(body(client.get("/du-lieu/quan-sat.json?as-of=2019-01-01")))
        assert (told["rows"], told["row_count"], told["as_of"]) == ([], 0, "2019-01-01")

    def test_control_signs_and_quotes_come_through(self, client, key):
        said = 'a"b\\c\td\ne'
        published_figure(at=LATER, **key, period="2030", comment=said)
        told = json.loads(body(client.get("/chi-so/ho-so.json?tu=2030")))
        assert [row["comment"] for row in told["rows"]] == [said]


class TestWide:
    def test_periods_are_columns(self, client):
        [row] = rows(client.get("/chi-so/ho-so.csv?layout=wide"))
        assert {name: text for name, text in row.items() if text} == {
            **{"indicator": "ho_so", "indicator_name": "Tỷ lệ hồ sơ", "pillar": "chinh-quyen"},
            **{"area": "thanh-pho", "area_name": row["area_name"], "kind": "observed"},
            **{"unit": "percent", "marks": "2023: ge; 2023-Q4: O", "2022": "90.70", "2023": BIG},
        }
        assert list(row)[-3:] == ["2022", "2023", "2023-Q4"]

    def test_as_a_workbook(self, client):
        response = client.get("/chi-so/ho-so.xlsx?layout=wide")
        heads, row = sheets(response.content)["Dữ liệu"]
        assert row[heads.index("2022")] == 90.7
        today = timezone.localdate().isoformat()
        assert response.headers["Content-Disposition"] == (
            f'attachment; filename="ho-so_wide_{today}.xlsx"'
        )

    def test_only_what_is_in_force(self, client, key):
        withdrawal = ReleaseFactory(reason="withdrawal")
        ObservationFactory(**key, release=withdrawal, period="2022", obs_status="withdrawn")
        publish(withdrawal, LATER)
        ObservationFactory(**key, period="2050")

        [row] = rows(client.get("/chi-so/ho-so.csv?layout=wide"))

        assert (row["2022"], "2050" in row) == ("", False)
        assert row["marks"].startswith("2022: withdrawn")


class TestDashboard:
    @pytest.fixture(autouse=True)
    def dashboard(self, key):
        dashboard = Dashboard.objects.create(slug="cqs", title="Chính quyền số", is_published=True)
        panel = Panel.objects.create(dashboard=dashboard, kind="table", period_from="2023")
        PanelIndicator.objects.create(panel=panel, indicator=key["indicator"])
        published_figure(at=LATER, indicator=key["indicator"], area=AreaFactory(code="xa"))
        return panel

    def test_it_has_what_its_panels_show(self, client):
        found = rows(client.get("/bang-so-lieu/cqs.csv"))
        assert [(row["area"], row["period"]) for row in found] == [
            ("thanh-pho", "2023"),
            ("thanh-pho", "2023-Q4"),
        ]
        assert [row["period"] for row in rows(client.get("/bang-so-lieu/cqs.csv?tu=2024"))] == []

    def test_another_arrangement_is_another_file(self, client, dashboard):
        before = client.head("/bang-so-lieu/cqs.json").headers["ETag"]
        dashboard.period_from = ""
        dashboard.save()
        assert client.head("/bang-so-lieu/cqs.json").headers["ETag"] != before

    def test_one_that_is_not_public_has_none(self, client):
        Dashboard.objects.update(is_published=False)
        assert client.get("/bang-so-lieu/cqs.xlsx").status_code == 404


@pytest.mark.parametrize("query", ["", "dialect=vi", "layout=wide&dialect=data", "cols=area,value"])
def test_the_description_beside_a_csv_tells_what_it_holds(client, query):
    response = client.get(f"/chi-so/ho-so.csv?{query}")
    content = b"".join(response)
    link = response.headers["Link"].partition(">")[0].removeprefix("<")
    answer = client.get(link)
    told = answer.json()
    digest = told[f"{SPDX}checksum"][f"{SPDX}checksumValue"]
    dialect = told["dialect"]["delimiter"]
    head, *data = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=dialect)

    assert answer.headers["Content-Type"] == "application/csvm+json"
    assert digest == hashlib.sha256(content).hexdigest()
    assert (told["dcat:byteSize"], told["schema:numberOfItems"]) == (len(content), len(data))
    assert [column["name"] for column in told["tableSchema"]["columns"]] == head
    assert told["url"] == settings.PORTAL_ORIGIN + response.wsgi_request.get_full_path()


def test_chosen_columns_in_the_order_asked_for(client):
    [first, *_] = rows(client.get("/chi-so/ho-so.csv?cols=value,period"))
    assert first == {"value": "90.70", "period": "2022"}
    told = json.loads(body(client.get("/chi-so/ho-so.json?cols=period")))
    assert told["rows"][0] == {"period": "2022"}


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/chi-so/ho-so.json?layout=wide", "“wide”. Giá trị dùng được: long."),
        ("/phat-hanh/dau.xlsx?layout=wide", "Giá trị dùng được: long."),
        ("/chi-so/ho-so.xlsx?layout=cao", "Giá trị dùng được: long, wide."),
        ("/chi-so/ho-so.csv?dialect=excel", "Giá trị dùng được: vi, data."),
        ("/chi-so/ho-so.xlsx?dialect=vi", "Tệp này không có tham số “dialect”."),
        ("/chi-so/ho-so.csv?cols=gia", "Tham số “cols” trong địa chỉ là “gia”."),
        ("/chi-so/ho-so.csv?chi-so=x", "Tệp này không có tham số “chi-so”."),
        ("/du-lieu/quan-sat.xlsx?tru-cot=x", "Giá trị dùng được: chinh-quyen."),
        ("/du-lieu/quan-sat.json?tu=nam", "“nam”. Hãy viết theo một trong các mẫu: 2023, 2023-S1,"),
        ("/du-lieu/thay-doi.csv?since=x", "Hãy viết theo một trong các mẫu: 2024-01-01, 2026-11"),
        ("/du-lieu/phat-hanh.json?as-of=2999-01-01", "Tham số “as-of” trong địa chỉ"),
    ],
)
def test_what_cannot_be_is_a_page_that_names_what_can(client, address, sentence):
    response = client.get(address)
    assert (response.status_code, sentence in response.text) == (400, True)


class Cut:
    """Rows of a COPY, of which the database gives two and then fails."""

    def __init__(self, copy):
        self._copy = copy

    def __iter__(self):
        yield from islice(self._copy, 2)
        raise OperationalError("the disk is full")

    def rows(self):
        yield from islice(self._copy.rows(), 2)
        raise OperationalError("the disk is full")

    def set_types(self, types):
        self._copy.set_types(types)


@contextmanager
def cut_short(statement, params):
    with copying(statement, params) as copy:
        yield Cut(copy)


@pytest.fixture
def failing(monkeypatch):
    for module in ("csv_file", "json_file", "workbook", "csvw"):
        monkeypatch.setattr(f"metrics.files.{module}.copying", cut_short)


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_fails_before_the_first_block_is_a_page(client, suffix, failing):
    response = client.get(f"/chi-so/ho-so.{suffix}")
    assert (response.status_code, "Content-Disposition" in response.headers) == (503, False)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_what_fails_later_cuts_the_file_short(client, suffix, monkeypatch, request):
    address = f"/chi-so/ho-so.{suffix}"
    whole = b"".join(client.get(address))
    monkeypatch.setattr("forum_portal.blocks.BLOCK", 1)
    request.getfixturevalue("failing")
    stream = iter(client.get(address))
    sent = b""

    with pytest.raises(OperationalError):
        for block in stream:
            sent += block

    assert 0 < len(sent) < len(whole)
    assert whole.startswith(sent)
