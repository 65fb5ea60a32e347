"""Commands of the portal in processes of their own."""

import os
import subprocess
import sys

from forum_portal.environment import BASE_DIR

TESTS_ONLY = {"DJANGO_ALLOW_ASYNC_UNSAFE", "PORTAL_TEST_SOCKET"}


def start(*arguments, **environ) -> subprocess.Popen[str]:
    """Start `manage.py …`; standard error goes where standard output goes."""
    inherited = {name: value for name, value in os.environ.items() if name not in TESTS_ONLY}
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=inherited | environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def manage(*arguments, **environ) -> tuple[int, str]:
    """Run `manage.py …`; its exit status and all its output."""
    with start(*arguments, **environ) as process:
        output, _ = process.communicate(timeout=60)
        return process.returncode, output
