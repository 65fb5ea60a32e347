"""How a reader takes the words of a page: number, comparison, places of a rank, unit, period."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from tests.same_number.record import Version

# The words before a number, by language; none, or one that only leads to a rank, means exactly.
COMPARISONS = {
    "vi": {
        **{"": "eq", "bằng": "eq", "thứ": "eq", "hơn": "ge", "ít nhất": "ge", "trên": "gt"},
        **{"tốp": "le", "trong tốp": "le", "không quá": "le", "gần": "lt", "khoảng": "approx"},
    },
    "en": {
        **{"": "eq", "equal to": "eq", "place": "eq", "over": "ge", "at least": "ge"},
        **{"more than": "gt", "top": "le", "in the top": "le", "at most": "le"},
        **{"nearly": "lt", "about": "approx"},
    },
}
STATUSES = {
    "vi": {
        **{"Đã công bố": "A", "Ước tính": "E", "Sơ bộ": "P", "Dự báo": "F", "Thử nghiệm": "G"},
        **{"Ước lượng thay thế": "I", "Không có số": "O", "Không thu thập": "L"},
        **{"Không thể có": "M", "Không công bố": "Q", "Độ tin cậy thấp": "U"},
        **{"Chưa kiểm chứng": "V", "Đã rút": "withdrawn"},
    },
    "en": {
        **{"Published": "A", "Estimated": "E", "Provisional": "P", "Forecast": "F"},
        **{"Experimental": "G", "Imputed": "I", "No figure": "O", "Not collected": "L"},
        **{"Cannot exist": "M", "Suppressed": "Q", "Low reliability": "U"},
        **{"Not validated": "V", "Withdrawn": "withdrawn"},
    },
}
TARGET = {"vi": "Mục tiêu", "en": "Target"}
NUMBER = {
    "vi": r"[-−]?\d{1,3}(?:\.\d{3})*(?:,\d+)?",
    "en": r"[-−]?\d{1,3}(?:,\d{3})*(?:\.\d+)?",
}
ROMAN = ["I", "II", "III", "IV"]
MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]


@dataclass(frozen=True)
class Said:
    """A figure as words tell it; without a number the status says why."""

    number: Decimal | None
    comparator: str = "eq"
    out_of: int | None = None
    unit: str = ""
    status: str = ""

    @classmethod
    def of(cls, version: Version, language: str) -> Self:
        """Return what a reader ought to take from any words about a version."""
        if version.value is None:
            return cls(None, status=version.status)
        places = version.out_of if version.is_rank else None
        unit = version.unit_words(language)
        return cls(version.value, version.comparator, places, unit)

    @classmethod
    def read(cls, text: str, language: str) -> Self | str:
        """Read "hơn 956.000 hồ sơ", "thứ 8/63" or "Không có số"; what cannot be read stays text."""
        text = " ".join(text.split())
        status = STATUSES[language].get(text[:1].upper() + text[1:])
        if status:
            return cls(None, status=status)
        match = re.fullmatch(
            rf"(?P<words>\D*?) ?(?P<number>{NUMBER[language]})(?:/(?P<places>\d+))?"
            r"(?P<unit>%|(?: .*)?)",
            text,
        )
        comparator = match and COMPARISONS[language].get(match["words"])
        if not match or not comparator:
            return text
        places = int(match["places"]) if match["places"] else None
        return cls(number_in(match["number"], language), comparator, places, match["unit"].strip())


def number_in(text: str, language: str) -> Decimal:
    """Read a number by the signs of a language: 956.000 and 90,7, or 956,000 and 90.7."""
    thousands, point = (".", ",") if language == "vi" else (",", ".")
    return Decimal(text.replace(thousands, "").replace(point, ".").replace("−", "-"))


def status_in(words: list[str], version: Version, language: str) -> str:
    """Return the status that badges tell; of a target, that it is one counts as published."""
    told = [STATUSES[language][each] for each in words if each in STATUSES[language]]
    if not version.is_observed and TARGET[language] in words:
        return version.status
    return " ".join(told)


def short_period(version: Version, language: str) -> str:
    """Return how tables and axes call the period of a version."""
    year, quarter = version.start.year, (version.start.month - 1) // 3
    month, day, half = version.start.month, version.start.day, (version.start.month - 1) // 6
    forms = {
        "vi": {
            **{"A": f"{year}", "S": f"6 tháng {('đầu', 'cuối')[half]} {year}"},
            **{"Q": f"{ROMAN[quarter]}/{year}", "M": f"{month}/{year}"},
            **{"D": f"{day}/{month}/{year}", "R": f"{year}–{version.end.year}"},
        },
        "en": {
            **{"A": f"{year}", "S": f"H{half + 1} {year}", "Q": f"Q{quarter + 1} {year}"},
            "M": f"{MONTHS[month - 1][:3]} {year}",
            "D": f"{day} {MONTHS[month - 1][:3]} {year}",
            "R": f"{year}–{version.end.year}",
        },
    }
    return forms[language][version.frequency]


def long_period(version: Version, language: str) -> str:
    """Return how sentences call the period of a version."""
    year, month, day = version.start.year, version.start.month, version.start.day
    half = (month - 1) // 6
    if language == "en":
        whole = {
            "S": f"{('first', 'second')[half]} half of {year}",
            "M": f"{MONTHS[month - 1]} {year}",
            "D": f"{day} {MONTHS[month - 1]} {year}",
        }
        return whole.get(version.frequency) or short_period(version, language)
    words = {"A": "năm", "Q": "quý", "M": "tháng", "D": "ngày", "R": "giai đoạn"}
    if version.frequency == "S":
        return f"6 tháng {('đầu', 'cuối')[half]} năm {year}"
    return f"{words[version.frequency]} {short_period(version, language)}"
