"""How fast a table of figures is read, checked and compared, and then written into a draft.

    .venv/bin/python benchmarks/imports.py [rows]

Makes a portal of its own and throws it away. Of the rows, two fifths are public as they stand,
one tenth is public with another value, half are new. Prints rows per second, the CPU seconds of the
process and of its Postgres session, and the most memory of the process for: the rows as COPY alone
takes them, CSV, XLSX, and django-import-export where it can be imported (PYTHONPATH=… for an
installation outside of .venv; the portal does not need it). Where others use the machine, only the
CPU and ratios within one run hold.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from imports_measured import SLOW
from imports_table import as_csv, as_xlsx
from throwaway import portal

ROWS = 100_000
FEW = 10  # rows that must feel instant
MEASURED = Path(__file__).with_name("imports_measured.py")


def in_a_process(*what: str) -> dict:
    """Measure in a process of its own and return what it printed, with its memory."""
    done = subprocess.run(
        [sys.executable, str(MEASURED), *what], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


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
    main(int(sys.argv[1]) if sys.argv[1:] else ROWS)
