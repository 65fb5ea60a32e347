"""One's own sessions: known again, ended one by one or all others, gone when an account is off."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from forum_portal import accounts
from forum_portal.access.addresses import client_address, neighbourhood
from forum_portal.access.browsers import browser_and_system
from forum_portal.models import DeskSession
from tests.factories import UserFactory, staff

pytestmark = pytest.mark.django_db
PAGE = "/admin/sessions/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0 Safari/537.36"


@pytest.fixture
def lan():
    return staff("Người duyệt", username="lan")


def browser_of(user, address="203.113.152.10", agent=CHROME):
    """Return a browser in which somebody has just logged in by their password."""
    client = Client(REMOTE_ADDR=address, headers={"User-Agent": agent})
    form = {"username": user.username, "password": "mat-khau-cua-test"}
    assert client.post("/admin/login/", form).status_code == 302
    return client


def is_inside(client):
    return client.get("/admin/").status_code == 200


def test_a_session_knows_whose_it_is_and_where(lan):
    browser_of(lan)
    session = lan.sessions.get()
    assert (session.address, session.browser, session.system) == (
        "203.113.152.…",
        "Chrome",
        "Windows",
    )
    assert session.used_at - session.started_at < timedelta(minutes=1)


def test_the_page_tells_them_in_words(lan):
    page = browser_of(lan).get(PAGE)
    text = " ".join(strip_tags(page.text).split())
    assert "Chrome trên Windows (phiên này)" in text
    assert "địa chỉ 203.113.152.…" in text
    assert lan.sessions.get().pk not in page.text


def test_the_one_in_use_comes_first_then_the_last_used(lan):
    first, second, third = (browser_of(lan) for _ in range(3))
    shown = first.get(PAGE).context["sessions"]
    assert [each.pk for each in shown] == [
        each.session.session_key for each in (first, third, second)
    ]


def test_those_of_others_do_not_show(lan):
    browser_of(UserFactory())
    assert [each.user for each in browser_of(lan).get(PAGE).context["sessions"]] == [lan]


def test_one_is_ended_at_once(lan):
    here, there = browser_of(lan), browser_of(lan)
    handle = lan.sessions.get(pk=there.session.session_key).handle
    answer = here.post(PAGE, {"session": str(handle)}, follow=True)
    assert [str(each) for each in answer.context["messages"]] == ["Phiên đã kết thúc."]
    assert (is_inside(here), is_inside(there)) == (True, False)


def test_all_others_are_ended(lan):
    here, *others = (browser_of(lan) for _ in range(3))
    stranger = browser_of(UserFactory())
    answer = here.post(PAGE, {"others": "1"}, follow=True)
    assert [str(each) for each in answer.context["messages"]] == ["Đã kết thúc 2 phiên khác."]
    assert [is_inside(each) for each in (here, *others, stranger)] == [True, False, False, True]


def test_ending_this_one_is_logging_out(lan):
    here = browser_of(lan)
    answer = here.post(PAGE, {"session": str(lan.sessions.get().handle)})
    assert (answer["Location"], is_inside(here)) == ("/admin/login/", False)


@pytest.mark.parametrize("sent", [{}, {"session": "x"}, {"session": str(uuid4())}])
def test_one_that_is_gone_is_told(lan, sent):
    answer = browser_of(lan).post(PAGE, sent, follow=True)
    told = [str(each) for each in answer.context["messages"]]
    assert (told, lan.sessions.count()) == (["Phiên đó đã kết thúc từ trước."], 1)


def test_last_used_follows_and_stays_cheap(lan, django_assert_num_queries):
    here = browser_of(lan)
    long_ago = timezone.now() - timedelta(minutes=30)
    DeskSession.objects.update(used_at=long_ago, started_at=long_ago)
    here.defaults["REMOTE_ADDR"] = "14.225.1.2"
    here.get(PAGE)
    session = lan.sessions.get()
    assert (session.used_at - long_ago >= timedelta(minutes=30), session.started_at) == (
        True,
        long_ago,
    )
    assert session.address == "14.225.1.…"
    with django_assert_num_queries(6):
        here.get(PAGE)


def test_expired_ones_are_gone_with_the_next_login(lan):
    browser_of(lan)
    DeskSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    here = browser_of(lan)
    assert [each.pk for each in lan.sessions.all()] == [here.session.session_key]


def test_changing_the_password_ends_all_others(lan):
    here, there = browser_of(lan), browser_of(lan)
    new = "mot-mat-khau-khac-17"
    form = {"old_password": "mat-khau-cua-test", "new_password1": new, "new_password2": new}
    answer = here.post("/admin/password_change/", form, follow=True)
    assert [str(each) for each in answer.context["messages"]] == [
        "Mật khẩu đã đổi, mọi phiên khác của bạn đã kết thúc."
    ]
    assert (is_inside(here), is_inside(there), lan.sessions.count()) == (True, False, 1)


def test_a_password_from_the_command_line_ends_them_all(lan):
    here = browser_of(lan)
    accounts.renew_password("lan")
    assert (is_inside(here), lan.sessions.count()) == (False, 0)


def test_a_reader_has_none(client):
    assert (client.get("/gioi-thieu/").cookies, DeskSession.objects.count()) == ({}, 0)


def test_the_serving_role_may_keep_them(lan, as_app):
    assert is_inside(browser_of(lan)) is True


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, ("Chrome", "Windows")),
        (f"{CHROME} Edg/142.0", ("Edge", "Windows")),
        (f"coc_coc_browser/120 {CHROME}", ("Cốc Cốc", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19 Safari/604", ("Safari", "iPhone")),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28 Chrome/130",
            ("Samsung Internet", "Android"),
        ),
        ("curl/8", ("", "")),
    ],
)
def test_browsers_are_named_as_their_owners_would(agent, words):
    assert browser_and_system(agent) == words


@pytest.mark.parametrize(
    ("address", "coarse"),
    [
        ("203.113.152.10", "203.113.152.…"),
        ("::ffff:203.113.152.10", "203.113.152.…"),
        ("2001:ee0:4b5a:1::2", "2001:ee0:4b5a:…"),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_addresses_are_kept_without_their_end(address, coarse):
    request = SimpleNamespace(META={"REMOTE_ADDR": address})
    assert neighbourhood(client_address(request)) == coarse
