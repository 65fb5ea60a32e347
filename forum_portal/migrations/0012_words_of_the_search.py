"""Indexes of words for the search, and the words themselves, among which typing errors are righted.

`search_words` is what `forum_portal.search_words` asks for: the folded words of a record, those of
its name once more behind "=", and those that carry a mark behind "@".
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# The field whose words count as the name; a quote has none.
NAMES = {
    "metrics_indicator": "name",
    "metrics_source": "title",
    "forum_portal_organisation": "name",
    "events_forum": "name",
    "events_session": "title",
    "events_person": "name",
    "events_exhibition": "title",
    "events_booth": "name",
    "events_solution": "name",
    "events_report": "title",
    "events_quote": "''",
}
# As in forum_portal.search_words: it must part words in the same places, whatever the locale.
SEPARATORS = r"[\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+"
MOST_SIGNS, LONGEST_WORD = 100_000, 60

# Costly, so that Postgres reads the index rather than makes the words of each row of a small table.
SEARCH_WORDS = rf"""
CREATE FUNCTION search_words(name text, folded text, accented text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5000
BEGIN ATOMIC
    WITH parts AS (
        SELECT left(word, {LONGEST_WORD}) AS word, row_number() OVER (ORDER BY place) AS place
        FROM unnest(regexp_split_to_array(left(folded, {MOST_SIGNS}), '{SEPARATORS}'))
            WITH ORDINALITY AS cut(word, place)
        WHERE word <> ''
    )
    SELECT array_to_tsvector(ARRAY(
        SELECT word FROM parts
        UNION
        SELECT '=' || word FROM parts WHERE place <= (
            SELECT count(*) FROM unnest(regexp_split_to_array(name, '{SEPARATORS}')) AS own(word)
            WHERE word <> ''
        )
        UNION
        SELECT '@' || left(word, {LONGEST_WORD})
        FROM unnest(string_to_array(left(accented, {MOST_SIGNS}), ' ')) AS accent(word)
        WHERE word <> ''
    ));
END
"""
# No key keeps a word from standing there twice: who writes one would wait for whom writes it, too.
WORDS = """
CREATE TABLE search_word (word text NOT NULL);
CREATE INDEX search_word_word ON search_word (word);
CREATE INDEX search_word_trigrams ON search_word USING gin (word gin_trgm_ops);
"""
REMEMBER = rf"""
CREATE FUNCTION remember_search_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_word (word)
    SELECT DISTINCT word
    FROM unnest(regexp_split_to_array(left(NEW.search_text, {MOST_SIGNS}), '{SEPARATORS}'))
        AS cut(word)
    WHERE length(word) BETWEEN 2 AND {LONGEST_WORD}
        AND NOT EXISTS (SELECT FROM search_word AS known WHERE known.word = cut.word);
    RETURN NULL;
END $$
"""
FILL = rf"""
INSERT INTO search_word (word)
SELECT DISTINCT word FROM {{table}},
    unnest(regexp_split_to_array(left(search_text, {MOST_SIGNS}), '{SEPARATORS}')) AS cut(word)
WHERE length(word) BETWEEN 2 AND {LONGEST_WORD}
    AND NOT EXISTS (SELECT FROM search_word AS known WHERE known.word = cut.word)
"""
TRIGGERS = """
CREATE TRIGGER remember_new_search_words AFTER INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION remember_search_words();
CREATE TRIGGER remember_search_words AFTER UPDATE OF search_text ON {table}
    FOR EACH ROW WHEN (OLD.search_text IS DISTINCT FROM NEW.search_text)
    EXECUTE FUNCTION remember_search_words();
"""
UNDO_TRIGGERS = """
DROP TRIGGER remember_new_search_words ON {table};
DROP TRIGGER remember_search_words ON {table};
"""


def index(table, name):
    return migrations.RunSQL(
        f"CREATE INDEX {table}_words ON {table} USING gin"
        f" (search_words({name}, search_text, accented_text)) WITH (fastupdate = off)",
        f"DROP INDEX {table}_words",
    )


def remembered(table):
    undo = UNDO_TRIGGERS.format(table=table)
    return migrations.RunSQL(
        [FILL.replace("{table}", table), TRIGGERS.format(table=table)], undo, elidable=False
    )


class Migration(migrations.Migration):
    dependencies = [
        ("forum_portal", "0011_one_account_per_address"),
        ("metrics", "0011_figures_in_order"),
        ("events", "0010_attached_files"),
    ]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(SEARCH_WORDS, "DROP FUNCTION search_words(text, text, text)"),
        migrations.RunSQL(WORDS, "DROP TABLE search_word"),
        migrations.RunSQL(REMEMBER, "DROP FUNCTION remember_search_words()"),
        *(index(table, name) for table, name in NAMES.items()),
        *(remembered(table) for table in NAMES),
    ]
