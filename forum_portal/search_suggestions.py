"""What stands below the field while somebody types: names that hold the words so far."""

from collections.abc import Iterable
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple

from django.utils.functional import Promise

from forum_portal.search import Extent, Question, hit_lists, needles
from forum_portal.search_hits import Hit
from forum_portal.search_kinds import KINDS
from forum_portal.search_marks import Marker
from forum_portal.search_words import parts_of

SHORTEST, MOST_SUGGESTED = 2, 8  # signs that are typed; names
SUGGESTED = [name for name, kind in KINDS.items() if kind.is_indexed and not kind.is_said]


class Suggestion(NamedTuple):
    """A name to go to at once, and what kind of record it is."""

    kind: Promise
    hit: Hit


def suggestions(question: Question, as_of: datetime | None = None) -> list[Suggestion]:
    """Return a few public names, some of each kind, in one query; none for next to nothing."""
    if sum(map(len, parts_of(question.text))) < SHORTEST:
        return []
    sought = needles(question)
    in_names = sought._replace(arms=sought.arms[:-1])
    found = hit_lists(frozenset(SUGGESTED), Extent.SUGGESTED, False, in_names, as_of)
    mark = Marker.of(question.text)
    return some_of_each(
        [Suggestion(KINDS[kind].title, KINDS[kind].show(each, mark)) for each in rows]
        for kind, rows in found.items()
    )


def some_of_each(groups: Iterable[list[Suggestion]]) -> list[Suggestion]:
    """Return the first of each group, then their second and so on; each group stays together."""
    numbered = list(enumerate(groups))
    rounds = zip_longest(*([(number, each) for each in group] for number, group in numbered))
    taken = [each for some in rounds for each in some if each is not None][:MOST_SUGGESTED]
    return [each for _number, each in sorted(taken, key=lambda pair: pair[0])]
