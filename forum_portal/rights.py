"""What the serving role may do: work with rows, never with tables, triggers or functions."""

from django.conf import settings
from django.db import connection
from psycopg import sql

from forum_portal.audit import audit_tables

READ_ONLY_TABLES = [
    "django_migrations",  # what serves may not pretend that it was migrated
    "pghistory_context",  # pghistory's own, which we leave empty
]


# A trigger that looks a table up by its bare name would find a temporary one of the session first.
TRIGGER_FUNCTIONS = """
SELECT proname FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype
"""


def fix_search_paths() -> None:
    """Let each trigger function see the real tables alone, whatever its session has made."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER_FUNCTIONS)
        for (name,) in cursor.fetchall():
            statement = "ALTER FUNCTION public.{}() SET search_path = pg_catalog, public, pg_temp"
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))


# Each trigger of the audit trail asks this first. As pgtrigger makes it, a setting of the session
# answers: whoever serves could change a record and leave no trace.
NO_TRIGGER_IS_IGNORED = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT false'
"""


def keep_triggers_on() -> None:
    """Let no setting switch a trigger off; a migration that brings triggers brings it back."""
    with connection.cursor() as cursor:
        cursor.execute(NO_TRIGGER_IS_IGNORED)


def grant_app_rights(role: str | None = None) -> bool:
    """Give the serving role exactly its rights on every table there is; runs as the owner.

    False where one and the same role owns and serves, so that there is nothing to grant.
    """
    role = role or settings.APP_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        owner, database = cursor.fetchone()
        if not role or role == owner:
            return False
        grantee = sql.Identifier(role)
        execute = _executor(cursor, grantee)
        execute("GRANT CONNECT ON DATABASE {} TO {}", sql.Identifier(database))
        execute("GRANT USAGE ON SCHEMA public TO {}")
        execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}")
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}")
        execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}")
        there = set(connection.introspection.table_names(cursor))
        insert_only = {*settings.INSERT_ONLY_TABLES, *audit_tables()}
        for table in there & insert_only:  # not all are, after migrating back
            execute("REVOKE UPDATE, DELETE ON {} FROM {}", sql.Identifier(table))
        for table in there.intersection(READ_ONLY_TABLES):
            execute("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}", sql.Identifier(table))
    return True


def _executor(cursor, grantee):
    def execute(statement, *names):
        cursor.execute(sql.SQL(statement).format(*names, grantee))

    return execute
