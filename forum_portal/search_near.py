"""Typing errors: words of the record that are nearly those of a question.

The words come by their trigrams from `search_word`, which keeps every word that ever stood in a
record. So all that are near enough are taken, however many: a word that only drafts have finds
nothing, and takes no place from another.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from forum_portal.search_words import lexeme, parts_of

SHORTEST, LONG = 3, 8  # signs of a word that may be mistyped, and of one that may be so twice
MOST_WORDS = 6

NEAR = """
SELECT asked.word, array(
    SELECT DISTINCT near.word FROM search_word AS near WHERE near.word % asked.word
) FROM unnest(%s::text[]) AS asked(word)
"""


class Nearly(NamedTuple):
    """A question with its errors forgiven: what is looked for, and the words that may be meant."""

    queries: list[str]
    words: list[str]


def nearly(text: str) -> Nearly | None:
    """Return what a question may have meant; None where no word of it can be mistyped."""
    words = parts_of(text)[:MOST_WORDS]
    if not any(len(each) >= SHORTEST for each in words):
        return None
    near = near_words(words)
    one = [one_mistyped(words, near, place) for place in range(len(words))]
    every = [any_of(near[each]) for each in words]
    queries = [" | ".join(f"({each})" for each in one), " & ".join(every)]
    meant = sorted({each for found in near.values() for each in found})
    return Nearly(queries, meant)


def one_mistyped(words: list[str], near: dict[str, list[str]], place: int) -> str:
    """Return the question with the word at `place` forgiven, all others as they are."""
    return " & ".join(
        any_of(near[word]) if number == place else lexeme(word) for number, word in enumerate(words)
    )


def any_of(words: Iterable[str]) -> str:
    """Return that one of these words is looked for; the first is the one that was typed."""
    typed, *others = words
    alternatives = [lexeme(typed), *(lexeme(each, is_whole=True) for each in others)]
    return f"({' | '.join(alternatives)})"


def near_words(words: Iterable[str]) -> dict[str, list[str]]:
    """Return for each word itself, and those that a slip or two of the hand make of it."""
    asked = list(dict.fromkeys(words))
    may_be_mistyped = [each for each in asked if len(each) >= SHORTEST]
    with connection.cursor() as cursor:
        cursor.execute(NEAR.replace("% asked", "%% asked"), [may_be_mistyped])
        found = dict(cursor.fetchall())
    return {
        word: [word, *sorted(each for each in found.get(word, []) if is_near(word, each))]
        for word in asked
    }


def is_near(typed: str, word: str) -> bool:
    """Tell whether `word` is `typed` but for as many slips as its length forgives."""
    forgiven = 2 if len(typed) >= LONG else 1
    return 0 < slips(typed, word, forgiven) <= forgiven


def slips(one: str, other: str, most: int) -> int:
    """Count letters left out, added, mistaken or swapped; `most + 1` stands for any more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            least = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != against))
            is_swapped = (
                row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against
            )
            if is_swapped:
                least = min(least, before[column - 2] + 1)
            current.append(least)
        before, last = last, current
    return min(last[-1], most + 1)
