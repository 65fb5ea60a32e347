"""Typing errors: words of the record that are nearly those of a question.

The words come by their trigrams from `search_word`, which keeps every word that ever stood in a
record. So all that are near enough are taken, however many: a word that only drafts have finds
nothing, and takes no place from another.
"""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection

from forum_portal.accents import accented_words
from forum_portal.search_marks import Marker
from forum_portal.search_words import LONGEST_WORD, lexeme, parts_of
from forum_portal.spellings import spelt_forms
from forum_portal.text import fold

SHORTEST, LONG = 4, 8  # signs of a word that may be mistyped, and of one that may be so twice
MOST_WORDS = 6
SYLLABLE = 5  # signs of words that are often another one with another vowel
VOWELS = re.compile("[aeiouy]")
DOUBLED = re.compile(r"(.)\1")

NEAR = """
SELECT asked.word, array(
    SELECT DISTINCT near.word FROM search_word AS near WHERE near.word % asked.word
) FROM unnest(%s::text[]) AS asked(word)
"""


class Typed(NamedTuple):
    """A word of a question as the index has it, and with its accents where it was typed so."""

    word: str
    as_typed: str

    @property
    def is_long(self) -> bool:
        """Tell whether it may be mistyped: any short word is a slip away from a dozen others."""
        return len(self.word) >= SHORTEST and self.has_no_digit

    @property
    def has_no_digit(self) -> bool:
        """Tell whether it is no number, which is another one with another digit."""
        return not any(map(str.isdigit, self.word))


class Meant(NamedTuple):
    """What a question may have meant: for each of its words those that stand for it."""

    words: tuple[tuple[str, ...], ...]

    @property
    def query(self) -> str:
        """Return it as a `tsquery`."""
        return " & ".join(f"({' | '.join(map(lexeme, each))})" for each in self.words)

    @property
    def marker(self) -> Marker:
        """Return what marks these words, and none that merely begins with one."""
        return Marker(frozenset(chain(*map(forms_of, self.words))), (), len(self.words))


class Attempt(NamedTuple):
    """Some ways in which a question may have been meant, any of which is an answer."""

    meant: tuple[Meant, ...]

    @property
    def queries(self) -> tuple[str, ...]:
        return tuple(each.query for each in self.meant)

    def marker_for(self, record: Any) -> Marker:
        """Return what marks the words for which a row was found; none where it does not tell."""
        texts = [each for each in vars(record).values() if isinstance(each, str)]
        every = Meant(tuple(some for each in self.meant for some in each.words)).marker
        held = every.held("\n".join(texts))
        for each in self.meant:
            if all(held.intersection(forms_of(some)) for some in each.words):
                return each.marker
        return Marker()


def forms_of(words: Iterable[str]) -> list[str]:
    """Return words that stand for one, in all their spellings."""
    return [form for each in words for form in spelt_forms(each)]


def attempts(text: str) -> list[Attempt]:
    """Return what a question may have meant, the likeliest first; [] where nothing else.

    First other accents than the typed ones, then one word mistyped, then all of them: a single
    mistyped word among others leaves something to hold on to, several need as many to tell them.
    """
    words = typed_words(text)[:MOST_WORDS]
    near = near_words(words)
    found = []
    if accented_words(text):
        found.append(Attempt((Meant(tuple((each.word,) for each in words)),)))
    places = [place for place, each in enumerate(words) if len(near[each.word]) > 1]
    if places:
        found.append(Attempt(tuple(mistyped(words, near, {place}) for place in places)))
    long = {place for place, each in enumerate(words) if each.is_long}
    if len(long) > 1 and places:
        found.append(Attempt((mistyped(words, near, long.union(places)),)))
    return found


def typed_words(text: str) -> list[Typed]:
    """Return the words of a question."""
    typed = []
    for each in text.split():
        accents = {fold(word[1:]): f"@{word[:LONGEST_WORD]}" for word in accented_words(each)}
        typed += [Typed(part, accents.get(part, part)) for part in parts_of(each)]
    return typed


def mistyped(words: list[Typed], near: dict[str, list[str]], places: set[int]) -> Meant:
    """Return the question with the words at `places` forgiven, all others as they were typed."""
    return Meant(
        tuple(
            tuple(near[each.word]) if place in places else (each.as_typed,)
            for place, each in enumerate(words)
        )
    )


def near_words(words: Iterable[Typed]) -> dict[str, list[str]]:
    """Return for each word itself, and those that a slip or two of the hand make of it.

    Of a short word only the letter is forgiven that stands twice, as in Vietnamese typed without
    the program that makes accents of it.
    """
    asked = list(dict.fromkeys(words))
    near = {each.word: [each.word] for each in asked}
    long = [each.word for each in asked if each.is_long]
    with connection.cursor() as cursor:
        cursor.execute(NEAR.replace("% asked", "%% asked"), [long])
        for word, found in cursor.fetchall():
            near[word] += sorted(each for each in found if is_near(word, each))
    for each in asked:
        if not each.is_long and each.has_no_digit and (once := DOUBLED.sub(r"\1", each.word)):
            near[each.word] += [once] * (once != each.word)
    return near


def is_near(typed: str, word: str) -> bool:
    """Tell whether `word` is `typed` but for as many slips as its length forgives.

    A syllable with another vowel is another word, unless its letters are swapped or one is doubled.
    """
    forgiven = 2 if len(typed) >= LONG else 1
    return 0 < slips(typed, word, forgiven) <= forgiven and not has_other_vowel(typed, word)


def has_other_vowel(typed: str, word: str) -> bool:
    """Tell whether two short words differ in their vowels alone: "duong" and "dung"."""
    return (
        max(len(typed), len(word)) <= SYLLABLE
        and VOWELS.sub("", typed) == VOWELS.sub("", word)
        and sorted(typed) != sorted(word)
        and DOUBLED.sub(r"\1", typed) != DOUBLED.sub(r"\1", word)
    )


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
