"""From a file to rows that wait for a decision: kept, read, staged, compared.

Each step ends with a state of the upload; what is cut off between two of them begins at the last.
"""

import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from forum_portal.importing.cells import Holds
from forum_portal.importing.formats_found import VIETNAMESE, parse_number
from forum_portal.importing.imports import import_of
from forum_portal.importing.reading import Answers, Note, Question, Reading, read_table
from forum_portal.importing.staging import Row, stage
from forum_portal.importing.tables import Problem, UnreadableError
from forum_portal.importing.uploads import StagedRow, Upload, Verdict, digest_of
from forum_portal.importing.working import turn
from forum_portal.models import User

logger = logging.getLogger(__name__)

State = Upload.State
LONGEST_NAME = 200


def receive(*, token: UUID, kind: str, name: str, content: bytes, by: User) -> Upload:
    """Keep a file; the same form sent twice gives the upload that is there."""
    short = name.replace("\\", "/").rpartition("/")[2].replace("\0", "")[-LONGEST_NAME:]
    values = {"kind": kind, "name": short, "sha256": digest_of(content), "size": len(content)}
    try:
        with transaction.atomic():
            upload = Upload.objects.create(token=token, by=by, content=b"", **values)
            _keep_content(upload, content)
            return upload
    except IntegrityError:
        return Upload.objects.without_content().get(token=token, by=by)


def _keep_content(upload: Upload, content: bytes) -> None:
    """Send the file as it is: Django writes bytes into the text of a statement, twice as slowly."""
    raw: Any = connection.connection
    statement = f"UPDATE {Upload._meta.db_table} SET content = %s WHERE id = %s"
    psycopg.Cursor(raw).execute(statement, [content, upload.pk])
    upload.content = content


def go_on(pk: int) -> None:
    """Take an upload as far as it comes without a person; nothing where somebody is at it."""
    with turn(pk) as is_mine:
        if not is_mine:
            return
        upload = Upload.objects.select_related("by__organisation").get(pk=pk)
        try:
            if upload.state == State.RECEIVED:
                _read(upload)
            if upload.state == State.STAGED:
                compare(upload)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Upload %s could not be read", pk)
            upload.keep(
                state=State.REFUSED,
                problem=_("The portal failed at this file. It is kept, and the failure is noted."),
            )


def compare(upload: Upload) -> None:
    """Hold the staged rows against what is there now, and write down what each would do."""
    kind: Any = import_of(upload.kind)
    with transaction.atomic():
        kind.compare(upload)
        counts, digest = _summary(upload)
        upload.keep(state=State.READY, counts=counts, digest=digest)


def _summary(upload: Upload) -> tuple[dict[str, int], str]:
    """Return the number of rows by state, and a digest of all that would be written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, count(*), md5(string_agg(line || changes::text, ' ' ORDER BY line) "
            f"FILTER (WHERE state < 3)) FROM {Verdict._meta.db_table} WHERE upload_id = %s "
            "GROUP BY state ORDER BY state",
            [upload.pk],
        )
        found = cursor.fetchall()
    counts = {Verdict.State(state).name.lower(): count for state, count, _digest in found}
    return counts, digest_of("".join(digest or "" for *_rest, digest in found).encode())[:32]


def _read(upload: Upload) -> None:
    try:
        reading = open_upload(upload)
        upload.shape = shape_of(reading)
        if reading.questions or reading.problems:
            upload.keep(state=State.ASKING, shape=upload.shape)
            return
        told = _progress(upload)
        stage(upload, _rows(reading), told)
    except UnreadableError as error:
        upload.keep(state=State.REFUSED, problem=_sentence(error.problem))
        return
    upload.shape["notes"] = [_note(each) for each in reading.understood]
    for line, fixes in upload.fixes.items():
        fix(upload, reading, int(line), fixes)
    upload.keep(state=State.STAGED, shape=upload.shape)


def open_upload(upload: Upload) -> Reading:
    """Return the reading of an upload's file, by what was answered about it."""
    kind: Any = import_of(upload.kind)
    answers = Answers(
        sheet=upload.answers.get("sheet", ""),
        numbers=upload.answers.get("numbers", ""),
        columns=upload.answers.get("columns", {}),
    )
    return read_table(kind.read_as or kind.kind, bytes(upload.content), upload.name, answers)


def fix(upload: Upload, reading: Reading, line: int, typed: dict[str, str]) -> None:
    """Put cells that were typed anew into a staged row; what cannot be read stays a fault."""
    row = StagedRow.objects.get(upload=upload, line=line)
    columns = list(reading.columns)
    for column, text in typed.items():
        row.faults = [fault for fault in row.faults if fault[0] != column]
        try:
            cell = _typed_cell(reading, column, text)
        except ValueError as error:
            cell = text
            row.faults.append([column, "read", str(error)])
        row.cells[columns.index(column)] = cell
    StagedRow.objects.filter(upload=upload, line=line).update(cells=row.cells, faults=row.faults)


def _typed_cell(reading: Reading, column: str, text: str) -> str:
    """Read a cell as the file's are written or, if that fails, as one types in Vietnamese."""
    try:
        return reading.read_cell(column, text) or ""
    except ValueError:
        [holds] = [each.holds for each in reading.kind.columns if each.name == column]
        if holds is not Holds.NUMBER:
            raise
        try:
            return parse_number(text, VIETNAMESE)
        except ValueError:
            pass
        raise


def _rows(reading: Reading) -> Iterator[Row]:
    """Yield each row with what the reader says against its cells."""
    problems, told = reading.problems, len(reading.problems)
    for line, cells in reading.rows():
        if len(problems) == told:
            yield line, cells, ()
            continue
        yield line, cells, [(each.column, "read", each.reason) for each in problems[told:]]
        told = len(problems)


def _progress(upload: Upload) -> Any:
    def told(count: int) -> None:
        upload.keep(rows_read=count)

    return told


def shape_of(reading: Reading) -> dict[str, Any]:
    """Return what the page says of a file, as it is kept."""
    return {
        "sheet": reading.sheet,
        "sheets": list(reading.sheets),
        "header_line": reading.header_line,
        "headings": [
            [each.letter, each.text, each.name, each.is_read] for each in reading.headings
        ],
        "columns": list(reading.columns),
        "numbers": reading.numbers,
        "lines": reading.lines,
        "questions": [_question(each) for each in reading.questions],
        "problems": [_sentence(each) for each in reading.problems],
        "notes": [],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "text": question.text,
        "options": [list(option) for option in question.options],
        "examples": [list(example) for example in question.examples],
    }


def _note(note: Note) -> dict[str, Any]:
    return {"text": note.text, "lines": list(note.lines), "column": note.column}


def _sentence(problem: Problem) -> str:
    """Return a problem of the whole file; the page says which file."""
    return str(Problem("", problem.line, problem.column, problem.text, problem.reason)).strip(" ,:")
