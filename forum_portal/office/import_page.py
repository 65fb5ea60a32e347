"""The page of an upload: what was understood, the difference, the rows chosen, the last step."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum_portal.importing import confirming, deciding
from forum_portal.importing.imports import Import, import_of
from forum_portal.importing.receiving import compare, go_on
from forum_portal.importing.uploads import Upload, Verdict
from forum_portal.importing.working import AT_ONCE, ROWS_AT_ONCE, is_at_work, work
from forum_portal.office.import_difference import FILTERS, difference_shown
from forum_portal.office.import_forms import ReadingForm

State = Upload.State


def file_page(request, pk: int, model_admin: Any):
    """Show an upload's page; a POST decides something about it and leads back here."""
    upload = _mine(request, pk)
    table: Any = import_of(upload.kind)
    if table is None:
        raise Http404(gettext_lazy("There is no table of this name to import."))
    if not table.may(request.user):
        raise PermissionDenied(gettext_lazy("Your account may not import this table."))
    page = FilePage(request, upload, table, model_admin)
    return page.decide() if request.method == "POST" else page.show()


def _mine(request, pk: int, lock: bool = False) -> Upload:
    """Return an upload of this person's; those of others are nobody else's business."""
    uploads = Upload.objects.of(request.user).select_related("by__organisation")
    if lock:
        uploads = uploads.select_for_update(of=("self",))
    upload = uploads.without_content().filter(pk=pk).first()
    if upload is None:
        raise Http404(gettext_lazy("You have uploaded no such file."))
    return upload


class FilePage:
    """One request for the page of an upload."""

    def __init__(self, request, upload: Upload, table: Import, model_admin: Any):
        self.request, self.upload, self.table = request, upload, table
        self.model_admin = model_admin
        asked = request.POST if request.method == "POST" else request.GET
        self.filter = asked.get("rows", "") if asked.get("rows", "") in FILTERS else ""
        number = asked.get("page", "")
        self.number = int(number) if number.isdecimal() and len(number) < 7 else 1
        self.reading_form: ReadingForm | None = None
        self.target_form: Any = None
        self.problems: list[str] = []
        self.status: int = HTTPStatus.OK

    # Showing

    def show(self):
        """Return the page as the upload stands now."""
        is_at_rest = not is_at_work(self.upload.pk)
        if is_at_rest:
            is_at_rest = self._go_on_if_cut_off()
        upload = self.upload
        context = {
            "title": self.table.heading,
            "subtitle": upload.name,
            "upload": upload,
            "table": self.table,
            "crumb": upload.name,
            "is_at_rest": is_at_rest,
            "problems": [*self.problems, *upload.problem.splitlines()],
        }
        if is_at_rest and upload.state in (State.ASKING, State.READY):
            self.reading_form = self.reading_form or self._reading_form(None)
            context |= {"reading_form": self.reading_form, "questions": upload.shape["questions"]}
        if is_at_rest and upload.state == State.READY:
            context |= self._difference()
        if upload.state == State.DONE:
            context["outcome"] = self.table.outcome(upload)
        response = self.model_admin.page(self.request, "file", context, self.status)
        if not is_at_rest:
            response.headers["Refresh"] = "1"
        return response

    def _reading_form(self, data: Any) -> ReadingForm:
        return ReadingForm(data, self.upload, self.table.kind, self.table.missing)

    def _go_on_if_cut_off(self) -> bool:
        """Begin anew what nobody is working on; a confirmation that was cut off wrote nothing.

        Returns whether the upload now waits for a person.
        """
        fresh = _mine(self.request, self.upload.pk)
        if fresh.state == State.READY and _has_lost_its_rows(fresh):
            fresh.keep(state=State.RECEIVED)
        if fresh.state == State.WRITING:
            fresh.decide(
                state=State.READY,
                problem=_("Taking over was cut off, and nothing was written. Confirm again."),
            )
        elif not fresh.is_at_rest:
            work(fresh.pk, go_on, is_small=fresh.size <= AT_ONCE)
            fresh = _mine(self.request, self.upload.pk)
        self.upload = fresh
        return fresh.is_at_rest

    def _difference(self) -> dict[str, Any]:
        if self.table.target_form and self.target_form is None:
            self.target_form = self.table.target_form(None, self.upload)
        shown = difference_shown(self.upload, self.table, self.filter, self.number)
        return {**shown, "target_form": self.target_form}

    # Deciding

    def decide(self):
        """Do what the pressed button says, once, and lead back to the page."""
        actions: dict[str, Callable[[], Any]] = {
            "read": self._read_otherwise,
            "rows": self._choose_rows,
            "fix": self._fix_cells,
            "confirm": self._confirm,
            "drop": self._drop,
        }
        act = actions.get(self.request.POST.get("do", ""), self._choose_rows)
        if self.upload.is_over or not self.upload.is_at_rest:
            return self._back()
        return act()

    def _lock(self) -> bool:
        """Lock the upload until the transaction ends; False where it was changed meanwhile."""
        self.upload = _mine(self.request, self.upload.pk, lock=True)
        edition = self.request.POST.get("edition", "")
        if edition == str(self.upload.edition):
            return True
        self._say_outdated()
        return False

    def _say_outdated(self) -> None:
        self.status = HTTPStatus.CONFLICT
        self.problems.append(
            _("This page was opened before the last change of this import. Look again, then go on.")
        )

    def _read_otherwise(self):
        with transaction.atomic():
            if not self._lock():
                return self.show()
            form = self._reading_form(self.request.POST)
            if not form.is_valid():
                self.reading_form, self.status = form, HTTPStatus.BAD_REQUEST
                return self.show()
            chosen = {**self.upload.answers.get("columns", {}), **form.columns()}
            deciding.answer(self.upload, form.cleaned_data, chosen)
        return self._work_and_back()

    def _choose_rows(self):
        with transaction.atomic():
            if not self._lock():
                return self.show()
            self._take_ticks()
            whole = self.request.POST.get("all", "")
            if whole:
                deciding.choose_all(self.upload, FILTERS.get(self.filter), whole == "take")
        return self._back()

    def _fix_cells(self):
        typed: dict[int, dict[str, str]] = {}
        for name, text in self.request.POST.items():
            _fix, _sign, place = name.partition("fix-")
            line, _sign, column = place.partition("-")
            if not _fix and line.isdecimal() and column in self.upload.shape["columns"]:
                typed.setdefault(int(line), {})[column] = text
        with transaction.atomic():
            if not self._lock():
                return self.show()
            self._take_ticks()
            deciding.type_anew(self.upload, typed)
        return self._work_and_back()

    def _confirm(self):
        with transaction.atomic():
            if not self._lock():
                return self.show()
            self._take_ticks()
            if self.table.target_form and not self._aim():
                return self.show()
            if not deciding.taken_count(self.upload):
                self.status = HTTPStatus.BAD_REQUEST
                self.problems.append(_("No row is chosen, so there is nothing to write."))
                return self.show()
        edition = self.upload.edition
        try:
            work(
                self.upload.pk,
                lambda pk: confirming.confirm(pk, edition),
                is_small=self._is_short,
            )
        except confirming.RefusedError as refused:
            self.status = refused.status
            self.upload = _mine(self.request, self.upload.pk)
            return self.show()
        self.upload = _mine(self.request, self.upload.pk)
        if self.upload.state == State.READY and self.upload.edition != edition:
            self._say_outdated()  # rows were chosen in another window at the same moment
            return self.show()
        self._log()
        return self._back()

    def _aim(self) -> bool:
        """Set where the rows go; False where the form or the difference must be looked at again."""
        ask: Any = self.table.target_form
        form = ask(self.request.POST, self.upload)
        if not form.is_valid():
            self.target_form, self.status = form, HTTPStatus.BAD_REQUEST
            return False
        shown = self.upload.digest
        if deciding.aim(self.upload, form.target()):
            compare(self.upload)
        if self.upload.digest == shown:
            return True
        self.status = HTTPStatus.CONFLICT
        self.problems.append(
            _("With this draft the difference is another one. Look at it, then confirm.")
        )
        return False

    def _drop(self):
        with transaction.atomic():
            if not self._lock():
                return self.show()
            self.upload.decide(state=State.DROPPED)
            confirming.forget_rows(self.upload)
        messages.info(self.request, _("The import was put aside. Nothing was written."))
        return HttpResponseRedirect(reverse("admin:forum_portal_upload_changelist"))

    def _take_ticks(self) -> None:
        shown = _numbers(self.request.POST.get("shown", "").split(","))
        deciding.choose(self.upload, shown, _numbers(self.request.POST.getlist("take")))

    @property
    def _is_short(self) -> bool:
        return sum(self.upload.counts.values()) <= ROWS_AT_ONCE

    def _work_and_back(self):
        work(self.upload.pk, go_on, is_small=self.upload.size <= AT_ONCE)
        return self._back()

    def _back(self):
        query = [f"rows={self.filter}"] if self.filter else []
        number = self.request.POST.get("page", "")
        query += [f"page={number}"] if number.isdecimal() and number != "1" else []
        address = reverse("admin:forum_portal_upload_change", args=[self.upload.pk])
        return HttpResponseRedirect(f"{address}?{'&'.join(query)}" if query else address)

    def _log(self) -> None:
        fresh = _mine(self.request, self.upload.pk)
        if fresh.state == State.DONE:
            count = fresh.result.get("new", 0) + fresh.result.get("changed", 0)
            text = ngettext("%(count)d row taken over.", "%(count)d rows taken over.", count)
            self.model_admin.log_change(self.request, fresh, text % {"count": count})


def _has_lost_its_rows(upload: Upload) -> bool:
    """Tell whether the unlogged rows are gone, as they are after a crash of the database."""
    return bool(upload.counts) and not Verdict.objects.filter(upload=upload).exists()


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 9]
