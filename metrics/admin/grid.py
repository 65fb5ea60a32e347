"""The page on which a series is typed or pasted into a draft as a grid of areas and periods."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forum_portal.office.fields import capital_choices
from forum_portal.office.once import SentBeforeError, sent_once
from forum_portal.office.refusals import already_public, not_a_draft, refusal_sentence
from metrics.admin.grid_cells import Cell, fresh_cells, typed_cells
from metrics.admin.grid_forms import ForAllForm
from metrics.admin.grid_reading import read_cells
from metrics.admin.grid_showing import Shown, desk_page, log_text, show_grid, what_was_saved
from metrics.admin.owned import OnlyOwn
from metrics.grid import Series, read_stands
from metrics.grid_choice import ChoiceError, indicators_offered, series_asked
from metrics.grid_saving import FaultyCellsError, Saved, save_entries
from metrics.lifecycle import lock
from metrics.models import Indicator, Observation, Release
from metrics.ownership import kept_by, owns

LONGEST_URL = 200  # that a sent form's token remembers
RIGHTS = ("change_release", "add_observation", "change_observation", "delete_observation")
NOT_YOURS = gettext_lazy("You have not the right to enter figures into this release.")
OF_ANOTHER = gettext_lazy("Another organisation keeps up the figures of this indicator.")


@require_http_methods(["GET", "HEAD", "POST"])
def grid_page(request, pk: int, model_admin: ModelAdmin):
    """Show a series of a draft as a grid, or ask which; a POST saves what was typed into it."""
    with transaction.atomic():  # a page that is about to save locks what it gets
        release: Any = model_admin.get_object(request, str(pk))
    if release is None:
        raise Http404
    rights = all(request.user.has_perm(f"metrics.{each}") for each in RIGHTS)
    if not rights:
        raise PermissionDenied(NOT_YOURS)
    if not owns(request.user, release):
        raise PermissionDenied(OnlyOwn.not_kept)
    if request.method != "POST" and release.state != Release.State.DRAFT:
        messages.info(request, _("Only a draft is filled in: this release is none any more."))
        return HttpResponseRedirect(_change(release))
    indicator = _indicator(request)
    if indicator is None:
        return _ask(request, release, model_admin)
    try:
        series, errors = series_asked(indicator, release, _query(request)), {}
    except ChoiceError as error:
        series, errors = error.series, error.errors
    page = GridPage(request, release, series, model_admin, errors)
    if errors:
        return page.show(HTTPStatus.BAD_REQUEST)
    return page.save() if request.method == "POST" else page.show()


def _indicator(request) -> Indicator | None:
    """Return the indicator of the address; None where it names none that there is."""
    code = request.GET.get("indicator", "").replace("\0", "")
    indicator = Indicator.objects.filter(code=code).select_related("unit").first()
    if indicator and not kept_by(request.user, Indicator).filter(pk=indicator.pk).exists():
        raise PermissionDenied(OF_ANOTHER)
    return indicator


def _query(request) -> QueryDict:
    """Return what the address asks for; a grid that is sent is the one that was shown."""
    query = request.GET.copy()
    if "_areas" in request.POST:
        query.setlist("area", request.POST["_areas"].split())
        query["periods"] = request.POST.get("_periods", "")
    return query


def _change(release: Release) -> str:
    return reverse("admin:metrics_release_change", args=[release.pk])


def _ask(request, release: Release, model_admin: ModelAdmin) -> TemplateResponse:
    """Show the indicators to choose from, those first that the draft holds already."""
    mine = kept_by(request.user, Indicator)
    is_unknown = bool(request.GET.get("indicator"))
    context = {
        "groups": indicators_offered(mine),
        "held": mine.filter(observations__release=release).distinct().order_by("sort_key"),
        "kinds": capital_choices(Observation.Kind.choices),
        "is_unknown": is_unknown,
    }
    status = HTTPStatus.BAD_REQUEST if is_unknown else HTTPStatus.OK
    return desk_page(request, release, model_admin, "grid_choice", context, status)


class GridPage:
    """One request for the grid of a series in a draft."""

    def __init__(self, request, release: Any, series: Series, model_admin, errors: dict[str, str]):
        self.request, self.release, self.series = request, release, series
        self.model_admin, self.settings_errors = model_admin, errors
        self.for_all = ForAllForm(
            request.POST if request.method == "POST" else None,
            initial={"numbers": request.GET.get("numbers", "")},
            label_suffix="",
        )
        self.cells: list[Cell] = []
        self.refusals: list[Any] = []

    def save(self):
        """Write what was typed, all of it or nothing, and lead back to the grid."""
        status: int = HTTPStatus.CONFLICT
        try:
            status, saved = self._write_once()
        except IntegrityError as error:
            self.refusals.append(refusal_sentence(error))
            saved = None
        if saved is None:
            return self.show(status)
        for level, text in what_was_saved(saved):
            messages.add_message(self.request, level, text)
        return HttpResponseRedirect(self._url())

    def _write_once(self) -> tuple[int, Saved | None]:
        """Return what `_write` does; a double click is told that it was done already."""
        try:
            with sent_once(self.request) as sent:
                status, saved = self._write()
                sent.url = "" if saved is None else self._url()[:LONGEST_URL]
            return status, saved
        except SentBeforeError as before:
            if before.is_same:
                return HTTPStatus.OK, Saved(was_before=True)
        with transaction.atomic():  # the back button's form is compared with what stands, as any
            status, saved = self._write()
            if saved is None:
                transaction.set_rollback(True)
        return status, saved

    def _write(self) -> tuple[int, Saved | None]:
        """Return the answer's status, and what was saved; None where nothing was."""
        self.release = release = lock(self.release)
        stands = read_stands(self.series, release, self.request.user)
        self.cells = typed_cells(self.series, stands, self.request.POST)
        if release.state != Release.State.DRAFT:
            is_public = release.is_public  # type: ignore[attr-defined]
            self.refusals.append(already_public() if is_public else not_a_draft())
            return HTTPStatus.CONFLICT, None
        if not self.for_all.is_valid():
            return HTTPStatus.BAD_REQUEST, None
        entries = read_cells(self.cells, self.series, self.for_all, self.request.user)
        if any(each.is_rival or each.is_taken for each in self.cells):
            return HTTPStatus.CONFLICT, None
        if self.for_all.errors or any(each.errors for each in self.cells):
            return HTTPStatus.BAD_REQUEST, None
        by = self.request.user
        try:
            saved = save_entries(series=self.series, release=release, entries=entries, by=by)
        except FaultyCellsError as error:
            for cell in self.cells:
                for name, sentences in error.faults.get(cell.key, {}).items():
                    cell.refuse(name, *sentences)
            return HTTPStatus.BAD_REQUEST, None
        if saved:
            self.model_admin.log_change(self.request, release, log_text(self.series, saved))
        return HTTPStatus.OK, saved

    def _url(self) -> str:
        """Return the address of this grid; the way that numbers are written stays once said."""
        query = self.request.GET.copy()
        numbers = self.for_all.data.get("all-numbers", "")
        if numbers in ("vi", "en"):
            query["numbers"] = numbers
        return f"{self.request.path}?{query.urlencode()}"

    def show(self, status: int = HTTPStatus.OK) -> TemplateResponse:
        """Return the page, with what was typed where it was not saved."""
        if not self.cells:
            stands = read_stands(self.series, self.release, self.request.user)
            self.cells = (
                typed_cells(self.series, stands, self.request.POST)
                if self.request.method == "POST"
                else fresh_cells(self.series, stands)
            )
        shown = Shown(self.series, self.cells, self.for_all, self.settings_errors, self.refusals)
        return show_grid(self.request, self.release, shown, self.model_admin, status)
