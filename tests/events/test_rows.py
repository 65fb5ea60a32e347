from decimal import Decimal
from types import SimpleNamespace as Row

import pytest
from django.db.models import OuterRef

from events.models import Forum, ForumRole
from events.rows import prepared_lists, row, row_list, rows
from forum_portal.models import Organisation
from forum_portal.prepared import prepared
from metrics.models import Observation
from tests.factories import ForumFactory, ForumRoleFactory, ObservationFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@prepared
def forum_with_roles(slug):
    roles = ForumRole.objects.filter(forum=OuterRef("pk")).order_by("position")
    return Forum.objects.filter(slug=slug).annotate(
        role_rows=rows(
            roles, "role", host=row("organisation__name", short="organisation__short_name")
        )
    )


def test_a_record_comes_with_its_nested_rows_in_one_query(django_assert_num_queries):
    forum = ForumFactory(slug="2023", name="Diễn đàn")
    for position, name in ((2, "VINASA"), (1, "UBND")):
        ForumRoleFactory(forum=forum, organisation__name=name, position=position)
    with django_assert_num_queries(1):
        found = forum_with_roles.first("2023")
    assert (found, found.name) == (forum, "Diễn đàn")
    assert found.role_rows == [
        Row(role="host", host=Row(organisation_name="UBND", short="")),
        Row(role="host", host=Row(organisation_name="VINASA", short="")),
    ]


def test_the_prepared_query_asks_for_each_key():
    ForumFactory(slug="2023", name="Cũ")
    ForumFactory(slug="2024", name="Mới")
    names = [forum_with_roles.first(slug).name for slug in ("2023", "2024", "2023")]
    assert names == ["Cũ", "Mới", "Cũ"]
    assert forum_with_roles.first("2025") is None


@prepared_lists
def forums_and(name):
    return {
        "forums": row_list(Forum.objects.all(), "slug", "year"),
        "organisations": row_list(Organisation.objects.filter(name=name), "name"),
    }


def test_lists_that_have_nothing_in_common_are_read_together(django_assert_num_queries):
    ForumFactory(slug="2023", name="Diễn đàn")
    with django_assert_num_queries(1):
        found = forums_and("FPT")
    assert found == {"forums": [Row(slug="2023", year=2023)], "organisations": []}


def test_lists_are_read_anew_for_each_argument():
    for name in ("FPT", "MSB"):
        OrganisationFactory(name=name)
    found = [forums_and(name)["organisations"] for name in ("FPT", "MSB", "VNPT")]
    assert found == [[Row(name="FPT")], [Row(name="MSB")], []]


@prepared_lists
def values():
    return {"values": row_list(Observation.objects.all(), "value")}


def test_numbers_stay_exact():
    ObservationFactory(value="90.70", indicator__unit__highest=None)
    assert values() == {"values": [Row(value=Decimal("90.70"))]}
