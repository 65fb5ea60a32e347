"""What the database refuses, as a sentence for the officer instead of a page for programmers."""

from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

_SENTENCES: dict[str, Any] = {}


def explain(sentence: Any, *constraints: str) -> None:
    """Say this of what the database refuses in the name of these constraints.

    For rules across records, which no constraint of a single model has the words of.
    """
    _SENTENCES.update(dict.fromkeys(constraints, sentence))


def explained(error: Any) -> str:
    """Return the sentence of the rule that was broken; empty where none was given."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(_SENTENCES.get(getattr(diagnosis, "constraint_name", None) or "", ""))


def refusal_sentence(error: IntegrityError) -> str:
    """Return why nothing was saved: in a rule's own words, or by the state that Postgres gave."""
    if sentence := explained(error):
        return sentence
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
