"""Whether there is any, and how many up to a bound: asked of each row by the index."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull


def has_any(records: QuerySet, *along: str) -> Q:
    """Return the condition that there is one of `records`, which refer to the outer query.

    `along` is the rest of the index that begins with what they have in common. Without it, Postgres
    takes the first of many for near, reads the table until it comes, and for a few that is the end.

    Postgres makes a join of EXISTS where it takes that for cheaper, and then reads every figure to
    find the few indicators that they are of. This it answers row by row.
    """
    return Q(IsNull(Subquery(records.order_by(*along).values("pk")[:1]), False))


class Cardinality(Func):
    """How many elements an array has."""

    function = "cardinality"
    arity = 1
    output_field = IntegerField()


def count_up_to(most: int, records: QuerySet) -> Cardinality:
    """Return how many `records` there are, which refer to the outer query; no more than `most`."""
    return Cardinality(ArraySubquery(records.order_by().values("pk")[:most]))
