"""Figures: entered in drafts together with their source, corrected once they are public."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db.models import Exists, OuterRef, Prefetch
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.office.pages import PartsInline, RecordAdmin, RecordForm
from forum_portal.office.site import Group
from metrics import badges, wording
from metrics.admin import correction
from metrics.admin.entering import LeadsToRelease
from metrics.admin.figure_versions import ShowsVersions
from metrics.admin.owned import OnlyOwn, SeenReleases
from metrics.admin.record import OnlyDraftsChange, is_public
from metrics.admin.typed import ReadsPeriods, ValueField, settle_value
from metrics.bounds import out_of_bounds
from metrics.citing import disagreeing, source_line
from metrics.correcting import version_underway
from metrics.lifecycle import note_edit
from metrics.models import Citation, Indicator, Observation, Release
from metrics.models.observation import FIGURE_KEY
from metrics.ownership import kept_by, seen_by
from metrics.refusals import FigureTakenError
from metrics.sealing import wait_for_turn


class ObservationForm(RecordForm):
    status = HTTPStatus.OK  # of the answer that shows the form again
    user: Any = None  # who sends it

    def clean(self):
        cleaned = super().clean()
        indicator, value = cleaned.get("indicator"), cleaned.get("value")
        if indicator is None:
            return cleaned
        if reason := out_of_bounds(value, indicator.unit):
            self.add_error("value", reason)
        settle_value(self, indicator.unit)
        self._refuse_taken_figure()
        return cleaned

    def _refuse_taken_figure(self):
        """Refuse a figure that stands in another release on its way; hold the turn until saved."""
        if any(name not in self.cleaned_data for name in ("release", *FIGURE_KEY)):
            return
        wait_for_turn()
        key = {name: self.cleaned_data[name] for name in FIGURE_KEY}
        release = self.cleaned_data["release"]
        figure = Observation(pk=self.instance.pk, release=release, **key)
        if taken := version_underway(figure):
            refused = FigureTakenError(taken, taken.release, self.user)
            self.add_error(None, refused.sentences)
            self.status = refused.status


class CitationInline(PartsInline):
    model = Citation
    autocomplete_fields = ["source"]
    verbose_name_plural = gettext_lazy("Where it stands")
    fieldsets = [
        (
            None,
            {
                "description": gettext_lazy(
                    "The place where a reader finds this figure, word for word."
                ),
                "fields": ["source", ("locator", "printed"), "sentence"],
            },
        ),
        (
            gettext_lazy("More about this source"),
            {
                "classes": ["collapse"],
                "fields": [("stance", "position"), "original", "note", "note_en"],
            },
        ),
    ]

    def get_queryset(self, request):
        citations: Any = super().get_queryset(request)
        return citations.public_or_own().select_related("source")

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1


class VersionFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("public", _("public now")),
            ("draft", _("not public yet")),
            ("earlier", _("earlier version")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "public":
                return queryset.filter(is_public=True, is_superseded=False)
            case "draft":
                return queryset.filter(is_public=False)
            case "earlier":
                return queryset.filter(is_superseded=True)
        return queryset


def _was_refused(request) -> bool:
    """Tell whether a form comes back; then all that was typed and chosen stays to be seen."""
    return bool(getattr(request, "refusal", ""))


def _status(figure) -> badges.Badge | None:
    """Return how sure a figure is; nothing for one that is not public and not remarkable."""
    if figure.is_public:
        return badges.status_badge(figure)
    if figure.is_withdrawn:
        return badges.Badge(badges.WITHDRAWN, capfirst(_("withdrawal")))
    return badges.remarkable(figure)


@admin.register(Observation)
class ObservationAdmin(
    LeadsToRelease, ReadsPeriods, OnlyOwn, OnlyDraftsChange, ShowsVersions, RecordAdmin
):
    menu = Group.FIGURES, 2
    purpose = gettext_lazy(
        "Every value with its source. What is public is corrected, never edited."
    )
    form = ObservationForm
    inlines = [CitationInline]
    list_display = [
        "indicator",
        "when",
        "where",
        "printed_value",
        "state",
        "stands_in",
        "correction",
    ]
    list_filter = ["indicator", VersionFilter, ("release", SeenReleases)]
    search_fields = ["indicator__search_text", "area__code", "period"]
    search_help_text = gettext_lazy("Indicator, area or period; accents do not matter.")
    autocomplete_fields = ["indicator", "area", "instrument"]
    change_form_template = "admin/metrics/observation/change_form.html"
    change_list_template = "admin/metrics/observation/change_list.html"
    fieldsets = [
        (
            gettext_lazy("Which figure"),
            {
                "description": gettext_lazy("What was measured, where and when."),
                "fields": ["release", ("indicator", "area"), ("period", "kind"), "instrument"],
            },
        ),
        (
            gettext_lazy("Its value"),
            {
                "description": gettext_lazy(
                    "Write it as the source gives it: 90,7 or 956.000, with its hedging word."
                ),
                "fields": [
                    ("value", "comparator"),
                    ("obs_status", "out_of"),
                    ("numerator", "denominator"),
                    "comment",
                    "comment_en",
                ],
            },
        ),
    ]
    sortable_by = ()
    public_fields: ClassVar[list[Any]] = [
        ("indicator", "area"),
        ("when", "printed_value"),
        ("state", "release"),
        "comment",
        "versions",
    ]

    def get_queryset(self, request):
        citations = Citation.objects.public_or_own().preferred_first().select_related("source")
        mine = kept_by(request.user, Indicator).filter(pk=OuterRef("indicator"))
        return (
            seen_by(request.user, Observation)
            .with_labels()
            .with_public_state()
            .annotate(may_be_corrected=Exists(mine))
            .prefetch_related(Prefetch("citations", citations, to_attr="all_citations"))
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def get_fieldsets(self, request, obj=None):
        if obj and is_public(obj) and not _was_refused(request):
            return [(_("Public figure"), {"fields": self.public_fields})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request, obj=None):
        is_shown = obj and is_public(obj) and not _was_refused(request)
        return flatten(self.public_fields) if is_shown else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "value":
            kwargs["form_class"] = ValueField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "release":
            text = gettext_lazy("Choose a draft of your own organisation.")
            mine = kept_by(request.user, Release)
            kwargs["queryset"] = mine if _was_refused(request) else mine.drafts()
            kwargs["error_messages"] = {"invalid_choice": text}
        if db_field.name == "indicator":
            text = gettext_lazy("Another organisation keeps up the figures of this indicator.")
            kwargs["queryset"] = kept_by(request.user, Indicator)
            kwargs["error_messages"] = {"invalid_choice": text}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_formset(self, request, form, formset, change):
        for inline in formset.forms:
            inline.instance.release = form.instance.release
        super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.citations.update(release=form.instance.release)  # it moved to another draft
        touched = {form.initial.get("release"), form.instance.release_id} - {None}
        for release in Release.objects.filter(pk__in=touched):
            note_edit(release, request.user)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if is_public(obj) else None

    def get_urls(self):
        pages = [
            ("correct", correction.correct_page),
            ("withdraw", correction.withdraw_page),
        ]
        return [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self._page(view)),
                name=f"metrics_observation_{name}",
            )
            for name, view in pages
        ] + super().get_urls()

    def _page(self, view):
        return lambda request, pk: view(request, pk, self)

    @admin.display(description=gettext_lazy("period"))
    def when(self, obj):
        return capfirst(str(obj.when))

    @admin.display(description=gettext_lazy("area"))
    def where(self, obj):
        return str(obj.area)

    @admin.display(description=gettext_lazy("value"))
    def printed_value(self, obj):
        text = wording.figure_text(obj)
        return f"{text.qualifier} {text.number}".strip()

    @admin.display(description=gettext_lazy("status"))
    def state(self, obj):
        shown = [_status(obj)] if _status(obj) else []
        if disagreeing(obj.all_citations):
            shown.append(badges.disagreement_badge())
        return render_to_string("admin/_state.html", {"badges": shown, "observation": obj})

    @admin.display(description=gettext_lazy("source"))
    def stands_in(self, obj):
        line = source_line(obj.all_citations[0]) if obj.all_citations else _("no source yet")
        return format_html('<span class="on-phone">{}: </span>{}', _("Source"), line)

    @admin.display(description=gettext_lazy("Correct"), empty_value="")
    def correction(self, obj):
        if not (obj.is_public and obj.may_be_corrected) or obj.is_superseded:
            return None
        url = reverse("admin:metrics_observation_correct", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', url, _("Correct"))
