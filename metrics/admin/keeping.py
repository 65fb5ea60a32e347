"""Which citations of the old version a correction keeps, and what they say of the new one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forum_portal.office.fields import capital_choices
from metrics.citing import source_line
from metrics.models import Citation, Observation

_CHOICES = capital_choices(Citation.Stance.choices)


class KeepsCitations(forms.Form):
    """A form with a box and a choice for each public citation of `observation`.

    A citation that the page did not offer, because it became public meanwhile, is kept.
    """

    def __init__(self, data=None, *args, observation: Observation, **kwargs):
        citations = observation.citations.public().preferred_first().select_related("source")
        self.offered = list(citations)
        if data is not None:
            data = data.copy()
            for each in self.offered:
                if _stance_name(each) not in data:
                    data.update({_keep_name(each): "on", _stance_name(each): ""})
        base: Any = super()
        base.__init__(data, *args, observation=observation, **kwargs)
        for each in self.offered:
            self.fields[_keep_name(each)] = forms.BooleanField(
                label=_("Keep this citation"), initial=True, required=False
            )
            self.fields[_stance_name(each)] = forms.ChoiceField(
                label=_("What it says of the new figure"),
                choices=_stances(each),
                initial=each.stance if each.stance == Citation.Stance.DISAGREES else "",
                required=False,
            )

    def citations_to_keep(self) -> list[dict[str, Any]]:
        """Return each citation offered, with its two fields, as the page shows them."""
        return [
            {
                "citation": each,
                "source": source_line(each),
                "keep": self[_keep_name(each)],
                "stance": self[_stance_name(each)],
            }
            for each in self.offered
        ]

    def take_kept(self, cleaned: dict[str, Any]) -> dict[int, str]:
        """Take this form's fields out of `cleaned`; return the stance of each citation kept."""
        kept = {}
        for each in self.offered:
            stance = cleaned.pop(_stance_name(each))
            if cleaned.pop(_keep_name(each)):
                kept[each.pk] = stance
        return kept


def _stances(citation: Citation) -> list[tuple[str, Any]]:
    if citation.stance == Citation.Stance.DISAGREES:
        return _CHOICES
    return [("", _("Says something else, if the number changes")), *_CHOICES]


def _keep_name(citation: Citation) -> str:
    return f"keep_{citation.pk}"


def _stance_name(citation: Citation) -> str:
    return f"stance_{citation.pk}"
