"""Typing errors: words of the record that are nearly those of a question.

The words come by their trigrams from `search_word`, which keeps every word that ever stood in a
record. So all that are near enough are taken, however many: a word that only drafts have finds
nothing, and takes no place from another.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from forum_portal.accents import accented_words
from forum_portal.search_words import lexeme, parts_of

SHORTEST, LONG = 3, 8  # signs of a word that may be mistyped, and of one that may be so twice
MOST_WORDS = 6

NEAR = """
SELECT asked.word, array(
    SELECT DISTINCT near.word FROM search_word AS near WHERE near.word % asked.word
) FROM unnest(%s::text[]) AS asked(word)
"""


class Nearly(NamedTuple):
    """A question with its errors forgiven: what to look for, and the words that may be meant.

    Any query of an attempt is an answer; the next attempt is for when that finds nothing.
    """

    attempts: list[tuple[str, ...]]
    words: list[str]


def nearly(text: str) -> Nearly | None:
    """Return what a question may have meant; None where no word of it can be mistyped.

    First other accents than the typed ones, then one word mistyped, then all of them.
    """
    words = parts_of(text)[:MOST_WORDS]
    if not any(len(each) >= SHORTEST for each in words):
        return None
    near = near_words(words)
    attempts: list[tuple[str, ...]]
    attempts = [(mistyped(words, near, set()),)] if accented_words(text) else []
    attempts.append(tuple(mistyped(words, near, {place}) for place in range(len(words))))
    if len(words) > 1:
        attempts.append((mistyped(words, near, set(range(len(words)))),))
    return Nearly(attempts, sorted({each for found in near.values() for each in found}))


def mistyped(words: list[str], near: dict[str, list[str]], places: set[int]) -> str:
    """Return the question with the words at `places` forgiven, all others as they are."""
    asked = [near[word] if place in places else [word] for place, word in enumerate(words)]
    return " & ".join(f"({' | '.join(map(lexeme, each))})" for each in asked)


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
