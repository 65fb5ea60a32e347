from types import SimpleNamespace as Row

from events.roles import RoleGroup, role_groups


def test_roles_stand_with_the_hosts_first():
    patron, host, second = Row(role="patron"), Row(role="host"), Row(role="host")
    assert role_groups([patron, host, second]) == [
        RoleGroup("Tổ chức", [host, second]),
        RoleGroup("Bảo trợ", [patron]),
    ]


def test_nobody_known_is_no_group():
    assert role_groups([]) == []
