"""What one release changed, as a file."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    ObservationFactory,
    PillarFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    publish,
    published_figures,
)
from tests.files import body, rows

pytestmark = pytest.mark.django_db
COLUMNS = (
    "indicator,indicator_name,pillar,area,area_name,kind,instrument,period,change,old_value,"
    "new_value,difference,unit,old_comparator,comparator,old_out_of,out_of,old_status,obs_status,"
    "revision,comment,reason,note,published_at,release,url,manifest_sha256"
)
SPRING = datetime(2023, 4, 1, tzinfo=UTC)
SUMMER = datetime(2023, 7, 1, tzinfo=UTC)


@pytest.fixture
def key():
    indicator = IndicatorFactory(
        code="ho_so",
        slug="ho-so",
        name="Tỷ lệ hồ sơ",
        pillar=PillarFactory(code="chinh-quyen"),
        unit=UnitFactory(code="percent"),
    )
    return {"indicator": indicator, "area": AreaFactory(code="thanh-pho", name="Thành phố")}


@pytest.fixture
def changes(key):
    """A release that revises 2021, withdraws 2022 and adds 2023 to an earlier one."""
    published_figures(
        key | {"period": "2021", "value": "90.7"}, key | {"period": "2022"}, at=SPRING
    )
    release = ReleaseFactory(slug="sua", reason="error_correction", note="Gõ nhầm, xin lỗi.")
    ObservationFactory(**key, release=release, period="2021", value="91")
    gone = {"value": None, "obs_status": "withdrawn"}
    ObservationFactory(**key, release=release, period="2022", **gone)
    ObservationFactory(**key, release=release, period="2023", value="92")
    publish(release, SUMMER)


def test_each_change_has_its_row(client, changes):
    response = client.get("/phat-hanh/sua.csv")

    today = timezone.localdate().isoformat()
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="sua_{today}.csv"'
    start = '"ho_so","Tỷ lệ hồ sơ","chinh-quyen","thanh-pho","Thành phố","observed",'
    end = '"error_correction","Gõ nhầm, xin lỗi.",2023-07-01T07:00:00+07:00,"sua"'
    url = "http://127.0.0.1:8000/chi-so/ho-so/thanh-pho"
    assert body(response) == (
        f"\ufeff{COLUMNS}\n"
        f'{start},"2021","revised",90.7,91,0.3,"percent","eq","eq",,,"A","A",2,,{end},'
        f'"{url}/2021/",\n'
        f'{start},"2022","withdrawn",50,,,"percent","eq","eq",,,"A","withdrawn",2,,{end},'
        f'"{url}/2022/",\n'
        f'{start},"2023","added",,92,,"percent",,"eq",,,,"A",1,,{end},"{url}/2023/",\n'
    )


def test_the_other_dialects(client, changes):
    vietnamese = body(client.get("/phat-hanh/sua.csv?dialect=vi"))
    plain = body(client.get("/phat-hanh/sua.csv?dialect=data"))

    assert vietnamese.startswith("\ufeff" + COLUMNS.replace(",", ";"))
    assert vietnamese.split("\n")[1].split(";")[9:12] == ['"90,7"', '"91"', '"0,3"']
    assert plain.startswith(COLUMNS)
    assert client.get("/phat-hanh/sua.csv?dialect=excel").status_code == 400


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"comparator": "ge"}, {}),
        ({}, {"comparator": "approx"}),
        ({"out_of": 63}, {"out_of": 34}),
        ({"value": None, "obs_status": "O"}, {}),
    ],
)
def test_no_difference_where_none_can_be_told(client, key, old, new):
    published_figures(key | {"value": "8"} | old, at=SPRING)
    release = ReleaseFactory(slug="sua")
    ObservationFactory(**key | {"value": "3"} | new, release=release)
    publish(release, SUMMER)

    [row] = rows(client.get("/phat-hanh/sua.csv"))

    assert (row["change"], row["difference"]) == ("revised", "")


def test_what_came_back_after_a_withdrawal(client, key):
    published_figures(key, at=SPRING)
    published_figures(key | {"value": None, "obs_status": "withdrawn"}, at=SUMMER)
    release = ReleaseFactory(slug="lai")
    ObservationFactory(**key, release=release, value="60")
    publish(release, SUMMER + timedelta(days=1))

    [row] = rows(client.get("/phat-hanh/lai.csv"))

    found = [row[name] for name in ("change", "old_value", "old_status", "new_value", "revision")]
    assert found == ["revised", "", "withdrawn", "60", "3"]


def test_targets_of_two_plans_are_two_figures(client, key):
    plans = SourceFactory.create_batch(2)
    goal = key | {"kind": "target", "period": "2025"}
    published_figures(goal | {"instrument": plans[0]}, at=SPRING)
    release = ReleaseFactory(slug="moi")
    ObservationFactory(**goal, instrument=plans[1], release=release)
    publish(release, SUMMER)

    [row] = rows(client.get("/phat-hanh/moi.csv"))

    assert (row["change"], row["instrument"]) == ("added", plans[1].slug)


def test_a_later_release_does_not_change_the_file(client, key, changes):
    before = body(client.get("/phat-hanh/sua.csv"))
    published_figures(key | {"period": "2021", "value": "99"}, at=SUMMER + timedelta(days=1))
    ObservationFactory(**key, period="2021", value="98")

    assert body(client.get("/phat-hanh/sua.csv")) == before


@pytest.mark.parametrize("published_at", [None, timezone.now() + timedelta(hours=1)])
def test_a_release_that_is_not_public_has_no_file(client, key, published_at):
    publish(ObservationFactory(**key, release__slug="kin").release, published_at)

    assert client.get("/phat-hanh/kin.csv").status_code == 404
    assert client.head("/phat-hanh/kin.csv").status_code == 404


def test_a_file_as_of_a_day(client, changes):
    assert client.get("/phat-hanh/sua.csv?as-of=2023-06-30").status_code == 404
    assert len(rows(client.get("/phat-hanh/sua.csv?as-of=2023-07-01"))) == 3


def test_the_page_of_a_release_and_the_data_page_lead_to_it(client, changes):
    assert 'href="/phat-hanh/sua.csv"' in client.get("/phat-hanh/sua/").text
    assert 'id="columns-thay-doi"' in client.get("/du-lieu/").text


def test_the_page_of_releases_asks_since_which_day(client, changes):
    page = client.get("/phat-hanh/?as-of=2023-12-01").text
    assert 'action="/du-lieu/thay-doi.xlsx"' in page
    assert '<input type="hidden" name="as-of" value="2023-12-01">' in page
    assert client.get("/du-lieu/thay-doi.xlsx?since=&as-of=2023-12-01").status_code == 200


def test_what_changed_since_a_day(client, key, changes):
    def found(query):
        listed = rows(client.get(f"/du-lieu/thay-doi.csv{query}"))
        return [(row["release"], row["period"], row["change"]) for row in listed]

    summer = [("sua", "2021", "revised"), ("sua", "2022", "withdrawn"), ("sua", "2023", "added")]
    spring = [(release, period, "added") for release, period, _change in found("")[3:]]
    ObservationFactory(**key, period="2024")

    assert found("?since=2023-07-01") == summer
    assert found("") == [*summer, *spring]
    assert [period for _release, period, _change in spring] == ["2021", "2022"]
    assert found("?since=2023-07-02") == []
    assert found("?since=2023-05-01&as-of=2023-05-01") == []


@pytest.mark.parametrize("since", ["nay", "2023-02-30", "0001-01-01", "2023"])
def test_since_no_day(client, since):
    response = client.get(f"/du-lieu/thay-doi.csv?since={since}")
    assert (response.status_code, "Tham số “since” trong địa chỉ" in response.text) == (400, True)
