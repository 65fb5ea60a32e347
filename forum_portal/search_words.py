"""Which records hold the words of a question, asked of the indexes of words.

The SQL function `search_words` makes a record's words: folded ones, those of its name once more
behind "=", those that carry a mark behind "@".
"""

import re
from typing import NamedTuple

from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from forum_portal.accents import accented_words
from forum_portal.spellings import spellings
from forum_portal.text import fold

# As in the migration that makes the function: both part words in the same places.
SEPARATORS = re.compile(r"[\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+")
LONGEST_WORD = 60
# What is kept together by a sign that says something: "12/KH", "90,7", "KH&CN", "C++".
SIGNED = re.compile(
    r"[^\W_]+(?:(?:[/_&@]|(?<=[0-9])[.,](?=[0-9]))[^\W_]+)+|[^\W_]+(?:\+\+|#)(?!\w)"
)


class WordQueries(NamedTuple):
    """What a question looks for: words anywhere, in the name, and words with signs in them.

    Of words in the name, the last may be a beginning, or is a `whole` one, too.
    """

    anywhere: str
    in_name: str
    whole_in_name: str
    with_signs: list[str]


def parts_of(text: str) -> list[str]:
    """Return the words of a text as the index has them: "12/KH" → "12", "kh"."""
    return [each[:LONGEST_WORD] for each in SEPARATORS.split(fold(text)) if each]


def queries_of(text: str) -> WordQueries:
    """Return what is looked for, with the typed accents: whole words, and the last one's beginning.

    In Vietnamese a beginning of one or two letters is in every text.
    """
    anywhere, in_name, with_signs = [], [], []
    whole_in_name: list[str] = []
    words = [each for each in text.split() if parts_of(each)]
    for word in words:
        parts, is_last = parts_of(word), word is words[-1]
        accents = [f"@{each[:LONGEST_WORD]}" for each in accented_words(word)]
        marks = lexemes(accents, is_begun=is_last) if accents else []
        # A word that is there with its accents is there without them; the index is read once less.
        is_accented = len(parts) == len(accents)
        anywhere += marks if is_accented else [*lexemes(parts, is_begun=is_last), *marks]
        own = [f"={each}" for each in parts]
        in_name += [*lexemes(own, is_begun=is_last), *marks]
        whole_in_name += map(lexeme, (*own, *accents))
        with_signs += SIGNED.findall(fold(word))
    everywhere, named, whole = map(" & ".join, (anywhere, in_name, whole_in_name))
    return WordQueries(everywhere, named, whole, with_signs)


def any_word(text: str) -> str:
    """Return that any one word of a text is looked for; it has one."""
    return " | ".join(lexeme(each, is_begun=True) for each in parts_of(text))


def lexemes(parts: list[str], *, is_begun: bool) -> list[str]:
    """Return words of a `tsquery`: whole ones, the last as a beginning where it `is_begun`."""
    *whole, last = parts
    return [*map(lexeme, whole), lexeme(last, is_begun=is_begun)]


def lexeme(word: str, *, is_begun: bool = False) -> str:
    """Return a word of a `tsquery` in all its spellings, others than the typed one as whole words.

    Neither quote nor backslash stands in a word.
    """
    typed, *others = spellings(word)
    ways = [f"'{typed}':*" if is_begun else f"'{typed}'"]
    ways += [" & ".join(f"'{part}'" for part in each.split(" ")) for each in others]
    return f"({' | '.join(ways)})" if others else ways[0]


def has_words(name: str, query: str) -> Func:
    """Return the condition that a record with this field for a name holds what `query` asks for.

    The expression is the very one that is indexed: anything else would read the whole table.
    """
    own = F(name) if name else Value("")
    words = Func(own, F("search_text"), F("accented_text"), function="search_words")
    asked = Func(Value(query), template="%(expressions)s::tsquery")
    return Func(
        words, asked, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField()
    )


def has_signs(words: list[str]) -> Q:
    """Return the condition that the signs within the typed words are there, too."""
    condition = Q()
    for word in words:
        condition &= Q(GreaterThan(StrIndex("search_text", Value(word)), 0))
    return condition
