"""Who may do what: four roles, groups of accounts whose permissions are the table below.

`migrate` gives them exactly these; docs/roles.md says the same to staff. With which rows an editor
of figures may do it, `metrics.ownership` says.
"""

from collections.abc import Iterator

from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

EDITOR = "Biên tập viên số liệu"
APPROVER = "Người duyệt"
FORUM_EDITOR = "Biên tập viên diễn đàn"
ADMINISTRATOR = "Quản trị"
ROLES = (EDITOR, APPROVER, FORUM_EDITOR, ADMINISTRATOR)

PURPOSES = {
    EDITOR: _(
        "Keeps up the figures of the account’s organisation, their sources and the texts of "
        "their indicators; prepares releases and sends them for approval."
    ),
    APPROVER: _(
        "Reads everything; approves releases that others prepared, schedules and publishes them."
    ),
    FORUM_EDITOR: _("Keeps up forums, people, reports, organisations and sources, no figures."),
    ADMINISTRATOR: _(
        "May do all of this for every organisation, and keeps up dashboards, indicators, accounts "
        "and settings. Nobody approves a release of their own."
    ),
}

# What each role may do with each kind of record: v view, a add, c change, d delete.
# fmt: off
RECORDS = {
    #                              editor  approver  forum editor  administrator
    "metrics.release":            ("vacd", "v",      "",           "vacd"),
    "metrics.releasestep":        ("v",    "v",      "",           "v"),
    "metrics.observation":        ("vacd", "v",      "",           "vacd"),
    "metrics.citation":           ("vacd", "v",      "",           "vacd"),
    "metrics.indicator":          ("vc",   "v",      "v",          "vacd"),
    "metrics.break":              ("vacd", "v",      "",           "vacd"),
    "metrics.source":             ("vac",  "v",      "vac",        "vacd"),
    "metrics.dashboard":          ("",     "v",      "",           "vacd"),
    "metrics.panel":              ("",     "v",      "",           "vacd"),
    "metrics.panelindicator":     ("",     "v",      "",           "vacd"),
    "metrics.area":               ("v",    "v",      "v",          "vacd"),
    "metrics.unit":               ("v",    "v",      "",           "vacd"),
    "metrics.pillar":             ("v",    "v",      "",           "vacd"),
    "metrics.homearea":           ("",     "v",      "",           "vacd"),
    "events.forum":               ("",     "v",      "vacd",       "vacd"),
    "events.forumrole":           ("",     "v",      "vacd",       "vacd"),
    "events.session":             ("",     "v",      "vacd",       "vacd"),
    "events.material":            ("",     "v",      "vacd",       "vacd"),
    "events.room":                ("",     "v",      "vacd",       "vacd"),
    "events.track":               ("",     "v",      "vacd",       "vacd"),
    "events.person":              ("",     "v",      "vacd",       "vacd"),
    "events.photo":               ("",     "v",      "vacd",       "vacd"),
    "events.appearance":          ("",     "v",      "vacd",       "vacd"),
    "events.exhibition":          ("",     "v",      "vacd",       "vacd"),
    "events.booth":               ("",     "v",      "vacd",       "vacd"),
    "events.solution":            ("",     "v",      "vacd",       "vacd"),
    "events.report":              ("",     "v",      "vacd",       "vacd"),
    "events.attachment":          ("",     "v",      "vacd",       "vacd"),
    "events.quote":               ("",     "v",      "vacd",       "vacd"),
    "events.evidence":            ("",     "v",      "vacd",       "vacd"),
    "forum_portal.organisation":  ("",     "v",      "vac",        "vacd"),
    "forum_portal.portalsettings": ("",    "v",      "",           "vac"),
    "forum_portal.user":          ("",     "",       "",           "vac"),
}
# fmt: on
OTHER_PERMISSIONS = {"metrics.approve_release": (APPROVER, ADMINISTRATOR)}

ACTIONS = {"v": "view", "a": "add", "c": "change", "d": "delete"}


def permissions_of(role: str) -> Iterator[str]:
    """Yield the role's permissions as `has_perm` names them: "metrics.add_observation"."""
    column = ROLES.index(role)
    for record, letters in RECORDS.items():
        app, model = record.split(".")
        yield from (f"{app}.{ACTIONS[letter]}_{model}" for letter in letters[column])
    for permission, roles in OTHER_PERMISSIONS.items():
        if role in roles:
            yield permission


@transaction.atomic
def apply_roles() -> None:
    """Make the groups and give them exactly their permissions; other groups stay as they are.

    A permission that does not exist, because its table was migrated back, is left out.
    """
    if Group._meta.db_table not in connection.introspection.table_names():
        return
    known = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    keys = {f"{app}.{codename}": pk for app, codename, pk in known}
    for role in ROLES:
        group, _is_new = Group.objects.get_or_create(name=role)
        group.permissions.set([keys[name] for name in permissions_of(role) if name in keys])
