from django.db import migrations

from forum_portal.accents import accented_words
from forum_portal.text import fold

TEXTS = ("name", "name_en", "theme", "theme_en", "series", "sectors", "sectors_en")


def find_by_sector(apps, schema_editor):
    Forum = apps.get_model("events", "Forum")
    for forum in Forum.objects.all():
        text = " ".join(each for each in (getattr(forum, name) for name in TEXTS) if each)
        words = {"search_text": fold(text), "accented_text": " ".join(accented_words(text))}
        Forum.objects.filter(pk=forum.pk).update(**words)


class Migration(migrations.Migration):
    dependencies = [("events", "0012_exhibition_plan")]

    operations = [
        migrations.RunPython(find_by_sector, migrations.RunPython.noop, elidable=True),
    ]
