"""Which way a file writes its numbers, found from all its cells; what cannot be told is asked.

Vietnamese offices write 956.000 and 90,7, other programs 956,000 and 90.7, the portal's own files
956000 and 90.7. One cell rarely tells: 1.234 may be a thousand or one and a bit.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext as _

VIETNAMESE, ENGLISH, PLAIN = "vi", "en", "plain"
# What people see of each: a large number and one with decimals.
FORMATS = {
    VIETNAMESE: "956.000 · 90,7",
    ENGLISH: "956,000 · 90.7",
    PLAIN: "956000 · 90.7",
}
MAX_DIGITS = 40
EXAMPLES = 3

_SIGN = r"[+-]?"
# What a number shows of its format; several may hold for one.
_SHAPES = {
    "dot_or_both": r"[1-9][0-9]{0,2}\.[0-9]{3}",  # 1.234
    "comma_or_both": r"[1-9][0-9]{0,2},[0-9]{3}",  # 1,234
    # Decimals that end in a zero are rare among people: "1.700" beside "90.7" stays in doubt.
    "dot_zero": r"[1-9][0-9]{0,2}\.[0-9]{2}0",
    "comma_zero": r"[1-9][0-9]{0,2},[0-9]{2}0",
    "long": r"[0-9]{4,}(?:[.,][0-9]+)?",  # nobody groups thousands here
    "dots": r"[0-9]{1,3}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|[0-9]{1,3}\.[0-9]{3},[0-9]+",  # 1.234.567,8
    "commas": r"[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[0-9]{1,3},[0-9]{3}\.[0-9]+",
    "comma": r"(?:[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|(?:0[0-9]*|[0-9]{4,}),[0-9]+)",  # 90,7 · 0,907
    "point": r"(?:[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|(?:0[0-9]*|[0-9]{4,})\.[0-9]+)",
}
_PATTERNS = {
    VIETNAMESE: re.compile(_SIGN + r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?"),
    ENGLISH: re.compile(_SIGN + r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"),
    PLAIN: re.compile(_SIGN + r"[0-9]+(?:\.[0-9]+)?"),
}
_SEPARATORS = {VIETNAMESE: (".", ","), ENGLISH: (",", "."), PLAIN: ("", ".")}
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_NEEDS_BARING = re.compile(r"[ \t\r%]")
_SHORTENED = re.compile(_SIGN + r"[0-9](?:[.,][0-9]+)?[eE][+-]?[0-9]{1,2}")
_HEDGED = re.compile(r"\s*(?:[<>≤≥≈~]|[^\W\d_]+)[^\d]*[0-9][0-9.,]*\s*%?\s*")


def bare(text: str) -> str:
    """Return a number's text without spaces, a percent sign at its end, and typographic minus."""
    return _SPACES.sub("", text).removesuffix("%").replace("\u2212", "-")


def parse_number(text: str, numbers: str) -> str:
    """Return a number written in format `numbers` as 956000 or 90.7; ValueError with a sentence."""
    compact = bare(text)
    canonical = quick_parser(numbers)(compact.removeprefix("+"))
    if canonical is None:
        if len(compact) > MAX_DIGITS and _PATTERNS[numbers].fullmatch(compact):
            raise ValueError(_("This number is too long to be meant."))
        raise ValueError(_why_not(text, compact, numbers))
    return canonical


@cache
def quick_parser(numbers: str) -> Callable[[str], str | None]:
    """Return the parser of a format's plain cases; it gives None where more care is needed."""
    matches = _PATTERNS[numbers].fullmatch
    thousands, decimal = _SEPARATORS[numbers]

    def parse(text: str) -> str | None:
        if len(text) > MAX_DIGITS:
            return None
        if text.isdigit() and text.isascii():
            return text
        if not matches(text) or text[0] == "+":
            return None
        if thousands and thousands in text:
            text = text.replace(thousands, "")
        return text if decimal == "." else text.replace(decimal, ".")

    return parse


def _why_not(text: str, compact: str, numbers: str) -> str:
    if numbers == PLAIN:
        return _("This is not a number with a decimal point, such as 956000 or 90.7.")
    if _SHORTENED.fullmatch(compact):
        return _("Excel has shortened this number. Format its cell as a number and save again.")
    other = ENGLISH if numbers == VIETNAMESE else VIETNAMESE
    if _PATTERNS[other].fullmatch(compact):
        reason = _(
            "The numbers of this file are read as %(format)s; this one is written otherwise."
        )
        return reason % {"format": FORMATS[numbers]}
    if _HEDGED.fullmatch(text):
        return _("Write the number alone; “more than” or “about” belongs to the comparison.")
    return _("This is not a number such as %(format)s.") % {"format": FORMATS[numbers]}


@dataclass
class Evidence:
    """What the numbers of a file say about their format; `add` takes their texts in."""

    found: dict[str, list[str]] = field(default_factory=dict)

    has_percent_signs: bool = False

    def __post_init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._look_for(_SHAPES)

    @property
    def knows_long(self) -> bool:
        """Whether texts of digits alone say nothing new."""
        return self._seen["long"] >= EXAMPLES

    def add(self, texts: Sequence[str]) -> list[int]:
        """Take in texts of numbers; return the places of those that are kept as examples."""
        joined = "\n".join(texts)
        if not joined.isascii() or _NEEDS_BARING.search(joined) or joined.count("\n") >= len(texts):
            self.has_percent_signs = self.has_percent_signs or "%" in joined
            joined = "\n".join(map(bare, texts))
        kept = []
        start = 0
        while self._wanted and (match := self._wanted.search(joined, start)):
            place = joined.count("\n", 0, match.start())
            self._keep(match[0], texts[place])
            kept.append(place)
            start = match.end()
        return kept

    def _keep(self, number: str, text: str) -> None:
        for name, shape in _SHAPES.items():
            if re.fullmatch(_SIGN + f"(?:{shape})", number):
                self._seen[name] += 1
                if text not in self.found.setdefault(name, []):
                    self.found[name].append(text)
        self._look_for(name for name in _SHAPES if self._seen[name] < EXAMPLES)

    def _look_for(self, names: Iterable[str]) -> None:
        """Search only for the shapes that there are not examples enough of yet."""
        shapes = "|".join(_SHAPES[name] for name in names)
        pattern = rf"^{_SIGN}(?:{shapes})$"
        self._wanted = re.compile(pattern, re.MULTILINE) if shapes else None

    def decide(self) -> tuple[str, list[str]]:
        """Return (format, []) or, where nobody can tell, ("", texts that it hangs on).

        An empty format without such texts means that every format reads the file alike.
        """
        has = set(self.found)
        vietnamese, english = has & {"dots", "comma"}, has & {"commas", "point"}
        doubtful = has & {"dot_or_both", "comma_or_both"}
        if vietnamese and english:
            return "", self._examples("dots", "comma", "commas", "point")
        if not vietnamese and not english:
            return "", self._examples(*doubtful)
        if vietnamese:
            told = has & {"dots", "dot_or_both", "long"} and "comma_zero" not in has
            clear = "comma_or_both" not in has or told
        else:
            told = has & {"commas", "comma_or_both", "long"} and "dot_zero" not in has
            clear = "dot_or_both" not in has or told
        if clear:
            return (VIETNAMESE if vietnamese else ENGLISH), []
        return "", self._examples("comma", "point", *doubtful)

    def _examples(self, *names: str) -> list[str]:
        """Return the examples of several kinds in turn."""
        lists = [self.found.get(name, []) for name in names]
        return [each[place] for place in range(EXAMPLES) for each in lists if place < len(each)]
