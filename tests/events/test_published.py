"""What readers may see of the forums' records."""

import pytest

from events.models import ForumRole, Person, Solution
from tests.factories import ForumFactory, ForumRoleFactory, PersonFactory, QuoteFactory

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
