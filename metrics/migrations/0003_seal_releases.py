"""Seals of releases, and keys that stay once a figure with a moment of publication names them."""

import django.db.models.deletion
from django.db import migrations, models

import metrics.clock
from metrics.manifest import manifest_sha256


def seal_what_has_its_moment(apps, schema_editor):
    """Vouch for what became public before there were seals, in the order of publication."""
    Release = apps.get_model("metrics", "Release")
    ReleaseSeal = apps.get_model("metrics", "ReleaseSeal")
    for release in Release.objects.exclude(published_at=None).order_by("published_at", "pk"):
        ReleaseSeal.objects.create(
            release=release,
            slug=release.slug,
            published_at=release.published_at,
            manifest_sha256=manifest_sha256(release),
        )


SEAL_GUARD = """
CREATE FUNCTION guard_release_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sealed record;
BEGIN
    SELECT published_at INTO sealed FROM metrics_release WHERE id = NEW.release_id FOR SHARE;
    IF NOT FOUND OR sealed.published_at <= portal_guard_now() THEN
        RAISE EXCEPTION 'release "%" is public or gone and takes no seal', NEW.slug
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.sealed_at := portal_guard_now();
    RETURN NEW;
END $$;
CREATE TRIGGER guard_release_seal BEFORE INSERT ON metrics_releaseseal
    FOR EACH ROW EXECUTE FUNCTION guard_release_seal();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON metrics_releaseseal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON metrics_releaseseal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
"""

# A manifest names what figures hang from by these keys. The lock makes a publication wait for a
# change of key, and the change sees a publication that came first.
KEY_GUARD = """
CREATE FUNCTION guard_key_of_figures() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_named boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('metrics_release.published_at'));
    is_named := CASE TG_TABLE_NAME
        WHEN 'metrics_area' THEN EXISTS (
            SELECT FROM metrics_observation o JOIN metrics_release r ON r.id = o.release_id
            WHERE o.area_id = OLD.id AND r.published_at IS NOT NULL)
        WHEN 'metrics_indicator' THEN EXISTS (
            SELECT FROM metrics_observation o JOIN metrics_release r ON r.id = o.release_id
            WHERE o.indicator_id = OLD.id AND r.published_at IS NOT NULL)
        WHEN 'metrics_unit' THEN EXISTS (
            SELECT FROM metrics_observation o JOIN metrics_release r ON r.id = o.release_id
            JOIN metrics_indicator i ON i.id = o.indicator_id
            WHERE i.unit_id = OLD.id AND r.published_at IS NOT NULL)
        WHEN 'metrics_source' THEN EXISTS (
            SELECT FROM metrics_citation c JOIN metrics_release r ON r.id = c.release_id
            WHERE c.source_id = OLD.id AND r.published_at IS NOT NULL)
            OR EXISTS (
            SELECT FROM metrics_observation o JOIN metrics_release r ON r.id = o.release_id
            WHERE o.instrument_id = OLD.id AND r.published_at IS NOT NULL)
    END;
    IF is_named THEN
        RAISE EXCEPTION '% "%" stands in public or scheduled figures: %',
            TG_ARGV[0], to_jsonb(OLD) ->> TG_ARGV[1], TG_ARGV[2]
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard_key_of_figures BEFORE UPDATE ON metrics_area FOR EACH ROW
    WHEN (NEW.code IS DISTINCT FROM OLD.code)
    EXECUTE FUNCTION guard_key_of_figures('area', 'code', 'its code stays');
CREATE TRIGGER guard_key_of_figures BEFORE UPDATE ON metrics_indicator FOR EACH ROW
    WHEN ((NEW.code, NEW.unit_id) IS DISTINCT FROM (OLD.code, OLD.unit_id))
    EXECUTE FUNCTION guard_key_of_figures('indicator', 'code', 'its code and unit stay');
CREATE TRIGGER guard_key_of_figures BEFORE UPDATE ON metrics_unit FOR EACH ROW
    WHEN ((NEW.code, NEW.kind, NEW.symbol) IS DISTINCT FROM (OLD.code, OLD.kind, OLD.symbol))
    EXECUTE FUNCTION guard_key_of_figures('unit', 'code', 'its code, kind and symbol stay');
CREATE TRIGGER guard_key_of_figures BEFORE UPDATE ON metrics_source FOR EACH ROW
    WHEN (NEW.slug IS DISTINCT FROM OLD.slug)
    EXECUTE FUNCTION guard_key_of_figures('source', 'slug', 'its address stays');
"""

# The guard of indicators that the one above takes over from.
DROP_INDICATOR_GUARD = "DROP FUNCTION guard_public_indicator() CASCADE;"
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
DROP FUNCTION guard_key_of_figures() CASCADE;
DROP FUNCTION refuse_change() CASCADE;
DROP FUNCTION guard_release_seal() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_guard_the_record")]

    operations = [
        migrations.CreateModel(
            name="ReleaseSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=100)),
                ("published_at", models.DateTimeField(null=True)),
                ("manifest_sha256", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField(db_default=metrics.clock.PortalNow())),
                ("release", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="seals", to="metrics.release")),
            ],
            options={
                "verbose_name": "seal of a release",
                "verbose_name_plural": "seals of releases",
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(seal_what_has_its_moment, migrations.RunPython.noop),
        migrations.RunSQL([SEAL_GUARD, KEY_GUARD], UNDO),
        migrations.RunSQL(DROP_INDICATOR_GUARD, INDICATOR_GUARD),
    ]
