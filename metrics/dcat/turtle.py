"""A graph as Turtle."""

import re
from collections.abc import Iterable

from metrics.dcat.graph import PREFIXES, Iri, Literal, Node

CONTENT_TYPE = "text/turtle"
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f]')


def turtle(nodes: Iterable[Node]) -> str:
    """Return a document with every node, in the order given."""
    head = [f"@prefix {prefix}: <{address}> ." for prefix, address in PREFIXES.items()]
    return "\n".join([*head, "", *(_statement(each) for each in nodes)])


def _statement(node: Node) -> str:
    assert node.iri  # only what is told within another has no address
    return f"{_value(node.iri)} {_told(node, '    ')} .\n"


def _told(node: Node, indent: str) -> str:
    lines = [f"a {', '.join(node.types)}"]
    lines += [
        f"{name} {', '.join(_value(value, indent) for value in values)}"
        for name, values in node.told.items()
    ]
    return f" ;\n{indent}".join(lines)


def _value(value: Iri | Literal | Node, indent: str = "") -> str:
    if isinstance(value, Node):
        return _value(value.iri) if value.iri else f"[ {_told(value, indent + '    ')} ]"
    if isinstance(value, Iri):
        return f"<{value.address}>"
    text = ESCAPED.sub(lambda sign: ESCAPES.get(sign[0], f"\\u{ord(sign[0]):04X}"), value.text)
    if value.language:
        return f'"{text}"@{value.language}'
    return f'"{text}"^^{value.datatype}' if value.datatype else f'"{text}"'
