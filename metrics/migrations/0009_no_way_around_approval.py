"""A release keeps its author, and a step its moment; the words of the key guard."""

from importlib import import_module

from django.db import migrations, models

life = import_module("metrics.migrations.0006_life_of_a_release")

RELEASE_GUARD = life.RELEASE_GUARD.replace(
    "    -- What nobody wrote,",
    """    -- Without its author, a release would need nobody's approval.
    IF TG_OP = 'UPDATE' AND OLD.author_id IS NOT NULL
        AND NEW.author_id IS DISTINCT FROM OLD.author_id
    THEN
        RAISE EXCEPTION 'release "%" keeps its author', OLD.slug USING ERRCODE = '23R01';
    END IF;
    -- What nobody wrote,""",
)
KEY_GUARD = life.KEY_GUARD.replace("public or scheduled figures", "approved or public figures")

STEP_GUARD = """
CREATE FUNCTION guard_release_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject record;
BEGIN
    SELECT slug, published_at INTO subject FROM metrics_release
    WHERE id = NEW.release_id FOR SHARE;
    IF subject.published_at <= portal_guard_now() THEN
        RAISE EXCEPTION 'release "%" is public and takes no step', subject.slug
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.at := portal_guard_now();
    RETURN NEW;
END $$;
CREATE TRIGGER guard_release_step BEFORE INSERT ON metrics_releasestep
    FOR EACH ROW EXECUTE FUNCTION guard_release_step();
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0008_former_addresses")]

    operations = [
        migrations.AlterField(
            model_name="releasestep",
            name="action",
            field=models.CharField(choices=[("created", "begun"), ("edited", "edited"), ("submitted", "sent for approval"), ("returned", "sent back"), ("approved", "approved"), ("recalled", "approval taken back"), ("scheduled", "scheduled"), ("unscheduled", "moment taken away"), ("published", "made public"), ("abandoned", "abandoned")], max_length=12, verbose_name="step"),
        ),
        migrations.RunSQL(
            life.guards(RELEASE_GUARD, life.ROW_GUARD, KEY_GUARD),
            life.guards(life.RELEASE_GUARD, life.ROW_GUARD, life.KEY_GUARD),
        ),
        migrations.RunSQL(STEP_GUARD, "DROP FUNCTION guard_release_step() CASCADE"),
    ]
