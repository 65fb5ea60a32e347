import pytest
from django.db import ProgrammingError, connection
from django.test import override_settings

from forum_portal.models import Organisation
from forum_portal.rights import grant_app_rights


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


def test_the_app_works_with_rows(as_app):
    organisation = Organisation.objects.create(name="Sở Thông tin và Truyền thông")
    organisation.delete()
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE forum_portal_organisation CASCADE",
        "ALTER TABLE forum_portal_organisation DISABLE TRIGGER USER",
        "ALTER TABLE metrics_observation DISABLE TRIGGER ALL",
        "DROP TABLE metrics_citation",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql "
        "AS 'SELECT now() + interval ''1 year'''",
        "SET session_replication_role = replica",
        "DELETE FROM django_migrations",
    ],
)
def test_the_app_cannot_touch_the_guards(as_app, statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(statement)


def test_the_app_owns_nothing(db):
    owned = "SELECT count(*) FROM pg_class WHERE relowner = 'portal_app'::regrole"
    assert run(owned) == [(0,)]


def test_an_audit_table_is_for_insert_alone(db):
    run("CREATE TABLE audit_of_things (id int)")
    with override_settings(INSERT_ONLY_TABLES=["audit_of_things"]):
        assert grant_app_rights() is True
    rights = run(
        "SELECT privilege_type FROM information_schema.role_table_grants "
        "WHERE grantee = 'portal_app' AND table_name = 'audit_of_things' ORDER BY 1"
    )
    assert rights == [("INSERT",), ("SELECT",)]


def test_one_role_for_everything_needs_no_grants(db):
    assert grant_app_rights("portal_owner") is False
