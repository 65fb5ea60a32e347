"""Files of everything: of one kind each, and all kinds in one zip."""

from functools import partial

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.addresses import reverse
from forum_portal.busy import come_back
from forum_portal.pages import found_or_404, public_page
from forum_portal.tables import DIALECTS
from forum_portal.turns import PATIENCE, Turns
from metrics.asof import PARAMETER, AsOf, carried
from metrics.file_etag import content_state, etag_of, record_state
from metrics.files.about import about
from metrics.files.answers import Subject, download, file_answer, is_too_much
from metrics.files.asking import require_among, unknown_value
from metrics.files.everything import Everything
from metrics.files.formats import LONG
from metrics.files.whole import WHOLE
from metrics.files.whole_file import WholeFile, whole_file

ZIP = "application/zip"
# Packing takes long where there is much: one at a time, so that other files find a turn.
PACKING = Turns(at_once=1, waiting=1, patience=PATIENCE)


@public_page
def whole_table_file(request: HttpRequest, name: str, suffix: str) -> HttpResponseBase:
    """Every public record of a kind."""
    as_of = AsOf.from_query(request.GET)
    whole = found_or_404(WHOLE.get(name), gettext_lazy("There is no file at this address."))
    table = whole.made(as_of.moment)
    subject = Subject(
        title=str(whole.title),
        name=whole.name,
        page=reverse(whole.page),
        tables={LONG: lambda: table},
        state=lambda: content_state([table, table.sources]),
        travels=whole.travels,
    )
    return file_answer(request, subject, suffix, as_of if whole.travels else AsOf())


@public_page
def everything_file(request: HttpRequest) -> HttpResponseBase:
    """All of them as CSV, with what describes them, in one zip."""
    if is_too_much(request):
        return come_back()
    as_of = AsOf.from_query(request.GET)
    require_among(request.GET, [PARAMETER, "dialect"])
    everything = _everything(request, as_of)
    state = [request.get_full_path(), *everything.state(), *record_state(as_of.moment)]
    named = ["du-lieu-mo_tat-ca", request.GET.get("dialect"), everything.about.day.isoformat()]
    # What is packed already is not packed once more: it keeps its length.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return download(
        request,
        file=partial(_packed, everything),
        name=f"{'_'.join(filter(None, named))}.zip",
        content_type=ZIP,
        headers={"ETag": etag_of(state)},
    )


def _packed(everything: Everything) -> WholeFile:
    with PACKING.turn():
        return whole_file(everything.write)


def _everything(request: HttpRequest, as_of: AsOf) -> Everything:
    """Read what is asked for; a BadRequest names the dialect that there is not."""
    dialect = request.GET.get("dialect", "")
    if dialect not in DIALECTS:
        raise BadRequest(unknown_value("dialect", dialect, filter(None, DIALECTS)))
    day = as_of.given or timezone.localdate().isoformat()
    query = carried(f"?dialect={dialect}" if dialect else "", day)
    told = about(_("Open data"), request.path + query, reverse("metrics:data-page"), as_of)
    return Everything(list(WHOLE.values()), as_of, DIALECTS[dialect], told, query)
