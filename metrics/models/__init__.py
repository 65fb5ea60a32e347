from forum_portal.audit import record_changes
from forum_portal.former_addresses import keep_addresses
from metrics.models.area import Area, HomeArea
from metrics.models.breaks import Break
from metrics.models.citation import Citation
from metrics.models.dashboard import Dashboard, Panel, PanelIndicator
from metrics.models.indicator import Indicator, Pillar, Unit
from metrics.models.observation import Observation
from metrics.models.release import Release, ReleaseSeal, ReleaseStep
from metrics.models.source import Source

__all__ = [
    "Area",
    "Break",
    "Citation",
    "Dashboard",
    "HomeArea",
    "Indicator",
    "Observation",
    "Panel",
    "PanelIndicator",
    "Pillar",
    "Release",
    "ReleaseSeal",
    "ReleaseStep",
    "Source",
    "Unit",
]

# The record itself (releases with their observations and citations) is its own history.
for model in (
    *(Area, HomeArea, Pillar, Unit, Indicator, Break, Source),
    *(Dashboard, Panel, PanelIndicator, Panel.areas.through),
):
    record_changes(model)

for model in (Indicator, Dashboard, Source):
    keep_addresses(model)
