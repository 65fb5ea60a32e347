"""Roles are code: `migrate` makes the groups and gives them exactly the table's permissions."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from forum_portal.management.commands import migrate
from forum_portal.roles import ROLES, apply_roles, permissions_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def permissions(group):
    """The permissions of a group as `has_perm` names them."""
    pairs = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in pairs}


def test_a_migrated_database_has_them():
    groups = {group.name: permissions(group) for group in Group.objects.all()}
    assert groups == {role: set(permissions_of(role)) for role in ROLES}


def test_what_was_changed_by_hand_is_set_right_again():
    editor = Group.objects.get(name=ROLES[0])
    editor.permissions.set(Permission.objects.filter(codename="delete_user"))
    Group.objects.get(name=ROLES[1]).delete()
    apply_roles()
    assert [permissions(Group.objects.get(name=role)) for role in ROLES[:2]] == [
        set(permissions_of(role)) for role in ROLES[:2]
    ]


def test_migrating_sets_them_right_and_then_the_grants(monkeypatch):
    done = []
    monkeypatch.setattr(migrate, "apply_roles", lambda: done.append("roles"))
    monkeypatch.setattr(migrate, "grant_app_rights", lambda: done.append("grants"))
    call_command("migrate", stdout=StringIO())
    call_command("migrate", plan=True, stdout=StringIO())
    assert done == ["roles", "grants"]


def test_the_second_time_changes_nothing():
    before = set(Group.permissions.through.objects.values_list("pk", "group", "permission"))
    apply_roles()
    assert set(Group.permissions.through.objects.values_list("pk", "group", "permission")) == before


def test_accounts_keep_their_roles():
    user = UserFactory()
    user.groups.add(Group.objects.get(name=ROLES[0]))
    apply_roles()
    assert [role.name for role in user.groups.all()] == [ROLES[0]]


def test_other_groups_stay_as_they_are():
    other = Group.objects.create(name="Nhóm của bộ phận kỹ thuật")
    other.permissions.set(Permission.objects.filter(codename="view_user"))
    apply_roles()
    assert permissions(other) == {"forum_portal.view_user"}


def test_what_is_not_there_yet_is_left_out():
    Permission.objects.filter(codename="approve_release").delete()
    apply_roles()
    approver = permissions(Group.objects.get(name="Người duyệt"))
    assert approver == set(permissions_of("Người duyệt")) - {"metrics.approve_release"}
