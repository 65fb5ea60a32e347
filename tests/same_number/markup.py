"""A page as a reader meets it: elements by tag and class, and the text that they show."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}


class Element:
    """An element with its attributes and what is inside, texts and elements."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.inside: list[Element | str] = []

    def __iter__(self) -> Iterator["Element"]:
        """Yield every element inside, in the order of the page."""
        for each in self.inside:
            if isinstance(each, Element):
                yield each
                yield from each

    def all(self, tag: str, name: str = "") -> list["Element"]:
        """Return the elements inside with a tag, and with a class where one is given."""
        return [each for each in self if each.tag == tag and (not name or each.has(name))]

    def first(self, tag: str, name: str = "") -> "Element":
        """Return the first of them; a page without it is no page to read."""
        return self.all(tag, name)[0]

    def has(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """What stands inside, white space as a browser shows it."""
        return " ".join("".join(self._texts()).split())

    @property
    def own_text(self) -> str:
        """What stands inside for the eye, in no element of its own."""
        return " ".join("".join(each for each in self.inside if isinstance(each, str)).split())

    def _texts(self) -> Iterator[str]:
        for each in self.inside:
            if isinstance(each, str):
                yield each
            else:
                yield from each._texts()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if any(each.tag == tag for each in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        self.open[-1].inside.append(data)


def read(text: str) -> Element:
    """Return the root above what a page or a part of one holds."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root
