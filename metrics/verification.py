"""Checking the public record against its seals, its own rules and a hash kept elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.clock import portal_now
from metrics.manifest import chain, manifest_sha256
from metrics.models import Citation, Observation, Release, ReleaseSeal, ReleaseStep
from metrics.models.observation import FIGURE_KEY
from metrics.models.release import ReleaseQuerySet
from metrics.periods import Period
from metrics.trail_check import changed_past_the_trail

# What a period's code stands for is stored beside it.
SPAN = ("period", "frequency", "period_start", "period_end")
# A seal and the step that publishes are made together; the clocks of both may differ by a blink.
AT_ONCE = timedelta(seconds=1)


@dataclass
class Findings:
    """What a check found: one sentence per fault, and the chain's hashes, the newest last."""

    problems: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)


def verify() -> Findings:
    """Recompute every manifest and the chain of what is public now, and check the rules."""
    now = portal_now()
    releases = list(_with_late_seals(_with_approval(Release.objects.public(now).with_seal())))
    manifests = {release.pk: manifest_sha256(release) for release in releases}
    problems = [
        *_broken_seals(releases, manifests),
        *_late_seals(releases),
        *_unknown_approvals(releases),
        *_missing_releases(now),
        *_wrong_order(releases),
        *_rival_versions(now),
        *_orphan_citations(now),
        *_figures_without_source(now),
        *_figures_outside_their_period(now),
        *changed_past_the_trail(),
    ]
    # Slugs part releases of one moment: everybody can see them.
    links = sorted((each.published_at, each.slug, manifests[each.pk]) for each in releases)
    return Findings(problems, list(chain(links)))


def head_with(release: Release) -> str:
    """Return the head of the chain when `release` became public, from the seals.

    Empty where a release up to then has no seal: nobody can vouch for the chain.
    """
    earlier = Release.objects.public(release.published_at).with_seal()
    sealed = sorted(earlier.values_list("published_at", "slug", "sealed_manifest"))
    own = [link for link in sealed if link[:2] <= (release.published_at, release.slug)]
    if not all(digest for *_key, digest in own):
        return ""
    return list(chain(own))[-1]


def _broken_seals(releases: list[Any], manifests: dict[int, str]) -> Iterator[str]:
    for release in releases:
        words = {"release": named(release)}
        if release.sealed_manifest is None:
            yield _("%(release)s is public and was never sealed.") % words
            continue
        if release.sealed_manifest == "":
            yield _("%(release)s is public, though its approval was taken back.") % words
            continue
        if release.sealed_manifest != manifests[release.pk]:
            text = _("%(release)s does not hold what it held when it was sealed on %(moment)s.")
            yield text % (words | {"moment": _moment(release.sealed_at)})
        if release.sealed_for is None:
            yield (
                _("%(release)s is public, though its seal says that no moment was set yet.") % words
            )
        elif release.sealed_for != release.published_at:
            text = _("%(release)s was sealed to be public from %(then)s, but says %(now)s.")
            moments = {"then": _moment(release.sealed_for), "now": _moment(release.published_at)}
            yield text % (words | moments)


def _with_late_seals(releases: QuerySet) -> QuerySet:
    """Annotate when seals of the release's moment were made that are not older than this moment.

    `sealed_late` is the first and `sealed_again` the second, each None where there is none;
    `made_public` is the last step that made it public, None where its moment just came.
    """
    own = ReleaseSeal.objects.filter(release=OuterRef("pk"), published_at=OuterRef("published_at"))
    late = own.filter(sealed_at__gte=OuterRef("published_at")).order_by("pk")
    published = ReleaseStep.objects.filter(
        release=OuterRef("pk"), action=ReleaseStep.Action.PUBLISHED
    ).order_by("-pk")
    return releases.annotate(
        sealed_late=Subquery(late.values("sealed_at")[:1]),
        sealed_again=Subquery(late.values("sealed_at")[1:2]),
        made_public=Subquery(published.values("at")[:1]),
    )


def _late_seals(releases: list[Any]) -> Iterator[str]:
    """Releases whose seal was made when they were public already, and so vouches for nothing."""
    for release in releases:
        if moment := _sealed_too_late(release):
            text = _("%(release)s was sealed on %(moment)s, when it was public already.")
            yield text % {"release": named(release), "moment": _moment(moment)}


def _sealed_too_late(release: Any) -> datetime | None:
    """Return when a release was sealed that was public; None where no seal is that late.

    One seal may be as late as the moment: it is made just before the step that publishes, be it at
    once or, for history that is loaded, long after. Where no step says so, the moment just came.
    """
    if release.sealed_again or release.sealed_late is None:
        return release.sealed_again
    is_older_than_steps = release.approver_id is None and not release.has_preparer
    if is_older_than_steps and not release.made_public:
        return None
    in_time = (release.made_public or release.published_at) + AT_ONCE
    return release.sealed_late if release.sealed_late > in_time else None


def _with_approval(releases: ReleaseQuerySet) -> QuerySet:
    """Annotate `approved_by`: whose last step of approval there is; `has_preparer`: anybody's."""
    approvals = ReleaseStep.objects.filter(
        release=OuterRef("pk"), action=ReleaseStep.Action.APPROVED
    )
    prepared = ReleaseStep.objects.filter(release=OuterRef("pk"), by__isnull=False)
    return releases.annotate(
        approved_by=Subquery(approvals.order_by("-pk").values("by")[:1]),
        has_preparer=Exists(prepared.exclude(action=ReleaseStep.Action.APPROVED)),
    )


def _unknown_approvals(releases: list[Any]) -> Iterator[str]:
    for release in releases:
        if release.approver_id != release.approved_by:
            text = _("%(release)s names another approver than the steps of its life do.")
            yield text % {"release": named(release)}
        elif release.has_preparer and release.approver_id in (None, release.author_id):
            text = _("%(release)s was prepared here, and no second person approved it.")
            yield text % {"release": named(release)}


def _missing_releases(now: datetime) -> Iterator[str]:
    """Releases whose last seal gives a moment that has come, and that are not public."""
    newer = ReleaseSeal.objects.filter(release=OuterRef("release_id"), pk__gt=OuterRef("pk"))
    public = Release.objects.public(now).filter(pk=OuterRef("release_id"))
    seals = ReleaseSeal.objects.filter(published_at__lte=now).exclude(Exists(newer))
    missing = seals.exclude(Exists(public)).values_list("slug", "published_at")
    for slug, moment in missing:
        assert moment is not None
        text = _("The release “%(slug)s”, public from %(moment)s, is missing.")
        yield text % {"slug": slug, "moment": _moment(moment)}


def _wrong_order(releases: list[Any]) -> Iterator[str]:
    """Releases that turned up before one that was public already.

    A release is public from its moment, or, when it was loaded as history, from its seal.
    """
    sealed = [each for each in releases if each.sealed_at]
    sealed.sort(key=lambda each: (max(each.sealed_at, each.published_at), each.sealed_id))
    newest = None
    for release in sealed:
        if newest and release.published_at < newest.published_at:
            text = _("%(late)s stands before %(early)s in the record, but became public after it.")
            yield text % {"late": named(release), "early": named(newest)}
        else:
            newest = release


def _rival_versions(now: datetime) -> Iterator[str]:
    rivals = Observation.objects.current(now).order_by().values(*FIGURE_KEY)
    for key in rivals.annotate(count=Count("pk")).filter(count__gt=1):
        count = key.pop("count")
        figure = Observation.objects.filter(**key).with_labels()[0]
        text = ngettext(
            "%(figure)s has %(count)d version in force.",
            "%(figure)s has %(count)d versions in force at once.",
            count,
        )
        yield text % {"figure": figure, "count": count}


def _orphan_citations(now: datetime) -> Iterator[str]:
    figures = Observation.objects.public(now).filter(pk=OuterRef("observation_id"))
    orphans = Citation.objects.public(now).exclude(Exists(figures))
    for citation in orphans.select_related("release", "source"):
        text = _("%(release)s holds a citation of “%(source)s” whose figure is not public.")
        yield text % {"release": named(citation.release), "source": citation.source}


def _figures_without_source(now: datetime) -> Iterator[str]:
    citations = Citation.objects.public(now).filter(observation=OuterRef("pk"))
    figures = Observation.objects.public(now).exclude(Exists(citations))
    for figure in figures.exclude(obs_status=Observation.Status.WITHDRAWN).with_labels():
        text = _("%(figure)s, of %(release)s, is public without a source.")
        yield text % {"figure": figure, "release": named(figure.release)}


def _figures_outside_their_period(now: datetime) -> Iterator[str]:
    """Figures whose days or frequency, which no manifest holds, are not those of their period."""
    public = Observation.objects.public(now)
    # The same few spans come back in all figures: each is asked about once.
    for span in public.order_by().values(*SPAN).distinct():
        if _is_of_its_period(**span):
            continue
        for figure in public.filter(**span).with_labels():
            text = _("%(figure)s, of %(release)s, has not the days or frequency of its period.")
            yield text % {"figure": figure, "release": named(figure.release)}


def _is_of_its_period(period: str, frequency: str, period_start: date, period_end: date) -> bool:
    try:
        parsed = Period.parse(period)
    except ValueError:
        return False
    return parsed == Period(period_end, period_start, period, frequency)


def named(release: Release) -> str:
    """Return a release as the operator knows it, by title and address."""
    return _("Release “%(title)s” (%(slug)s)") % {"title": release.title, "slug": release.slug}


def _moment(moment: datetime) -> str:
    """Return a moment to its last digit: a shift of a second must show."""
    return timezone.localtime(moment).isoformat(" ")
