"""People, their photos, and what they did at forums, with title and organisation as they were."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.forum import Forum
from events.models.programme import Session
from forum_portal.addresses import reverse
from forum_portal.attachments.formats import JPEG
from forum_portal.content import ContentModel, SearchableModel, SearchableQuerySet
from forum_portal.models import Organisation
from forum_portal.text import person_sort_key
from metrics.models.probing import has_any


class PersonQuerySet(SearchableQuerySet):
    """Named reads of people."""

    def public(self):
        """Keep the people whom a published forum names or quotes."""
        from events.models.report import Quote

        person = models.OuterRef("pk")
        appearances = Appearance.objects.published().filter(person=person)
        quotes = Quote.objects.published().filter(person=person)
        return self.filter(has_any(appearances) | has_any(quotes))


class Person(SearchableModel):
    """Somebody who appeared at a forum. No contact data is kept."""

    name = models.CharField(
        _("name"), max_length=160, help_text=_("As printed; do not restore accents by guess.")
    )
    honorific = models.CharField(_("form of address"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def make_sort_key(self):
        return person_sort_key(self.name)

    def get_absolute_url(self):
        return reverse("events:person-page", args=[self.slug])


class PhotoQuerySet(models.QuerySet):
    """Named reads of photos."""

    def published(self):
        """Keep what readers may see: a photo is public as long as its person is."""
        return self.filter(person__in=Person.objects.public())


class Photo(ContentModel):
    """What somebody looks like, told in words, too; small, and nothing but its pixels is kept."""

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="photo", verbose_name=_("person")
    )
    file = models.FileField(_("picture"))
    alt = models.CharField(
        _("what the picture shows"),
        max_length=300,
        help_text=_("One sentence for who cannot see it: who, where, doing what."),
    )
    alt_en = models.CharField(_("what the picture shows, in English"), max_length=300, blank=True)
    credit = models.CharField(
        _("whose picture it is"),
        max_length=300,
        help_text=_("Who took it, where it is from, of when. Stands below the picture."),
    )
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)

    objects = PhotoQuerySet.as_manager()

    merges_whole = True  # no part of it is said of another picture
    media_type = JPEG.media_type

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["person"]
        constraints = [
            models.CheckConstraint(
                condition=~(Q(file="") | Q(alt="") | Q(credit="")),
                name="photo_is_told_and_credited",
                violation_error_message=_(
                    "A photo has its picture, what that shows, and whose it is."
                ),
            )
        ]

    def __str__(self):
        return self.alt

    @property
    def file_name(self) -> str:
        """The end of its address."""
        return f"{self.person.slug}.{JPEG.ending}"


class AppearanceQuerySet(models.QuerySet):
    """Named reads of appearances."""

    def published(self):
        """Keep what readers may see."""
        return self.filter(
            Q(session__isnull=True) | Q(session__is_published=True), forum__is_published=True
        )

    def in_order_of_speaking(self):
        """Order by role, as a forum's page names people."""
        whens = [models.When(role=role, then=place) for place, role in enumerate(Appearance.Role)]
        return self.order_by(models.Case(*whens, default=99), "person__sort_key", "pk")


class Appearance(ContentModel):
    """A person at a forum, in a session where it is known."""

    class Role(models.TextChoices):
        # The order in which people are named.
        PATRON = "patron", _("patron")
        OPENING = "opening", _("opened it")
        CHAIR = "chair", _("chaired")
        MODERATOR = "moderator", _("moderated")
        KEYNOTE = "keynote", _("gave the keynote")
        SPEAKER = "speaker", _("spoke")
        PRESENTER = "presenter", _("presented")
        PANELIST = "panelist", _("took part in the discussion")
        GUEST = "guest", _("was a guest")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="appearances", verbose_name=_("person")
    )
    forum = models.ForeignKey(
        Forum, models.CASCADE, related_name="appearances", verbose_name=_("forum")
    )
    session = models.ForeignKey(
        Session,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("session"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.SPEAKER)
    job_title = models.CharField(
        _("job title"), max_length=200, blank=True, help_text=_("As it was then.")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("organisation"),
        help_text=_("The one they spoke for then."),
    )
    organisation_as_printed = models.CharField(
        _("organisation as printed"), max_length=250, blank=True
    )
    name_as_printed = models.CharField(_("name as printed"), max_length=160, blank=True)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        ordering = ["forum", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "forum", "session", "role"],
                nulls_distinct=False,
                name="person_once_in_a_role",
                violation_error_message=_("This person has this role here already."),
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_role_display()}"
