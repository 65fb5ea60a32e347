"""The cards of a dashboard's page: each panel's fields with what staff should know of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from metrics.admin.dashboards_moves import DOWN, UP, Arranged
from metrics.models import Observation, Panel
from metrics.panel_notes import Note, notes_of
from metrics.periods import Period
from metrics.spoken_periods import read_period

MOST_PERIODS = 200


@dataclass(frozen=True)
class Card:
    """A panel's card; `focus` is the button that gets the focus back, or "title" for a new card."""

    form: Any
    number: int
    notes: list[Note]
    is_first: bool
    is_last: bool
    is_open: bool
    focus: str = ""

    @property
    def anchor(self) -> str:
        """The part of the page's address that leads here."""
        key = self.form.instance.pk
        return f"panel-{key}" if key else self.form.prefix


def cards_of(formset: Any, arranged: Arranged | None) -> list[Card]:
    """Return the cards in their order, with the notes on what is typed in them."""
    forms = formset.in_order
    notes = notes_of([typed_panel(form) for form in forms])
    last = len(forms)
    return [
        Card(
            form=form,
            number=number,
            notes=notes[number - 1],
            is_first=number == 1,
            is_last=number == last,
            is_open=bool(form.is_bound and form.errors) or not form.instance.pk,
            focus=_focus(form, number, last, arranged),
        )
        for number, form in enumerate(forms, start=1)
    ]


def _focus(form: Any, number: int, last: int, arranged: Arranged | None) -> str:
    if arranged is None or arranged.card != form.prefix:
        return ""
    if arranged.button == UP:
        return UP if number > 1 else DOWN
    if arranged.button == DOWN:
        return DOWN if number < last else UP
    return "title"


def typed_panel(form: Any) -> Panel:
    """Return an unsaved panel with what stands in a card, whether or not it can be saved."""
    panel: Any = Panel(
        kind=form["kind"].value() or "",
        period_from=_code(form["period_from"].value()),
        period_to=_code(form["period_to"].value()),
    )
    panel.indicator_ids = form.chosen
    panel.area_ids = [each.pk for each in form.fields["areas"].in_known(form["areas"].value())]
    return panel


def _code(typed: Any) -> str:
    try:
        return read_period(typed).code if typed else ""
    except ValueError:
        return ""


def periods_of(formset: Any) -> Iterable[tuple[str, str]]:
    """Return the periods, the newest first, that the panels' indicators have public figures for."""
    keys = {key for form in formset.forms for key in form.chosen}
    if not keys:
        return []
    figures = Observation.objects.public().filter(indicator__in=keys)
    newest = figures.order_by("-period_end", "period").values_list("period_end", "period")
    codes = [code for _end, code in newest.distinct()[:MOST_PERIODS]]
    return [(code, str(Period.parse(code))) for code in codes]
