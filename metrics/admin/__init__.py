"""The figures' side of the editors' office."""

from typing import Any

from django.contrib import admin

from forum_portal.office.desk import followed, happened, seen_alone
from forum_portal.office.history import spoken
from metrics.admin import catalogue, dashboards, imports, observations, releases, setup
from metrics.dashboard_desk import panels_to_mend
from metrics.desk import became_public, desk_of
from metrics.models import Observation, Release
from metrics.ownership import kept_by, seen_of
from metrics.periods import period_text

__all__ = ["catalogue", "dashboards", "imports", "observations", "releases", "setup"]

office: Any = admin.site
office.desk_readers[:0] = [desk_of, panels_to_mend]
happened.append(became_public)
spoken.update(dict.fromkeys(("period", "period_from", "period_to"), period_text))
followed[Release] = lambda user: kept_by(user, Release)
seen_alone.update({model: seen_of(model) for model in (Release, Observation)})
