"""The figures' side of the editors' office."""

from metrics.admin import catalogue, dashboards, observations, releases, setup

__all__ = ["catalogue", "dashboards", "observations", "releases", "setup"]
