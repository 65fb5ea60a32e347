"""What the import benchmark measures, each in a process of its own, as the role that serves.

    python benchmarks/imports_measured.py prepare|copy|import|import-export [...]

Its last line is what was found, as JSON.
"""

import json
import os
import resource
import sys
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from imports_table import HEAD, figure, prepare, table
from throwaway import ROOT

sys.path.insert(0, str(ROOT))
SLOW = 1_000  # rows that django-import-export is given


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
    from django.contrib import admin

    from forum_portal.database import patient
    from forum_portal.models import Upload

    admin.autodiscover()
    found: dict = {}
    with patient():
        with measured(found, "seconds"):
            pk = _receive(Path(path))
        upload = Upload.objects.without_content().get(pk=pk)
        assert sum(upload.counts.values()) == rows, (upload.state, upload.counts, upload.problem)
        if takes_over:
            upload.keep(target={"title": path, "reason": "routine_revision", "note": "Đo."})
            with measured(found, "written"):
                _take_over(upload)
        return found | {"counts": upload.counts}


def _receive(file: Path) -> int:
    from uuid import uuid4

    from forum_portal.importing.receiving import go_on, receive
    from forum_portal.models import User

    by, content = User.objects.get(username="do-toc-do"), file.read_bytes()
    sent = receive(token=uuid4(), kind="observations", name=file.name, content=content, by=by)
    pk = sent.pk
    del content, sent  # as between two requests: the next step reads the file from the database
    go_on(pk)
    return pk


def _take_over(upload) -> None:
    from forum_portal.importing.confirming import confirm

    confirm(upload.pk, upload.edition)
    upload.refresh_from_db(fields=["state", "result"])
    assert upload.state == upload.State.DONE


def measure_import_export() -> dict:
    """Let django-import-export look at the same kind of rows, without saving them."""
    try:
        import tablib
    except ImportError as error:
        return {"missing": str(error)}
    from metrics.models import Release

    draft = Release.objects.create(title="Cho django-import-export")
    head = ("release", "indicator", "area", "period", "value", "comparator", "obs_status")
    data = tablib.Dataset(headers=head)
    for place, row in enumerate(table(SLOW)):
        data.append((draft.slug, *figure(place), *row[3:6]))
    figures = _resource_of_figures(head)
    found: dict = {}
    with measured(found, "seconds"):
        result = figures.import_data(data, dry_run=True)
    assert not result.has_errors(), result.row_errors()[:1]
    return found


def _resource_of_figures(head: tuple[str, ...]) -> Any:
    from import_export import fields, resources, widgets

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
            fields = head
            clean_model_instances = True
            use_transactions = True

    return Figures()


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


if __name__ == "__main__":
    measure(*sys.argv[1:])
