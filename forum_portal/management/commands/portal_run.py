import contextlib
import os
import signal
import socket

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from forum_portal import accounts, environment, postgres, serving, statics
from forum_portal.interrupts import ENDING_SIGNALS

LABELS = {
    accounts.EDITOR: "editor",
    accounts.APPROVER: "approver",
    accounts.ADMINISTRATOR: "login",
}


class Command(BaseCommand):
    help = "Prepares the database and serves the portal until Ctrl-C or TERM."

    stopped_by = 0

    def handle(self, **options):
        for each in ENDING_SIGNALS:
            signal.signal(each, self.stop)
        port = environment.port()
        content = content_folder()
        require_free_port(port)
        with self.database():
            self.step("Bringing the database up to date")
            call_command("migrate", interactive=False, verbosity=0)
            self.load_content(content)
            passwords = accounts.open_portal()
            if statics.collect():
                self.step("Collected the static files")
            connections.close_all()
            self.greet(port, passwords)
            serving.serve(port)
            self.step("Stopping")
        self.step("Stopped")

    def database(self):
        if not settings.EMBEDDED_DATABASE:
            return contextlib.nullcontext()
        self.step("Starting Postgres")
        return postgres.portal_cluster().running()

    def load_content(self, folder):
        from metrics.models import Area  # the first thing that any content has

        if folder is None or Area.objects.exists():
            return
        self.step(f"Loading the content of {folder.relative_to(environment.BASE_DIR)}")
        call_command("load_city", str(folder), verbosity=0)

    def greet(self, port, passwords):
        address = f"http://127.0.0.1:{port}"
        lines = ["", f"  portal    {address}/", f"  staff     {address}/admin/"]
        for name, password in passwords.items():
            lines += [f"  {LABELS[name]:10}{name}", f"  password  {password}"]
        if not passwords:
            lines += ["  password  ./portal login gives a new one"]
        elif accounts.ADMINISTRATOR not in passwords:
            lines += [f"  ./portal login {accounts.ADMINISTRATOR} makes the administrator's login"]
        self.step("\n".join([*lines, "", "Ctrl-C stops it."]))

    def stop(self, number, frame):
        self.stopped_by = number
        raise SystemExit(128 + number)

    def step(self, text):
        if self.stopped_by:  # where it came, the interpreter may have had to swallow the exception
            raise SystemExit(128 + self.stopped_by)
        self.stdout.write(text)
        self.stdout.flush()


def content_folder():
    """The folder that an empty database is filled from; None for PORTAL_CONTENT=none."""
    name = os.environ.get("PORTAL_CONTENT") or "haiphong"
    if name == "none":
        return None
    folder = environment.BASE_DIR / "data" / name
    if "/" in name or not folder.is_dir():
        raise CommandError(f"PORTAL_CONTENT must be 'none' or a folder of data/, not '{name}'.")
    return folder


def require_free_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}); "
                f"choose another one: PORT={port + 1} ./portal run"
            ) from None
