"""A portal of its own for a benchmark: Postgres, the city's content and the static files."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
OF_THE_PORTAL = ("PORTAL_", "DATABASE_", "PORT")


@contextmanager
def portal(city: str = "haiphong") -> Iterator[Any]:
    """Set Django up, as the app that serves, on a fresh portal; everything is gone afterwards.

    The portal's cluster is told; another portal on it is another database.
    """
    for name in [each for each in os.environ if each.startswith(OF_THE_PORTAL)]:
        del os.environ[name]
    sys.path.insert(0, str(ROOT))
    from forum_portal import postgres

    cluster = postgres.throwaway_cluster()
    with tempfile.TemporaryDirectory() as home:
        try:
            cluster.start()
            place = quote(str(cluster.socket_folder), safe="")
            os.environ |= {
                "PORTAL_HOME": home,
                "DATABASE_URL": f"postgresql://{postgres.APP}@/{postgres.DATABASE}?host={place}",
                "DATABASE_OWNER_URL": f"postgresql://{postgres.OWNER}@/portal?host={place}",
                "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
            }
            manage("migrate", "--verbosity=0")
            manage("load_city", f"data/{city}", "--verbosity=0")
            manage("collectstatic", "--noinput", "--verbosity=0")
            yield cluster
        finally:
            cluster.remove()


def manage(*arguments: str) -> None:
    """Run one of Django's commands as the owner of the database."""
    environ = os.environ | {"PORTAL_DATABASE_ROLE": "owner"}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environ, check=True)
