import django.core.validators
from django.db import migrations, models
from django.db.models import F, Q

SENTENCE = "The year must lie between 1990 and 2100."


class Migration(migrations.Migration):
    dependencies = [("events", "0006_accented_text")]

    operations = [
        migrations.AlterField(
            "forum",
            "year",
            models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1990, SENTENCE),
                    django.core.validators.MaxValueValidator(2100, SENTENCE),
                ],
                verbose_name="year",
            ),
        ),
        migrations.AddConstraint(
            "forum",
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)) | Q(year__isnull=True),
                name="forum_year_is_of_our_time",
                violation_error_message=SENTENCE,
            ),
        ),
        migrations.AddConstraint(
            "forum",
            models.CheckConstraint(
                condition=Q(date_start__year=F("year"))
                | Q(year__isnull=True)
                | Q(date_start__isnull=True),
                name="forum_begins_in_its_year",
                violation_error_message="The first day lies in another year than the one given.",
            ),
        ),
    ]
