"""Asking the portal for its surfaces as readers do, and which share of them a run asks for."""

import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.test import RequestFactory

from tests.same_number.markup import Element, read
from tests.same_number.record import Record

LANGUAGES = ("vi", "en")


class Portal:
    """Whoever asks: now, or as of a moment; in a soak for everything, else for a share of it."""

    def __init__(self, record: Record, *, soak: bool, part: float = 1) -> None:
        self.handler, self.factory = WSGIHandler(), RequestFactory()
        self.as_of, self.soak, self.part = record.as_of, soak, part

    def bytes(self, address: str, status: int = 200) -> bytes:
        """Return the body of an answer, which has the status that is expected."""
        if self.as_of and "as-of=" not in address:
            moment = quote(self.as_of.isoformat())
            address += f"{'&' if '?' in address else '?'}as-of={moment}"
        with transaction.atomic():  # what a request sets for itself does not outlive it
            response = self.handler.get_response(self.factory.get(address))
            body = b"".join(response)
            transaction.set_rollback(True)
        if response.status_code != status:
            raise AssertionError(f"{address} answered {response.status_code}: {body[:400]!r}")
        return body

    def text(self, address: str, status: int = 200) -> str:
        return self.bytes(address, status).decode("utf-8")

    def page(self, address: str, language: str = "vi", status: int = 200) -> Element:
        return read(self.text(in_language(address, language), status))

    def pages(self, address: str, language: str) -> list[Element]:
        """Return a list's page with those that follow it."""
        found = [self.page(address, language)]
        while True:
            marks = "&" if "?" in address else "?"
            following = f"page={len(found) + 1}"
            links = [each.attributes.get("href", "") for each in found[-1].all("a")]
            if not any(re.search(rf"[?&]{following}(&|$)", each) for each in links):
                return found
            found.append(self.page(f"{address}{marks}{following}", language))

    def json(self, address: str) -> Any:
        """Return JSON; its numbers keep all their digits."""
        return json.loads(self.bytes(address), parse_float=Decimal)

    def language(self, place: int) -> str:
        """Return the language in which a surface is asked for: in turn, each day the other."""
        return LANGUAGES[(place + date.today().toordinal()) % len(LANGUAGES)]

    def languages(self, place: int) -> tuple[str, ...]:
        """Return the same, and in a soak both."""
        return LANGUAGES if self.soak else (self.language(place),)

    def share[Thing](self, things: Sequence[Thing], most: int) -> list[Thing]:
        """Return about `most` of the things, each day others; the whole in a soak."""
        if self.soak:
            return list(things)
        step = max(1, round(len(things) / (most * self.part)))
        return list(things)[date.today().toordinal() % step :: step]


def in_language(address: str, language: str) -> str:
    return address if language == "vi" else f"/{language}{address}"


def path_of(link: str) -> str:
    """Return the path, in Vietnamese, of a link to a page of the portal."""
    path = link.removeprefix(settings.PORTAL_ORIGIN).partition("?")[0].partition("#")[0]
    return path.removeprefix("/en") if path.startswith("/en/") else path


def is_figure(path: str) -> bool:
    """Tell whether a path is that of one figure."""
    return bool(re.fullmatch(r"/chi-so/[^/]+/[^/]+/[^/]+/(muc-tieu/[^/]+/)?", path))
