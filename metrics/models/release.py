"""Releases: what the city made public together, at one moment."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum_portal.content import SluggedModel
from metrics.clock import PortalNow, moment


class ReleaseQuerySet(models.QuerySet):
    """Named reads of releases."""

    def public(self, as_of=None):
        """Keep the releases that were public at `as_of` (an aware datetime; None is now)."""
        return self.filter(published_at__lte=moment(as_of))

    def drafts(self):
        """Keep the releases that have no moment of publication yet."""
        return self.filter(published_at__isnull=True)

    def scheduled(self):
        """Keep the releases whose moment is still to come."""
        return self.filter(published_at__gt=PortalNow())

    def not_public(self):
        """Keep the releases that may still be changed: drafts and scheduled ones."""
        return self.filter(
            models.Q(published_at__isnull=True) | models.Q(published_at__gt=PortalNow())
        )

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
    """Observations made public together. Once public, the database refuses every change."""

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
    published_at = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Empty is a draft. Once this moment has come, nothing can be changed."),
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

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("metrics:release-page", args=[self.slug])


class ReleaseSeal(models.Model):
    """What a release held when its moment was given; the database only ever adds to these.

    A seal outlives its release, so that one which vanishes is missed: hence no constraint of the
    database on the key, and the slug beside it. Without a moment: it was taken away again.
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
