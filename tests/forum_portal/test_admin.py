"""The editors' desk for organisations and staff accounts."""

from http import HTTPStatus

import pytest
from django.contrib.auth.models import Group as Role
from django.utils.html import strip_tags
from pytest_django.asserts import assertRedirects

from forum_portal.audit import changes_of
from forum_portal.models import Organisation, User
from forum_portal.roles import ADMINISTRATOR, EDITOR, ROLES
from tests.factories import OrganisationFactory, UserFactory, staff

pytestmark = pytest.mark.django_db

ORGANISATIONS = "/admin/forum_portal/organisation/"
ACCOUNTS = "/admin/forum_portal/user/"


@pytest.fixture
def administrator(client):
    user = UserFactory(username="quan-tri", is_superuser=True)
    client.force_login(user)
    return user


def errors(response):
    return dict(response.context["adminform"].form.errors)


class TestOrganisations:
    def form(self, **changes):
        return {"name": "Sở Thông tin và Truyền thông", "kind": "department"} | changes

    def test_the_address_is_made_from_the_name(self, client, administrator):
        assertRedirects(client.post(f"{ORGANISATIONS}add/", self.form()), ORGANISATIONS)
        assert Organisation.objects.get().slug == "so-thong-tin-va-truyen-thong"

    def test_a_name_that_exists_is_refused(self, client, administrator):
        OrganisationFactory(name="Sở Thông tin và Truyền thông", slug="so-tttt")
        response = client.post(f"{ORGANISATIONS}add/", self.form())
        assert sorted(errors(response)) == ["name"]

    def test_a_name_spelled_in_another_normal_form_is_the_same(self, client, administrator):
        OrganisationFactory(name="Đà Nẵng", slug="khac")
        response = client.post(
            f"{ORGANISATIONS}add/", self.form(name="\u0110a\u0300 Na\u0306\u0303ng")
        )
        assert sorted(errors(response)) == ["name"]

    def test_the_last_day_is_not_before_the_first(self, client, administrator):
        days = {"valid_from": "02/03/2025", "valid_to": "01/03/2025"}
        response = client.post(f"{ORGANISATIONS}add/", self.form(**days))
        assert list(errors(response)) == ["__all__"]

    def test_are_found_without_accents(self, client, administrator):
        found = OrganisationFactory(name="Sở Thông tin và Truyền thông")
        OrganisationFactory(name="Sở Tài chính")
        response = client.get(ORGANISATIONS, {"q": "thong tin"})
        assert list(response.context["cl"].result_list) == [found]

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_list_asks_the_same_whatever_its_length(
        self, client, administrator, count, django_assert_num_queries
    ):
        for _ in range(count):
            OrganisationFactory(successor=OrganisationFactory())
        with django_assert_num_queries(5):
            client.get(ORGANISATIONS)


class TestAccounts:
    def form(self, user, **changes):
        values = {"username": user.username}
        values |= {"is_superuser": "on"} if user.is_superuser else {}
        return {name: each for name, each in (values | changes).items() if each is not None}

    def test_an_account_is_given_its_organisation(self, client, administrator):
        user, organisation = UserFactory(), OrganisationFactory()
        form = self.form(user, organisation=organisation.pk)
        assertRedirects(client.post(f"{ACCOUNTS}{user.pk}/change/", form), ACCOUNTS)
        user.refresh_from_db()
        assert user.organisation == organisation

    def test_is_never_deleted(self, client, administrator):
        deleted = client.post(f"{ACCOUNTS}{UserFactory().pk}/delete/", {"post": "yes"})
        assert deleted.status_code == HTTPStatus.FORBIDDEN

    def test_nobody_takes_their_own_rights_away(self, client, administrator):
        page = f"{ACCOUNTS}{administrator.pk}/change/"
        response = client.post(page, self.form(administrator, is_superuser=None))
        assert errors(response) == {
            "__all__": ["Không thể tự bỏ quyền của chính mình; hãy nhờ đồng nghiệp."]
        }

    def test_the_form_switches_nothing_off(self, client, administrator):
        user = UserFactory()
        client.post(f"{ACCOUNTS}{user.pk}/change/", self.form(user))
        user.refresh_from_db()
        assert (user.is_active, user.is_staff) == (True, True)

    def test_each_role_says_what_it_is_for(self, client, administrator):
        page = client.get(f"{ACCOUNTS}{UserFactory().pk}/change/")
        offered = page.context["adminform"].form["groups"].subwidgets
        assert [each.data["label"].partition(":")[0] for each in offered] == [
            f"<span><b>{role}</b>" for role in ROLES
        ]
        assert "<b>Người duyệt</b>: đọc tất cả; duyệt lần phát hành" in page.text

    def test_roles_are_ticked_and_stay_on_record(self, client, administrator):
        user = UserFactory()
        page = f"{ACCOUNTS}{user.pk}/"
        [role] = Role.objects.filter(name=EDITOR)
        assertRedirects(client.post(f"{page}change/", self.form(user, groups=[role.pk])), ACCOUNTS)
        client.post(f"{page}change/", self.form(user, groups=None))
        trail = changes_of(User.groups.through).objects.order_by("pgh_id")
        assert [(each.pgh_label, each.group, each.pgh_context) for each in trail] == [
            ("insert", role, {"user": administrator.pk}),
            ("delete", role, {"user": administrator.pk}),
        ]
        history = strip_tags(client.get(f"{page}history/").text)
        assert [line.strip() for line in history.splitlines() if EDITOR in line] != []

    def test_other_groups_of_an_account_stay(self, client, administrator):
        user = UserFactory()
        user.groups.add(Role.objects.create(name="Nhóm của bộ phận kỹ thuật"))
        client.post(f"{ACCOUNTS}{user.pk}/change/", self.form(user))
        assert [each.name for each in user.groups.all()] == ["Nhóm của bộ phận kỹ thuật"]

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_list_asks_the_same_whatever_its_length(
        self, client, administrator, count, django_assert_num_queries
    ):
        for _ in range(count):
            UserFactory(organisation=OrganisationFactory())
        with django_assert_num_queries(6):
            client.get(ACCOUNTS)


class TestAdministrators:
    """Who has the role keeps up accounts, but not those that may do everything."""

    @pytest.fixture
    def colleague(self, client):
        user = staff(ADMINISTRATOR)
        client.force_login(user)
        return user

    def form(self, user, *roles, **changes):
        keys = [role.pk for role in Role.objects.filter(name__in=roles)]
        values = {"username": user.username, "groups": keys}
        return values | changes

    def test_give_roles(self, client, colleague):
        user = UserFactory()
        client.post(f"{ACCOUNTS}{user.pk}/change/", self.form(user, EDITOR))
        assert [role.name for role in user.groups.all()] == [EDITOR]

    def test_make_nobody_a_superuser(self, client, colleague):
        user = UserFactory()
        for each in (user, colleague):
            form = self.form(each, ADMINISTRATOR, is_superuser="on")
            assertRedirects(client.post(f"{ACCOUNTS}{each.pk}/change/", form), ACCOUNTS)
        assert list(User.objects.filter(is_superuser=True)) == []

    def test_do_not_touch_a_superuser(self, client, colleague):
        user = UserFactory(is_superuser=True, username="quantri")
        page = f"{ACCOUNTS}{user.pk}/"
        answers = [client.post(f"{page}{each}/") for each in ("change", "link", "off", "on")]
        assert [answer.status_code for answer in answers] == [403] * 4
        said = "Tài khoản này có toàn quyền; chỉ người cũng có toàn quyền mới sửa được."
        assert [said in answer.text for answer in answers] == [True] * 4
        assert client.get(f"{page}change/").context["has_change_permission"] is False

    def test_keep_their_own_role(self, client, colleague):
        response = client.post(f"{ACCOUNTS}{colleague.pk}/change/", self.form(colleague))
        assert errors(response) == {
            "__all__": ["Không thể tự bỏ quyền của chính mình; hãy nhờ đồng nghiệp."]
        }

    def test_roles_themselves_have_no_page(self, client):
        client.force_login(UserFactory(is_superuser=True))
        assert client.get("/admin/auth/group/").status_code == HTTPStatus.NOT_FOUND
