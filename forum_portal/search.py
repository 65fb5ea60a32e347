"""The search over everything public: case never matters, accents only where typed.

Where it finds little, typing errors are forgiven, and what is nearly that is shown apart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from django.utils.functional import Promise

from events.rows import prepared_lists
from forum_portal.matching import whole
from forum_portal.parameters import LONGEST_QUESTION, QUESTION
from forum_portal.search_figures import words_of
from forum_portal.search_hits import Hit
from forum_portal.search_kinds import KINDS
from forum_portal.search_marks import Marker
from forum_portal.search_near import attempts
from forum_portal.search_rows import MOST_COUNTED, Needles, Reading, kind_rows
from forum_portal.search_words import any_word, parts_of, queries_of
from forum_portal.spellings import phrases, typed_day
from forum_portal.text import nfc, printable

MOST_WORDS = 12
LITTLE = 3  # hits; below that, typing errors are forgiven


class Extent(Enum):
    """How many hits of a kind are read and shown."""

    SUGGESTED = 3
    FIRST = 5
    ALL = 100


@dataclass(frozen=True)
class Question:
    """What a reader asks for: the words, and the one kind they want to see all of, or nothing."""

    text: str = ""
    kind: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Question":
        """Read `?q=` and `?nhom=`; whatever cannot be looked for is left out."""
        typed = nfc(printable(query.get(QUESTION, "")[:2000]))
        text = " ".join(typed[:LONGEST_QUESTION].split()[:MOST_WORDS])
        kind = query.get("nhom", "")
        return cls(text, kind if kind in KINDS else "")

    @property
    def extent(self) -> Extent:
        """How much of a kind is shown."""
        return Extent.ALL if self.kind else Extent.FIRST

    @property
    def can_be_answered(self) -> bool:
        """Tell whether anything is left to look for once marks are taken off."""
        return bool(parts_of(self.text))


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind: how many there are and the first of them."""

    kind: str
    title: Promise
    count: int
    hits: list[Hit]
    is_meant: bool = False  # one of a few has every word in its name, or side by side

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.hits)

    @property
    def is_beyond(self) -> bool:
        """Tell whether there are more than are counted."""
        return self.count > MOST_COUNTED

    @property
    def counted(self) -> int:
        """Return the number that is told."""
        return min(self.count, MOST_COUNTED)


@dataclass(frozen=True)
class Found:
    """What a question finds, and what is nearly that where it finds little."""

    exactly: list[HitGroup]
    nearly: list[HitGroup]


def search_everything(question: Question, as_of: datetime | None = None) -> Found:
    """Return the groups in which something is found, in one query; none for an empty question.

    Two to four more queries where that is little. Figures are those that were public at `as_of`.
    """
    if not question.can_be_answered:
        return Found([], [])
    kinds = [question.kind] if question.kind else list(KINDS)
    mark = Marker.of(question.text)
    exactly = groups_of(kinds, question, needles(question), lambda found: mark, as_of)
    if is_enough(exactly, question):
        return Found(exactly, [])
    return Found(exactly, near_groups(kinds, question, exactly, as_of))


def is_enough(exactly: list[HitGroup], question: Question) -> bool:
    """Tell whether nobody can have meant anything else: that much is found, or is called so.

    A single word that is found may be another one mistyped, several side by side are not.
    """
    is_meant = any(each.is_meant for each in exactly)
    several = len(parts_of(question.text)) > 1
    return (is_meant and several) or sum(each.count for each in exactly) >= LITTLE


def near_groups(
    kinds: list[str], question: Question, exactly: list[HitGroup], as_of: datetime | None
) -> list[HitGroup]:
    """Return what is found once typing errors are forgiven, without what is found as it is."""
    indexed = [each for each in kinds if KINDS[each].is_indexed]
    if not indexed:
        return []
    known = {hit.url for group in exactly for hit in group.hits}
    for attempt in attempts(question.text):
        sought = near_needles(question, attempt.queries)
        found = groups_of(indexed, question, sought, attempt.marker_for, as_of, near=True)
        groups = [each for each in (without(group, known) for group in found) if each.count]
        if groups:
            return groups
    return []


def without(group: HitGroup, known: set[str]) -> HitGroup:
    """Return a group without the hits that are shown already."""
    hits = [each for each in group.hits if each.url not in known]
    return replace(group, hits=hits, count=group.count - (len(group.hits) - len(hits)))


def needles(question: Question) -> Needles:
    """Return what a question that can be answered looks for."""
    text = question.text
    queries = queries_of(text)
    is_one_word = len(parts_of(text)) == 1
    named: tuple[str, ...] = (queries.in_name,)
    if is_one_word:
        named = (queries.whole_in_name, f"{queries.in_name} & !({queries.whole_in_name})")
    return Needles(
        anywhere=queries.anywhere,
        arms=(*named, f"{queries.anywhere} & !({queries.in_name})"),
        with_signs=queries.with_signs,
        words=words_of(text),
        any_word=any_word(text),
        parts=[],
        together=phrases(text),
        as_whole=whole(text),
        is_one_word=is_one_word,
        day=typed_day(text),
    )


def near_needles(question: Question, queries: tuple[str, ...]) -> Needles:
    """Return the same with typing errors forgiven; what holds more words as they are is better."""
    parts = parts_of(question.text)
    return needles(question)._replace(anywhere="", arms=queries, with_signs=[], parts=parts)


def groups_of(
    kinds: list[str],
    question: Question,
    sought: Needles,
    marker_for: Callable[[Any], Marker],
    as_of: datetime | None,
    *,
    near: bool = False,
) -> list[HitGroup]:
    """Return the groups of these kinds in which something is found."""
    asked = frozenset(each for each in kinds if KINDS[each].is_asked(question.text))
    if not asked:
        return []
    found = hit_lists(asked, question.extent, near, sought, as_of)
    groups = [hit_group(kind, hits, question, marker_for) for kind, hits in found.items()]
    return [each for each in groups if each.count]


@prepared_lists
def hit_lists(
    kinds: frozenset[str], extent: Extent, near: bool, sought: Needles, as_of: datetime | None
) -> dict[str, Any]:
    """Return the matching records of each kind, the first of them or as many as are shown."""
    reading = Reading(extent.value, near)
    return {
        name: kind_rows(kind, sought, as_of, reading)
        for name, kind in KINDS.items()
        if name in kinds
    }


def hit_group(
    kind_code: str, rows: list[Any], question: Question, marker_for: Callable[[Any], Marker]
) -> HitGroup:
    """Return the rows of a kind as hits, with the number of all that match."""
    kind = KINDS[kind_code]
    kept = [each for each in rows if kind.matches(each, question.text)]
    count = len(kept) if kind.contains else sum(each.total for each in kept[:1])
    marked = [(each, marker_for(each)) for each in kept[: question.extent.value]]
    shown = [
        replace(kind.show(each, mark), excerpt=kind.excerpt(each, mark)) for each, mark in marked
    ]
    is_meant = count < LITTLE and any(kind.is_meant(each, mark) for each, mark in marked)
    return HitGroup(kind_code, kind.title, count, shown, is_meant)
