"""Indicators and what they hang from: pillars and units."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum_portal.addresses import reverse
from forum_portal.content import ContentModel, SearchableModel, SearchableQuerySet
from forum_portal.models import Organisation
from metrics.models.probing import has_any
from metrics.periods import Frequency
from metrics.placeholders import validate_sentence


class PillarQuerySet(models.QuerySet):
    """Named reads of pillars."""

    def public(self, as_of=None):
        """Keep the pillars with an indicator that was public at `as_of`."""
        indicators = Indicator.objects.public(as_of).filter(pillar=models.OuterRef("pk"))
        return self.filter(has_any(indicators))


class Pillar(ContentModel):
    """A part of the digital transformation under which indicators are listed."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    objects = PillarQuerySet.as_manager()

    class Meta:
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")
        ordering = ["position", "code"]

    def __str__(self):
        return self.name


class Unit(ContentModel):
    """What a value counts or measures, and between which ends it lies."""

    class Kind(models.TextChoices):
        # Decides how a value is written, compared and drawn: shares change by percentage points,
        # ranks run downwards, counts have no scale.
        COUNT = "count", _("count")
        SHARE = "share", _("share of a whole")
        RANK = "rank", _("rank")
        INDEX = "index", _("index")
        MEASURE = "measure", _("measure")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    symbol = models.CharField(_("symbol"), max_length=20, blank=True)
    noun = models.CharField(_("noun"), max_length=80, blank=True)
    noun_en = models.CharField(_("noun in English"), max_length=80, blank=True)
    lowest = models.DecimalField(_("lowest value"), null=True, blank=True)
    highest = models.DecimalField(_("highest value"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(highest__gt=models.F("lowest"))
                | models.Q(lowest__isnull=True)
                | models.Q(highest__isnull=True),
                name="unit_ends_in_order",
                violation_error_message=_("The highest value must lie above the lowest."),
            ),
        ]

    def __str__(self):
        return self.noun or self.symbol or self.code

    @property
    def is_share(self) -> bool:
        return self.kind == self.Kind.SHARE

    @property
    def is_rank(self) -> bool:
        return self.kind == self.Kind.RANK


class IndicatorQuerySet(SearchableQuerySet):
    """Named reads of indicators."""

    def public(self, as_of=None):
        """Keep the indicators with a figure that was public at `as_of`: others show to nobody."""
        from metrics.models.observation import Observation

        figures = Observation.objects.public_in_order(as_of).filter(indicator=models.OuterRef("pk"))
        return self.filter(has_any(figures, "area_id", "kind", "frequency"))


class Indicator(SearchableModel):
    """Something that is measured over time; its definition and method, where they are known."""

    class Direction(models.TextChoices):
        # Which way is good; progress and the words of change depend on it.
        UP = "up", _("higher is better")
        DOWN = "down", _("lower is better")
        NONE = "none", _("neither")

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("For texts and files. It cannot be changed once a figure is public."),
    )
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    pillar = models.ForeignKey(
        Pillar, models.PROTECT, related_name="indicators", verbose_name=_("pillar")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="indicators", verbose_name=_("unit")
    )
    direction = models.CharField(
        _("good direction"), max_length=5, choices=Direction, default=Direction.NONE
    )
    frequency = models.CharField(
        _("frequency"), max_length=1, choices=Frequency, default=Frequency.ANNUAL
    )
    sentence = models.CharField(
        _("sentence"),
        max_length=250,
        blank=True,
        validators=[validate_sentence],
        help_text=_(
            "Opens the page after the period, e.g. “{value} hồ sơ được nộp trực tuyến” or “{area} "
            "xếp {value} về chính quyền số”; {area} is the name of the area."
        ),
    )
    sentence_en = models.CharField(
        _("sentence in English"), max_length=250, blank=True, validators=[validate_sentence]
    )
    definition = models.TextField(_("definition"), blank=True)
    definition_en = models.TextField(_("definition in English"), blank=True)
    why_it_matters = models.TextField(_("why it matters"), blank=True)
    why_it_matters_en = models.TextField(_("why it matters, in English"), blank=True)
    method = models.TextField(_("method"), blank=True)
    method_en = models.TextField(_("method in English"), blank=True)
    responsible = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("responsible organisation"),
    )
    expected_lag_days = models.PositiveSmallIntegerField(
        _("days until a value is due"),
        null=True,
        blank=True,
        help_text=_("Counted from the last day of the period."),
    )
    jump_threshold = models.DecimalField(
        _("unusual jump"),
        null=True,
        blank=True,
        help_text=_("A larger change from one period to the next must be explained."),
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals of computed values"), null=True, blank=True
    )
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("continues"),
        help_text=_("The indicator that this one took over from; their figures are not one line."),
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("pk")),
                name="indicator_does_not_continue_itself",
                violation_error_message=_("An indicator cannot continue itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(sentence="") | models.Q(sentence__contains="{value}"),
                name="indicator_sentence_has_its_value",
                violation_error_message=_("The sentence needs {value} where the figure stands."),
            ),
            models.CheckConstraint(
                condition=models.Q(sentence_en="") | models.Q(sentence_en__contains="{value}"),
                name="indicator_sentence_en_has_its_value",
                violation_error_message=_("The sentence needs {value} where the figure stands."),
            ),
        ]

    def __str__(self):
        return self.name

    def searchable_texts(self):
        return [self.name, self.name_en, self.code, self.definition]

    def get_absolute_url(self):
        return reverse("metrics:indicator-page", args=[self.slug])
