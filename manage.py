"""Django's command line; holds the portal's own Postgres for as long as a command runs."""

import contextlib
import os
import signal
import sys

# These change the schema or the rights and therefore speak to the database as its owner.
OWNER_COMMANDS = {"migrate", "grant_app_rights", "portal_run", "portal_login"}
# These say nothing to the database, or take care of it themselves.
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "help",
    "makemessages",
    "portal_reset",
    "portal_run",
    "version",
}


def held_database(command: str):
    """A context in which the portal's own Postgres runs, if this command needs it."""
    from django.conf import settings

    from forum_portal import postgres

    if not settings.EMBEDDED_DATABASE or command in WITHOUT_DATABASE or command.startswith("-"):
        return contextlib.nullcontext()
    cluster = postgres.portal_cluster()
    os.environ["PATH"] += f"{os.pathsep}{postgres.binaries(cluster.home)}"  # psql, for dbshell
    return cluster.running()


def main(arguments: list[str]) -> None:
    command = arguments[1] if len(arguments) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum_portal.settings")
    if command in OWNER_COMMANDS:
        os.environ.setdefault("PORTAL_DATABASE_ROLE", "owner")
    # What was started must be stopped then as well; the default would just end this process.
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda number, _: sys.exit(128 + number))

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from forum_portal.postgres import PostgresError

    try:
        with held_database(command):
            execute_from_command_line(arguments)
    except (ImproperlyConfigured, PostgresError) as error:
        sys.exit(f"portal: {error}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main(sys.argv)
