"""What stands in braces in an indicator's sentence, and is filled in for each figure."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

VALUE = "{value}"
AREA = "{area}"
_IN_BRACES = re.compile(r"\{[^{}]*\}?|\}")


def sentence_fault(sentence: str) -> str:
    """Return what nothing would be filled in for, in a sentence to the author; empty if nothing.

    Readers would see its braces.
    """
    unknown = _IN_BRACES.search(sentence.replace(VALUE, "", 1).replace(AREA, ""))
    if unknown is None:
        return ""
    text = _(
        "A sentence holds {value} once, and {area} where the name of the area stands; nothing is "
        "filled in for “%(given)s”."
    )
    return text % {"given": unknown[0]}


def validate_sentence(sentence: str) -> None:
    """Refuse a sentence with a fault."""
    if fault := sentence_fault(sentence):
        raise ValidationError(fault)


def fill_in_area(sentence: str, name: str) -> str:
    """Put an area's name in its place, without the days in brackets that part it from others.

    "Hải Phòng (đến 30/6/2025)" is "Hải Phòng" here: pages name it in full beside the sentence.
    """
    return sentence.replace(AREA, re.sub(r"\s*\([^()]*\)$", "", name))
