"""Pictures, read from the text that the SVG holds; a PNG is drawn from the same one."""

from xml.etree import ElementTree

from tests.same_number.asking import Portal, in_language
from tests.same_number.charts import drawn, spoken, to_speak
from tests.same_number.files import Compared
from tests.same_number.hard_cases import DASHBOARD, PANELS, UNITS
from tests.same_number.reading import Said, long_period, status_in
from tests.same_number.record import Record, Version, drawn_lines, front

SVG = "{http://www.w3.org/2000/svg}"
MOST_LABELLED = 9  # a line with more readings writes only those that find room
NOUN = 37.2  # the size of a noun behind a number
QUALIFIER = 0.42  # how large the words before a number are, beside it


def of_figures(portal: Portal, record: Record) -> Compared:
    """Pictures of single figures: of what was measured and has a value; targets have none."""
    measured = [each for each in record.in_force if each.is_observed and each.value is not None]
    hard = [each for each in measured if each.indicator in UNITS]
    others = [each for each in measured if each.indicator not in UNITS]
    recorded, shown = {}, {}
    for place, each in enumerate([*portal.share(hard, 20), *portal.share(others, 8)]):
        language = portal.language(place)
        recorded[each.address] = figure_told(each, language)
        root = svg(portal, each.address.rstrip("/"), language)
        shown[each.address] = figure_read(root, each, language)
    return recorded, shown


def svg(portal: Portal, path: str, language: str) -> ElementTree.Element:
    return ElementTree.fromstring(portal.bytes(in_language(f"{path}.svg", language)))


def figure_told(version: Version, language: str) -> tuple:
    period = f"{version.about(language)}, {long_period(version, language)}"
    return Said.of(version, language), period, version.status


def figure_read(root: ElementTree.Element, version: Version, language: str) -> tuple:
    """Return what is written: the figure, under the title area and period, and the status."""
    texts = [(float(each.get("font-size", 0)), each.text or "") for each in root.iter(f"{SVG}text")]
    written = [text for _size, text in texts]
    place = max(range(len(texts)), key=lambda each: texts[each][0])
    size, number = texts[place]
    before, sized = texts[place - 1][1], texts[place - 1][0]
    words = before if abs(sized - QUALIFIER * size) < 0.1 else ""
    subtitle = figure_told(version, language)[1]
    heading = " ".join(written[:place])
    behind = behind_number(texts[place + 1 :])
    said = Said.read(f"{words} {number} {behind}", language)
    period = subtitle if subtitle in heading else heading
    return said, period, status_in(written, version, language)


def behind_number(texts: list[tuple[float, str]]) -> str:
    """Return the noun that follows the number, on lines of its own size."""
    size = texts[0][0] if texts else 0
    noun = []
    for each, text in texts:
        if each != size or size != NOUN:
            break
        noun.append(text)
    return " ".join(noun)


def of_indicators(portal: Portal, record: Record) -> Compared:
    """Pictures of indicators, embedded ones too: the line that holds the figure in front."""
    lines = {slug: chart_of(record, slug) for slug in record.indicators}
    slugs = sorted(slug for slug, line in lines.items() if line)
    recorded, shown = {}, {}
    for place, slug in enumerate(portal.share(slugs, 8)):
        language, line = portal.language(place), lines[slug]
        told = to_speak(line, language)
        recorded[slug] = told, labels(line), told
        root = svg(portal, f"/chi-so/{slug}", language)
        frame = portal.page(f"/nhung/chi-so/{slug}/", language).first("img").attributes["alt"]
        written = labels(line) & bold(root, language)
        shown[slug] = spoken(described(root), language), written, spoken(frame, language)
    return recorded, shown


def of_indicators_without_line(portal: Portal, record: Record) -> Compared:
    """Pictures of the other indicators: the figure in front, a target where nothing else is."""
    shown_by = {slug: front_of(record, slug) for slug in record.indicators}
    slugs = sorted(slug for slug, each in shown_by.items() if each and not chart_of(record, slug))
    recorded, shown = {}, {}
    for place, slug in enumerate(portal.share(slugs, 8)):
        language, version = portal.language(place), shown_by[slug]
        recorded[slug] = figure_told(version, language)
        shown[slug] = figure_read(svg(portal, f"/chi-so/{slug}", language), version, language)
    return recorded, shown


def of_panels(portal: Portal, record: Record) -> Compared:
    """Pictures of the hard dashboard's charts: what they tell who does not see them."""
    recorded, shown = {}, {}
    for place, code in enumerate(UNITS):
        language = portal.language(place)
        own = [each for each in record.in_force if each.indicator == code]
        for line in drawn_lines(own):
            for kind in ("line", "column"):
                number = PANELS.index((code, kind)) + 1
                root = svg(portal, f"/bang-so-lieu/{DASHBOARD}/{number}", language)
                recorded[code, kind] = to_speak(line, language)
                shown[code, kind] = spoken(described(root), language)
    return recorded, shown


def described(root: ElementTree.Element) -> str:
    """Return what a picture says to who does not see it."""
    return next(each.text or "" for each in root.iter(f"{SVG}desc"))


def front_of(record: Record, slug: str) -> Version | None:
    own = [each for each in record.in_force if each.slug == slug]
    return front(each for each in own if each.is_observed) or front(own)


def chart_of(record: Record, slug: str) -> list[Version]:
    """Return the line that the picture of an indicator draws; empty where it is one figure."""
    own = [each for each in record.in_force if each.slug == slug]
    return next((line for line in drawn_lines(own) if front_of(record, slug) in line), [])


def labels(line: list[Version]) -> set[Said]:
    """Return what is written beside the marks of a line."""
    return set() if len(line) > MOST_LABELLED else {drawn(each) for each in line}


def bold(root: ElementTree.Element, language: str) -> set[Said | str]:
    """Return what is written in bold letters: the values, and not the numbers of the axis."""
    texts = [each for each in root.iter(f"{SVG}text") if each.get("font-weight") == "600"]
    return {Said.read(each.text or "", language) for each in texts}
