"""The page that merges two records: how one comes to it, what it does, what it refuses."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.html import strip_tags

from events.models import Appearance, Person
from forum_portal.models import Organisation
from forum_portal.roles import ADMINISTRATOR, FORUM_EDITOR
from tests.factories import AppearanceFactory, OrganisationFactory, PersonFactory, UserFactory
from tests.factories import staff as account

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    """An editor of forums, who is logged in."""
    editor = account(FORUM_EDITOR, last_name="Vũ", first_name="Thị Mai")
    client.force_login(editor)
    return editor


@pytest.fixture
def going(db):
    return PersonFactory(name="Nguyễn Văn A", slug="a-2")


@pytest.fixture
def staying(db):
    return PersonFactory(name="Ông Nguyễn Văn A", slug="a")


def page_of(record):
    return f"/admin/events/person/{record.pk}/merge/"


def change_of(record):
    return f"/admin/events/person/{record.pk}/change/"


def looked(client, going, staying):
    """Return the fields of the form by which somebody merges who has looked at the plan."""
    plan = client.get(page_of(going), {"into": staying.pk}).context["plan"]
    return {"into": staying.pk, "seen": plan.fingerprint}


def refusals(response):
    return response.status_code, response.context["refusals"]


def said(response):
    return [str(each) for each in response.context["messages"]]


class TestWay:
    def test_it_is_reached_from_the_record(self, client, editor, going):
        page = client.get(change_of(going)).text
        assert f'<a href="{page_of(going)}">Gộp vào…</a>' in page

    def test_a_new_record_has_no_way_there(self, client, editor):
        assert "Gộp vào…" not in client.get("/admin/events/person/add/").text

    def test_names_like_this_one_are_offered(self, client, editor, going, staying):
        PersonFactory(name="Trần Thị B")
        response = client.get(page_of(going))
        assert response.context["offered"] == [staying]
        assert f'<a href="?into={staying.pk}">Ông Nguyễn Văn A</a>' in response.text

    def test_without_scripts_one_searches(self, client, editor, going, staying):
        other = PersonFactory(name="Trần Thị B")
        response = client.get(page_of(going), {"q": "tran thi"})
        assert response.context["offered"] == [other]
        nobody = client.get(page_of(going), {"q": "không ai", "into": ""})
        assert "Không có bản ghi nào tên “không ai”." in nobody.text

    def test_the_plan_is_shown_before(self, client, editor, going, staying):
        AppearanceFactory(person=going, forum__name="Diễn đàn 2023", role="guest")
        response = client.get(page_of(going), {"into": staying.pk})
        text = " ".join(strip_tags(response.text).split())
        assert "Lần tham gia (1) Diễn đàn 2023, khách mời" in text
        assert Person.objects.count() == 2


class TestMerging:
    def test_a_click_merges(self, client, editor, going, staying):
        appearance = AppearanceFactory(person=going)
        answer = client.post(page_of(going), looked(client, going, staying), follow=True)
        assert answer.redirect_chain == [(change_of(staying), 302)]
        assert said(answer) == ["Đã gộp “Nguyễn Văn A” vào bản ghi này."]
        assert list(Person.objects.all()) == [staying]
        assert Appearance.objects.get(pk=appearance.pk).person == staying

    def test_it_is_on_record_who_did_it(self, client, editor, going, staying):
        client.post(page_of(going), looked(client, going, staying))
        history = client.get(f"/admin/events/person/{staying.pk}/history/").text
        text = " ".join(strip_tags(history.replace("<", " <")).split())
        assert (
            "Vũ Thị Mai Đã thêm: Bản ghi đã gộp Địa chỉ cũ: a-2 Bản ghi đã gộp: Nguyễn Văn A"
        ) in text
        logged = LogEntry.objects.order_by("pk").values_list("user", "object_id", "action_flag")
        assert list(logged) == [(editor.pk, str(going.pk), 3), (editor.pk, str(staying.pk), 2)]

    def test_a_second_click_counts_as_the_first(self, client, editor, going, staying):
        form = looked(client, going, staying)
        client.post(page_of(going), form)
        again = client.post(page_of(going), form, follow=True)
        assert again.redirect_chain == [(change_of(staying), 302)]
        assert said(again)[-1] == "Đã gộp từ trước; đây là bản ghi giữ lại."

    def test_organisations_too(self, client, going):
        client.force_login(account(ADMINISTRATOR))
        bodies = OrganisationFactory(name="Sở"), OrganisationFactory(name="Sở TTTT")
        page = f"/admin/forum_portal/organisation/{bodies[0].pk}/merge/"
        plan = client.get(page, {"into": bodies[1].pk}).context["plan"]
        client.post(page, {"into": bodies[1].pk, "seen": plan.fingerprint})
        assert list(Organisation.objects.all()) == [bodies[1]]


class TestRefusals:
    def test_into_itself(self, client, editor, going):
        expected = (400, ["Không gộp một bản ghi vào chính nó được: hãy chọn bản ghi khác."])
        assert refusals(client.get(page_of(going), {"into": going.pk})) == expected
        assert refusals(client.post(page_of(going), {"into": going.pk})) == expected

    @pytest.mark.parametrize("typed", [{}, {"into": ""}])
    def test_nothing_chosen(self, client, editor, going, typed):
        answer = client.post(page_of(going), typed)
        assert answer.status_code == 400
        assert answer.context["links"] == [("id_into", "Chọn bản ghi giữ lại.")]

    @pytest.mark.parametrize("typed", ["0", "x", "9" * 30])
    def test_what_was_chosen_is_gone(self, client, editor, going, typed):
        for ask in (client.get, client.post):
            answer = ask(page_of(going), {"into": typed})
            assert answer.status_code == 409
            gone = "Bản ghi đã chọn không còn: hãy chọn bản ghi khác."
            assert answer.context["links"] == [("id_into", gone)]

    def test_changed_since_one_looked(self, client, editor, going, staying):
        form = looked(client, going, staying)
        appearance = AppearanceFactory(person=going)
        answer = client.post(page_of(going), form)
        assert refusals(answer) == (
            409,
            [
                "Có thay đổi sau khi bạn xem nên chưa gộp gì. Bên dưới là tình trạng hiện nay: "
                "xem lại rồi gộp lần nữa."
            ],
        )
        assert [row.pk for row in answer.context["plan"].moves[0].rows] == [appearance.pk]
        assert set(Person.objects.all()) == {going, staying}
        assert LogEntry.objects.count() == 0

        form["seen"] = answer.context["plan"].fingerprint
        assert client.post(page_of(going), form).status_code == 302

    def test_somebody_merged_it_elsewhere(self, client, editor, going, staying):
        form = looked(client, going, staying)
        client.post(page_of(going), form)
        answer = client.post(page_of(going), form | {"into": PersonFactory().pk})
        assert answer.status_code == 404
        assert "Bản ghi này không còn: có người đã gộp nó vào bản ghi khác" in answer.text

    def test_a_record_that_never_was(self, client, editor):
        assert client.get("/admin/events/person/999999/merge/").status_code == 404

    def test_without_the_right(self, client, going, staying):
        client.force_login(UserFactory())
        for ask in (client.get, client.post):
            answer = ask(page_of(going), {"into": staying.pk})
            assert answer.status_code == 403
            assert "Tài khoản của bạn không gộp được loại bản ghi này." in answer.text

    def test_a_forum_editor_merges_no_organisations(self, client, editor):
        body = OrganisationFactory()
        page = f"/admin/forum_portal/organisation/{body.pk}/"
        assert client.get(f"{page}merge/").status_code == 403
        assert "Gộp vào…" not in client.get(f"{page}change/").text

    def test_after_the_session_nothing_is_lost(self, client, going, staying):
        answer = client.post(page_of(going), {"into": staying.pk})
        assert answer.status_code == 403
        assert Person.objects.count() == 2
