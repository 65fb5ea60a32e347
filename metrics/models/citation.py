"""Citations: where a figure stands, word for word."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from forum_portal.content import ContentModel
from metrics.clock import moment
from metrics.models.observation import Observation
from metrics.models.probing import has_any
from metrics.models.release import Release
from metrics.models.source import Source


class CitationQuerySet(models.QuerySet):
    """Named reads of citations."""

    def public(self, as_of=None):
        """Keep the citations that were public at `as_of`."""
        return self.filter(release__published_at__lte=moment(as_of))

    def public_in_order(self, as_of=None):
        """Keep what `public` keeps, asked of row by row: for the first few of very many."""
        return self.filter(has_any(Release.objects.public(as_of).filter(pk=OuterRef("release"))))

    def last_of_outer(self, most, as_of=None):
        """Return the keys of the last places in the outer query's source, as an array."""
        places = self.public_in_order(as_of).filter(source=OuterRef("pk"))
        places = places.order_by("-release_id", "-pk")
        return ArraySubquery(places.values("pk")[:most])

    def public_or_own(self):
        """Keep what is public or of the figure's own release: not what other drafts add to it."""
        own = models.Q(release=models.F("observation__release"))
        return self.filter(own | models.Q(release__published_at__lte=moment(None)))

    def preferred_first(self):
        """Order by the place that the editors gave; the first is the one a figure is read from."""
        return self.order_by("position", "pk")


class Citation(ContentModel):
    """Where a figure stands in a source, word for word, and how the source relates to it."""

    class Stance(models.TextChoices):
        STATES = "states", _("states this figure")
        AGREES = "agrees", _("agrees")
        ROUNDS = "rounds", _("rounds it")
        REPUBLISHES = "republishes", _("republishes it")
        DISAGREES = "disagrees", _("says something else")

    # The indexes below begin with the release and with the source.
    release = models.ForeignKey(
        Release,
        models.PROTECT,
        db_index=False,
        related_name="citations",
        verbose_name=_("release"),
    )
    observation = models.ForeignKey(
        Observation, models.PROTECT, related_name="citations", verbose_name=_("figure")
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        db_index=False,
        related_name="citations",
        verbose_name=_("source"),
    )
    stance = models.CharField(
        _("what it says"), max_length=12, choices=Stance, default=Stance.STATES
    )
    position = models.PositiveSmallIntegerField(
        _("order"), default=1, help_text=_("1 is the citation that the figure is read from.")
    )
    locator = models.CharField(
        _("place in the source"), max_length=120, blank=True, help_text=_("e.g. “đoạn 8”")
    )
    printed = models.CharField(
        _("value as printed"), max_length=200, blank=True, help_text=_("Keep its misprints.")
    )
    sentence = models.TextField(_("sentence"), blank=True)
    original = models.CharField(
        _("original behind it"),
        max_length=250,
        blank=True,
        help_text=_("The report or the speaker that the source quotes."),
    )
    note = models.TextField(_("note"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["observation", "position", "pk"]
        indexes = [
            models.Index(fields=["release", "observation"], name="citations_of_release"),
            # Whether a place is public is told without reading it.
            models.Index(fields=["source", "release", "id"], name="places_in_source"),
            # Few among millions: what the home page tells of.
            models.Index(
                fields=["observation"],
                condition=models.Q(stance="disagrees"),
                name="disagreeing_citations",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "source", "locator", "printed"],
                name="one_citation_per_place_in_a_source",
                violation_error_message=_("This place in this source is cited already."),
            ),
        ]

    def __str__(self):
        return f"{self.source}, {self.locator}" if self.locator else str(self.source)
