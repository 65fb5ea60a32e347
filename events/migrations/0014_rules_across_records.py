"""Rules that one record alone cannot keep: rooms of the forum, numbers of the edition, the plan."""

from django.db import migrations, models

# A session and what is named with it are of one forum. Postgres compares both columns.
ONE_FORUM = [
    ("events_session", "room", "events_room", "session_room_is_of_its_forum"),
    ("events_session", "track", "events_track", "session_track_is_of_its_forum"),
    ("events_appearance", "session", "events_session", "appearance_session_is_of_its_forum"),
    ("events_quote", "session", "events_session", "quote_session_is_of_its_forum"),
]
KEY = """
ALTER TABLE {table} ADD CONSTRAINT {name}
    FOREIGN KEY ({field}_id, forum_id) REFERENCES {other} (id, forum_id)
    DEFERRABLE INITIALLY DEFERRED
"""

# As events.placing.as_sought does, but for letters beyond Vietnamese.
SOUGHT = r"""
CREATE FUNCTION booth_number_sought(number text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(translate(regexp_replace(
        normalize(number COLLATE "C", NFD),
        '[\s\u00a0\u2000-\u200a\u202f\u205f\u3000\u0300-\u036f]+', '', 'g'
    ), 'Đđ', 'dd'));
CREATE INDEX booth_number_sought ON events_booth (exhibition_id, booth_number_sought(number))
    WHERE number <> '';
"""

# Runs when the transaction ends, one at a time, and looks at what stands then: whoever comes second
# sees what the first has saved.
GUARD = """
CREATE FUNCTION guard_booths() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved bigint[] := ARRAY[NEW.id];
    twice record;
    off record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('events_booth'));
    IF TG_TABLE_NAME = 'events_exhibition' THEN
        moved := ARRAY(SELECT id FROM events_booth WHERE exhibition_id = NEW.id);
    END IF;
    SELECT booth.slug, booth.number, other.slug AS other INTO twice
    FROM events_booth booth
    JOIN events_exhibition own ON own.id = booth.exhibition_id
    JOIN events_exhibition beside ON beside.forum_id = own.forum_id
    JOIN events_booth other ON other.exhibition_id = beside.id AND other.id <> booth.id
        AND other.number <> ''
        AND booth_number_sought(other.number) = booth_number_sought(booth.number)
    WHERE booth.id = ANY (moved) AND booth_number_sought(booth.number) <> ''
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'booth "%" has the number % of booth "%"',
            twice.slug, twice.number, twice.other
            USING ERRCODE = 'unique_violation', TABLE = 'events_booth',
                CONSTRAINT = 'booth_number_once_in_an_edition';
    END IF;
    SELECT booth.slug, exhibition.slug AS plan INTO off
    FROM events_booth booth
    JOIN events_exhibition exhibition ON exhibition.id = booth.exhibition_id
    WHERE booth.id = ANY (moved)
        AND (booth.x + booth.width > exhibition.plan_width
            OR booth.y + booth.height > exhibition.plan_height)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'booth "%" lies off the plan of exhibition "%"', off.slug, off.plan
            USING ERRCODE = 'check_violation', TABLE = 'events_booth',
                CONSTRAINT = 'booth_lies_on_the_plan';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER guard_booth
    AFTER INSERT OR UPDATE OF exhibition_id, number, x, y, width, height ON events_booth
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.number <> '' OR NEW.x IS NOT NULL)
    EXECUTE FUNCTION guard_booths();
CREATE CONSTRAINT TRIGGER guard_exhibition
    AFTER UPDATE OF forum_id, plan_width, plan_height ON events_exhibition
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (
        (OLD.forum_id, OLD.plan_width, OLD.plan_height)
        IS DISTINCT FROM (NEW.forum_id, NEW.plan_width, NEW.plan_height)
    )
    EXECUTE FUNCTION guard_booths();
"""

MIXED = """
SELECT format('{table}: the {field} %s of record %s belongs to another forum', own.{field}_id, own.id)
FROM {table} own JOIN {other} other ON other.id = own.{field}_id
WHERE other.forum_id <> own.forum_id ORDER BY own.id
"""
TWICE = """
SELECT format('events_booth: "%s" and "%s" have the same number in one edition: %s',
    booth.slug, other.slug, booth.number)
FROM events_booth booth
JOIN events_exhibition own ON own.id = booth.exhibition_id
JOIN events_exhibition beside ON beside.forum_id = own.forum_id
JOIN events_booth other ON other.exhibition_id = beside.id AND other.id > booth.id
    AND other.number <> ''
    AND booth_number_sought(other.number) = booth_number_sought(booth.number)
WHERE booth_number_sought(booth.number) <> '' ORDER BY booth.id, other.id
"""
OFF = """
SELECT format('events_booth: "%s" lies off the plan of "%s"', booth.slug, exhibition.slug)
FROM events_booth booth JOIN events_exhibition exhibition ON exhibition.id = booth.exhibition_id
WHERE booth.x + booth.width > exhibition.plan_width
    OR booth.y + booth.height > exhibition.plan_height
ORDER BY booth.id
"""


def keys(statement):
    names = ("table", "field", "other", "name")
    return [statement.format(**dict(zip(names, each, strict=True))) for each in ONE_FORUM]


def name_what_breaks_a_rule(apps, schema_editor):
    """Stop before anything is changed where a record breaks a rule, and say which."""
    broken = []
    with schema_editor.connection.cursor() as cursor:
        for statement in (*keys(MIXED), TWICE, OFF):
            cursor.execute(statement)
            broken += [sentence for (sentence,) in cursor.fetchall()]
    if broken:
        raise ValueError("\n".join(["Mend these records, then migrate again:", *broken]))


class Migration(migrations.Migration):
    dependencies = [("events", "0013_forums_by_sector")]

    operations = [
        migrations.RunSQL(SOUGHT, "DROP FUNCTION booth_number_sought(text) CASCADE"),
        migrations.RunPython(name_what_breaks_a_rule, migrations.RunPython.noop),
        migrations.RemoveConstraint("booth", "booth_number_once_in_an_exhibition"),
        migrations.AddConstraint(
            "room",
            models.UniqueConstraint(fields=["id", "forum"], name="room_with_its_forum"),
        ),
        migrations.AddConstraint(
            "track",
            models.UniqueConstraint(fields=["id", "forum"], name="track_with_its_forum"),
        ),
        migrations.AddConstraint(
            "session",
            models.UniqueConstraint(fields=["id", "forum"], name="session_with_its_forum"),
        ),
        migrations.RunSQL(keys(KEY), keys("ALTER TABLE {table} DROP CONSTRAINT {name}")),
        migrations.RunSQL(GUARD, "DROP FUNCTION guard_booths() CASCADE"),
    ]
