"""Sessions: the list over all forums and one session."""

from django.db.models import F, OuterRef, Q
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from events import records
from events.attached import attached_files, material_rows
from events.evidence import grounds
from events.models import Session
from events.programme import duties_of, session_day, session_when, state_word
from events.quotes import quote_text
from events.rows import row
from forum_portal.addresses import reverse
from forum_portal.pages import found_or_404, page_of, public_page
from forum_portal.prepared import prepared

PER_PAGE = 30


@public_page
def session_list(request):
    page = page_of(request, listed_sessions.parts(), size=PER_PAGE)
    entries = [{"session": each, "when": session_when(each)} for each in page]
    return render(request, "events/session_list.html", {"page": page, "entries": entries})


@prepared
def listed_sessions():
    """Return every session, those of the newest forum first."""
    sessions = Session.objects.published().select_related("forum")
    return sessions.order_by(
        F("forum__year").desc(nulls_last=True), "forum", F("date").asc(nulls_last=True), "slug"
    )


@public_page
def session_page(request, slug):
    session = found_or_404(session_record.first(slug), _("There is no session at this address."))
    context = {
        "session": session,
        "when": session_when(session),
        "state": state_word(session.state),
        "has_calendar": session_day(session),
        "duties": duties_of(session.appearance_rows),
        "quotes": [quote_text(each, at_session=False) for each in session.quote_rows],
        "grounds": grounds(session.evidence_rows),
        "files": attached_files(session.material_rows, lambda file: _address(session, file)),
    }
    return render(request, "events/session_page.html", context)


def _address(session, material):
    """Return where a material is: here, or wherever its link leads."""
    if not material.file_name:
        return material.url
    return reverse("events:session-file", args=[session.slug, material.file_name])


@prepared
def session_record(slug):
    """Return the query of a session with its parts."""
    session = OuterRef("pk")
    return (
        Session.objects.filter(slug=slug)
        .published()
        .annotate(
            forum_row=records.forum_row(),
            room_row=row(name="room__name", name_en="room__name_en"),
            track_row=row(name="track__name", name_en="track__name_en"),
            host_rows=records.host_rows(),
            appearance_rows=records.appearance_rows(Q(session=session)),
            quote_rows=records.quote_rows(Q(session=session)),
            material_rows=material_rows(),
            evidence_rows=records.evidence_rows(
                Q(session=session) | Q(appearance__session=session)
            ),
        )
    )
