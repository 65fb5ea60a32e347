"""Citations ready to be copied: in Vietnamese, in English, and as BibTeX."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from forum_portal.words import date_text
from metrics.asof import AsOf
from metrics.lasting import lasting_address
from metrics.models import Observation
from metrics.sentences import cited

BIBTEX = "bibtex"
TEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
NOT_IN_KEYS = re.compile("[^a-z0-9-]+")


@dataclass(frozen=True)
class Citable:
    """A figure, what gives its page's address in the active language, its release's seal or ""."""

    figure: Observation
    page: Callable[[], str]
    seal: str


@dataclass(frozen=True)
class Quotation:
    """A citation; `language` is that of its words, or "bibtex"."""

    language: str
    text: str


def quotations(what: Citable, names: dict[str, str], as_of: AsOf) -> list[Quotation]:
    """Return the citations of a figure; `names` are the portal's by language.

    The page's own language comes first, BibTeX, in that language too, last.
    """
    own = get_language() or settings.LANGUAGE_CODE
    languages = [own, *(each for each, _name in settings.LANGUAGES if each != own)]
    found = [Quotation(each, _in_language(each, what, names[each], as_of)) for each in languages]
    return [*found, Quotation(BIBTEX, _bibtex(what, names[own], as_of))]


def _in_language(language: str, what: Citable, portal: str, as_of: AsOf) -> str:
    with override(language):
        parts = cited(what.figure)
        sentence = _(
            "%(portal)s, “%(name)s”, %(period)s: %(value)s (%(remark)s). "
            "Published on %(released)s. Read on %(today)s."
        ) % {
            "portal": portal,
            "name": parts.name,
            "period": parts.period,
            "value": parts.value,
            "remark": parts.remark,
            "released": parts.released,
            "today": date_text(timezone.localdate()),
        }
        return " ".join(filter(None, [sentence, _address(what, as_of), _seal(what)]))


def _address(what: Citable, as_of: AsOf) -> str:
    return lasting_address(what.page(), as_of)


def _seal(what: Citable) -> str:
    """Return which release the figure is from, and the hash that vouches for that release."""
    if not what.seal:
        return ""
    words = {"release": what.figure.release.slug, "seal": what.seal}
    return _("SHA-256 of release %(release)s: %(seal)s") % words


def _bibtex(what: Citable, portal: str, as_of: AsOf) -> str:
    parts, released = cited(what.figure), _day(what.figure.release.published_at)
    fields = {
        "author": f"{{{tex(portal)}}}",
        "title": f"{{{tex(f'{parts.name}, {parts.period}: {parts.value}')}}}",
        "year": str(released.year),
        "month": str(released.month),
        "url": _address(what, as_of),
        "urldate": timezone.localdate().isoformat(),
        "note": tex(". ".join(filter(None, [parts.remark, _seal(what)]))),
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items()]
    key = NOT_IN_KEYS.sub("-", "-".join(each.lower() for each in _key(what.figure)))
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _key(figure: Observation) -> list[str]:
    return [figure.indicator.slug, figure.area.code, figure.when.in_address]


def _day(moment: datetime | None) -> date:
    assert moment is not None  # what is cited is public
    return timezone.localdate(moment)


def tex(text: str) -> str:
    """Return a text in which TeX takes no sign for a command."""
    return "".join(TEX_SIGNS.get(sign, sign) for sign in text)
