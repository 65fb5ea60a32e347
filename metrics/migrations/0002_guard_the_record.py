"""The clock of what is public, and the triggers that keep the public record as it is.

Once a release is public its row, its observations and its citations can be neither changed, added
to, moved nor removed, whoever asks; a correction is a new version in a new release.
"""

from django.db import migrations

CLOCK = """
CREATE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
AS 'SELECT statement_timestamp()';

-- The guards must not trust the moment at which a statement began: it may have waited for a lock
-- while the release that it writes into was published.
CREATE FUNCTION portal_guard_now() RETURNS timestamptz LANGUAGE sql VOLATILE
AS 'SELECT portal_now() + (clock_timestamp() - statement_timestamp())';
"""

NUMBERS = """
ALTER TABLE metrics_observation ADD CONSTRAINT observation_value_is_a_number
    CHECK (value NOT IN ('NaN', 'Infinity', '-Infinity'));
"""

RELEASE_GUARD = """
CREATE FUNCTION guard_public_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') AND OLD.published_at <= portal_guard_now() THEN
        RAISE EXCEPTION 'release "%" is public and cannot be changed', OLD.slug
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
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

# Once per statement, not per row: an import of a million rows asks one time. The lock makes a
# publication wait until the rows are in, and the rows see a publication that came first.
ROW_GUARD = """
CREATE FUNCTION guard_rows_of_public_releases() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched record;
BEGIN
    FOR touched IN
        SELECT slug, published_at FROM metrics_release
        WHERE id IN (SELECT DISTINCT release_id FROM changed) FOR SHARE
    LOOP
        IF touched.published_at <= portal_guard_now() THEN
            RAISE EXCEPTION 'release "%" is public: its % cannot be changed',
                touched.slug, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""

ROW_TRIGGERS = """
CREATE TRIGGER guard_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION guard_rows_of_public_releases();
CREATE TRIGGER guard_update_old AFTER UPDATE ON {table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION guard_rows_of_public_releases();
CREATE TRIGGER guard_update_new AFTER UPDATE ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION guard_rows_of_public_releases();
CREATE TRIGGER guard_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION guard_rows_of_public_releases();
"""

TRUNCATE_GUARD = """
CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% holds the public record and cannot be emptied', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON metrics_release
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON metrics_observation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON metrics_citation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
"""

INDICATOR_GUARD = """
CREATE FUNCTION guard_public_indicator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.code, NEW.unit_id) IS DISTINCT FROM (OLD.code, OLD.unit_id) AND EXISTS (
        SELECT FROM metrics_observation o JOIN metrics_release r ON r.id = o.release_id
        WHERE o.indicator_id = OLD.id AND r.published_at <= portal_guard_now()
    ) THEN
        RAISE EXCEPTION 'indicator "%" has public figures: code and unit stay', OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_public_indicator BEFORE UPDATE ON metrics_indicator
    FOR EACH ROW EXECUTE FUNCTION guard_public_indicator();
"""

UNDO = """
DROP FUNCTION guard_public_indicator() CASCADE;
DROP FUNCTION refuse_truncate() CASCADE;
DROP FUNCTION guard_rows_of_public_releases() CASCADE;
DROP FUNCTION guard_public_release() CASCADE;
DROP FUNCTION portal_guard_now();
DROP FUNCTION portal_now();
ALTER TABLE metrics_observation DROP CONSTRAINT observation_value_is_a_number;
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                CLOCK,
                NUMBERS,
                RELEASE_GUARD,
                ROW_GUARD,
                ROW_TRIGGERS.format(table="metrics_observation"),
                ROW_TRIGGERS.format(table="metrics_citation"),
                TRUNCATE_GUARD,
                INDICATOR_GUARD,
            ],
            UNDO,
        )
    ]
