"""Who keeps up which figures: the organisation that an indicator names, or the caretaker.

What a role may do at all, its permissions say (forum_portal.roles); this says with which rows.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, Model, Q

from forum_portal.models import PortalSettings
from metrics.models import Citation, Indicator, Observation, Release

# The lookup by which a record belongs to its release.
_RELEASE: dict[type[Model], str] = {
    Release: "pk__in",
    Observation: "release__in",
    Citation: "release__in",
}


def keeps_all(user: Any) -> bool:
    """Tell whether no organisation binds this person: who defines indicators keeps up all."""
    return user.has_perm("metrics.add_indicator")


def sees_all(user: Any) -> bool:
    """Tell whether this person reads what others prepare: who keeps up all, and who approves."""
    return keeps_all(user) or user.has_perm("metrics.approve_release")


def keeps_up(user: Any, indicator: Indicator) -> bool:
    """Tell whether this person may enter, correct and withdraw figures of `indicator`."""
    return kept_by(user, Indicator).filter(pk=indicator.pk).exists()


def owns(user: Any, release: Release) -> bool:
    """Tell whether this person may take the steps of those who prepared `release`."""
    return kept_by(user, Release).filter(pk=release.pk).exists()


def kept_by(user: Any, model: type[Model]) -> Any:
    """Return the indicators, releases or observations that this person keeps up.

    Nothing, where the role enters no figures. A release is kept up by its author and everybody of
    the author's organisation; an observation by who keeps up its indicator and, as long as it is
    not public, its release. LookupError for any other model.
    """
    records: Any = model._default_manager.all()
    if keeps_all(user):
        return records
    if not user.has_perm("metrics.add_observation"):
        return records.none()
    if model is Indicator:
        return records.filter(_answered_for_by(user))
    if model is Release:
        return records.filter(_prepared_by(user))
    if model is Observation:
        of_mine = Q(indicator__in=kept_by(user, Indicator))
        return records.filter(of_mine & _public_or_prepared_by(user, model))
    raise LookupError(model)


def seen_by(user: Any, model: type[Model]) -> Any:
    """Return the releases, observations or citations that this person may look at.

    They are those that are public, and those in releases that this person keeps up.
    """
    records: Any = model._default_manager.all()
    return records if sees_all(user) else records.filter(_public_or_prepared_by(user, model))


def seen_of(model: type[Model]) -> Callable[[Any], Any]:
    """Return what gives the records that somebody may look at, and None to who sees all."""
    return lambda user: None if sees_all(user) else seen_by(user, model)


def _answered_for_by(user: Any) -> Q:
    if user.organisation_id is None:
        return Q(pk__in=[])
    caretaker = PortalSettings.objects.filter(caretaker=user.organisation_id)
    is_caretakers = Q(Exists(caretaker), responsible__isnull=True)
    return Q(responsible=user.organisation_id) | is_caretakers


def _prepared_by(user: Any) -> Q:
    mine = Q(author=user.pk)
    if user.organisation_id is None:
        return mine
    return mine | Q(author__organisation=user.organisation_id)


def _public_or_prepared_by(user: Any, model: type[Model]) -> Q:
    lookup = _RELEASE[model]
    of_mine = Q(**{lookup: kept_by(user, Release)})
    return Q(**{lookup: Release.objects.public()}) | of_mine
