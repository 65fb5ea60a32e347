"""Logging in over HTTP: what who guesses is told, and who comes in all the same."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from forum_portal import accounts
from tests.factories import UserFactory, staff

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
RIGHT = "mat-khau-cua-test"
SLOWED = (
    "Đã sai mật khẩu quá nhiều lần với tài khoản này hoặc từ nơi này. Để không ai dò được mật "
    "khẩu, cổng chỉ nhận lần thử tiếp theo sau 30 giây. Tài khoản không bị khóa."
)


@pytest.fixture
def lan(clock):
    return UserFactory(username="lan")


def log_in(password, name="lan", address="203.113.152.10", **sent):
    form = {"username": name, "password": password} | sent
    return Client(REMOTE_ADDR=address).post(LOGIN, form)


def test_the_right_password_opens(lan):
    answer = log_in(RIGHT)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_after_five_wrong_ones_the_next_is_not_looked_at(lan, clock):
    answers = [log_in("sai").status_code for _ in range(6)]
    too_early = log_in(RIGHT)
    assert answers == [200] * 5 + [429]
    assert (too_early.status_code, too_early["Retry-After"]) == (429, "30")
    assert too_early.context["form"].non_field_errors() == [SLOWED]
    clock.pass_(seconds=30)
    assert log_in(RIGHT).status_code == 302


def test_another_address_is_let_in_meanwhile(lan):
    for _ in range(9):
        log_in("sai")
    assert log_in(RIGHT, address="14.225.1.2").status_code == 302


def test_colleagues_behind_the_same_address_are_let_in(lan):
    UserFactory(username="minh")
    for _ in range(9):
        log_in("sai")
    assert log_in(RIGHT, name="minh").status_code == 302


def test_an_account_that_is_not_there_is_told_the_same(lan):
    for name in ("lan", "khong-co"):
        answers = [log_in("sai", name=name) for _ in range(6)]
        told = [(each.status_code, each.context["form"].non_field_errors()) for each in answers]
        wrong = told[0][1]
        assert told == [*[(200, wrong)] * 5, (429, [SLOWED])]


def test_an_office_of_eighty_comes_in_though_one_of_them_guesses(clock):
    people = [UserFactory() for _ in range(80)]
    assert {log_in(RIGHT, name=each.username).status_code for each in people} == {302}
    for number in range(60):
        clock.pass_(seconds=int(log_in("sai", name=f"x{number}").get("Retry-After", 0)))
    assert log_in("sai", name="nua").status_code == 429
    assert {log_in(RIGHT, name=each.username).status_code for each in people} == {302}


def test_what_was_typed_before_the_session_ended_is_not_lost_by_waiting(lan, clock):
    user = staff("Quản trị", username="quan-tri-2")
    sent = Client().post("/admin/forum_portal/organisation/add/", {"name": "Sở Mới"})
    kept = sent.context["kept"]
    for _ in range(5):
        log_in("sai", name=user.username)
    answer = log_in(RIGHT, name=user.username, _kept=kept)
    assert (answer.status_code, answer.context["kept"]) == (429, kept)
    clock.pass_(seconds=30)
    resumed = log_in(RIGHT, name=user.username, _kept=answer.context["kept"])
    assert resumed.context["typed"] == [("Tên", "Sở Mới")]


class TestBehindAWebServer:
    @pytest.fixture(autouse=True)
    def web_server(self, settings):
        settings.IS_HTTPS = True

    def sent_by(self, address, password):
        client = Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": address})
        return client.post(LOGIN, {"username": "lan", "password": password}).status_code

    def test_the_reader_is_who_the_server_says(self, lan):
        assert [self.sent_by("203.113.152.10", "sai") for _ in range(6)] == [200] * 5 + [429]
        assert self.sent_by("14.225.1.2", RIGHT) == 302

    def test_what_a_browser_claims_counts_nothing(self, lan):
        told = [self.sent_by(f"10.0.0.{number}, 203.113.152.10", "sai") for number in range(6)]
        assert told == [200] * 5 + [429]


def test_a_header_counts_nothing_without_a_web_server(lan):
    told = [
        Client(headers={"X-Forwarded-For": f"10.0.0.{number}"})
        .post(LOGIN, {"username": "lan", "password": "sai"})
        .status_code
        for number in range(6)
    ]
    assert told == [200] * 5 + [429]


def test_nonsense_is_no_error(lan):
    assert log_in("sai", name="a\0b", address="").status_code == 200
    assert log_in("", name="").status_code == 200
    assert log_in("sai", name="x" * 5000).status_code == 200


def test_the_old_password_is_not_guessed_quickly_either(lan):
    client = Client()
    client.force_login(lan)
    form = {"old_password": "sai", "new_password1": "x", "new_password2": "y"}
    answers = [client.post("/admin/password_change/", form) for _ in range(6)]
    assert [each.status_code for each in answers] == [200] * 5 + [429]
    assert (answers[5]["Retry-After"], SLOWED in strip_tags(answers[5].text)) == ("30", True)


def test_the_printed_password_need_not_wait(lan):
    for _ in range(9):
        log_in("sai")
    assert log_in(accounts.renew_password("lan")).status_code == 302
