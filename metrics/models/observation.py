"""Observations, each one version of one figure."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from forum_portal.addresses import reverse
from forum_portal.content import ContentModel
from metrics.clock import moment
from metrics.models.area import Area
from metrics.models.indicator import Indicator
from metrics.models.probing import has_any
from metrics.models.release import Release
from metrics.models.source import Source
from metrics.periods import Frequency, Period, period_text, validate_period

# What makes two observations versions of one figure; `instrument` may be null.
FIGURE_KEY = ("indicator", "area", "kind", "period", "instrument")


@models.ForeignKey.register_lookup
class IsNotDistinctFrom(models.Lookup):
    """`same`: equality that holds between two nulls."""

    lookup_name = "same"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} IS NOT DISTINCT FROM {rhs}", (*lhs_params, *rhs_params)


class ObservationQuerySet(models.QuerySet):
    """Named reads of observations; `public` is the gate before every public one."""

    def public(self, as_of=None):
        """Keep every version that was public at `as_of` (an aware datetime; None is now)."""
        return self.filter(release__published_at__lte=moment(as_of))

    def current(self, as_of=None):
        """Keep the one version of each figure that was in force at `as_of`, withdrawn ones too."""
        newer = Observation.objects.public(as_of).newer_than_outer()
        return self.public(as_of).exclude(Exists(newer))

    def in_force(self, as_of=None):
        """Keep what a reader may be told at `as_of`: current and not withdrawn."""
        return self.current(as_of).exclude(obs_status=Observation.Status.WITHDRAWN)

    def public_in_order(self, as_of=None):
        """Keep what `public` keeps, asked of row by row: for the first few of very many.

        Nothing is joined, so that Postgres reads along an index and stops when it has enough.
        """
        return self.filter(has_any(Release.objects.public(as_of).filter(pk=OuterRef("release"))))

    def current_in_order(self, as_of=None):
        """Keep what `current` keeps, in the same way."""
        own = Release.objects.filter(pk=OuterRef(OuterRef("release"))).values("published_at")[:1]
        later = _released("gt", Subquery(own), OuterRef("release"))
        newer = Observation.objects.public(as_of).same_figure_as_outer().filter(later)
        return self.public_in_order(as_of).exclude(has_any(newer))

    def in_force_in_order(self, as_of=None):
        """Keep what `in_force` keeps, in the same way."""
        return self.current_in_order(as_of).exclude(obs_status=Observation.Status.WITHDRAWN)

    def same_figure_as_outer(self):
        """Keep the versions of the figure that the outer query stands on."""
        return self.filter(
            indicator=OuterRef("indicator"),
            area=OuterRef("area"),
            kind=OuterRef("kind"),
            period=OuterRef("period"),
            instrument__same=OuterRef("instrument"),
        )

    def newer_than_outer(self):
        """Keep the versions of the outer query's figure that were released after its own."""
        return self.same_figure_as_outer().filter(_released("gt", *_OUTER))

    def older_than_outer(self):
        """Keep the versions of the outer query's figure released before its own, the last first."""
        older = self.same_figure_as_outer().filter(_released("lt", *_OUTER))
        return older.order_by("-release__published_at", "-release")

    def observed(self):
        """Keep what was measured, not what is aimed at."""
        return self.filter(kind=Observation.Kind.OBSERVED)

    def targets(self):
        """Keep what a plan aims at."""
        return self.filter(kind=Observation.Kind.TARGET)

    def newest_first(self):
        """Order by period, the latest end first."""
        return self.order_by("-period_end", "-period_start", "pk")

    def with_labels(self):
        """Fetch what it takes to write a figure: indicator with unit, area, release, instrument."""
        return self.select_related("indicator__unit", "area", "release", "instrument")

    def with_public_state(self):
        """Annotate `is_public` and `is_superseded`: public, and replaced by a newer version."""
        newer = Observation.objects.public().newer_than_outer()
        is_public = models.When(release__published_at__lte=moment(None), then=True)
        return self.annotate(
            is_public=models.Case(is_public, default=models.Value(False)),
            is_superseded=Exists(newer),
        )

    def with_citations(self, as_of=None):
        """Fetch `public_citations`, the preferred one first."""
        from metrics.models.citation import Citation

        citations = Citation.objects.public(as_of).preferred_first().select_related("source")
        return self.prefetch_related(
            models.Prefetch("citations", citations, to_attr="public_citations")
        )


_OUTER = OuterRef("release__published_at"), OuterRef("release")


def _released(way: str, moment: Any, release: Any) -> Q:
    """Return the condition of a release after that of a moment ("gt") or before it ("lt").

    Two releases may have been set to the same moment; then their ids decide.
    """
    published = "release__published_at"
    same_moment = Q(**{published: moment, f"release__{way}": release})
    return Q(**{f"{published}__{way}": moment}) | same_moment


class Observation(ContentModel):
    """One version of one figure: its key, its value as the source gives it, and its status."""

    class Kind(models.TextChoices):
        OBSERVED = "observed", _("observed")
        TARGET = "target", _("target")

    class Comparator(models.TextChoices):
        # The hedging words of the sources: "hơn", "gần", "khoảng", "tốp".
        EQ = "eq", _("exactly")
        GE = "ge", _("at least")
        GT = "gt", _("more than")
        LE = "le", _("at most")
        LT = "lt", _("just under")
        APPROX = "approx", _("about")

    class Status(models.TextChoices):
        # SDMX CL_OBS_STATUS, as far as it is used, and `withdrawn`.
        NORMAL = "A", _("published")
        ESTIMATED = "E", _("estimated")
        PROVISIONAL = "P", _("provisional")
        FORECAST = "F", _("forecast")
        EXPERIMENTAL = "G", _("experimental")
        IMPUTED = "I", _("imputed")
        MISSING = "O", _("no figure")
        NOT_COLLECTED = "L", _("not collected")
        CANNOT_EXIST = "M", _("cannot exist")
        SUPPRESSED = "Q", _("suppressed")
        UNRELIABLE = "U", _("low reliability")
        UNVALIDATED = "V", _("not validated")
        WITHDRAWN = "withdrawn", _("withdrawn")

    WITHOUT_VALUE = (
        Status.MISSING,
        Status.NOT_COLLECTED,
        Status.CANNOT_EXIST,
        Status.SUPPRESSED,
        Status.WITHDRAWN,
    )

    # The indexes below begin with these three.
    release = models.ForeignKey(
        Release,
        models.PROTECT,
        db_index=False,
        related_name="observations",
        verbose_name=_("release"),
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        db_index=False,
        related_name="observations",
        verbose_name=_("indicator"),
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        db_index=False,
        related_name="observations",
        verbose_name=_("area"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OBSERVED)
    instrument = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("plan that sets it"),
        help_text=_("Only for targets: the document that sets this one."),
    )
    period = models.CharField(
        _("period"),
        max_length=12,
        validators=[validate_period],
        help_text=_("2023 · 2023-S1 · 2023-Q4 · 2024-11 · 2023-12-27 · 2021/2025"),
    )
    frequency = models.CharField(max_length=1, choices=Frequency, editable=False)
    period_start = models.DateField(editable=False)
    period_end = models.DateField(editable=False)
    value = models.DecimalField(_("value"), null=True, blank=True)
    comparator = models.CharField(
        _("comparison"), max_length=6, choices=Comparator, default=Comparator.EQ
    )
    out_of = models.PositiveSmallIntegerField(
        _("out of"), null=True, blank=True, help_text=_("Only for ranks: how many were ranked.")
    )
    numerator = models.DecimalField(_("numerator"), null=True, blank=True)
    denominator = models.DecimalField(_("denominator"), null=True, blank=True)
    obs_status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NORMAL)
    comment = models.TextField(_("comment"), blank=True, help_text=_("Readers see it."))
    comment_en = models.TextField(_("comment in English"), blank=True)

    public_citations: list  # of Citation, once with_citations() has fetched them

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["indicator", "-period_end", "-period_start", "area"]
        indexes = [
            # A page reads the newest figures of each series, however many there are.
            models.Index(
                fields=["indicator", "area", "kind", "frequency", "-period_end"],
                name="figures_in_series",
            ),
            models.Index(
                fields=["release", "indicator", "-period_end", "id"], name="figures_of_release"
            ),
            models.Index(fields=["area", "-period_end"], name="figures_about_area"),
            # Few, in the order of the API's list.
            models.Index(
                fields=["indicator", "period", "area", "instrument"],
                condition=Q(kind="target"),
                name="targets_in_order",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "area", "kind", "instrument", "release"],
                nulls_distinct=False,
                name="one_version_of_a_figure_per_release",
                violation_error_message=_("This release holds this figure already."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False)
                | Q(obs_status__in=["O", "L", "M", "Q", "withdrawn"]),
                name="observation_without_value_says_why",
                violation_error_message=_("Give a value, or a status that says why there is none."),
            ),
            models.CheckConstraint(
                condition=Q(kind="target") | Q(instrument__isnull=True),
                name="only_targets_have_an_instrument",
                violation_error_message=_("Only a target names the plan that sets it."),
            ),
            models.CheckConstraint(
                condition=Q(out_of__isnull=True)
                | Q(value__isnull=True)
                | Q(value__lte=F("out_of")),
                name="observation_rank_within_places",
                violation_error_message=_("The rank lies beyond the number of places."),
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="observation_denominator_above_zero",
                violation_error_message=_("The denominator must be above zero."),
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="observation_period_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.area}, {period_text(self.period)}"

    def prepare(self):
        super().prepare()
        try:
            period = Period.parse(self.period)
        except ValueError:
            return  # the field's validator says what is wrong
        self.period, self.frequency = period.code, period.frequency
        self.period_start, self.period_end = period.start, period.end

    @property
    def when(self) -> Period:
        """The period of this figure."""
        return Period.parse(self.period)

    @property
    def is_withdrawn(self) -> bool:
        return self.obs_status == self.Status.WITHDRAWN

    def get_absolute_url(self):
        address = [self.indicator.slug, self.area.code, self.when.in_address]
        if self.kind == self.Kind.OBSERVED:
            return reverse("metrics:fact-page", args=address)
        instrument = self.instrument.slug if self.instrument else "-"
        return reverse("metrics:target-page", args=[*address, instrument])
