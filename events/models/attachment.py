"""Files that hang to reports and sessions: named by their titles, served while these are public."""

from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.programme import Session
from events.models.report import Report
from forum_portal.attachments.wording import FileLanguage, file_line
from forum_portal.content import ContentModel
from forum_portal.text import vietnamese_slug


class AttachedFile(ContentModel):
    """A title with a file; what the file is, its upload told (`forum_portal.attachments`).

    `file` lies under the hash of its content; `file_name` ends its address, made of the title once
    and anew only where the kind of file becomes another.
    """

    title = models.CharField(
        _("title"), max_length=250, help_text=_("Left empty, it is made from the file’s name.")
    )
    language = models.CharField(
        _("language"), max_length=8, choices=FileLanguage, default=FileLanguage.VIETNAMESE
    )
    file = models.FileField(_("file"), blank=True)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    media_type = models.CharField(max_length=80, blank=True, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)  # bytes
    width = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def line(self) -> str:
        """What readers are told of the file: "PDF, 1,2 MB, tiếng Việt"."""
        return file_line(self.media_type, self.size, self.language)

    def siblings(self) -> Any:
        """Return the files beside which this one needs a name of its own."""
        raise NotImplementedError

    def save(self, *args, **kwargs):
        ending = PurePosixPath(str(self.file)).suffix
        if self.file and not self.file_name.endswith(ending or "?"):
            self.file_name = self._free_name(ending)
        super().save(*args, **kwargs)

    def _free_name(self, ending: str) -> str:
        base = vietnamese_slug(self.title) or "tep"
        taken = set(self.siblings().exclude(pk=self.pk).values_list("file_name", flat=True))
        names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 2))]
        return next(f"{name}{ending}" for name in names if f"{name}{ending}" not in taken)


class AttachmentQuerySet(models.QuerySet):
    """Named reads of attachments."""

    def published(self):
        """Keep what readers may have: a file is public as long as its report is."""
        return self.filter(report__in=Report.objects.published())


class Attachment(AttachedFile):
    """A file of a report: the printed version, slides, a picture."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("document")
        SLIDES = "slides", _("slides")
        PICTURE = "picture", _("picture")
        OTHER = "other", _("other file")

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="attachments", verbose_name=_("report")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DOCUMENT)
    description = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("Of a picture: one sentence for who cannot see it."),
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file=""),
                name="attachment_has_a_file",
                violation_error_message=_("Choose a file."),
            ),
            models.UniqueConstraint(
                fields=["report", "file_name"], name="attachment_has_a_name_of_its_own"
            ),
        ]

    def siblings(self):
        return Attachment.objects.filter(report=self.report_id)


class MaterialQuerySet(models.QuerySet):
    """Named reads of materials."""

    def published(self):
        """Keep what readers may have: a material is public as long as its session is."""
        return self.filter(session__in=Session.objects.published())


class Material(AttachedFile):
    """A document or link that belongs to a session."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("slides")
        PAPER = "paper", _("paper")
        MINUTES = "minutes", _("minutes")
        RECORDING = "recording", _("recording")
        OTHER = "other", _("other material")

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="materials", verbose_name=_("session")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SLIDES)
    url = models.URLField(_("address"), max_length=500, blank=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["session", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="", url=""),
                name="material_has_file_or_address",
                violation_error_message=_("Upload a file or give an address."),
            ),
            models.UniqueConstraint(
                fields=["session", "file_name"],
                condition=~Q(file_name=""),
                name="material_has_a_name_of_its_own",
            ),
        ]

    def siblings(self):
        return Material.objects.filter(session=self.session_id)
