"""Files of figures at scale: beside psql, Django's iterator() and Datasette, in one run.

    .venv/bin/python benchmarks/exports.py [--small] [--rounds 5] [--datasette path/to/datasette]

Makes a portal of its own with three bases of 10,000, 1,000,000 and 10,000,000 figures, serves them
as `./portal run` does, and throws all of it away. psql and the portal take turns with the very same
statement; so do the bases with the file of one indicator, which is the same in each. `--small`
takes a tenth of the figures, 2 GB less of disk and a few minutes less. Only ratios of one run hold.
"""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from json import loads
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory
from typing import IO, Any

import psycopg
from exports_base import ONE, fill
from exports_servers import (
    MEASURED,
    Server,
    Taken,
    as_sqlite,
    datasette_on,
    forget_the_most,
    memory,
    portal_on,
)
from throwaway import portal

SIZES = (10_000, 1_000_000, 10_000_000)
OF_ALL, OF_ONE = "/du-lieu/quan-sat.csv?dialect=data", f"/chi-so/{ONE}.csv"
SLOW = 100_000  # rows for those who take minutes
ROUNDS_OF_ONE, WARM = 60, 40
# As the portal's own connections are.
LIKE_THE_PORTAL = "-c jit=off -c TimeZone=Asia/Ho_Chi_Minh -c max_parallel_workers_per_gather=0"


def main(options: Namespace) -> None:
    sizes = [size // 10 if options.small else size for size in SIZES]
    with portal() as cluster, ExitStack() as stack:
        in_a_process("prepare")
        servers = []
        for size in sizes:
            database = make_base(cluster, size)
            servers.append((size, database, stack.enter_context(portal_on(database))))
        _size, database, server = servers[1]
        psql = Psql(cluster, database)
        speed = compare_all(psql, server, options.rounds)
        compare_iterator(database, speed)
        compare_datasette(psql, options.datasette, speed)
        compare_one([(size, server) for size, _database, server in servers])


def make_base(cluster: Any, size: int) -> str:
    """Make a portal with so many figures; return its address for the role that serves."""
    begun, name = time.perf_counter(), f"figures_{size}"
    place = f"host={cluster.socket_folder} user=postgres"
    with psycopg.connect(f"{place} dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE portal")
    with psycopg.connect(f"{place} dbname={name}", autocommit=True) as connection:
        fill(connection, size)
    tell(f"{size:,} figures made in {time.perf_counter() - begun:.0f} s")
    return os.environ["DATABASE_URL"].replace("/portal?", f"/{name}?")


class Psql:
    """psql with the statement that the portal writes the file of all figures with."""

    def __init__(self, cluster: Any, database: str):
        from forum_portal.postgres import binaries

        statement = in_a_process("statement", DATABASE_URL=database)["statement"]
        self._command = [str(binaries(cluster.home) / "psql"), "-X", "-c", statement, database]
        self._environ = os.environ | {"PGOPTIONS": LIKE_THE_PORTAL}

    def seconds(self) -> float:
        """Let psql write the rows where nobody reads them."""
        begun = time.perf_counter()
        command = [*self._command[:1], "-o", os.devnull, *self._command[1:]]
        subprocess.run(command, env=self._environ, check=True)
        return time.perf_counter() - begun

    @contextmanager
    def rows(self) -> Iterator[IO[bytes]]:
        """Let psql write the rows into a pipe."""
        process = subprocess.Popen(self._command, env=self._environ, stdout=subprocess.PIPE)
        assert process.stdout
        with process.stdout:  # who has read enough ends psql
            yield process.stdout
        process.wait()


# All figures


def compare_all(psql: Psql, server: Server, rounds: int) -> float:
    """Let psql and the portal write all figures in turns; return the portal's rows per second."""
    require_same_bytes(psql, server)
    warm(server)
    before = {each: memory(each, "VmRSS") for each in server.workers()}
    for each in before:
        forget_the_most(each)
    seconds, taken = [], []
    for _round in range(rounds):
        seconds.append(psql.seconds())
        taken.append(server.download(OF_ALL))
    growth = max(memory(each, "VmHWM") - before[each] for each in before) / (1 << 20)
    rows, speed = taken[0].lines - 1, (taken[0].lines - 1) / median(each.seconds for each in taken)
    ratio = median(own / other.seconds for own, other in zip(seconds, taken, strict=True))
    first = sorted(each.first * 1000 for each in taken)
    tell(f"\nCSV of {rows:,} figures, {taken[0].size >> 20} MB, {rounds} rounds")
    tell_speed("psql", rows / median(seconds))
    tell_speed("the portal over HTTP", speed, f"{ratio:.2f} × psql")
    tell(f"  first byte after {median(first):.0f} ms (at the most {first[-1]:.0f})")
    tell(f"  memory of the server process at its most: {growth:+.1f} MB")
    return speed


def require_same_bytes(psql: Psql, server: Server) -> None:
    """See that both write the same file, which also fills the caches for both."""
    written, read = sha256(), sha256()
    with psql.rows() as rows:
        while piece := rows.read(1 << 20):
            written.update(piece)
    server.download(OF_ALL, read)
    if written.digest() != read.digest():
        raise SystemExit("psql and the portal do not write the same bytes")


def compare_iterator(database: str, speed: float) -> None:
    """Tell how fast Django's models write the same columns, without HTTP."""
    taken = in_a_process("iterator", str(SLOW), DATABASE_URL=database)
    other = taken["rows"] / taken["seconds"]
    tell_speed(f"csv.writer over iterator(), {taken['rows']:,} rows", other, times(speed, other))


def compare_datasette(psql: Psql, program: str | None, speed: float) -> None:
    """Tell how fast Datasette streams a table of the same rows, where it is installed."""
    if program is None:
        return tell("  Datasette: not measured, it is not installed (--datasette names it)")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "figures.db"
        with psql.rows() as rows:
            as_sqlite(rows, file, SLOW)
        with datasette_on(file, program) as server:
            taken = server.download("/figures/figures.csv?_stream=1")
    other = (taken.lines - 1) / taken.seconds
    return tell_speed(f"Datasette over HTTP, {taken.lines - 1:,} rows", other, times(speed, other))


# One indicator


def warm(server: Server) -> None:
    """Let each process of a server have everything at hand, whichever answers."""
    for _round in range(WARM):
        server.download(OF_ONE)


def compare_one(servers: list[tuple[int, Server]]) -> None:
    """Tell how long the same indicator's file takes in each base, the bases in turns."""
    taken: dict[int, list[Taken]] = {size: [] for size, _server in servers}
    for _size, server in servers:
        warm(server)
    for _round in range(ROUNDS_OF_ONE):
        for size, server in servers:
            taken[size].append(server.download(OF_ONE))
    (lines,) = {each.lines for found in taken.values() for each in found}
    tell(f"\nCSV of one indicator, {lines - 1:,} figures, {ROUNDS_OF_ONE} rounds")
    least = None
    for size, each in taken.items():
        whole = median(one.seconds for one in each) * 1000
        least = least or whole
        first = median(one.first for one in each) * 1000
        line = f"  {size:>12,} figures: {whole:6.1f} ms, first byte after {first:.1f} ms"
        tell(f"{line}, {whole / least:.2f} × the smallest")


def in_a_process(*what: str, **environ: str) -> dict:
    """Do something with Django in a process of its own; return what it found."""
    command = [sys.executable, str(MEASURED), *what]
    done = subprocess.run(
        command, env=os.environ | environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return loads(done.stdout.splitlines()[-1])


def times(speed: float, other: float) -> str:
    return f"the portal is {speed / other:.0f} × as fast"


def tell_speed(name: str, speed: float, rest: str = "") -> None:
    tell(f"  {name:<46} {speed:>9,.0f} rows/s   {rest}")


def tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a tenth of the figures")
    parser.add_argument("--rounds", type=int, default=5, help="of all figures (5)")
    parser.add_argument("--datasette", default=which("datasette"), help="the program's path")
    main(parser.parse_args())
