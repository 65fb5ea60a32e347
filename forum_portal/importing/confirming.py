"""The last step of an upload: everything it would do, in one transaction, once.

What would be written must still be what was shown: if somebody changed the record meanwhile,
nothing is written, and the new difference is there to be looked at.
"""

from http import HTTPStatus
from typing import Any

import pghistory
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from forum_portal.importing.imports import import_of
from forum_portal.importing.receiving import compare
from forum_portal.importing.uploads import StagedRow, Upload, Verdict
from forum_portal.importing.working import turn
from forum_portal.office.refusals import refusal_sentence

State = Upload.State


class RefusedError(Exception):
    """Nothing was written; `sentences` say why, `status` suits the answer."""

    def __init__(self, *sentences: str, status: int = HTTPStatus.CONFLICT):
        super().__init__(*sentences)
        self.sentences = list(sentences)
        self.status = status


class MovedError(RefusedError):
    """What is there now is not what the difference was shown against."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "What is there was changed since you looked, so nothing was written. This is the "
                "difference as it stands now: look at it, then confirm again."
            )
        )


def confirm(pk: int, edition: int) -> None:
    """Do what an upload's chosen rows say, or leave everything as it was and note why.

    `edition` is the one that was confirmed: another one, or one that is being taken over at this
    moment, is left alone. RefusedError where nothing was written; the upload then waits again, with
    the sentences as its problem.
    """
    with turn(pk) as is_mine:
        if not (is_mine and _begin(pk, edition)):
            return
        try:
            _confirm(pk)
        except RefusedError as refused:
            _wait_again(pk, refused)
            raise


def _begin(pk: int, edition: int) -> bool:
    """Mark the upload as being taken over: who finds that mark and nobody at work knows enough."""
    with transaction.atomic():
        upload = Upload.objects.without_content().select_for_update().get(pk=pk)
        if upload.state != State.READY or upload.edition != edition:
            return False
        upload.decide(state=State.WRITING, problem="")
        return True


def _confirm(pk: int) -> None:
    with transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).get(pk=pk)
        kind: Any = import_of(upload.kind)
        if not kind.may(upload.by):
            raise RefusedError(
                _("You may not import this table any more."), status=HTTPStatus.FORBIDDEN
            )
        with pghistory.context(user=upload.by_id):
            shown = upload.digest
            kind.begin(upload)
            compare(upload)
            if upload.digest != shown:
                raise MovedError
            result = _take_over(kind, upload)
        upload.keep(state=State.DONE, result=result, problem="")
        forget_rows(upload)


def _take_over(kind: Any, upload: Upload) -> dict[str, Any]:
    try:
        with transaction.atomic():
            result = kind.take_over(upload)
            connection.check_constraints()  # what waits for the end is refused in words, too
            return result
    except (IntegrityError, DataError) as error:
        raise RefusedError(refusal_of(kind.kind.model, error)) from error


def refusal_of(model: Any, error: Any) -> str:
    """Return why the database refused: in a constraint's own words, or by the state it gave."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return str(constraint.get_violation_error_message())
    return refusal_sentence(error)


def _wait_again(pk: int, refused: RefusedError) -> None:
    upload = Upload.objects.without_content().select_related("by__organisation").get(pk=pk)
    if isinstance(refused, MovedError):
        compare(upload)
    upload.decide(state=State.READY, problem="\n".join(refused.sentences))


def forget_rows(upload: Upload) -> None:
    """Remove the staged rows of an upload that needs them no more; the file stays."""
    StagedRow.objects.filter(upload=upload).delete()
    Verdict.objects.filter(upload=upload).delete()
