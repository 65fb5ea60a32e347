"""What others frame: only this page may be framed; frozen, it says when it is out of date."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.metrics.test_picture_files import figures, portal

pytestmark = pytest.mark.django_db
__all__ = ["figures", "portal"]  # fixtures
EMBED = "/nhung/chi-so/ho-so/"


def framing(response):
    """Return what a page says to who would frame it."""
    policy = dict(
        part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; ")
    )
    return policy["frame-ancestors"], response.headers.get("X-Frame-Options")


def test_only_what_is_made_for_it_may_be_framed(client, figures):
    assert framing(client.get(EMBED)) == ("*", None)
    assert framing(client.get(f"/en{EMBED}?as-of=2024-01-15")) == ("*", None)
    for address in ("/chi-so/ho-so/", "/chi-so/ho-so.svg", "/chi-so/", "/admin/login/"):
        assert framing(client.get(address)) == ("'none'", "DENY")


def test_it_shows_the_picture_with_words_and_a_way_back(client, figures):
    page = client.get(EMBED).text

    assert re.findall(r'(?:srcset|src)="([^"]*)"', page) == [
        "/chi-so/ho-so.svg?form=narrow",
        "/chi-so/ho-so.svg",
    ]
    words = unescape(re.search(r'alt="([^"]*)"', page)[1])
    assert "2020: 10,5%; 2021: 20%; 2022: 60%; 2023: 90,7%." in words
    assert '<a href="/chi-so/ho-so/" target="_blank" rel="noopener">' in page
    assert "<script" not in page


def test_frozen_it_stays_and_says_that_newer_figures_exist(client, figures):
    page = client.get(f"{EMBED}?as-of=2024-01-15").text

    assert 'src="/chi-so/ho-so.svg?as-of=2024-01-15"' in page
    assert "Đã có số mới hơn, công bố ngày 1/2/2024." in page
    assert "Đã có số mới hơn" not in client.get(f"{EMBED}?as-of=2024-03-01").text
    assert "Đã có số mới hơn" not in client.get(EMBED).text


def test_it_refuses_what_its_picture_refuses(client, figures):
    answers = [client.get(f"{EMBED}?{query}") for query in ("as-of=2999-01-01", "dia-ban=huyen")]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert client.get("/nhung/chi-so/khong-co/").status_code == 404


def test_its_page_has_the_code_to_copy_living_and_frozen(client, figures):
    page = client.get("/chi-so/ho-so/?as-of=2024-01-15").text

    codes = [unescape(code) for code in re.findall(r"<pre[^>]*>(&lt;iframe.*?)</pre>", page)]
    assert [re.search('src="([^"]*)"', code)[1] for code in codes] == [
        f"http://127.0.0.1:8000{EMBED}",
        f"http://127.0.0.1:8000{EMBED}?as-of=2024-01-15",
    ]
    title = re.search('title="([^"]*)"', codes[0])[1]
    assert unescape(title) == 'Hồ sơ <trực tuyến> & "toàn trình"'


def test_its_page_names_the_card_and_draws_without_javascript(client, figures):
    page = client.get("/chi-so/ho-so/").text

    card = re.search('property="og:image" content="([^"]*)"', page)[1]
    assert card == "http://127.0.0.1:8000/chi-so/ho-so.png?form=card"
    assert client.get(card.removeprefix("http://127.0.0.1:8000")).status_code == 200
    without = re.search("<noscript>(.*?)</noscript>", page, re.DOTALL)[1]
    source = unescape(re.search(' src="([^"]*)"', without)[1])
    assert source == "/chi-so/ho-so.svg?dia-ban=tp&tan-suat=A"
    assert client.get(source).status_code == 200


def test_an_embedded_page_takes_few_queries(client, figures, django_assert_num_queries):
    with django_assert_num_queries(6):
        client.get(reverse("metrics:indicator-embed", args=["ho-so"]), {"as-of": "2024-01-15"})
