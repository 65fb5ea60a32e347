"""The pages of imports as tests use them: a table sent, its difference read, a button pressed."""

import re
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from forum_portal.models import Upload, Verdict
from tests.importing.offices import csv_file
from tests.words import words_of

IMPORTS = "/admin/forum_portal/upload/"


def send(client, kind, content, name="bang.csv", token=None):
    """Upload a file, or rows of cells as CSV; return the answer."""
    if not isinstance(content, bytes):
        content = csv_file(content)
    fields = {"token": str(token or uuid4()), "file": SimpleUploadedFile(name, content)}
    return client.post(f"{IMPORTS}table/{kind}/", fields)


def upload(client, kind, content, name="bang.csv"):
    """Upload a table and return it as it waits."""
    response = send(client, kind, content, name)
    assert response.status_code == 302, words_of(response.text)
    return Upload.objects.latest("pk")


def address(table):
    return f"{IMPORTS}{table.pk}/change/"


def press(client, table, do, **fields):
    """Press a button of the page with all that the page has filled in."""
    page = client.get(address(table)).text
    table.refresh_from_db()
    shown = re.search(r'name="shown" value="([^"]*)"', page)
    sent = {
        "do": do,
        "edition": table.edition,
        "shown": shown[1] if shown else "",
        "take": re.findall(r'name="take" value="(\d+)"[^>]* checked', page),
        "release": "new",
        "title": "Số liệu nhập",
        "reason": "planned",
        "note": "",
    }
    response = client.post(address(table), sent | fields)
    table.refresh_from_db()
    return response


def confirm(client, table, **fields):
    """Take over the rows; the answer leads back to the page."""
    response = press(client, table, "confirm", **fields)
    assert response.status_code == 302, words_of(response.text)
    assert table.state == Upload.State.DONE
    return response


def difference(table):
    """Return (line, verdict, changes, codes or sentences of faults) of every row, by line."""
    rows = Verdict.objects.filter(upload=table).order_by("line")
    return [
        (
            row.line,
            Verdict.State(row.state).name.lower(),
            row.changes,
            [fault[2] if fault[1] == "read" else fault[1] for fault in row.faults],
        )
        for row in rows
    ]


def verdicts(table):
    """Return the verdict of every row in the order of the file."""
    return [verdict for _line, verdict, _changes, _faults in difference(table)]


def changes(table):
    """Return the changes of the only row."""
    [(_line, _verdict, changes, _faults)] = difference(table)
    return changes


def faults(table):
    """Return what is wrong with the only row."""
    [(_line, _verdict, _changes, faults)] = difference(table)
    return faults
