"""The files of a folder of content: bytes in, numbered lines of named cells out."""

import csv
import io
from pathlib import Path

from django.utils.translation import gettext as _

from forum_portal.importing.tables import Kind, Parsed, Problem, check_header, parse


class UnreadableError(Exception):
    """A file that cannot be taken apart; carries the one problem that says where and why."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


def read_file(kind: Kind, path: Path) -> Parsed:
    """Parse one CSV file; raises UnreadableError where not even its lines can be told apart."""
    header, lines, problems = split_csv(path.read_bytes(), kind.file)
    parsed = parse(kind, lines)
    parsed.problems = [*check_header(kind, header), *problems, *parsed.problems]
    parsed.problems.sort(key=lambda problem: problem.line)
    return parsed


def split_csv(
    data: bytes, file: str
) -> tuple[list[str], list[tuple[int, dict[str, str]]], list[Problem]]:
    """Return header, (line number, cells) and the problems of lines that do not fit the header.

    A record that spans several lines has the number of its first. A byte order mark is let pass.
    """
    reader = csv.reader(io.StringIO(_decoded(data, file), newline=""), strict=True)
    header: list[str] = []
    lines, problems, line = [], [], 1
    try:
        for cells in reader:
            if not header:
                header = [name.strip() for name in cells]
            elif len(cells) == len(header):
                if any(cells):
                    lines.append((line, dict(zip(header, cells, strict=True))))
            elif cells:
                reason = _("The line has %(found)d cells, the header %(wanted)d.")
                counts = {"found": len(cells), "wanted": len(header)}
                problems.append(Problem(file, line, "", "", reason % counts))
            line = reader.line_num + 1
    except csv.Error as error:
        reason = _("The line is not CSV: %(error)s.") % {"error": error}
        raise UnreadableError(Problem(file, line, "", "", reason)) from error
    return header, lines, problems


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        shown = data[error.start : error.start + 8].decode("latin-1")
        reason = _("The file is not UTF-8. Save it as “CSV UTF-8”.")
        raise UnreadableError(Problem(file, line, "", shown, reason)) from error
