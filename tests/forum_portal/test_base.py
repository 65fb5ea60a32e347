"""What every page says of itself, and what is in the other language on it."""

from datetime import UTC, datetime
from types import SimpleNamespace as Row

import pytest
from django.utils.translation import override

from forum_portal.templatetags.portal import in_language
from tests.factories import PortalSettingsFactory, published_figure
from tests.words import section


@pytest.mark.django_db
def test_a_page_tells_who_shares_it_what_it_is(client):
    PortalSettingsFactory(name="Cổng thử", tagline="Diễn đàn & số liệu")
    page = client.get("/gioi-thieu/").text
    for line in (
        '<meta name="description" property="og:description" content="Diễn đàn &amp; số liệu">',
        '<meta property="og:title" content="Giới thiệu">',
        '<meta property="og:site_name" content="Cổng thử">',
        '<meta property="og:type" content="website">',
        '<meta property="og:locale" content="vi_VN">',
    ):
        assert line in page
    assert '<meta property="og:locale" content="en_GB">' in client.get("/en/gioi-thieu/").text


@pytest.mark.django_db
def test_a_title_stays_within_its_attribute(client):
    page = client.get("/tim-kiem/", {"q": '"><script>'}).text
    title = "Tìm kiếm: &quot;&gt;&lt;script&gt;"
    assert f'<meta property="og:title" content="{title}">' in page


@pytest.mark.django_db
def test_the_day_that_the_example_names_has_come(client):
    PortalSettingsFactory()
    published_figure(datetime(2021, 5, 1, tzinfo=UTC))
    assert "?as-of=2021-05-01" in section(client.get("/gioi-thieu/"), "use")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/chi-so/?as-of=", "/chi-so/?tru-cot=", "/du-lieu/quan-sat.csv?dialect="]
)
def test_control_characters_are_not_repeated(client, path):
    response = client.get(f"{path}2026%00%1b%0aab")
    assert response.status_code == 400
    assert "2026   ab" in response.text.replace("&nbsp;", " ")


@pytest.mark.parametrize(
    ("name", "name_en", "vietnamese", "english"),
    [
        ("Diễn đàn", "Forum", "Diễn đàn", "Forum"),
        ("Diễn đàn", "", "Diễn đàn", '<span lang="vi">Diễn đàn</span>'),
        ("The Forum", "The Forum", '<span lang="en">The Forum</span>', "The Forum"),
        ("TECHFEST Hải Phòng", "TECHFEST Hải Phòng", *["TECHFEST Hải Phòng"] * 2),
        ("", "", "", ""),
    ],
)
def test_what_is_in_the_other_language_is_marked(name, name_en, vietnamese, english):
    record = Row(name=name, name_en=name_en)
    with override("vi"):
        assert in_language(record, "name") == vietnamese
    with override("en"):
        assert in_language(record, "name") == english
