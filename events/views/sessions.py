"""Sessions: the list over all forums and one session."""

from django.db.models import F, OuterRef, Q
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from events import records
from events.attached import material_rows
from events.evidence import grounds
from events.former_times import change_notice, former_time
from events.models import Session
from events.programme import (
    changed_word,
    duties_of,
    session_day,
    session_when,
    state_word,
    time_order,
    title_with_change,
    zone_of,
    zone_sentence,
)
from events.programme_filter import named
from events.quotes import quote_text
from events.rows import row
from events.session_parts import around_rows, beside, related_figures, session_files
from forum_portal.pages import found_or_404, page_of, public_page
from forum_portal.prepared import prepared
from metrics.asof import AsOf

PER_PAGE = 30


@public_page
def session_list(request):
    page = page_of(request, listed_sessions.parts(), size=PER_PAGE)
    entries = [
        {
            "session": each,
            "when": session_when(each, zone_of(each.forum.time_zone)),
            "state": state_word(each.state),
        }
        for each in page
    ]
    return render(request, "events/session_list.html", {"page": page, "entries": entries})


@prepared
def listed_sessions():
    """Return every session, those of the newest forum first."""
    sessions = Session.objects.published().select_related("forum")
    return sessions.order_by(F("forum__year").desc(nulls_last=True), "forum", *time_order())


@public_page
def session_page(request, slug):
    as_of = AsOf.from_query(request.GET)
    session = found_or_404(session_record.first(slug), _("There is no session at this address."))
    zone = zone_of(session.zone_name)
    before, after = beside(session, session.around_rows, zone)
    former = former_time(session)
    context = {
        "as_of": as_of,
        "session": session,
        "when": session_when(session, zone),
        "zone": zone_sentence([session], zone),
        "state": state_word(session.state),
        "changed": changed_word(session),
        "notice": change_notice(session, former, zone),
        "former": former,
        "card_title": title_with_change(session),
        "before": before,
        "after": after,
        "room": named(session.room_row),
        "track": named(session.track_row),
        "has_calendar": session_day(session, zone),
        "duties": duties_of(session.appearance_rows),
        "quotes": [quote_text(each, at_session=False) for each in session.quote_rows],
        "figures": related_figures(session.quote_rows, as_of.moment),
        "grounds": grounds(session.evidence_rows),
        "files": session_files(session),
    }
    return render(request, "events/session_page.html", context)


@prepared
def session_record(slug):
    """Return the query of a session with its parts."""
    session = OuterRef("pk")
    return (
        Session.objects.filter(slug=slug)
        .published()
        .annotate(
            zone_name=F("forum__time_zone"),
            forum_state=F("forum__state"),
            forum_row=records.forum_row(),
            room_row=row(name="room__name", name_en="room__name_en"),
            track_row=row(name="track__name", name_en="track__name_en"),
            around_rows=around_rows(),
            host_rows=records.host_rows(),
            appearance_rows=records.appearance_rows(Q(session=session)),
            quote_rows=records.quote_rows(Q(session=session)),
            material_rows=material_rows(),
            evidence_rows=records.evidence_rows(
                Q(session=session) | Q(appearance__session=session)
            ),
        )
    )
