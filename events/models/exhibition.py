"""Exhibitions at forums: booths and what they showed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.forum import Forum, slug_within_forum
from forum_portal.addresses import reverse
from forum_portal.content import SearchableModel, SearchableQuerySet
from forum_portal.models import Organisation
from forum_portal.office.refusals import explain
from metrics.models import Area

# Triggers keep these and look when a transaction ends (events/migrations/0014, 0017): in one save,
# two booths may exchange numbers, and a plan may shrink whose booths move inwards.
explain(
    _("Another booth of this edition has this number, so nothing was saved."),
    "booth_number_once_in_an_edition",
)
explain(
    _("A booth would lie off the plan of its exhibition, so nothing was saved."),
    "booth_lies_on_the_plan",
)
explain(
    _("A solution and the booth that shows it belong to one forum, so nothing was saved."),
    "solution_booth_is_of_its_forum",
)


class ExhibitorCategory(models.TextChoices):
    # The groups in which the city's own reports name exhibitors.
    DEPARTMENT = "department", _("departments")
    DISTRICT = "district", _("districts")
    SCHOOL = "school", _("schools")
    ENTERPRISE = "enterprise", _("enterprises")
    OTHER = "other", _("others")


class ShownQuerySet(SearchableQuerySet):
    """Named reads of exhibitions and of solutions."""

    def published(self):
        """Keep what readers may see."""
        return self.filter(forum__is_published=True)


class Exhibition(SearchableModel):
    """An exhibition at a forum."""

    forum = models.ForeignKey(
        Forum, models.PROTECT, related_name="exhibitions", verbose_name=_("forum")
    )
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    groups = ArrayField(
        models.CharField(max_length=20, choices=ExhibitorCategory),
        verbose_name=_("groups of exhibitors"),
        default=list,
        blank=True,
        help_text=_("The groups that a source names, also where it names no exhibitor of theirs."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("E.g. that the source's list is not complete.")
    )
    note_en = models.TextField(_("note in English"), blank=True)
    area = models.OneToOneField(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exhibition",
        verbose_name=_("area of its figures"),
    )
    plan_width = models.DecimalField(
        _("width of the plan"),
        null=True,
        blank=True,
        help_text=_("In the measure of the booths’ places, e.g. metres."),
    )
    plan_height = models.DecimalField(
        _("height of the plan"),
        null=True,
        blank=True,
        help_text=_("Without both, the plan is as large as its booths need."),
    )

    objects = ShownQuerySet.as_manager()

    numbers_namesakes = True

    class Meta:
        verbose_name = _("exhibition")
        verbose_name_plural = _("exhibitions")
        ordering = ["forum", "opened_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan_width__isnull=True, plan_height__isnull=True)
                | Q(
                    plan_width__isnull=False,
                    plan_height__isnull=False,
                    plan_width__gt=0,
                    plan_height__gt=0,
                ),
                name="exhibition_plan_size_is_whole",
                violation_error_message=_("Give the plan both a width and a height, or neither."),
            )
        ]

    def __str__(self):
        return self.title

    def slug_source(self):
        return slug_within_forum(self.forum, self.title)

    def searchable_texts(self):
        return [self.title, self.title_en, self.theme]


class BoothQuerySet(SearchableQuerySet):
    """Named reads of booths."""

    def published(self):
        """Keep what readers may see."""
        return self.filter(exhibition__forum__is_published=True)


class Booth(SearchableModel):
    """A stand at an exhibition. Its number and place may be unknown."""

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, related_name="booths", verbose_name=_("exhibition")
    )
    name = models.CharField(_("name"), max_length=250, help_text=_("As the source names it."))
    number = models.CharField(_("number"), max_length=20, blank=True)
    zone = models.CharField(_("zone"), max_length=80, blank=True)
    category = models.CharField(
        _("group"), max_length=20, choices=ExhibitorCategory, default=ExhibitorCategory.OTHER
    )
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="booths", verbose_name=_("organisations")
    )
    showed = models.TextField(_("what it showed"), blank=True)
    showed_en = models.TextField(_("what it showed, in English"), blank=True)
    x = models.DecimalField(_("from the left"), null=True, blank=True)
    y = models.DecimalField(_("from the top"), null=True, blank=True)
    width = models.DecimalField(_("width"), null=True, blank=True)
    height = models.DecimalField(_("height"), null=True, blank=True)

    objects = BoothQuerySet.as_manager()

    numbers_namesakes = True  # an exhibitor may have several booths

    class Meta:
        verbose_name = _("booth")
        verbose_name_plural = _("booths")
        ordering = ["exhibition", "category", "sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(x__isnull=True, y__isnull=True, width__isnull=True, height__isnull=True)
                | Q(
                    *(Q(**{f"{side}__isnull": False}) for side in ("x", "y", "width", "height")),
                    x__gte=0,
                    y__gte=0,
                    width__gt=0,
                    height__gt=0,
                ),
                name="booth_position_is_whole",
                violation_error_message=_("Give all four numbers of the position, or none."),
            ),
        ]

    def __str__(self):
        return self.name

    def slug_source(self):
        return slug_within_forum(self.exhibition.forum, self.name)

    def searchable_texts(self):
        return [self.name, self.number, self.showed]

    def get_absolute_url(self):
        return reverse("events:booth-page", args=[self.slug])


class Solution(SearchableModel):
    """A product or service that was shown."""

    forum = models.ForeignKey(
        Forum, models.PROTECT, related_name="solutions", verbose_name=_("forum")
    )
    booth = models.ForeignKey(
        Booth,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="solutions",
        verbose_name=_("booth"),
    )
    name = models.CharField(_("name"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="solutions", verbose_name=_("organisations")
    )
    description = models.TextField(_("description"), blank=True)

    objects = ShownQuerySet.as_manager()

    numbers_namesakes = True

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        ordering = ["forum", "slug"]

    def __str__(self):
        return self.name

    def slug_source(self):
        return slug_within_forum(self.forum, self.name)

    def searchable_texts(self):
        return [self.name, self.name_en, self.description]
