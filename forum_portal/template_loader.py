"""Templates in which what always reads the same is looked up once, not on every page.

A page has sixty translations and addresses of static files; each takes as long as ten lines of
Python.
"""

from collections.abc import Iterator
from typing import Any

from django.template import Context
from django.template.base import FilterExpression, Node, NodeList, TextNode
from django.template.defaulttags import CommentNode, LoadNode
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.utils.translation import get_language


class FilledIn(base.Loader):
    """Fills in the fixed texts of a template in the active language."""

    def get_template(self, template_name, skip=None):
        template = super().get_template(template_name, skip)
        fill_in(template.nodelist)
        return template


class Loader(cached.Loader, FilledIn):
    """Keeps each template once for each language."""

    def cache_key(self, template_name, skip=None):
        return f"{get_language()} {super().cache_key(template_name, skip)}"


def fill_in(nodes: NodeList) -> None:
    """Put the text in place of every tag in `nodes` that gives the same on each page."""
    filled: list[Any] = []
    for node in nodes:
        for inner in _inside(node):
            fill_in(inner)
        text = TextNode(node.render(Context())) if is_fixed(node) else node
        if filled and isinstance(text, TextNode) and isinstance(filled[-1], TextNode):
            text = TextNode(filled.pop().s + text.s)
        filled.append(text)
    nodes[:] = filled


def is_fixed(node: Node) -> bool:
    """Tell whether a tag says nothing, or translates or addresses a text in quotes."""
    if isinstance(node, CommentNode | LoadNode):
        return True
    if isinstance(node, StaticNode):
        return node.varname is None and _is_text(node.path)
    if isinstance(node, TranslateNode):
        context = node.message_context
        is_known = _is_text(node.filter_expression) and (context is None or _is_text(context))
        return node.asvar is None and is_known
    return False


def _is_text(expression: FilterExpression) -> bool:
    return not expression.filters and getattr(expression.var, "literal", "") is not None


def _inside(node: Node) -> Iterator[NodeList]:
    """Yield what a tag encloses; `{% if %}` keeps it beside its conditions, in pairs."""
    for value in vars(node).values():
        if isinstance(value, NodeList):
            yield value
        elif isinstance(value, list):
            pairs = (each for each in value if isinstance(each, tuple))
            yield from (part for pair in pairs for part in pair if isinstance(part, NodeList))
