"""Releases: what the city made public together, at one moment, and how they came to it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum_portal.addresses import reverse
from forum_portal.content import SluggedModel
from metrics.clock import PortalNow, moment


class ReleaseQuerySet(models.QuerySet):
    """Named reads of releases."""

    def public(self, as_of=None):
        """Keep the releases that were public at `as_of` (an aware datetime; None is now)."""
        return self.filter(published_at__lte=moment(as_of))

    def drafts(self):
        """Keep the releases whose figures may be edited."""
        return self.filter(state=Release.State.DRAFT)

    def scheduled(self):
        """Keep the releases whose moment is still to come."""
        return self.filter(published_at__gt=PortalNow())

    def underway(self):
        """Keep the releases on their way: neither public yet nor abandoned."""
        to_come = models.Q(published_at__isnull=True) | models.Q(published_at__gt=PortalNow())
        return self.filter(to_come).exclude(state=Release.State.ABANDONED)

    def newest_first(self):
        """Order by the moment of publication; the id only parts releases of one moment."""
        return self.order_by("-published_at", "-pk")

    def with_public_state(self):
        """Annotate `is_public` by the portal's own clock."""
        return self.annotate(
            is_public=models.Case(
                models.When(published_at__lte=PortalNow(), then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )

    def with_seal(self):
        """Annotate what the last seal says: `sealed_manifest`, `sealed_for`, `sealed_at`, its id.

        All are None where there is no seal.
        """
        last = ReleaseSeal.objects.filter(release=models.OuterRef("pk")).order_by("-pk")
        return self.annotate(
            sealed_id=models.Subquery(last.values("pk")[:1]),
            sealed_manifest=models.Subquery(last.values("manifest_sha256")[:1]),
            sealed_for=models.Subquery(last.values("published_at")[:1]),
            sealed_at=models.Subquery(last.values("sealed_at")[:1]),
        )


class Release(SluggedModel):
    """Observations made public together. Once public, the database refuses every change.

    Its figures may be edited in a draft alone; `metrics.lifecycle` leads from state to state.
    Scheduled and public are no states: they follow from `published_at` by the portal's clock.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("release", "draft")
        IN_REVIEW = "in_review", pgettext_lazy("release", "in review")
        APPROVED = "approved", pgettext_lazy("release", "approved")
        ABANDONED = "abandoned", pgettext_lazy("release", "abandoned")

    class Reason(models.TextChoices):
        # A fixed list: readers filter the record of changes by it.
        PLANNED = "planned", _("planned release")
        ROUTINE_REVISION = "routine_revision", _("routine revision")
        ERROR_CORRECTION = "error_correction", _("correction of an error")
        DEFINITION_CHANGE = "definition_change", _("change of definition")
        TERRITORY_CHANGE = "territory_change", _("change of territory")
        SOURCE_REPLACED = "source_replaced", _("source replaced")
        WITHDRAWAL = "withdrawal", _("withdrawal")

    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, default=Reason.PLANNED)
    note = models.TextField(
        _("note"), blank=True, help_text=_("Readers see it beside every figure that changes.")
    )
    note_en = models.TextField(_("note in English"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(
        _("public from"), null=True, blank=True, db_index=True, editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="releases_written",
        verbose_name=_("prepared by"),
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="releases_approved",
        verbose_name=_("approved by"),
    )
    created_at = models.DateTimeField(_("begun at"), auto_now_add=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-published_at", "-pk"]
        permissions = [("approve_release", _("Can approve and publish releases"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | models.Q(state="approved"),
                name="only_approved_releases_have_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(approver__isnull=True)
                | models.Q(author__isnull=True)
                | ~models.Q(approver=models.F("author")),
                name="nobody_approves_a_release_of_their_own",
                violation_error_message=_("Somebody else must approve this release."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("metrics:release-page", args=[self.slug])


class ReleaseSeal(models.Model):
    """What a release held when it was approved; the database only ever adds to these.

    A seal outlives its release, so that one which vanishes is missed: hence no constraint of the
    database on the key, and the slug beside it. Without a moment the release waits for one; without
    a manifest it is a draft again.
    """

    release = models.ForeignKey(
        Release, models.DO_NOTHING, db_constraint=False, related_name="seals"
    )
    slug = models.CharField(max_length=100)
    published_at = models.DateTimeField(null=True)
    manifest_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=PortalNow())

    class Meta:
        verbose_name = _("seal of a release")
        verbose_name_plural = _("seals of releases")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.slug}: {self.manifest_sha256}"


class ReleaseStep(models.Model):
    """One step in the life of a release: who did what, when, and why. Kept for good."""

    class Action(models.TextChoices):
        CREATED = "created", _("begun")
        EDITED = "edited", _("edited")
        SUBMITTED = "submitted", _("sent for approval")
        RETURNED = "returned", _("sent back")
        TAKEN_BACK = "taken_back", _("taken back before approval")
        APPROVED = "approved", pgettext_lazy("step", "approved")
        RECALLED = "recalled", _("approval taken back")
        SCHEDULED = "scheduled", pgettext_lazy("step", "scheduled")
        UNSCHEDULED = "unscheduled", _("moment taken away")
        PUBLISHED = "published", _("made public")
        ABANDONED = "abandoned", pgettext_lazy("step", "abandoned")

    release = models.ForeignKey(
        Release, models.PROTECT, related_name="steps", verbose_name=_("release")
    )
    action = models.CharField(_("step"), max_length=12, choices=Action)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="release_steps",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), db_default=PortalNow())
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("step of a release")
        verbose_name_plural = _("steps of releases")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.release}: {self.get_action_display()}"
