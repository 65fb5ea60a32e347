"""Words with the accents that they were typed with, for a search that respects them."""

import re
import unicodedata

from forum_portal.text import TONES, nfc, without_marks

_WORD = re.compile(r"\w+")


def accented_words(text: str) -> list[str]:
    """Return the words of `text` that carry a mark, each once: "Cầu Đường phố" → "1câu", "1đương".

    The tone stands in front, so that "hoà" is "hòa" and that the beginning of a word is found.
    """
    words = _WORD.findall(nfc(text).casefold())
    return list(dict.fromkeys(_tone_first(word) for word in words if word != without_marks(word)))


def _tone_first(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(str(TONES[each]) for each in parts if each in TONES)
    return (tones or "0") + nfc("".join(each for each in parts if each not in TONES))
