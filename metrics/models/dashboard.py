"""Dashboards: figures that staff arrange for readers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum_portal.addresses import reverse
from forum_portal.content import ContentModel, SluggedModel
from metrics.models.area import Area
from metrics.models.indicator import Indicator
from metrics.periods import validate_period


class DashboardQuerySet(models.QuerySet):
    """Named reads of dashboards."""

    def published(self):
        """Keep what readers may see."""
        return self.filter(is_published=True)

    def in_list(self):
        """Keep the published dashboards that have a place in the list: all but the home page's."""
        return self.published().filter(is_home=False)

    def for_home(self):
        """Keep the one whose panels stand on the home page."""
        return self.published().filter(is_home=True)


class Dashboard(SluggedModel):
    """A page of panels."""

    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    intro = models.TextField(_("introduction"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    is_published = models.BooleanField(
        _("public"), default=False, help_text=_("Ticked, everybody sees it at once.")
    )
    is_home = models.BooleanField(
        _("on the home page"),
        default=False,
        help_text=_("Its panels are the headline figures of the home page."),
    )

    objects = DashboardQuerySet.as_manager()

    class Meta:
        verbose_name = _("dashboard")
        verbose_name_plural = _("dashboards")
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_home"],
                condition=Q(is_home=True),
                name="one_dashboard_on_the_home_page",
                violation_error_message=_("Another dashboard stands on the home page already."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("metrics:dashboard-page", args=[self.slug])


class PanelQuerySet(models.QuerySet):
    """Named reads of panels."""

    def with_names(self):
        """Fetch `indicator_names`, by which a panel without a title is called."""
        places = PanelIndicator.objects.filter(panel=models.OuterRef("pk")).order_by()
        names = models.StringAgg("indicator__name", models.Value("; "), order_by="position")
        named = places.values("panel").annotate(names=names).values("names")
        return self.annotate(indicator_names=models.Subquery(named))


class Panel(ContentModel):
    """One part of a dashboard: live figures of some indicators, or a text."""

    class Kind(models.TextChoices):
        FIGURE = "figure", _("one figure")
        LINE = "line", _("line chart")
        COLUMN = "column", _("column chart")
        TABLE = "table", _("table")
        PROGRESS = "progress", _("progress to target")
        TEXT = "text", _("text")

    class Width(models.IntegerChoices):
        # Of the six columns of a dashboard.
        SMALL = 2, _("a third")
        HALF = 3, _("half")
        LARGE = 4, _("two thirds")
        FULL = 6, _("full width")

    dashboard = models.ForeignKey(
        Dashboard, models.CASCADE, related_name="panels", verbose_name=_("dashboard")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FIGURE)
    width = models.PositiveSmallIntegerField(_("width"), choices=Width, default=Width.SMALL)
    title = models.CharField(
        _("title"), max_length=160, blank=True, help_text=_("Empty: the indicator's name.")
    )
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    indicators = models.ManyToManyField(
        Indicator, through="PanelIndicator", related_name="panels", verbose_name=_("indicators")
    )
    areas = models.ManyToManyField(
        Area,
        blank=True,
        related_name="panels",
        verbose_name=_("areas"),
        help_text=_("Empty: the portal's own areas."),
    )
    period_from = models.CharField(
        _("from period"), max_length=12, blank=True, validators=[validate_period]
    )
    period_to = models.CharField(
        _("to period"), max_length=12, blank=True, validators=[validate_period]
    )

    indicator_names: str | None = None  # once with_names() has fetched them

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ["dashboard", "position", "pk"]

    def __str__(self):
        return self.title or self.indicator_names or self.get_kind_display()


class PanelIndicator(models.Model):
    """An indicator's place in a panel."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="panel_indicators")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="panel_places", verbose_name=_("indicator")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("indicator of a panel")
        verbose_name_plural = _("indicators of a panel")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "indicator"],
                name="indicator_once_in_a_panel",
                violation_error_message=_("This indicator is in the panel already."),
            )
        ]

    def __str__(self):
        return str(self.indicator)
