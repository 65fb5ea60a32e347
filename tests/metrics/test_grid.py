"""The page of a grid: which cells it has, who may open it, what two savers see of each other."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum_portal import roles
from forum_portal.models import Submission
from metrics.models import Observation, Release
from tests.factories import (
    AreaFactory,
    CitationFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    OrganisationFactory,
    ReleaseFactory,
    SourceFactory,
    published_by,
    published_figure,
    published_figures,
    staff,
)
from tests.forms import fields_of
from tests.metrics.grid_desk import (
    a_grid,
    a_source,
    cells,
    errors,
    grid_url,
    held,
    opened,
    save,
    typed,
)
from tests.metrics.release_desk import an_approver, an_editor, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = an_editor()
    client.force_login(user)
    return user


@pytest.fixture
def grid(editor):
    release, indicator, area = a_grid(editor)
    return release, indicator, area, grid_url(release, indicator)


def shown(response):
    """The areas and the periods of a grid."""
    series = response.context["series"]
    return [each.code for each in series.areas], [each.code for each in series.periods]


# Which grid


def test_the_drafts_page_leads_to_the_choice_of_an_indicator(client, grid):
    release, indicator, _, _ = grid
    others = IndicatorFactory(responsible=OrganisationFactory())
    ObservationFactory(release=release, indicator=indicator)
    page = client.get(f"/admin/metrics/release/{release.pk}/change/")
    assert f'href="/admin/metrics/release/{release.pk}/grid/"' in page.text
    choice = client.get(f"/admin/metrics/release/{release.pk}/grid/")
    offered = [each for _, group in choice.context["groups"] for each in group]
    assert offered == [indicator]
    assert others not in offered
    assert list(choice.context["held"]) == [indicator]


@pytest.fixture
def in_2023(monkeypatch):
    monkeypatch.setattr("metrics.grid_choice.timezone.localdate", lambda: date(2023, 11, 22))


def test_a_grid_has_the_areas_and_last_periods_and_the_next_one(client, grid, in_2023):
    release, indicator, area, _ = grid
    then = HomeAreaFactory(area=AreaFactory(code="hai-phong-cu"), position=2).area
    HomeAreaFactory(area=area, position=1)
    years = ("2018", "2019", "2020", "2021", "2022")
    published_figures(*({"indicator": indicator, "area": then, "period": year} for year in years))
    ObservationFactory(indicator=indicator, period="2031")  # in a draft of somebody else
    ObservationFactory(indicator=indicator, area=then, kind="target", period="2030")
    page = client.get(grid_url(release, indicator, area=[], periods=""))
    assert shown(page) == (
        ["hai-phong", "hai-phong-cu"],
        ["2019", "2020", "2021", "2022", "2023"],
    )
    publics = [cell.stand.public_text for cell in cells(page).values()]
    assert publics == [""] * 5 + ["50%"] * 4 + [""]


def test_a_period_in_which_there_was_no_such_area_has_no_input(client, grid):
    release, indicator, area, _ = grid
    new = AreaFactory(code="moi", name="Hải Phòng mới", valid_from="2025-07-01")
    published_figure(indicator=indicator, area=new, period="2022")
    url = grid_url(release, indicator, area=["hai-phong", "moi"], periods="2022;2024;2025")
    page = client.get(url)
    without = {key for key, each in cells(page).items() if each.is_impossible}
    assert without == {("moi", "2024")}
    assert page.text.count("không có địa bàn này") == 1
    names = {name for name in fields_of(page) if name.endswith("-value")}
    assert names == {
        f"{each.name}-value" for key, each in cells(page).items() if key not in without
    }
    answer, _ = save(client, url, typed(area, "2024", value="51"), typed(new, "2025", value="52"))
    assert answer.status_code == 302
    assert [each[:2] for each in held(release)] == [("hai-phong", "2024"), ("moi", "2025")]


@pytest.mark.parametrize(
    ("newest", "following"),
    [
        ("2024", ["2025"]),
        ("2022", ["2023"]),
        ("2021", ["2022"]),
        ("2020", ["2021", "2022"]),
        ("2012", ["2013", "2014", "2015", "2016", "2017", "2018"]),
        ("2021-Q4", [*(f"2022-Q{n}" for n in (1, 2, 3, 4)), "2023-Q1", "2023-Q2"]),
    ],
)
def test_periods_that_are_over_are_offered(client, grid, in_2023, newest, following):
    release, indicator, area, _ = grid
    published_figure(indicator=indicator, area=area, period=newest)
    page = client.get(grid_url(release, indicator, periods=""))
    assert shown(page)[1] == [newest, *following]


def test_every_source_is_offered_by_all_that_it_is_called(client, grid):
    SourceFactory(title="Bài báo", publisher="VJST", label="Tạp chí Khoa học")
    SourceFactory.create_batch(120)
    sources = dict(client.get(grid[3]).context["sources"])
    assert (len(sources), sources["Bài báo"]) == (121, "Bài báo · VJST · Tạp chí Khoa học")


def test_a_series_without_figures_begins_now(client, grid):
    release, indicator, area, _ = grid
    HomeAreaFactory(area=area)
    Observation.objects.all().delete()
    areas, periods = shown(client.get(grid_url(release, indicator, area=[], periods="")))
    assert (areas, len(periods)) == (["hai-phong"], 2)
    indicator.frequency = "R"
    indicator.save()
    areas, periods = shown(client.get(grid_url(release, indicator, area=[], periods="")))
    assert (areas, len(periods)) == (["hai-phong"], 1)


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        (
            {"periods": "2023; quý V/2023"},
            "periods",
            "“quý V/2023” không phải là kỳ viết như 2023 hoặc 2023-Q4.",
        ),
        ({"instrument": "ke-hoach"}, "instrument", "Chỉ mục tiêu mới ghi văn bản đặt ra nó."),
        (
            {"kind": "target", "instrument": "ke-hoach"},
            "instrument",
            "Không có nguồn “ke-hoach”: chọn trong danh sách, hoặc thêm nguồn này trước.",
        ),
        (
            {"periods": ";".join(map(str, range(1500, 2001)))},
            "periods",
            "Bảng này có 501 ô, chỉ mở được nhiều nhất 500 ô: hãy chọn bớt.",
        ),
    ],
)
def test_a_grid_that_cannot_be_is_refused_in_words(client, grid, asked, field, sentence):
    release, indicator, _, _ = grid
    page = client.get(grid_url(release, indicator, **asked))
    assert (page.status_code, page.context["settings_errors"]) == (400, {field: sentence})
    assert page.context["links"] == [(f"id_grid-{field}", sentence)]


def test_an_unknown_indicator_leads_back_to_the_choice(client, grid):
    release = grid[0]
    page = client.get(f"/admin/metrics/release/{release.pk}/grid/?indicator=kh%00ong")
    assert (page.status_code, page.context["is_unknown"]) == (400, True)


# Who


def test_only_own_indicators_and_drafts_are_filled_in(client, grid):
    release, indicator, area, url = grid
    theirs = IndicatorFactory(responsible=OrganisationFactory())
    other = ReleaseFactory(author=staff(roles.EDITOR, organisation=OrganisationFactory()))
    for address in (grid_url(release, theirs), grid_url(other, indicator)):
        assert client.get(address).status_code == 403
        assert client.post(address, typed(area, "2023", value="50")).status_code == 403
    client.force_login(an_approver())
    assert [client.get(url).status_code, client.post(url).status_code] == [403, 403]
    assert Observation.objects.count() == 0


@pytest.mark.parametrize("state", ["in_review", "abandoned"])
def test_what_is_no_draft_is_not_filled_in_and_what_was_typed_stays(client, grid, state):
    release, _, area, url = grid
    form = opened(client, url) | typed(area, "2023", value="51")
    Release.objects.filter(pk=release.pk).update(state=state)
    away = client.get(url)
    assert (away.status_code, away.headers["Location"]) == (
        302,
        f"/admin/metrics/release/{release.pk}/change/",
    )
    answer = client.post(url, form)
    assert answer.status_code == 409
    [(_, sentence)] = answer.context["links"]
    assert sentence.startswith("Lần phát hành không còn là bản thảo nên chưa lưu gì.")
    assert cells(answer)["hai-phong", "2023"].typed["value"] == "51"
    assert held(release) == []


def test_what_became_public_is_told_so(client, grid):
    release, _, area, url = grid
    form = opened(client, url) | typed(area, "2023", value="51")
    CitationFactory(observation__release=release, source__url="https://haiphong.gov.vn/a")
    published_by(release)
    answer = client.post(url, form)
    assert answer.status_code == 409
    assert answer.context["links"] == [
        ("", "Mục này đã công khai nên không lưu được. Hãy dùng Đính chính.")
    ]


def test_a_figure_on_its_way_in_another_release_is_left_to_it(client, grid, editor):
    release, indicator, area, url = grid
    ObservationFactory(
        release=ReleaseFactory(title="Đợt trước", author=editor),
        indicator=indicator,
        area=area,
        period="2023",
    )
    ObservationFactory(indicator=indicator, area=area, period="2022")
    said = {period: cell.elsewhere for (_, period), cell in cells(client.get(url)).items()}
    assert said == {
        "2022": "Đang được sửa trong một lần phát hành khác chưa công khai.",
        "2023": "Đang được sửa trong lần phát hành “Đợt trước”.",
    }
    answer, _ = save(client, url, typed(area, "2023", value="51"))
    assert (answer.status_code, list(errors(answer))) == (409, ["2023"])
    assert held(release) == []


# Two at once


def test_the_second_saver_sees_both_values_and_decides(client, grid):
    release, _, area, url = grid
    form = opened(client, url)
    mine = form | typed(area, "2022", value="60") | typed(area, "2023", value="91")
    theirs = form | typed(area, "2023", value="90,5", comparator="approx")
    assert client.post(url, theirs | {"_once": ""}).status_code == 302

    answer = client.post(url, mine)
    assert answer.status_code == 409
    rivals = [(each.label, each.saved, each.typed) for each in answer.context["rivals"]]
    assert rivals == [
        ("Hải Phòng, năm 2023: Giá trị", "90,5", "91"),
        ("Hải Phòng, năm 2023: So sánh", "khoảng", "bằng"),
    ]
    assert [each[1:4] for each in held(release)] == [("2023", "approx", 90.5)]

    again = mine | {"_opened": answer.context["opened"], "_once": str(answer.context["token"])}
    assert client.post(url, again).status_code == 302
    assert [each[1:4] for each in held(release)] == [("2022", "eq", 60), ("2023", "eq", 91)]


def test_a_conflict_shows_the_source_for_the_whole_grid_as_typed(client, grid):
    _, _, area, url = grid
    SourceFactory(title="Báo cáo quý IV")
    form = opened(client, url)
    client.post(url, form | typed(area, "2023", value="90,5") | {"_once": ""})
    mine = {"all-source": "bao cao quy", "all-locator": "trang 2"}
    answer = client.post(url, form | typed(area, "2023", value="91") | mine)
    assert answer.context["heading"] == "người khác vừa lưu cùng ô này"
    assert [(each.label, each.saved, each.typed) for each in answer.context["rivals"]] == [
        ("Hải Phòng, năm 2023: Giá trị", "90,5", "91"),
        ("Hải Phòng, năm 2023: Nguồn", "", "Báo cáo quý IV"),
        ("Hải Phòng, năm 2023: Vị trí trong nguồn", "", "trang 2"),
    ]


def test_what_others_saved_beside_it_stays(client, grid):
    release, _, area, url = grid
    form = opened(client, url)
    client.post(url, form | typed(area, "2022", value="60") | {"_once": ""})
    assert client.post(url, form | typed(area, "2023", value="91")).status_code == 302
    assert [each[1:4] for each in held(release)] == [("2022", "eq", 60), ("2023", "eq", 91)]


def test_what_both_take_out_is_out(client, grid):
    release, indicator, area, url = grid
    figure = ObservationFactory(release=release, indicator=indicator, area=area, period="2023")
    CitationFactory(observation=figure)
    form = opened(client, url) | typed(area, "2023", value="")
    answers = [client.post(url, form | {"_once": ""}) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert told(client.get(url)) == [
        "Đã ghi vào bản thảo: bỏ 1 số khỏi bản thảo.",
        "Không có gì thay đổi nên không ghi gì.",
    ]
    assert held(release) == []


def test_what_became_public_meanwhile_is_shown_before_it_is_replaced(client, grid):
    release, indicator, area, url = grid
    form = opened(client, url) | typed(area, "2023", value="91")
    published_figure(indicator=indicator, area=area, period="2023", value="90")
    answer = client.post(url, form)
    assert answer.status_code == 409
    [rival] = answer.context["rivals"][:1]
    assert (rival.label, rival.saved, rival.typed) == (
        "Hải Phòng, năm 2023: Số đang công khai",
        "90%",
        "91",
    )
    assert held(release) == []


def test_a_double_click_saves_once(client, grid):
    release, _, area, url = grid
    form = opened(client, url) | typed(area, "2023", value="91")
    assert [client.post(url, form).status_code for _ in range(2)] == [302, 302]
    assert told(client.get(url)) == [
        "Đã ghi vào bản thảo: thêm 1 số.",
        "Bản ghi này đã được lưu rồi.",
    ]
    assert len(held(release)) == 1


def test_the_back_buttons_form_is_compared_as_any_other(client, grid):
    release, _, area, url = grid
    form = opened(client, url)
    client.post(url, form | typed(area, "2023", value="91"))
    answer = client.post(url, form | typed(area, "2023", value="92"))
    assert (answer.status_code, answer.context["rivals"][0].saved) == (409, "91")
    answer = client.post(url, form | typed(area, "2022", value="60"))
    assert answer.status_code == 302
    assert [each[1:4] for each in held(release)] == [("2022", "eq", 60), ("2023", "eq", 91)]


def test_a_refused_form_may_be_sent_again(client, grid):
    _, _, area, url = grid
    answer, form = save(client, url, typed(area, "2023", value="907"))
    assert (answer.status_code, Submission.objects.count()) == (400, 0)
    assert client.post(url, form | typed(area, "2023", value="90,7")).status_code == 302


@pytest.mark.parametrize("opened_with", ["", "[]", "{", '{"1_2023": 5}', '{"x": {"value": 3}}'])
def test_a_forged_form_overwrites_nothing(client, grid, opened_with):
    release, indicator, area, url = grid
    ObservationFactory(release=release, indicator=indicator, area=area, value="50")
    form = typed(area, "2023", value="51") | {"_opened": opened_with}
    assert client.post(url, form).status_code == 409
    assert [each[3] for each in held(release)] == [50]


def test_what_was_typed_outlives_the_session(client, grid, editor):
    release, _, area, url = grid
    form = opened(client, url) | typed(area, "2023", value="91", comment="Sơ bộ.")
    client.logout()
    kept = client.post(url, form)
    assert kept.status_code == 403
    login = {"username": editor.username, "password": "mat-khau-cua-test"}
    resumed = client.post("/admin/login/", login | {"_kept": kept.context["kept"]})
    assert resumed.context["typed"] == [
        ("Hải Phòng, năm 2023", "91"),
        ("Hải Phòng, năm 2023, Ghi chú cho số liệu", "Sơ bộ."),
    ]
    fields = dict(resumed.context["fields"])
    assert client.post(resumed.context["path"], fields).status_code == 302
    assert [each[3] for each in held(release)] == [91]


# Queries


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_the_cells(client, grid, rows):
    release, indicator, _, _ = grid
    source, other = a_source("Báo cáo năm"), a_source("Cũ")
    areas = [AreaFactory(code=f"phuong-{each}", name=f"Phường {each}") for each in range(rows)]
    keys = [{"indicator": indicator, "area": each, "period": "2022"} for each in areas]
    published_figures(*keys)
    url = grid_url(release, indicator, area=[each.code for each in areas])
    values = [typed(each, "2023", value="51") for each in areas]
    values += [typed(each, "2022", value="50", obs_status="P", source="Cũ") for each in areas]
    save(client, url, *values, source="Báo cáo năm")
    assert Observation.objects.filter(release=release).count() == 2 * rows
    form = opened(client, url)
    for each in areas:
        form |= typed(each, "2023", value="52", source="Cũ") | typed(each, "2022", value="")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as shown_by:
        assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as saved_by:
        assert client.post(url, form).status_code == 302
    assert (len(shown_by), len(saved_by)) == (22, 41)
    assert (source.citations.count(), other.citations.count()) == (0, rows)
