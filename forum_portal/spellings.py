"""What people type: words without the signs around them, and their other spellings."""

import re

from forum_portal.text import fold

AROUND = ".,;:!?…\"'`“”‘’„«»()[]{}<>-‐‑‒–—"
_BETWEEN = re.compile(r"[\s\u2010-\u2015-]+")
# Of a syllable that ends so, i and y are one sound and two schools: "tỉ lệ" is "tỷ lệ". In front
# stand the marks of the index and the tone.
_I_OR_Y = re.compile(r"([=@]?[0-9]*(?:[hklmstv]|qu))([iy])")
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
