from django.db import migrations, models

from forum_portal.text import fold


def fold_quotes(apps, schema_editor):
    Quote = apps.get_model("events", "Quote")
    for quote in Quote.objects.all():
        quote.search_text = fold(quote.text)
        quote.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("events", "0002_initial")]

    operations = [
        migrations.AddField(
            model_name="quote",
            name="search_text",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fold_quotes, migrations.RunPython.noop, elidable=True),
    ]
