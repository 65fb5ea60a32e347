"""The floor plan beside the form of a booth, and on the page of its exhibition."""

from typing import Any

from django.urls import reverse

from events.floor_plan import HERE, build_plan
from events.models import Booth, Exhibition
from events.placing import overlap_warning, overlapping


def shown_plan(exhibition: Exhibition | None, booth: Any = None) -> dict[str, Any]:
    """Return what the page shows of the plan: the saved booths, and `booth` as its form has it."""
    if exhibition is None or exhibition.pk is None:
        return {"plan": None}
    others = [each for each in Booth.objects.filter(exhibition=exhibition) if each != booth]
    plan = build_plan(
        [*others, booth] if booth else others,
        exhibition.plan_width,
        exhibition.plan_height,
        kind_of=lambda each: HERE if each is booth else "",
        url_of=lambda each: (
            "" if each is booth else reverse("admin:events_booth_change", args=[each.pk])
        ),
    )
    return {
        "plan": plan,
        "plan_of": exhibition,
        "has_own_place": booth is not None and booth.x is not None,
        "plan_warning": overlap_warning(overlapping(booth, others)) if booth else "",
    }
