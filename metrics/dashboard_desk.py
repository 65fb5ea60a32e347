"""What waits at the desk for those who arrange dashboards: panels that need another indicator."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from forum_portal.office.desk import Line, Part
from metrics.dashboard_reading import area_keys, indicator_keys
from metrics.models import Panel
from metrics.panel_notes import notes_of

SHOWN = 10


def panels_to_mend(user: Any) -> Iterator[Part]:
    """Yield the panels that point to what was taken over, withdrawn or is not public."""
    if not user.has_perm("metrics.change_dashboard"):
        return
    panels = _panels()
    lines = [
        Line(f"{panel.dashboard}, {_ordinal(panel)}", panel_url(panel), note.text)
        for panel, notes in zip(panels, notes_of(panels), strict=True)
        for note in notes
    ]
    yield Part(_("Panels to mend"), lines[:SHOWN], _("Every panel has figures to show."))


def panel_url(panel: Panel) -> str:
    """Return the address of a panel's card on the page that arranges its dashboard."""
    page = reverse("admin:metrics_dashboard_change", args=[panel.dashboard_id])
    return f"{page}#panel-{panel.pk}"


def _panels() -> list[Any]:
    """Return all panels, the public dashboards' first, each with its `place` on its dashboard."""
    panels: list[Any] = list(
        Panel.objects.select_related("dashboard")
        .with_names()
        .annotate(indicator_ids=indicator_keys(), area_ids=area_keys())
        .order_by("-dashboard__is_published", "dashboard__position", "dashboard", "position", "pk")
    )
    counted: dict[int, int] = {}
    for panel in panels:
        panel.place = counted[panel.dashboard_id] = counted.get(panel.dashboard_id, 0) + 1
    return panels


def _ordinal(panel: Any) -> str:
    return _("panel %(place)s: %(name)s") % {"place": panel.place, "name": panel}
