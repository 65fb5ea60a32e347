"""A release and its indicators as readers will see them, for who may approve it.

The release is made public in a transaction that is never committed, and the public pages are asked:
what they show then is what they will show, and nobody else can see it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from metrics.clock import PortalNow
from metrics.models import Indicator, Release
from metrics.ownership import owns
from metrics.views.indicators import indicator_page
from metrics.views.releases import release_page

BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
FROM_THEN_ON = """
SELECT set_config('portal.moment', greatest(published_at, portal_now())::text, true)
FROM metrics_release WHERE id = %s
"""


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
    if release.is_public or release.state == Release.State.ABANDONED:
        raise Http404(gettext_lazy("Nothing of this release is still to come."))
    touched = Indicator.objects.filter(observations__release=release).distinct()
    request.preview = _banner(release, list(touched))  # type: ignore[attr-defined]
    if not slug:
        return as_if_public(release, lambda: release_page(request, release.slug))
    get_object_or_404(touched, slug=slug)
    return as_if_public(release, lambda: indicator_page(request, slug))


def as_if_public(release: Release, render: Callable[[], HttpResponse]) -> HttpResponse:
    """Return what `render` gives once `release` is public, now or at its moment; keep nothing."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if is_outermost:
                cursor.execute(BEGIN)
            if release.published_at is None:
                unsigned = {"author": None} if release.approver_id is None else {}
                Release.objects.filter(pk=release.pk).update(
                    state=Release.State.APPROVED, published_at=PortalNow(), **unsigned
                )
            cursor.execute(FROM_THEN_ON, [release.pk])
        response = render()
        transaction.set_rollback(True)
    response.headers["Cache-Control"] = "no-store"
    del response.headers["ETag"]
    return response


def _banner(release: Release, touched: list[Indicator]) -> Preview:
    page = "admin:metrics_release_preview"
    links = [(_("The release’s page"), reverse(page, args=[release.pk]))]
    links += [
        (each.name, reverse(f"{page}_indicator", args=[release.pk, each.slug])) for each in touched
    ]
    return Preview(release.title, reverse("admin:metrics_release_change", args=[release.pk]), links)
