"""The row of column names: found below titles, in Vietnamese, in English or by machine name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from forum_portal.importing.sheet_scan import letters
from forum_portal.importing.tables import Kind
from forum_portal.text import fold

SEARCHED = 60  # rows; titles above a table are fewer

# What offices call these columns beside their own titles; an own title of another column wins.
ALIASES = {
    "slug": ("mã", "slug", "định danh", "địa chỉ (mã)"),
    "code": ("mã số",),
    "name": ("tên gọi", "họ và tên", "họ tên"),
    "indicator": ("mã chỉ số", "tên chỉ số", "chỉ tiêu", "indicator code"),
    "area": ("mã địa bàn", "tên địa bàn", "đơn vị", "địa phương", "khu vực", "area code"),
    "period": ("thời kỳ", "kỳ báo cáo", "kỳ số liệu", "năm", "thời gian", "year"),
    "value": ("số liệu", "kết quả", "trị số", "giá trị số liệu", "thực hiện", "figure"),
    "comparator": ("dấu so sánh", "comparator"),
    "obs_status": ("trạng thái số liệu", "tình trạng"),
    "comment": ("chú thích", "nhận xét"),
    "note": ("chú thích",),
    "unit": ("đvt", "đơn vị"),
    "url": ("địa chỉ trang", "đường dẫn", "liên kết", "link"),
    "website": ("đường dẫn", "website"),
    "organisation": ("đơn vị", "cơ quan"),
    "organisations": ("đơn vị", "cơ quan"),
    "person": ("họ và tên", "họ tên", "đại biểu"),
    "job_title": ("chức vụ",),
    "source": ("mã nguồn",),
    "release": ("mã lần phát hành",),
    "numerator": ("tử",),
    "denominator": ("mẫu",),
    "start": ("giờ bắt đầu", "từ giờ"),
    "end": ("giờ kết thúc", "đến giờ"),
}
_ASIDE = re.compile(r"\([^()]*\)|\[[^\]]*\]|[*:.,;!?“”\"']")


@dataclass(frozen=True)
class Heading:
    """A column of the file: its letter in Excel, its heading, and the column it was matched to.

    `name` is empty where the heading is not known; `is_read` is false for columns that the portal
    writes into its own files and does not read back, such as the name beside a code. `place` is
    where its cells stand in the raw rows.
    """

    letter: str
    text: str
    name: str
    is_read: bool = True
    place: int = 0


@dataclass(frozen=True)
class Header:
    """The lines that the column names stand on, counted from 1, and the headings."""

    first: int
    last: int
    headings: tuple[Heading, ...]

    @property
    def matched(self) -> int:
        return len({heading.name for heading in self.headings if heading.name})


def key_of(text: str) -> str:
    """Return what is compared of a heading: "Giá trị (%) *" is "gia tri"."""
    whole = fold(text.replace("_", " "))
    return " ".join(_ASIDE.sub(" ", whole).split()) or whole


class Names:
    """The names that the columns of a kind go by."""

    def __init__(self, kind: Kind, renamed: Mapping[str, str] | None = None):
        self.columns = {column.name for column in kind.columns}
        self._names: dict[str, str] = {}
        for name in (*self.columns, *kind.beside):
            self._names[key_of(name)] = name
        titles = [(column.name, column.title) for column in kind.columns]
        titles += kind.beside.items()
        for language in ("vi", "en"):
            with override(language):
                for name, title in titles:
                    self._names.setdefault(key_of(str(title)), name)
        self._add_aliases()
        self._renamed = {key_of(text): name for text, name in (renamed or {}).items()}
        self._names.pop("", None)

    def name_of(self, heading: str) -> str:
        """Return the column that a heading stands for, or ""."""
        key = key_of(heading)
        return self._renamed[key] if key in self._renamed else self._names.get(key, "")

    def _add_aliases(self) -> None:
        """Add what is short for one column of this kind alone."""
        meant: dict[str, set[str]] = {}
        for name in self.columns & ALIASES.keys():
            for alias in ALIASES[name]:
                meant.setdefault(key_of(alias), set()).add(name)
        for alias, names in meant.items():
            if len(names) == 1:
                self._names.setdefault(alias, next(iter(names)))


def find_header(
    names: Names, head: Sequence[Sequence[str]], first_column: int = 0, spans: Any = ()
) -> Header | None:
    """Return the header among the first rows of a sheet, or None.

    `spans` are the merged cells, as (row, column) from 0 of their first and last cell. A header may
    take two rows: groups above, and below each group its columns.
    """
    singles = [_header(names, place, place, row, first_column) for place, row in enumerate(head)]
    best: Header | None = None
    for place, single in enumerate(singles):
        candidates = [single]
        if place + 1 < len(head):
            joined = _joined(names, place, head[place], head[place + 1], first_column, spans)
            candidate = _header(names, place, place + 1, joined, first_column)
            if candidate.matched > singles[place + 1].matched:
                candidates.append(candidate)
        for candidate in candidates:
            if candidate.matched > (best.matched if best else 0):
                best = candidate
    enough = min(2, len(names.columns))
    return best if best and best.matched >= enough else None


def _header(names: Names, first: int, last: int, texts: Sequence[str], offset: int) -> Header:
    headings = []
    for place, text in enumerate(texts):
        if not text.strip():
            continue
        name = names.name_of(text)
        is_read = name in names.columns
        headings.append(Heading(letters(place + offset), text.strip(), name, is_read, place))
    return Header(first + 1, last + 1, tuple(headings))


def _joined(
    names: Names, place: int, upper: Sequence[str], lower: Sequence[str], offset: int, spans: Any
) -> list[str]:
    """Return one text per column of two rows: the lower one's, the upper one's where it is blank.

    Where neither says it alone, both together may: "Kết quả" above "Giá trị".
    """
    groups = _filled(upper, lower, place, offset, spans)
    texts = []
    for above, group, below in zip(upper, groups, lower, strict=False):
        if not below.strip():
            texts.append(above)
        elif not names.name_of(below) and names.name_of(f"{group} {below}"):
            texts.append(f"{group} {below}")
        else:
            texts.append(below)
    return texts


def _filled(
    upper: Sequence[str], lower: Sequence[str], place: int, offset: int, spans: Any
) -> list[str]:
    """Return the upper row with each group's text above all its columns."""
    filled = list(upper)
    for (top, left), (bottom, right) in spans:
        if top == bottom == place:
            for column in range(left + 1 - offset, min(right + 1 - offset, len(filled))):
                filled[column] = filled[left - offset]
    for column in range(1, len(filled)):
        if not spans and not filled[column].strip() and column < len(lower) and lower[column]:
            filled[column] = filled[column - 1]
    return filled
