"""The server processes: one per core, connected to the database as the app."""

import multiprocessing
import os
import signal
from multiprocessing import resource_tracker

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from forum_portal.interrupts import without_ctrl_c
from forum_portal.turns import THREADS


class Server(MPServer):
    """Granian, whose processes hang when Ctrl-C and their parent's TERM arrive together."""

    def _spawn_workers(self, *args):
        with without_ctrl_c():
            super()._spawn_workers(*args)

    def _respawn_workers(self, *args, **kwargs):
        with without_ctrl_c():
            super()._respawn_workers(*args, **kwargs)


def serve(port: int) -> None:
    """Serve on the loopback address until INT, TERM or HUP."""
    # Spawned, not forked: they read their settings anew, as the app, and inherit no lock of ours.
    multiprocessing.set_start_method("spawn")
    resource_tracker.ensure_running()  # at its start it unblocks INT, so it must not start later
    os.environ["PORTAL_DATABASE_ROLE"] = "app"
    cores = os.cpu_count() or 1
    server = Server(
        "forum_portal.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=min(cores, 4),
        blocking_threads=THREADS,
        workers_kill_timeout=5,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    # granian takes HUP for "reload"; here it means that the terminal was closed
    server.on_startup(lambda: signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM)))
    server.serve()
