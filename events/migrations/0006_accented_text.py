from django.db import migrations, models

from forum_portal.accents import accented_words
from forum_portal.text import fold, sort_key

TEXTS = {
    "Forum": ("name", "name_en", "theme", "theme_en", "series"),
    "Session": ("title", "title_en", "abstract"),
    "Person": ("name",),
    "Exhibition": ("title", "title_en", "theme"),
    "Booth": ("name", "number", "showed"),
    "Solution": ("name", "name_en", "description"),
    "Report": ("title", "title_en", "body"),
    "Quote": ("text",),
}
NEW_IN_SEARCH = ("Exhibition", "Solution")


def fill(apps, schema_editor):
    for model, fields in TEXTS.items():
        for each in apps.get_model("events", model).objects.all():
            texts = [getattr(each, field) for field in fields]
            each.accented_text = " ".join(accented_words(" ".join(texts)))
            if model in NEW_IN_SEARCH:
                each.search_text, each.sort_key = fold(" ".join(texts)), sort_key(texts[0])
            each.save()


def text_field(model, name, **options):
    return migrations.AddField(
        model_name=model.lower(),
        name=name,
        field=models.TextField(default="", editable=False, **options),
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0005_english_texts")]

    operations = [
        *(text_field(model, "accented_text") for model in TEXTS),
        *(text_field(model, "search_text") for model in NEW_IN_SEARCH),
        *(text_field(model, "sort_key", db_index=True) for model in NEW_IN_SEARCH),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
