from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_asks_nothing_of_the_database(client):
    # without the db fixture any query fails
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content == b"ok\n"


def test_readyz_when_ready(client, db, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(2):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


def test_readyz_names_missing_migrations(client, db):
    MigrationRecorder(connection).record_unapplied("forum_portal", "0001_initial")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"1 migrations are not applied\n"


def test_readyz_without_a_database(client, gone_database):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"the database does not answer\n"


def test_robots(client, settings):
    settings.PORTAL_ORIGIN = "https://so.example.vn"
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain"
    assert response.text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Sitemap: https://so.example.vn/sitemap.xml",
    ]
