"""What stands at an exhibition, asked of tables as forms ask it: against what is there."""

from collections import defaultdict
from typing import Any

from events.belonging import of_another
from events.importing.keys import booth_key
from events.models import Booth, Exhibition, Forum, Solution
from events.placing import SIDES, as_sought, by_number, number_taken, place_errors, plan_errors
from forum_portal.importing.loading import Known
from forum_portal.importing.tables import Objections, Row

type Placed = list[tuple[Row, Any]]  # rows of booths with their exhibitions


def check_booths(known: Known) -> Objections:
    """Yield the rows whose number the edition has already, and those that lie off the plan."""
    exhibitions = _exhibitions(known)
    editions: dict[str, Placed] = defaultdict(list)
    for row in known.new_rows(Booth):
        # Of an exhibition that is not there, or is refused itself, its own row tells.
        if exhibition := exhibitions.get(row.values["exhibition"]):
            editions[exhibition.forum.slug].append((row, exhibition))
    for forum, rows in editions.items():
        yield from _taken_numbers(rows, _numbered(forum))
        for row, exhibition in rows:
            place = {side: row.values.get(side) for side in SIDES}
            for side, wrong in place_errors(place, exhibition).items():
                yield row, side, wrong


def _taken_numbers(rows: Placed, stored: dict[str, Booth]) -> Objections:
    """Yield the rows of an edition whose number is taken; who has it already keeps it."""
    keys = {row.key for row, _exhibition in rows}
    others = by_number(each for key, each in stored.items() if key not in keys)

    def is_new(placed: tuple[Row, Any]) -> bool:
        row, booth = placed[0], stored.get(placed[0].key)
        return booth is None or as_sought(booth.number) != as_sought(_number(row))

    for row, exhibition in sorted(rows, key=is_new):
        if taken := number_taken(_number(row), others):
            yield row, "number", taken
        booth = Booth(name=row.values["name"], number=_number(row), exhibition=exhibition)
        others.setdefault(as_sought(_number(row)), booth)


def _number(row: Row) -> str:
    return row.values.get("number", "")


def check_exhibitions(known: Known) -> Objections:
    """Yield the plans too small for booths that are there, and forums that have their numbers."""
    rows = {row.key: row for row in known.new_rows(Exhibition)}
    stored = Exhibition.objects.filter(slug__in=rows).select_related("forum")
    for exhibition in stored.prefetch_related("booths"):
        row, booths = rows[exhibition.slug], list(exhibition.booths.all())
        wide, high = row.values.get("plan_width"), row.values.get("plan_height")
        for name, wrong in plan_errors(wide, high, booths).items():
            yield row, name, wrong
        forum = row.values["forum"]
        if forum != exhibition.forum.slug:
            there = by_number(_numbered(forum).values())
            taken = (number_taken(each.number, there) for each in booths)
            if first := next(filter(None, taken), ""):
                yield row, "forum", first


def check_solutions(known: Known) -> Objections:
    """Yield the rows that name a booth of another forum."""
    exhibitions = _exhibitions(known)
    for row in known.new_rows(Solution):
        booth = row.values.get("booth", "")
        exhibition = exhibitions.get(booth.partition("/")[0])
        if exhibition and exhibition.forum.slug != row.values["forum"]:
            yield row, "booth", of_another("booth", booth, exhibition.forum)


def _exhibitions(known: Known) -> dict[str, Any]:
    """Return the exhibitions of the base and of new rows by their keys."""
    found: dict[str, Any] = {
        each.slug: each for each in Exhibition.objects.select_related("forum").order_by()
    }
    for row in known.new_rows(Exhibition):
        size = {name: row.values.get(name) for name in ("plan_width", "plan_height")}
        forum = Forum(slug=row.values["forum"], name=row.values["forum"])
        found[row.key] = Exhibition(forum=forum, title=row.values["title"], **size)
    return found


def _numbered(forum: str) -> dict[str, Booth]:
    """Return the stored booths of a forum that have a number, by their keys."""
    booths = Booth.objects.filter(exhibition__forum__slug=forum).exclude(number="")
    return {
        booth_key(each.exhibition.slug, forum, each.slug): each
        for each in booths.select_related("exhibition").order_by()
    }
