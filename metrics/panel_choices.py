"""What a panel draws, put in the order that staff chose."""

from collections.abc import Sequence

from django.db import transaction

from metrics.models import Area, Indicator, Panel, PanelIndicator


@transaction.atomic
def put_in_panel(*, panel: Panel, indicators: Sequence[Indicator], areas: Sequence[Area]) -> None:
    """Let a saved panel draw exactly these indicators of these areas, in this order."""
    _put_indicators(panel, [each.pk for each in indicators])
    _put_areas(panel, [each.pk for each in areas])


def _put_indicators(panel: Panel, keys: list[int]) -> None:
    places = {each.indicator_id: each for each in panel.panel_indicators.all()}
    gone = [each.pk for key, each in places.items() if key not in keys]
    PanelIndicator.objects.filter(pk__in=gone).delete()
    for position, key in enumerate(keys, start=1):
        place = places.get(key) or PanelIndicator(panel=panel, indicator_id=key, position=0)
        if place.position != position:
            place.position = position
            place.save()


def _put_areas(panel: Panel, keys: list[int]) -> None:
    """Put areas, whose order is that in which they were added."""
    links = Panel.areas.through.objects.filter(panel=panel)
    known = list(links.order_by("pk").values_list("area_id", flat=True))
    if known == keys:
        return
    kept = [key for key in known if key in keys]
    if keys[: len(kept)] != kept:
        kept = []
    links.exclude(area__in=kept).delete()
    for key in keys[len(kept) :]:
        panel.areas.add(key)
