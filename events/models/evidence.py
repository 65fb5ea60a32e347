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
