import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from forum_portal import environment
from tests.processes import manage


def refusal(read, *arguments):
    with pytest.raises(ImproperlyConfigured) as caught:
        read(*arguments)
    return str(caught.value)


@pytest.mark.parametrize(
    "value, hostname",
    [
        ("", "127.0.0.1"),
        ("https://chuyendoiso.example.gov.vn", "chuyendoiso.example.gov.vn"),
        ("https://example.gov.vn/", "example.gov.vn"),
        ("http://localhost:9000", "localhost"),
    ],
)
def test_origin(monkeypatch, value, hostname):
    monkeypatch.setenv("PORTAL_ORIGIN", value)
    assert environment.origin().hostname == hostname


@pytest.mark.parametrize(
    "value, sentence",
    [
        (
            "example.gov.vn",
            "PORTAL_ORIGIN must be an address such as https://chuyendoiso.example.gov.vn, "
            "not 'example.gov.vn'.",
        ),
        (
            "https://[::1",
            "PORTAL_ORIGIN must be an address such as https://chuyendoiso.example.gov.vn, "
            "not 'https://[::1'.",
        ),
        (
            "https://example.gov.vn/portal",
            "PORTAL_ORIGIN must be scheme and host alone, without path or login, "
            "not 'https://example.gov.vn/portal'.",
        ),
        (
            "http://example.gov.vn",
            "PORTAL_ORIGIN must begin with https:// unless it is this machine, "
            "not 'http://example.gov.vn'.",
        ),
    ],
)
def test_origin_refused(monkeypatch, value, sentence):
    monkeypatch.setenv("PORTAL_ORIGIN", value)
    assert refusal(environment.origin) == sentence


@pytest.mark.parametrize("value", ["0", "65536", "http", "-1", "８０００"])
def test_port_refused(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    assert refusal(environment.port) == f"PORT must be a number from 1 to 65535, not '{value}'."


def test_switch(monkeypatch):
    assert environment.switch("PORTAL_CDN", default=True) is True
    monkeypatch.setenv("PORTAL_CDN", "off")
    assert environment.switch("PORTAL_CDN", default=True) is False
    monkeypatch.setenv("PORTAL_CDN", "no")
    sentence = refusal(environment.switch, "PORTAL_CDN", True)
    assert sentence == "PORTAL_CDN must be 'on' or 'off', not 'no'."


def test_database_url(monkeypatch):
    assert environment.database_url("DATABASE_URL") is None
    monkeypatch.setenv("DATABASE_URL", "postgres://app:p%40ss@db:6432/portal?sslmode=require")
    assert environment.database_url("DATABASE_URL") == {
        "user": "app",
        "password": "p@ss",
        "host": "db",
        "port": "6432",
        "dbname": "portal",
        "sslmode": "require",
    }


@pytest.mark.parametrize(
    "value, sentence",
    [
        (
            "mysql://app:geheim@db/portal",
            "DATABASE_URL must be an address such as postgres://user:password@host:5432/database.",
        ),
        (
            "postgres://app:geheim@db/portal?colour=red",
            "DATABASE_URL must be an address such as postgres://user:password@host:5432/database.",
        ),
        ("postgres://app:geheim@db", "DATABASE_URL names no database after the host."),
    ],
)
def test_database_url_refused_without_repeating_the_password(monkeypatch, value, sentence):
    monkeypatch.setenv("DATABASE_URL", value)
    assert refusal(environment.database_url, "DATABASE_URL") == sentence


def test_secret_is_made_once_and_readable_by_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path / "state"))
    first = environment.secret_key()
    assert environment.secret_key() == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "state" / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["secret-key"]


def test_weak_secret_key_refused(monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", "geheim")
    sentence = refusal(environment.secret_key)
    assert sentence == "PORTAL_SECRET_KEY must be random and at least 50 characters."


def test_state_folder_refused(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path / "file" / "state"))
    assert refusal(environment.state_folder) == (
        f"The folder {tmp_path}/file/state cannot be made (Not a directory); "
        "name another with PORTAL_HOME."
    )


def test_attached_files_lie_in_the_state_folder_or_where_they_are_told_to(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("PORTAL_FILES", raising=False)
    assert environment.files_folder() == tmp_path / "state" / "files"

    monkeypatch.setenv("PORTAL_FILES", str(tmp_path / "elsewhere"))
    assert environment.files_folder() == tmp_path / "elsewhere"
    assert stat.S_IMODE((tmp_path / "elsewhere").stat().st_mode) == 0o700


def test_folder_of_attached_files_refused(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("PORTAL_FILES", str(tmp_path / "file" / "kept"))
    assert refusal(environment.files_folder) == (
        f"The folder {tmp_path}/file/kept cannot be made (Not a directory); "
        "name another with PORTAL_FILES."
    )


def test_a_wrong_value_stops_every_command_with_one_sentence():
    assert manage("check", PORTAL_DATABASE_ROLE="root") == (
        1,
        "portal: PORTAL_DATABASE_ROLE must be 'app' or 'owner', not 'root'.\n",
    )


def test_debug_is_refused_on_a_public_address():
    assert manage("check", PORTAL_DEBUG="on", PORTAL_ORIGIN="https://example.gov.vn") == (
        1,
        "portal: PORTAL_DEBUG must be off when PORTAL_ORIGIN is a public address: "
        "it shows passwords.\n",
    )


def test_check_deploy_is_clean(tmp_path):
    environ = {"PORTAL_ORIGIN": "https://example.gov.vn", "PORTAL_HOME": str(tmp_path)}
    assert manage("check", "--deploy", "--fail-level", "WARNING", **environ) == (
        0,
        "System check identified no issues (3 silenced).\n",
    )


@pytest.mark.parametrize(
    ("value", "server"),
    [
        ("smtp://ten:mat%40khau@mail.example.vn:587", ("mail.example.vn", 587, False, True)),
        ("smtps://ten:mat%40khau@mail.example.vn", ("mail.example.vn", None, True, False)),
        ("smtp://ten:mat%40khau@127.0.0.1:25", ("127.0.0.1", 25, False, False)),
    ],
)
def test_mail_server(monkeypatch, value, server):
    monkeypatch.setenv("PORTAL_MAIL", value)
    options = environment.mailers()["default"]["OPTIONS"]
    told = tuple(options[name] for name in ("host", "port", "use_ssl", "use_tls"))
    assert (told, options["username"], options["password"]) == (server, "ten", "mat@khau")


def test_without_a_mail_server_there_is_none(monkeypatch):
    monkeypatch.delenv("PORTAL_MAIL", raising=False)
    assert (environment.mailers(), environment.mail_sender()) == ({}, "")


@pytest.mark.parametrize("value", ["mail.example.vn", "http://mail", "smtp://", "smtp://a:x@b:hi"])
def test_mail_server_refused_without_repeating_the_password(monkeypatch, value):
    monkeypatch.setenv("PORTAL_MAIL", value)
    assert refusal(environment.mailers) == (
        "PORTAL_MAIL must be an address such as smtp://name:password@mail.example.vn:587."
    )


@pytest.mark.parametrize("value", ["", "chuyendoiso", "a b@example.vn"])
def test_mail_needs_a_sender(monkeypatch, value):
    monkeypatch.setenv("PORTAL_MAIL", "smtp://mail.example.vn")
    monkeypatch.setenv("PORTAL_MAIL_FROM", value)
    assert refusal(environment.mail_sender) == (
        "PORTAL_MAIL_FROM must name the sender beside PORTAL_MAIL, "
        f"such as chuyendoiso@example.gov.vn, not '{value}'."
    )
