"""Seals: what a release held when its moment was given, written down for good.

A scheduled release becomes public with no job running, so it is sealed when it gets its moment,
and again whenever it is changed before that moment. The last seal is the one that counts.
"""

from datetime import datetime

from django.db import connection
from django.db.models.expressions import Combinable

from metrics.manifest import manifest_sha256
from metrics.models import Release, ReleaseSeal
from metrics.models.release import ReleaseQuerySet


def wait_for_turn() -> None:
    """Hold the lock of the database's guard until the transaction ends: one publication at a time.

    Whoever comes second reads what the first has made public, and gets a later moment.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('metrics_release.published_at'))")


def seal(release: Release, moment: datetime | Combinable) -> datetime:
    """Seal a release that is about to become public at `moment`; return that moment.

    The caller holds the turn. Once the release is public, the database takes no seal of it.
    """
    return _add(release, manifest_sha256(release), moment)


def reseal(releases: ReleaseQuerySet) -> None:
    """Seal those of `releases` anew that have a moment to come and are not as they were sealed.

    A seal without a moment says that the moment was taken away.
    """
    wait_for_turn()
    for release in releases.not_public():
        last = ReleaseSeal.objects.filter(release=release).order_by("pk").last()
        if release.published_at is None:
            if last and last.published_at:
                _add(release, "", None)
            continue
        digest = manifest_sha256(release)
        if last is None or (last.published_at, last.manifest_sha256) != (
            release.published_at,
            digest,
        ):
            _add(release, digest, release.published_at)


def _add(release, digest, moment):
    made = ReleaseSeal.objects.create(
        release=release, slug=release.slug, published_at=moment, manifest_sha256=digest
    )
    return made.published_at
