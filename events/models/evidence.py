"""Evidence: which sentence of which source a fact of a forum rests on."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.exhibition import Booth, Exhibition
from events.models.forum import Forum, ForumRole
from events.models.people import Appearance
from events.models.programme import Session
from forum_portal.content import ContentModel
from metrics.models import Source

SUBJECTS = ("forum", "session", "appearance", "forum_role", "exhibition", "booth")


def _exactly_one_subject() -> Q:
    return reduce(
        or_,
        (Q(**{f"{each}__isnull": each != subject for each in SUBJECTS}) for subject in SUBJECTS),
    )


def _subject(model, name):
    return models.ForeignKey(
        model,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=name,
    )


class EvidenceQuerySet(models.QuerySet):
    """Named reads of evidence."""

    def published(self):
        """Keep what readers may see: the evidence of records that are on the site."""
        return self.filter(
            Q(forum__is_published=True)
            | Q(session__is_published=True, session__forum__is_published=True)
            | Q(appearance__session__isnull=True, appearance__forum__is_published=True)
            | Q(appearance__session__is_published=True, appearance__forum__is_published=True)
            | Q(forum_role__forum__is_published=True)
            | Q(exhibition__forum__is_published=True)
            | Q(booth__exhibition__forum__is_published=True)
        )

    def with_subjects(self):
        """Fetch the records that the evidence is about, with what names and links them."""
        return self.select_related(
            *("forum", "session__forum", "appearance__person", "appearance__forum"),
            *("forum_role__forum", "forum_role__organisation"),
            *("exhibition__forum", "booth__exhibition__forum"),
        )


class Evidence(ContentModel):
    """A source's sentence behind one field of exactly one record."""

    forum = _subject(Forum, _("forum"))
    session = _subject(Session, _("session"))
    appearance = _subject(Appearance, _("appearance"))
    forum_role = _subject(ForumRole, _("role of an organisation"))
    exhibition = _subject(Exhibition, _("exhibition"))
    booth = _subject(Booth, _("booth"))
    field = models.CharField(
        _("what it shows"), max_length=40, blank=True, help_text=_("The field that rests on it.")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="evidence", verbose_name=_("source")
    )
    locator = models.CharField(_("place in the source"), max_length=120, blank=True)
    sentence = models.TextField(_("sentence"), blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one_subject(),
                name="evidence_has_one_subject",
                violation_error_message=_("Evidence belongs to exactly one record."),
            ),
        ]

    def __str__(self):
        return f"{self.source}, {self.locator}" if self.locator else str(self.source)

    @property
    def subject(self) -> models.Model:
        """The record whose fact this is."""
        return next(record for name in SUBJECTS if (record := getattr(self, name)) is not None)

    def get_absolute_url(self):
        """The page on which that record stands."""
        for page in (self.forum, self.session, self.booth):
            if page is not None:
                return page.get_absolute_url()
        if self.appearance is not None:
            return self.appearance.person.get_absolute_url()
        record = self.forum_role or self.exhibition
        return record.forum.get_absolute_url()
