"""The page of one figure: what its heading, its list, its citations and its history say."""

import re

from tests.same_number.asking import LANGUAGES, Portal
from tests.same_number.charts import drawn
from tests.same_number.files import Compared
from tests.same_number.hard_cases import UNITS
from tests.same_number.markup import Element
from tests.same_number.reading import (
    NUMBER,
    Said,
    long_period,
    number_in,
    short_period,
    status_in,
)
from tests.same_number.record import Record, Version

LABELS = {
    "vi": {
        **{"Trạng thái": "status", "Kỳ": "period", "Địa bàn": "area", "So sánh": "comparison"},
        **{"Tử số, mẫu số": "fraction", "Phiên bản": "revision"},
    },
    "en": {
        **{"Status": "status", "Period": "period", "Area": "area", "Comparison": "comparison"},
        **{"Numerator, denominator": "fraction", "Version": "revision"},
    },
}
TEX = re.compile(r"title = \{\{?(.*?)\}\}?,\n", re.DOTALL)


def pages(portal: Portal, record: Record) -> Compared:
    """The pages of figures, in turn in one language and the other; more of the hard ones."""
    hard = [path for path, each in record.current.items() if each.indicator in UNITS]
    others = sorted(record.current.keys() - set(hard))
    recorded, shown = {}, {}
    for place, path in enumerate([*portal.share(hard, 20), *portal.share(others, 8)]):
        for language in portal.languages(place):
            current = record.current[path]
            page = portal.page(path, language, 410 if current.is_withdrawn else 200)
            recorded[path, language] = expected(record, current, language)
            shown[path, language] = read(page, current, language, record)
    return recorded, shown


def expected(record: Record, version: Version, language: str) -> dict:
    told = {"history": history(record, version, language)}
    if version.is_withdrawn:
        return told
    said = Said.of(version, language)
    share = version.unit_kind == "share" and version.is_observed
    given = version.numerator is not None or version.denominator is not None
    return told | {
        **{"heading": said, "title": said, "marks": []},
        "cited": [Said.of(version, each) for each in in_turn(language)],
        **{"status": version.status, "period": long_period(version, language)},
        **{"area": version.about(language), "revision": record.revision(version)},
        "comparison": version.comparator if version.value is not None else None,
        "fraction": (version.numerator, version.denominator) if share and given else None,
    }


def history(record: Record, version: Version, language: str) -> list[tuple]:
    """Return what each version said and the one before it, the newest first."""
    steps = []
    for each in reversed(record.histories[version.address]):
        old = record.before(each)
        steps.append((old and Said.of(old, language), Said.of(each, language)))
    return steps


def read(page: Element, version: Version, language: str, record: Record) -> dict:
    """Return what a reader takes from the page of a figure."""
    told = {"history": history_of(page, language)}
    if version.is_withdrawn:
        return told
    known = listed(page, language)
    fraction = known.get("fraction")
    numbers = re.findall(NUMBER[language], fraction.text) if fraction else []
    comparison = known.get("comparison")
    return told | {
        "heading": Said.read(page.first("h1").text, language),
        "title": Said.read(page.first("title").text.partition(" – ")[0], language),
        "cited": [cited(*each) for each in zip(copied(page), in_turn(language), strict=True)],
        "marks": [
            each for each in marks(page, language) if not holds(record, version, each, language)
        ],
        "status": status_in(
            [each.own_text for each in known["status"].all("span")], version, language
        ),
        "period": small(known["period"].text.partition(" (")[0], version, language),
        "area": known["area"].text,
        "revision": int(known["revision"].text.partition(",")[0]),
        "comparison": compared(comparison.text, language) if comparison else None,
        "fraction": tuple(number_in(each, language) for each in numbers) or None,
    }


def listed(page: Element, language: str) -> dict[str, Element]:
    """Return what the list of what is known says, by our names for its terms."""
    lines = [each for each in page.first("dl", "facts").all("div") if each.all("dt")]
    terms = {each.first("dt").text: each.first("dd") for each in lines}
    return {name: terms[term] for term, name in LABELS[language].items() if term in terms}


def small(text: str, version: Version, language: str) -> str:
    """Return a period that opens a line as it stands inside a sentence."""
    period = long_period(version, language)
    return period if text == period[:1].upper() + period[1:] else text


def compared(word: str, language: str) -> str:
    said = Said.read(f"{word} 1", language)
    return said.comparator if isinstance(said, Said) else said


def history_of(page: Element, language: str) -> list[tuple]:
    """Return each step from old to new; a struck-through old value is one that was withdrawn."""
    steps = []
    for line in page.first("ul", "history").all("li"):
        told = line.first("span")
        new = Said.read(told.first("b").text, language)
        before = told.text.partition("→")[0]
        old = Said.read(before, language) if "→" in told.text else None
        steps.append((old, new))
    return steps


def in_turn(language: str) -> tuple[str, str, str]:
    """Return the languages of the citations of a page."""
    other = next(each for each in LANGUAGES if each != language)
    return language, other, language


def copied(page: Element) -> list[str]:
    """Return the citations to be copied: in the page's language, in the other, as BibTeX."""
    texts = [each for each in page if "data-copy" in each.attributes]
    return ["".join(each._texts()) for each in texts]


def cited(text: str, language: str) -> Said | str:
    """Return the figure in a citation, whose words are of one language or the other."""
    title = TEX.search(text)
    if title:
        value = re.sub(r"\\(.)", r"\1", title[1]).rpartition(": ")[2]
        return Said.read(value, language)
    value = re.search(r"”, [^:]*: (.*?) \(", text)
    return Said.read(value[1] if value else text, language)


def marks(page: Element, language: str) -> list[tuple[str, Said | str]]:
    """Return the readings that the staffs of a page speak out: period and figure."""
    found = []
    for staff in page.all("div", "staff"):
        for part in staff.attributes["aria-label"].partition(". ")[2].rstrip(".").split("; "):
            period, _, value = part.partition(": ")
            found.append((period, Said.read(value.partition(" (")[0], language)))
    return found


def holds(record: Record, version: Version, mark: tuple, language: str) -> bool:
    """Tell whether a figure in force of the same indicator is what a mark says."""
    own = (each for each in record.in_force if each.slug == version.slug)
    return any(mark == (short_period(each, language), drawn(each)) for each in own)
