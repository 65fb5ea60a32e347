"""Each run makes a Postgres cluster of its own and throws it away; nothing else is touched.

PORTAL_TEST_DATABASE_URL names another server to test on. Its role must be able to create databases.
"""

import atexit
import contextlib
import gc
import os
import shutil
import signal
import sys
import tempfile
from datetime import date
from zlib import crc32

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils import translation

from forum_portal import database, environment, postgres
from forum_portal.roles import apply_roles
from tests.factories import UserFactory

# Parts of the names of files that take long.
LONG = (
    "/browser/",
    "test_commands",
    "test_kills",
    "test_non_interference",
    "test_roles",
    "/races/",
)
# Parts of the names of long tests of which each whole run takes every other one, by day; all with
# PORTAL_SOAK=1, or when they are asked for by name.
IN_TURNS = (
    "browser/test_accounts",
    "browser/test_dashboards",
    "browser/test_merging",
    "browser/test_office_pages",
    "browser/test_release_life",
    "browser/test_report",
    "_races",
    "test_a_role_does_what_the_table_says",
    "test_kills",
    "test_migrations",
    "test_what_goes_out_comes_in_unchanged",
)
TURNS = "PORTAL_TEST_TURNS"  # tells the workers that the run is a whole one
# Tells the workers of pytest-xdist where their controller's server is.
SOCKET = "PORTAL_TEST_SOCKET"


def pytest_configure(config):
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        os.environ[TURNS] = "1"
    gc.set_threshold(20_000, 20, 50)  # a run is short: looking for rubbish more rarely saves 5 %
    params = environment.database_url("PORTAL_TEST_DATABASE_URL") or own_server(config)
    settings.DATABASES["default"] |= database.django_database(params, role="owner")
    settings.APP_ROLE = postgres.APP
    # Hashed names need collectstatic; the tests take the files as they lie.
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"]["BACKEND"] = plain
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.API_PER_MINUTE = 0  # tests of the limit set one
    settings.MEDIA_ROOT = tempfile.mkdtemp(prefix="portal-files-")
    config.add_cleanup(lambda: shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast


def own_server(config):
    """Parameters of this run's server, started by whichever process comes first."""
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        cluster = postgres.throwaway_cluster()
        atexit.register(cluster.remove)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        cluster.start()
        os.environ[SOCKET] = str(cluster.socket_folder)
        config.add_cleanup(cluster.remove)
    return {"host": os.environ.get(SOCKET, ""), "user": postgres.OWNER, "dbname": postgres.DATABASE}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After the test database is made: let TransactionTestCase's flush through the record's guard.

    Only triggers that fire on TRUNCATE (bit 32) are switched off; the tests of the guard itself
    switch theirs on again.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger "
            "WHERE NOT tgisinternal AND (tgtype & 32) <> 0"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    packages = [each for each in apps.get_app_configs() if each.models_module]
    post_migrate.connect(restore_roles, sender=packages[-1])
    yield
    with django_db_blocker.unblock():
        hang_up(connection.settings_dict["NAME"])


def restore_roles(**kwargs):
    """Once a flush has restored the permissions of every package: the roles went with them."""
    apply_roles()


def hang_up(database):
    """Close what a live server's threads still hold: a database in use is not copied or dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
            [database],
        )


@pytest.fixture(autouse=True)
def begins_in_vietnamese():
    """A page in English leaves its language behind in the thread; no test inherits it."""
    with translation.override("vi"):
        yield


@pytest.fixture
def staff(client):
    """A browser in which an administrator is logged in."""
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def as_app(db):
    """Act with the rights of the serving role for the rest of the test."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {postgres.APP}")


@pytest.fixture(scope="session")
def city_database(django_db_setup, django_db_blocker):
    """The name of a copy of the test database with the whole content of Hải Phòng in it."""
    creation = connection.creation
    name = creation.get_test_db_clone_settings("city")["NAME"]
    with django_db_blocker.unblock():
        hang_up(connection.settings_dict["NAME"])
        creation.clone_test_db("city", verbosity=0)
        with connected_to(name):
            call_command("load_city", str(settings.BASE_DIR / "data" / "haiphong"), verbosity=0)
    yield name
    with django_db_blocker.unblock():
        hang_up(name)
        creation.destroy_test_db(suffix="city", verbosity=0)


@pytest.fixture(scope="module")
def city(city_database):
    """All tests of the module find the content of Hải Phòng; what they change is rolled back.

    Of a module, because the transaction of a test begins before the test's own fixtures do.
    """
    with connected_to(city_database):
        yield


@contextlib.contextmanager
def connected_to(name):
    """Let every thread's next connection go to the database `name`."""
    own = connection.settings_dict["NAME"]
    go_to(name)
    try:
        yield
    finally:
        go_to(own)


def go_to(name):
    """Leave the database behind with what Django keeps of it: its numbers for content types."""
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


@pytest.fixture
def gone_database(django_db_blocker, monkeypatch):
    """Nobody listens where the database should be; views may try."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nonexistent")
    with django_db_blocker.unblock():
        yield
    connection.close()


@pytest.fixture(scope="session")
def soak():
    """Whether tests with many rounds run whole."""
    return os.environ.get("PORTAL_SOAK") == "1"


# Browser


def find_chromium():
    """The shell without windows first: it needs a third less of the processor."""
    names = ["chromium-headless-shell", "/usr/bin/chromium", "chromium"]
    return next(filter(None, map(shutil.which, names)), None)


def has_its_turn(nodeid):
    """Tell whether a test runs today: of those IN_TURNS every other one does."""
    if not any(part in nodeid for part in IN_TURNS):
        return True
    return crc32(nodeid.encode()) % 2 == date.today().toordinal() % 2


def pytest_collection_modifyitems(config, items):
    """Whatever opens a page is a browser test: mark it, and skip it where there is no browser.

    Long files begin first: one that came last would keep its process busy while others are idle.
    """
    if TURNS in os.environ and os.environ.get("PORTAL_SOAK") != "1":
        resting = [item for item in items if not has_its_turn(item.nodeid)]
        config.hook.pytest_deselected(items=resting)
        items[:] = [item for item in items if has_its_turn(item.nodeid)]
    items.sort(key=lambda item: not any(part in item.nodeid for part in LONG))
    has_browser = find_chromium() is not None
    if not has_browser and os.environ.get("PORTAL_BROWSER_TESTS") == "required":
        raise pytest.UsageError("PORTAL_BROWSER_TESTS is 'required', but there is no chromium.")
    for item in items:
        if {"page", "context", "browser"} & set(getattr(item, "fixturenames", [])):
            item.add_marker(pytest.mark.browser)
            if not has_browser:
                item.add_marker(pytest.mark.skip(reason="there is no chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # root has no sandbox in Chromium
    return browser_type_launch_args | {
        "executable_path": find_chromium(),
        "args": [*sandbox, "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Without transitions: a colour on its way to another has a contrast of its own."""
    return browser_context_args | {
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session", autouse=True)
def allow_live_server_in_playwright():
    """Playwright runs an event loop, in which Django refuses the ORM unless told otherwise."""
    with contextlib.ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield
