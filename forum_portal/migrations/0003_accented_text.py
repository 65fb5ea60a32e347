from django.db import migrations, models

from forum_portal.accents import accented_words


def fill(apps, schema_editor):
    for each in apps.get_model("forum_portal", "Organisation").objects.all():
        texts = (each.name, each.short_name, each.name_en)
        each.accented_text = " ".join(accented_words(" ".join(texts)))
        each.save(update_fields=["accented_text"])


class Migration(migrations.Migration):
    dependencies = [("forum_portal", "0002_english_texts")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="accented_text",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
