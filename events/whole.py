"""The files of everything that there is of forums; they are as they are today."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from events import columns
from events.api.resources import FORUMS, ORGANISATIONS, REPORTS
from events.exports import exhibition_table, programme_table, speakers_table
from events.models import Forum, Report
from events.organisations import public_organisations
from metrics.files.whole import Whole, of_resource, offer


def _today(make: Callable[[], Any]) -> Callable[[Any], Any]:
    """Return `make` for who gives a moment: only figures travel in time."""
    return lambda as_of: make()


offer(
    Whole(
        "dien-dan",
        _("Forums"),
        _("One row for each forum, and for conferences and fairs beside them."),
        *of_resource(FORUMS, _today(Forum.objects.published)),
        page="events:forum-list",
        travels=False,
    ),
    Whole(
        "chuong-trinh",
        _("Programmes of forums"),
        _("One row for each session of all forums."),
        columns.PROGRAMME,
        _today(programme_table),
        page="events:session-list",
        travels=False,
    ),
    Whole(
        "dien-gia",
        _("Speakers at forums"),
        _("One row for each part that somebody had in a forum."),
        columns.SPEAKERS,
        _today(speakers_table),
        page="events:person-list",
        travels=False,
    ),
    Whole(
        "trien-lam",
        _("Exhibitors at forums"),
        _("One row for each booth at all forums."),
        columns.EXHIBITION,
        _today(exhibition_table),
        page="events:booth-list",
        travels=False,
    ),
    Whole(
        "to-chuc",
        _("Organisations"),
        _("One row for each organisation that figures, forums or booths name."),
        *of_resource(ORGANISATIONS, _today(public_organisations)),
        page="events:organisation-list",
        travels=False,
    ),
    Whole(
        "bao-cao",
        _("Reports"),
        _("One row for each report or document of a forum, with its address."),
        *of_resource(REPORTS, _today(Report.objects.published)),
        page="events:report-list",
        travels=False,
    ),
)
