"""What a browser would send from a page of the desk that nobody has typed into."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Reads the fields of a page; `values` holds a list for each name."""

    def __init__(self):
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select, self._text = "", ""

    def handle_starttag(self, tag, attributes):
        each = dict(attributes)
        name = each.get("name") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in each:
            self._keep(self._select, each.get("value"))
        elif tag == "textarea" and "__prefix__" not in name:
            self._text = name
            self._keep(name, "")
        elif tag == "input" and _is_sent(each):
            self._keep(name, each.get("value", "on" if each.get("type") == "checkbox" else ""))

    def handle_data(self, data):
        if self._text:
            self.values[self._text][-1] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._text = ""

    def _keep(self, name, value):
        if name and "__prefix__" not in name:
            self.values.setdefault(name, []).append(value or "")


def _is_sent(attributes) -> bool:
    kind = attributes.get("type", "text")
    if kind in ("checkbox", "radio"):
        return "checked" in attributes
    return kind not in ("submit", "button", "search")


def fields_of(response) -> dict[str, list[str]]:
    """Return the fields of a page as they stand, each name with its values."""
    assert response.status_code == 200, response.status_code
    return form_fields(response.text)


def form_fields(page: str) -> dict[str, list[str]]:
    """Return the fields of the text of a page, as above."""
    parser = _Fields()
    parser.feed(page)
    return parser.values
