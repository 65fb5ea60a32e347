"""A public record, and what somebody with every right to the database does to it."""

from django.db import connection
from django.utils import timezone

from metrics.models import Release, ReleaseSeal
from tests.factories import CitationFactory, ReleaseFactory, published_by

TABLES = ("release", "observation", "citation", "releaseseal", "releasestep")


def tamper(statement: str, *parameters) -> None:
    """Run the statement as somebody who switches every guard off first."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE metrics_{table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE metrics_{table} ENABLE TRIGGER USER")


def erase(release: Release) -> None:
    """Remove a release with all that refers to it."""
    for table in ("citation", "observation", "releasestep"):
        tamper(f"DELETE FROM metrics_{table} WHERE release_id = %s", release.pk)
    tamper("DELETE FROM metrics_release WHERE id = %s", release.pk)


def released(slug: str) -> Release:
    """Return a public release of one figure, led there step by step."""
    citation = CitationFactory(observation__release=ReleaseFactory(slug=slug, title=slug))
    return published_by(citation.release)


def changed(slug: str) -> str:
    """Return the sentence of a release that is not what it was."""
    sealed_at = timezone.localtime(
        ReleaseSeal.objects.filter(slug=slug).last().sealed_at
    ).isoformat(" ")
    return (
        f"Lần phát hành “{slug}” ({slug}) không còn đúng nội dung lúc niêm dấu kiểm ({sealed_at})."
    )
