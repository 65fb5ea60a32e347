"""The accounts with which a portal is opened, and what `./portal run` and `login` say of them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from forum_portal import accounts
from forum_portal.management.commands.portal_run import Command
from forum_portal.models import User
from tests.factories import OrganisationFactory, PortalSettingsFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def caretaker():
    organisation = OrganisationFactory(name="Sở KH&CN")
    PortalSettingsFactory(caretaker=organisation)
    return organisation


def rights(account):
    roles = [role.name for role in account.groups.order_by("name")]
    return (account.username, account.is_staff, account.is_superuser, account.organisation, roles)


def log_in_again(*arguments):
    """What `./portal login` prints, the password apart."""
    out = StringIO()
    call_command("portal_login", *arguments, stdout=out)
    name, password = out.getvalue().splitlines()
    return name, password.removeprefix("password  ")


class TestNewPortal:
    def test_begins_with_an_editor_of_the_caretaker_and_an_approver(self, caretaker):
        passwords = accounts.open_portal()

        assert [rights(each) for each in User.objects.order_by("username")] == [
            (
                "bientap",
                True,
                False,
                caretaker,
                ["Biên tập viên diễn đàn", "Biên tập viên số liệu"],
            ),
            ("duyet", True, False, None, ["Người duyệt"]),
        ]
        assert [
            User.objects.get(username=each).check_password(passwords[each]) for each in passwords
        ] == [True, True]

    def test_without_a_caretaker_begins_with_an_administrator(self):
        assert list(accounts.open_portal()) == ["quantri"]
        [account] = User.objects.all()
        assert rights(account) == ("quantri", True, True, None, ["Quản trị"])

    def test_is_opened_once(self, caretaker):
        accounts.open_portal()
        assert accounts.open_portal() == {}
        assert User.objects.count() == 2

    def test_may_be_opened_with_the_rights_of_the_app(self, caretaker, as_app):
        assert list(accounts.open_portal()) == ["bientap", "duyet"]


class TestLogin:
    @pytest.mark.parametrize("name", ["bientap", "duyet", "quantri"])
    def test_makes_the_one_that_is_missing(self, caretaker, name):
        line, password = log_in_again(name)
        assert line == f"login     {name}"
        assert User.objects.get().check_password(password)

    def test_means_the_editor_if_nobody_is_named(self, caretaker):
        assert log_in_again()[0] == "login     bientap"

    def test_means_the_administrator_while_there_is_no_caretaker(self):
        assert log_in_again()[0] == "login     quantri"

    def test_leaves_the_rights_of_an_account_as_they_are(self, caretaker):
        account = UserFactory(username="bientap", is_active=False, organisation=None)
        _, password = log_in_again("bientap")
        account.refresh_from_db()
        assert (account.check_password(password), account.is_active) == (True, False)
        assert rights(account) == ("bientap", True, False, None, [])

    def test_gives_the_administrator_all_rights_again(self):
        User.objects.create_user("quantri", is_active=False)
        log_in_again("quantri")
        account = User.objects.get()
        assert (account.is_staff, account.is_superuser, account.is_active) == (True, True, True)

    def test_refuses_a_name_that_nobody_has(self):
        with pytest.raises(CommandError, match=r"^There is no account 'khong-co'\.$"):
            log_in_again("khong-co")


class TestGreeting:
    def greet(self, passwords):
        out = StringIO()
        Command(stdout=out).greet(8000, passwords)
        return out.getvalue()

    def test_names_the_two_that_work_together(self):
        assert self.greet({"bientap": "aaaa", "duyet": "bbbb"}) == (
            "\n"
            "  portal    http://127.0.0.1:8000/\n"
            "  staff     http://127.0.0.1:8000/admin/\n"
            "  editor    bientap\n"
            "  password  aaaa\n"
            "  approver  duyet\n"
            "  password  bbbb\n"
            "  ./portal login quantri makes the administrator's login\n"
            "\n"
            "Ctrl-C stops it.\n"
        )

    def test_names_the_administrator_of_an_empty_portal(self):
        lines = self.greet({"quantri": "cccc"}).splitlines()
        assert lines[3:-2] == ["  login     quantri", "  password  cccc"]

    def test_says_later_how_to_get_another_password(self):
        lines = self.greet({}).splitlines()
        assert lines[3:-2] == ["  password  ./portal login gives a new one"]
