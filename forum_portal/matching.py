"""Which records hold the words of a question: at the beginning of words, with the typed accents."""

import re
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from forum_portal.accents import accented_words
from forum_portal.text import fold


def holding(records: QuerySet, text: str, *through: str) -> QuerySet:
    """Keep the records that hold every word of `text`, they or what they name by `through`."""
    for word in text.split():
        records = records.filter(reduce(or_, (holds(word, each) for each in through or ("",))))
    return records


def holds(word: str, through: str = "") -> Q:
    """Return the condition that a searchable record, or its relation `through`, holds `word`."""
    condition = Q()
    for folded in fold(word).split():
        condition &= at_word_start(f"{through}search_text", folded)
    for accented in accented_words(word):
        condition &= at_word_start(f"{through}accented_text", accented)
    return condition


def at_word_start(field: str, word: str) -> Q:
    """Return the condition that `word` begins a word: "so" is in "số hóa", not in "cơ sở"."""
    if not word[0].isalnum():
        return Q(**{f"{field}__contains": word})
    return Q(**{f"{field}__regex": rf"\m{re.escape(word)}"})
