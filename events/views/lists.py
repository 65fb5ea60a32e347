"""A forum's lists as files: its programme, its speakers, its exhibitors."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.exports import exhibition_table, programme_table, speakers_table
from events.models import Forum
from forum_portal.pages import found_or_404, public_page
from forum_portal.tables import Table
from forum_portal.words import localized
from metrics.asof import AsOf
from metrics.file_etag import content_state
from metrics.files.answers import Subject, file_answer
from metrics.files.formats import LONG


@public_page
def programme_file(request: HttpRequest, slug: str, suffix: str) -> HttpResponseBase:
    """The sessions of a forum."""
    return _list(request, slug, suffix, programme_table, _("Programme"), "chuong-trinh")


@public_page
def speakers_file(request: HttpRequest, slug: str, suffix: str) -> HttpResponseBase:
    """Who did what at a forum."""
    return _list(request, slug, suffix, speakers_table, _("Speakers"), "dien-gia")


@public_page
def exhibition_file(request: HttpRequest, slug: str, suffix: str) -> HttpResponseBase:
    """The booths at a forum."""
    return _list(request, slug, suffix, exhibition_table, _("Exhibition"), "trien-lam")


def _list(
    request: HttpRequest,
    slug: str,
    suffix: str,
    make: Callable[[Forum], Table],
    title: str,
    name: str,
) -> HttpResponseBase:
    """Answer with a list; 404 for a forum that is not there, and where no source tells of it.

    Only figures travel in time: `?as-of=` is read as on the list's page, and changes nothing.
    """
    AsOf.from_query(request.GET)
    forum = found_or_404(
        Forum.objects.published().filter(slug=slug).first(),
        gettext_lazy("There is no forum at this address."),
    )
    table = make(forum)
    state = content_state([table, table.sources])
    if not state[0]:
        raise Http404(gettext_lazy("No source tells of this part of the forum yet."))
    subject = Subject(
        title=f"{title}, {localized(forum, 'name')}",
        name=f"dien-dan-{forum.slug}_{name}",
        page=f"{forum.get_absolute_url()}{name}/",
        tables={LONG: lambda: table},
        state=lambda: state,
        travels=False,
    )
    return file_answer(request, subject, suffix, AsOf())
