"""Buttons that change the cards of a dashboard without saving: up, down, one more, the successor.

They are named buttons of the form itself, so they work without a script, and lose nothing typed.
"""

from dataclasses import dataclass

from django.http import QueryDict

from metrics.admin.dashboards_forms import MOST_PANELS, keys_in
from metrics.models import Panel

MOVE, ADD, REPLACE = "_move", "_add_panel", "_replace"
PREFIX = "panels"
UP, DOWN = "up", "down"
WIDTHS = {
    Panel.Kind.LINE: Panel.Width.LARGE,
    Panel.Kind.COLUMN: Panel.Width.HALF,
    Panel.Kind.TABLE: Panel.Width.FULL,
    Panel.Kind.TEXT: Panel.Width.FULL,
}


@dataclass(frozen=True)
class Arranged:
    """The form's fields after a button was pressed, and the card that it concerned."""

    fields: QueryDict
    card: str
    button: str = ""


def arrange(fields: QueryDict) -> Arranged | None:
    """Return the fields as the pressed button leaves them; None where none of these was pressed.

    A button that makes no sense leaves everything as it is.
    """
    if not {MOVE, ADD, REPLACE} & set(fields):
        return None
    changed = fields.copy()
    if ADD in fields:
        return _add(changed)
    card, *rest = (fields.get(MOVE) or fields.get(REPLACE, "")).split()[:3] or [""]
    if card not in _cards(changed):
        return Arranged(changed, "")
    if MOVE in fields:
        _move(changed, card, rest[:1])
        return Arranged(changed, card, "".join(rest[:1]))
    _replace(changed, card, keys_in(rest))
    return Arranged(changed, card)


def _total(fields: QueryDict) -> int:
    totals = keys_in([fields.get(f"{PREFIX}-TOTAL_FORMS", "")])
    return min(totals[0], MOST_PANELS) if totals else 0


def _cards(fields: QueryDict) -> list[str]:
    """Return the prefixes of the cards by their places."""
    cards = [f"{PREFIX}-{number}" for number in range(_total(fields))]
    return sorted(cards, key=lambda card: _place(fields, card))


def _place(fields: QueryDict, card: str) -> int:
    places = keys_in([fields.get(f"{card}-position", "")])
    return places[0] if places else MOST_PANELS


def _number(fields: QueryDict, cards: list[str]) -> None:
    for place, card in enumerate(cards, start=1):
        fields[f"{card}-position"] = str(place)


def _move(fields: QueryDict, card: str, ways: list[str]) -> None:
    cards = _cards(fields)
    at = cards.index(card)
    to = at + {UP: -1, DOWN: 1}.get("".join(ways), 0)
    if 0 <= to < len(cards):
        cards[at], cards[to] = cards[to], cards[at]
    _number(fields, cards)


def _add(fields: QueryDict) -> Arranged:
    cards = _cards(fields)
    if len(cards) == MOST_PANELS:
        return Arranged(fields, "")
    kind = fields.get(ADD)
    kind = kind if kind in Panel.Kind.values else Panel.Kind.FIGURE
    card = f"{PREFIX}-{len(cards)}"
    fields[f"{PREFIX}-TOTAL_FORMS"] = str(len(cards) + 1)
    fields[f"{card}-kind"] = str(kind)
    fields[f"{card}-width"] = str(WIDTHS.get(Panel.Kind(kind), Panel.Width.SMALL).value)
    _number(fields, [*cards, card])
    return Arranged(fields, card)


def _replace(fields: QueryDict, card: str, keys: list[int]) -> None:
    if len(keys) != 2:
        return
    old, new = keys
    name = f"{card}-indicators"
    chosen = keys_in(fields.getlist(name))
    now = dict.fromkeys(new if each == old else each for each in chosen)
    fields.setlist(name, [str(each) for each in now])
