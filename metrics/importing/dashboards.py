"""The tables of dashboards and their panels."""

from forum_portal.importing.tables import Column, Kind, columns
from metrics.importing.content import period_code
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
        Column("period_from", period_code),
        Column("period_to", period_code),
    ),
    key=("dashboard", "position"),
    lookups=("dashboard__slug", "position"),
)

KINDS = (DASHBOARDS, PANELS)
