"""Vietnamese text: normal form, slugs, folding for search, keys for sorting.

Postgres runs here without ICU, so what depends on the alphabet is made in Python and stored.
"""

import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng

TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # signs that turn the direction of writing
ABBREVIATION = re.compile(r"\w+(?:&\w+)+")


class _Bare(dict[int, str]):
    """Letters without their marks, each made when it is first asked for."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        parts = unicodedata.normalize("NFD", letter)
        bare = "".join(each for each in parts if not unicodedata.combining(each))
        if code < 0x2000:  # the letters of Latin and its neighbours are asked for again and again
            self[code] = bare
        return bare


_BARE = _Bare({ord("đ"): "d", ord("Đ"): "D"})


def nfc(text: str) -> str:
    """Return `text` in Unicode normal form C, the only form that is stored."""
    return unicodedata.normalize("NFC", text)


def one_line_end(text: str) -> str:
    """Return `text` with every line ended by a line feed; browsers send two signs."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unturned(text: str) -> str:
    """Return `text` without the signs that reverse it, and what stands beside it, on the page."""
    return text if text.isascii() else TURNS.sub("", text)


def printable(text: str) -> str:
    """Return `text` with a space for each control character, for a sentence that repeats it."""
    return "".join(each if each.isprintable() else " " for each in text)


def without_marks(text: str) -> str:
    """Return `text` without tone and vowel marks and with d for đ: "Đồ Sơn" → "Do Son"."""
    return text if text.isascii() else nfc(text.translate(_BARE))


def fold(text: str) -> str:
    """Return the form in which text is searched: no marks, no case, single spaces."""
    return " ".join(without_marks(text).casefold().split())


def run_together(text: str) -> list[str]:
    """Return the abbreviations in `text` as people type them: "Sở KH&CN" → ["KHCN"]."""
    return [each.replace("&", "") for each in ABBREVIATION.findall(text)]


def vietnamese_slug(text: str, max_length: int = 80) -> str:
    """Return an ASCII slug cut at a word; Django's slugify would drop đ."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(slug) <= max_length:
        return slug
    return slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]


def sort_key(text: str) -> str:
    """Return a string whose byte order is the Vietnamese dictionary's order of `text`.

    Letters come first (a ă â b … d đ e ê …), tones only break ties (ngang huyền hỏi ngã sắc nặng).
    """
    letters, tones = [], []
    for character in nfc(text).casefold():
        letter, tone = _split_tone(character)
        letters.append(_letter_rank(letter))
        tones.append(str(tone))
    return "".join(letters) + " " + "".join(tones)


def person_sort_key(full_name: str) -> str:
    """Return the sort key of a person: Vietnamese lists go by given name, which stands last."""
    words = full_name.split()
    return sort_key(" ".join([*words[-1:], *words[:-1]]))


def _split_tone(character: str) -> tuple[str, int]:
    tone, kept = 0, []
    for part in unicodedata.normalize("NFD", character):
        if part in TONES:
            tone = TONES[part]
        else:
            kept.append(part)
    return nfc("".join(kept)), tone


def _letter_rank(letter: str) -> str:
    position = ALPHABET.find(letter)
    return chr(ord("A") + position) if len(letter) == 1 and position >= 0 else letter
