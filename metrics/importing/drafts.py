"""The draft that an imported table goes into: one of the officer's own, or a new one."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forum_portal.importing.confirming import RefusedError
from forum_portal.importing.uploads import Upload
from forum_portal.models import User
from metrics.lifecycle import lock, note_edit, step
from metrics.models import Release, ReleaseStep
from metrics.ownership import kept_by
from metrics.sealing import wait_for_turn


def drafts_of(user: User):
    """Return the drafts that this person may put figures into, the newest first."""
    return kept_by(user, Release).drafts().order_by("-pk")


def draft_id(upload: Upload) -> int | None:
    """Return the id of the draft that the upload goes into; None for a new one."""
    return upload.target.get("release")


def hold_draft(upload: Upload) -> None:
    """Take the turn of all who write figures, and keep the draft as it is until the end."""
    wait_for_turn()
    pk = draft_id(upload)
    if pk is None:
        return
    if not drafts_of(upload.by).filter(pk=pk).exists():
        text = _("The draft that was chosen is no draft of yours any more. Choose another.")
        raise RefusedError(text)
    lock(Release(pk=pk))


def draft_for(upload: Upload) -> Release:
    """Return the draft that the upload goes into, made now where it is new."""
    pk = draft_id(upload)
    if pk is not None:
        draft = Release.objects.get(pk=pk)
        note_edit(draft, upload.by)
        return draft
    names = ("title", "reason", "note")
    words = {name: upload.target[name] for name in names if upload.target.get(name)}
    draft = Release(author=upload.by, **words)
    try:
        draft.full_clean()
    except ValidationError as error:
        sentences = error.messages
        if "slug" in error.message_dict:  # which is made from the title
            sentences = [_("Another release has this title already. Give this one another.")]
        raise RefusedError(*sentences, status=HTTPStatus.BAD_REQUEST) from error
    draft.save()
    step(draft, ReleaseStep.Action.CREATED, upload.by)
    return draft
