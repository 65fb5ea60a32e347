"""The programme of a forum: filtered, as a list by day or as a table of rooms and hours."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from events.editions import as_day
from events.evidence import about, grounds
from events.models import Forum, Session
from events.programme import hours_unknown, programme_by_day, unknown_parts, zone_of, zone_sentence
from events.programme_filter import GRID, LIST, ProgrammeFilter
from events.programme_grid import grid_of
from events.programme_now import NowAndNext, now_and_next
from events.schedule import has_days, left_out
from events.views.forums import chapter
from forum_portal.pages import public_page


@public_page
def programme_chapter(request, slug):
    """`?ngay=`, `?chuyen-de=`, `?phong=` and `?loai=` narrow it, `?xem=luoi` shows the table."""
    forum, context = chapter(request, slug, "forum-programme")
    sessions, zone = forum.session_rows, zone_of(forum.time_zone)
    chosen = ProgrammeFilter.from_query(request.GET, sessions, zone)
    kept = chosen.kept(sessions, zone)
    going_on = NowAndNext() if context["as_of"] else now_and_next(forum, forum.now, zone, kept)
    is_plan = forum.state == Forum.State.ANNOUNCED
    unplaced, called_off = left_out(sessions, forum)
    silent = {Session.State.PLANNED} if is_plan else ()
    context |= {
        "shown": [
            (each, grid_of(each, zone) if chosen.view == GRID else None)
            for each in programme_by_day(kept, zone, going_on.slugs, silent)
        ],
        "chosen": chosen,
        "fields": chosen.fields(sessions, zone),
        "chosen_words": chosen.words(sessions, zone),
        "views": _views(request, chosen, sessions, zone),
        "kept": len(kept),
        "going_on": going_on,
        "is_plan": is_plan,
        "zone": zone_sentence(kept, zone),
        "unknown": hours_unknown(kept) if chosen else unknown_parts(sessions),
        "day": as_day(chosen.chosen["ngay"] or None),
        "has_calendar": has_days(forum),
        "unplaced": unplaced,
        "called_off": called_off,
        "grounds": grounds(about(forum.evidence_rows, "session")),
    }
    return render(request, "events/forum_programme.html", context)


def _views(request, chosen, sessions, zone):
    """Return words and address of each way to see it, and whether it is this; none for one."""
    if not any(grid_of(each, zone) for each in programme_by_day(sessions, zone)):
        return []
    query = request.GET.copy()
    query.pop("xem", None)
    by_list = f"?{query.urlencode()}"
    query["xem"] = GRID
    return [
        (_("List by day"), by_list, chosen.view == LIST),
        (_("Table of rooms and hours"), f"?{query.urlencode()}", chosen.view == GRID),
    ]
