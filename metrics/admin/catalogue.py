"""What figures hang from: indicators with their breaks, and sources."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from forum_portal.office.pages import PartsInline, RecordAdmin, RecordForm, count_of
from forum_portal.office.site import Group
from forum_portal.words import date_text
from metrics.admin.owned import OnlyOwn
from metrics.admin.record import TakesTurn
from metrics.admin.typed import ReadsPeriods
from metrics.models import Break, Citation, Indicator, Observation, Source
from metrics.ownership import keeps_all, kept_by, seen_by
from metrics.periods import period_text
from metrics.record_reading import public_sources


class BreakInline(ReadsPeriods, PartsInline):
    model = Break
    fk_name = "indicator"
    autocomplete_fields = ["area", "source"]
    verbose_name_plural = _("Where the series breaks")
    fieldsets = [
        (
            None,
            {
                "description": _("Charts do not join points across a break; readers see why."),
                "fields": [
                    ("period", "kind"),
                    ("area", "source"),
                    "explanation",
                    "explanation_en",
                ],
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("area", "source", "indicator")


@admin.register(Indicator)
class IndicatorAdmin(OnlyOwn, TakesTurn, RecordAdmin):
    """Everybody reads them; the texts are kept up by the responsible organisation."""

    menu = Group.FIGURES, 3
    purpose = _("What is measured: name, unit, definition, who answers for it.")
    inlines = [BreakInline]
    list_display = ["name", "pillar", "unit", "frequency", "responsible", "newest_period"]
    list_filter = ["pillar", "frequency"]
    list_select_related = ["pillar", "unit", "responsible"]
    search_fields = ["search_text"]
    search_help_text = _("Name, code or words of the definition; accents do not matter.")
    autocomplete_fields = ["responsible", "predecessor"]
    fieldsets = [
        (
            _("What it is called"),
            {
                "description": _("The name stands on every page, chart and file."),
                "fields": ["name", "name_en", ("code", "pillar")],
            },
        ),
        (
            _("How its values are written"),
            {
                "description": _(
                    "The unit decides how values are read, compared and drawn. Code and unit "
                    "stay as they are once a figure is public."
                ),
                "fields": [
                    ("unit", "frequency"),
                    ("direction", "decimals"),
                    "sentence",
                    "sentence_en",
                ],
            },
        ),
        (
            _("What readers should know"),
            {
                "description": _("Leave out what is not known; the page then leaves it out too."),
                "fields": [
                    "definition",
                    "definition_en",
                    "why_it_matters",
                    "why_it_matters_en",
                    "method",
                    "method_en",
                ],
            },
        ),
        (
            _("Who answers for it"),
            {
                "description": _("Whose figure it is, and when the next value is due."),
                "fields": [
                    "responsible",
                    ("expected_lag_days", "jump_threshold"),
                    "predecessor",
                    "slug",
                ],
            },
        ),
    ]

    settled_fields = (
        "code",
        "pillar",
        "unit",
        "frequency",
        "direction",
        "decimals",
        "responsible",
        "expected_lag_days",
        "jump_threshold",
        "predecessor",
        "slug",
    )

    def get_queryset(self, request):
        figures = Observation.objects.public().filter(indicator=OuterRef("pk"))
        newest = figures.order_by("-period_end").values("period")[:1]
        return super().get_queryset(request).annotate(newest_period=Subquery(newest))

    def get_readonly_fields(self, request, obj=None):
        """Leave an organisation the texts; the rest changes what figures mean, or is a control."""
        return () if keeps_all(request.user) else self.settled_fields

    def get_search_results(self, request, queryset, search_term):
        if _is_for_a_figure(request):
            queryset = queryset.filter(pk__in=kept_by(request.user, Indicator))
        return super().get_search_results(request, queryset, search_term)

    def view_on_site(self, obj):
        is_public = Indicator.objects.public().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_public else None

    @admin.display(description=_("newest public period"))
    def newest_period(self, obj):
        return period_text(obj.newest_period) if obj.newest_period else "–"


def _is_for_a_figure(request) -> bool:
    """Tell whether the select of a figure's form asks; it offers what this person may enter."""
    asked = [request.GET.get(name) for name in ("model_name", "field_name")]
    return request.resolver_match.url_name == "autocomplete" and asked == [
        "observation",
        "indicator",
    ]


class SourceForm(RecordForm):
    def clean(self):
        """Keep the address that another one takes the place of, unless something else is typed."""
        cleaned = super().clean()
        is_moved = "url" in self.changed_data and "former_url" not in self.changed_data
        if cleaned and is_moved and self.initial.get("url"):
            cleaned["former_url"] = self.initial["url"]
        return cleaned


@admin.register(Source)
class SourceAdmin(TakesTurn, RecordAdmin):
    form = SourceForm
    menu = Group.FIGURES, 4
    purpose = _("The documents that figures and facts rest on.")
    list_display = ["name", "kind", "publisher", "published", "citation_count"]
    list_filter = ["kind"]
    search_fields = ["search_text"]
    search_help_text = _("Title, number or publisher; accents do not matter.")
    autocomplete_fields = ["replaced_by"]
    fieldsets = [
        (
            _("Which document"),
            {
                "description": _("Write what is printed; leave empty what is not known."),
                "fields": [
                    "kind",
                    "title",
                    "label",
                    "label_en",
                    ("publisher", "published_on"),
                    "language",
                ],
            },
        ),
        (
            _("Where it can be read"),
            {
                "description": _(
                    "A page that is gone gets its new address here, or that of a copy in an "
                    "archive. Figures and citations stay as they are."
                ),
                "fields": [("url", "accessed_on"), "former_url"],
            },
        ),
        (
            _("Legal document"),
            {
                "description": _("Number and validity, for plans, decisions and laws."),
                "fields": ["legal_number", ("effective_on", "expired_on"), "replaced_by"],
            },
        ),
        (None, {"fields": ["note", "slug"]}),
    ]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(citation_count=count_of(seen_by(request.user, Citation), "source"))
        )

    def view_on_site(self, obj):
        is_public = public_sources(None).filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_public else None

    @admin.display(description=_("source"), ordering="sort_key")
    def name(self, obj):
        return str(obj)

    @admin.display(description=_("published on"), ordering="published_on")
    def published(self, obj):
        return date_text(obj.published_on)

    @admin.display(description=_("citations"), ordering="citation_count")
    def citation_count(self, obj):
        return obj.citation_count
