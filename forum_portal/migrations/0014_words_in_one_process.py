"""A question of a page is answered sooner than helpers for it are started."""

from django.db import migrations

FUNCTION = "ALTER FUNCTION search_words(text, text, text) PARALLEL"


class Migration(migrations.Migration):
    dependencies = [("forum_portal", "0013_words_are_looked_up_by_index")]

    operations = [migrations.RunSQL(f"{FUNCTION} UNSAFE", f"{FUNCTION} SAFE")]
