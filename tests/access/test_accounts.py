"""Inviting people, giving them a link to a password, switching them off and on."""

import re
from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core import mail as outgoing
from django.db import connection
from django.test import Client

from forum_portal.access import links
from forum_portal.access.switching import lock_administrators
from forum_portal.audit import changes_of
from forum_portal.models import User
from forum_portal.roles import ADMINISTRATOR, APPROVER, EDITOR
from tests.factories import OrganisationFactory, PortalSettingsFactory, UserFactory, staff

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/forum_portal/user/"
NEW = "mot-mat-khau-khac-17"


@pytest.fixture
def administrator(client):
    user = staff(ADMINISTRATOR, username="quan-tri")
    client.force_login(user)
    return user


@pytest.fixture
def lan():
    return staff(APPROVER, username="lan", last_name="Trần", first_name="Thị Lan", email="lan@a.vn")


def invitation(*roles, **changes):
    keys = [role.pk for role in Group.objects.filter(name__in=roles)]
    name = {"last_name": "Nguyễn", "first_name": "Văn Minh", "email": "minh.nv@example.vn"}
    return name | {"groups": keys} | changes


def invite(client, *roles, **changes):
    return client.post(f"{ACCOUNTS}add/", invitation(*roles, **changes), follow=True)


def path_of(page):
    [link] = re.findall(r">http://[^/]+(/admin/set-password/[^<]+)<", page.text)
    return link


def set_password(path, password=NEW):
    """Open a link in a browser of one's own and set a password; return the last answer."""
    browser = Client()
    opened = browser.get(path, follow=True)
    if opened.status_code != 200:
        return opened
    form = {"new_password1": password, "new_password2": password}
    return browser.post(opened.redirect_chain[-1][0], form)


def errors(page):
    return dict(page.context["adminform"].form.errors)


def told(page):
    return [str(each) for each in page.context["messages"]]


class TestInviting:
    def test_makes_an_account_without_a_password(self, client, administrator):
        body = OrganisationFactory()
        invite(client, EDITOR, APPROVER, organisation=body.pk)
        user = User.objects.get(email="minh.nv@example.vn")
        assert (user.username, user.organisation, user.is_staff, user.has_usable_password()) == (
            *("minh.nv", body),
            *(True, False),
        )
        assert {role.name for role in user.groups.all()} == {EDITOR, APPROVER}

    def test_the_organisation_is_chosen_without_javascript(self, client, administrator):
        body = OrganisationFactory(name="Sở Du lịch")
        page = client.get(f"{ACCOUNTS}add/")
        assert f'<option value="{body.pk}">Sở Du lịch</option>' in page.text

    def test_shows_the_link_once(self, client, administrator):
        page = invite(client, APPROVER)
        again = client.get(page.request["PATH_INFO"])
        assert path_of(page).startswith("/admin/set-password/")
        assert ("/set-password/" in again.text, again.context["link"]) == (False, None)

    def test_the_invited_set_their_password_and_come_in(self, client, administrator):
        answer = set_password(path_of(invite(client, APPROVER)))
        assert (answer.status_code, answer["Location"]) == (302, "/admin/login/")
        browser = Client()
        form = {"username": "minh.nv", "password": NEW}
        assert browser.post("/admin/login/", form)["Location"] == "/admin/"

    def test_without_a_mail_server_it_says_so(self, client, administrator):
        page = invite(client, APPROVER)
        assert ("Cổng chưa có máy chủ thư." in page.text, outgoing.outbox) == (True, [])

    @pytest.mark.django_db(transaction=True)
    def test_with_a_mail_server_it_also_goes_out(self, client, administrator, mail_server):
        PortalSettingsFactory(name="Cổng thử")
        page = invite(client, APPROVER)
        [letter] = outgoing.outbox
        assert (letter.to, letter.subject) == (
            ["minh.nv@example.vn"],
            "Tài khoản của bạn tại Cổng thử",
        )
        assert path_of(page) in letter.body
        assert "Đã gửi tới minh.nv@example.vn" in page.text
        assert page.context["link"]["failed"] is False

    def test_no_letter_goes_out_before_the_account_is_saved(
        self, client, administrator, mail_server, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as waiting:
            client.post(f"{ACCOUNTS}add/", invitation(APPROVER, _once=str(uuid4())))
        assert (len(waiting), outgoing.outbox) == (1, [])

    @pytest.mark.django_db(transaction=True)
    def test_a_mail_server_that_fails_is_told(self, client, administrator, settings, caplog):
        options = {"host": "127.0.0.1", "port": 9}
        backend = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
        page = invite(client, APPROVER)
        assert "Máy chủ thư không nhận thư." in page.text
        assert path_of(page) != ""

    def test_a_taken_name_gets_a_number(self, client, administrator):
        UserFactory(username="minh.nv")
        invite(client, APPROVER)
        assert User.objects.get(email="minh.nv@example.vn").username == "minh.nv2"

    def test_a_name_may_be_typed(self, client, administrator):
        invite(client, APPROVER, username="minh")
        assert User.objects.get(email="minh.nv@example.vn").username == "minh"

    @pytest.mark.parametrize(
        ("roles", "changes", "refusals"),
        [
            ([], {}, {"groups": ["Đánh dấu ít nhất một vai trò."]}),
            (
                [EDITOR],
                {},
                {"organisation": ["Chọn cơ quan có số liệu do người này cập nhật."]},
            ),
            (
                [APPROVER],
                {"email": "LAN@a.vn"},
                {"email": ["Tài khoản “lan” đã dùng địa chỉ này; mỗi người có một địa chỉ riêng."]},
            ),
        ],
    )
    def test_is_refused_with_a_sentence(self, client, administrator, lan, roles, changes, refusals):
        page = invite(client, *roles, **changes)
        assert (errors(page), User.objects.count()) == (refusals, 2)

    def test_a_double_click_invites_once(self, client, administrator):
        form = invitation(APPROVER, _once="5f0c0b0e-4a3e-4a58-9f0e-6d6f0a3f7a11")
        pages = [client.post(f"{ACCOUNTS}add/", form)["Location"] for _ in range(2)]
        user = User.objects.get(email="minh.nv@example.vn")
        assert pages == [f"{ACCOUNTS}{user.pk}/link/", f"{ACCOUNTS}{user.pk}/change/"]

    def test_makes_nobody_a_superuser(self, client, administrator):
        invite(client, APPROVER, is_superuser="on")
        assert User.objects.get(email="minh.nv@example.vn").is_superuser is False


class TestLinks:
    def link(self, client, user):
        return path_of(client.post(f"{ACCOUNTS}{user.pk}/link/", follow=True))

    def test_work_once(self, client, administrator, lan):
        path = self.link(client, lan)
        assert [set_password(path).status_code for _ in range(2)] == [302, 410]
        lan.refresh_from_db()
        assert lan.check_password(NEW) is True

    def test_say_why_they_do_not_work(self, client, lan):
        page = client.get("/admin/set-password/MQ/abc-def/")
        assert page.status_code == 410
        assert "Liên kết đã được dùng, đã quá ba ngày, hoặc đã có liên kết mới hơn." in page.text

    def test_end_after_three_days(self, client, administrator, lan, settings, monkeypatch):
        path = self.link(client, lan)
        now = links.tokens._now()
        monkeypatch.setattr(links.tokens, "_now", lambda: now + timedelta(days=3, seconds=2))
        assert set_password(path).status_code == 410

    def test_a_newer_one_ends_the_earlier(self, client, administrator, lan):
        first, second = self.link(client, lan), self.link(client, lan)
        assert [set_password(path).status_code for path in (first, second)] == [410, 302]

    def test_switching_off_ends_them_for_good(self, client, administrator, lan):
        path = self.link(client, lan)
        client.post(f"{ACCOUNTS}{lan.pk}/off/")
        assert set_password(path).status_code == 410
        assert client.post(f"{ACCOUNTS}{lan.pk}/link/")["Location"].endswith("/change/")

    def test_log_the_owner_out_everywhere(self, client, administrator, lan):
        inside = Client()
        inside.force_login(lan)
        set_password(self.link(client, lan))
        assert (inside.get("/admin/").status_code, lan.sessions.count()) == (302, 0)

    def test_do_not_disturb_who_tries_one_out(self, client, administrator, lan):
        path = self.link(client, lan)
        page = client.get(path, follow=True).redirect_chain[-1][0]
        answer = client.post(page, {"new_password1": NEW, "new_password2": NEW})
        assert (answer.status_code, client.get("/admin/").status_code) == (302, 200)

    def test_may_be_used_by_who_is_inside(self, client, administrator, lan):
        browser = Client()
        browser.force_login(lan)
        page = browser.get(self.link(client, lan), follow=True).redirect_chain[-1][0]
        answer = browser.post(page, {"new_password1": NEW, "new_password2": NEW})
        assert (answer.status_code, answer["Location"]) == (302, "/admin/login/")

    def test_take_no_weak_password(self, client, administrator, lan):
        answer = set_password(self.link(client, lan), "123456789")
        assert sorted(answer.context["form"].errors) == ["new_password2"]
        assert lan.check_password("mat-khau-cua-test") is True

    @pytest.mark.parametrize("weak", ["123456789012", "lan@a.vn.lan@a.vn", "abcdefghijkl"])
    def test_take_no_password_that_is_easily_guessed(self, client, administrator, lan, weak):
        answer = set_password(self.link(client, lan), weak)
        assert sorted(answer.context["form"].errors) == ["new_password2"]
        assert lan.check_password("mat-khau-cua-test") is True

    def test_a_mail_program_that_looks_at_one_does_not_spend_it(self, client, administrator, lan):
        path = self.link(client, lan)
        Client().get(path, follow=True)
        assert set_password(path).status_code == 302

    def test_stay_on_record(self, client, administrator, lan):
        self.link(client, lan)
        history = client.get(f"{ACCOUNTS}{lan.pk}/history/")
        assert "Liên kết đặt mật khẩu tạo lúc" in history.text

    @pytest.mark.parametrize("uid", ["", "MQ", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "%ff", "=="])
    def test_nonsense_is_refused_alike(self, client, uid):
        assert client.get(f"/admin/set-password/{uid or 'x'}/a-b/").status_code == 410


class TestLostPassword:
    PAGE = "/admin/lost-password/"

    def test_without_a_mail_server_it_says_whom_to_ask(self, client, lan):
        page = client.get(self.PAGE)
        assert "Nhờ người quản trị của cổng" in page.text
        assert client.post(self.PAGE, {"email": lan.email}).context["is_asked"] is False

    def test_sends_a_link_that_works(self, client, lan, mail_server, clock):
        client.post(self.PAGE, {"email": "Lan@A.vn"})
        [letter] = outgoing.outbox
        [path] = re.findall(r"http://[^/]+(/admin/set-password/\S+)", letter.body)
        assert (letter.to, set_password(path).status_code) == (["lan@a.vn"], 302)

    def test_does_not_tell_whether_there_is_an_account(self, client, lan, mail_server, clock):
        UserFactory(email="cu@a.vn", is_active=False)
        pages = [
            client.post(self.PAGE, {"email": each}).text.replace(each, "…")
            for each in ("lan@a.vn", "ai@a.vn", "cu@a.vn")
        ]
        without_keys = {
            re.sub(r'value="\w{64}"', "", re.sub('nonce="[^"]+"', "", page)) for page in pages
        }
        assert (len(without_keys), len(outgoing.outbox)) == (1, 1)

    def test_fills_nobodys_letter_box(self, client, lan, mail_server, clock):
        for _ in range(5):
            client.post(self.PAGE, {"email": lan.email})
        assert len(outgoing.outbox) == 1
        clock.pass_(minutes=10)
        client.post(self.PAGE, {"email": lan.email})
        assert len(outgoing.outbox) == 2

    def test_is_slowed(self, client, lan, mail_server, clock):
        answers = [client.post(self.PAGE, {"email": lan.email}) for _ in range(6)]
        assert [each.status_code for each in answers] == [200] * 5 + [429]
        assert answers[5]["Retry-After"] == "30"
        assert answers[5].context["form"].errors == {
            "email": [
                "Liên kết đã được yêu cầu quá nhiều lần cho địa chỉ email này hoặc từ nơi này. Bạn "
                "có thể yêu cầu lại sau 30 giây."
            ]
        }

    def test_leaves_the_link_of_an_administrator_alone(
        self, client, administrator, lan, mail_server, clock
    ):
        page = client.post(f"{ACCOUNTS}{lan.pk}/link/", follow=True)
        Client().post(self.PAGE, {"email": lan.email})
        assert set_password(path_of(page)).status_code == 302


class TestSwitching:
    def test_off_ends_every_session_at_once(self, client, administrator, lan):
        inside = Client()
        inside.force_login(lan)
        page = client.post(f"{ACCOUNTS}{lan.pk}/off/", follow=True)
        assert told(page) == ["Tài khoản đã ngừng; 1 phiên của tài khoản đã kết thúc."]
        assert (inside.get("/admin/").status_code, lan.sessions.count()) == (302, 0)

    def test_off_lets_nobody_in(self, client, administrator, lan):
        client.post(f"{ACCOUNTS}{lan.pk}/off/")
        form = {"username": "lan", "password": "mat-khau-cua-test"}
        assert Client().post("/admin/login/", form).status_code == 200

    def test_on_revives_no_session(self, client, administrator, lan):
        inside = Client()
        inside.force_login(lan)
        client.post(f"{ACCOUNTS}{lan.pk}/off/")
        page = client.post(f"{ACCOUNTS}{lan.pk}/on/", follow=True)
        assert told(page)[-1] == "Tài khoản đã mở lại."
        assert inside.get("/admin/").status_code == 302
        form = {"username": "lan", "password": "mat-khau-cua-test"}
        assert Client().post("/admin/login/", form).status_code == 302

    def test_the_last_administrator_cannot_switch_themselves_off(self, client, administrator):
        page = client.post(f"{ACCOUNTS}{administrator.pk}/off/")
        assert (page.status_code, page.context["refusal"]) == (
            409,
            "Bạn là người quản trị duy nhất: hãy giao quyền quản trị cho một người khác, "
            "người ấy ngừng được tài khoản của bạn.",
        )
        administrator.refresh_from_db()
        assert administrator.is_active is True

    def test_another_one_asks_a_colleague(self, client, administrator):
        staff(ADMINISTRATOR)
        page = client.post(f"{ACCOUNTS}{administrator.pk}/off/")
        assert page.context["refusal"] == (
            "Không thể tự ngừng tài khoản của mình; hãy nhờ đồng nghiệp."
        )

    def test_both_are_told_by_the_page_beforehand(self, client, administrator, lan):
        page = client.get(f"{ACCOUNTS}{lan.pk}/off/")
        assert (page.status_code, page.context["count"]) == (200, 0)
        lan.refresh_from_db()
        assert lan.is_active is True

    def test_stays_on_record(self, client, administrator, lan):
        client.post(f"{ACCOUNTS}{lan.pk}/off/")
        [event] = changes_of(User).objects.filter(pgh_obj=lan.pk, is_active=False)
        assert event.pgh_context == {"user": administrator.pk}

    def test_sent_again_it_changes_nothing(self, client, administrator, lan):
        pages = [client.post(f"{ACCOUNTS}{lan.pk}/off/")["Location"] for _ in range(2)]
        assert pages == [f"{ACCOUNTS}{lan.pk}/change/"] * 2

    def test_who_lost_their_rights_meanwhile_does_nothing(self, client, administrator, lan):
        """Of two that switch each other off at once, the second is refused."""
        inside = Client()
        inside.force_login(administrator)
        other = staff(ADMINISTRATOR)
        User.objects.filter(pk=administrator.pk).update(is_active=False)
        with pytest.raises(Exception, match="không làm được việc này"):
            lock_administrators(administrator)
        assert lock_administrators(other) == [other]

    def test_an_account_that_is_not_there(self, client, administrator):
        pages = ("link", "off", "on")
        answers = [client.get(f"{ACCOUNTS}999999/{each}/").status_code for each in pages]
        assert answers == [404] * 3


def test_of_accounts_that_shared_an_address_one_keeps_it():
    migration = import_module("forum_portal.migrations.0011_one_account_per_address")
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX account_has_an_address_of_its_own")
        for name, email, is_active in (
            ("cu", "lan@a.vn", False),
            ("lan", "LAN@a.vn", True),
            ("lan-2", "lan@a.vn", True),
            ("minh", "minh@a.vn", True),
            ("khong-1", "", True),
            ("khong-2", "", True),
        ):
            UserFactory(username=name, email=email, is_active=is_active)
        cursor.execute(migration.ONE_KEEPS_IT)
    kept = User.objects.exclude(email="").values_list("username", "email")
    assert dict(kept) == {"lan": "LAN@a.vn", "minh": "minh@a.vn"}
