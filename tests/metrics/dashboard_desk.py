"""The page that arranges a dashboard as tests use it: its cards, its buttons, its preview."""

from typing import Any

from tests.forms import fields_of
from tests.words import words_of

LIST = "/admin/metrics/dashboard/"


def page_of(dashboard: Any) -> str:
    return f"{LIST}{dashboard.pk}/change/"


def preview_of(dashboard: Any) -> str:
    return f"{LIST}{dashboard.pk}/preview/"


def fields(client: Any, dashboard: Any) -> dict[str, Any]:
    """What a browser sends from the page as it stands."""
    return fields_of(client.get(page_of(dashboard)))


def press(client: Any, page: str, typed: dict[str, Any], button: str, value: str = "1") -> Any:
    """Send the form by one of its buttons."""
    return client.post(page, typed | {button: value})


def cards(response: Any) -> list[str]:
    """How the cards of a page are called, in their order."""
    return [card.form.called for card in response.context["cards"]]


def panels(response: Any) -> list[str]:
    """The titles of the panels that a page shows to readers."""
    return [str(panel.title) for panel in response.context["panels"]]


def banner(response: Any) -> str:
    """What a preview says of itself."""
    text = response.text.split('class="as-of preview"', 1)[1].split("<script", 1)[0]
    return words_of(text.split(">", 1)[1])
