"""What readers may see of the forums' records."""

import pytest

from events.models import ForumRole, Person, Solution
from tests.factories import (
    BoothFactory,
    ForumFactory,
    ForumRoleFactory,
    IndicatorFactory,
    OrganisationFactory,
    PersonFactory,
    QuoteFactory,
    SessionFactory,
)
from tests.words import words

pytestmark = pytest.mark.django_db


def test_a_person_who_is_only_quoted_has_a_page(client):
    quoted = QuoteFactory(person__slug="nguoi-noi").person
    PersonFactory()
    QuoteFactory(forum=ForumFactory(is_published=False))

    assert list(Person.objects.public()) == [quoted]
    page = client.get("/dien-gia/nguoi-noi/").content.decode()
    assert ("Lời nói nguyên văn." in page, 'aria-labelledby="forums"' in page) == (True, False)


def test_roles_and_solutions_go_with_their_forum():
    shown = ForumRoleFactory()
    hidden = ForumRoleFactory(forum=ForumFactory(is_published=False))
    solutions = [Solution(forum=role.forum, name="Một cửa số") for role in (shown, hidden)]
    for solution in solutions:
        solution.save()

    assert list(ForumRole.objects.published()) == [shown]
    assert list(Solution.objects.published()) == solutions[:1]


def roles(forum, organisation):
    ForumRoleFactory(forum=forum, organisation=organisation)


def hosts(forum, organisation):
    SessionFactory(forum=forum).hosts.add(organisation)


def exhibitors(forum, organisation):
    BoothFactory(exhibition__forum=forum).organisations.add(organisation)


@pytest.mark.parametrize("name", [roles, hosts, exhibitors])
def test_an_organisation_shows_once_a_forum_that_names_it_does(client, name):
    forum = ForumFactory(is_published=False)
    name(forum, OrganisationFactory(slug="kin", name="Nhà tài trợ kín"))
    addresses = ["/to-chuc/", "/tim-kiem/?q=tai+tro", "/to-chuc/kin/"]

    def where_named():
        pages = (words(client.get(address)) for address in addresses)
        return ["Nhà tài trợ kín" in page for page in pages]

    assert where_named() == [False, False, False]
    forum.is_published = True
    forum.save()
    assert where_named() == [True, True, True]


def test_an_organisation_that_nothing_public_names_is_not_there(client):
    IndicatorFactory(responsible=OrganisationFactory(slug="kin"))
    OrganisationFactory(slug="khong-viec")

    assert client.get("/to-chuc/kin/").status_code == 404
    assert client.get("/to-chuc/khong-viec/").status_code == 404  # or it would vanish with a draft
