"""A number that is typed finds the public figures with that value, or printed so by a source."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum_portal.search_figures import asks_for_number
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    ReleaseFactory,
    publish,
    published_figure,
    published_figures,
)
from tests.words import section

FILES = dict(
    indicator__name="Hồ sơ trực tuyến",
    indicator__slug="ho-so",
    indicator__unit__kind="count",
    indicator__unit__symbol="",
    indicator__unit__noun="hồ sơ",
    indicator__unit__highest=None,
    area__name="Hải Phòng",
    area__code="hai-phong",
    comparator="ge",
)
FOUND = "Số liệu 1 kết quả hơn 956.000 hồ sơ Hồ sơ trực tuyến, năm 2023 · Hải Phòng"


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("90,7%", True),
        ("hồ sơ 956.000", True),
        ("“90,7%”?", True),
        ("12/KH-UBND", False),
        ("4G", False),
        ("-", False),
    ],
)
def test_a_question_with_a_number_is_one_for_figures(text, is_number):
    assert asks_for_number(text) == is_number


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["956.000", "956,000", "956000", "ho so 956.000", "956.000 hồ"])
def test_finds_a_figure_by_its_value(client, typed):
    published_figures({"value": "956000"} | FILES, {"value": "956001"})
    response = client.get("/tim-kiem/", {"q": typed})
    assert section(response, "so-lieu") == FOUND
    assert 'href="/chi-so/ho-so/hai-phong/2023/"' in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        *("hơn 956.000 hồ sơ", "hon 956.000", "gần 956000", "ít nhất 956.000 hs", "“hơn 956.000”!"),
        *(
            "956.000 hs ky",
            "hồ sơ đạt trên 956.000 hs kí",
            "over 956,000 FILES",
            "kỉ 956.000 hồ sơ",
        ),
    ],
)
def test_finds_a_figure_as_it_is_printed(client, typed):
    published_figure(
        value="956000",
        **FILES
        | {
            "indicator__name": "Hồ sơ trong kỷ",
            "indicator__unit__noun": "HS ký",
            "indicator__unit__noun_en": "files",
        },
    )
    found = client.get("/tim-kiem/", {"q": typed}).context["found"].exactly
    assert [(each.kind, each.count) for each in found] == [("so-lieu", 1)]


@pytest.mark.django_db
def test_a_unit_stands_behind_its_number_with_the_typed_accents(client):
    published_figure(value="400", **FILES | {"indicator__unit__noun": "tỷ đồng"})
    for typed in ("400 tỷ", "gần 400 tỷ đồng", "400 ti dong", "khoảng 400 tỉ đồng", "400 t"):
        assert section(client.get("/tim-kiem/", {"q": typed}), "so-lieu").startswith("Số liệu 1 ")
    for typed in ("tỷ 400", "400 tý", "400 đông", "400 ỷ", "401 tỷ đồng"):
        assert '"so-lieu"' not in client.get("/tim-kiem/", {"q": typed}).text


@pytest.mark.django_db
def test_the_words_beside_a_number_must_be_the_indicators(client):
    published_figure(value="956000", **FILES)
    for typed in ("chợ 956.000", "956.000 90,7", "hổ sơ 956.000"):
        assert '"so-lieu"' not in client.get("/tim-kiem/", {"q": typed}).text


@pytest.mark.django_db
def test_finds_a_figure_by_what_a_source_prints(client):
    figure = ObservationFactory(value="956000", **FILES)
    CitationFactory(observation=figure, printed="đạt 90,7%.")
    publish(figure.release)
    assert section(client.get("/tim-kiem/?q=90,7"), "so-lieu") == FOUND
    for typed in ("0,7", "90", "7", "90,71"):
        assert '"so-lieu"' not in client.get("/tim-kiem/", {"q": typed}).text


@pytest.mark.django_db
def test_only_the_version_in_force_is_found(client):
    old = published_figure(value="90.7", **FILES)
    key = {name: getattr(old, name) for name in ("indicator", "area", "period")}
    published_figure(timezone.now() - timedelta(days=1), value="95", **key)
    assert '"so-lieu"' not in client.get("/tim-kiem/?q=90,7").text


@pytest.mark.django_db
def test_drafts_embargoed_and_withdrawn_figures_are_not_found(client):
    now = timezone.now()
    ObservationFactory(value="90.7")
    published, withdrawn = published_figures({"value": "50"}, {"value": "90.7"})
    key = {name: getattr(withdrawn, name) for name in ("indicator", "area", "period")}
    published_figure(now - timedelta(days=2), value=None, obs_status="withdrawn", **key)
    late = CitationFactory(observation=published, release=ReleaseFactory(), printed="90,7%")
    embargoed = ObservationFactory(value="90.7")
    publish(embargoed.release, now + timedelta(days=1))
    response = client.get("/tim-kiem/?q=90,7")
    assert section(response, "nothing").startswith("Không tìm thấy")
    publish(late.release, now - timedelta(days=1))
    assert section(client.get("/tim-kiem/?q=90,7"), "so-lieu").startswith("Số liệu 1 kết quả 50%")


@pytest.mark.django_db
def test_finds_the_figures_of_a_year_by_the_name_of_their_indicator(client):
    figure = published_figure(value="7", period="2023", **FILES)
    same = dict(indicator=figure.indicator, area=figure.area, comparator="ge")
    published_figures(
        {"value": "8", "period": "2023-12"} | same,
        {"value": "9", "period": "2024"} | same,
        {"value": "6", "period": "2021/2025"} | same,
        at=timezone.now() - timedelta(days=1),
    )
    ObservationFactory(value="5", period="2023-11", **same)
    expected = (
        "Số liệu 2 kết quả hơn 7 hồ sơ Hồ sơ trực tuyến, năm 2023 · Hải Phòng "
        "hơn 8 hồ sơ Hồ sơ trực tuyến, tháng 12/2023 · Hải Phòng"
    )
    for typed in ("hồ sơ trực tuyến 2023", "2023 ho so"):
        assert section(client.get("/tim-kiem/", {"q": typed}), "so-lieu") == expected
    for typed in ("2023", "hổ sơ 2023", "ho so 2022", "chi_so 2023"):
        assert '"so-lieu"' not in client.get("/tim-kiem/", {"q": typed}).text


@pytest.mark.django_db
def test_finds_a_rank_as_it_is_read(client):
    published_figures(
        {"value": "8", "out_of": 63} | FILES,
        {"value": "8", "out_of": 34},
        {"value": "8"},
    )
    found = "Số liệu 1 kết quả hơn 8 hồ sơ Hồ sơ trực tuyến, năm 2023 · Hải Phòng"
    for typed in ("8/63", "ho so 8/63"):
        assert section(client.get("/tim-kiem/", {"q": typed}), "so-lieu") == found
    for typed in ("8/6", "63/8", "8/64", "1/2/3"):
        assert '"so-lieu"' not in client.get("/tim-kiem/", {"q": typed}).text


@pytest.mark.django_db
def test_a_target_says_that_it_is_one_and_stands_behind_what_was_measured(client):
    figure = published_figure(value="90.7", period="2022", **FILES)
    same = dict(indicator=figure.indicator, area=figure.area, value="90.7", comparator="ge")
    published_figures(
        {"kind": "target", "period": "2026"} | same,
        {"obs_status": "P", "period": "2023"} | same,
        at=timezone.now() - timedelta(days=1),
    )
    assert section(client.get("/tim-kiem/?q=90,7"), "so-lieu") == (
        "Số liệu 3 kết quả "
        "hơn 90,7 hồ sơ Sơ bộ Hồ sơ trực tuyến, năm 2023 · Hải Phòng "
        "hơn 90,7 hồ sơ Hồ sơ trực tuyến, năm 2022 · Hải Phòng "
        "ít nhất 90,7 hồ sơ Mục tiêu Hồ sơ trực tuyến, năm 2026 · Hải Phòng"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["1.2.3", "9" * 190, "1/2/3", "+5%", "0,0"])
def test_odd_numbers_have_an_answer(client, typed):
    published_figure(value="50")
    assert client.get("/tim-kiem/", {"q": typed}).status_code == 200
