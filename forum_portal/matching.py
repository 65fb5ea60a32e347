"""Which records hold the words of a question: at the beginning of words, with the typed accents."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q, QuerySet

from forum_portal.accents import accented_words
from forum_portal.spellings import bare_words, phrases, spellings


class Year(NamedTuple):
    """A year beside words: its days, and the question that names of indicators answer."""

    first: date
    last: date
    named: str


class Number(NamedTuple):
    """A word that is a number: the values that it may mean, and the pattern of it in print.

    A rank is a value out of another; a year may be meant as such.
    """

    values: list[Decimal]
    printed: str
    out_of: list[int]
    year: Year | None = None


class Word(NamedTuple):
    """A word of a question as patterns of SQL, for folded and for accented text.

    Behind a number it may be its `unit`, which is the pattern of one.
    """

    folded: list[str]
    accented: list[str]
    number: Number | None = None
    unit: str | None = None


def word_of(typed: str, number: Number | None = None) -> Word:
    """Return a word as it was typed; where it says nothing, any text holds it."""
    folded = [at_word_start(each) for each in bare_words(typed)]
    accented = [at_word_start(each) for each in accented_words(typed)]
    return Word(folded or [""], accented or [""], number)


def at_word_start(word: str) -> str:
    """Return the pattern of a word's beginning: "so" is in "số hóa", not in "cơ sở"."""
    return (r"\m" if word[0].isalnum() else "") + within_words(word)


def within_words(word: str) -> str:
    """Return the pattern of a word anywhere in words, or of another spelling of it as a word."""
    typed, *others = spellings(word)
    return "|".join([re.escape(typed), *(rf"\m{re.escape(each)}\M" for each in others)])


class Whole(NamedTuple):
    """A question as patterns of whole words side by side, and of the last one's accents."""

    first: str
    anywhere: str
    accented: str


def whole(text: str) -> Whole:
    """Return the patterns of a question as it stands, in any spelling."""
    named = "|".join(map(re.escape, phrases(text)))
    last = accented_words(text.split()[-1])[-1:]
    accents = "|".join(re.escape(each) for word in last for each in spellings(word))
    accented = f"(^| )({accents})( |$)" if accents else ""
    return Whole(rf"^({named})\M", rf"\m({named})\M", accented)


def holding(records: QuerySet, words: Iterable[Word], *through: str) -> QuerySet:
    """Keep the records that hold every word, they or what they name by `through`."""
    for word in words:
        records = records.filter(reduce(or_, (holds(word, each) for each in through or ("",))))
    return records


def holds(word: Word, through: str = "") -> Q:
    """Return the condition that a searchable record, or its relation `through`, holds `word`."""
    condition = Q()
    for folded in word.folded:
        condition &= Q(**{f"{through}search_text__regex": folded})
    for accented in word.accented:
        condition &= Q(**{f"{through}accented_text__regex": accented})
    return condition
