"""The table of releases: loaded as drafts, public from their moment once all their rows are in."""

from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from forum_portal.importing.loading import Known, build, refusal
from forum_portal.importing.tables import Kind, Objections, Row, columns
from forum_portal.words import date_text
from metrics.clock import portal_now
from metrics.lifecycle import step
from metrics.manifest import manifest_sha256
from metrics.models import Release, ReleaseStep
from metrics.sealing import seal


def _check_releases(known: Known) -> Objections:
    """Refuse a publication that would come before one that is public already."""
    now = portal_now()
    latest = Release.objects.public().aggregate(latest=models.Max("published_at"))["latest"]
    seen: dict[datetime, int] = {}
    for row in known.new_rows(Release):
        published_at = row.values.get("published_at")
        if published_at is None or published_at > now:
            continue
        if latest and published_at <= latest:
            reason = _("A release of %(day)s is public already; this one must come after it.")
            yield row, "published_at", reason % {"day": date_text(latest)}
        elif published_at in seen:
            reason = _("The release on line %(line)d becomes public at the same moment.")
            yield row, "published_at", reason % {"line": seen[published_at]}
        seen.setdefault(published_at, row.line)


def _make_drafts(rows: list[Row], known: Known) -> list[models.Model]:
    drafts = [build(RELEASES, row, known) for row in rows]
    for draft in drafts:
        draft.published_at = None  # type: ignore[attr-defined]
    return drafts


def _publish(added: list[Row], known: Known) -> Objections:
    dated = [row for row in added if "published_at" in row.values]
    for row in sorted(dated, key=lambda row: row.values["published_at"]):
        try:
            with transaction.atomic():
                _make_public(Release.objects.get(slug=row.key), row.values["published_at"])
        except IntegrityError as error:
            yield row, "published_at", refusal(Release, error)
            return


def _make_public(release: Release, moment: datetime) -> None:
    """Let a release of the city's history be public from its moment: nobody wrote it here."""
    seal(release, manifest_sha256(release), moment)
    step(release, ReleaseStep.Action.PUBLISHED, by=None)
    approved = Release.State.APPROVED
    Release.objects.filter(pk=release.pk).update(state=approved, published_at=moment)


RELEASES = Kind(
    "releases",
    Release,
    columns(Release, "slug! title! title_en reason note note_en published_at"),
    key=("slug",),
    check=_check_releases,
    make=_make_drafts,
    finish=_publish,
)
