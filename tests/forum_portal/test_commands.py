"""The commands behind ./portal, as whole processes."""

import re
import signal
import socket
import time
import urllib.error
import urllib.request

import pytest

from forum_portal import postgres
from tests.processes import manage, start


@pytest.fixture
def environ(tmp_path, monkeypatch):
    """An installation of its own, empty, removed afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environ = {"PORTAL_HOME": str(tmp_path), "PORTAL_CONTENT": "none", "PORT": str(port)}
    yield environ
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path))
    postgres.portal_cluster().remove()


def wait_until_ready(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
                return answer.read()
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError


def test_from_the_first_start_to_the_reset(environ, tmp_path):
    port = environ["PORT"]
    with start("portal_run", **environ) as server:
        assert wait_until_ready(port) == b"ready\n"
        assert manage("portal_run", **environ) == (
            1,
            f"CommandError: Port {port} cannot be used (Address already in use); "
            f"choose another one: PORT={int(port) + 1} ./portal run\n",
        )
        assert manage("portal_reset", "--yes", **environ) == (
            1,
            "CommandError: The portal is running; stop it first.\n",
        )
        # What serves keeps its pool open, as the app; so does dbshell unless told otherwise.
        roles = (
            "SELECT usename, count(*) > 2 FROM pg_stat_activity WHERE datname = 'portal' GROUP BY 1"
        )
        assert manage("dbshell", "--", "-Atc", roles, **environ) == (0, "portal_app|t\n")
        server.send_signal(signal.SIGTERM)
        output, _ = server.communicate(timeout=30)
    assert server.returncode == 0
    assert re.search(r"  login     quantri\n  password  (\w{4}-){3}\w{4}\n\n", output)
    assert output.endswith("Stopping\nStopped\n")

    status, output = manage("portal_login", **environ)
    assert status == 0
    assert re.fullmatch(r"login     quantri\npassword  (\w{4}-){3}\w{4}\n", output)

    status, output = manage("portal_reset", **environ)
    assert (status, output.endswith("CommandError: Nothing was removed.\n")) == (1, True)
    attached = tmp_path / "files" / "ab" / "abc.pdf"
    attached.parent.mkdir()
    attached.touch()
    assert manage("portal_reset", "--yes", **environ) == (
        0,
        "Removed. The next ./portal run starts anew.\n",
    )
    assert not attached.exists()


def test_a_command_that_is_ended_takes_its_server_along(environ, tmp_path):
    wait = "import time; print('here', flush=True); time.sleep(60)"
    with start("shell", "--no-imports", "-c", wait, **environ) as process:
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 143
    named = tmp_path / "files"  # the very folder, but named by an operator
    from_now_on = manage("portal_reset", "--yes", **environ, PORTAL_FILES=str(named))
    assert named.exists()
    assert from_now_on == (0, "Removed. The next ./portal run starts anew.\n")


@pytest.mark.parametrize(
    "variables, sentence",
    [
        ({"PORT": "http"}, "portal: PORT must be a number from 1 to 65535, not 'http'.\n"),
        (
            {"PORTAL_CONTENT": "atlantis"},
            "CommandError: PORTAL_CONTENT must be 'none' or a folder of data/, not 'atlantis'.\n",
        ),
        (
            {"DATABASE_OWNER_URL": "postgres://owner@db/portal"},
            "portal: DATABASE_OWNER_URL needs DATABASE_URL beside it.\n",
        ),
    ],
)
def test_run_says_what_is_wrong(environ, variables, sentence):
    assert manage("portal_run", **environ | variables) == (1, sentence)


def test_reset_never_removes_a_database_of_the_operator(environ):
    url = "postgres://app@db/portal"
    assert manage("portal_reset", "--yes", **environ, DATABASE_URL=url) == (
        1,
        "CommandError: DATABASE_URL is set, and a database of yours is never removed.\n",
    )
