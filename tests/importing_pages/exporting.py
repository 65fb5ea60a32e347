"""Files of what a table holds, as tests download them."""

import re

from tests.importing_pages.uploading import IMPORTS

FORMS = ("xlsx", "csv", "csv?dialect=vi", "csv?dialect=data")


def content_of(kind, form="csv?dialect=data"):
    """Return the address of a table's file."""
    return f"{IMPORTS}table/{kind}/content.{form}"


def download(client, kind, form):
    """Return the bytes of a file and its name."""
    response = client.get(content_of(kind, form))
    assert response.status_code == 200
    [name] = re.findall(r'filename="(.+)"', response["Content-Disposition"])
    return b"".join(response), name
