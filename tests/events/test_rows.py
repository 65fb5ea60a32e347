from decimal import Decimal
from types import SimpleNamespace as Row

import pytest
from django.db.models import OuterRef

from events.models import Forum, ForumRole
from events.rows import read_together, read_together_prepared, row, row_list, rows
from forum_portal.models import Organisation
from forum_portal.prepared import prepared
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


def test_lists_that_have_nothing_in_common_are_read_together(django_assert_num_queries):
    ForumFactory(slug="2023", name="Diễn đàn")
    with django_assert_num_queries(1):
        found = read_together(
            forums=row_list(Forum.objects.all(), "slug", "year"),
            organisations=row_list(Organisation.objects.filter(name="Không có"), "name"),
        )
    assert found == {"forums": [Row(slug="2023", year=2023)], "organisations": []}


def organisations_by_name():
    return {"all": row_list(Organisation.objects.order_by("name"), "name")}


def test_prepared_lists_are_read_anew_each_time():
    OrganisationFactory(name="FPT")
    assert read_together_prepared(organisations_by_name) == {"all": [Row(name="FPT")]}
    OrganisationFactory(name="MSB")
    assert read_together_prepared(organisations_by_name) == {
        "all": [Row(name="FPT"), Row(name="MSB")]
    }


def test_numbers_stay_exact():
    figure = ObservationFactory(value="90.70", indicator__unit__highest=None)
    found = read_together(figures=row_list(type(figure).objects.all(), "value"))
    assert found == {"figures": [Row(value=Decimal("90.70"))]}
