"""Numbers as people write them: 956.000 and 90,7 in Vietnamese, 956,000 and 90.7 in English."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

_VIETNAMESE = re.compile(r"[+-]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?")
_ENGLISH = re.compile(r"[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")
_VIETNAMESE_SIGNS = str.maketrans(",.", ".,")
_DECIMAL_POINT = re.compile(r"[+-]?[0-9]+\.[0-9]+")


def format_number(value: Decimal | int, decimals: int | None = None) -> str:
    """Return `value` in the active language, with as many decimals as it has, or `decimals`."""
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if number == number.to_integral_value() and "E" in str(number):  # 1E+3
        number = number.quantize(Decimal(1))
    english = f"{number:,f}"
    if get_language() == "en":
        return english
    return english.translate(_VIETNAMESE_SIGNS)


def parse_vietnamese_number(text: str) -> Decimal:
    """Read "956.000", "90,7" or "1.234,5"; ValueError with a sentence that says what to type."""
    compact = re.sub(r"[\s\u00a0\u202f]", "", text)
    if _VIETNAMESE.fullmatch(compact):
        return Decimal(compact.replace(".", "").replace(",", "."))
    if _DECIMAL_POINT.fullmatch(compact):
        raise ValueError(
            _("The dot separates thousands. Write %(number)s.")
            % {"number": compact.replace(".", ",")}
        )
    raise ValueError(_("“%(text)s” is not a number such as 956.000 or 90,7.") % {"text": text})


def readings(text: str) -> set[Decimal]:
    """Return what a number may mean to a Vietnamese or an English reader: "1.234" is two values.

    Nobody writes 956 as "956.000": where decimals that end in 0 can be thousands, they are.
    """
    read = []
    for pattern, thousands, point in ((_VIETNAMESE, ".", ","), (_ENGLISH, ",", ".")):
        if pattern.fullmatch(text):
            ends_in_0 = point in text and text.endswith("0")
            read.append((ends_in_0, Decimal(text.replace(thousands, "").replace(point, "."))))
    doubtful = len({value for _ends_in_0, value in read}) > 1
    return {value for ends_in_0, value in read if not (doubtful and ends_in_0)}
