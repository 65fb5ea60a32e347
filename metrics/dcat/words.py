"""What the catalogue and the page of an indicator say of its data in words."""

from django.utils.translation import gettext as _

from forum_portal.words import localized
from metrics.models import Indicator


def described(indicator: Indicator) -> str:
    """Return the definition, where there is one, and what stands beside each figure."""
    name = localized(indicator, "name")
    general = _(
        "The figures of “%(name)s” that have been published, each with its period, area, "
        "status, source and history."
    )
    return "\n\n".join(filter(None, [localized(indicator, "definition"), general % {"name": name}]))


def everything_described() -> str:
    """Return what all files together hold."""
    return _(
        "Everything public as tables: figures with sources and history, what they are about, "
        "and the forums."
    )
