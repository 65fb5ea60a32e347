"""The directory of booths: what the reader chose, and which booths that finds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models.exhibition import ExhibitorCategory
from forum_portal.accents import accented_words
from forum_portal.parameters import code_of, options_of, unknown_value
from forum_portal.spellings import AROUND, spellings
from forum_portal.text import fold, nfc, printable, sort_key
from metrics.dashboard_filter import Select

LONGEST_QUERY = 200
MOST_TEXTS = 5000  # that are kept in the form in which they are searched
# How an address names the groups.
GROUPS = {
    "so-nganh": ExhibitorCategory.DEPARTMENT,
    "quan-huyen": ExhibitorCategory.DISTRICT,
    "truong-hoc": ExhibitorCategory.SCHOOL,
    "doanh-nghiep": ExhibitorCategory.ENTERPRISE,
    "khac": ExhibitorCategory.OTHER,
}


@dataclass(frozen=True)
class BoothFilter:
    """Words, a group as addresses name it and a zone's slug, each optional."""

    words: str = ""
    group: str = ""
    zone: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str], booths: Iterable[Any]) -> "BoothFilter":
        """Read `?q=`, `?nhom=` and `?khu=`; a BadRequest names what none of the booths has."""
        group, zone = query.get("nhom", "").strip(), query.get("khu", "").strip()
        if group and group not in GROUPS:
            raise unknown_value("nhom", group)
        if zone and zone not in {code_of(each.zone) for each in booths if each.zone}:
            raise unknown_value("khu", zone)
        words = " ".join(printable(nfc(query.get("q", "")[:2000])).split())[:LONGEST_QUERY]
        return cls(words if fold(words) else "", group, zone)

    def __bool__(self) -> bool:
        return bool(self.words or self.group or self.zone)

    def found(self, booths: Iterable[Any]) -> list[Any]:
        """Keep the booths that have all of it; accents count only where they are typed."""
        folded = [each.strip(AROUND) or each for each in fold(self.words).split()]
        accented = accented_words(self.words)
        return [
            each
            for each in booths
            if (not self.group or GROUPS[self.group] == each.category)
            and (not self.zone or code_of(each.zone) == self.zone)
            and (not folded or _holds(each, folded, accented))
        ]


def _holds(booth: Any, folded: list[str], accented: list[str]) -> bool:
    read = [_read(each) for each in texts_of(booth) if each]
    plain = " ".join(text for text, _words in read)
    if not all(_has(plain, word) for word in folded):
        return False
    own = " ".join(words for _text, words in read)
    return all(_has(own, word) for word in accented)


def _has(text: str, word: str) -> bool:
    """Tell whether a word stands anywhere in a text, or another spelling of it as a word."""
    typed, *others = spellings(word)
    return typed in text or any(f" {each} " in f" {text} " for each in others)


@lru_cache(MOST_TEXTS)
def _read(text: str) -> tuple[str, str]:
    """Return a text folded, and its words with accents; every search asks for the same ones."""
    return fold(text), " ".join(accented_words(text))


def texts_of(booth: Any) -> list[str]:
    """Return the texts by which people look for a booth."""
    texts = [booth.name, booth.number, booth.zone, booth.showed, booth.showed_en]
    for each in booth.organisations:
        texts += [each.name, each.name_en, each.short_name]
    for each in booth.solutions:
        texts += [each.name, each.name_en, each.description]
    return texts


def filter_fields(chosen: BoothFilter, booths: Iterable[Any]) -> list[Select]:
    """Return the selects of the groups and the zones that there are; none for a single one."""
    listed = list(booths)
    zones = options_of((code_of(each.zone), each.zone) for each in listed if each.zone)
    present = {each.category for each in listed}
    groups = [(code, group_name(GROUPS[code])) for code in GROUPS if GROUPS[code] in present]
    fields = [
        Select("nhom", capfirst(_("group")), [("", _("All groups")), *groups], chosen.group),
        Select(
            "khu",
            _("Zone"),
            [("", _("All zones")), *sorted(zones.items(), key=lambda zone: sort_key(zone[1]))],
            chosen.zone,
        ),
    ]
    return [each for each in fields if len(each.options) > 2 or each.chosen]


def group_code(category: str) -> str:
    """Return how an address names a group of exhibitors."""
    return next(code for code, each in GROUPS.items() if each == category)


def group_name(category: str) -> str:
    """Return a group's name as a heading writes it."""
    return capfirst(str(ExhibitorCategory(category).label))
