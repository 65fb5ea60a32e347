"""A step more in the life of a release: taken back by those who sent it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("metrics", "0009_no_way_around_approval")]

    operations = [
        migrations.AlterField(
            model_name="releasestep",
            name="action",
            field=models.CharField(choices=[("created", "begun"), ("edited", "edited"), ("submitted", "sent for approval"), ("returned", "sent back"), ("taken_back", "taken back before approval"), ("approved", "approved"), ("recalled", "approval taken back"), ("scheduled", "scheduled"), ("unscheduled", "moment taken away"), ("published", "made public"), ("abandoned", "abandoned")], max_length=12, verbose_name="step"),
        ),
    ]
