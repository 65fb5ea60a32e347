import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from forum_portal.tables import Dialect
from metrics.exports import observations_table
from metrics.files.csv_file import csv_blocks
from metrics.models import Observation
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    PillarFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    publish,
    published_figure,
)
from tests.files import body, rows

pytestmark = pytest.mark.django_db
COLUMNS = (
    "indicator,indicator_name,pillar,area,area_name,kind,instrument,period,period_start,period_end,"
    "value,unit,comparator,out_of,numerator,denominator,obs_status,revision,comment,published_at,"
    "release,source,source_title,source_url,locator,printed,url"
)
CITATION_COLUMNS = (
    "indicator,indicator_name,pillar,area,area_name,kind,instrument,period,source,source_title,"
    "publisher,published_on,source_url,stance,position,locator,printed,sentence,original,note,"
    "published_at,release,url"
)
LATER = datetime(2021, 5, 1, tzinfo=UTC)


@pytest.fixture
def key():
    indicator = IndicatorFactory(
        code="ho_so",
        slug="ho-so",
        name="Tỷ lệ hồ sơ, trực tuyến",
        pillar=PillarFactory(code="chinh-quyen"),
        unit=UnitFactory(code="percent"),
    )
    return {"indicator": indicator, "area": AreaFactory(code="thanh-pho", name="Thành phố")}


@pytest.fixture
def figure(key):
    made = ObservationFactory(
        **key, release=ReleaseFactory(slug="lan-dau"), period="2023", value="1090.7"
    )
    source = SourceFactory(slug="bao", title="Báo", url="https://bao.vn/1")
    CitationFactory(observation=made, source=source, locator="đoạn 8", printed="90.7%")
    publish(made.release)
    return made


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/chi-so/ho-so.csv?dialect=vi", "ho-so_vi_{}.csv"),
        ("/chi-so/ho-so.csv?dialect=data&layout=wide", "ho-so_wide_data_{}.csv"),
        ("/du-lieu/tat-ca.zip?dialect=vi", "du-lieu-mo_tat-ca_vi_{}.zip"),
    ],
)
def test_files_of_two_dialects_lie_side_by_side(client, figure, address, name):
    called = name.format(timezone.localdate().isoformat())
    told = client.head(address).headers["Content-Disposition"]
    assert told == f'attachment; filename="{called}"'


def test_one_row_for_one_figure(client, figure):
    response = client.get("/chi-so/ho-so.csv")

    today = timezone.localdate().isoformat()
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="ho-so_{today}.csv"'
    assert response.headers["Cache-Control"] == "public, s-maxage=1"
    assert body(response) == (
        f"\ufeff{COLUMNS}\n"
        '"ho_so","Tỷ lệ hồ sơ, trực tuyến","chinh-quyen","thanh-pho","Thành phố","observed",,'
        '"2023",2023-01-01,2023-12-31,1090.7,"percent","eq",,,,"A",1,,2020-01-01T07:00:00+07:00,'
        '"lan-dau","bao","Báo","https://bao.vn/1","đoạn 8","90.7%",'
        '"http://127.0.0.1:8000/chi-so/ho-so/thanh-pho/2023/"\n'
    )


def test_the_vietnamese_dialect(client, figure):
    text = body(client.get("/du-lieu/quan-sat.csv?dialect=vi"))

    assert text.startswith("\ufeff" + COLUMNS.replace(",", ";"))
    assert text.split("\n")[1].split(";")[1] == '"Tỷ lệ hồ sơ, trực tuyến"'
    assert text.split("\n")[1].split(";")[10] == '"1090,7"'


def test_the_dialect_for_programs_has_no_mark(client, figure):
    assert body(client.get("/du-lieu/quan-sat.csv?dialect=data")).startswith(COLUMNS)


def test_only_the_version_in_force_with_its_number(client, figure, key):
    correction = ReleaseFactory(slug="dinh-chinh", reason="error_correction")
    newer = ObservationFactory(**key, release=correction, period="2023", value="91")
    publish(correction, LATER)

    [row] = rows(client.get("/du-lieu/quan-sat.csv"))
    [before] = rows(client.get("/du-lieu/quan-sat.csv?as-of=2020-06-01"))

    assert (row["value"], row["revision"], row["release"]) == ("91", "2", "dinh-chinh")
    assert (before["value"], before["revision"], before["release"]) == ("1090.7", "1", "lan-dau")
    assert newer.pk != figure.pk


def test_a_withdrawn_figure_says_so_without_its_value(client, figure, key):
    withdrawal = ReleaseFactory(reason="withdrawal")
    ObservationFactory(**key, release=withdrawal, period="2023", value="5", obs_status="withdrawn")
    publish(withdrawal, LATER)

    [row] = rows(client.get("/du-lieu/quan-sat.csv"))

    assert (row["value"], row["obs_status"]) == ("", "withdrawn")
    assert rows(client.get("/du-lieu/trich-dan.csv")) == []


@pytest.mark.parametrize("published_at", [None, timezone.now() + timedelta(hours=1)])
def test_drafts_and_embargoed_figures_are_nowhere(client, figure, key, published_at):
    release = ReleaseFactory()
    ObservationFactory(**key, release=release, period="2024", value="99")
    CitationFactory(observation=figure, release=release, printed="bí mật", position=0)
    ObservationFactory(release=release, indicator=IndicatorFactory(slug="sap-co"), period="2024")
    if published_at:
        publish(release, published_at)

    assert [row["period"] for row in rows(client.get("/du-lieu/quan-sat.csv"))] == ["2023"]
    assert [row["printed"] for row in rows(client.get("/du-lieu/quan-sat.csv"))] == ["90.7%"]
    assert [row["printed"] for row in rows(client.get("/du-lieu/trich-dan.csv"))] == ["90.7%"]
    assert client.get("/chi-so/sap-co.csv").status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@x", "\tx", "=HYPERLINK(1)"])
def test_text_like_a_formula_is_inert(client, key, text):
    figure = published_figure(**key, value="-5", comment=text)

    [row] = rows(client.get("/du-lieu/quan-sat.csv"))

    assert figure.comment == text
    assert (row["comment"], row["value"]) == (f"'{text}", "-5")


@pytest.mark.parametrize("query", ["", "?dialect=vi", "?dialect=data"])
def test_a_text_stays_one_cell_where_commas_semicolons_and_tabs_part_cells(client, key, query):
    said = "một\t=1+1;=2+2,=3+3"
    published_figure(**key, value="-5.2", comment=said)

    text = body(client.get(f"/du-lieu/quan-sat.csv{query}"))
    number = '"-5,2"' if "vi" in query else "-5.2"

    assert [text.count(each) for each in (f'"{said}"', number)] == [1, 1]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("00123", "00123"),
        ("2 = 1 + 1", "2 = 1 + 1"),
        ("Ước tính", "Ước tính"),
        ("–5", "–5"),
        ("(sơ bộ)", "(sơ bộ)"),
        ("'x", "'x"),
        ("'=1", "''=1"),
    ],
)
def test_other_text_stays_as_it_is(client, key, text, cell):
    published_figure(**key, comment=text)

    assert [row["comment"] for row in rows(client.get("/du-lieu/quan-sat.csv"))] == [cell]


def test_targets_name_their_plan(client, key):
    plan = SourceFactory(slug="ke-hoach")
    published_figure(**key, kind="target", instrument=plan, period="2025")

    [row] = rows(client.get("/du-lieu/quan-sat.csv"))

    assert (row["kind"], row["instrument"], row["url"]) == (
        "target",
        "ke-hoach",
        "http://127.0.0.1:8000/chi-so/ho-so/thanh-pho/2025/muc-tieu/ke-hoach/",
    )


def test_every_citation_has_its_row(client, key):
    figure = ObservationFactory(**key, period="2023")
    for position, stance in enumerate(["states", "disagrees"], start=1):
        source = SourceFactory(slug=f"bao-{position}", title=f"Báo {position}")
        CitationFactory(observation=figure, source=source, position=position, stance=stance)
    publish(figure.release)

    text = body(client.get("/du-lieu/trich-dan.csv?dialect=data"))

    assert text.split("\n")[0] == CITATION_COLUMNS
    found = list(csv.DictReader(io.StringIO(text)))
    assert [(row["source"], row["stance"], row["position"]) for row in found] == [
        ("bao-1", "states", "1"),
        ("bao-2", "disagrees", "2"),
    ]


def test_a_file_can_be_narrowed(client, figure, key):
    other = published_figure(at=LATER, area=AreaFactory(code="khac"))

    def found(query):
        return [row["area"] for row in rows(client.get(f"/du-lieu/quan-sat.csv?{query}"))]

    assert found("dia-ban=khac") == ["khac"]
    assert found("chi-so=ho-so") == ["thanh-pho"]
    assert found(f"tru-cot={other.indicator.pillar.code}") == ["khac"]
    assert found("chi-so=ho-so&dia-ban=khac") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("dialect=excel", "Tham số “dialect” trong địa chỉ là “excel”"),
        ("dia-ban=sao-hoa", "Tham số “dia-ban” trong địa chỉ là “sao-hoa”"),
        ("chi-so=%00", "Tham số “chi-so” trong địa chỉ là"),
        ("as-of=2999-01-01", "Tham số “as-of” trong địa chỉ là “2999-01-01”"),
        ("as-of=nonsense", "Tham số “as-of” trong địa chỉ là “nonsense”"),
    ],
)
def test_a_wrong_parameter_is_a_page_not_a_file(client, figure, query, sentence):
    response = client.get(f"/du-lieu/quan-sat.csv?{query}")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert sentence in response.content.decode()


def test_a_draft_is_as_unknown_as_what_is_not_there(client, figure):
    draft = ObservationFactory(area__code="dien-dan-kin", indicator__slug="chi-so-kin")

    for query in (f"dia-ban={draft.area.code}", f"chi-so={draft.indicator.slug}"):
        assert client.get(f"/du-lieu/quan-sat.csv?{query}").status_code == 400


def test_a_question_without_answer_is_an_empty_file(client, figure):
    assert rows(client.get("/du-lieu/quan-sat.csv?as-of=2019-12-31")) == []


def test_head_reads_no_row(client, figure, django_assert_num_queries):
    got = client.get("/du-lieu/quan-sat.csv")
    body(got)
    with django_assert_num_queries(1):
        response = client.head("/du-lieu/quan-sat.csv")

    assert (response.status_code, response.getvalue()) == (200, b"")
    assert response.headers == got.headers
    assert "Content-Length" not in response.headers


def test_a_reader_who_leaves_frees_the_connection(key):
    release = ReleaseFactory()
    for year in range(1900, 2020):
        ObservationFactory(**key, release=release, period=str(year), comment="x" * 3000)
    publish(release)

    blocks = csv_blocks(observations_table(Observation.objects.public(), None), Dialect())
    first = next(blocks)
    blocks.close()

    assert 128 * 1024 <= len(first) < 132 * 1024
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
