"""What a grid writes into a draft: what differs, with its source; the rest stays as it is."""

from decimal import Decimal
from random import Random

import pytest
from django.contrib.admin.models import LogEntry

from forum_portal import roles
from metrics.models import Citation, Observation, ReleaseStep
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    published_figure,
    staff,
)
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
from tests.metrics.release_desk import an_editor, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = an_editor()
    client.force_login(user)
    return user


@pytest.fixture
def grid(editor):
    """A draft, an indicator in per cent, an area, and the address of their grid."""
    release, indicator, area = a_grid(editor)
    return release, indicator, area, grid_url(release, indicator)


def public(indicator, area, **figure):
    return published_figure(indicator=indicator, area=area, period="2023", **figure)


def test_new_figures_with_one_source_for_all(client, grid):
    release, _, area, url = grid
    a_source("Báo cáo năm")
    answer, _ = save(
        client,
        url,
        typed(area, "2022", value="60,2"),
        typed(area, "2023", value="hơn 90,7%", locator="đoạn 9"),
        source="Báo cáo năm",
        locator="đoạn 8",
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, url_of(url))
    assert held(release) == [
        ("hai-phong", "2022", "eq", Decimal("60.2"), "A", [("Báo cáo năm", "đoạn 8")]),
        ("hai-phong", "2023", "ge", Decimal("90.7"), "A", [("Báo cáo năm", "đoạn 9")]),
    ]
    assert told(client.get(url)) == ["Đã ghi vào bản thảo: thêm 2 số."]


def url_of(url):
    """Return an address as a redirect writes it."""
    return url.replace("; ", "%3B+")


def test_a_step_says_who_had_a_hand_in_the_draft(client, editor, grid):
    release, _, area, url = grid
    colleague = staff(roles.EDITOR, organisation=editor.organisation)
    client.force_login(colleague)
    save(client, url)
    save(client, url, typed(area, "2023", value="50"))
    save(client, url, typed(area, "2023", value="51"))
    steps = release.steps.values_list("action", "by")
    assert list(steps) == [(ReleaseStep.Action.EDITED, colleague.pk)]
    logged = LogEntry.objects.filter(user=colleague).order_by("pk")
    assert [each.get_change_message() for each in logged] == [
        "Bảng “Hồ sơ trực tuyến”: thêm 1.",
        "Bảng “Hồ sơ trực tuyến”: sửa 1.",
    ]


def test_an_untouched_grid_writes_nothing(client, grid):
    release, indicator, area, url = grid
    public(indicator, area, value="50", comparator="ge", comment="Theo báo cáo.")
    figure = ObservationFactory(release=release, indicator=indicator, area=area, period="2022")
    answer, _ = save(client, url)
    assert answer.status_code == 302
    assert told(client.get(url)) == ["Không có gì thay đổi nên không ghi gì."]
    assert list(release.observations.all()) == [figure]


def test_texts_as_people_leave_them_are_no_change(client, grid):
    release, indicator, area, url = grid
    key = {"indicator": indicator, "area": area, "value": "1234567.8"}
    indicator.unit.highest, comment = None, " Dòng một \r\n\r\n dòng hai.  \n"
    indicator.unit.save()
    figure = ObservationFactory(release=release, **key, period="2022", comment=comment)
    place = SourceFactory(title=" Báo  cáo “quý” <IV> & năm ", url="https://haiphong.gov.vn/a")
    CitationFactory(observation=figure, source=place, locator=" trang 1 ")
    published_figure(**key, period="2023", comment=comment, out_of=None)
    assert not any(each.is_touched for each in cells(client.get(url)).values())
    save(client, url)
    assert told(client.get(url)) == ["Không có gì thay đổi nên không ghi gì."]


def test_what_is_public_already_is_not_written_again(client, grid):
    release, indicator, area, url = grid
    public(indicator, area, value="50")
    save(client, url, typed(area, "2023", value="50,0"))
    assert told(client.get(url)) == ["1 ô trùng với số đang công khai nên không ghi."]
    assert held(release) == []


def test_a_new_version_keeps_remark_and_places_of_the_public_one(client, grid):
    release, indicator, area, url = grid
    indicator.unit.kind, indicator.unit.highest = "rank", None
    indicator.unit.save()
    public(indicator, area, value="8", out_of=63, comment="Theo bộ.", comment_en="By ministry.")
    save(client, url, typed(area, "2023", value="7"))
    figure = release.observations.get()
    kept = (figure.value, figure.out_of, figure.comment, figure.comment_en)
    assert kept == (7, 63, "Theo bộ.", "By ministry.")


def test_where_the_number_stays_its_public_sources_hold(client, grid):
    release, indicator, area, url = grid
    old = public(indicator, area, value="50")
    Citation.objects.create(
        release=ObservationFactory().release,
        observation=old,
        source=a_source("Chưa công khai"),
        position=2,
    )
    source = old.citations.get(release=old.release).source
    save(client, url, typed(area, "2023", value="50", obs_status="P"))
    assert held(release) == [
        ("hai-phong", "2023", "eq", Decimal(50), "P", [(source.title, "")]),
    ]


def test_the_drafts_version_changes_and_keeps_its_citation(client, grid):
    release, indicator, area, url = grid
    figure = ObservationFactory(release=release, indicator=indicator, area=area, value="50")
    CitationFactory(observation=figure, source=a_source("Cũ"), locator="đoạn 1", sentence="Câu.")
    save(client, url, typed(area, "2023", value="51"), source="Cũ")
    assert held(release) == [("hai-phong", "2023", "eq", Decimal(51), "A", [("Cũ", "đoạn 1")])]
    assert figure.citations.get().sentence == "Câu."
    assert figure.pk == release.observations.get().pk


def test_another_source_takes_the_words_of_the_old_one_away(client, grid):
    release, indicator, area, url = grid
    figure = ObservationFactory(release=release, indicator=indicator, area=area, value="50")
    CitationFactory(observation=figure, source=a_source("Cũ"), locator="đoạn 1", sentence="Câu.")
    a_source("Nguồn mới")
    save(client, url, typed(area, "2023", source="nguon moi", locator="trang 2"))
    assert held(release)[0][-1] == [("Nguồn mới", "trang 2")]
    assert figure.citations.get().sentence == ""


def test_a_cleared_value_takes_the_figure_out_of_the_draft(client, grid):
    release, indicator, area, url = grid
    figure = ObservationFactory(release=release, indicator=indicator, area=area, value="50")
    CitationFactory(observation=figure)
    save(client, url, typed(area, "2023", value=""))
    assert told(client.get(url)) == ["Đã ghi vào bản thảo: bỏ 1 số khỏi bản thảo."]
    assert (held(release), Citation.objects.count()) == ([], 0)


def test_a_figure_that_another_release_cites_stays_in_the_draft(client, grid):
    release, indicator, area, url = grid
    figure = ObservationFactory(release=release, indicator=indicator, area=area, value="50")
    hidden = CitationFactory(observation=figure, release=ReleaseFactory())
    answer, _ = save(client, url, typed(area, "2023", value=""))
    assert "Một lần phát hành khác chưa công khai dẫn số này nên số này ở lại." in answer.text
    assert list(Citation.objects.all()) == [hidden]
    assert list(Observation.objects.all()) == [figure]


def test_a_status_says_why_there_is_no_value(client, grid):
    release, _, area, url = grid
    answer, _ = save(client, url, typed(area, "2022", value="…"), typed(area, "2023", value="-"))
    text = ["“–” nghĩa là không có số: chọn trạng thái cho biết vì sao."]
    assert answer.status_code == 400
    assert errors(answer) == {"2022": {"obs_status": text}, "2023": {"obs_status": text}}

    save(
        client,
        url,
        typed(area, "2022", value="…"),
        typed(area, "2023", value="-", obs_status="L"),
        missing="O",
    )
    assert [each[1:5] for each in held(release)] == [
        ("2022", "eq", None, "O"),
        ("2023", "eq", None, "L"),
    ]
    shown = {period: cell.typed["value"] for (_, period), cell in cells(client.get(url)).items()}
    assert shown == {"2022": "–", "2023": "–"}
    save(client, url)
    assert len(held(release)) == 2


def test_a_value_gives_way_to_a_status_without_one(client, grid):
    release, indicator, area, url = grid
    ObservationFactory(release=release, indicator=indicator, area=area, value="50")
    save(client, url, typed(area, "2023", value="", obs_status="L"))
    assert [each[3:5] for each in held(release)] == [(None, "L")]


def test_every_cell_is_checked_as_the_form_of_one_figure(client, grid):
    release, _, area, url = grid
    answer, _ = save(
        client,
        url,
        typed(area, "2022", value="907"),
        typed(area, "2023", value="90,7 hồ sơ", comparator="ge", source="Không có"),
    )
    assert answer.status_code == 400
    assert errors(answer) == {
        "2022": {"value": ["Giá trị vượt 100, mức cao nhất của đơn vị."]},
        "2023": {
            "source": [
                "Không có nguồn “Không có”: chọn trong danh sách, hoặc thêm nguồn này trước."
            ],
            "value": ["“hồ sơ” không phải là đơn vị của chỉ số này. Hãy chỉ ghi số."],
        },
    }
    assert cells(answer)["hai-phong", "2023"].typed["value"] == "90,7 hồ sơ"
    assert held(release) == []


def test_what_only_the_record_refuses_stands_beside_its_cell(client, editor):
    release, indicator, area = a_grid(editor, kind="rank", symbol="", lowest=None, highest=None)
    url = grid_url(release, indicator)
    answer, _ = save(
        client,
        url,
        typed(area, "2022", value="64", out_of="63"),
        typed(area, "2023", value="8", out_of="63"),
    )
    assert answer.status_code == 400
    assert errors(answer) == {"2022": {"value": ["Thứ hạng lớn hơn số đơn vị được xếp hạng."]}}
    assert held(release) == []


def test_a_number_that_reads_in_two_ways_is_asked_then_read_as_said(client, editor):
    release, indicator, area = a_grid(editor, kind="count", symbol="", lowest=None, highest=None)
    url = grid_url(release, indicator)
    answer, form = save(client, url, typed(area, "2023", value="1.234"))
    text = "“1.234” có thể đọc theo hai cách: hãy chọn cách viết số ở phía trên."
    assert (answer.status_code, errors(answer)) == (400, {"2023": {"value": [text]}})
    assert held(release) == []

    answered = client.post(url, form | {"all-numbers": "en"})
    assert (answered.status_code, "numbers=en" in answered.headers["Location"]) == (302, True)
    assert [each[3] for each in held(release)] == [Decimal("1.234")]

    save(client, url, typed(area, "2022", value="956.000"))
    assert [each[3] for each in held(release)] == [Decimal(956000), Decimal("1.234")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hơn 20.5", "20.5"),
        ("20,5", "20.5"),
        ("1.234", "1.234"),
        ("1,234", "1.234"),
        ("2.5%", "2.5"),
    ],
)
def test_a_number_with_one_reading_in_its_unit_is_read(client, editor, text, value):
    release, indicator, area = a_grid(editor, symbol="%")
    answer, _ = save(client, grid_url(release, indicator), typed(area, "2023", value=text))
    assert (answer.status_code, [each[3] for each in held(release)]) == (302, [Decimal(value)])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("vjst", None),
        ("bài VJST", None),
        ("báo", "Có nhiều nguồn khớp với “báo”. Hãy gõ tên một nguồn: “Bài báo”; “Báo cáo”."),
        ("vj", "Không có nguồn “vj”: chọn trong danh sách, hoặc thêm nguồn này trước."),
        ("lạ", "Không có nguồn “lạ”: chọn trong danh sách, hoặc thêm nguồn này trước."),
    ],
)
def test_a_source_is_found_by_words_that_it_alone_has(client, editor, text, sentence):
    release, indicator, area = a_grid(editor)
    SourceFactory(title="Bài báo", publisher="VJST", slug="bai")
    SourceFactory(title="Báo cáo", slug="cao")
    url = grid_url(release, indicator)
    answer, _ = save(client, url, typed(area, "2023", value="50", source=text))
    if sentence is None:
        assert [each[5] for each in held(release)] == [[("Bài báo", "")]]
    else:
        assert errors(answer) == {"2023": {"source": [sentence]}}


def test_targets_of_a_plan_are_a_grid_of_their_own(client, grid):
    release, indicator, area, _ = grid
    plan = a_source("Kế hoạch 75")
    url = grid_url(release, indicator, kind="target", instrument=plan.slug)
    save(client, url, typed(area, "2023", value="ít nhất 95"))
    figure = release.observations.get()
    assert (figure.kind, figure.instrument, figure.comparator) == ("target", plan, "ge")
    assert opened(client, url)[f"{area.pk}_2023-value"] == "95"


def test_a_span_of_years_is_a_period_as_any(client, grid):
    release, indicator, area, _ = grid
    url = grid_url(release, indicator, periods="2021–2025")
    save(client, url, typed(area, "2021-2025", value="50"))
    assert Observation.objects.get().period == "2021/2025"
    assert held(release)[0][1] == "2021/2025"


def test_a_withdrawal_in_the_draft_stays_as_it_is(client, grid):
    release, indicator, area, url = grid
    public(indicator, area, value="50")
    key = {"release": release, "indicator": indicator, "area": area, "period": "2023"}
    ObservationFactory(**key, value=None, obs_status="withdrawn")
    save(client, url, typed(area, "2022", value="60"))
    assert [each[1:5] for each in held(release)] == [
        ("2022", "eq", 60, "A"),
        ("2023", "eq", None, "withdrawn"),
    ]
    save(client, url, typed(area, "2023", comment="Nguồn cải chính."))
    assert release.observations.get(period="2023").comment == "Nguồn cải chính."


def test_a_figure_that_two_drafts_hold_may_be_taken_out_of_one(client, grid):
    release, indicator, area, url = grid
    key = {"indicator": indicator, "area": area, "period": "2023"}
    ObservationFactory(release=release, **key)
    other = ObservationFactory(**key)
    answer, _ = save(client, url, typed(area, "2023", value=""))
    assert answer.status_code == 302
    assert list(Observation.objects.filter(**key)) == [other]


def test_a_word_and_a_choice_that_contradict_are_asked(client, grid):
    _, _, area, url = grid
    answer, _ = save(client, url, typed(area, "2023", value="gần 95", comparator="ge"))
    assert answer.status_code == 400
    assert list(errors(answer)["2023"]) == ["comparator"]


def test_a_source_that_several_have_the_name_of_is_asked(client, grid):
    release, _, area, url = grid
    one, _two = a_source("Báo cáo"), SourceFactory(title="Báo cáo", slug="bao-cao-2")
    answer, form = save(client, url, typed(area, "2023", value="50"), source="báo cáo")
    assert answer.status_code == 400
    assert answer.context["for_all"].errors == {
        "source": [
            "Có nhiều nguồn khớp với “báo cáo”. Hãy gõ tên một nguồn: “bao-cao”; “bao-cao-2”."
        ]
    }
    assert client.post(url, form | {"all-source": one.slug}).status_code == 302
    assert release.citations.get().source == one
    assert opened(client, url)[f"{area.pk}_2023-source"] == one.slug


def test_savers_in_any_order_lose_nothing(client, grid):
    """Each save is written whole or, where somebody was quicker at a cell, not at all."""
    release, indicator, area, _ = grid
    url = grid_url(release, indicator, periods="2020; 2021; 2022; 2023")
    random, stands, answers = Random(20261122), {}, set()
    opened_pages = [opened(client, url) for _ in range(3)]
    for _ in range(25):
        place = random.randrange(3)
        page = opened_pages[place]
        years = random.sample(range(2020, 2024), random.randint(1, 3))
        typing = {str(year): random.choice(["", "10", "20", "30"]) for year in years}
        form = page | {"_once": ""}
        for year, text in typing.items():
            form |= typed(area, year, value=text)
        before = dict(stands)
        answer = client.post(url, form)
        answers.add(answer.status_code)
        if answer.status_code == 302:
            was = {year: page[f"{area.pk}_{year}-value"] for year in typing}
            stands |= {year: text for year, text in typing.items() if text != was[year]}
            stands = {year: text for year, text in stands.items() if text}
            opened_pages[place] = opened(client, url)
        else:
            assert answer.context["rivals"]
            opened_pages[place] = opened(client, url)
        values = release.observations.values_list("period", "value")
        assert {period: str(int(value)) for period, value in values} == stands
        assert answer.status_code == 302 or stands == before
    assert answers == {302, 409}
