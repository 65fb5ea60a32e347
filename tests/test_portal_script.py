"""What ./portal says before any Python of the portal runs."""

import os
import shutil
import subprocess

import pytest

from forum_portal.environment import BASE_DIR

TOOLS = ["cat", "cmp", "cp", "cut", "dirname", "grep", "rm", "sh"]


@pytest.fixture
def portal(tmp_path):
    """Run a copy of the script that sees these tools and nothing else."""
    tree = tmp_path / "a path with spaces"
    tools = tmp_path / "tools"
    tree.mkdir()
    tools.mkdir()
    shutil.copy(BASE_DIR / "portal", tree)
    for tool in TOOLS:
        (tools / tool).symlink_to(shutil.which(tool))

    def run(*arguments, **environ):
        return subprocess.run(
            [tree / "portal", *arguments],
            env={"PATH": str(tools), "HOME": str(tmp_path)} | environ,
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
        )

    return run


def fake_python(folder, text):
    path = folder / "python-fake"
    path.write_text(f"#!{shutil.which('sh')}\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_without_python(portal):
    result = portal("run")
    assert result.returncode == 1
    assert result.stderr == (
        "portal: Python 3.12 or newer is missing; install it, "
        "or name one with PORTAL_PYTHON=/path/to/python3.\n"
    )


def test_with_a_python_that_is_too_old(portal, tmp_path):
    old = fake_python(tmp_path, "exit 1")
    result = portal("run", PORTAL_PYTHON=old)
    assert result.returncode == 1
    assert result.stderr == (
        f"portal: PORTAL_PYTHON is '{old}', which is not a Python of version 3.12 or newer.\n"
    )


def test_without_the_venv_module(portal, tmp_path):
    without_venv = fake_python(tmp_path, 'case "$2" in *ensurepip*) exit 1 ;; esac')
    result = portal("test", PORTAL_PYTHON=without_venv)
    assert result.returncode == 1
    assert result.stderr == (
        f"portal: {without_venv} has no venv module; "
        "on Debian and Ubuntu install it with: apt-get install python3-venv.\n"
    )


@pytest.mark.parametrize("arguments, status", [(["--help"], 0), ([], 2), (["fly"], 2)])
def test_usage(portal, arguments, status):
    result = portal(*arguments)
    assert result.returncode == status
    assert (result.stdout or result.stderr).startswith("usage: ./portal run ")


def test_it_is_executable():
    assert os.access(BASE_DIR / "portal", os.X_OK)
