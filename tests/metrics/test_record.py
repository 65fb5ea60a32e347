"""The database keeps the public record, whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Subquery

from metrics.clock import PortalNow
from metrics.models import Indicator, Observation, Release
from metrics.versions import revision_number
from tests.clock import set_clock
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    publish,
    published_figure,
)
from tests.plain_sql import refused

pytestmark = pytest.mark.django_db

JANUARY = datetime(2024, 1, 1, tzinfo=UTC)
FEBRUARY = datetime(2024, 2, 1, tzinfo=UTC)
FAR_FUTURE = datetime(2999, 1, 1, tzinfo=UTC)


@pytest.fixture
def figure():
    return published_figure(JANUARY, release__slug="cong-khai", value="90.7")


@pytest.fixture
def truncate_triggers(figure):
    """The test set-up switches these off; here they are what is tested."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("metrics_release", "metrics_observation", "metrics_citation"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER refuse_truncate")


@pytest.mark.parametrize("table", ["metrics_observation", "metrics_citation"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET release_id = release_id", "DELETE FROM {}"])
def test_public_rows_are_neither_changed_nor_deleted(figure, table, statement):
    message = refused(statement.format(table))
    assert message == f'release "cong-khai" is public: its {table} cannot be changed'


def test_nothing_is_added_to_a_public_release(figure):
    other = ObservationFactory(value="1")
    with pytest.raises(IntegrityError, match='release "cong-khai" is public'), transaction.atomic():
        ObservationFactory(release=figure.release, indicator=figure.indicator, period="2022")
    with pytest.raises(IntegrityError, match='release "cong-khai" is public'), transaction.atomic():
        CitationFactory(observation=other, release=figure.release)


@pytest.mark.parametrize("table", ["metrics_observation", "metrics_citation"])
def test_no_row_is_moved_into_or_out_of_a_public_release(figure, table):
    draft = CitationFactory().release
    into = refused(
        f"UPDATE {table} SET release_id = %s WHERE release_id = %s", figure.release_id, draft.pk
    )
    out_of = refused(
        f"UPDATE {table} SET release_id = %s WHERE release_id = %s", draft.pk, figure.release_id
    )
    assert into == out_of == f'release "cong-khai" is public: its {table} cannot be changed'


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE metrics_release SET published_at = NULL",
        "UPDATE metrics_release SET title = 'khác'",
        "DELETE FROM metrics_release",
    ],
)
def test_a_public_release_is_neither_unpublished_nor_changed_nor_deleted(figure, statement):
    assert refused(statement) == 'release "cong-khai" is public and cannot be changed'


@pytest.mark.parametrize("table", ["metrics_release", "metrics_observation", "metrics_citation"])
def test_the_record_is_never_emptied(table, truncate_triggers):
    assert refused(f"TRUNCATE {table} CASCADE") == (
        f"{table} holds the public record and cannot be emptied"
    )


def test_code_and_unit_of_a_public_indicator_stay(figure):
    key = "its code and unit stay"
    message = f'indicator "{figure.indicator.code}" stands in approved or public figures: {key}'
    assert refused("UPDATE metrics_indicator SET code = 'khac'") == message
    assert refused("UPDATE metrics_indicator SET unit_id = %s", UnitFactory().pk) == message
    Indicator.objects.update(definition="Định nghĩa mới")


def test_code_and_unit_of_an_indicator_without_public_figures_may_change():
    indicator = ObservationFactory().indicator
    Indicator.objects.filter(pk=indicator.pk).update(code="khac")
    assert Indicator.objects.get().code == "khac"


def test_releases_become_public_one_after_another(figure):
    earlier = ReleaseFactory(slug="den-sau")
    assert (
        refused(
            "UPDATE metrics_release SET published_at = %s WHERE id = %s",
            JANUARY - timedelta(days=1),
            earlier.pk,
        )
        == 'release "den-sau" would be public before one that is public already'
    )


def test_drafts_may_change_and_moments_to_come_may_move():
    draft = ObservationFactory(value="1").release
    Observation.objects.update(value="2")
    assert Observation.objects.get().value == 2
    publish(draft, FAR_FUTURE)
    publish(draft, FAR_FUTURE + timedelta(days=1))
    Release.objects.update(state="draft", published_at=None)
    Observation.objects.all().delete()
    draft.delete()
    assert Release.objects.count() == 0


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_a_value_is_a_number(value):
    observation = ObservationFactory()
    message = refused("UPDATE metrics_observation SET value = %s::numeric", value)
    assert "observation_value_is_a_number" in message
    assert observation.value == "50"


class TestWhatIsPublic:
    def test_a_draft_and_a_scheduled_release_are_not(self):
        ObservationFactory()
        publish(ObservationFactory().release, FAR_FUTURE)
        assert list(Observation.objects.public()) == []
        assert list(Observation.objects.public(FAR_FUTURE)) == []
        assert list(Indicator.objects.public(FAR_FUTURE)) == []

    def test_the_newest_public_version_is_in_force(self, figure):
        revised = published_figure(FEBRUARY, **key_of(figure), value="91")
        ObservationFactory(**key_of(figure), value="92")
        assert list(Observation.objects.in_force()) == [revised]
        assert list(Observation.objects.public().order_by("pk")) == [figure, revised]

    def test_as_of_a_day_between_two_versions_the_older_is_in_force(self, figure):
        published_figure(FEBRUARY, **key_of(figure), value="91")
        assert list(Observation.objects.in_force(JANUARY)) == [figure]
        assert list(Observation.objects.in_force(JANUARY - timedelta(seconds=1))) == []

    def test_a_withdrawn_figure_is_current_but_not_in_force(self, figure):
        gone = published_figure(FEBRUARY, **key_of(figure), value=None, obs_status="withdrawn")
        assert list(Observation.objects.current()) == [gone]
        assert list(Observation.objects.in_force()) == []

    def test_targets_of_two_plans_are_two_figures(self, figure):
        key = key_of(figure) | {"kind": "target"}
        first = published_figure(FEBRUARY, **key, instrument=SourceFactory())
        second = published_figure(FEBRUARY + timedelta(days=1), **key, instrument=SourceFactory())
        assert set(Observation.objects.in_force()) == {figure, first, second}

    def test_a_later_citation_joins_a_public_figure(self, figure):
        later = CitationFactory(observation=figure, release=ReleaseFactory(), position=2)
        with_citations = Observation.objects.in_force().with_citations()
        assert len(with_citations.get().public_citations) == 1
        publish(later.release, FEBRUARY)
        assert len(with_citations.all().get().public_citations) == 2
        assert len(Observation.objects.with_citations(JANUARY).get().public_citations) == 1

    def test_the_portal_has_one_clock(self, figure):
        set_clock(JANUARY - timedelta(days=1))
        assert list(Observation.objects.in_force()) == []
        assert Release.objects.filter(published_at__lte=PortalNow()).count() == 0

    def test_releases_of_one_moment_stand_in_the_order_of_their_ids(self):
        moment = datetime(2099, 1, 1, tzinfo=UTC)
        first = ObservationFactory(value="50")
        second = ObservationFactory(**key_of(first), value="60")
        for version in (first, second):
            publish(version.release, moment)
        set_clock(moment + timedelta(days=1))

        numbered = Observation.objects.annotate(number=revision_number(None)).order_by("pk")
        replaced = Observation.objects.public().older_than_outer().values("pk")
        assert list(Observation.objects.in_force()) == [second]
        assert [each.number for each in numbered] == [1, 2]
        assert numbered.annotate(replaced=Subquery(replaced)).get(pk=second.pk).replaced == first.pk


def key_of(figure):
    return {
        "indicator": figure.indicator,
        "area": figure.area,
        "kind": figure.kind,
        "period": figure.period,
    }
