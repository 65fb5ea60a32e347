"""The cells of a grid as its page shows them, and what was typed into them, beside what stands."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from forum_portal.office.outdated import Rival
from forum_portal.text import nfc, one_line_end
from metrics.grid import Key, Series, Stand
from metrics.models import Area, Observation
from metrics.periods import Period
from metrics.plausibility import has_area

FIELDS = (
    "value",
    "comparator",
    "obs_status",
    "out_of",
    "numerator",
    "denominator",
    "source",
    "locator",
    "comment",
)
SOURCE_SHOWN = 36  # signs of a source's name in a folded cell
PUBLIC = "public"  # beside the fields, in what a page was opened with
COMPARATORS: dict[str, Any] = dict(Observation.Comparator.choices)
STATUSES: dict[str, Any] = dict(Observation.Status.choices)
# What an empty field means: an exact figure, published.
USUAL: dict[str, str] = {
    "comparator": Observation.Comparator.EQ,
    "obs_status": Observation.Status.NORMAL,
}
ONLY = {"comparator": COMPARATORS, "obs_status": STATUSES}


@dataclass
class Cell:
    """A cell: what stands there, what it was opened with, what is typed, what is wrong with it."""

    area: Area
    period: Period
    stand: Stand
    base: dict[str, str]
    typed: dict[str, str]
    elsewhere: str = ""
    is_rival: bool = False
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.area.pk, self.period.code

    @property
    def name(self) -> str:
        """The prefix of its fields' names and ids."""
        return prefix_of(self.area, self.period)

    @property
    def html_id(self) -> str:
        return f"id_{self.name}"

    @property
    def label(self) -> str:
        return f"{self.area}, {self.period}"

    @property
    def is_held(self) -> bool:
        """Whether the draft holds this figure."""
        return self.stand.draft is not None

    @property
    def is_touched(self) -> bool:
        return any(self._typed(name) != self.base.get(name, "") for name in FIELDS)

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody saved something else here since the page was opened."""
        now = self.stand.texts
        differs = any(now.get(name, "") != self.base.get(name, "") for name in FIELDS)
        return differs or self.stand.public_text != self.base.get(PUBLIC, "")

    @property
    def is_to_go(self) -> bool:
        """Whether the draft's version is taken out."""
        return self.is_held and self.is_cleared

    @property
    def is_cleared(self) -> bool:
        """Whether a value was taken away, and nothing says why there is none."""
        status = self._typed("obs_status")
        says_why = status in Observation.WITHOUT_VALUE and status != self.base.get("obs_status", "")
        return bool(self.base.get("value")) and not self._typed("value") and not says_why

    @property
    def is_taken(self) -> bool:
        """Whether something is typed for a figure that another release holds."""
        return self.is_touched and self.stand.elsewhere is not None and not self.is_to_go

    @property
    def is_impossible(self) -> bool:
        """Whether the area was not there in the period, and nobody gave a figure all the same."""
        stand = self.stand
        if stand.draft or stand.public or stand.elsewhere or self.is_touched or self.errors:
            return False
        return not has_area(self.area, self.period.start, self.period.end)

    @property
    def figure_url(self) -> str:
        return (
            reverse("admin:metrics_observation_change", args=[self.stand.draft.pk])
            if self.is_held
            else ""
        )

    @property
    def more(self) -> str:
        """What the folded part of the cell says that is not as usual."""
        parts = [
            COMPARATORS.get(self._typed("comparator"), ""),
            STATUSES.get(self._typed("obs_status"), ""),
            Truncator(self._typed("source")).chars(SOURCE_SHOWN),
            _("comment") if self._typed("comment") else "",
        ]
        return capfirst(" · ".join(str(each) for each in parts if each)) or _("Details")

    @property
    def rival_text(self) -> str:
        """What somebody else saved here: in the draft, or what became public meanwhile."""
        now = self.stand
        is_public_new = now.public_text != self.base.get(PUBLIC, "")
        return (now.public_text if is_public_new else now.texts.get("value", "")) or _("nothing")

    @property
    def is_open(self) -> bool:
        """Whether something is wrong in the folded part."""
        return any(name != "value" for name in self.errors)

    def opened_with(self) -> dict[str, str]:
        """Return what stands now, as the page keeps it until it is sent; empty texts left out."""
        texts = {**self.stand.texts, PUBLIC: self.stand.public_text}
        return {name: text for name, text in texts.items() if text}

    def refuse(self, name: str, *sentences: str) -> None:
        self.errors.setdefault(name, []).extend(sentences)

    def rivals(self, labels: dict[str, str], common: dict[str, str]) -> list[Rival]:
        """Return each field whose saved text is not what this save would write, both as read.

        `common` is the source for the whole grid and the place in it.
        """
        now, wanted = self.stand.texts, self._wanted(common)
        lines = [
            Rival(f"{self.label}: {labels[name]}", _said(name, now), _said(name, wanted))
            for name in FIELDS
            if now.get(name, "") != wanted.get(name, "")
        ]
        if self.stand.public_text != self.base.get(PUBLIC, ""):
            label = f"{self.label}: {labels[PUBLIC]}"
            lines.insert(0, Rival(label, self.stand.public_text, self.typed.get("value", "")))
        return lines

    def _wanted(self, common: dict[str, str]) -> dict[str, str]:
        """Return the cell's texts, with the grid's own source where the cell names none."""
        if self.is_to_go or self._typed("source") or not common.get("source"):
            return self.typed
        locator = self._typed("locator") or common.get("locator", "")
        return self.typed | {"source": common["source"], "locator": locator}

    def _typed(self, name: str) -> str:
        return self.typed.get(name, "")


def prefix_of(area: Area, period: Period) -> str:
    return f"{area.pk}_{period.in_address}"


def fresh_cells(series: Series, stands: dict[Key, Stand]) -> list[Cell]:
    """Return the cells as a page shows them that was just opened."""
    cells = []
    for area, period in series.places():
        stand = stands[area.pk, period.code]
        base = {**stand.texts, PUBLIC: stand.public_text}
        cells.append(Cell(area, period, stand, base, dict(stand.texts), _elsewhere(stand)))
    return cells


def typed_cells(series: Series, stands: dict[Key, Stand], sent: QueryDict) -> list[Cell]:
    """Return the cells with what was typed into them.

    Where nobody typed, what stands now is shown, whoever saved it; a cell that was typed into while
    another saved something else there is a rival.
    """
    opened = _opened(sent)
    cells = []
    for area, period in series.places():
        stand, prefix = stands[area.pk, period.code], prefix_of(area, period)
        base = opened.get(prefix, {})
        typed = {
            name: _text(name, sent.get(f"{prefix}-{name}", base.get(name, ""))) for name in FIELDS
        }
        cell = Cell(area, period, stand, base, typed, _elsewhere(stand))
        if cell.is_touched and cell.is_overtaken:
            is_same = all(stand.texts.get(name, "") == typed[name] for name in FIELDS)
            is_same = is_same or (cell.is_cleared and not cell.is_held)
            cell.is_rival = not (is_same and stand.public_text == base.get(PUBLIC, ""))
        if not cell.is_touched or (cell.is_overtaken and not cell.is_rival):
            cell.base = {**stand.texts, PUBLIC: stand.public_text}
            cell.typed = dict(stand.texts)
        cells.append(cell)
    return cells


def _text(name: str, text: str) -> str:
    """Return a field's text in the one form in which texts are compared."""
    stripped = nfc(one_line_end(text)).strip()
    return "" if stripped == USUAL.get(name) else stripped


def _opened(sent: QueryDict) -> dict[str, dict[str, str]]:
    """Read what the page was opened with; what nobody's page can have sent counts as nothing."""
    try:
        opened = json.loads(sent.get("_opened", ""))
    except ValueError:
        return {}
    if not isinstance(opened, dict):
        return {}
    return {
        name: {key: _text(key, text) for key, text in texts.items() if isinstance(text, str)}
        for name, texts in opened.items()
        if isinstance(texts, dict)
    }


def opened_text(cells: list[Cell]) -> str:
    """Return what `typed_cells` reads again when the page is sent."""
    known = {each.name: each.opened_with() for each in cells}
    return json.dumps({name: texts for name, texts in known.items() if texts}, ensure_ascii=False)


def _elsewhere(stand: Stand) -> str:
    """Return that another release holds the figure, by its title where the reader may know it."""
    if stand.elsewhere is None:
        return ""
    if not stand.is_elsewhere_seen:
        return _("Being changed in another release, not public yet.")
    return _("Being changed in the release “%(release)s”.") % {"release": stand.elsewhere.release}


def _said(name: str, texts: dict[str, str]) -> str:
    text = texts.get(name, "")
    return str(ONLY[name].get(text or USUAL[name], text)) if name in ONLY else text
