"""A solution is shown at a booth of its own forum: readers of the booth see it."""

from django.core.management import CommandError
from django.db import migrations

# As guard_booths does: when the transaction ends, one at a time.
GUARD = """
CREATE FUNCTION guard_solutions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shown record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('events_booth'));
    SELECT solution.slug, booth.slug AS booth INTO shown
    FROM events_solution solution
    JOIN events_booth booth ON booth.id = solution.booth_id
    JOIN events_exhibition exhibition ON exhibition.id = booth.exhibition_id
    WHERE exhibition.forum_id <> solution.forum_id AND NEW.id = CASE TG_TABLE_NAME
        WHEN 'events_solution' THEN solution.id
        WHEN 'events_booth' THEN booth.id
        ELSE exhibition.id
    END
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'solution "%" is shown at booth "%" of another forum',
            shown.slug, shown.booth
            USING ERRCODE = 'check_violation', TABLE = 'events_solution',
                CONSTRAINT = 'solution_booth_is_of_its_forum';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER guard_solution
    AFTER INSERT OR UPDATE OF forum_id, booth_id ON events_solution
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.booth_id IS NOT NULL)
    EXECUTE FUNCTION guard_solutions();
CREATE CONSTRAINT TRIGGER guard_solutions_of_booth
    AFTER UPDATE OF exhibition_id ON events_booth
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.exhibition_id <> NEW.exhibition_id)
    EXECUTE FUNCTION guard_solutions();
CREATE CONSTRAINT TRIGGER guard_solutions_of_exhibition
    AFTER UPDATE OF forum_id ON events_exhibition
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.forum_id <> NEW.forum_id)
    EXECUTE FUNCTION guard_solutions();
"""
MIXED = """
SELECT format('events_solution: "%s" is shown at booth "%s" of another forum',
    solution.slug, booth.slug)
FROM events_solution solution
JOIN events_booth booth ON booth.id = solution.booth_id
JOIN events_exhibition exhibition ON exhibition.id = booth.exhibition_id
WHERE exhibition.forum_id <> solution.forum_id ORDER BY solution.id
"""


def name_what_breaks_the_rule(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(MIXED)
        broken = [sentence for (sentence,) in cursor.fetchall()]
    if broken:
        raise CommandError("\n".join(["Mend these records, then migrate again:", *broken]))


class Migration(migrations.Migration):
    dependencies = [("events", "0016_booths_are_looked_up_singly")]

    operations = [
        migrations.RunPython(name_what_breaks_the_rule, migrations.RunPython.noop),
        migrations.RunSQL(GUARD, "DROP FUNCTION guard_solutions() CASCADE"),
    ]
