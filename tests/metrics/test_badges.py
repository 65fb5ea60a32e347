"""Badges and figures in text, as tags draw them."""

from django.template import Context
from django.test import RequestFactory

from metrics.badges import Badge
from metrics.templatetags.badges import badge, badges, figure, figure_link

DOT = (
    '<svg class="s-published" aria-hidden="true" focusable="false"><use href="#s-published"/></svg>'
)


def test_a_badge_is_a_shape_and_a_word():
    assert badge("published", "Đã công bố") == f'<span class="badge">{DOT}Đã công bố</span>'


def test_several_badges_stand_together_and_none_leaves_nothing():
    shown = [Badge("published", "Đã công bố"), Badge("published", "<b>")]

    assert badges(shown) == (
        f'<div class="badges"><span class="badge">{DOT}Đã công bố</span>'
        f'<span class="badge">{DOT}&lt;b&gt;</span></div>'
    )
    assert (badges([]), badges(None)) == ("", "")


def test_a_figure_links_to_its_fact_and_says_its_status():
    assert figure_link("hơn 956.000 hồ sơ", "/chi-so/x/", "published", "Đã công bố") == (
        f'<a class="fig" href="/chi-so/x/">hơn 956.000 hồ sơ{DOT}'
        '<span class="hidden"> (Đã công bố)</span></a>'
    )


def test_a_figure_in_a_page_of_the_past_links_to_the_past():
    context = Context()
    context.request = RequestFactory().get("/?as-of=2024-01-01")

    html = figure(context, "1", "/chi-so/x/", "published", "Đã công bố")

    assert 'href="/chi-so/x/?as-of=2024-01-01"' in html
