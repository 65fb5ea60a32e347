"""Migrations that carry a record along: what it held before, and what guards it after."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from metrics.models import Release
from tests.factories import (
    LONG_AGO,
    CitationFactory,
    ReleaseFactory,
    UserFactory,
    publish,
    submitted,
)
from tests.plain_sql import refused

BEFORE_STATES = "0005_audit_trail"
MOMENT = "UPDATE metrics_release SET published_at = %s WHERE slug = %s"


@pytest.fixture
def migrate(db):
    def to(name=""):
        """Migrate there, or to today's schema; return the models as they were then."""
        plain("SET CONSTRAINTS ALL IMMEDIATE")  # a table with rows still to be checked stays put
        executor = MigrationExecutor(connection)
        target = [("metrics", name)] if name else executor.loader.graph.leaf_nodes("metrics")
        executor.migrate(target)
        return executor.loader.project_state(target).apps

    return to


def plain(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_releases_get_a_state_and_public_ones_are_not_rewritten(migrate):
    earlier = migrate(BEFORE_STATES).get_model("metrics", "Release")
    author = UserFactory()
    for slug, moment in (("cu", LONG_AGO), ("hen", "2999-01-01T00:00Z"), ("nhap", None)):
        earlier.objects.create(slug=slug, title=slug, author_id=author.pk, published_at=moment)
    row = "SELECT ctid FROM metrics_release WHERE slug = 'cu'"
    with connection.cursor() as cursor:
        before = cursor.execute(row).fetchone()
        migrate()
        assert cursor.execute(row).fetchone() == before
    assert dict(Release.objects.values_list("slug", "state")) == {
        "cu": "approved",
        "hen": "approved",
        "nhap": "draft",
    }
    assert refused(MOMENT, LONG_AGO, "cu") == 'release "cu" is public and cannot be changed'
    submitted(CitationFactory(observation__release=Release.objects.get(slug="nhap")).release)
    assert refused("UPDATE metrics_observation SET value = 1") == (
        'release "nhap" is in_review: its metrics_observation cannot be changed'
    )


def test_back_again_the_earlier_guards_stand(migrate):
    figure = CitationFactory(observation__release__slug="cu").observation
    publish(figure.release)
    waiting = submitted(CitationFactory(observation__release__slug="cho").release)
    migrate(BEFORE_STATES)
    assert refused("UPDATE metrics_observation SET value = 1") == (
        'release "cu" is public: its metrics_observation cannot be changed'
    )
    assert refused(MOMENT, None, "cu") == 'release "cu" is public and cannot be changed'
    code = "UPDATE metrics_indicator SET code = 'khac' WHERE id = %s"
    assert refused(code, figure.indicator.pk).startswith(f'indicator "{figure.indicator.code}"')
    plain("UPDATE metrics_observation SET value = 1 WHERE release_id = %s", waiting.pk)
    plain(MOMENT, "2024-01-01T00:00Z", "cho")
    migrate()
    assert set(Release.objects.values_list("slug", "state")) == {
        ("cu", "approved"),
        ("cho", "approved"),
    }
    assert ReleaseFactory().state == "draft"
