"""The page of an indicator, the list of all, and what both tell programs."""

import json
from collections.abc import Iterable
from decimal import Decimal

from tests.same_number.asking import LANGUAGES, Portal, is_figure, path_of
from tests.same_number.charts import data_of, points, spoken, to_speak
from tests.same_number.files import Compared
from tests.same_number.hard_cases import UNITS
from tests.same_number.markup import Element
from tests.same_number.reading import Said, long_period, short_period, status_in
from tests.same_number.record import Record, Version, drawn_lines, front

BOUNDS = {"ge": "minValue", "gt": "minValue", "le": "maxValue", "lt": "maxValue"}


def pages(portal: Portal, record: Record) -> Compared:
    """Tables, targets, charts, answers and JSON-LD; of hard indicators in both languages."""
    hard = [slug for slug, own in record.indicators.items() if own[0].indicator in UNITS]
    others = sorted(record.indicators.keys() - set(hard))
    asked = [(slug, language) for slug in portal.share(hard, 6) for language in LANGUAGES]
    for place, slug in enumerate(portal.share(others, 8)):
        asked += [(slug, each) for each in portal.languages(place)]
    recorded, shown = {}, {}
    for slug, language in asked:
        own = [each for each in record.current.values() if each.slug == slug]
        recorded[slug, language] = expected(record, own, language)
        shown[slug, language] = read(portal, f"/chi-so/{slug}/", record, language)
    return recorded, shown


def expected(record: Record, own: list[Version], language: str) -> dict:
    measured = [each for each in own if each.is_observed]
    goals = [each for each in own if not each.is_observed and not each.is_withdrawn]
    newest = front(measured)
    lines = drawn_lines(own)
    return {
        "table": {each.address: row(record, each, language) for each in measured},
        "targets": {
            each.address: (Said.of(each, language), long_period(each, language)) for each in goals
        },
        "charts": sorted_by_address(points(each, language) for each in lines),
        "words": sorted_by_address(to_speak(each, language) for each in lines),
        "answer": newest and (newest.address, Said.of(newest, language)),
        "JSON-LD": newest and in_json_ld(newest, language),
    }


def row(record: Record, version: Version, language: str) -> tuple:
    """Return what a row of the table says; of what was withdrawn, what stood there before."""
    shown = record.before(version) or version if version.is_withdrawn else version
    return Said.of(shown, language), short_period(version, language), version.status


def in_json_ld(version: Version, language: str) -> dict:
    name = BOUNDS.get(version.comparator, "value")
    return {name: version.value, "unitText": version.symbol or version.unit_words(language) or None}


def sorted_by_address(charts: Iterable[dict]) -> list[dict]:
    return sorted(charts, key=lambda each: min(each))


def read(portal: Portal, address: str, record: Record, language: str) -> dict:
    """Return what a reader takes from the page of an indicator and those that follow it."""
    found = portal.pages(address, language)
    page = found[0]
    answers = page.first("div", "opening").all("a", "fig")
    return {
        "table": {
            path: said
            for each in found
            for line in rows_of(each, "figures")
            for path, said in [row_read(line, record, language)]
        },
        "targets": dict(target_read(each, language) for each in target_lines(page)),
        "charts": sorted_by_address(data_of(page, language)),
        "words": sorted_by_address(
            spoken(each.attributes["aria-label"], language) for each in page.all("canvas")
        ),
        "answer": (path_of(answers[0].attributes["href"]), answer(answers[0], language))
        if answers
        else None,
        "JSON-LD": json_ld(page),
    }


def rows_of(page: Element, section: str) -> list[Element]:
    found = [
        each for each in page.all("section") if each.attributes.get("aria-labelledby") == section
    ]
    return [line for each in found for body in each.all("tbody") for line in body.all("tr")]


def row_read(line: Element, record: Record, language: str) -> tuple[str, tuple]:
    cells = line.all("td")
    link = line.first("a")
    path = path_of(link.attributes["href"])
    word = next(each.text for each in cells if each.has("word"))
    told = [each.own_text for each in line.all("span", "badge")]
    period = next(each.text for each in line.all("th"))
    said = Said.read(f"{word} {link.text}", language)
    return path, (said, period, status_in(told, record.current[path], language))


def target_lines(page: Element) -> list[Element]:
    found = [
        each for each in page.all("section") if each.attributes.get("aria-labelledby") == "targets"
    ]
    return [line for each in found for line in each.first("ul").all("li")]


def target_read(line: Element, language: str) -> tuple[str, tuple]:
    """Return the figure of a target and its period, which follows it: "95%, năm 2026: …"."""
    link = next(each for each in line.all("a") if is_figure(path_of(each.attributes["href"])))
    after = line.text.partition(f"{link.text}, ")[2]
    return path_of(link.attributes["href"]), (
        Said.read(link.text, language),
        after.partition(":")[0],
    )


def answer(link: Element, language: str) -> Said | str:
    """Return the figure of the first sentence, without the status that only ears are told."""
    return Said.read(link.own_text, language)


def json_ld(page: Element) -> dict | None:
    scripts = [
        each for each in page.all("script") if each.attributes.get("type") == "application/ld+json"
    ]
    measured = json.loads("".join(scripts[0]._texts()))["variableMeasured"]
    values = {
        name: Decimal(measured[name]) for name in {"value", *BOUNDS.values()} & measured.keys()
    }
    return {**values, "unitText": measured.get("unitText")} if values else None


def listed(portal: Portal, record: Record) -> Compared:
    """The list of indicators: of each the figure in front, a target where nothing was measured."""
    language = "vi"
    recorded = {}
    for slug, versions in record.indicators.items():
        own = [each for each in versions if record.current[each.address] is each]
        shown = front(each for each in own if each.is_observed) or front(own)
        recorded[slug] = shown and (Said.of(shown, language), long_period(shown, language))
    found = {}
    for page in portal.pages("/chi-so/", language):
        for line in page.first("main").all("li"):
            if line.all("b"):
                said, _, period = line.all("span")[1].text.rpartition(", ")
                found[line.first("a").attributes["href"].split("/")[2]] = (
                    Said.read(said, language),
                    period,
                )
    return {slug: told for slug, told in recorded.items() if told}, found
