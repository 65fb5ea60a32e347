"""Indexes along which pages read the newest figures of a series and the first of a release.

They begin with what the foreign keys had indexes of, which go.
"""

import django.db.models.deletion
from django.db import migrations, models


def without_index(model, name, to, related_name, verbose_name):
    key = models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to, verbose_name=verbose_name)
    return migrations.AlterField(model_name=model, name=name, field=key)


def index(model, *fields, **options):
    return migrations.AddIndex(model_name=model, index=models.Index(fields=fields, **options))


class Migration(migrations.Migration):
    dependencies = [("metrics", "0010_taken_back")]

    operations = [
        index("observation", "indicator", "area", "kind", "frequency", "-period_end", name="figures_in_series"),
        index("observation", "release", "indicator", "-period_end", "id", name="figures_of_release"),
        index("observation", "area", "-period_end", name="figures_about_area"),
        index("observation", "indicator", "period", "area", "instrument", condition=models.Q(kind="target"), name="targets_in_order"),
        index("citation", "release", "observation", name="citations_of_release"),
        index("citation", "source", "release", "id", name="places_in_source"),
        index("citation", "observation", condition=models.Q(stance="disagrees"), name="disagreeing_citations"),
        without_index("observation", "release", "metrics.release", "observations", "release"),
        without_index("observation", "indicator", "metrics.indicator", "observations", "indicator"),
        without_index("observation", "area", "metrics.area", "observations", "area"),
        without_index("citation", "release", "metrics.release", "citations", "release"),
        without_index("citation", "source", "metrics.source", "citations", "source"),
    ]
