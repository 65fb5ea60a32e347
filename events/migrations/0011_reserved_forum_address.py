from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("events", "0010_attached_files")]

    operations = [
        migrations.AddConstraint(
            "forum",
            models.CheckConstraint(
                condition=~Q(slug="so-sanh"),
                name="forum_leaves_the_comparison_its_address",
                violation_error_message="At this address the editions are compared: take another.",
            ),
        ),
    ]
