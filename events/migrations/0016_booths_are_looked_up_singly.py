"""The guard of booths looks up one number at a time, which Postgres does along the index."""

from importlib import import_module

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION guard_booths() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved bigint[] := ARRAY[NEW.id];
    booth record;
    twice text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('events_booth'));
    IF TG_TABLE_NAME = 'events_exhibition' THEN
        moved := ARRAY(SELECT id FROM events_booth WHERE exhibition_id = NEW.id);
    END IF;
    FOR booth IN
        SELECT stands.id, stands.slug, stands.number, booth_number_sought(stands.number) AS sought,
            stands.x + stands.width AS ends_right, stands.y + stands.height AS ends_below,
            exhibition.slug AS plan, exhibition.plan_width, exhibition.plan_height,
            exhibition.forum_id
        FROM events_booth stands JOIN events_exhibition exhibition
            ON exhibition.id = stands.exhibition_id
        WHERE stands.id = ANY (moved)
    LOOP
        IF booth.sought <> '' THEN
            SELECT other.slug INTO twice
            FROM events_exhibition exhibition
            JOIN events_booth other ON other.exhibition_id = exhibition.id
                AND other.number <> '' AND booth_number_sought(other.number) = booth.sought
            WHERE exhibition.forum_id = booth.forum_id AND other.id <> booth.id
            LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION 'booth "%" has the number % of booth "%"',
                    booth.slug, booth.number, twice
                    USING ERRCODE = 'unique_violation', TABLE = 'events_booth',
                        CONSTRAINT = 'booth_number_once_in_an_edition';
            END IF;
        END IF;
        IF booth.ends_right > booth.plan_width OR booth.ends_below > booth.plan_height THEN
            RAISE EXCEPTION 'booth "%" lies off the plan of exhibition "%"', booth.slug, booth.plan
                USING ERRCODE = 'check_violation', TABLE = 'events_booth',
                    CONSTRAINT = 'booth_lies_on_the_plan';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""
EARLIER = import_module("events.migrations.0014_rules_across_records").GUARD


class Migration(migrations.Migration):
    dependencies = [("events", "0015_photos_of_people")]

    operations = [
        migrations.RunSQL(
            GUARD,
            EARLIER.partition("CREATE CONSTRAINT")[0].replace("CREATE F", "CREATE OR REPLACE F"),
        )
    ]
