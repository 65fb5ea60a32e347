"""What the fields of a page are called, read from the page itself, whatever made it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SIGNS_END = " :*"


@dataclass
class PageField:
    """A field: its label, its type, and the words of its choices by their values.

    `related` names the model field whose records a searching select offers, as (app, model, name).
    """

    label: str = ""
    type: str = "text"
    choices: dict[str, str] = field(default_factory=dict)
    related: tuple[str, str, str] | None = None


@dataclass
class PageFields:
    """The heading of a page, what stands under it, its fields, its buttons by their names."""

    heading: str = ""
    subject: str = ""
    fields: dict[str, PageField] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)


def read_page(html: str) -> PageFields:
    """Return what a page of the desk says of itself; a button without a name has an empty one."""
    reader = _Reader()
    reader.feed(html)
    return reader.page()


class _Reader(HTMLParser):
    """Notes labels, legends and controls; which belongs to which is known at the end alone."""

    def __init__(self):
        super().__init__()
        self._labels: dict[str, str] = {}
        self._controls: list[tuple[dict[str, str], str]] = []  # attributes, legend
        self._choices: dict[str, dict[str, str]] = {}
        self._buttons: dict[str, str] = {}
        self._heads: dict[str, str] = {"h1": "", "h2": ""}
        self._legends: list[str] = []
        self._select = ""
        self._open: list[tuple[str, str]] = []  # elements whose text is wanted, with their key
        self._texts: list[str] = []
        self._in_titles = False

    def handle_starttag(self, tag, attributes):
        own = {name: value or "" for name, value in attributes}
        match tag:
            case "fieldset":
                self._legends.append("")
            case "div" if own.get("class") == "titles":
                self._in_titles = True
            case "h1" | "h2" if self._in_titles:
                self._begin(tag, tag)
            case "label":
                self._begin(tag, own.get("for", ""))
            case "legend":
                self._begin(tag, "")
            case "option":
                self._begin(tag, own.get("value", ""))
            case "button" if "default" in own.get("class", ""):
                self._begin(tag, own.get("name", ""))
            case "input" if own.get("type") == "submit":
                self._buttons[own.get("name", "")] = own.get("value", "")
            case "input" | "select" | "textarea" if own.get("name"):
                legend = next((each for each in reversed(self._legends) if each), "")
                self._controls.append(({"tag": tag, **own}, legend))
                self._select = own["name"] if tag == "select" else self._select

    def handle_data(self, data):
        if self._open:
            self._texts[-1] += data

    def handle_endtag(self, tag):
        if tag == "fieldset" and self._legends:
            self._legends.pop()
        if not self._open or self._open[-1][0] != tag:
            return
        key, text = self._open.pop()[1], " ".join(self._texts.pop().split())
        match tag:
            case "label":
                self._labels[key] = text.rstrip(SIGNS_END)
            case "legend" if self._legends:
                self._legends[-1] = text.rstrip(SIGNS_END)
            case "option":
                self._choices.setdefault(self._select, {})[key] = text
            case "button":
                self._buttons[key] = text
            case "h1" | "h2":
                self._heads[tag] = text
                self._in_titles = tag == "h1"

    def _begin(self, tag: str, key: str) -> None:
        self._open.append((tag, key))
        self._texts.append("")

    def page(self) -> PageFields:
        fields: dict[str, PageField] = {}
        for own, legend in self._controls:
            each = fields.setdefault(own["name"], PageField(type=own.get("type", own["tag"])))
            label = self._labels.get(own.get("id", "")) or own.get("aria-label", "")
            if each.type == "radio":
                each.choices[own.get("value", "")] = label
                each.label = legend
                continue
            each.label = ", ".join(dict.fromkeys(text for text in (legend, label) if text))
            each.choices = self._choices.get(own["name"], {})
            if "data-model-name" in own:
                each.related = (
                    own["data-app-label"],
                    own["data-model-name"],
                    own["data-field-name"],
                )
        return PageFields(self._heads["h1"], self._heads["h2"], fields, self._buttons)
