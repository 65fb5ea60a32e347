"""Where an indicator was spoken of: statements, forums that named its figures, articles on them.

Forums stand above this package: their records are reached through reverse relations alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    F,
    Func,
    JSONField,
    OuterRef,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from forum_portal.prepared import prepared
from forum_portal.templatetags.portal import in_language
from metrics.badges import Badge, status_badge
from metrics.citing import SourceLink, other_language, source_link, source_name, unquoted
from metrics.models import Area, Indicator, Observation, Source
from metrics.reading import with_kin
from metrics.references import find_references, match
from metrics.wording import figure_text

MOST_QUOTES = 20
MOST_OF_A_FORUM = 6  # figures; the forum's own page has them all
NAME = ("slug", "name", "name_en")
TITLE = ("slug", "title", "title_en")
SOURCE = (
    *("slug", "kind", "title", "label", "label_en", "legal_number", "publisher", "published_on"),
    "url",
)


@dataclass(frozen=True)
class NamedFigure:
    """A figure that a forum or an article about it named."""

    value: str
    period: str
    url: str
    badge: Badge


@dataclass(frozen=True)
class Sentence:
    """Figures and the one sentence of a source that they stand in; `source` is None without one."""

    figures: list[NamedFigure]
    sentence: str
    lang: str
    source: SourceLink | None


@dataclass(frozen=True)
class Naming:
    """A forum and the sentences in which figures of it, or of an article about it, stand."""

    title: str
    url: str
    sentences: list[Sentence]


class ReferencesTo(Func):
    """What stands in two braces in a text and holds a word; the text, often long, is not fetched.

    A regular expression finds the same ten times slower.
    """

    arity = 2
    template = (
        "ARRAY(SELECT '{{' || split_part(part, '}}', 1) || '}}' "
        "FROM (VALUES (%(expressions)s)) AS given (body, word), "
        "unnest(string_to_array(given.body, '{{')) AS part "
        "WHERE strpos(split_part(part, '}}', 1), given.word) > 0)"
    )
    output_field = ArrayField(TextField())


@prepared
def indicator_for_page(slug: str, as_of: datetime | None) -> QuerySet[Indicator]:
    """Return what `metrics.reading.indicator_with_kin` does, with statements and forums.

    `quote_list` and `forum_list` hold what `statements`, `namings` and `article_namings` take, as
    dicts.
    """
    return with_kin(slug, as_of).annotate(quote_list=_quotes(), forum_list=_forums())


def _quotes() -> ArraySubquery:
    quote = _model_of(Indicator, "quotes")
    quotes = quote.objects.published().filter(indicators=OuterRef("pk"))
    newest = quotes.order_by(F("forum__year").desc(nulls_last=True), "forum", "position", "pk")
    fields = {
        **{name: name for name in ("text", "language", "job_title", "locator")},
        "person": _part("person", ("slug", "name")),
        "forum": _part("forum", NAME),
        "session": _part("session", TITLE),
        "source": _part("source", SOURCE),
    }
    return ArraySubquery(newest[:MOST_QUOTES].values(row=JSONObject(**fields)))


def _part(relation: str, names: Sequence[str]) -> JSONObject:
    return JSONObject(**{name: f"{relation}__{name}" for name in names})


def _forums() -> ArraySubquery:
    """Return every forum: its areas, what it rests on, and which figures its results refer to.

    `refers` tells whether to any.
    """
    forum = _model_of(Area, "forum")
    this = OuterRef("pk")
    results = _model_of(forum, "reports").objects.published().filter(forum=this, kind="results")
    newest = results.order_by(F("published_on").desc(nulls_last=True), "slug")
    named = newest.values(
        row=JSONObject(
            refers=Case(When(body__contains="{{", then=Value(True)), default=Value(False)),
            named=ReferencesTo("body", OuterRef(OuterRef("code"))),
        )
    )
    areas = (
        _model_of(forum, "exhibitions").objects.filter(forum=this, area__isnull=False).order_by()
    )
    sources = _model_of(forum, "evidence").objects.filter(forum=this).order_by()
    fields = {
        **{name: name for name in (*NAME, "area")},
        "exhibitions": ArraySubquery(areas.values("area")),
        "sources": ArraySubquery(sources.values("source").distinct()),
        "results": ArraySubquery(named[:1], output_field=JSONField()),
    }
    return ArraySubquery(forum.objects.published().newest_first().values(row=JSONObject(**fields)))


def _model_of(model: Any, relation: str) -> Any:
    return model._meta.get_field(relation).related_model


def statements(indicator: Any) -> list[dict[str, Any]]:
    """Return what was said about an indicator, the newest forum first, as `partials/quote.html`.

    It comes from `indicator_for_page`.
    """
    return [_statement(each) for each in indicator.quote_list]


def _statement(row: dict[str, Any]) -> dict[str, Any]:
    quote = _model_of(Indicator, "quotes")
    person = _model_of(quote, "person")(slug=row["person"]["slug"])
    day = row["source"]["published_on"]
    source = Source(**row["source"] | {"published_on": date.fromisoformat(day) if day else None})
    parts = {"forum": "name", "session": "title"}
    places = [_place(quote, name, row[name], title) for name, title in parts.items()]
    return {
        "text": row["text"],
        "lang": "" if row["language"] == get_language() else row["language"],
        "person": row["person"]["name"],
        "person_url": person.get_absolute_url(),
        "job_title": row["job_title"],
        "source": source_name(source),
        "source_url": source.get_absolute_url(),
        "locator": row["locator"],
        "places": [each for each in places if each],
    }


def _place(quote: Any, relation: str, row: dict[str, Any], title: str) -> tuple[str, str] | None:
    """Return title and address of a forum or a session; None where there is none."""
    if not row["slug"]:
        return None
    record = _model_of(quote, relation)(**row)
    return in_language(record, title), record.get_absolute_url()


def namings(indicator: Any, figures: Sequence[Observation]) -> list[Naming]:
    """Return the forums that named some of `figures`, the newest first.

    They are the indicator's observed ones in force, with `public_citations`; which of them a forum
    named is told by the same rule as on the forum's own page.
    """
    return _by_forum(indicator, figures, named_at)


def article_namings(indicator: Any, figures: Sequence[Observation]) -> list[Naming]:
    """Return the forums about which an article was written that prints some of `figures`.

    Nobody need have named them there.
    """
    return _by_forum(indicator, figures, only_in_articles)


type Rule = Callable[[Any, Iterable[Observation]], list[Observation]]


def _by_forum(indicator: Any, figures: Iterable[Observation], rule: Rule) -> list[Naming]:
    forum = _model_of(Area, "forum")
    newest = sorted(figures, key=lambda each: each.period_end, reverse=True)
    found = [(each, rule(SimpleNamespace(**each), newest)) for each in indicator.forum_list]
    return [
        Naming(
            title=in_language(record, "name"),
            url=record.get_absolute_url(),
            sentences=sentences(kept[:MOST_OF_A_FORUM]),
        )
        for row, kept in found
        if kept
        for record in [forum(**{name: row[name] for name in NAME})]
    ]


def named_at(forum: Any, figures: Iterable[Observation]) -> list[Observation]:
    """Keep the figures of a forum's own areas, and those that its results refer to."""
    listed = list(figures)
    references = find_references(" ".join(forum.results[0]["named"] if forum.results else []))
    told = {each.pk for each in match(references, listed).values()}
    own = {forum.area, *forum.exhibitions} - {None}
    return [each for each in listed if each.area_id in own or each.pk in told]


def only_in_articles(forum: Any, figures: Iterable[Observation]) -> list[Observation]:
    """Keep the others whose preferred source the forum rests on.

    None where its results refer to figures: these tell which it named.
    """
    if forum.results and forum.results[0]["refers"]:
        return []
    listed = list(figures)
    named = {each.pk for each in named_at(forum, listed)}
    return [each for each in listed if each.pk not in named and _source(each) in forum.sources]


def _source(figure: Observation) -> int | None:
    cited = figure.public_citations[:1]
    return cited[0].source_id if cited and cited[0].position == 1 else None


def sentences(figures: Iterable[Observation]) -> list[Sentence]:
    """Return the sentences of the preferred sources, each once with all figures that it tells."""
    by_sentence: dict[tuple, list[Observation]] = {}
    for each in figures:
        cited = next(iter(each.public_citations), None)
        key = (cited.source_id, cited.locator, cited.sentence) if cited else (each.pk,)
        by_sentence.setdefault(key, []).append(each)
    return [_sentence(group) for group in by_sentence.values()]


def _sentence(figures: Sequence[Observation]) -> Sentence:
    cited = next(iter(figures[0].public_citations), None)
    return Sentence(
        figures=[_named(each) for each in figures],
        sentence=unquoted(cited.sentence) if cited else "",
        lang=other_language(cited.source) if cited else "",
        source=source_link(cited) if cited else None,
    )


def _named(figure: Observation) -> NamedFigure:
    text, period = str(figure_text(figure)), str(figure.when)
    return NamedFigure(text, period, figure.get_absolute_url(), status_badge(figure))
