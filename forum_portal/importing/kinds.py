"""The tables that the portal itself has: its settings and the organisations."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from forum_portal.importing.loading import build
from forum_portal.importing.tables import Complaints, Kind, Values, columns
from forum_portal.models import Organisation, PortalSettings


def in_order(first: str, last: str) -> Callable[[Values], Complaints]:
    """Return the rule that the day in column `last` does not lie before that in `first`."""

    def complain(values: Values) -> Complaints:
        if first in values and last in values and values[last] < values[first]:
            yield last, _("The last day lies before the first.")

    return complain


def _only_one(rows):
    return {"": 1} if PortalSettings.objects.exists() else {}


def _make_settings(rows, known):
    settings = [build(SETTINGS, row, known) for row in rows]
    for each in settings:
        each.pk = 1
    return settings


SETTINGS = Kind(
    "settings",
    PortalSettings,
    columns(
        PortalSettings,
        "name! name_en tagline tagline_en responsible_body responsible_body_en? "
        "contact_address contact_email "
        "contact_phone licence licence_url caretaker?",
    ),
    key=(),
    existing=_only_one,
    make=_make_settings,
)

ORGANISATIONS = Kind(
    "organisations",
    Organisation,
    columns(
        Organisation,
        "slug! name! name_en short_name kind website valid_from valid_to successor note",
    ),
    key=("slug",),
    complete=in_order("valid_from", "valid_to"),
)

KINDS = (ORGANISATIONS, SETTINGS)
