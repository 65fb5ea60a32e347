"""Charts: their data, their words for who does not see them, and the pictures drawn of them."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.same_number.asking import path_of
from tests.same_number.markup import Element
from tests.same_number.reading import STATUSES, Said, short_period
from tests.same_number.record import Version

SHAPES = {"A": "published", "P": "preliminary"}  # every other status with a value: estimated


@dataclass(frozen=True)
class Point:
    """A reading of a chart: its place on the axis, its height, its label, and how sure it is."""

    period: str
    value: Decimal | None
    said: Said | str
    shape: str


def drawn(version: Version) -> Said:
    """Return what a label in a chart says: a symbol stays, a noun and places are in the title."""
    return replace(Said.of(version, "vi"), out_of=None, unit=version.symbol)


def points(versions: Iterable[Version], language: str) -> dict[str, Point]:
    """Return what a chart's data must hold of these figures, by address."""
    return {
        each.address: Point(
            short_period(each, language),
            each.value,
            drawn(each),
            SHAPES.get(each.status, "estimated"),
        )
        for each in versions
    }


def data_of(page: Element, language: str) -> list[dict[str, Point]]:
    """Return the points of each chart of a page by the figures that they lead to."""
    charts = [
        json.loads("".join(each._texts()), parse_float=Decimal)
        for each in page.all("script")
        if each.attributes.get("type") == "application/json"
    ]
    return [
        {
            path_of(each["url"]): point(each, language)
            for line in chart["series"]
            for each in line["points"]
        }
        for chart in charts
        if "series" in chart
    ]


def point(given: dict, language: str) -> Point:
    value = Decimal(str(given["value"]))
    return Point(given["label"], value, Said.read(given["text"], language), given["status"])


def spoken(words: str, language: str) -> dict[str, tuple[Said | str, str]]:
    """Return the readings that a chart's words tell: by period the figure and its status."""
    for sentence in re.split(r"\. ", words.rstrip(". ")):
        parts = [each.partition(": ") for each in sentence.split("; ")]
        readings = {period: reading(text, language) for period, _, text in parts}
        if all(isinstance(said, Said) for said, _status in readings.values()):
            return readings
    return {}


def reading(text: str, language: str) -> tuple[Said | str, str]:
    value, _, remark = text.partition(" (")
    remark = remark.rstrip(")")
    status = STATUSES[language].get(remark[:1].upper() + remark[1:], remark) if remark else "A"
    return Said.read(value, language), status


def to_speak(versions: Iterable[Version], language: str) -> dict[str, tuple[Said, str]]:
    """Return what the words of a chart of these figures must tell."""
    return {short_period(each, language): (drawn(each), each.status) for each in versions}
