"""How fast a table of figures is read, checked and compared, and then written into a draft.

    .venv/bin/python benchmarks/imports.py [rows]

Makes a portal of its own and throws it away. Of the rows, two fifths are public as they stand,
one tenth is public with another value, half are new. Prints rows per second, the CPU seconds of the
process and of its Postgres session, and the most memory of the process for: the rows as COPY alone
takes them, CSV, XLSX, and django-import-export where it can be imported (PYTHONPATH=… for an
installation outside of .venv; the portal does not need it). Where others use the machine, only the
CPU and ratios within one run hold.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from throwaway import ROOT, portal

sys.path.insert(0, str(ROOT))
ROWS = 100_000
INDICATORS, AREAS = 200, 100
FEW = 10  # rows that must feel instant
SLOW = 1_000  # rows that django-import-export is given
FIRST_ID = 10_000_000
OBSERVATION = """id, release_id, indicator_id, area_id, kind, period, frequency, period_start,
    period_end, value, comparator, obs_status, comment, comment_en"""
CITATION = """release_id, observation_id, source_id, stance, position, locator, printed, sentence,
    original, note, note_en"""
HEAD = (
    *("Chỉ số", "Địa bàn", "Kỳ", "Giá trị", "So sánh", "Trạng thái"),
    *("Nguồn", "Vị trí trong nguồn", "Giá trị như in", "Ghi chú"),
)


def figure(place: int) -> tuple[str, str, str]:
    """Return the key of the figure on a line: indicator, area, year."""
    year, rest = divmod(place, INDICATORS * AREAS)
    return f"do_{rest // AREAS}", f"do-{rest % AREAS}", str(1990 + year)


def public_value(place: int) -> str | None:
    """Return the value that is public already, if any."""
    match place % 10:
        case 0 | 1 | 2 | 3:
            return f"{place % 1000}.5"
        case 4:
            return f"{place % 1000}.25"
    return None


def table(rows: int):
    """Yield the rows of the table, canonical."""
    for place in range(rows):
        value = f"{place % 1000}.5"
        source, page = f"do-{place % 20}", f"trang {place % 300}"
        yield (*figure(place), value, "eq", "A", source, page, value, "")


# Files


def as_csv(rows: int) -> bytes:
    """Return the table as the portal's own download for Vietnamese spreadsheets."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in table(rows):
        writer.writerow((*row[:3], row[3].replace(".", ","), *row[4:]))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(rows: int) -> bytes:
    """Return the table as a workbook with numbers that are numbers."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Số liệu")
        sheet.write_row(0, 0, HEAD)
        for line, row in enumerate(table(rows), 1):
            sheet.write_row(line, 0, row)
            sheet.write_number(line, 3, float(row[3]))
    return out.getvalue()


# The record


def prepare(rows: int) -> None:
    """Fill the base: what figures hang from, and half of the figures, public."""
    from django.db import connection
    from django.utils import timezone

    from forum_portal.models import User
    from metrics.models import Area, Indicator, Pillar, Release, Source, Unit
    from tests.factories import publish

    User.objects.create(username="do-toc-do", is_superuser=True, is_staff=True)
    unit = Unit.objects.create(code="do-toc-do", kind="measure")
    pillar = Pillar.objects.create(code="do-toc-do", name="Đo tốc độ")
    for place in range(INDICATORS):
        name = f"Chỉ số {place}"
        Indicator.objects.create(code=f"do_{place}", name=name, unit=unit, pillar=pillar)
    for place in range(AREAS):
        Area.objects.create(code=f"do-{place}", name=f"Xã {place}", kind="commune")
    for place in range(20):
        Source.objects.create(slug=f"do-{place}", title=f"Nguồn {place}")
    release = Release.objects.create(title="Đã công khai")
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    areas = dict(Area.objects.values_list("code", "pk"))
    sources = dict(Source.objects.values_list("slug", "pk"))
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY metrics_observation ({OBSERVATION}) FROM STDIN") as copy:
            for place, row in enumerate(table(rows)):
                value, (code, area, year) = public_value(place), row[:3]
                if value is not None:
                    figure = (place + FIRST_ID, release.pk, indicators[code], areas[area])
                    days = ("observed", year, "A", f"{year}-01-01", f"{year}-12-31")
                    copy.write_row((*figure, *days, value, "eq", "A", "", ""))
        with cursor.copy(f"COPY metrics_citation ({CITATION}) FROM STDIN") as copy:
            for place, row in enumerate(table(rows)):
                if public_value(place) is not None:
                    cited = (release.pk, place + FIRST_ID, sources[row[6]], "states", 1)
                    copy.write_row((*cited, *row[7:9], "", "", "", ""))
    publish(release, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# What is measured; each in a process of its own, as the role that serves


@contextmanager
def measured(found: dict, name: str):
    """Add to `found` the seconds that the block takes, and those of CPU: ours and Postgres'."""
    begun, cpu, session = time.perf_counter(), time.process_time(), session_cpu()
    yield
    found[name] = time.perf_counter() - begun
    found[f"{name}_cpu"] = time.process_time() - cpu + session_cpu() - session


def session_cpu() -> float:
    """Return the CPU seconds of the database session so far; zero where nobody tells."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_copy(rows: int) -> dict:
    from django.db import connection

    from forum_portal.database import patient

    lines = ["\t".join(row) + "\n" for row in table(rows)]
    blocks = ["".join(lines[at : at + 2000]) for at in range(0, rows, 2000)]
    columns = ", ".join(f"c{place} text" for place in range(len(HEAD)))
    with patient(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE plain ({columns})")
        found: dict = {}
        with measured(found, "seconds"), cursor.copy("COPY plain FROM STDIN") as copy:
            for block in blocks:
                copy.write(block)
        return found


def measure_import(path: str, rows: int, takes_over: bool) -> dict:
    """Read, check and compare a file; then, if asked, write its rows into a draft."""
    from uuid import uuid4

    from django.contrib import admin

    from forum_portal.database import patient
    from forum_portal.importing.confirming import confirm
    from forum_portal.importing.receiving import go_on, receive
    from forum_portal.models import Upload, User

    admin.autodiscover()
    file, by = Path(path), User.objects.get(username="do-toc-do")
    found: dict = {}
    with patient():
        with measured(found, "seconds"):
            content = file.read_bytes()
            sent = receive(
                token=uuid4(), kind="observations", name=file.name, content=content, by=by
            )
            del content
            go_on(sent.pk)
        upload = Upload.objects.without_content().get(pk=sent.pk)
        assert sum(upload.counts.values()) == rows, (upload.state, upload.counts, upload.problem)
        if takes_over:
            target = {"title": file.name, "reason": "routine_revision", "note": "Đo."}
            upload.keep(target=target)
            with measured(found, "written"):
                confirm(upload.pk, upload.edition)
            upload.refresh_from_db(fields=["state", "result"])
            assert upload.state == Upload.State.DONE
        return found | {"counts": upload.counts}


def measure_import_export() -> dict:
    """Let django-import-export look at the same kind of rows, without saving them."""
    try:
        import tablib
        from import_export import fields, resources, widgets
    except ImportError as error:
        return {"missing": str(error)}
    from metrics.models import Area, Indicator, Observation, Release

    class Figures(resources.ModelResource):
        indicator = fields.Field(
            "indicator", "indicator", widgets.ForeignKeyWidget(Indicator, "code")
        )
        area = fields.Field("area", "area", widgets.ForeignKeyWidget(Area, "code"))
        release = fields.Field("release", "release", widgets.ForeignKeyWidget(Release, "slug"))

        class Meta:
            model = Observation
            import_id_fields = ("release", "indicator", "area", "period")
            fields = ("release", "indicator", "area", "period", "value", "comparator", "obs_status")
            clean_model_instances = True
            use_transactions = True

    draft = Release.objects.create(title="Cho django-import-export")
    head = ("release", "indicator", "area", "period", "value", "comparator", "obs_status")
    data = tablib.Dataset(headers=head)
    for place, row in enumerate(table(SLOW)):
        data.append((draft.slug, *figure(place), *row[3:6]))
    found: dict = {}
    with measured(found, "seconds"):
        result = Figures().import_data(data, dry_run=True)
    assert not result.has_errors(), result.row_errors()[:1]
    return found


def in_a_process(*what: str) -> dict:
    """Measure in a process of its own and return what it printed, with its memory."""
    done = subprocess.run(
        [sys.executable, __file__, "measure", *what], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def measure(what: str, *rest: str) -> None:
    import django
    from django.conf import settings

    if what == "import-export" and find_spec("import_export"):
        settings.INSTALLED_APPS.append("import_export")
    django.setup()
    match what:
        case "prepare":
            prepare(int(rest[0]))
            found: dict = {}
        case "copy":
            found = measure_copy(int(rest[0]))
        case "import":
            found = measure_import(rest[0], int(rest[1]), takes_over=rest[2:] == ("write",))
        case _:
            found = measure_import_export()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found | {"memory": memory}))


def tell(name: str, rows: int, found: dict) -> None:
    tell_line(name, rows, found["seconds"], found["seconds_cpu"], f"{found['memory']:>5} MB")
    if "written" in found:
        counts = found["counts"]
        taken = counts.get("new", 0) + counts.get("changed", 0)
        rest = f"   {taken:,} rows, checked once more"
        tell_line("  … written into a draft", taken, found["written"], found["written_cpu"], rest)


def tell_line(name: str, rows: int, seconds: float, cpu: float, rest: str) -> None:
    line = f"{name:<34} {rows / seconds:>9,.0f} rows/s {seconds:>7.2f} s"
    print(f"{line}   CPU {cpu:>6.2f} s {rest}", flush=True)


def main(rows: int) -> None:
    with portal(), TemporaryDirectory() as folder:
        compare(rows, Path(folder))


def compare(rows: int, folder: Path) -> None:
    in_a_process("prepare", str(rows))
    files = {"few.csv": as_csv(FEW), "many.csv": as_csv(rows), "many.xlsx": as_xlsx(rows)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    print(f"{rows:,} rows; CSV {len(files['many.csv']) >> 20} MB, XLSX ", end="")
    print(f"{len(files['many.xlsx']) >> 20} MB\n")
    tell("COPY alone, the same cells", rows, in_a_process("copy", str(rows)))
    csv_file, xlsx_file = str(folder / "many.csv"), str(folder / "many.xlsx")
    tell("CSV, read and compared", rows, in_a_process("import", csv_file, str(rows)))
    tell("XLSX, read and compared", rows, in_a_process("import", xlsx_file, str(rows)))
    tell("CSV again", rows, in_a_process("import", csv_file, str(rows), "write"))
    few = in_a_process("import", str(folder / "few.csv"), str(FEW))
    print(f"{f'{FEW} rows of CSV':<34} {few['seconds'] * 1000:>10,.0f} ms")
    other = in_a_process("import-export")
    if "missing" in other:
        print(f"django-import-export: not measured ({other['missing']})")
    else:
        tell(f"django-import-export, {SLOW} rows", SLOW, other)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else ROWS)
