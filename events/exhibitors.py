"""What the part on an exhibition shows: exhibitors by group, groups only named, figures, plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from events.beside import neighbours_of
from events.booth_filter import BoothFilter, filter_fields, group_code, group_name
from events.editions import as_day
from events.evidence import grounds
from events.floor_plan import FOUND, HERE, Plan, build_plan, found_plan, near_plan
from events.models.exhibition import ExhibitorCategory
from events.plan_pen import box_of
from forum_portal.addresses import reverse
from forum_portal.parameters import code_of

FEW = 12  # booths that a page lists without a filter, beside its other parts
SIZE, LARGE = "xem", "lon"  # ?xem=lon draws the plans at their full size


@dataclass(frozen=True)
class ExhibitorGroup:
    """A group and its booths; no booth means that the source names the group alone."""

    category: str
    booths: list[Any]

    @property
    def name(self) -> str:
        return group_name(self.category)

    @property
    def code(self) -> str:
        return group_code(self.category)


@dataclass(frozen=True)
class PlanSize:
    """A link to the same page with its plans in another size."""

    name: str
    url: str
    is_current: bool


def exhibitions_of(forum: Any, figures: Iterable[Any]) -> list[dict]:
    """Return each exhibition of a forum's row with its groups, figures and sources."""
    listed = list(figures)
    return [exhibition_part(each, listed, forum) for each in forum.exhibition_rows]


def directory(query: QueryDict, forum: Any, figures: Iterable[Any]) -> dict:
    """Return the chapter on exhibitions: what was asked for and what of each exhibition that finds.

    A question that cannot be read is a BadRequest.
    """
    booths = [booth for each in forum.exhibition_rows for booth in each.booths]
    chosen = BoothFilter.from_query(query, booths)
    is_large = query.get(SIZE) == LARGE
    parts = [_narrowed(part, chosen, is_large) for part in exhibitions_of(forum, figures)]
    return {
        "exhibitions": parts,
        "chosen": chosen,
        "fields": filter_fields(chosen, booths),
        "has_filter": bool(chosen) or len(booths) > FEW,
        "count": len(booths),
        "on_plan": next((each["on_plan"] for each in parts if each["on_plan"]), ""),
        "found": sum(len(each["found"]) for each in parts),
        "is_large": is_large,
        "size": LARGE if is_large else "",
        "sizes": _sizes(query, is_large),
    }


def exhibition_part(exhibition: Any, figures: Iterable[Any], forum: Any) -> dict:
    """Return one exhibition as `events/_exhibition.html` shows it."""
    booths = {each.id for each in exhibition.booths}
    groups, named_only = exhibitor_groups(exhibition.booths, exhibition.groups)
    return {
        "exhibition": exhibition,
        "opened_on": as_day(exhibition.opened_on),
        "address": reverse("events:forum-exhibition", args=[forum.slug]),
        "is_long": len(booths) > FEW,
        "groups": groups,
        "named_only": named_only,
        "figures": [each for each in figures if each.area_id == exhibition.area],
        "grounds": grounds(
            each
            for each in forum.evidence_rows
            if each.subject.exhibition == exhibition.id or each.subject.booth in booths
        ),
    }


def _narrowed(part: dict, chosen: BoothFilter, is_large: bool) -> dict:
    """Add what is found of an exhibition, and its plan with that marked."""
    exhibition = part["exhibition"]
    found = chosen.found(exhibition.booths) if chosen else exhibition.booths
    plan = plan_of(exhibition, {each.id for each in found} if chosen else None, is_large)
    part |= {
        "found": found,
        "plan": found_plan(plan) if plan and is_large else plan,
        "on_plan": exhibition.slug if chosen and plan and any(map(box_of, found)) else "",
        "without_place": len(exhibition.booths) - len(plan.spots) if plan else 0,
    }
    if chosen:
        part["groups"], part["named_only"] = exhibitor_groups(found, [])
    return part


def plan_of(exhibition: Any, found: set[int] | None, is_large: bool) -> Plan | None:
    """Return the plan of an exhibition's row: all booths are links, or those that are found.

    `found` is None where nothing was asked for. The others are no stops for a keyboard, then.
    """
    marked = found or set()
    return build_plan(
        exhibition.booths,
        exhibition.plan_width,
        exhibition.plan_height,
        kind_of=lambda booth: FOUND if booth.id in marked else "",
        url_of=lambda booth: (
            reverse("events:booth-page", args=[booth.slug])
            if found is None or booth.id in found
            else ""
        ),
        id_of=lambda booth: f"spot-{booth.slug}" if booth.id in marked else "",
        is_large=is_large,
    )


def exhibitor_groups(
    booths: Sequence[Any], named: Sequence[str]
) -> tuple[list[ExhibitorGroup], list[ExhibitorGroup]]:
    """Return the groups with booths and those that are only named, each in the usual order."""
    groups = [
        ExhibitorGroup(category, booths_of(booths, category))
        for category in ExhibitorCategory
        if category in named or booths_of(booths, category)
    ]
    return [each for each in groups if each.booths], [each for each in groups if not each.booths]


def booths_of(booths: Sequence[Any], category: str) -> list[Any]:
    """Keep the booths of one group, in their order."""
    return [each for each in booths if each.category == category]


def booth_context(booth: Any) -> dict:
    """Return what the page of a booth shows; `booth` has its parts as nested rows."""
    listed = _in_order(booth.around_rows)
    place = next(n for n, each in enumerate(listed) if each.slug == booth.slug)
    chapter = reverse("events:forum-exhibition", args=[booth.forum_row.slug])
    plan = booth_plan(booth) if box_of(booth) else None
    return {
        "booth": booth,
        "category": group_name(booth.category),
        "zone_url": f"{chapter}?{urlencode({'khu': code_of(booth.zone)})}",
        "plan": plan,
        "near": near_plan(plan) if plan else None,
        "neighbours": neighbours_of(booth, booth.around_rows),
        "previous": listed[place - 1] if place else None,
        "next": listed[place + 1] if place + 1 < len(listed) else None,
        "grounds": grounds(booth.evidence_rows),
    }


def booth_plan(booth: Any) -> Plan | None:
    """Return the plan on which one booth is marked."""
    return build_plan(
        booth.around_rows,
        booth.exhibition_row.plan_width,
        booth.exhibition_row.plan_height,
        kind_of=lambda each: HERE if each.slug == booth.slug else "",
    )


def _in_order(booths: Iterable[Any]) -> list[Any]:
    """Return booths, which are in order of their names, as the directory lists them."""
    groups = list(ExhibitorCategory)
    return sorted(booths, key=lambda each: groups.index(ExhibitorCategory(each.category)))


def _sizes(query: QueryDict, is_large: bool) -> list[PlanSize]:
    given = query.copy()
    given.pop(SIZE, None)
    whole = f"?{given.urlencode()}"
    given[SIZE] = LARGE
    return [
        PlanSize(_("The whole plan"), whole, not is_large),
        PlanSize(_("Enlarged"), f"?{given.urlencode()}", is_large),
    ]
