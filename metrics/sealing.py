"""Seals: what a release held when it was approved and got its moment, written down for good.

A scheduled release becomes public with no job running, so it is sealed when it gets its moment.
The last seal is the one that counts.
"""

from datetime import datetime

from django.db import connection
from django.db.models.expressions import Combinable

from metrics.models import Release, ReleaseSeal


def wait_for_turn() -> None:
    """Hold the lock of the database's guard until the transaction ends: one publication at a time.

    Whoever comes second reads what the first has made public, and gets a later moment.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('metrics_release.published_at'))")


def last_seal(release: Release) -> ReleaseSeal | None:
    """Return the seal that counts; None where there is none."""
    return ReleaseSeal.objects.filter(release=release).order_by("pk").last()


def seal(release: Release, digest: str, moment: datetime | Combinable | None) -> datetime | None:
    """Seal a release with its manifest's SHA-256 and the moment it is to be public; return that.

    No moment: it is approved and waits for one. The caller holds the turn. Once the release is
    public, the database takes no seal of it.
    """
    made = ReleaseSeal.objects.create(
        release=release, slug=release.slug, published_at=moment, manifest_sha256=digest
    )
    return made.published_at


def unseal(release: Release) -> None:
    """Say that what was sealed no longer counts: the release is a draft again."""
    seal(release, "", None)
