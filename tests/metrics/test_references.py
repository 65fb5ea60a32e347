from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from metrics.badges import Badge
from metrics.markdown import render_markdown
from metrics.models import Indicator, Observation
from metrics.references import Reference, find_references, resolve
from tests.factories import (
    CitationFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    publish,
    published_figure,
    published_figures,
)

BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
LATER = datetime(2021, 1, 1, tzinfo=UTC)
LATEST = datetime(2022, 1, 1, tzinfo=UTC)
WITHDRAWN = (
    '<p>Đạt <span class="aside">[<a href="/chi-so/ho-so/thanh-pho/2023/">số đã rút</a>]</span>.</p>'
    "\n"
)
MISSING = '<p>Đạt <span class="aside">[số chưa công bố]</span>.</p>\n'


@pytest.fixture
def home():
    return HomeAreaFactory(area__code="thanh-pho").area


@pytest.fixture
def files(db):
    """An indicator of online files."""
    return IndicatorFactory(code="ho_so", slug="ho-so")


def withdrawn(figure):
    """Take a public figure back."""
    withdrawal = ReleaseFactory()
    key = dict(indicator=figure.indicator, area=figure.area, period=figure.period)
    ObservationFactory(release=withdrawal, value=None, obs_status="withdrawn", **key)
    publish(withdrawal, LATER)


def html_of(text, figures=None, **options):
    return render_markdown(text, figures or {}, **options).html


class TestFindReferences:
    def test_reads_indicator_period_and_area(self):
        text = "Từ {{so: ho_so 2021}} lên {{so:ho_so 2023 hai-duong}}, {{so: ho_so 2021}}."
        assert find_references(text) == [
            Reference("ho_so", "2021"),
            Reference("ho_so", "2023", "hai-duong"),
        ]

    @pytest.mark.parametrize(
        ("written", "stored"),
        [("2023-H1", "2023-S1"), ("2021-2025", "2021/2025"), ("2021/2025", "2021/2025")],
    )
    def test_reads_every_spelling_of_a_period(self, written, stored):
        assert find_references(f"{{{{so: ho_so {written}}}}}") == [Reference("ho_so", stored)]

    def test_keeps_a_period_that_is_none(self):
        assert find_references("{{so: ho_so hôm-nay}}") == [Reference("ho_so", "hôm-nay")]

    @pytest.mark.parametrize(
        "text", ["", "{{so: }}", "{{so: ho_so}}", "{so: a 2023}", "{{ho 2023}}"]
    )
    def test_leaves_everything_else(self, text):
        assert find_references(text) == []


@pytest.mark.django_db
class TestResolve:
    def test_takes_one_query_for_a_whole_text(self, home, files, django_assert_num_queries):
        keys = [dict(indicator=files, area=home, period=str(year)) for year in range(1990, 2020)]
        figures = {Reference("ho_so", each.period): each for each in published_figures(*keys)}
        text = " ".join(f"{{{{so: ho_so {year}}}}}" for year in range(1990, 2020))
        with django_assert_num_queries(1):
            assert resolve(text) == figures

    def test_asks_nothing_for_a_text_without_references(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert resolve("Không có số nào.") == {}

    def test_means_the_portals_area_when_none_is_named(self, home, files):
        own, other = published_figures(
            dict(indicator=files, area=home), dict(indicator=files, area__code="hai-duong")
        )
        assert resolve("{{so: ho_so 2023}} {{so: ho_so 2023 hai-duong}}") == {
            Reference("ho_so", "2023"): own,
            Reference("ho_so", "2023", "hai-duong"): other,
        }

    def test_prefers_the_borders_of_the_period(self, files):
        old = HomeAreaFactory(position=2, area__valid_to="2025-06-30").area
        new = HomeAreaFactory(position=1, area__valid_from="2025-07-01").area
        of_old, _of_new = published_figures(
            dict(indicator=files, area=old), dict(indicator=files, area=new)
        )
        assert resolve("{{so: ho_so 2023}}") == {Reference("ho_so", "2023"): of_old}

    def test_does_not_leak_what_is_not_public(self, home, files):
        ObservationFactory(indicator=files, area=home, period="2021")
        embargoed = ObservationFactory(indicator=files, area=home, period="2022")
        publish(embargoed.release, timezone.now() + timedelta(days=1))
        published_figure(indicator=files, area=home, period="2023", at=BEFORE)
        withdrawn(Observation.objects.get(period="2023"))
        text = "{{so: ho_so 2021}} {{so: ho_so 2022}} {{so: ho_so 2023}}"
        assert [(key.period, each.is_withdrawn) for key, each in resolve(text).items()] == [
            ("2023", True)
        ]

    def test_shows_the_version_of_a_date(self, home, files):
        first = published_figure(indicator=files, area=home, value="90", at=BEFORE)
        second = published_figure(indicator=files, area=home, value="91", at=LATER)
        key = Reference("ho_so", "2023")
        assert resolve("{{so: ho_so 2023}}") == {key: second}
        assert resolve("{{so: ho_so 2023}}", BEFORE + timedelta(days=1)) == {key: first}

    def test_leaves_targets_out(self, home, files):
        published_figure(indicator=files, area=home, kind="target")
        assert resolve("{{so: ho_so 2023}}") == {}


@pytest.mark.django_db
class TestFigureInText:
    TEXT = "Đạt {{so: ho_so 2023}}."

    def rendered(self):
        return render_markdown(self.TEXT, resolve(self.TEXT))

    def figure(self, **key):
        published_figure(
            indicator__code="ho_so",
            indicator__slug="ho-so",
            indicator__name="Hồ sơ",
            area=HomeAreaFactory(area__code="thanh-pho").area,
            **key,
        )

    def expected(self, text, shape, status):
        return (
            '<p>Đạt <a class="fig" href="/chi-so/ho-so/thanh-pho/2023/" '
            f'title="Hồ sơ, năm 2023. {status}">{text}'
            f'<svg class="s-{shape}" aria-hidden="true" focusable="false">'
            f'<use href="#s-{shape}"/></svg><span class="hidden"> ({status})</span></a>.</p>\n'
        )

    def test_stands_with_qualifier_link_and_status(self):
        self.figure(value="90.7", comparator="ge")
        text = self.rendered()
        assert text.html == self.expected("hơn 90,7%", "published", "Đã công bố")
        assert text.key == [Badge("published", "Đã công bố")]

    def test_says_that_it_is_an_estimate(self):
        self.figure(value="24.5", obs_status="E")
        assert self.rendered().html == self.expected("24,5%", "estimated", "Ước tính")

    def test_says_that_sources_differ(self):
        observation = ObservationFactory(
            indicator__code="ho_so",
            indicator__slug="ho-so",
            indicator__name="Hồ sơ",
            area=HomeAreaFactory(area__code="thanh-pho").area,
            value="90.7",
        )
        CitationFactory(observation=observation, stance="disagrees", printed="90%")
        publish(observation.release)
        html = self.expected("90,7%", "disagrees", "Các nguồn ghi khác nhau")
        assert self.rendered().html == html

    def test_without_a_figure_is_a_calm_phrase(self, db):
        assert html_of(self.TEXT) == MISSING

    def test_withdrawn_is_said_with_the_way_to_its_page(self):
        self.figure(value="90.7")
        figure = Observation.objects.get()
        withdrawn(figure)
        before = resolve(self.TEXT, LATER - timedelta(days=1))
        assert render_markdown(self.TEXT, before).key == [Badge("published", "Đã công bố")]
        text = self.rendered()
        assert (text.html, text.key) == (WITHDRAWN, [])

    def test_the_figure_in_force_is_meant_before_a_withdrawn_one(self):
        self.figure(value="90.7")
        withdrawn(Observation.objects.get())
        of_new = HomeAreaFactory(position=2).area
        in_force = published_figure(indicator=Indicator.objects.get(), area=of_new, at=LATEST)
        assert list(resolve(self.TEXT).values()) == [in_force]

    def test_speaks_english_to_english_readers(self):
        self.figure(value="956000", comparator="ge", indicator__unit__symbol="")
        with translation.override("en"):
            html = self.rendered().html
        assert html == self.expected("over 956,000", "published", "Published").replace(
            "năm 2023", "2023"
        ).replace('href="/', 'href="/en/')


class TestRenderMarkdown:
    def test_makes_headings_lists_and_links(self):
        text = "# Kết quả\n\n- **một**\n- [hai](https://example.vn/)\n"
        assert html_of(text, top_heading=3) == (
            "<h3>Kết quả</h3>\n<ul>\n<li><strong>một</strong></li>\n"
            '<li><a href="https://example.vn/" rel="noopener">hai</a></li>\n</ul>\n'
        )

    def test_goes_no_deeper_than_the_fourth_heading(self):
        assert html_of("## Lớn\n\n###### Nhỏ") == "<h2>Lớn</h2>\n<h4>Nhỏ</h4>\n"

    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
            ("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"),
            ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
            (
                "![x](https://example.vn/x.png)",
                '<p>!<a href="https://example.vn/x.png" rel="noopener">x</a></p>\n',
            ),
        ],
    )
    def test_lets_no_markup_of_the_writer_through(self, text, html):
        assert html_of(text) == html

    def test_takes_private_characters_out_of_the_text(self):
        assert html_of("a\ue0000\ue001b") == "<p>a0b</p>\n"

    def test_leaves_a_reference_in_code_as_it_is(self):
        assert html_of("`{{so: ho_so 2023}}`") == "<p><code>{{so: ho_so 2023}}</code></p>\n"

    def test_leaves_a_reference_in_a_title_as_it_is(self):
        html = html_of('[x](https://example.vn "{{so: ho_so 2023}}")')
        assert html == (
            '<p><a href="https://example.vn" title="{{so: ho_so 2023}}" rel="noopener">x</a></p>\n'
        )
