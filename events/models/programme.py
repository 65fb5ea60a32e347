"""The programme of a forum: sessions in rooms and tracks."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.forum import Forum, slug_within_forum
from forum_portal.addresses import reverse
from forum_portal.content import ContentModel, SearchableModel, SearchableQuerySet
from forum_portal.models import Organisation
from forum_portal.office.refusals import explain

# What names a room, a track or a session names its forum with it: the database has foreign keys of
# both (events/migrations/0014), which is what the constraints "…_with_its_forum" are for.
explain(
    _(
        "A session, its room, its track and those who speak in it belong to one forum, so nothing "
        "was saved. Somebody moved one of them meanwhile: look again."
    ),
    "session_room_is_of_its_forum",
    "session_track_is_of_its_forum",
    "appearance_session_is_of_its_forum",
    "quote_session_is_of_its_forum",
)


class Track(ContentModel):
    """A line of sessions that belong together."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="tracks", verbose_name=_("forum"))
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["forum", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "name"],
                name="track_once_in_a_forum",
                violation_error_message=_("This forum has a track of this name already."),
            ),
            models.UniqueConstraint(fields=["id", "forum"], name="track_with_its_forum"),
        ]

    def __str__(self):
        return self.name


class Room(ContentModel):
    """A room at a forum's venue."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="rooms", verbose_name=_("forum"))
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["forum", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "name"],
                name="room_once_in_a_forum",
                violation_error_message=_("This forum has a room of this name already."),
            ),
            models.UniqueConstraint(fields=["id", "forum"], name="room_with_its_forum"),
        ]

    def __str__(self):
        return self.name


class SessionQuerySet(SearchableQuerySet):
    """Named reads of sessions."""

    def published(self):
        """Keep what readers may see: a session of a forum that is off the site is off it too."""
        return self.filter(is_published=True, forum__is_published=True)

    def in_programme_order(self):
        """Order by day and time; what has none comes last."""
        return self.order_by(
            F("date").asc(nulls_last=True), F("start").asc(nulls_last=True), "part_of_day", "slug"
        )


class Session(SearchableModel):
    """A part of a forum's programme. Its day, time and room may be unknown."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening")
        PLENARY = "plenary", _("plenary session")
        TALK = "talk", _("talk")
        PANEL = "panel", _("panel discussion")
        CONSULTATION = "consultation", _("consultation")
        OTHER = "other", _("other session")

    class PartOfDay(models.TextChoices):
        # Numbers first, so that the order of the codes is that of the day.
        MORNING = "1_morning", _("morning")
        AFTERNOON = "2_afternoon", _("afternoon")
        EVENING = "3_evening", _("evening")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")

    forum = models.ForeignKey(
        Forum, models.PROTECT, related_name="sessions", verbose_name=_("forum")
    )
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.HELD)
    date = models.DateField(_("day"), null=True, blank=True)
    part_of_day = models.CharField(
        _("part of the day"),
        max_length=12,
        choices=PartOfDay,
        blank=True,
        help_text=_("Where the hours are not known."),
    )
    start = models.DateTimeField(_("begins"), null=True, blank=True)
    end = models.DateTimeField(_("ends"), null=True, blank=True)
    room = models.ForeignKey(
        Room,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("room"),
    )
    track = models.ForeignKey(
        Track,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("track"),
    )
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    hosts = models.ManyToManyField(
        Organisation, blank=True, related_name="sessions_hosted", verbose_name=_("hosts")
    )
    abstract = models.TextField(_("abstract"), blank=True)
    abstract_en = models.TextField(_("abstract in English"), blank=True)
    attendees = models.TextField(_("who attended"), blank=True)
    attendees_en = models.TextField(_("who attended, in English"), blank=True)
    is_published = models.BooleanField(
        _("public"), default=True, help_text=_("Unticked, its page is taken off the site.")
    )

    objects = SessionQuerySet.as_manager()

    numbers_namesakes = True  # a day has several breaks

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["forum", "date", "start", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) | Q(start__isnull=True) | Q(end__isnull=True),
                name="session_ends_after_it_begins",
                violation_error_message=_("The session ends before it begins."),
            ),
            models.UniqueConstraint(fields=["id", "forum"], name="session_with_its_forum"),
        ]

    def __str__(self):
        return self.title

    def slug_source(self):
        return slug_within_forum(self.forum, self.title)

    def searchable_texts(self):
        return [self.title, self.title_en, self.abstract]

    def get_absolute_url(self):
        return reverse("events:session-page", args=[self.slug])
