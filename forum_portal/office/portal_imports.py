"""The portal's own tables that staff import."""

from django.utils.translation import gettext_lazy as _

from forum_portal.importing.archiving import let_out
from forum_portal.importing.imports import register
from forum_portal.importing.kinds import KINDS, ORGANISATIONS, SETTINGS
from forum_portal.models import PortalSettings
from forum_portal.office.import_records import import_records
from forum_portal.office.site import Group

let_out(PortalSettings, PortalSettings.objects.all)
register(
    [
        import_records(
            ORGANISATIONS,
            KINDS,
            Group.FORUMS,
            _("Bodies that host, exhibit, speak or answer for figures."),
        ),
        import_records(
            SETTINGS,
            KINDS,
            Group.SETUP,
            _("Name of the portal, who answers for it, contact, licence."),
        ),
    ]
)
