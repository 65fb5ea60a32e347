"""A small city's content files, to be changed by tests, and loaded."""

import contextlib
import csv
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command

from forum_portal.management.commands.load_city import KINDS

HEADERS = {kind.name: [c.name for c in kind.columns if not c.extra] for kind in KINDS}
FIGURE = {"release": "dau", "indicator": "ho_so_pct", "area": "cu", "period": "2023"}
ROWS = {
    "settings": [{"name": "Cổng thử"}],
    "organisations": [
        {"slug": "fpt", "name": "FPT", "kind": "enterprise"},
        {"slug": "so-tttt", "name": "Sở TT&TT", "kind": "department", "successor": "so-khcn"},
        {"slug": "so-khcn", "name": "Sở KH&CN", "kind": "department"},
    ],
    "pillars": [{"code": "cqs", "name": "Chính quyền số", "position": "1"}],
    "units": [
        {"code": "percent", "kind": "share", "symbol": "%", "lowest": "0", "highest": "100"},
        {"code": "rank", "kind": "rank"},
    ],
    "areas": [
        {"code": "cu", "name": "Thành phố cũ", "kind": "city", "merged_into": "moi"},
        {"code": "moi", "name": "Thành phố mới", "kind": "city", "valid_from": "2025-07-01"},
    ],
    "home_areas": [{"position": "1", "area": "moi"}, {"position": "2", "area": "cu"}],
    "sources": [
        {"slug": "bai-bao", "kind": "article", "title": "Bài báo"},
        {"slug": "ke-hoach", "kind": "legal", "legal_number": "12/KH-UBND"},
    ],
    "indicators": [
        {"code": "ho_so_pct", "name": "Tỷ lệ hồ sơ", "pillar": "cqs", "unit": "percent"},
        {"code": "dti_rank", "name": "Hạng DTI", "pillar": "cqs", "unit": "rank"},
    ],
    "breaks": [
        {"area": "moi", "period": "2025-S2", "kind": "territory", "explanation": "Sáp nhập."}
    ],
    "releases": [{"slug": "dau", "title": "Đầu", "published_at": "2024-01-01T07:00:00+07:00"}],
    "observations": [
        FIGURE | {"value": "90.7"},
        FIGURE | {"indicator": "dti_rank", "value": "8", "out_of": "63"},
        FIGURE | {"kind": "target", "instrument": "ke-hoach", "value": "80", "comparator": "ge"},
    ],
    "citations": [
        FIGURE | {"source": "bai-bao", "locator": "đoạn 3", "printed": "90,7%"},
        FIGURE | {"kind": "target", "instrument": "ke-hoach", "source": "ke-hoach"},
        FIGURE | {"indicator": "dti_rank", "source": "bai-bao", "locator": "đoạn 4"},
    ],
    "dashboards": [{"slug": "cqs", "title": "Chính quyền số", "is_published": "1"}],
    "panels": [
        {
            "dashboard": "cqs",
            "position": "1",
            "kind": "table",
            "width": "6",
            "indicators": "dti_rank; ho_so_pct",
            "areas": "cu;moi",
            "period_from": "2021",
        }
    ],
    "forums": [{"slug": "2023", "name": "Diễn đàn 2023", "year": "2023", "aims": "Một\nHai"}],
    "forum_roles": [
        {"forum": "2023", "organisation": "so-tttt", "role": "host"},
        {"forum": "2023", "organisation": "fpt", "role": "sponsor"},
    ],
    "exhibitions": [
        {"slug": "tl-2023", "forum": "2023", "title": "Triển lãm", "groups": "school;enterprise"}
    ],
    "booths": [
        {"exhibition": "tl-2023", "slug": "fpt", "name": "FPT", "organisations": "fpt;so-tttt"}
    ],
    "solutions": [
        {"slug": "cong-dvc", "booth": "tl-2023/fpt", "forum": "2023", "name": "Cổng DVC"}
    ],
    "sessions": [
        {
            "forum": "2023",
            "slug": "khai-mac",
            "title": "Khai mạc",
            "date": "2023-12-27",
            "part_of_day": "morning",
            "start": "08:30",
            "end": "10:00",
            "room": "Hội trường",
            "hosts": "so-tttt",
        }
    ],
    "people": [{"slug": "nguyen-van-a", "name": "Nguyễn Văn A"}],
    "appearances": [
        {"person": "nguyen-van-a", "forum": "2023", "session": "khai-mac", "role": "opening"}
    ],
    "reports": [
        {
            "slug": "ket-qua",
            "forum": "2023",
            "title": "Kết quả",
            "body": "Có {{so: ho_so_pct 2023}} và {{so: dti_rank 2023 cu}}.",
        }
    ],
    "quotes": [
        {
            "slug": "q1",
            "person": "nguyen-van-a",
            "forum": "2023",
            "session": "khai-mac",
            "text": "“Nguyên văn”",
            "source": "bai-bao",
            "indicators": "ho_so_pct",
            "position": "1",
        }
    ],
    "evidence": [
        {"forum": "2023", "field": "name", "source": "bai-bao", "sentence": "Câu 1."},
        {"session": "2023/khai-mac", "source": "bai-bao"},
        {"appearance": "2023/nguyen-van-a/opening/khai-mac", "source": "bai-bao"},
        {"forum_role": "2023/fpt/sponsor", "source": "bai-bao"},
        {"exhibition": "tl-2023", "source": "bai-bao"},
        {"booth": "tl-2023/fpt", "source": "bai-bao"},
    ],
}


class City:
    """The files of a small city in `folder`; rows are changed before they are written."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.rows = {name: [dict(row) for row in rows] for name, rows in ROWS.items()}

    def change(self, name: str, place: int, /, **cells: str) -> None:
        """Change cells of the row on line `place` + 2."""
        self.rows[name][place] |= cells

    def add(self, name: str, /, **cells: str) -> None:
        self.rows[name].append(cells)

    def only(self, *names: str) -> None:
        """Keep these files alone."""
        self.rows = {name: self.rows[name] for name in names}

    def write(self) -> None:
        for name, rows in self.rows.items():
            with open(self.folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
                filled = dict.fromkeys([*HEADERS[name], *(each for row in rows for each in row)])
                writer = csv.DictWriter(file, filled, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)

    def load(self) -> list[str]:
        """Write and load the files; return the lines that the command prints."""
        self.write()
        return load(self.folder)

    def problems(self) -> list[str]:
        """Write the files, try to load them, and return why they are refused."""
        self.write()
        return problems(self.folder)


def load(folder: Path) -> list[str]:
    out = StringIO()
    call_command("load_city", str(folder), stdout=out)
    return out.getvalue().splitlines()


def problems(folder: Path) -> list[str]:
    """Return the refusals that the command prints; an empty list when it loads."""
    err = StringIO()
    with contextlib.suppress(CommandError):
        call_command("load_city", str(folder), stdout=StringIO(), stderr=err)
    return err.getvalue().splitlines()
