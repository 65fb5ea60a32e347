"""Open data: the files, and the page that says what is in them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.pages import public_page
from forum_portal.tables import Dialect
from forum_portal.text import printable
from metrics import columns
from metrics.asof import AsOf
from metrics.exports import (
    Table,
    changes_table,
    citations_table,
    csv_blocks,
    dialect_from_query,
    observations_table,
    releases_table,
)
from metrics.file_etag import file_etag
from metrics.manifest import manifest_blocks
from metrics.models import Area, Indicator, Observation, Pillar, Release
from metrics.models.observation import ObservationQuerySet

# What narrows a file: parameter → the field that it filters, and the records that it may name; to
# know one of a draft would give the draft away.
FILTERS: dict[str, tuple[str, Callable[[], QuerySet], str]] = {
    "chi-so": ("indicator__slug", Indicator.objects.public, "slug"),
    "tru-cot": ("indicator__pillar__code", Pillar.objects.public, "code"),
    "dia-ban": ("area__code", Area.objects.public, "code"),
}
NO_RELEASE = gettext_lazy("There is no published release at this address.")


@public_page
def data_page(request: HttpRequest) -> HttpResponse:
    """The files and every column of them."""
    context = {
        "as_of": AsOf.from_query(request.GET),
        "observations": columns.OBSERVATIONS,
        "citations": columns.CITATIONS,
        "changes": columns.CHANGES,
        "releases": columns.RELEASES,
    }
    return render(request, "metrics/data_page.html", context)


@public_page
def observations_csv(request: HttpRequest) -> HttpResponseBase:
    """Every figure in force, one row each."""
    return _csv(request, "quan-sat", observations_table)


@public_page
def citations_csv(request: HttpRequest) -> HttpResponseBase:
    """Every citation of the figures in force."""
    return _csv(request, "trich-dan", citations_table)


@public_page
def indicator_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The figures of one indicator."""
    as_of = AsOf.from_query(request.GET)
    as_of.found(
        Indicator.objects.public(as_of.moment).filter(slug=slug).first(),
        gettext_lazy("There is no indicator with published figures at this address."),
    )
    return _csv(request, slug, observations_table, indicator=slug)


@public_page
def release_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What one release added, revised or withdrew."""
    as_of = AsOf.from_query(request.GET)
    dialect = dialect_from_query(request.GET)
    release = as_of.found(
        Release.objects.public(as_of.moment).filter(slug=slug).first(), NO_RELEASE
    )
    return _file(request, slug, as_of, changes_table(release, as_of.moment), dialect)


@public_page
def release_manifest(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The text that a release's seal is the SHA-256 of, byte for byte."""
    as_of = AsOf.from_query(request.GET)
    release = as_of.found(
        Release.objects.public(as_of.moment).with_seal().filter(slug=slug).first(), NO_RELEASE
    )
    return _download(
        request,
        lambda: manifest_blocks(release),
        etag=f'"{release.sealed_manifest}"' if release.sealed_manifest else "",
        name=f"{slug}.json",
        content_type="application/json",
    )


@public_page
def releases_csv(request: HttpRequest) -> HttpResponseBase:
    """Every public release with its seal."""
    as_of = AsOf.from_query(request.GET)
    dialect = dialect_from_query(request.GET)
    return _file(request, "phat-hanh", as_of, releases_table(as_of.moment), dialect)


def _csv(
    request: HttpRequest, name: str, table: Callable[..., Table], indicator: str = ""
) -> HttpResponseBase:
    as_of = AsOf.from_query(request.GET)
    dialect = dialect_from_query(request.GET)
    figures = Observation.objects.public(as_of.moment)
    figures = (
        figures.filter(indicator__slug=indicator) if indicator else _filtered(figures, request)
    )
    return _file(request, name, as_of, table(figures, as_of.moment), dialect)


def _file(
    request: HttpRequest, name: str, as_of: AsOf, table: Table, dialect: Dialect
) -> HttpResponseBase:
    return _download(
        request,
        lambda: csv_blocks(table, dialect),
        etag=file_etag(request.get_full_path(), table, dialect, as_of.moment),
        name=f"{name}_{_day(as_of)}.csv",
        content_type="text/csv; charset=utf-8",
    )


def _download(
    request: HttpRequest,
    blocks: Callable[[], Iterator[bytes]],
    *,
    etag: str,
    name: str,
    content_type: str,
) -> HttpResponseBase:
    """Stream a file to who has not got it; its blocks are asked for by nobody else."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if etag:
        headers["ETag"] = etag
    told: dict[str, Any] = {"headers": headers, "content_type": content_type}
    if request.method == "HEAD":  # a stream without a block: nobody knows how long the file is
        return StreamingHttpResponse((), **told)
    # Who has the file already is not to open a stream that nobody would close.
    unread = HttpResponse(**told)
    if get_conditional_response(request, etag or None, response=unread) is not unread:
        return unread
    return StreamingHttpResponse(blocks(), **told)


def _day(as_of: AsOf) -> str:
    return (as_of.date or timezone.localdate()).isoformat()


def _filtered(figures: ObservationQuerySet, request: HttpRequest) -> ObservationQuerySet:
    """Keep what the parameters of FILTERS choose; a BadRequest names an unknown value."""
    for parameter, (field, known, key) in FILTERS.items():
        given = request.GET.get(parameter, "").strip()
        if not given:
            continue
        if "\x00" in given or not known().filter(**{key: given}).exists():
            raise BadRequest(
                _("The parameter “%(parameter)s” in the address is “%(given)s”, which is unknown.")
                % {"parameter": parameter, "given": printable(given[:40])}
            )
        figures = figures.filter(**{field: given})
    return figures
