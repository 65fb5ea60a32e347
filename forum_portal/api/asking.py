"""What the query of an address asks for: each parameter has its meaning beside it.

Ninja reads these classes, and so does the description of the API.
"""

import re
from collections.abc import Iterable
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, Schema
from ninja.errors import ValidationError

from forum_portal.api.problems import Problem, unknown_parameter, unknown_value

USUAL, MOST = 100, 1000  # records on a page


class Asked(Schema):
    """What every address takes."""

    lang: Literal["vi", "en"] = Field(
        "vi", description=gettext_noop("Language of the sentences in errors.")
    )


class AskedPage(Asked):
    """What every list takes."""

    limit: int = Field(
        USUAL,
        ge=1,
        le=MOST,
        description=gettext_noop("Records on a page, 1000 at most."),
        examples=[USUAL],
    )
    cursor: str = Field(
        "", description=gettext_noop("Where the page begins: what `next` of the last one has.")
    )


def require_known(request: HttpRequest, asked: Asked) -> None:
    """Refuse a parameter that an address does not take, and one that is given twice."""
    known = [field.alias or name for name, field in type(asked).model_fields.items()]
    for name, values in request.GET.lists():
        if name not in known:
            raise unknown_parameter(name, known)
        if len(values) > 1:
            sentence = _("The parameter “%(parameter)s” is given more than once.")
            raise Problem("unknown-value", sentence % {"parameter": name}, name)


def problem_of(error: ValidationError, given: Any) -> Problem:
    """Return the first thing that is wrong with a query (`given`) as a problem."""
    wrong = error.errors[0]
    name = str(wrong["loc"][-1])
    return unknown_value(name, str(given.get(name, "")), _allowed(wrong))


def _allowed(wrong: dict[str, Any]) -> Iterable[str]:
    choices = wrong.get("ctx", {}).get("expected", "")
    return re.findall(r"'([^']+)'", choices) or [f"1–{MOST}"]
