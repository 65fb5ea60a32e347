"""The servers that the export benchmark downloads from, and what a download of theirs takes."""

import csv
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from io import TextIOWrapper
from pathlib import Path
from typing import Any

MEASURED = Path(__file__).with_name("exports_measured.py")
PIECE = 1 << 20


@dataclass(frozen=True)
class Taken:
    """What a download took: seconds to its first byte and its last, its lines and bytes."""

    first: float
    seconds: float
    lines: int
    size: int


@dataclass(frozen=True)
class Server:
    """A server on a port of this machine, and the process that started it."""

    port: int
    process: int

    def download(self, path: str, digest: Any = None) -> Taken:
        """Read the answer to its end, without keeping it; `digest` may see it pass."""
        connection = HTTPConnection("127.0.0.1", self.port)
        begun = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        lines, size, first = 0, 0, 0.0
        while piece := answer.read1(PIECE):
            first = first or time.perf_counter() - begun
            lines += piece.count(b"\n")
            size += len(piece)
            if digest:
                digest.update(piece)
        connection.close()
        return Taken(first, time.perf_counter() - begun, lines, size)

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        threads = Path(f"/proc/{self.process}/task").glob("*/children")
        return [int(each) for told in threads for each in told.read_text().split()]


def memory(process: int, line: str) -> int:
    """Return the bytes that the kernel's `VmRSS` or `VmHWM` (the most so far) tells."""
    for told in Path(f"/proc/{process}/status").read_text().splitlines():
        if told.startswith(line):
            return int(told.split()[1]) * 1024
    raise RuntimeError(f"the kernel tells no {line}")


def forget_the_most(process: int) -> None:
    """Let `VmHWM` begin anew."""
    Path(f"/proc/{process}/clear_refs").write_text("5")


@contextmanager
def portal_on(database: str) -> Iterator[Server]:
    """Serve a database as `./portal run` does."""
    port = _free_port()
    environ = os.environ | {"DATABASE_URL": database}
    command = [sys.executable, str(MEASURED), "serve", str(port)]
    with _serving(command, port, environ) as server:
        yield server


@contextmanager
def datasette_on(file: Path, program: str) -> Iterator[Server]:
    """Serve an SQLite file by Datasette, without its limit of 100 MB for a CSV."""
    port = _free_port()
    command = [program, "serve", str(file), "--port", str(port), "--setting", "max_csv_mb", "0"]
    with _serving(command, port, dict(os.environ), stderr=subprocess.DEVNULL) as server:
        yield server


def as_sqlite(piped: Any, file: Path, rows: int) -> None:
    """Write the first rows of a CSV into the table `figures` of an SQLite file."""
    lines = csv.reader(TextIOWrapper(piped, encoding="utf-8", newline=""))
    head = next(lines)
    with sqlite3.connect(file) as base:
        base.execute(f"CREATE TABLE figures ({', '.join(head)})")
        marks = ", ".join("?" * len(head))
        first = (line for line, _place in zip(lines, range(rows), strict=False))
        base.executemany(f"INSERT INTO figures VALUES ({marks})", first)
    base.close()


@contextmanager
def _serving(
    command: list[str], port: int, environ: dict[str, str], stderr: int | None = None
) -> Iterator[Server]:
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=stderr)
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("a server did not start")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
