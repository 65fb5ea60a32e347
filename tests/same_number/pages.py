"""Pages on which figures stand among other things: releases, home, dashboards, forums, reports."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.db import connection

from tests.same_number.asking import LANGUAGES, Portal, is_figure, path_of
from tests.same_number.charts import data_of, points
from tests.same_number.files import Compared
from tests.same_number.hard_cases import DASHBOARD, UNITS
from tests.same_number.markup import Element
from tests.same_number.reading import Said, long_period
from tests.same_number.record import Record, Version, drawn_lines, front, grouped

HOME_TILES = """
SELECT DISTINCT indicator.slug FROM metrics_panelindicator chosen
JOIN metrics_panel panel ON panel.id = chosen.panel_id AND panel.kind = 'figure'
JOIN metrics_dashboard dashboard ON dashboard.id = panel.dashboard_id AND dashboard.is_home
JOIN metrics_indicator indicator ON indicator.id = chosen.indicator_id
"""
REPORTS = "SELECT slug, body FROM events_report WHERE is_published AND body LIKE '%%{{so:%%'"
AREAS_OF_FORUMS = """
SELECT forum.slug, area.code FROM events_forum forum
LEFT JOIN events_exhibition exhibition ON exhibition.forum_id = forum.id
JOIN metrics_area area ON area.id IN (forum.area_id, exhibition.area_id)
WHERE forum.is_published
"""
MOST_ROWS = 12  # of a panel's table, the newest periods
MOST_CHANGES = 5  # of the newest release on the home page
REFERENCE = re.compile(r"\{\{so:")


def releases(portal: Portal, record: Record) -> Compared:
    """The pages of releases: every version with what stood there before."""
    recorded, shown = {}, {}
    for place, (slug, versions) in enumerate(record.releases.items()):
        for language in portal.languages(place):
            for each in versions:
                recorded[language, slug, each.address] = change(record, each, language)
            for page in portal.pages(f"/phat-hanh/{slug}/", language):
                for line in page.first("ul", "changes").all("li"):
                    path, told = change_read(line, language)
                    shown[language, slug, path] = told
    return recorded, shown


def change(record: Record, version: Version, language: str) -> tuple:
    old = record.before(version)
    return old and Said.of(old, language), Said.of(version, language)


def change_read(line: Element, language: str) -> tuple[str, tuple]:
    """Return a line of a list of changes: which figure, the old and the new one."""
    told = line.all("span")[1]
    old, _, _new = told.text.partition("→")
    before = Said.read(old, language)
    new = Said.read(told.first("b").text, language)
    is_first = old.strip() in ("chưa có", "none yet")
    return path_of(line.first("a").attributes["href"]), (None if is_first else before, new)


def home(portal: Portal, record: Record) -> Compared:
    """The tiles of the home page, and what changed lately."""
    with connection.cursor() as cursor:
        cursor.execute(HOME_TILES)
        slugs = [slug for (slug,) in cursor.fetchall()]
    recorded, shown = {}, {}
    for language in LANGUAGES:
        for slug in slugs:
            own = [each for each in record.in_force if each.slug == slug and each.is_observed]
            newest = front(each for each in own if each.home is not None)
            if newest:
                period = long_period(newest, language)
                recorded[language, slug] = Said.of(newest, language), period
        page = portal.page("/", language)
        for tile in page.all("article", "tile"):
            if not tile.has("pair-tile"):
                slug = path_of(tile.first("a").attributes["href"]).split("/")[2]
                shown[language, slug] = value_read(tile, language)
        changed = {each.address: each for each in list(record.releases.values())[-1]}
        lately = dict(change_read(each, language) for each in page.first("ul", "changes").all("li"))
        recorded[language, "changes"] = (
            min(MOST_CHANGES, len(changed)),
            {path: change(record, changed[path], language) for path in lately if path in changed},
        )
        shown[language, "changes"] = len(lately), lately
    return recorded, shown


def value_read(tile: Element, language: str) -> tuple[Said | str, str]:
    """Return the figure and the period of a tile: "hơn 956.000" and "hồ sơ, năm 2023"."""
    unit, _, period = tile.first("span", "of").text.rpartition(", ")
    return Said.read(f"{tile.first('span', 'value').text} {unit}", language), period


def reports(portal: Portal, record: Record) -> Compared:
    """Reports: each figure that a text refers to stands there as the record has it."""
    with connection.cursor() as cursor:
        cursor.execute(REPORTS)
        texts = cursor.fetchall()
    recorded, shown = {}, {}
    for slug, body in texts:
        page = portal.page(f"/bao-cao/{slug}/")
        links = page.all("a", "fig")
        shown[slug] = [
            (path_of(each.attributes["href"]), Said.read(each.own_text, "vi")) for each in links
        ]
        recorded[slug] = [(path, Said.of(record.current[path], "vi")) for path, _ in shown[slug]]
        recorded[slug, "figures"] = len(REFERENCE.findall(body))
        shown[slug, "figures"] = len(links)
    return recorded, shown


def forums(portal: Portal, record: Record) -> Compared:
    """The results of forums with areas of their own: a table of what is about these.

    With them stands what the report of the results refers to, which `reports` holds to the record.
    """
    with connection.cursor() as cursor:
        cursor.execute(AREAS_OF_FORUMS)
        areas = grouped_pairs(cursor.fetchall())
    recorded, shown = {}, {}
    for slug, own in areas.items():
        told = {each.address for each in record.in_force if each.area in own}
        if told:
            page = portal.page(f"/dien-dan/{slug}/ket-qua/")
            told |= {path_of(each.attributes["href"]) for each in page.all("a", "fig")}
            recorded[slug] = {path: Said.of(record.current[path], "vi") for path in told}
            lines = [line for body in page.all("tbody") for line in body.all("tr")]
            shown[slug] = dict(map(row_read, lines))
    return recorded, shown


def grouped_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for first, second in pairs:
        found.setdefault(first, set()).add(second)
    return found


def row_read(line: Element) -> tuple[str, Said | str]:
    """Return a row of the table of a forum's figures."""
    link = line.first("a")
    said = Said.read(f"{line.first('td', 'word').text} {link.text}", "vi")
    return path_of(link.attributes["href"]), said


def search(portal: Portal, record: Record) -> Compared:
    """The search for a number: it finds the figure that has it, and says of each what it is."""
    known = [each for each in record.in_force if each.value is not None]
    often = Counter(each.value for each in known)
    rare = [each for each in known if often[each.value] == 1]
    recorded, shown = {}, {}
    for place, version in enumerate(portal.share(rare, 6)):
        language = portal.language(place)
        typed = f"{version.value:f}".replace(".", "," if language == "vi" else ".")
        page = portal.page(f"/tim-kiem/?q={typed}", language)
        links = {
            path_of(each.attributes["href"]): each.text for each in page.first("main").all("a")
        }
        found = {path: text for path, text in links.items() if is_figure(path)}
        shown[typed] = {path: Said.read(text, language) for path, text in found.items()}
        told = {version.address, *found}
        recorded[typed] = {path: Said.of(record.current[path], language) for path in told}
    return recorded, shown


def targets_of_sources(portal: Portal, record: Record) -> Compared:
    """The pages of plans: the targets that each sets; of figures they print the source's words."""
    goals = [each for each in record.in_force if each.instrument]
    by_plan = grouped(goals, lambda each: each.instrument)
    recorded, shown = {}, {}
    for place, plan in enumerate(portal.share(sorted(by_plan), 6)):
        language = portal.language(place)
        recorded[plan] = {each.address: Said.of(each, language) for each in by_plan[plan]}
        page = portal.page(f"/nguon/{plan}/", language)
        own = [
            each for each in page.all("section") if each.attributes["aria-labelledby"] == "targets"
        ]
        lines = own[0].all("li") if own else []
        told = [(each.first("a").attributes["href"], each.first("b").text) for each in lines]
        shown[plan] = {path_of(link): Said.read(text, language) for link, text in told}
    return recorded, shown


def dashboards(portal: Portal, record: Record) -> Compared:
    """The dashboard of the hard cases: a panel of each kind for each indicator."""
    recorded, shown = {}, {}
    by_indicator = grouped(
        [each for each in record.in_force if each.indicator in UNITS], lambda each: each.slug
    )
    for language in LANGUAGES:
        page = portal.page(f"/bang-so-lieu/{DASHBOARD}/", language)
        for slug, own in by_indicator.items():
            recorded[language, slug] = panels_told(own, language)
            panels = [each for each in page.all("section", "panel") if slug_of(each) == slug]
            shown[language, slug] = panels_read(panels, language)
    return recorded, shown


def slug_of(panel: Element) -> str:
    links = panel.first("h2").all("a")
    return path_of(links[0].attributes["href"]).split("/")[2] if links else ""


def panels_told(own: list[Version], language: str) -> dict:
    """Return what the panels of one indicator show: figure, line, column, table, progress."""
    measured = [each for each in own if each.is_observed and each.value is not None]
    newest = front(measured)
    lines = drawn_lines(own)
    drawn = {path: each for line in lines for path, each in points(line, language).items()}
    goals = [each for each in own if not each.is_observed]
    return {
        "figure": (Said.of(newest, language), long_period(newest, language)),
        "charts": [drawn, drawn] if drawn else [],
        "table": {
            each.address: bare(Said.of(each, language))
            for each in sorted(measured, key=lambda each: each.start)[-MOST_ROWS:]
        },
        "targets": {each.address: Said.of(each, language) for each in goals},
    }


def bare(said: Said) -> Said:
    """Return what a cell of a panel's table says; all units but % stand in the column's head."""
    return replace(said, unit="%" if said.unit == "%" else "")


def panels_read(panels: list[Element], language: str) -> dict:
    """Return what a reader takes from the panels of one indicator."""
    tables, targets, figures, charts = {}, {}, [], []
    for panel in panels:
        if panel.all("span", "value"):
            figures.append(value_read(panel, language))
        charts += data_of(panel, language)
        for line in [cell for each in panel.all("div", "scroll") for cell in each.all("td", "n")]:
            for link in line.all("a"):
                tables[path_of(link.attributes["href"])] = Said.read(link.text, language)
        for line in panel.all("div"):
            if line.all("dt") and line.first("dt").all("b") and not line.all("section"):
                link = line.first("dd").first("a")
                said = Said.read(line.first("dt").first("b").text, language)
                targets[path_of(link.attributes["href"])] = said
    return {"figure": figures[0], "charts": charts, "table": tables, "targets": targets}
