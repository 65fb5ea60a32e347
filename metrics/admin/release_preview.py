"""A release and its indicators as readers will see them, for who may approve it.

The release is made public in a transaction that is never committed, and the public pages are asked:
what they show then is what they will show, and nobody else can see it. Who reads all that is being
prepared sees a scheduled release at its moment, beside all that is public by then; others see it as
if it were public now, for what other bodies have scheduled is not theirs to read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forum_portal.models import User
from metrics.admin.preview_links import mend_links
from metrics.clock import PortalNow
from metrics.models import Indicator, Release
from metrics.ownership import owns, sees_all
from metrics.sealing import wait_for_turn
from metrics.views.indicators import indicator_page
from metrics.views.releases import release_page

PAGE = "admin:metrics_release_preview"
BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
FROM_THEN_ON = """
SELECT set_config('portal.moment', greatest(published_at, portal_now())::text, true)
FROM metrics_release WHERE id = %s
"""
BEING_WRITTEN = ("55P03", "40001")  # somebody holds the row, or changed it while we waited


class BeingWrittenError(Exception):
    """Somebody is writing the release this instant: it cannot be shown as it will be."""


@dataclass(frozen=True)
class Preview:
    """What the banner of a previewed page says: the release, and links to its other pages."""

    title: str
    back: str
    links: list[tuple[str, str]]


@require_safe
def preview_page(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Show the release's page, or with `slug` that of an indicator which it touches."""
    release = get_object_or_404(Release.objects.with_public_state(), pk=pk)
    if not (request.user.has_perm("metrics.approve_release") or owns(request.user, release)):
        raise PermissionDenied(
            gettext_lazy("Only who may approve this release sees it as it will be.")
        )
    _require_to_come(release)
    touched = list(Indicator.objects.filter(pk__in=_indicators_of(release)))
    request.preview = _banner(release, touched)  # type: ignore[attr-defined]
    if slug and slug not in {each.slug for each in touched}:
        raise Http404
    show = partial(indicator_page, slug=slug) if slug else partial(release_page, slug=release.slug)
    try:
        response = as_if_public(release, request.user, lambda: show(request))
    except BeingWrittenError:
        return render(request, "409.html", {"reason": _being_written()}, status=HTTPStatus.CONFLICT)
    html = mend_links(response.content.decode(), _previews(release, touched), release)
    response.content = html.encode()
    return response


def _require_to_come(release: Any) -> None:
    if release.is_public or release.state == Release.State.ABANDONED:
        raise Http404(gettext_lazy("Nothing of this release is still to come."))


def _being_written() -> str:
    return _("Somebody is saving this release right now. Open the page again in a moment.")


def as_if_public(release: Release, user: Any, show: Callable[[], HttpResponse]) -> HttpResponse:
    """Return what `show` gives `user` once `release` is public, now or at its moment; keep nothing.

    BeingWrittenError where somebody else is writing the release.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if is_outermost:
                cursor.execute(BEGIN)
            if release.published_at is None or not sees_all(user):
                _make_public(_locked(release))
            cursor.execute(FROM_THEN_ON, [release.pk])
        response = show()
        transaction.set_rollback(True)
    response.headers["Cache-Control"] = "no-store"
    del response.headers["ETag"]
    return response


def _locked(release: Release) -> Release:
    """Take the turn before the row, as those do who write: else each would wait for the other."""
    try:
        wait_for_turn()
        rows = Release.objects.with_public_state().select_for_update(of=("self",), nowait=True)
        locked = rows.get(pk=release.pk)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") in BEING_WRITTEN:
            raise BeingWrittenError from error
        raise
    _require_to_come(locked)
    return locked


def _make_public(release: Release) -> None:
    """Publish a release now; where nobody has approved it yet, a nameless account stands in."""
    changes: dict[str, Any] = {}
    if release.approver_id is None and release.author_id is not None:
        changes["approver"] = User.objects.create(username=uuid4().hex)
    Release.objects.filter(pk=release.pk).update(
        state=Release.State.APPROVED, published_at=PortalNow(), **changes
    )


def _indicators_of(release: Release) -> QuerySet:
    """Return the ids of those whose figures the release holds or gives a source."""
    cited = release.citations.order_by().values("observation__indicator")
    return release.observations.order_by().values("indicator").union(cited)


def _previews(release: Release, touched: list[Indicator]) -> dict[str, str]:
    """Return the address of each preview by that of the page which it shows."""
    own = {release.get_absolute_url(): reverse(PAGE, args=[release.pk])}
    return own | {each.get_absolute_url(): _preview(release, each) for each in touched}


def _preview(release: Release, indicator: Indicator) -> str:
    return reverse(f"{PAGE}_indicator", args=[release.pk, indicator.slug])


def _banner(release: Release, touched: list[Indicator]) -> Preview:
    links = [(_("The release’s page"), reverse(PAGE, args=[release.pk]))]
    links += [(each.name, _preview(release, each)) for each in touched]
    return Preview(release.title, reverse("admin:metrics_release_change", args=[release.pk]), links)
