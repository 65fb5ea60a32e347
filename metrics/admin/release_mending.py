"""Where to mend what the checklist found: a field of the release's page, or its figures."""

from django.urls import reverse
from django.utils.translation import gettext as _

from metrics.checklist import Checklist
from metrics.models import Release


def mending_links(release: Release, checklist: Checklist) -> list[tuple[str, str]]:
    """Return (address, sentence) of each error; the address of a field is its place on the page."""
    return [(_where(release, each), each) for each in checklist.errors]


def _where(release: Release, sentence: str) -> str:
    fields = {
        "#id_note": _("Say in the note why figures change; readers see it."),
        "#id_reason": _(
            "Figures change that are public already; choose the reason why: %(figures)s."
        ),
    }
    for anchor, pattern in fields.items():
        if sentence.startswith(pattern.partition("%(figures)s")[0]):
            return anchor
    if release.observations.exists():
        page = reverse("admin:metrics_observation_changelist")
        return f"{page}?release__id__exact={release.pk}"
    return f"{reverse('admin:metrics_observation_add')}?release={release.pk}"
