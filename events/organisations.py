"""Which organisations readers may know of."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from events.models import Appearance, Booth, ForumRole, Session, Solution
from forum_portal.content import SearchableQuerySet
from forum_portal.models import Organisation
from metrics.models import Indicator


def public_organisations() -> SearchableQuerySet:
    """Return the organisations that something public names, and those that follow one another.

    Neither those that only drafts name nor those that nothing names: they would vanish as soon as a
    draft does.
    """
    this = OuterRef("pk")
    uses = [
        (ForumRole.objects.published(), "organisation"),
        (Appearance.objects.published(), "organisation"),
        (Session.objects.published(), "hosts"),
        (Booth.objects.published(), "organisations"),
        (Solution.objects.published(), "organisations"),
        (Indicator.objects.public(), "responsible"),
    ]
    is_named = reduce(or_, (Exists(records.filter(**{name: this})) for records, name in uses))
    in_succession = Q(successor__isnull=False) | Exists(Organisation.objects.filter(successor=this))
    return Organisation.objects.filter(is_named | in_succession)
