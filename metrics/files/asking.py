"""What the query of a file's address asks for, and the sentences for what it cannot."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from forum_portal.tables import DIALECTS, Dialect, Table
from forum_portal.text import printable
from metrics.asof import PARAMETER as AS_OF
from metrics.files.formats import LONG, Format

MOST_NAMED = 40  # values in a sentence


@dataclass(frozen=True)
class Asked:
    """The form of a file: `columns` are names, none means all."""

    dialect: Dialect
    layout: str
    columns: tuple[str, ...] = ()

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], form: Format, layouts: Collection[str]
    ) -> "Asked":
        """Read `?dialect=`, `?layout=` and `?cols=`; a BadRequest names what there is not."""
        dialect = query.get("dialect", "")
        if dialect not in DIALECTS:
            raise BadRequest(unknown_value("dialect", dialect, filter(None, DIALECTS)))
        layout = query.get("layout", "") or LONG
        possible = [each for each in form.layouts if each in layouts]
        if layout not in possible:
            raise BadRequest(unknown_value("layout", layout, possible))
        columns = tuple(filter(None, query.get("cols", "").split(",")))
        return cls(DIALECTS[dialect], layout, columns)

    def kept(self, table: Table) -> Table:
        """Return the table with the columns that were asked for, in that order."""
        if not self.columns:
            return table
        known = {column.name: column for column in table.columns}
        for name in self.columns:
            if name not in known:
                raise BadRequest(unknown_value("cols", name, known))
        chosen = tuple(known[name] for name in dict.fromkeys(self.columns))
        return replace(table, columns=chosen)


def require_known(query: Iterable[str], form: Format, parameters: Iterable[str]) -> None:
    """Refuse a parameter that a file does not take: its rows would not be those asked for."""
    known = [AS_OF, *parameters, "cols"]
    known += ["layout"] if len(form.layouts) > 1 else []
    known += ["dialect"] if form.has_dialects else []
    require_among([each for each in query if each != "layout"], known)


def require_among(query: Iterable[str], known: Collection[str]) -> None:
    """Refuse a parameter that is not among those that a file takes."""
    for parameter in query:
        if parameter not in known:
            raise BadRequest(
                _("This file takes no parameter “%(parameter)s”. It takes: %(known)s.")
                % {"parameter": printable(parameter[:40]), "known": ", ".join(known)}
            )


def unknown_value(parameter: str, given: str, allowed: Iterable[str]) -> str:
    """Return the sentence for a value that a parameter cannot have."""
    listed = list(allowed)
    shown = [*listed[:MOST_NAMED], *(["…"] if len(listed) > MOST_NAMED else [])]
    return _(
        "The parameter “%(parameter)s” in the address is “%(given)s”. It can be: %(allowed)s."
    ) % {
        "parameter": parameter,
        "given": printable(given[:40]),
        "allowed": ", ".join(shown),
    }


def unreadable_value(parameter: str, given: str, examples: Iterable[str]) -> str:
    """Return the sentence for a value that is not written as a parameter's are, by examples."""
    return _(
        "The parameter “%(parameter)s” in the address is “%(given)s”. "
        "It is written like these: %(examples)s."
    ) % {
        "parameter": parameter,
        "given": printable(given[:40]),
        "examples": ", ".join(examples),
    }
