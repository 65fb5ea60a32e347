"""The figures' side of the editors' office."""

from typing import Any

from django.contrib import admin

from metrics.admin import catalogue, dashboards, imports, observations, releases, setup
from metrics.desk import desk_of

__all__ = ["catalogue", "dashboards", "imports", "observations", "releases", "setup"]

office: Any = admin.site
office.desk_readers.insert(0, desk_of)
