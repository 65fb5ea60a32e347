"""Queries whose SQL is written once."""

from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from forum_portal.models import Organisation
from forum_portal.prepared import prepared
from metrics.models import Observation
from tests.factories import (
    IndicatorFactory,
    ObservationFactory,
    OrganisationFactory,
    published_figure,
    published_figures,
)

pytestmark = pytest.mark.django_db

written = []


@prepared
def of_kind(kind):
    """Return the organisations of a kind."""
    written.append(kind)
    return Organisation.objects.filter(kind=kind).order_by("pk")


def test_the_sql_is_written_once_and_asked_with_each_argument():
    bank, paper = OrganisationFactory(kind="bank"), OrganisationFactory(kind="media")

    found = [of_kind("bank"), of_kind("media"), of_kind("ministry")]

    assert found == [[bank], [paper], []]
    assert len(written) == 1


def test_it_keeps_its_name_and_its_words():
    assert of_kind.__name__ == "of_kind"
    assert of_kind.__doc__ == "Return the organisations of a kind."


def test_the_first_record_or_none():
    first, _second = (OrganisationFactory(kind="bank") for _place in range(2))

    assert (of_kind.first("bank"), of_kind.first("media")) == (first, None)


@prepared
def figures(indicators, status, until):
    """Figures of some indicators, of a status if one is given, released up to a moment."""
    of_status = Q() if status is None else Q(obs_status=status)
    found = Observation.objects.public(until).filter(of_status, indicator__in=indicators)
    return found.with_labels().order_by("pk")


def test_lists_of_any_length_choices_and_none():
    first, second, third = published_figures({}, {}, {})
    keys = [each.indicator_id for each in (first, second, third)]
    estimated = Observation.Status.ESTIMATED

    assert [figures(keys[:length], None, None) for length in range(4)] == [
        [],
        [first],
        [first, second],
        [first, second, third],
    ]
    assert figures(keys, estimated, None) == []
    assert figures(keys, None, datetime(1999, 1, 1, tzinfo=UTC)) == []


def test_records_come_with_their_relations_in_one_query(django_assert_num_queries):
    figure = published_figure(indicator=IndicatorFactory(name="Hồ sơ", unit__symbol="%"))

    with django_assert_num_queries(1):
        (found,) = figures([figure.indicator_id], None, None)
        names = found.indicator.name, found.indicator.unit.symbol, found.instrument

    assert names == ("Hồ sơ", "%", None)


def test_what_several_rows_name_is_one_object():
    indicator = IndicatorFactory()
    keys = [{"indicator": indicator, "period": period} for period in ("2022", "2023")]
    published_figures(*keys)

    older, newer = figures([indicator.pk], None, None)

    assert older.indicator is newer.indicator
    assert older.area is not newer.area


@prepared
def annotated():
    has_figures = Exists(Observation.objects.filter(indicator__responsible=OuterRef("pk")))
    return Organisation.objects.annotate(low=Lower("slug"), has_figures=has_figures)


def test_annotations_stand_on_the_records():
    OrganisationFactory(slug="FPT")

    (found,) = annotated()

    assert (found.low, found.has_figures) == ("fpt", False)


@prepared
def values():
    return Observation.objects.order_by("period").values_list("value", flat=True)


def test_single_values():
    ObservationFactory(value="90.7")

    assert [str(each) for each in values()] == ["90.7"]


def test_parts_are_counted_and_cut_by_the_database(django_assert_num_queries):
    records = [OrganisationFactory(kind="bank") for _place in range(3)]

    with django_assert_num_queries(2):
        page = Paginator(of_kind.parts("bank"), 2).page(2)
        shown = page.paginator.count, list(page)

    assert shown == (3, records[2:])
    assert of_kind.parts("bank")[0] == records[0]
    assert list(of_kind.parts("bank")) == records
    assert len(of_kind.parts("media")) == 0


@prepared
def spelt_otherwise(name):
    return Organisation.objects.filter(name=name.upper())


def test_an_argument_is_handed_on_as_it_is():
    with pytest.raises(ValueError, match="spelt_otherwise does not hand its arguments on"):
        spelt_otherwise("fpt")


@prepared
def with_a_sign(name):
    """The sign stands in the SQL itself, beside a value."""
    return Organisation.objects.filter(Q(name=name) | Q(name__contains="50%"))


@prepared
def only_a_sign():
    return Organisation.objects.filter(name__contains="50%'s")


def test_signs_of_sql_and_of_python_stay_signs():
    OrganisationFactory(name="500")
    half, other = OrganisationFactory(name="Quá 50%s"), OrganisationFactory(name="50%'s")

    assert set(with_a_sign("không có")) == {half, other}
    assert only_a_sign() == [other]


def test_postgres_plans_it_once_for_a_connection(transactional_db):
    for _time in range(5):
        of_kind("bank")

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        statements = [row for row in cursor.fetchall() if "forum_portal_organisation" in row[0]]

    assert len(statements) == 1
