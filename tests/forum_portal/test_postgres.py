import getpass
import os
import signal
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from forum_portal import database, postgres
from forum_portal.database import DeadlineConnection
from forum_portal.postgres import Cluster


@pytest.fixture
def cluster():
    cluster = postgres.throwaway_cluster()
    yield cluster
    cluster.remove()


def connect(cluster, role="app"):
    return psycopg.connect(**cluster.connection(role), autocommit=True, connect_timeout=5)


def is_running(cluster):
    pid_file = cluster.data / "postmaster.pid"
    return pid_file.exists() and Path(f"/proc/{pid_file.read_text().split()[0]}").exists()


def test_life_of_a_cluster(cluster):
    with cluster.running():
        with connect(cluster) as app:
            settings = app.execute(
                "SELECT current_user, current_setting('jit'), current_setting('listen_addresses'), "
                "current_setting('server_encoding'), "
                "(SELECT datlocale FROM pg_database WHERE datname = current_database())"
            ).fetchone()
            assert settings == ("portal_app", "off", "", "UTF8", "C.UTF-8")
            rights = app.execute(
                "SELECT rolname, rolsuper, rolcreaterole FROM pg_roles "
                "WHERE rolname LIKE 'portal%' ORDER BY 1"
            ).fetchall()
            assert rights == [("portal_app", False, False), ("portal_owner", False, False)]
        with cluster.running():
            pass
        assert is_running(cluster), "the first holder still needs it"
        assert not cluster.remove_unless_used()
    assert not is_running(cluster)
    assert cluster.data.exists()


def test_a_server_of_a_lost_environment_is_replaced(cluster):
    cluster.start()
    opts = cluster.data / "postmaster.opts"
    opts.write_text(opts.read_text().replace("/pginstall/", "/pginstall-gone/"))
    before = (cluster.data / "postmaster.pid").read_text().split()[0]
    cluster.start()
    assert (cluster.data / "postmaster.pid").read_text().split()[0] != before
    connect(cluster).close()


def test_an_interrupted_initdb_leaves_nothing_in_the_way(cluster):
    (cluster.home / "data.new").mkdir()
    (cluster.home / "data.new" / "half").touch()
    with cluster.running():
        connect(cluster).close()


def test_a_long_path_with_spaces_and_quotes(tmp_path):
    for folder in (tmp_path, *tmp_path.parents):
        if folder.is_relative_to(f"{tempfile.gettempdir()}/pytest-of-{getpass.getuser()}"):
            folder.chmod(0o711)  # as root the server runs as nobody, who must pass through
    cluster = Cluster(tmp_path / ("cơ sở 'dữ' liệu " * 6) / "postgres", durable=False)
    try:
        with cluster.running():
            assert cluster.socket_folder.parent == Path(tempfile.gettempdir())
            connect(cluster).close()
    finally:
        cluster.remove()


def test_wrong_binaries_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_PG_BIN", str(tmp_path))
    with pytest.raises(postgres.PostgresError) as caught:
        postgres.binaries(tmp_path)
    assert str(caught.value) == f"PORTAL_PG_BIN is '{tmp_path}', which holds no 'postgres'."


def test_a_frozen_postgres_is_given_up(transactional_db):
    place = settings.DATABASES["default"]
    frozen = DeadlineConnection.connect(
        host=place["HOST"], user=place["USER"], dbname="postgres", autocommit=True
    )
    frozen.deadline = 0.3
    backend = frozen.info.backend_pid
    os.kill(backend, signal.SIGSTOP)
    try:
        begin = time.monotonic()
        with pytest.raises(psycopg.OperationalError) as caught:
            frozen.execute("SELECT 1")
        assert time.monotonic() - begin < 3
        assert str(caught.value) == "the database did not answer within 0 seconds"
        assert frozen.closed
    finally:
        os.kill(backend, signal.SIGCONT)


def test_the_app_has_a_pool_and_deadlines_and_the_owner_has_neither():
    params = {"dbname": "portal", "host": "db", "sslmode": "require", "options": "-c work_mem=8MB"}
    app = database.django_database(params, role="app")
    assert app["OPTIONS"]["pool"]["connection_class"] is DeadlineConnection
    assert app["OPTIONS"]["sslmode"] == "require"
    assert app["OPTIONS"]["options"] == (
        "-c jit=off -c pg_trgm.similarity_threshold=0.2 -c statement_timeout=8s -c lock_timeout=5s "
        "-c idle_in_transaction_session_timeout=60s "
        "-c plan_cache_mode=force_generic_plan -c work_mem=8MB"
    )
    owner = database.django_database(params, role="owner")
    assert "pool" not in owner["OPTIONS"]
    near = "-c pg_trgm.similarity_threshold=0.2"
    assert owner["OPTIONS"]["options"] == f"-c jit=off {near} -c work_mem=8MB"


def test_patient_lifts_the_timeout_for_a_while(db):
    def timeout():
        with connection.cursor() as cursor:
            return cursor.execute("SHOW statement_timeout").fetchone()[0]

    before = timeout()
    with database.patient():
        assert timeout() == "0"
        assert connection.connection.deadline is None
    assert timeout() == before
