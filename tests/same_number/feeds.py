"""Atom feeds: the newest releases, all or those of one indicator, with what each changed."""

import re
from xml.etree import ElementTree

from tests.same_number.asking import LANGUAGES, Portal, in_language, path_of
from tests.same_number.files import Compared
from tests.same_number.hard_cases import UNITS
from tests.same_number.markup import read
from tests.same_number.reading import Said
from tests.same_number.record import Record, Version, grouped

ATOM = "{http://www.w3.org/2005/Atom}"
MOST = 20  # entries of a feed, and changes of an entry: those first in lists
SENTENCES = {
    "vi": (
        *("công bố lần đầu: (?P<new>.*)", "sửa từ (?P<old>.*) thành (?P<new>.*)"),
        *("rút; trước đó là (?P<old>.*)", "công bố lại: (?P<new>.*)"),
    ),
    "en": (
        *("first published: (?P<new>.*)", "revised from (?P<old>.*) to (?P<new>.*)"),
        *("withdrawn; it was (?P<old>.*)", "published again: (?P<new>.*)"),
    ),
}
Step = tuple[Said | str | None, Said | str | None]


def of_releases(portal: Portal, record: Record) -> Compared:
    """The feed of all releases."""
    newest = list(record.releases)[-MOST:]
    recorded, shown = {}, {}
    for language in LANGUAGES:
        for slug in newest:
            told = first(record.releases[slug])
            recorded |= {
                (language, slug, each.address): step(record, each, language) for each in told
            }
        shown |= entries(portal, "/phat-hanh/atom.xml", language)
    return recorded, shown


def of_indicators(portal: Portal, record: Record) -> Compared:
    """The feeds of indicators: all hard ones, and a share of the others."""
    hard = [slug for slug, own in record.indicators.items() if own[0].indicator in UNITS]
    others = sorted(record.indicators.keys() - set(hard))
    recorded, shown = {}, {}
    for place, slug in enumerate([*portal.share(hard, 6), *portal.share(others, 8)]):
        language = portal.language(place)
        by_release = grouped(record.indicators[slug], lambda each: each.release)
        for each in [each for own in by_release.values() for each in first(own)]:
            recorded[language, each.release, each.address] = step(record, each, language)
        shown |= entries(portal, f"/chi-so/{slug}/atom.xml", language)
    return recorded, shown


def first(versions: list[Version]) -> list[Version]:
    """Return the versions of a release that its entry tells."""
    return sorted(versions, key=lambda each: each.place)[:MOST]


def step(record: Record, version: Version, language: str) -> Step:
    """Return the old and the new figure that an entry tells of a version."""
    old = record.before(version)
    now = None if version.is_withdrawn else Said.of(version, language)
    was_told = old is not None and not old.is_withdrawn
    return Said.of(old, language) if old and was_told else None, now


def entries(portal: Portal, address: str, language: str) -> dict[tuple, Step]:
    """Return each change of a feed by its release and the figure that it leads to."""
    root = ElementTree.fromstring(portal.bytes(in_language(address, language)))
    found = {}
    for entry in root.iter(f"{ATOM}entry"):
        release = entry.find(f"{ATOM}link").get("href").rstrip("/").rpartition("/")[2]
        for line in read(entry.findtext(f"{ATOM}summary")).all("li"):
            path = path_of(line.first("a").attributes["href"])
            found[language, release, path] = step_read(line.text, language)
    return found


def step_read(text: str, language: str) -> Step | str:
    """Read the last clause of a line: "…: sửa từ 90% thành 90,7% (tăng 0,7 điểm phần trăm)."."""
    clause = re.sub(r" \([^()]*\)\.$", "", text).rstrip(".")
    for sentence in SENTENCES[language]:
        found = re.search(f": {sentence}$", clause)
        if found:
            told = {"old": None, "new": None} | found.groupdict()
            return tuple(told[name] and Said.read(told[name], language) for name in ("old", "new"))
    return text
