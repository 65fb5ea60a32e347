"""Templates in which what always reads the same is filled in once for each language."""

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.utils.translation import override


@pytest.fixture
def engine():
    """An engine with the portal's loader and the templates that a test puts into `texts`."""
    texts = {}
    engine = Engine(
        loaders=[
            (
                "forum_portal.template_loader.Loader",
                [("django.template.loaders.locmem.Loader", texts)],
            )
        ],
        libraries={
            "i18n": "django.templatetags.i18n",
            "static": "django.templatetags.static",
        },
    )
    engine.texts = texts
    return engine


def test_fixed_texts_are_one_text(engine):
    engine.texts["page"] = (
        "{% load i18n static %}{% comment %}For editors.{% endcomment %}<b>"
        '{% translate "Indicators" %}</b> {% translate "date" context "nowhere" %}'
        ' <img src="{% static "a.svg" %}">'
    )

    (node,) = engine.get_template("page").nodelist

    assert isinstance(node, TextNode)
    assert node.s == '<b>Chỉ số</b> date <img src="/static/a.svg">'


def test_each_language_has_its_own(engine):
    engine.texts["page"] = '{% load i18n %}{% translate "Indicators" %}'

    said = []
    for language in ("vi", "en", "vi"):
        with override(language):
            said.append(engine.get_template("page").render(Context()))

    assert said == ["Chỉ số", "Indicators", "Chỉ số"]


def test_what_depends_on_the_page_is_left_to_it(engine):
    engine.texts["page"] = (
        "{% load i18n static %}{% translate word %} {% static file %} "
        '{% translate "Indicators" as kept %}{{ kept }} {% translate "Indicators"|upper %}'
    )

    said = engine.get_template("page").render(Context({"word": "Sources", "file": "a.svg"}))

    assert said == "Nguồn /static/a.svg Chỉ số CHỈ SỐ"


def test_texts_within_blocks_conditions_and_loops_are_filled_in(engine):
    engine.texts["base"] = "{% block body %}{% endblock body %}"
    engine.texts["page"] = (
        '{% extends "base" %}{% load i18n %}{% block body %}'
        '{% for each in rows %}{% if each %}{% translate "Indicators" %}'
        '{% else %}{% translate "Sources" %}{% endif %};'
        '{% empty %}{% translate "Releases" %}{% endfor %}{% endblock body %}'
    )
    page = engine.get_template("page")

    with override("en"):  # the template was loaded in Vietnamese
        said = [page.render(Context({"rows": rows})) for rows in ([True, False], [])]

    assert said == ["Chỉ số;Nguồn;", "Phát hành"]
