"""What is written "KH&CN" is found as "khcn", too."""

from django.db import migrations

from forum_portal.text import run_together

EVENTS = ("forum", "session", "person", "exhibition", "booth", "solution", "report", "quote")
SEARCHED = [
    ("forum_portal", "organisation"),
    *(("metrics", name) for name in ("indicator", "source")),
    *(("events", name) for name in EVENTS),
]


def add_abbreviations(apps, schema_editor):
    for model in (apps.get_model(*each) for each in SEARCHED):
        written = model.objects.filter(search_text__contains="&")
        for pk, text in written.values_list("pk", "search_text"):
            together = run_together(text)
            model.objects.filter(pk=pk).update(search_text=" ".join([text, *together]))


class Migration(migrations.Migration):
    dependencies = [
        ("forum_portal", "0014_words_in_one_process"),
        ("metrics", "0011_figures_in_order"),
        ("events", "0013_forums_by_sector"),
    ]

    operations = [
        migrations.RunPython(add_abbreviations, migrations.RunPython.noop, elidable=True),
    ]
