"""What stands beside the CSVs of everything, for people: README.txt."""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from forum_portal.numbers import format_number
from forum_portal.tables import Dialect
from forum_portal.words import date_text
from metrics.files.about import About
from metrics.files.csvw import Measure
from metrics.files.whole import Whole


def readme(about: About, dialect: Dialect, files: Iterable[tuple[Whole, Measure]]) -> str:
    """Return the text in the active language; it names no moment but that of the figures."""
    is_day = about.as_of == about.day.isoformat()
    told = {
        "about": about,
        "portal": dict(about.portals)[get_language() or "vi"],
        "as_of": date_text(about.day) if is_day else about.as_of,
        "citations": [_citation(about, language) for language, _name in settings.LANGUAGES],
        "dialect": dialect,
        "files": [
            {"name": f"{whole.name}.csv", "rows": format_number(measure.rows), "whole": whole}
            for whole, measure in files
        ],
    }
    return render_to_string("metrics/readme.txt", told)


def _citation(about: About, language: str) -> str:
    """Return the citation in a language, with the title in it, too."""
    with override(language):
        titled = replace(about, title=_("Open data"))
    languages = [code for code, _name in about.portals]
    return titled.citations()[languages.index(language)]
