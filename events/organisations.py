"""Which organisations readers may know of."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from events.models import Appearance, Booth, ForumRole, Session, Solution
from forum_portal.content import SearchableQuerySet
from forum_portal.models import Organisation
from metrics.models import Indicator


def public_organisations() -> SearchableQuerySet:
    """Return all organisations but those that only drafts name: they would give the drafts away."""
    this = OuterRef("pk")
    uses = [
        (ForumRole.objects.published(), "organisation"),
        (Appearance.objects.published(), "organisation"),
        (Session.objects.published(), "hosts"),
        (Booth.objects.published(), "organisations"),
        (Solution.objects.published(), "organisations"),
        (Indicator.objects.public(), "responsible"),
    ]
    used = [Exists(records.model.objects.filter(**{name: this})) for records, name in uses]
    used_in_public = [Exists(records.filter(**{name: this})) for records, name in uses]
    in_succession = Q(successor__isnull=False) | Exists(Organisation.objects.filter(successor=this))
    return Organisation.objects.filter(
        ~reduce(or_, used) | reduce(or_, used_in_public) | in_succession
    )
