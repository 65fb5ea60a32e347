"""Breaks: where a series stops being comparable with what came before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum_portal.content import ContentModel
from metrics.models.area import Area
from metrics.models.indicator import Indicator
from metrics.periods import Period, period_text, validate_period


class BreakQuerySet(models.QuerySet):
    """Named reads of breaks."""

    def public(self, as_of=None):
        """Keep the breaks whose indicator and area, as far as they have them, were public."""
        return self.filter(
            Q(indicator__isnull=True) | Q(indicator__in=Indicator.objects.public(as_of)),
            Q(area__isnull=True) | Q(area__in=Area.objects.public(as_of)),
        )


class Break(ContentModel):
    """Where a series stops being comparable: `period` is the first of the new series."""

    class Kind(models.TextChoices):
        DEFINITION = "definition", _("change of definition")
        TERRITORY = "territory", _("change of territory")
        METHOD = "method", _("change of method")
        SOURCE = "source", _("change of source")

    indicator = models.ForeignKey(
        Indicator,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="breaks",
        verbose_name=_("indicator"),
    )
    area = models.ForeignKey(
        Area,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="breaks",
        verbose_name=_("area"),
    )
    period = models.CharField(
        _("first period of the new series"), max_length=12, validators=[validate_period]
    )
    starts_on = models.DateField(editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    explanation = models.TextField(_("explanation"))
    explanation_en = models.TextField(_("explanation in English"), blank=True)
    source = models.ForeignKey(
        "metrics.Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="breaks",
        verbose_name=_("source"),
    )

    objects = BreakQuerySet.as_manager()

    class Meta:
        verbose_name = _("break in a series")
        verbose_name_plural = _("breaks in series")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "period", "kind"],
                nulls_distinct=False,
                name="one_break_of_a_kind_per_period",
                violation_error_message=_("This break is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False) | Q(area__isnull=False),
                name="break_is_of_something",
                violation_error_message=_("Choose an indicator, an area or both."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator or self.area}, {period_text(self.period)}"

    def prepare(self):
        super().prepare()
        try:
            period = Period.parse(self.period)
        except ValueError:
            return  # the field's validator says what is wrong
        self.period, self.starts_on = period.code, period.start
