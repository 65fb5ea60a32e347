"""A record's new words are found one by one: a plan made for few of them would read all of many."""

from django.db import migrations

SEPARATORS = r"[\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+"
REMEMBER = rf"""
CREATE OR REPLACE FUNCTION remember_search_words() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO search_word (word)
    SELECT DISTINCT word
    FROM unnest(regexp_split_to_array(left(NEW.search_text, 100000), '{SEPARATORS}')) AS cut(word)
    WHERE length(word) BETWEEN 2 AND 60 AND (
        SELECT true FROM search_word AS known WHERE known.word = cut.word LIMIT 1
    ) IS NULL;
    RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("forum_portal", "0012_words_of_the_search")]

    operations = [migrations.RunSQL(REMEMBER, migrations.RunSQL.noop)]
