"""The tables of forums, of the organisations behind them and of what was shown there.

What belongs to a forum is called "slug" in its file, and "forum-slug" in addresses.
"""

from collections import defaultdict
from typing import Any
from zoneinfo import available_timezones

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.importing.keys import booth_key, own_slug
from events.importing.plans import check_booths, check_exhibitions, check_solutions
from events.models import Booth, Exhibition, Forum, ForumRole, Solution
from events.models.exhibition import ExhibitorCategory
from events.placing import SIDES, place_errors, plan_errors
from forum_portal.importing.cells import Holds, choice_of, several
from forum_portal.importing.kinds import in_order
from forum_portal.importing.loading import Known, build
from forum_portal.importing.tables import Column, Complaints, Kind, Row, Values, columns


def time_zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError(_("This is not a time zone such as Asia/Ho_Chi_Minh."))
    return text


def _told_booth(booth: Any) -> dict[str, str]:
    return {"slug": own_slug(booth.exhibition.forum.slug, booth.slug)}


def _make_roles(rows: list[Row], known: Known) -> list[models.Model]:
    """Give roles the order of their lines within a forum."""
    roles: list[Any] = [build(FORUM_ROLES, row, known) for row in rows]
    count: dict[int, int] = defaultdict(int)
    for role in roles:
        count[role.forum_id] += 1
        role.position = count[role.forum_id]
    return roles


def _make_booths(rows: list[Row], known: Known) -> list[models.Model]:
    booths: list[Any] = [build(BOOTHS, row, known) for row in rows]
    forums = dict(Exhibition.objects.values_list("pk", "forum__slug"))
    for booth in booths:
        booth.slug = f"{forums[booth.exhibition_id]}-{booth.slug}"
    return booths


def _complete_plan(values: Values) -> Complaints:
    """Complain of a size that is not whole."""
    yield from plan_errors(values.get("plan_width"), values.get("plan_height"), []).items()


def _complete_booth(values: Values) -> Complaints:
    """Complain of a place that is not whole; how large the plan is, `check_booths` knows."""
    place = {side: values.get(side) for side in SIDES}
    yield from place_errors(place, Exhibition()).items()


FORUMS = Kind(
    "forums",
    Forum,
    (
        *columns(
            Forum,
            "slug! kind series name! name_en year theme theme_en year_theme year_theme_en? "
            "occasion occasion_en? aims aims_en? sectors sectors_en? attendees attendees_en? "
            "date_start date_end venue state area",
        ),
        Column("time_zone", time_zone, title=gettext_lazy("time zone")),
    ),
    key=("slug",),
    complete=in_order("date_start", "date_end"),
)

FORUM_ROLES = Kind(
    "forum_roles",
    ForumRole,
    columns(ForumRole, "forum! organisation! role! note"),
    key=("forum", "organisation", "role"),
    lookups=("forum__slug", "organisation__slug", "role"),
    make=_make_roles,
)

EXHIBITIONS = Kind(
    "exhibitions",
    Exhibition,
    (
        *columns(
            Exhibition,
            "slug! forum! title! title_en theme opened_on venue note note_en? area "
            "plan_width? plan_height?",
        ),
        Column(
            "groups",
            several(choice_of(dict(ExhibitorCategory.choices))),
            holds=Holds.CHOICE,
            title=gettext_lazy("groups of exhibitors"),
            words=dict(ExhibitorCategory.choices),
        ),
    ),
    key=("slug",),
    complete=_complete_plan,
    check=check_exhibitions,
)

BOOTHS = Kind(
    "booths",
    Booth,
    columns(
        Booth,
        "exhibition! slug! name! number zone category organisations showed showed_en? "
        "x? y? width? height?",
    ),
    key=("exhibition", "slug"),
    complete=_complete_booth,
    lookups=("exhibition__slug", "exhibition__forum__slug", "slug"),
    stored_key=booth_key,
    check=check_booths,
    make=_make_booths,
    told=_told_booth,
    told_with=("exhibition__forum",),
)

SOLUTIONS = Kind(
    "solutions",
    Solution,
    columns(Solution, "slug! booth forum! name! name_en? organisations description"),
    key=("slug",),
    check=check_solutions,
)

KINDS = (FORUMS, FORUM_ROLES, EXHIBITIONS, BOOTHS, SOLUTIONS)
