"""Where the words of a question stand in a text: marked there, or in the line around them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from forum_portal.accents import accented_words
from forum_portal.search_words import SEPARATORS, parts_of
from forum_portal.spellings import spelt_forms
from forum_portal.text import fold, without_marks

LETTER = SEPARATORS.pattern.removesuffix("+").replace("[", "[^", 1)
WORD = re.compile(f"{LETTER}+")
JOINED = re.compile(f"{LETTER}+(?:&{LETTER}+)+")  # found as one word where no part of it is
BEFORE, LENGTH = 60, 180  # signs of an excerpt in front of what was found, and in all
REFERENCE = re.compile(r"\{\{.*?\}\}")  # a live figure in a report
GAP = "\u2063"  # stands for it: one sign, which parts words as "…" does
HEADING = re.compile(r"^[ \t]*#+[ \t]+(.*[^\s.:?!…#])[ \t#]*$(?=\s*\S)", re.MULTILINE)
MARKUP = re.compile(r"^\s*(#+|[-*>]|[0-9]+\.)\s+|[*_`|]+|\]\([^)\s]*\)|!?\[", re.MULTILINE)


@dataclass(frozen=True)
class Marker:
    """The words that are marked, as they are folded or, with "@", accented.

    `whole` ones, and those that begin with one of `begun`; `number` is how many were typed.
    """

    whole: frozenset[str] = frozenset()
    begun: tuple[str, ...] = ()
    number: int = 0

    @classmethod
    def of(cls, text: str, meant: Iterable[str] = ()) -> "Marker":
        """Return the marker of a question; `meant` are whole words that it may have meant."""
        words = [each for each in text.split() if parts_of(each)]
        whole = set(meant)
        begun: tuple[str, ...] = ()
        for word in words:
            accents = [] if meant else [f"@{each}" for each in accented_words(word)]
            *before, last = accents or parts_of(word)
            whole |= {form for each in (*before, last) for form in spelt_forms(each)}
            if word is words[-1]:
                begun = (last,)
        return cls(frozenset(whole), begun, len(words))

    def __call__(self, text: str) -> SafeString:
        """Return a text with the words marked; words side by side share one mark."""
        return marked(text, self.places(text))

    def has_all(self, text: str) -> bool:
        """Tell whether a text has as many marked words as were typed."""
        return sum(number for *_place, number in self.places(text)) >= self.number

    def has_together(self, text: str) -> bool:
        """Tell whether as many marked words as were typed stand side by side in a text."""
        return any(number >= self.number for *_place, number in self.places(text))

    def held(self, text: str) -> set[str]:
        """Return which of the words stand in a text."""
        return {
            form
            for begin, end in self._words(text)
            for form in self._forms(text[begin:end])
            if form in self.whole
        }

    def places(self, text: str) -> list[tuple[int, int, int]]:
        """Return where marked words begin and end in a text, and how many share the place."""
        places: list[tuple[int, int, int]] = []
        for begin, end in self._words(text):
            if places and not text[places[-1][1] : begin].strip():
                first, _end, number = places.pop()
                places.append((first, end, number + 1))
            else:
                places.append((begin, end, 1))
        return places

    def _words(self, text: str) -> Iterable[tuple[int, int]]:
        if not self.whole:
            return []
        folded = without_marks(text).casefold()
        # Vietnamese is as long as before: what may be meant is found without folding each word.
        likely = self._likely if len(folded) == len(text) else WORD
        spans = (each.span() for each in likely.finditer(folded if likely is not WORD else text))
        found = [(begin, end) for begin, end in spans if self._is_meant(text[begin:end])]
        return sorted([*found, *self._joined(text, found)]) if "&" in text else found

    def _joined(self, text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [
            (begin, end)
            for begin, end in (each.span() for each in JOINED.finditer(text))
            if self._is_meant(text[begin:end].replace("&", ""))
            and not any(begin <= first < end for first, _last in found)
        ]

    @cached_property
    def _likely(self) -> re.Pattern[str]:
        known = {*self.whole, *self.begun}
        beginnings = {fold(each[2:]) if each[0] == "@" else each for each in known}
        either = "|".join(map(re.escape, sorted(beginnings)))
        return re.compile(rf"(?<!{LETTER})(?:{either}){LETTER}*")

    def _is_meant(self, word: str) -> bool:
        return any(each in self.whole or each.startswith(self.begun) for each in self._forms(word))

    def _forms(self, word: str) -> list[str]:
        accented = accented_words(word) if self._has_accents else []
        return [fold(word), *(f"@{each}" for each in accented)]

    @cached_property
    def _has_accents(self) -> bool:
        return any(each[0] == "@" for each in (*self.whole, *self.begun))

    def excerpt(self, text: str, *, is_verbatim: bool = False) -> SafeString | str:
        """Return the line of a text around the most words that stand together; "" without any.

        Of such lines one that lacks no live figure, or the fewest. What is said word for word has
        no markup: its brackets are its own.
        """
        line = " ".join((text if is_verbatim else plain(text, GAP)).split())
        places = self.places(line)
        if not places:
            return ""
        most = max(number for *_place, number in places)
        lines = [cut_around(line, place) for place, _end, number in places if number == most]
        begin, end = min(lines, key=lambda each: line.count(GAP, *each))
        within = [(a - begin, min(b, end) - begin, n) for a, b, n in places if begin <= a < end]
        cut = marked(line[begin:end].replace(GAP, "…"), within)
        before, after = "… " if begin else "", " …" if end < len(line) else ""
        return format_html("{}{}{}", before, cut, after)


def plain(text: str, left_out: str = "…") -> str:
    """Return what a report's text says without its markup; its live figures are `left_out`.

    A dot parts a heading from the sentence behind it.
    """
    return MARKUP.sub(" ", HEADING.sub(r"\1 ·", REFERENCE.sub(left_out, text)))


def cut_around(line: str, place: int) -> tuple[int, int]:
    """Return where an excerpt around `place` begins and ends."""
    begin = beginning(line, place)
    return begin, ending(line, begin)


def beginning(line: str, place: int) -> int:
    """Return the beginning of a word not far in front of `place`."""
    return 0 if place <= BEFORE else line.find(" ", place - BEFORE, place) + 1 or place


def ending(line: str, begin: int) -> int:
    """Return the end of the last whole word of an excerpt."""
    end = begin + LENGTH
    if end >= len(line):
        return len(line)
    space = line.rfind(" ", begin, end + 1)
    return space if space > begin else end


def marked(text: str, places: Iterable[tuple[int, int, int]]) -> SafeString:
    """Return a text with `<mark>` around the places; everything in it is escaped."""
    parts: list[str] = []
    last = 0
    for begin, end, _number in places:
        parts += [text[last:begin], format_html("<mark>{}</mark>", text[begin:end])]
        last = end
    return format_html_join("", "{}", ((each,) for each in [*parts, text[last:]]))
