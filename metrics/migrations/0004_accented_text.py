from django.db import migrations, models

from forum_portal.accents import accented_words

TEXTS = {
    "Indicator": ("name", "name_en", "code", "definition"),
    "Source": ("title", "label", "label_en", "legal_number", "publisher"),
}


def fill(apps, schema_editor):
    for model, fields in TEXTS.items():
        for each in apps.get_model("metrics", model).objects.all():
            text = " ".join(getattr(each, field) for field in fields)
            each.accented_text = " ".join(accented_words(text))
            each.save(update_fields=["accented_text"])


def accented_text(model):
    return migrations.AddField(
        model_name=model,
        name="accented_text",
        field=models.TextField(default="", editable=False),
    )


class Migration(migrations.Migration):
    dependencies = [("metrics", "0003_seal_releases")]

    operations = [
        accented_text("indicator"),
        accented_text("source"),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
