"""Pictures as files: what stands in them, which one an address asks for, what is refused."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from forum_portal.turns import Turns
from metrics.files import answers
from metrics.models import Dashboard
from tests.factories import (
    AreaFactory,
    CitationFactory,
    DashboardFactory,
    IndicatorFactory,
    ObservationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    PortalSettingsFactory,
    ReleaseFactory,
    SourceFactory,
    publish,
)
from tests.metrics.test_pictures import texts

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def portal():
    return PortalSettingsFactory(name="Cổng <A&B>", name_en="Portal")


@pytest.fixture
def figures():
    """Three figures of one area and one of another; the last of the first comes in February."""
    indicator = IndicatorFactory(slug="ho-so", name='Hồ sơ <trực tuyến> & "toàn trình"')
    city, district = AreaFactory(code="tp", name="Thành phố"), AreaFactory(code="quan")
    first, second = ReleaseFactory(slug="mot"), ReleaseFactory(slug="hai")
    of_city = [
        ObservationFactory(indicator=indicator, area=city, period=period, value=value, release=each)
        for period, value, each in (
            ("2020", "10.5", first),
            ("2021", "20", first),
            ("2022", "60", first),
            ("2023", "90.7", second),
        )
    ]
    other = ObservationFactory(
        indicator=indicator, area=district, period="2023", value="33", release=first
    )
    source = SourceFactory(title="Báo", publisher="")
    for figure in [*of_city, other]:
        CitationFactory(observation=figure, release=figure.release, source=source)
    publish(first, JANUARY)
    publish(second, FEBRUARY)
    return of_city


def shown(client, address):
    """Return the words of a picture, the foot's left out."""
    response = client.get(address)
    assert response.status_code == 200, response.content
    return texts(ElementTree.fromstring(response.content))


def percents(words):
    return [word for word in words if word.endswith("%") and not word.startswith(("100", "Hồ"))]


def test_a_picture_says_title_values_source_day_and_address(client, figures):
    words = shown(client, "/chi-so/ho-so.svg?as-of=2024-03-01")

    assert words[0] == 'Hồ sơ <trực tuyến> & "toàn trình", %'
    assert sorted(percents(words)) == ["10,5%", "20%", "60%", "90,7%"]
    assert words[-4:] == [
        "Nguồn: Báo.",
        "Cổng <A&B>",
        "Số liệu như đã công bố đến hết ngày 1/3/2024.",
        "http://127.0.0.1:8000/chi-so/ho-so/?as-of=2024-03-01",
    ]


def test_the_same_in_english(client, figures):
    words = shown(client, "/en/chi-so/ho-so.svg?as-of=2024-03-01")

    assert sorted(percents(words)) == ["10.5%", "20%", "60%", "90.7%"]
    assert words[-3:] == [
        "Portal",
        "Figures as published up to the end of 1 March 2024.",
        "http://127.0.0.1:8000/en/chi-so/ho-so/?as-of=2024-03-01",
    ]


def test_a_picture_of_the_past_knows_only_the_past(client, figures):
    words = shown(client, "/chi-so/ho-so.svg?as-of=2024-01-15&dia-ban=tp")
    assert sorted(percents(words)) == ["10,5%", "20%", "60%"]


def test_where_no_line_can_be_drawn_one_figure_stands(client, figures):
    words = shown(client, "/chi-so/ho-so.svg?dia-ban=quan")
    assert percents(words)[0] == "33%"
    assert words[0] == 'Hồ sơ <trực tuyến> & "toàn trình"'


def test_one_figure_has_a_picture_of_its_own(client, figures):
    words = shown(client, "/chi-so/ho-so/tp/2022.svg?as-of=2024-03-01")

    assert words[1] == "Thành phố, năm 2022"
    assert percents(words)[0] == "60%"
    assert words[-1] == "http://127.0.0.1:8000/chi-so/ho-so/tp/2022/?as-of=2024-03-01"
    page = client.get("/chi-so/ho-so/tp/2022/").text
    card = "http://127.0.0.1:8000/chi-so/ho-so/tp/2022.png?form=card"
    assert f'<meta property="og:image" content="{card}">' in page
    assert client.get(card.removeprefix("http://127.0.0.1:8000")).status_code == 200


@pytest.mark.parametrize("path", ["tp/1999", "tp/2022-S1", "tp/khong", "huyen/2022"])
def test_a_figure_that_is_not_there_has_no_picture(client, figures, path):
    assert client.get(f"/chi-so/ho-so/{path}.svg").status_code == 404


def test_a_png_is_made_of_the_same(client, figures):
    response = client.get("/chi-so/ho-so.png?form=card")
    assert response.headers["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"


def test_an_svg_may_only_bring_its_own_type(client, figures):
    policy = client.get("/chi-so/ho-so.svg").headers["Content-Security-Policy"]
    assert [part.split()[0] for part in policy.split("; ")] == [
        "default-src",
        "style-src",
        "font-src",
        "frame-ancestors",
    ]
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["/chi-so/ho-so.svg", "/en/chi-so/ho-so.png?form=narrow"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_who_has_it_is_not_sent_it_again(client, figures, address, method, monkeypatch):
    known = client.get(address).headers["ETag"]
    monkeypatch.setattr("metrics.views.pictures.png_of", None)  # nobody draws it again

    response = getattr(client, method)(address, headers={"If-None-Match": known})

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == known
    assert response.headers["Cache-Control"] == "public, s-maxage=1"


def test_when_many_files_are_being_made_a_png_waits(client, figures, monkeypatch):
    monkeypatch.setattr("metrics.files.answers.TURNS", Turns(at_once=1, waiting=0, patience=0))
    with answers.TURNS.turn():
        response = client.get("/chi-so/ho-so.png")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert client.get("/chi-so/ho-so.svg").status_code == 200
    assert client.get("/chi-so/ho-so.png").status_code == 200


def test_a_file_says_what_it_is_and_of_which_day(client, figures):
    response = client.head("/chi-so/ho-so.png?as-of=2024-03-01")
    assert response.headers["Content-Disposition"] == 'inline; filename="ho-so_2024-03-01.png"'
    card = client.head("/chi-so/ho-so.png?as-of=2024-03-01&form=card")
    assert card.headers["Content-Disposition"] == 'inline; filename="ho-so_card_2024-03-01.png"'


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("dia-ban=huyen", "Tham số này nhận một trong các giá trị: tp, quan."),
        ("tan-suat=X", "Tham số này nhận một trong các giá trị: A."),
        ("form=%00", "Tham số này nhận một trong các giá trị: wide, narrow, card."),
        ("as-of=2999-01-01", "một thời điểm trong tương lai"),
    ],
)
def test_what_is_asked_for_wrongly_is_refused_with_the_allowed_values(
    client, figures, query, reason
):
    response = client.get(f"/chi-so/ho-so.svg?{query}")
    assert response.status_code == 400
    assert reason in response.text


@pytest.mark.parametrize("address", ["/chi-so/khong-co.svg", "/chi-so/ho-so.png?as-of=2023-01-01"])
def test_what_is_not_there_is_a_page_that_says_so(client, figures, address):
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"][:9]) == (404, "text/html")


def test_a_picture_takes_as_many_queries_as_its_page(client, figures, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get("/chi-so/ho-so.svg")


def test_a_panel_of_a_dashboard_has_its_chart_as_a_picture(client, figures):
    panel = PanelFactory(dashboard=DashboardFactory(slug="bang"), kind="column", title="Theo năm")
    PanelIndicatorFactory(panel=panel, indicator=figures[0].indicator)
    panel.areas.add(figures[0].area)

    words = shown(client, "/bang-so-lieu/bang/1.svg?as-of=2024-03-01")

    assert words[0] == "Theo năm"
    assert sorted(percents(words)) == ["10,5%", "20%", "60%", "90,7%"]
    assert words[-1] == "http://127.0.0.1:8000/bang-so-lieu/bang/?as-of=2024-03-01"
    assert 'href="/bang-so-lieu/bang/1.png"' in client.get("/bang-so-lieu/bang/").text
    missing = [client.get(f"/bang-so-lieu/{path}.png") for path in ("bang/0", "bang/2", "khong/1")]
    assert [each.status_code for each in missing] == [404, 404, 404]

    Dashboard.objects.filter(slug="bang").update(slug="moi")
    assert client.get("/bang-so-lieu/bang/1.svg").headers["Location"] == "/bang-so-lieu/moi/1.svg"
