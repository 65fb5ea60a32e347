"""Proposing to correct or withdraw a public figure: what is public, the new version, why."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.office.fields import ChosenSelect, NumberField, capital_choices
from forum_portal.office.refusals import refusal_sentence
from metrics import badges, wording
from metrics.admin.keeping import KeepsCitations
from metrics.admin.owned import OnlyOwn
from metrics.admin.typed import ValueField, settle_value
from metrics.bounds import out_of_bounds
from metrics.citing import source_line
from metrics.correcting import propose_correction, propose_withdrawal, version_in_force
from metrics.models import Citation, Observation, Release, Source
from metrics.models.observation import FIGURE_KEY
from metrics.ownership import keeps_up
from metrics.refusals import OutdatedFigureError, PublishingError

REASONS = [
    Release.Reason.ERROR_CORRECTION,
    Release.Reason.ROUTINE_REVISION,
    Release.Reason.DEFINITION_CHANGE,
    Release.Reason.TERRITORY_CHANGE,
    Release.Reason.SOURCE_REPLACED,
]


class WithdrawalForm(forms.Form):
    """Why a figure is taken back; the source that says so may be missing."""

    note = forms.CharField(
        label=gettext_lazy("Why it changes"),
        help_text=gettext_lazy("One sentence. Readers see it beside the figure."),
        error_messages={"required": gettext_lazy("Write a sentence that says why.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note_en = forms.CharField(
        label=gettext_lazy("The same in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Type a few words of its title, or add a new one with the plus."),
        error_messages={"required": gettext_lazy("Name the source of the new figure.")},
    )
    locator = forms.CharField(
        label=gettext_lazy("Place in the source"),
        help_text=gettext_lazy("e.g. “đoạn 8”"),
        max_length=120,
        required=False,
    )

    sections = {"source": ["source", "locator"], "why": ["note", "note_en"]}
    asks_for_source = False

    def __init__(self, *args, observation: Observation, model_admin: ModelAdmin, **kwargs):
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        self.observation = observation
        self.fields["source"].required = self.asks_for_source
        self.fields["source"].widget = source_widget(self.fields["source"], model_admin)

    def section(self, name: str) -> list[forms.BoundField]:
        """Return the fields of one part of the page, those that this figure has."""
        return [self[each] for each in self.sections[name] if each in self.fields]

    def error_links(self) -> list[tuple[str, Any]]:
        """Return (anchor, sentence) of every error, in the order of the page."""
        links: list[tuple[str, Any]] = [("", text) for text in self.non_field_errors()]
        for fields in self.sections.values():
            for name in fields:
                texts: Any = self.errors.get(name, [])
                links += [(self[name].auto_id, f"{self[name].label}: {text}") for text in texts]
        return links

    def propose(self, author) -> Observation:
        """Send the withdrawal for approval; PublishingError or ValidationError if it cannot."""
        return propose_withdrawal(observation=self.observation, author=author, **self.cleaned_data)


class CorrectionForm(KeepsCitations, WithdrawalForm):
    """The new version of a figure, filled with the values that are public."""

    value = ValueField(
        label=gettext_lazy("Value"),
        help_text=gettext_lazy("Written the Vietnamese way: 90,7 or 956.000"),
        required=False,
    )
    comparator = forms.ChoiceField(
        label=gettext_lazy("Comparison"),
        help_text=gettext_lazy(
            "The hedging word of the source: “hơn” is at least, “gần” just under"
        ),
        choices=capital_choices(Observation.Comparator.choices),
    )
    obs_status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        help_text=gettext_lazy("By the words of the source."),
        choices=[each for each in Observation.Status.choices if each[0] != "withdrawn"],
    )
    out_of = forms.IntegerField(
        label=gettext_lazy("Out of"),
        help_text=gettext_lazy("How many were ranked; empty where the source does not say."),
        min_value=1,
        max_value=32767,
        required=False,
    )
    numerator = NumberField(label=gettext_lazy("Numerator"), required=False)
    denominator = NumberField(label=gettext_lazy("Denominator"), required=False)
    comment = forms.CharField(
        label=gettext_lazy("Comment on the figure"),
        help_text=gettext_lazy("Readers see it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    printed = forms.CharField(
        label=gettext_lazy("Value as printed"),
        help_text=gettext_lazy("Keep its misprints."),
        max_length=200,
        required=False,
    )
    sentence = forms.CharField(
        label=gettext_lazy("Sentence of the source"),
        help_text=gettext_lazy("Word for word."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", "—"), *capital_choices((each.value, each.label) for each in REASONS)],
        error_messages={"required": gettext_lazy("Choose a reason.")},
    )

    version = ["value", "comparator", "obs_status", "out_of", "numerator", "denominator", "comment"]
    sections = {
        "version": version,
        "source": ["source", "locator", "printed", "sentence"],
        "why": ["reason", "note", "note_en"],
    }
    asks_for_source = True

    def __init__(self, *args, observation: Observation, **kwargs):
        initial = {name: getattr(observation, name) for name in self.version}
        super().__init__(*args, observation=observation, initial=initial, **kwargs)
        unit = observation.indicator.unit
        self.fields["value"].label = _("Value, %(unit)s") % {"unit": unit}
        if not unit.is_rank:
            del self.fields["out_of"]
        if observation.numerator is None and observation.denominator is None:
            del self.fields["numerator"], self.fields["denominator"]

    def clean_value(self):
        value = self.cleaned_data["value"]
        if reason := out_of_bounds(value, self.observation.indicator.unit):
            raise ValidationError(reason)
        return value

    def clean(self):
        cleaned = self.cleaned_data
        needs_value = cleaned.get("obs_status") not in Observation.WITHOUT_VALUE
        if needs_value and "value" not in self.errors and cleaned.get("value") is None:
            self.add_error("value", _("Give a value, or a status that says why there is none."))
        settle_value(self, self.observation.indicator.unit)
        return cleaned

    def propose(self, author) -> Observation:
        values = dict(self.cleaned_data)
        kept = self.take_kept(values)
        return propose_correction(observation=self.observation, author=author, kept=kept, **values)


def correct_page(request, pk: int, model_admin: ModelAdmin):
    """Show the form of a correction; a POST sends it for approval."""
    return _page(request, pk, model_admin, CorrectionForm, "correct")


def withdraw_page(request, pk: int, model_admin: ModelAdmin):
    """Show the form of a withdrawal; a POST sends it for approval."""
    return _page(request, pk, model_admin, WithdrawalForm, "withdraw")


def versions(observation: Observation) -> list[dict[str, Any]]:
    """Return the public versions of the same figure, newest first, as a page lists them."""
    key = {name: getattr(observation, name) for name in FIGURE_KEY}
    records = Observation.objects.public().filter(**key).with_labels()
    return [
        {
            "figure": str(wording.figure_text(each)),
            "release": each.release,
            "url": reverse("admin:metrics_observation_change", args=[each.pk]),
            "is_this": each.pk == observation.pk,
        }
        for each in records.order_by("-release__published_at")
    ]


def source_widget(field: Any, model_admin: ModelAdmin) -> forms.Widget:
    """Return a select that searches the sources, with a plus that adds one."""
    site, relation = model_admin.admin_site, Citation._meta.get_field("source")
    select = ChosenSelect(relation, site)
    select.choices = field.choices
    select.is_required = field.required
    return RelatedFieldWidgetWrapper(
        select, relation.remote_field, site, can_add_related=True, can_change_related=False
    )


def _page(request, pk, model_admin, form_class, name):
    if not ModelAdmin.has_change_permission(model_admin, request):
        raise PermissionDenied
    opened = get_object_or_404(Observation.objects.public().with_labels(), pk=pk)
    if not keeps_up(request.user, opened.indicator):
        raise PermissionDenied(OnlyOwn.not_kept)
    newest = version_in_force(opened) or opened
    if request.method != "POST" and newest.pk != opened.pk:
        messages.info(request, _("This version was corrected already. Here is the newest one."))
        return HttpResponseRedirect(reverse(f"admin:metrics_observation_{name}", args=[newest.pk]))
    form = form_class(request.POST or None, observation=opened, model_admin=model_admin)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            return _proposed(request, form.propose(request.user), model_admin)
        except OutdatedFigureError as error:
            newest, status = error.newest, error.status
            form = form_class(request.POST, observation=newest, model_admin=model_admin)
            form.add_error(None, error.sentences)
        except PublishingError as error:
            status = error.status
            form.add_error(None, error.sentences)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except IntegrityError as error:
            form.add_error(None, refusal_sentence(error))
    return _form_page(request, form, newest, model_admin, name, status)


def _proposed(request, corrected, model_admin):
    model_admin.log_addition(request, corrected, _("Sent for approval as a new version."))
    messages.success(
        request, _("Sent for approval. It becomes public once somebody else approves it.")
    )
    return HttpResponseRedirect(
        reverse("admin:metrics_release_change", args=[corrected.release_id])
    )


def _form_page(request, form, public, model_admin, name, status):
    is_withdrawal = name == "withdraw"
    citation = public.citations.preferred_first().select_related("source").first()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Withdraw this figure") if is_withdrawal else _("Correct a figure"),
        "opts": model_admin.opts,
        "public": public,
        "public_text": wording.figure_text(public),
        "public_name": f"{public.indicator} · {public.area} · {public.when}",
        "crumb": f"{public.indicator}, {public.when.short}",
        "badges": [badges.status_badge(public)],
        "source_line": source_line(citation) if citation else "",
        "form": form,
        "sections": [
            (key, capfirst(heading), form.section(key))
            for key, heading in _headings().items()
            if key in form.sections
        ],
        "media": model_admin.media + form.media,
        "is_withdrawal": is_withdrawal,
        "action": reverse(f"admin:metrics_observation_{name}", args=[public.pk]),
        "is_popup": False,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(
        request, "admin/metrics/observation/correction.html", context, status=status
    )


def _headings():
    return {
        "version": _("New version"),
        "source": _("Where the new figure stands"),
        "why": _("Why"),
    }
