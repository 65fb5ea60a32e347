"""The tables that figures come from."""

from metrics.importing.content import KINDS as CONTENT
from metrics.importing.dashboards import KINDS as DASHBOARDS
from metrics.importing.figures import KINDS as FIGURES

# In the order in which they refer to each other.
KINDS = (*CONTENT, *FIGURES, *DASHBOARDS)
