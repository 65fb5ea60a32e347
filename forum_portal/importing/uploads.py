"""Uploaded tables: the file itself, what was answered about it, and its rows while they wait.

The file and what people decided about it are kept; its rows are read from it again whenever they
are missing, so their two tables are unlogged.
"""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UploadQuerySet(models.QuerySet):
    """Named reads of uploads."""

    def without_content(self):
        """Leave the file's bytes in the database."""
        return self.defer("content")

    def waiting(self):
        """Keep what somebody began and has neither confirmed nor put aside.

        A table that says what is there already waits for nothing.
        """
        done = (Upload.State.DONE, Upload.State.DROPPED)
        speaks = models.Q(counts__has_any_keys=["new", "changed", "refused"])
        idle = models.Q(state=Upload.State.READY) & ~speaks
        return self.exclude(state__in=done).exclude(idle)

    def of(self, user):
        """Keep this person's own: nobody confirms what somebody else has looked at."""
        return self.filter(by=user)

    def newest_first(self):
        """Order by the time of upload."""
        return self.order_by("-pk")


class Upload(models.Model):
    """A file that somebody uploaded, and how far it has come."""

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("upload", "being read")
        ASKING = "asking", pgettext_lazy("upload", "waits for an answer")
        STAGED = "staged", pgettext_lazy("upload", "being compared")
        READY = "ready", pgettext_lazy("upload", "waits for confirmation")
        WRITING = "writing", pgettext_lazy("upload", "being taken over")
        REFUSED = "refused", pgettext_lazy("upload", "could not be read")
        DONE = "done", pgettext_lazy("upload", "taken over")
        DROPPED = "dropped", pgettext_lazy("upload", "put aside")

    token = models.UUIDField(unique=True)  # of the page's form: sent twice, it is one upload
    kind = models.CharField(_("kind"), max_length=40)
    name = models.CharField(_("file"), max_length=255)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    edition = models.PositiveIntegerField(default=1)  # grows with every decision about the file
    # What was decided: how to read it, cells typed anew, lines left out, where it goes.
    answers = models.JSONField(default=dict)
    fixes = models.JSONField(default=dict)
    left_out = ArrayField(models.PositiveIntegerField(), default=list)
    target = models.JSONField(default=dict)
    # What came of it.
    shape = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=32, blank=True)
    problem = models.TextField(blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)

    objects = UploadQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # who may add such records may upload a table of them
        verbose_name = _("uploaded table")
        verbose_name_plural = _("imports from Excel")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    def keep(self, **values: Any) -> None:
        """Save these fields alone; the file is not written again."""
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))

    def decide(self, **values: Any) -> None:
        """Save a decision: pages that were opened before it no longer count."""
        self.keep(edition=self.edition + 1, **values)

    @property
    def is_at_rest(self) -> bool:
        """Whether it waits for a person, and not for the portal."""
        return self.state not in (self.State.RECEIVED, self.State.STAGED, self.State.WRITING)

    @property
    def is_over(self) -> bool:
        """Whether nothing more may be decided about it."""
        return self.state in (self.State.DONE, self.State.DROPPED)

    @property
    def changes_nothing(self) -> bool:
        """Whether every row says what is there already."""
        return self.state == self.State.READY and not self.counts.keys() - {"unchanged"}

    def count(self, state: "Verdict.State") -> int:
        """Return how many rows have this verdict."""
        return self.counts.get(state.name.lower(), 0)


def digest_of(content: bytes) -> str:
    """Return the SHA-256 by which the same file is known again."""
    return sha256(content).hexdigest()


class StagedRow(models.Model):
    """A line as it was read: a canonical text per column, in the order of the kind's columns.

    `faults` are what the reader says against its cells: [column, typed text, sentence].
    """

    pk = models.CompositePrimaryKey("upload_id", "line")
    upload = models.ForeignKey(
        Upload, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    line = models.IntegerField()
    cells = ArrayField(models.TextField())
    faults = models.JSONField(default=list)

    class Meta:
        default_permissions = ()


class Verdict(models.Model):
    """What a staged row would do: the order of the states is that of the page.

    `changes` are [column, text that is there, new text]; `faults` are [column, code or sentence].
    """

    class State(models.IntegerChoices):
        CHANGED = 1, pgettext_lazy("rows", "changed")
        NEW = 2, pgettext_lazy("rows", "new")
        REFUSED = 3, pgettext_lazy("rows", "refused")
        UNCHANGED = 4, pgettext_lazy("rows", "unchanged")

    WRITTEN = (State.CHANGED, State.NEW)

    pk = models.CompositePrimaryKey("upload_id", "line")
    upload = models.ForeignKey(
        Upload, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    line = models.IntegerField()
    state = models.PositiveSmallIntegerField(choices=State)
    changes = models.JSONField(default=list)
    faults = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
