"""What a correction keeps of the old version: the other places that speak of the figure."""

from collections.abc import Mapping

from metrics.models import Citation, Observation

# A source that gave the old number says something else once one of these differs.
NUMBER = ("value", "comparator", "out_of", "numerator", "denominator")


def keep_citations(old: Observation, new: Observation, stances: Mapping[int, str]) -> None:
    """Copy the public citations of `old` whose ids `stances` holds onto `new`, behind its own.

    An empty stance means: as it was, or "disagrees" where the number changed. A place that the new
    version cites itself is not copied.
    """
    own = set(new.citations.values_list("source", "locator"))
    kept = [
        each
        for each in old.citations.public().preferred_first()
        if each.pk in stances and (each.source_id, each.locator) not in own
    ]
    changed = any(getattr(old, name) != getattr(new, name) for name in NUMBER)
    for position, citation in enumerate(kept, len(own) + 1):
        by_number = Citation.Stance.DISAGREES if changed else citation.stance
        citation.stance = stances[citation.pk] or by_number
        citation.pk, citation._state.adding = None, True
        citation.release, citation.observation, citation.position = new.release, new, position
        citation.full_clean()
        citation.save()
