"""Citations say the figure, its source, its day and where it stays; TeX takes them as words."""

import hashlib
import re
from datetime import UTC, datetime

import pytest
from django.utils.html import escape

from metrics.manifest import manifest_sha256
from metrics.quoting import tex
from metrics.sealing import seal
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    PortalSettingsFactory,
    ReleaseFactory,
    SourceFactory,
    publish,
)
from tests.files import rows

pytestmark = pytest.mark.django_db
MOMENT = datetime(2024, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def figure():
    PortalSettingsFactory(name="Cổng thử", name_en="Portal & Co")
    indicator = IndicatorFactory(slug="ho-so", name="Tỷ lệ hồ sơ", name_en="Share of files")
    area = AreaFactory(code="tp", name="Thành phố", name_en="City")
    release = ReleaseFactory(slug="mot")
    figure = ObservationFactory(
        indicator=indicator, area=area, period="2023", value="90.7", release=release
    )
    source = SourceFactory(title="Báo", publisher="")
    CitationFactory(observation=figure, release=release, source=source, locator="đoạn 8")
    seal(release, manifest_sha256(release), MOMENT)
    publish(release, MOMENT)
    return figure


@pytest.fixture
def digest(client):
    """What everybody can compute: the SHA-256 of the release's own file."""
    return hashlib.sha256(b"".join(client.get("/phat-hanh/mot.json"))).hexdigest()


def vietnamese(digest, address, today):
    return (
        "Cổng thử, “Tỷ lệ hồ sơ”, năm 2023: 90,7% (Thành phố; nguồn: Báo, đoạn 8). "
        f"Phát hành 1/1/2024. Xem ngày {today}. {address} "
        f"SHA-256 của lần phát hành mot: {digest}"
    )


@pytest.mark.parametrize("path", ["/chi-so/ho-so/", "/chi-so/ho-so/tp/2023/"])
def test_a_page_can_be_cited_in_both_languages_and_as_bibtex(client, path, digest):
    page = client.get(f"{path}?as-of=2024-02-01").text

    address = f"http://127.0.0.1:8000{path}?as-of=2024-02-01"
    english = address.replace("8000/", "8000/en/")
    today = page.partition("Xem ngày ")[2].partition(".")[0]
    year, month, day = (int(part) for part in reversed(today.split("/")))
    assert f'<p class="cite" data-copy>{escape(vietnamese(digest, address, today))}</p>' in page
    assert (
        "Portal &amp; Co, “Share of files”, 2023: 90.7% (City; source: Báo, paragraph 8). "
        "Published on 1 January 2024."
    ) in page
    assert f"{english} SHA-256 of release mot: {digest}</p>" in page
    bibtex = page.partition("data-copy>@misc")[2].partition("</pre>")[0]
    assert bibtex.splitlines() == [
        "{ho-so-tp-2023,",
        "  author = {{Cổng thử}},",
        "  title = {{Tỷ lệ hồ sơ, năm 2023: 90,7\\%}},",
        "  year = {2024},",
        "  month = {1},",
        f"  url = {{{address}}},",
        f"  urldate = {{{year}-{month:02}-{day:02}}},",
        f"  note = {{Thành phố; nguồn: Báo, đoạn 8. SHA-256 của lần phát hành mot: {digest}}},",
        "}",
    ]


def test_without_a_moment_a_citation_keeps_the_day_it_is_read_on(client):
    page = client.get("/en/chi-so/ho-so/").text
    assert "http://127.0.0.1:8000/en/chi-so/ho-so/?as-of=20" in page
    assert page.index("data-copy>Portal &amp; Co") < page.index('lang="vi" data-copy>Cổng thử')


def test_tex_takes_no_sign_for_a_command():
    assert tex(r"50% & {A_B} \x $1 #2 ~^") == (
        r"50\% \& \{A\_B\} \textbackslash{}x \$1 \#2 \textasciitilde{}\textasciicircum{}"
    )


@pytest.mark.parametrize(("prefix", "place"), [("", "đoạn 8"), ("/en", "paragraph 8")])
def test_a_page_says_where_in_its_own_language_and_a_file_as_stored(client, prefix, place):
    page = client.get(f"{prefix}/chi-so/ho-so/").text
    [row] = rows(client.get(f"{prefix}/chi-so/ho-so.csv"))
    said = re.findall("Báo</a>, ([^<]*)</td>", page)
    assert (said, row["locator"]) == ([place], "đoạn 8")
