"""Forums and the organisations that stand behind them."""

from datetime import date
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forum_portal.addresses import reverse
from forum_portal.content import ContentModel, SearchableModel, SearchableQuerySet
from forum_portal.models import Organisation
from forum_portal.text import vietnamese_slug
from metrics.models import Area

FIRST_YEAR, LAST_YEAR = 1990, 2100
YEAR_IS_WRONG = _("The year must lie between 1990 and 2100.")
COMPARISON = "so-sanh"  # the address among those of forums at which editions are compared


class ForumQuerySet(SearchableQuerySet):
    """Named reads of forums."""

    def published(self):
        """Keep what readers may see."""
        return self.filter(is_published=True)

    def editions(self):
        """Keep the city's forums proper; related conferences and fairs are no editions."""
        return self.filter(kind=Forum.Kind.FORUM)

    def related_events(self):
        """Keep conferences, seminars and fairs beside the forums."""
        return self.exclude(kind=Forum.Kind.FORUM)

    def newest_first(self):
        """Order by day, by year where no day is known."""
        return self.order_by(
            F("year").desc(nulls_last=True), F("date_start").desc(nulls_last=True), "slug"
        )

    def next_first(self, today: date):
        """Order as `newest_first`, but for what is being held or to come: the nearest stands first.

        What was cancelled or postponed is not to come.
        """
        not_over = Q(date_end__gte=today) | Q(date_end__isnull=True, date_start__gte=today)
        is_held = ~Q(state__in=[Forum.State.CANCELLED, Forum.State.POSTPONED])
        nearest = models.Case(models.When(is_held & not_over, then=F("date_start")))
        order = self.newest_first().query.order_by
        return self.order_by(nearest.asc(nulls_last=True), *order)


class Forum(SearchableModel):
    """An event. Most facts of a real one are unknown at first: they may stay empty."""

    class Kind(models.TextChoices):
        # Only `forum` counts as an edition.
        FORUM = "forum", _("forum")
        CONFERENCE = "conference", _("conference")
        SEMINAR = "seminar", _("seminar")
        EXHIBITION = "exhibition_event", _("exhibition")
        OTHER = "other", _("other event")

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        HELD = "held", _("held")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.FORUM)
    series = models.CharField(_("series"), max_length=160, blank=True)
    name = models.CharField(_("name"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(FIRST_YEAR, YEAR_IS_WRONG),
            MaxValueValidator(LAST_YEAR, YEAR_IS_WRONG),
        ],
    )
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    theme_en = models.CharField(_("theme in English"), max_length=300, blank=True)
    year_theme = models.CharField(
        _("theme of the city's year"), max_length=300, blank=True, help_text=_("As printed.")
    )
    year_theme_en = models.CharField(
        _("theme of the city's year in English"), max_length=300, blank=True
    )
    occasion = models.CharField(_("occasion"), max_length=300, blank=True)
    occasion_en = models.CharField(_("occasion in English"), max_length=300, blank=True)
    aims = models.TextField(_("aims"), blank=True, help_text=_("One per line."))
    aims_en = models.TextField(_("aims in English"), blank=True, help_text=_("One per line."))
    sectors = models.TextField(_("focus sectors"), blank=True, help_text=_("One per line."))
    sectors_en = models.TextField(
        _("focus sectors in English"), blank=True, help_text=_("One per line.")
    )
    attendees = models.TextField(_("who attended"), blank=True)
    attendees_en = models.TextField(_("who attended, in English"), blank=True)
    date_start = models.DateField(_("first day"), null=True, blank=True)
    date_end = models.DateField(_("last day"), null=True, blank=True)
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Ho_Chi_Minh")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.HELD)
    area = models.OneToOneField(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="forum",
        verbose_name=_("area of its figures"),
        help_text=_("Visits and booths are figures of this area."),
    )
    organisations = models.ManyToManyField(
        Organisation, through="ForumRole", related_name="forums", verbose_name=_("organisations")
    )
    is_published = models.BooleanField(
        _("public"), default=True, help_text=_("Unticked, its pages are taken off the site.")
    )

    objects = ForumQuerySet.as_manager()

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        ordering = [F("year").desc(nulls_last=True), F("date_start").desc(nulls_last=True), "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_end__gte=F("date_start"))
                | Q(date_start__isnull=True)
                | Q(date_end__isnull=True),
                name="forum_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)) | Q(year__isnull=True),
                name="forum_year_is_of_our_time",
                violation_error_message=YEAR_IS_WRONG,
            ),
            models.CheckConstraint(
                condition=Q(date_start__year=F("year"))
                | Q(year__isnull=True)
                | Q(date_start__isnull=True),
                name="forum_begins_in_its_year",
                violation_error_message=_("The first day lies in another year than the one given."),
            ),
            models.CheckConstraint(
                condition=~Q(slug=COMPARISON),
                name="forum_leaves_the_comparison_its_address",
                violation_error_message=_(
                    "At this address the editions are compared: take another."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        wrong = {}
        if self.time_zone not in available_timezones():
            wrong["time_zone"] = _("This is not a time zone such as Asia/Ho_Chi_Minh.")
        # As the constraints have it, but beside the field.
        start, end = self.date_start, self.date_end
        if start and end and end < start:
            wrong["date_end"] = _("The last day lies before the first.")
        if start and self.year and start.year != self.year:
            wrong["date_start"] = _("The first day lies in another year than the one given.")
        if self.slug == COMPARISON:
            wrong["slug"] = _("At this address the editions are compared: take another.")
        if wrong:
            raise ValidationError(wrong)

    def slug_source(self):
        return str(self.year) if self.kind == self.Kind.FORUM and self.year else self.name

    def searchable_texts(self):
        named = [self.name, self.name_en, self.theme, self.theme_en, self.series]
        return [*named, self.sectors, self.sectors_en]

    def get_absolute_url(self):
        return reverse("events:forum-page", args=[self.slug])


class PartQuerySet(models.QuerySet):
    """Named reads of what belongs to a forum and has no switch of its own."""

    def published(self):
        """Keep what readers may see."""
        return self.filter(forum__is_published=True)


class ForumRole(ContentModel):
    """What an organisation was to a forum."""

    class Role(models.TextChoices):
        # The order in which a forum's page names them.
        HOST = "host", _("host")
        CO_HOST = "co_host", _("co-host")
        PATRON = "patron", _("patron")
        PARTNER = "partner", _("partner")
        SPONSOR = "sponsor", _("sponsor")
        SUPPORTER = "supporter", _("supporter")

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="roles", verbose_name=_("forum"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="forum_roles",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.HOST)
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    note = models.CharField(_("note"), max_length=250, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of an organisation")
        verbose_name_plural = _("roles of organisations")
        ordering = ["forum", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "organisation", "role"],
                name="organisation_once_in_a_role",
                violation_error_message=_("This organisation has this role already."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_role_display()}"


def slug_within_forum(forum: Forum, title: str) -> str:
    """Return the address of a part of a forum: the forum's slug, a hyphen, the part's own."""
    return vietnamese_slug(f"{forum.slug} {title}", max_length=90)
