"""What the database refuses, as a sentence for the officer instead of a page for programmers."""

from django.db import IntegrityError
from django.utils.translation import gettext as _


def refusal_sentence(error: IntegrityError) -> str:
    """Return why nothing was saved, by the state that Postgres gave."""
    match getattr(error.__cause__, "sqlstate", ""):
        case "23000":
            return already_public()
        case "23001":
            return _(
                "Approved or public figures name this by its code, its address or its unit: "
                "these stay, so nothing was saved."
            )
        case "23R01":  # the record's own: the release is no draft
            return not_a_draft()
        case "23503":
            return _("Something this refers to was removed meanwhile, so nothing was saved.")
        case "23505":
            return _("The same was saved a moment ago, so nothing was saved twice.")
    return _("The database refused these values, so nothing was saved.")


def already_public() -> str:
    """Return why what readers can see is not saved."""
    return _("This is public already, so nothing was saved. Correct it instead.")


def not_a_draft() -> str:
    """Return why what belongs to a release that was sent for approval is not saved."""
    return _(
        "The release is no draft any more, so nothing was saved. Take it back to edit it; once "
        "approved, its approval must be taken back first."
    )
