"""States and steps of releases; figures are frozen from the moment that a release is submitted."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import metrics.clock

RELEASE_GUARD = """
CREATE FUNCTION guard_public_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') AND OLD.published_at <= portal_guard_now() THEN
        RAISE EXCEPTION 'release "%" is public and cannot be changed', OLD.slug
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP IN ('UPDATE', 'DELETE') AND OLD.state = 'abandoned' THEN
        RAISE EXCEPTION 'release "%" is abandoned and cannot be changed', OLD.slug
            USING ERRCODE = '23R01';
    END IF;
    IF TG_OP = 'DELETE' AND OLD.state <> 'draft' THEN
        RAISE EXCEPTION 'release "%" is % and cannot be deleted', OLD.slug, OLD.state
            USING ERRCODE = '23R01';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    -- Whatever the state becomes: who saves a draft that was sent meanwhile brings the old one.
    IF TG_OP = 'UPDATE' AND OLD.state <> 'draft' AND (
        (NEW.slug, NEW.title, NEW.title_en, NEW.reason, NEW.note, NEW.note_en)
        IS DISTINCT FROM
        (OLD.slug, OLD.title, OLD.title_en, OLD.reason, OLD.note, OLD.note_en)
        OR OLD.state = NEW.state
        AND (NEW.author_id, NEW.approver_id) IS DISTINCT FROM (OLD.author_id, OLD.approver_id)
    ) THEN
        RAISE EXCEPTION 'release "%" is % and cannot be changed', OLD.slug, OLD.state
            USING ERRCODE = '23R01';
    END IF;
    -- What nobody wrote, such as a city's history from files, needs nobody's approval.
    IF NEW.state = 'approved' AND NEW.author_id IS NOT NULL AND NEW.approver_id IS NULL THEN
        RAISE EXCEPTION 'release "%" names nobody who approved it', NEW.slug
            USING ERRCODE = '23R01';
    END IF;
    -- One publication at a time, so that the record only ever grows at its end.
    IF NEW.published_at <= portal_guard_now() THEN
        PERFORM pg_advisory_xact_lock(hashtext('metrics_release.published_at'));
        IF EXISTS (
            SELECT FROM metrics_release other
            WHERE other.id <> NEW.id AND other.published_at <= portal_guard_now()
              AND other.published_at >= NEW.published_at
        ) THEN
            RAISE EXCEPTION 'release "%" would be public before one that is public already', NEW.slug
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_public_release BEFORE INSERT OR UPDATE OR DELETE ON metrics_release
    FOR EACH ROW EXECUTE FUNCTION guard_public_release();
"""

# Between the guard above and the end of the transaction the moment may come, and readers see the
# release. This one is asked at the very end; the second is for the way from there to the readers.
MOMENT_GUARD = """
CREATE FUNCTION guard_moment_that_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at <= portal_guard_now() + interval '1 second' THEN
        RAISE EXCEPTION 'release "%" is public and cannot be changed', OLD.slug
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER guard_moment_that_comes AFTER UPDATE OR DELETE ON metrics_release
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION guard_moment_that_comes();
"""

ROW_GUARD = """
CREATE FUNCTION guard_rows_of_public_releases() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched record;
BEGIN
    FOR touched IN
        SELECT slug, published_at, state FROM metrics_release
        WHERE id IN (SELECT DISTINCT release_id FROM changed) FOR SHARE
    LOOP
        IF touched.published_at <= portal_guard_now() THEN
            RAISE EXCEPTION 'release "%" is public: its % cannot be changed',
                touched.slug, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF touched.state <> 'draft' THEN
            RAISE EXCEPTION 'release "%" is %: its % cannot be changed',
                touched.slug, touched.state, TG_TABLE_NAME USING ERRCODE = '23R01';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""

# The manifest, which names these keys, is fixed at approval.
KEY_GUARD = import_module("metrics.migrations.0003_seal_releases").KEY_GUARD.replace(
    "r.published_at IS NOT NULL", "r.state = 'approved'"
)

STEP_GUARD = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON metrics_releasestep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON metrics_releasestep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
"""

DROP_GUARDS = """
DROP FUNCTION guard_public_release() CASCADE;
DROP FUNCTION guard_rows_of_public_releases() CASCADE;
DROP FUNCTION guard_key_of_figures() CASCADE;
"""


def guards(release_guard, row_guard, key_guard):
    """The SQL that makes the three guards and hangs them to their tables."""
    triggers = import_module("metrics.migrations.0002_guard_the_record").ROW_TRIGGERS
    tables = ("metrics_observation", "metrics_citation")
    return [
        DROP_GUARDS,
        release_guard,
        row_guard,
        *(triggers.format(table=table) for table in tables),
        key_guard,
    ]


def earlier_guards():
    record = import_module("metrics.migrations.0002_guard_the_record")
    seals = import_module("metrics.migrations.0003_seal_releases")
    return guards(record.RELEASE_GUARD, record.ROW_GUARD, seals.KEY_GUARD)


STATES = [
    ("draft", "draft"),
    ("in_review", "in review"),
    ("approved", "approved"),
    ("abandoned", "abandoned"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0005_audit_trail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="release",
            options={
                "ordering": ["-published_at", "-pk"],
                "permissions": [("approve_release", "Can approve and publish releases")],
                "verbose_name": "release",
                "verbose_name_plural": "releases",
            },
        ),
        # As the column's first default, "approved" reaches public rows without rewriting them.
        migrations.AddField(
            model_name="release",
            name="state",
            field=models.CharField(choices=STATES, default="approved", editable=False, max_length=10, verbose_name="state"),
        ),
        migrations.RunSQL(
            "UPDATE metrics_release SET state = 'draft' WHERE published_at IS NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="release",
            name="state",
            field=models.CharField(choices=STATES, default="draft", editable=False, max_length=10, verbose_name="state"),
        ),
        migrations.AlterField(
            model_name="release",
            name="published_at",
            field=models.DateTimeField(blank=True, db_index=True, editable=False, null=True, verbose_name="public from"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(condition=models.Q(("published_at__isnull", True), ("state", "approved"), _connector="OR"), name="only_approved_releases_have_a_moment"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(condition=models.Q(("approver__isnull", True), ("author__isnull", True), models.Q(("approver", models.F("author")), _negated=True), _connector="OR"), name="nobody_approves_a_release_of_their_own", violation_error_message="Somebody else must approve this release."),
        ),
        migrations.CreateModel(
            name="ReleaseStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(choices=[("created", "begun"), ("submitted", "sent for approval"), ("returned", "sent back"), ("approved", "approved"), ("recalled", "approval taken back"), ("scheduled", "scheduled"), ("unscheduled", "moment taken away"), ("published", "made public"), ("abandoned", "abandoned")], max_length=12, verbose_name="step")),
                ("at", models.DateTimeField(db_default=metrics.clock.PortalNow(), verbose_name="at")),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="release_steps", to=settings.AUTH_USER_MODEL, verbose_name="by")),
                ("release", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="metrics.release", verbose_name="release")),
            ],
            options={
                "verbose_name": "step of a release",
                "verbose_name_plural": "steps of releases",
                "ordering": ["pk"],
            },
        ),
        migrations.RunSQL(guards(RELEASE_GUARD, ROW_GUARD, KEY_GUARD), earlier_guards()),
        migrations.RunSQL(MOMENT_GUARD, "DROP FUNCTION guard_moment_that_comes() CASCADE"),
        migrations.RunSQL(STEP_GUARD, migrations.RunSQL.noop),
    ]
