"""The database keeps releases in their states, whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from forum_portal.audit import audit_tables
from forum_portal.rights import TRIGGER_FUNCTIONS
from metrics import lifecycle
from metrics.models import Observation, Release, ReleaseStep
from tests.clock import set_clock
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    ReleaseFactory,
    UserFactory,
    approved,
    published_by,
    submitted,
)
from tests.plain_sql import forbidden, refused

pytestmark = pytest.mark.django_db

TABLES = ["metrics_observation", "metrics_citation"]
LATER = datetime(2999, 1, 1, tzinfo=UTC)
WORDS = ["slug", "title", "title_en", "note", "note_en"]
APPROVE = "UPDATE metrics_release SET state = 'approved'"


@pytest.fixture
def draft():
    """A draft of one figure with a source."""
    release = ReleaseFactory(slug="quy-iv", title="Quý IV", author=UserFactory())
    return CitationFactory(observation__release=release).release


@pytest.fixture(params=["in_review", "approved", "abandoned"])
def fixed(request, draft):
    """A release that is no draft any more, yet not public; an abandoned one has lost its rows."""
    if request.param == "abandoned":
        return lifecycle.abandon(release=draft, by=None)
    return {"in_review": submitted, "approved": approved}[request.param](draft)


@pytest.fixture
def truncate_triggers():
    """The test set-up switches these off; here they are what is tested."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE metrics_releasestep ENABLE TRIGGER refuse_truncate")


class TestRows:
    """Figures and their citations change in drafts alone."""

    @staticmethod
    def frozen(release, table):
        return f'release "{release.slug}" is {release.state}: its {table} cannot be changed'

    @pytest.mark.parametrize("table", TABLES)
    @pytest.mark.parametrize(
        "statement", ["UPDATE {} SET release_id = release_id", "DELETE FROM {}"]
    )
    @pytest.mark.parametrize("lead", [submitted, approved])
    def test_are_neither_changed_nor_deleted(self, draft, lead, table, statement):
        release = lead(draft)
        assert refused(statement.format(table)) == self.frozen(release, table)

    def test_are_not_added(self, fixed):
        citation = CitationFactory()
        for table, record in (
            ("metrics_observation", lambda: ObservationFactory(release=fixed)),
            (
                "metrics_citation",
                lambda: CitationFactory(observation=citation.observation, release=fixed),
            ),
        ):
            with pytest.raises(IntegrityError) as refusal, transaction.atomic():
                record()
            assert str(refusal.value).splitlines()[0] == self.frozen(fixed, table)

    @pytest.mark.parametrize("table", TABLES)
    def test_are_not_moved_into_it(self, fixed, table):
        other = CitationFactory().release
        move = f"UPDATE {table} SET release_id = %s WHERE release_id = %s"
        assert refused(move, fixed.pk, other.pk) == self.frozen(fixed, table)

    @pytest.mark.parametrize("table", TABLES)
    @pytest.mark.parametrize("lead", [submitted, approved])
    def test_are_not_moved_out_of_it(self, draft, lead, table):
        release = lead(draft)
        move = f"UPDATE {table} SET release_id = %s WHERE release_id = %s"
        assert refused(move, ReleaseFactory().pk, release.pk) == self.frozen(release, table)

    @pytest.mark.parametrize("table", TABLES)
    def test_are_frozen_for_the_app_too(self, draft, as_app, table):
        release = submitted(draft)
        assert refused(f"DELETE FROM {table}") == self.frozen(release, table)


class TestReleases:
    @pytest.mark.parametrize("word", WORDS)
    def test_keep_their_words(self, fixed, word):
        change = f"UPDATE metrics_release SET {word} = 'khac' WHERE id = %s"
        assert refused(change, fixed.pk) == (
            f'release "{fixed.slug}" is {fixed.state} and cannot be changed'
        )

    @pytest.mark.parametrize("person", ["author_id", "approver_id"])
    def test_keep_author_and_approver(self, fixed, person):
        change = f"UPDATE metrics_release SET {person} = %s WHERE id = %s"
        assert refused(change, UserFactory().pk, fixed.pk) == (
            f'release "{fixed.slug}" is {fixed.state} and cannot be changed'
        )

    def test_are_not_overwritten_by_who_opened_the_draft(self, draft):
        opened = Release.objects.get(pk=draft.pk)
        submitted(draft)
        opened.title = "Tên khác"
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            opened.save()
        assert str(refusal.value).splitlines()[0] == (
            'release "quy-iv" is in_review and cannot be changed'
        )

    def test_are_not_deleted(self, draft):
        release = submitted(draft)
        assert refused("DELETE FROM metrics_release") == (
            'release "quy-iv" is in_review and cannot be deleted'
        )
        approved(release)
        assert refused("DELETE FROM metrics_release") == (
            'release "quy-iv" is approved and cannot be deleted'
        )

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE metrics_release SET state = 'draft' WHERE id = %s",
            "UPDATE metrics_release SET state = state WHERE id = %s",
            "DELETE FROM metrics_release WHERE id = %s",
        ],
    )
    def test_stay_abandoned(self, draft, statement):
        abandoned = lifecycle.abandon(release=draft, by=None)
        assert refused(statement, abandoned.pk) == (
            f'release "{abandoned.slug}" is abandoned and cannot be changed'
        )

    @pytest.mark.parametrize("state", ["draft", "in_review", "abandoned"])
    def test_have_a_moment_only_when_they_are_approved(self, state):
        with pytest.raises(IntegrityError, match="only_approved_releases_have_a_moment"):
            ReleaseFactory(state=state, published_at=LATER)


class TestMoments:
    """Readers may have seen a release by the time that a transaction ends."""

    SECOND = timedelta(seconds=1)
    CHANGES = [
        "UPDATE metrics_release SET published_at = NULL",
        "UPDATE metrics_release SET published_at = '2999-06-01'",
        "UPDATE metrics_release SET published_at = NULL, state = 'draft', approver_id = NULL",
    ]
    COMMIT = "; SET CONSTRAINTS ALL IMMEDIATE"

    @pytest.fixture(autouse=True)
    def release(self, draft):
        release = approved(draft)
        return lifecycle.schedule(release=release, by=None, at=LATER)

    @pytest.mark.parametrize("change", CHANGES)
    def test_stay_once_they_are_about_to_come(self, change):
        set_clock(LATER - self.SECOND)
        assert refused(change + self.COMMIT) == 'release "quy-iv" is public and cannot be changed'

    @pytest.mark.parametrize("change", CHANGES)
    def test_stay_when_they_come_before_the_transaction_ends(self, change):
        set_clock(LATER - timedelta(days=1))
        comes = "CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql STABLE "
        comes += "PARALLEL SAFE AS $$ SELECT timestamptz '2999-01-01 00:00Z' $$"
        assert refused(f"{change}; {comes}{self.COMMIT}") == (
            'release "quy-iv" is public and cannot be changed'
        )

    @pytest.mark.parametrize("change", CHANGES)
    def test_may_be_changed_until_then(self, change):
        set_clock(LATER - self.SECOND - timedelta(milliseconds=200))
        with connection.cursor() as cursor:
            cursor.execute(change + self.COMMIT)
        assert Release.objects.get().published_at != LATER


class TestApproval:
    def test_names_who_gave_it(self, draft):
        assert refused(APPROVE) == 'release "quy-iv" names nobody who approved it'

    def test_is_never_the_authors(self, draft):
        name = "nobody_approves_a_release_of_their_own"
        assert name in refused(f"{APPROVE}, approver_id = author_id")
        assert name in refused("UPDATE metrics_release SET approver_id = author_id")

    def test_needs_nobody_for_what_nobody_wrote(self):
        ReleaseFactory()
        with connection.cursor() as cursor:
            cursor.execute(APPROVE)
        assert Release.objects.get().state == "approved"


class TestSteps:
    @pytest.fixture(autouse=True)
    def step(self, draft):
        submitted(draft)

    @pytest.mark.parametrize("change", ["UPDATE {} SET comment = ''", "DELETE FROM {}"])
    def test_are_only_ever_added_to(self, change):
        assert refused(change.format("metrics_releasestep")) == (
            "metrics_releasestep is only ever added to"
        )

    def test_are_never_emptied(self, truncate_triggers):
        for table in ("metrics_releasestep", "forum_portal_user CASCADE"):
            assert refused(f"TRUNCATE {table}") == (
                "metrics_releasestep holds the public record and cannot be emptied"
            )

    def test_keep_their_release(self):
        Release.objects.update(state="draft")
        for rows in ("citation", "observation"):
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM metrics_{rows}")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert "violates foreign key constraint" in refused("DELETE FROM metrics_release")


class TestTheApp:
    """The serving role, against what is public and against what is only ever added to."""

    @pytest.fixture
    def public(self, draft):
        return published_by(draft)

    def test_does_not_change_public_releases(self, public, as_app):
        for change in ("UPDATE metrics_release SET note = note", "DELETE FROM metrics_release"):
            assert refused(change) == 'release "quy-iv" is public and cannot be changed'

    @pytest.mark.parametrize("table", TABLES)
    def test_does_not_change_public_rows(self, public, as_app, table):
        for change in (f"UPDATE {table} SET release_id = release_id", f"DELETE FROM {table}"):
            assert refused(change) == (f'release "quy-iv" is public: its {table} cannot be changed')

    @pytest.mark.parametrize("table", ["metrics_release", *TABLES])
    def test_empties_no_table_of_the_record(self, public, as_app, table):
        assert forbidden(f"TRUNCATE {table} CASCADE") == f"permission denied for table {table}"

    @pytest.mark.parametrize(
        "change", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}"]
    )
    def test_only_adds_to_steps_seals_and_the_audit_trail(self, public, as_app, change):
        tables = dict.fromkeys(settings.INSERT_ONLY_TABLES, "id")
        tables |= dict.fromkeys(audit_tables(), "pgh_id")
        assert {"metrics_releasestep", "metrics_releaseseal", "metrics_indicatorevent"} <= {*tables}
        for table, column in tables.items():
            statement = change.format(table, column)
            assert forbidden(statement) == f"permission denied for table {table}"

    def test_adds_steps(self, draft, as_app):
        lifecycle.step(draft, ReleaseStep.Action.CREATED, draft.author)
        assert ReleaseStep.objects.get().action == "created"
        assert Observation.objects.get().release == draft


class TestFourEyes:
    def test_a_release_keeps_its_author(self, draft):
        message = 'release "quy-iv" keeps its author'
        assert refused("UPDATE metrics_release SET author_id = NULL") == message
        submitted(draft)
        now = "published_at = portal_now()"
        assert refused(f"{APPROVE}, author_id = NULL, {now}") == message

    def test_a_step_is_dated_by_the_database(self, draft):
        made = ReleaseStep.objects.create(release=draft, action="approved", at=LATER)
        made.refresh_from_db()
        assert timezone.now() - made.at < timedelta(minutes=1)

    def test_a_public_release_takes_no_step(self, draft):
        published_by(draft)
        message = refused(
            "INSERT INTO metrics_releasestep (release_id, action, comment) "
            "VALUES (%s, 'approved', '')",
            draft.pk,
        )
        assert message == 'release "quy-iv" is public and takes no step'


SHADOWS = {
    "metrics_release": "id bigint, slug text, published_at timestamptz, state text",
    "metrics_observation": "id bigint, release_id bigint, area_id bigint, indicator_id bigint",
}


@pytest.mark.parametrize("shadow", SHADOWS)
def test_a_temporary_table_of_the_same_name_hides_nothing_from_the_guards(draft, shadow, as_app):
    published_by(draft)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {shadow} ({SHADOWS[shadow]})")
    for statement in (
        "UPDATE public.metrics_observation SET value = 49",
        "DELETE FROM public.metrics_citation",
        "UPDATE public.metrics_release SET title = 'khác'",
        "UPDATE public.metrics_area SET code = 'khac'",
    ):
        refused(statement)


def test_every_trigger_function_sees_the_real_tables_alone(db):
    with connection.cursor() as cursor:
        cursor.execute(f"{TRIGGER_FUNCTIONS} AND proconfig IS NULL")
        assert cursor.fetchall() == []
