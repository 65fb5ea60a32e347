"""The best of a kind's records, as rows: a thousand keys are ranked, a few records are told."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left, Length, RowNumber, StrIndex
from django.db.models.lookups import Exact, GreaterThan, Regex

from events.models import Person
from events.rows import row_list
from forum_portal.matching import Whole, Word, holding
from forum_portal.search_kinds import Kind
from forum_portal.search_words import has_signs, has_words
from metrics.series import among

MOST_COUNTED = 100  # of a kind; of more it is only said that there are more
MOST_OF_AN_ARM = 50  # where errors are forgiven: no way to take a question hides another
MOST_READ = 1000  # of a kind without an index
LONGEST_FIRST = ("period_start",)  # of figures that end on one day
MEASURED_FIRST = ("kind",)  # "observed", then "target"


class Needles(NamedTuple):
    """What is looked for: words `anywhere`, and the same in `arms`, any of which finds a hit.

    Of exact words the last finds what is not called so, those before it what is, a single word as
    a whole one first; where errors are forgiven, each is a way to take the question, and `anywhere`
    says nothing.
    """

    anywhere: str
    arms: tuple[str, ...]
    with_signs: list[str]
    words: list[Word]
    any_word: str
    parts: list[str]
    together: list[str]
    as_whole: Whole
    is_one_word: bool
    day: date | None


class Reading(NamedTuple):
    """How many hits of a kind are shown; whether errors are forgiven."""

    shown: int
    near: bool = False


class BestRows:
    """Rows for `events.rows.prepared_lists`: of the ranked keys the first few, each told once.

    `ranked` gives key, place and total; `told` makes a row of the record whose key is `best.pk`.
    """

    def __init__(self, ranked: QuerySet, told: QuerySet):
        self._ranked = ranked
        self._told = told

    @property
    def query(self) -> "BestRows":
        return self

    def sql_with_params(self) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL, as a query of Django does."""
        ranked, ranking = self._ranked.query.sql_with_params()
        told, telling = self._told.query.sql_with_params()
        sql = (
            f"SELECT told.part FROM ({ranked}) AS best (pk, place, total)"
            f" CROSS JOIN LATERAL ({told}) AS told (part) ORDER BY best.place"
        )
        return sql, (*ranking, *telling)


def kind_rows(kind: Kind, sought: Needles, as_of: datetime | None, reading: Reading) -> Any:
    """Return the matching records of a kind as rows, the best first, and how many there are."""
    if kind.contains:
        public = kind.public(as_of).order_by(kind.order, "pk")
        return row_list(public, *kind.fields)[:MOST_READ]
    if kind.with_words is not None:
        order = (*MEASURED_FIRST, kind.order, *LONGEST_FIRST, "pk")
        found = kind.with_words(sought.words, as_of).order_by(*order)
        return row_list(found, *kind.fields, total=Window(Count("pk")), **kind.more)[
            : reading.shown
        ]
    records = kind.public(None).model.objects
    found = records.filter(among(candidates(kind, sought, as_of, reading))).order_by()
    best = [closeness(sought.parts).desc()] if reading.near else []
    place = Window(RowNumber(), order_by=[*best, rank(kind, sought), kind.order, "pk"])
    ranked = found.annotate(place=place, total=Window(Count("pk")))
    ranked = ranked.values_list("pk", "place", "total").order_by("place")[: reading.shown]
    told = records.filter(pk=RawSQL("best.pk", ())).order_by()
    total: Any = RawSQL("best.total", (), IntegerField())
    return BestRows(ranked, row_list(told, *kind.fields, total=total, **kind.more))


def candidates(kind: Kind, sought: Needles, as_of: datetime | None, reading: Reading) -> QuerySet:
    """Return the keys of what is found, as many as are counted.

    Each arm starts at what is public: nothing else takes a place. What is called so comes first,
    and where that is enough, no text is looked through.
    """
    public = kind.public(as_of).filter(has_signs(sought.with_signs)).order_by()
    is_in_one = (kind.are_few or kind.is_said) and not reading.near
    queries = (sought.anywhere,) if is_in_one else sought.arms
    name = "" if kind.is_said else kind.name
    arms = [public.filter(has_words(name, each)).values("pk") for each in queries]
    if kind.is_said:
        speakers = Person.objects.filter(has_words("name", sought.any_word)).order_by()
        said = kind.public(as_of).filter(person__in=speakers).order_by()
        arms.insert(0, holding(said, sought.words, "", "person__").values("pk"))
    if kind.on_day and sought.day:
        arms.append(kind.public(as_of).filter(kind.on_day(sought.day)).order_by().values("pk"))
    if len(arms) > 1 and reading.near:
        arms = [each[:MOST_OF_AN_ARM] for each in arms]
    first, *others = arms
    may_repeat = kind.is_said or kind.on_day or reading.near
    found = first.union(*others, all=not may_repeat) if others else first
    return found.order_by()[: MOST_COUNTED + 1]


def rank(kind: Kind, sought: Needles) -> Case:
    """Return the order of hits: the name begins with the words, has them together, the text does.

    In a name, whole words come before the beginning of one. The folded text begins with the name.
    """
    name = Left("search_text", Length(kind.name))
    is_accented = Q(Regex(F("accented_text"), Value(sought.as_whole.accented)))
    ranks = [
        Q(Regex(name, Value(sought.as_whole.first))) & is_accented,
        Q(Regex(name, Value(sought.as_whole.anywhere))) & is_accented,
        reduce(or_, (Q(Exact(StrIndex(name, Value(each)), 1)) for each in sought.together)),
        has_any(name, sought.together),
    ]
    if not sought.is_one_word:
        ranks.append(has_any(F("search_text"), sought.together))
    return Case(*(When(each, then=number) for number, each in enumerate(ranks)), default=len(ranks))


def has_any(text: Any, phrases: Iterable[str]) -> Q:
    """Return the condition that one of the phrases stands in a text."""
    return reduce(or_, (Q(GreaterThan(StrIndex(text, Value(each)), 0)) for each in phrases))


def closeness(parts: Iterable[str]) -> Any:
    """Return how many of the typed words a record holds as they are."""
    closest: Any = Value(0)
    for part in parts:
        held = Case(When(GreaterThan(StrIndex("search_text", Value(part)), 0), then=1), default=0)
        closest = closest + held
    return closest
