"""Two administrators at one account, and two of whom each has the same account's password."""

from functools import partial

from django.contrib.admin.models import LogEntry
from django.test import Client

from forum_portal.access.links import new_link
from forum_portal.models import DeskSession, User
from forum_portal.roles import APPROVER
from tests import factories as make
from tests.races.together import (
    CONFLICT,
    REFUSED,
    SAVED,
    codes_of,
    logged_in,
    race,
    the_one_saved,
)

PASSWORDS = ("ba-con-vit-troi-song-19", "bon-ngon-nui-xanh-lam-83")


def page_of(account: User, name: str = "change") -> str:
    return f"/admin/forum_portal/user/{account.pk}/{name}/"


@race("forum_portal_user_off", "forum_portal_user_change")
def one_switches_off_what_another_edits(two):
    account = make.staff(APPROVER)
    edited = two.opened(1, page_of(account), last_name=two.texts[1])
    off, saved = two.send((page_of(account, "off"), {}), (page_of(account), edited))
    account.refresh_from_db()
    assert (off.status_code, account.is_active) == (SAVED, False)
    assert saved.status_code in (SAVED, CONFLICT)
    assert (account.last_name == two.texts[1]) is (saved.status_code == SAVED)


@race("forum_portal_user_off")
def two_switch_one_off(two):
    account = make.staff(APPROVER)
    logged_in(account)
    answers = two.send(*[(page_of(account, "off"), {})] * 2)
    account.refresh_from_db()
    assert (codes_of(answers), account.is_active) == ([SAVED] * 2, False)
    assert not DeskSession.objects.filter(user=account).exists()


@race("forum_portal_user_on", "forum_portal_user_change")
def one_switches_on_what_another_edits(two):
    account = make.staff(APPROVER, is_active=False)
    edited = two.opened(1, page_of(account), last_name=two.texts[1])
    on, saved = two.send((page_of(account, "on"), {}), (page_of(account), edited))
    account.refresh_from_db()
    assert (on.status_code, account.is_active) == (SAVED, True)
    assert (account.last_name == two.texts[1]) is (saved.status_code == SAVED)


@race("forum_portal_user_link")
def two_make_a_link(two):
    """The later link spends the earlier one, which the log tells, too."""
    account = make.staff(APPROVER)
    page = page_of(account, "link")
    assert codes_of(two.send((page, {}), (page, {}))) == [SAVED] * 2
    links = [each.get(page).context["link"]["url"] for each in two.clients]
    answers = [Client().get(each.partition("8000")[2] or each, follow=True) for each in links]
    assert sorted(codes_of(answers)) == [200, 410]
    assert LogEntry.objects.filter(object_id=account.pk).count() == 2


@race("set_password")
def two_open_one_link(two):
    """Who is second learns that the link is spent; the password is that of the first."""
    account = make.staff(APPROVER)
    link = new_link(account)
    clients = [Client(), Client()]
    pages = [each.get("/admin" + link.partition("/admin")[2]).url for each in clients]
    forms = [{"new_password1": each, "new_password2": each} for each in PASSWORDS]
    answers = two.at_once(
        *(partial(c.post, page, form) for c, page, form in zip(clients, pages, forms, strict=True))
    )
    first = the_one_saved(answers, refused=410)
    account.refresh_from_db()
    assert account.check_password(PASSWORDS[first])


@race("password_change")
def two_change_one_password(two):
    """Whose old password is old by then is told so; nobody believes in a password that fails."""
    account = make.staff(APPROVER)
    clients = [logged_in(account), logged_in(account)]
    forms = [
        {"old_password": "mat-khau-cua-test", "new_password1": each, "new_password2": each}
        for each in PASSWORDS
    ]
    answers = two.at_once(
        *(
            partial(each.post, "/admin/password_change/", form)
            for each, form in zip(clients, forms, strict=True)
        )
    )
    codes = codes_of(answers)
    assert codes.count(SAVED) == 1
    assert {*codes} <= {SAVED, REFUSED, 403, 400}
    account.refresh_from_db()
    assert account.check_password(PASSWORDS[codes.index(SAVED)])


@race("own_sessions")
def one_ends_a_session_that_ends_all_others(two):
    """Both are ended, in whatever order: who pressed stays logged in, and nobody gets an error."""
    account = make.staff(APPROVER)
    mine, other = logged_in(account), logged_in(account)
    third = DeskSession.objects.get(pk=logged_in(account).session.session_key)
    forms = {"others": "1"}, {"session": str(third.handle)}
    answers = two.at_once(
        *(partial(c.post, "/admin/sessions/", f) for c, f in zip([mine, other], forms, strict=True))
    )
    assert answers[0].status_code == SAVED
    left = DeskSession.objects.filter(user=account).values_list("pk", flat=True)
    assert [*left] == [mine.session.session_key]


@race("forum_portal_user_change")
def the_roles_and_the_name_of_one_account(two):
    account = make.UserFactory()
    role = make.staff(APPROVER).groups.get()
    page = page_of(account)
    with_role = two.opened(0, page, groups=[role.pk])
    answers = two.send((page, with_role), (page, two.opened(1, page, last_name=two.texts[1])))
    first = the_one_saved(answers)
    account.refresh_from_db()
    assert account.groups.exists() is (first == 0)
    assert (account.last_name == two.texts[1]) is (first == 1)


RACES = [
    one_switches_off_what_another_edits,
    two_switch_one_off,
    one_switches_on_what_another_edits,
    two_make_a_link,
    two_open_one_link,
    two_change_one_password,
    one_ends_a_session_that_ends_all_others,
    the_roles_and_the_name_of_one_account,
]


def test_nothing_is_lost(two, soak):
    two.run(RACES, soak, always=[two_open_one_link, two_change_one_password])
