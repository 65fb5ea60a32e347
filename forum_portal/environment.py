"""What the portal reads from its surroundings: environment variables and its state folder.

Every function refuses a wrong value with an ImproperlyConfigured whose sentence names the variable.
"""

import os
import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SWITCH = {"": None, "on": True, "1": True, "off": False, "0": False}


def switch(name: str, default: bool) -> bool:
    """Read an on/off variable."""
    value = os.environ.get(name, "")
    if value not in SWITCH:
        raise ImproperlyConfigured(f"{name} must be 'on' or 'off', not '{value}'.")
    chosen = SWITCH[value]
    return default if chosen is None else chosen


def port() -> int:
    """The port to serve on, 8000 unless PORT says otherwise."""
    value = os.environ.get("PORT") or "8000"
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise ImproperlyConfigured(f"PORT must be a number from 1 to 65535, not '{value}'.")
    return int(value)


def origin() -> SplitResult:
    """The portal's public address, as scheme and host; the loopback address unless set."""
    value = os.environ.get("PORTAL_ORIGIN") or f"http://127.0.0.1:{port()}"
    example = "an address such as https://chuyendoiso.example.gov.vn"
    try:
        parts = urlsplit(value)
        has_port_or_none = parts.port is None or parts.port > 0
    except ValueError:
        raise ImproperlyConfigured(f"PORTAL_ORIGIN must be {example}, not '{value}'.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not has_port_or_none:
        raise ImproperlyConfigured(f"PORTAL_ORIGIN must be {example}, not '{value}'.")
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(
            f"PORTAL_ORIGIN must be scheme and host alone, without path or login, not '{value}'."
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured(
            f"PORTAL_ORIGIN must begin with https:// unless it is this machine, not '{value}'."
        )
    return parts


def database_role() -> str:
    """'owner' for what changes the schema, 'app' for everything else."""
    value = os.environ.get("PORTAL_DATABASE_ROLE") or "app"
    if value not in ("app", "owner"):
        raise ImproperlyConfigured(f"PORTAL_DATABASE_ROLE must be 'app' or 'owner', not '{value}'.")
    return value


def database_url(name: str) -> dict[str, str] | None:
    """The libpq parameters of a variable that holds postgres://…; None where it is not set."""
    value = os.environ.get(name)
    if not value:
        return None
    # The value is not repeated: it holds a password.
    refusal = f"{name} must be an address such as postgres://user:password@host:5432/database."
    if not value.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(refusal)
    try:
        params = {key: str(text) for key, text in conninfo_to_dict(value).items()}
    except ProgrammingError:
        raise ImproperlyConfigured(refusal) from None
    if not params.get("dbname"):
        raise ImproperlyConfigured(f"{name} names no database after the host.")
    return params


def mailers() -> dict[str, Any]:
    """Django's MAILERS of PORTAL_MAIL: smtp://… (STARTTLS) or smtps://…; empty where not set.

    A mail server on this machine is spoken to without TLS: it seldom has a certificate.
    """
    value = os.environ.get("PORTAL_MAIL")
    if not value:
        return {}
    # The value is not repeated: it holds a password.
    refusal = "PORTAL_MAIL must be an address such as smtp://name:password@mail.example.vn:587."
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(refusal) from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/"):
        raise ImproperlyConfigured(refusal)
    options = {
        "host": parts.hostname,
        "port": port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and parts.hostname not in LOOPBACK,
        "timeout": 10,  # seconds
    }
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {"default": {"BACKEND": backend, "OPTIONS": options}}


def mail_sender() -> str:
    """The address in From; it must be named where PORTAL_MAIL is."""
    value = os.environ.get("PORTAL_MAIL_FROM", "")
    _name, address = parseaddr(value)
    if os.environ.get("PORTAL_MAIL") and not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        raise ImproperlyConfigured(
            "PORTAL_MAIL_FROM must name the sender beside PORTAL_MAIL, "
            f"such as chuyendoiso@example.gov.vn, not '{value}'."
        )
    return value


def state_folder() -> Path:
    """The folder for what this installation keeps to itself, made when it is missing."""
    folder = Path(os.environ.get("PORTAL_HOME") or BASE_DIR / ".portal").absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {folder} cannot be made ({error.strerror}); name another with PORTAL_HOME."
        ) from None
    return folder


def files_folder() -> Path:
    """The folder of the files that staff attach: PORTAL_FILES, or `files` in the state folder."""
    given = os.environ.get("PORTAL_FILES")
    folder = Path(given).absolute() if given else own_files_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {folder} cannot be made ({error.strerror}); "
            "name another with PORTAL_FILES."
        ) from None
    return folder


def own_files_folder() -> Path:
    """Return where the files lie that staff attach while PORTAL_FILES names no other folder."""
    return state_folder() / "files"


def are_files_elsewhere() -> bool:
    """Tell whether an operator has named the folder of attached files, wherever it lies."""
    return bool(os.environ.get("PORTAL_FILES"))


def kept_secret(name: str, make=lambda: secrets.token_urlsafe(64)) -> str:
    """The text of a file in the state folder, made once at random, readable by its owner alone."""
    path = state_folder() / name
    try:
        if not path.exists():
            draft = path.with_name(f"{name}.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(make())
            # link() refuses to replace: of two processes that start at once, the first one wins.
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The file {path} cannot be used ({error.strerror}); "
            "run as its owner or name another folder with PORTAL_HOME."
        ) from None


def secret_key() -> str:
    """PORTAL_SECRET_KEY, or a key made at the first start."""
    key = os.environ.get("PORTAL_SECRET_KEY")
    if key is None:
        return kept_secret("secret-key")
    if len(key) < 50 or len(set(key)) < 5:
        raise ImproperlyConfigured("PORTAL_SECRET_KEY must be random and at least 50 characters.")
    return key
