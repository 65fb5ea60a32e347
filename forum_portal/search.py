"""The plain search over everything public: case never matters, accents only where typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, Count, Q, QuerySet, Value, When, Window
from django.utils.functional import Promise

from events.rows import prepared_lists, row_list
from forum_portal.matching import Word
from forum_portal.search_figures import words_of
from forum_portal.search_hits import Hit
from forum_portal.search_kinds import KINDS, Kind
from forum_portal.text import fold, nfc, printable

LONGEST_QUERY = 200
MOST_WORDS = 12
SHOWN, MOST_SHOWN = 5, 100
MOST_READ = 1000


@dataclass(frozen=True)
class Question:
    """What a reader asks for: the words, and the one kind they want to see all of, or nothing."""

    text: str = ""
    kind: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Question":
        """Read `?q=` and `?nhom=`; whatever cannot be looked for is left out."""
        typed = nfc(printable(query.get("q", "")[:2000]))
        text = " ".join(typed[:LONGEST_QUERY].split()[:MOST_WORDS])
        kind = query.get("nhom", "")
        return cls(text, kind if kind in KINDS else "")

    @property
    def limit(self) -> int:
        """How many of a kind are shown."""
        return MOST_SHOWN if self.kind else SHOWN

    @property
    def can_be_answered(self) -> bool:
        """Tell whether anything is left to look for once marks are taken off."""
        return bool(fold(self.text))

    def spellings(self) -> list[str]:
        """Return the text in the cases in which it may stand in a name."""
        text = self.text
        return list(
            dict.fromkeys([text, text.lower(), text.upper(), text.title(), text.capitalize()])
        )


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind: how many there are and the first of them."""

    kind: str
    title: Promise
    count: int
    hits: list[Hit]

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.hits)


def search_everything(question: Question, as_of: datetime | None = None) -> list[HitGroup]:
    """Return the groups in which something is found, in one query; none for an empty question.

    Figures are those that were public at `as_of`.
    """
    if not question.can_be_answered:
        return []
    kinds = [question.kind] if question.kind else list(KINDS)
    kinds = [each for each in kinds if KINDS[each].is_asked(question.text)]
    if not kinds:
        return []
    found = hit_lists(frozenset(kinds), bool(question.kind), needles(question), as_of)
    groups = [hit_group(kind, hits, question) for kind, hits in found.items()]
    return [each for each in groups if each.count]


class Needles(NamedTuple):
    """What is looked for, as patterns of SQL: the words, the whole as it is spelt, and folded."""

    words: list[Word]
    spelt: list[str]
    together: str


def needles(question: Question) -> Needles:
    """Return what a question that can be answered looks for."""
    spelt = [re.escape(each) for each in question.spellings()]
    return Needles(words_of(question.text), spelt, re.escape(fold(question.text)))


@prepared_lists
def hit_lists(
    kinds: frozenset[str], has_all: bool, sought: Needles, as_of: datetime | None
) -> dict[str, QuerySet]:
    """Return the matching records of each kind, the first of them or as many as are shown."""
    limit = MOST_SHOWN if has_all else SHOWN
    return {
        name: hit_rows(kind, sought, as_of, limit) for name, kind in KINDS.items() if name in kinds
    }


def hit_rows(kind: Kind, sought: Needles, as_of: datetime | None, limit: int) -> QuerySet:
    """Return the matching records of a kind as rows, the best first, and how many there are."""
    records = kind.records(sought.words, as_of)
    if kind.contains:
        return row_list(records.order_by(kind.order, "pk"), *kind.fields)[:MOST_READ]
    best = [rank(kind, sought)] if kind.name else []
    ranked = records.order_by(*best, kind.order, "pk")
    return row_list(ranked, *kind.fields, total=Window(Count("pk")), **kind.more)[:limit]


def rank(kind: Kind, sought: Needles) -> Case:
    """Return the order of hits: the very accents in the name, the words together, all others."""
    spelt = Q()
    for spelling in sought.spelt:
        spelt |= Q(**{f"{kind.name}__regex": spelling})
    together = Q(search_text__regex=sought.together)
    return Case(When(spelt, then=Value(0)), When(together, then=Value(1)), default=Value(2))


def hit_group(kind_code: str, hits: list[Any], question: Question) -> HitGroup:
    """Return the rows of a kind as hits, with the number of all that match."""
    kind = KINDS[kind_code]
    kept = [each for each in hits if kind.matches(each, question.text)]
    count = len(kept) if kind.contains else sum(each.total for each in kept[:1])
    shown = [kind.show(each) for each in kept[: question.limit]]
    return HitGroup(kind_code, kind.title, count, shown)
