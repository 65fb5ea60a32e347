"""The tables of the forums' side that staff import."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.importing.forums import BOOTHS, EXHIBITIONS, FORUM_ROLES, FORUMS, SOLUTIONS
from events.importing.programme import APPEARANCES, PEOPLE, SESSIONS
from events.importing.texts import EVIDENCE, QUOTES, REPORTS
from events.models import Exhibition, Forum, Person
from events.organisations import public_organisations
from forum_portal.importing.archiving import let_out
from forum_portal.importing.imports import Import, register
from forum_portal.importing.kinds import KINDS as PORTAL
from forum_portal.importing.tables import Kind
from forum_portal.models import Organisation
from forum_portal.office.import_records import import_records
from forum_portal.office.site import Group
from metrics.importing import KINDS as METRICS
from metrics.models import Area

# A report that comes from a table is looked at before everybody reads it.
UNPUBLISHED_REPORTS = replace(REPORTS, make=None)
EVENTS = (
    *(FORUMS, FORUM_ROLES, EXHIBITIONS, BOOTHS, SOLUTIONS, SESSIONS, PEOPLE, APPEARANCES),
    *(UNPUBLISHED_REPORTS, QUOTES, EVIDENCE),
)
ALL = (*PORTAL, *METRICS, *EVENTS)


def _records(kind: Kind, purpose: Any) -> Import:
    return import_records(kind, ALL, Group.FORUMS, purpose)


let_out(Organisation, public_organisations)
let_out(Person, Person.objects.public)
for model in {kind.model for kind in EVENTS} - {Person}:
    records: Any = model._default_manager
    let_out(model, records.published)
let_out(Area, lambda: Area.objects.filter(forum__in=Forum.objects.published()))
let_out(Area, lambda: Area.objects.filter(exhibition__in=Exhibition.objects.published()))
register(
    [
        _records(FORUMS, _("Forums and the events beside them: names, days, aims.")),
        _records(FORUM_ROLES, _("Who hosted, supported or sponsored a forum.")),
        _records(SESSIONS, _("The programme: sessions with their day, hour and room.")),
        _records(PEOPLE, _("People who appeared at a forum.")),
        _records(APPEARANCES, _("Who did what at which forum, with their title then.")),
        _records(EXHIBITIONS, _("Exhibitions at forums.")),
        _records(BOOTHS, _("Booths, who stood behind them and what they showed.")),
        _records(SOLUTIONS, _("Products and services that were shown.")),
        _records(UNPUBLISHED_REPORTS, _("Texts about forums. They are not public at first.")),
        _records(QUOTES, _("What was said, word for word.")),
        _records(EVIDENCE, _("Which sentence of which source a fact of a forum rests on.")),
    ]
)
