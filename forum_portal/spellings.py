"""What people type: words without the signs around them, and their other spellings."""

import re
import unicodedata
from contextlib import suppress
from datetime import date
from functools import cache

from forum_portal.text import ALPHABET, TONES, fold, nfc, without_marks

AROUND = ".,;:!?…\"'`“”‘’„«»()[]{}<>-‐‑‒–—"
_BETWEEN = re.compile(r"[\s\u2010-\u2015-]+")
# Of a syllable that ends so, i and y are one sound and two schools: "tỉ lệ" is "tỷ lệ". In front
# stand the marks of the index and the tone.
_I_OR_Y = re.compile(r"([=@]?[0-9]*(?:[hklmstv]|qu))([iy])")
_LETTERS = [each for each in (nfc(a + b) for a in ALPHABET for b in ("", *TONES)) if len(each) == 1]
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_WRITTEN_OUT = {"tp": "thanh pho", "=tp": "=thanh =pho"}


def bare_words(text: str) -> list[str]:
    """Return the words of a text without case, marks, hyphens and the signs around them."""
    words = (each.strip(AROUND) for each in _BETWEEN.split(fold(text)))
    return [each for each in words if each]


def spellings(word: str) -> tuple[str, ...]:
    """Return a word of the index as it is and as it may be spelt, too: "ti" → "ti", "ty".

    What is abbreviated may be several words.
    """
    if found := _I_OR_Y.fullmatch(word):
        return word, found[1] + ("y" if found[2] == "i" else "i")
    return (word, _WRITTEN_OUT[word]) if word in _WRITTEN_OUT else (word,)


def spelt_forms(word: str) -> list[str]:
    """Return all single words of a word's spellings."""
    return " ".join(spellings(word)).split(" ")


def phrases(text: str) -> list[str]:
    """Return the bare words of a text side by side, as they are typed and in other spellings."""
    words = bare_words(text)
    other = [" ".join(choice(spellings(each)) for each in words) for choice in (min, max)]
    return list(dict.fromkeys([" ".join(words), *other]))


def typed_day(text: str) -> date | None:
    """Return the day that a text is, if it is nothing else: "27/12/2023" or "2023-12-27"."""
    with suppress(ValueError):
        if found := _DAY.fullmatch(text):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    return None


def as_printed(word: str) -> str:
    """Return the pattern of a word in print: with any accents if it has none, with i or with y."""
    typed = nfc(word).casefold()
    is_bare = typed == without_marks(typed)
    return "".join(_alike(letter, is_bare) for letter in typed)


@cache
def _alike(letter: str, is_bare: bool) -> str:
    sound = _sound(letter, is_bare)
    alike = "".join(each for each in _LETTERS if _sound(each, is_bare) == sound)
    return f"[{alike}]" if alike else re.escape(letter)


def _sound(letter: str, is_bare: bool) -> str:
    spelt = without_marks(letter) if is_bare else letter
    return nfc(unicodedata.normalize("NFD", spelt).replace("i", "y"))
