"""What somebody typed before the session ended, in the words of the page they typed it into."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.messages.storage import default_storage
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve
from django.utils.translation import gettext as _

from forum_portal.office.page_fields import PageField, PageFields, read_page

ROW = re.compile(r"-(\d+)-")


def page_at(request: HttpRequest, address: str) -> PageFields:
    """Return what the page at an address of the desk holds; nothing where it opens no more."""
    path, _mark, query = address.partition("?")
    asked = HttpRequest()
    asked.method, asked.path, asked.path_info = "GET", path, path
    asked.GET, asked.META = QueryDict(query), {**request.META, "REQUEST_METHOD": "GET"}
    asked.META |= {"QUERY_STRING": query, "PATH_INFO": path}
    asked.COOKIES, asked.user, asked.session = request.COOKIES, request.user, request.session
    asked._messages = default_storage(asked)  # type: ignore[attr-defined]  # nobody reads them
    try:
        asked.resolver_match = match = resolve(path)
        response: Any = match.func(asked, *match.args, **match.kwargs)
    except (Http404, PermissionDenied, BadRequest):
        return PageFields()
    if hasattr(response, "render"):
        response.render()
    is_page = response.status_code == 200 and not response.streaming
    return read_page(response.text) if is_page else PageFields()


def typed_lines(
    fields: Iterable[tuple[str, str]], page: PageFields, request: HttpRequest, site: Any
) -> Iterator[tuple[str, str]]:
    """Yield (label, text) of what was typed or chosen; the label is empty where none is known."""
    for name, value in fields:
        if not value or name.startswith("_"):
            continue
        known = page.fields.get(name)
        label = known.label if known else ""
        if known is None and (row := ROW.search(name)):
            known = page.fields.get(ROW.sub("-__prefix__-", name, count=1))
            label = f"{known.label} ({int(row[1]) + 1})" if known else ""
        if known is None and page.fields:
            continue  # no field that somebody saw
        if known is None or known.type != "hidden":
            yield label, _text(value, known, request, site)


def _text(value: str, known: PageField | None, request: HttpRequest, site: Any) -> str:
    if known is None:
        return value
    if known.type == "checkbox":
        return _("Yes") if value == "on" else value
    if text := known.choices.get(value):
        return text
    return _record_name(value, known.related, request, site) if known.related else value


def _record_name(value: str, related: tuple[str, str, str], request: HttpRequest, site: Any) -> str:
    """Return the name of a record that was chosen, if this person may look at it."""
    app, model, name = related
    records = apps.get_model(app, model)._meta.get_field(name).remote_field.model
    if not site.is_registered(records) or not (value.isascii() and value.isdecimal()):
        return value
    page = site.get_model_admin(records)
    if not page.has_view_permission(request) or len(value) > 18:
        return value
    return str(page.get_queryset(request).filter(pk=value).first() or value)
