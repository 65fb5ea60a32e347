"""The tables of dashboards and their panels."""

from django.utils.translation import gettext_lazy as _

from forum_portal.importing.tables import Kind, columns
from metrics.importing.content import period_column
from metrics.models import Dashboard, Panel

DASHBOARDS = Kind(
    "dashboards",
    Dashboard,
    columns(Dashboard, "slug! title! title_en intro intro_en position is_published is_home"),
    key=("slug",),
)

PANELS = Kind(
    "panels",
    Panel,
    (
        *columns(
            Panel,
            "dashboard! position! kind! width title title_en text text_en indicators areas",
        ),
        period_column("period_from", _("from period")),
        period_column("period_to", _("to period")),
    ),
    key=("dashboard", "position"),
    lookups=("dashboard__slug", "position"),
)

KINDS = (DASHBOARDS, PANELS)
