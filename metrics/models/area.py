"""Areas: what figures are about, and those that the portal speaks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum_portal.content import ContentModel
from forum_portal.models import PortalSettings
from metrics.models.probing import has_any


class AreaQuerySet(models.QuerySet):
    """Named reads of areas."""

    def home(self):
        """The portal's own areas, newest first: a city before and after a merger is two."""
        return self.filter(home__isnull=False).order_by("home__position")

    def public(self, as_of=None):
        """Keep the areas with a figure that was public at `as_of`; others show to nobody."""
        from metrics.models.observation import Observation

        figures = Observation.objects.public_in_order(as_of).filter(area=models.OuterRef("pk"))
        return self.filter(has_any(figures, "-period_end"))


class Area(ContentModel):
    """What a figure is about: a territory in its borders of one time, an agency, a forum."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        DISTRICT = "district", _("district (until 2025)")
        COMMUNE = "commune", _("commune or ward")
        AGENCY = "agency", _("agency")
        FORUM = "forum", _("forum")
        EXHIBITION = "exhibition", _("exhibition")

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("lies in"),
    )
    valid_from = models.DateField(_("in these borders since"), null=True, blank=True)
    valid_to = models.DateField(_("in these borders until"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["kind", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from"))
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True),
                name="area_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self):
        return self.name


class HomeArea(models.Model):
    """An area that the portal speaks for, in succession: position 1 is today's."""

    portal = models.ForeignKey(PortalSettings, models.CASCADE, related_name="home_areas")
    area = models.OneToOneField(Area, models.PROTECT, related_name="home", verbose_name=_("area"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("area of the portal")
        verbose_name_plural = _("areas of the portal")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["portal", "position"], name="one_home_area_per_place")
        ]

    def __str__(self):
        return str(self.area)
