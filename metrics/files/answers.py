"""A file as an answer: what is asked for is checked first, then it is sent, or not sent again."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.encoding import iri_to_uri

from forum_portal.busy import come_back
from forum_portal.tables import Table
from forum_portal.turns import TURNS, BusyError
from metrics.asof import AsOf
from metrics.file_etag import file_etag
from metrics.files.about import about
from metrics.files.asking import Asked, require_known
from metrics.files.csvw import SUFFIX
from metrics.files.formats import FORMATS, LONG
from metrics.files.whole_file import WholeFile


@dataclass(frozen=True)
class Subject:
    """What a file is about.

    `tables` makes its table in each layout, `state` returns lines that differ when the table does.
    `name` begins the file's name, with `chosen`, the values of its own `parameters`, behind it.
    `page` is the path where readers see the same; it `travels` in time, unless it is no figures.
    """

    title: str
    name: str
    page: str
    tables: Mapping[str, Callable[[], Table]]
    state: Callable[[], Iterable[str]]
    parameters: Sequence[str] = ()
    chosen: Sequence[str] = ()
    travels: bool = True


def file_answer(
    request: HttpRequest, subject: Subject, suffix: str, as_of: AsOf
) -> HttpResponseBase:
    """Return the file of a subject in the format that its name ends with.

    A BadRequest names the parameter that cannot be read and what it can be.
    """
    if is_too_much(request):
        return come_back()
    form = FORMATS[suffix]
    require_known(request.GET, form, subject.parameters)
    asked = Asked.from_query(request.GET, form, subject.tables)
    table = asked.kept(subject.tables[asked.layout]())
    address = request.get_full_path()
    told = None
    if form.says_about:
        told = about(subject.title, address, subject.page, as_of, travels=subject.travels)
    headers = {"ETag": file_etag(address, table, asked.dialect, subject.state(), told)}
    if suffix == "csv":
        headers["Link"] = _described_by(request)
    return download(
        request,
        stream=form.stream and partial(form.stream, table, asked.dialect, told),
        whole=form.whole and partial(form.whole, table, asked.dialect, told),
        name=f"{_name(subject, asked, request.GET.get('dialect', ''), as_of)}.{suffix}",
        content_type=form.content_type,
        headers=headers,
    )


def is_too_much(request: HttpRequest) -> bool:
    """Tell at once that there is no turn: what it takes to know the file would slow others."""
    is_new = request.method != "HEAD" and "If-None-Match" not in request.headers
    return is_new and TURNS.is_full()


def download(
    request: HttpRequest,
    *,
    stream: Callable[[], Generator[bytes]] | None = None,
    whole: Callable[[], bytes] | None = None,
    file: Callable[[], WholeFile] | None = None,
    name: str,
    content_type: str,
    headers: Mapping[str, str],
) -> HttpResponseBase:
    """Send a file to who has not got it; nobody else has it made.

    `stream` yields it in blocks; `whole` returns all of it; `file` has it on the disk. Where too
    many are being made the answer is a 503 that says when to come back.
    """
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    told: dict[str, Any] = {"headers": {**disposition, **headers}, "content_type": content_type}
    if request.method == "HEAD":  # a stream without a block: nobody knows how long the file is
        return StreamingHttpResponse((), **told)
    # Who has the file already is not to open a stream that nobody would close.
    unread = HttpResponse(**told)
    if get_conditional_response(request, headers.get("ETag"), response=unread) is not unread:
        return unread
    try:
        if stream:
            return StreamingHttpResponse(TURNS.stream(stream), **told)
        with TURNS.turn():
            if file:
                return file().answer(**told)
            return HttpResponse(whole() if whole else b"", **told)
    except BusyError:
        return come_back()


def _name(subject: Subject, asked: Asked, dialect: str, as_of: AsOf) -> str:
    """Return what the file is called: what it holds, how it is written, and as of which day."""
    layout = "" if asked.layout == LONG else asked.layout
    day = (as_of.date or timezone.localdate()).isoformat()
    parts = [subject.name, *subject.chosen, layout, dialect, day]
    return "_".join(part.replace("/", "-") for part in parts if part)


def _described_by(request: HttpRequest) -> str:
    """Return the link from a CSV to its metadata, with the same query."""
    query = request.META.get("QUERY_STRING", "")
    address = f"{request.path}{SUFFIX}" + (f"?{iri_to_uri(query)}" if query else "")
    return f'<{address}>; rel="describedby"; type="application/csvm+json"'
