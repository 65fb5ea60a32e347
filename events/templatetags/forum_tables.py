"""What the files of a forum's lists hold, for the page that describes all files."""

from django import template
from django.utils.translation import gettext as _

from events import columns

register = template.Library()


@register.simple_tag
def forum_tables() -> list[dict]:
    """Return title, file and columns of each list."""
    return [
        {
            "id": "programme",
            "title": _("Programme of a forum"),
            "file": "dien-dan/…/chuong-trinh.csv",
            "columns": columns.PROGRAMME,
        },
        {
            "id": "speakers",
            "title": _("Speakers of a forum"),
            "file": "dien-dan/…/dien-gia.csv",
            "columns": columns.SPEAKERS,
        },
        {
            "id": "exhibition",
            "title": _("Exhibitors of a forum"),
            "file": "dien-dan/…/trien-lam.csv",
            "columns": columns.EXHIBITION,
        },
    ]
