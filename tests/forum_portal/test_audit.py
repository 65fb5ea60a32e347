"""The audit trail: complete, with who and when, only ever added to, and readable by staff."""

import re

import pghistory
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.utils.html import strip_tags

from events.models import Session
from forum_portal.audit import audit_tables, changes_of
from forum_portal.models import Organisation, User
from metrics.models import Area, Dashboard, Panel, Source
from tests.factories import (
    AreaFactory,
    DashboardFactory,
    ForumRoleFactory,
    OrganisationFactory,
    PanelFactory,
    SessionFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

# Releases with what they hold are public for good, or drafts that nobody has seen.
RECORD = {"Release", "ReleaseSeal", "ReleaseStep", "Observation", "Citation"}
# No account has rights of its own: it has roles, and those are code.
RIGHTS = {"User_user_permissions"}
# Forms and tables that were sent: what came of them has its own history.
SENT = {"Submission", "Upload", "StagedRow", "Verdict"}
# Who comes and goes; gone with the session or the hour.
VISITS = {"DeskSession", "Guesses"}


@pytest.fixture
def editor(client):
    editor = UserFactory(last_name="Vũ", first_name="Thị Mai", is_superuser=True)
    client.force_login(editor)
    return editor


def changes(record):
    """Return the label and the author's key of each change, the oldest first."""
    trail = changes_of(type(record)).objects.filter(pgh_obj_id=record.pk).order_by("pgh_id")
    return [(each.pgh_label, (each.pgh_context or {}).get("user")) for each in trail]


def history(client, path):
    """Return the rows of a history page, without its moments."""
    page = client.get(path).text
    [body] = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    rows = re.findall(r"</th>(.*?)</tr>", body, re.DOTALL)
    return [" ".join(strip_tags(row.replace("<", " <")).split()) for row in rows]


def test_all_that_staff_edit_is_in_it():
    models = [
        model
        for app in ("forum_portal", "metrics", "events")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if not model._meta.proxy and not issubclass(model, pghistory.models.Event)
    ]
    outside = {model.__name__ for model in models if changes_of(model) is None}
    assert outside == RECORD | RIGHTS | SENT | VISITS


def test_secrets_and_logins_are_not_in_it():
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(password="khác", last_login="2026-01-01T00:00Z")
    assert changes(user) == [("insert", None)]
    kept = {field.name for field in changes_of(User)._meta.fields}
    assert not kept & {"password", "last_login"}


def test_plain_sql_is_in_it():
    area = AreaFactory(name="Cũ")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE metrics_area SET name = 'Mới'")
        cursor.execute("UPDATE metrics_area SET name = 'Mới'")
        cursor.execute("DELETE FROM metrics_area")
    assert changes(area) == [("insert", None), ("update", None), ("delete", None)]


def test_it_is_written_with_the_rights_of_the_app(as_app):
    area = AreaFactory()
    area.delete()
    assert changes(Area(pk=changes_of(Area).objects.first().pgh_obj_id)) == [
        ("insert", None),
        ("delete", None),
    ]


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = ''", "DELETE FROM {}"])
def test_the_database_only_adds_to_it(statement):
    AreaFactory()
    with (
        pytest.raises(ProgrammingError, match="Cannot update or delete rows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("metrics_areaevent"))


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_id = 1", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_app_has_no_right_to_change_any_of_it(as_app, statement):
    for table in [*audit_tables(), "pghistory_context"]:
        column = "metadata = NULL" if table == "pghistory_context" else "pgh_id = 1"
        with (
            pytest.raises(ProgrammingError, match=f"permission denied for table {table}"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table).replace("pgh_id = 1", column))


@pytest.mark.parametrize("role", ["portal_app", "portal_owner"])
def test_no_setting_switches_it_off(role):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'metrics_area'::regclass "
            "AND tgname LIKE 'pgtrigger%'"
        )
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [names])
    area = AreaFactory(name="Cũ")
    Area.objects.filter(pk=area.pk).update(name="Mới")
    area.delete()
    assert len(names) == 3
    trail = changes_of(Area).objects.order_by("pgh_id")
    assert [each.pgh_label for each in trail] == ["insert", "update", "delete"]


class TestTheDesk:
    def test_names_who_changed_what(self, client, editor):
        source = SourceFactory(title="Bài báo", slug="bai-bao", kind="article")
        form = {"kind": "report", "title": "Báo cáo", "language": "vi", "slug": "bai-bao"}
        form |= {"published_on": "27/12/2023"}
        client.post(f"/admin/metrics/source/{source.pk}/change/", form)
        assert changes(source) == [("insert", None), ("update", editor.pk)]
        assert history(client, f"/admin/metrics/source/{source.pk}/history/") == [
            "Vũ Thị Mai Đã sửa Loại: bài báo → báo cáo Tiêu đề: Bài báo → Báo cáo "
            "Ngày công bố: trống → 27/12/2023",
            "cổng thông tin Đã thêm Địa chỉ: bai-bao Loại: bài báo Tiêu đề: Bài báo Ngôn ngữ: vi",
        ]

    def test_shows_related_records_by_name(self, client, editor):
        old = OrganisationFactory(name="Sở TT&TT", slug="so-tttt", kind="department")
        new = OrganisationFactory(name="Sở KH&CN")
        Organisation.objects.filter(pk=old.pk).update(successor=new)
        [row] = history(client, f"/admin/forum_portal/organisation/{old.pk}/history/")
        assert row.endswith("Đã sửa Tổ chức kế thừa: trống → Sở KH&amp;CN")

    def test_says_when_a_related_record_is_gone(self, client, editor):
        old = OrganisationFactory(successor=OrganisationFactory(name="Sở KH&CN"))
        Organisation.objects.filter(pk=old.pk).update(successor=None)
        Organisation.objects.get(name="Sở KH&CN").delete()
        [row] = history(client, f"/admin/forum_portal/organisation/{old.pk}/history/")
        assert row.endswith("Đã sửa Tổ chức kế thừa: nay đã xóa → trống")

    def test_shows_rows_and_links_of_the_record(self, client, editor):
        role = ForumRoleFactory(organisation__name="FPT", role="sponsor")
        forum = role.forum
        role.delete()
        [row] = history(client, f"/admin/events/forum/{forum.pk}/history/")
        assert row.endswith("Đã xóa: Vai trò của tổ chức Tổ chức: FPT Vai trò: tài trợ Thứ tự: 1")
        session = SessionFactory(forum=forum, title="Khai mạc")
        session.hosts.add(role.organisation)
        [row] = history(client, f"/admin/events/session/{session.pk}/history/")
        assert row.endswith("Đã thêm: Đơn vị tổ chức Tổ chức: FPT")

    def test_an_account_has_a_history_too(self, client, editor):
        [insert] = history(client, f"/admin/forum_portal/user/{editor.pk}/history/")
        assert "Mai" in insert

    def test_the_record_keeps_djangos_own(self, client, editor):
        from tests.factories import ReleaseFactory

        release = ReleaseFactory()
        page = client.get(f"/admin/metrics/release/{release.pk}/history/")
        assert page.status_code == 200

    def test_nobody_without_rights_sees_it(self, client):
        client.force_login(UserFactory())
        source = SourceFactory()
        assert client.get(f"/admin/metrics/source/{source.pk}/history/").status_code == 403

    def test_a_record_that_is_gone_has_no_page(self, client, editor):
        assert client.get("/admin/metrics/source/1/history/").status_code == 404


def test_a_reader_sends_no_context(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.post("/chi-so/")


def test_links_are_told_apart_from_their_records():
    panel = PanelFactory(dashboard=DashboardFactory())
    panel.areas.add(AreaFactory())
    trail = changes_of(Panel.areas.through).objects.all()
    assert [(each.pgh_label, each.panel_id) for each in trail] == [("insert", panel.pk)]
    assert changes_of(Session.hosts.through).objects.count() == 0
    assert (changes(panel), changes(panel.dashboard)) == ([("insert", None)], [("insert", None)])
    assert (Dashboard.objects.count(), Source.objects.count()) == (1, 0)
