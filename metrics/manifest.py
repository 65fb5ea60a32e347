"""What a release holds, as one canonical text, and the chain of all public releases.

A manifest is JSON in UTF-8 without white space: keys in alphabetical order, rows in the byte order
of their natural keys, numbers as the text in which they were entered. It names no database id, so
whoever has the public record can write the same text and compare the SHA-256 of it.
"""

import json
from collections.abc import Generator, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Collate

from forum_portal.blocks import in_blocks
from forum_portal.database import patient
from metrics.models.release import Release

WORDS = ("note", "note_en", "reason", "slug", "title", "title_en")
FIGURE = {
    "indicator": "indicator__code",
    "area": "area__code",
    "kind": "kind",
    "period": "period",
    "instrument": "instrument__slug",
}
OBSERVATION = FIGURE | {
    "unit": "indicator__unit__code",
    "unit_kind": "indicator__unit__kind",
    "unit_symbol": "indicator__unit__symbol",
    "value": "value",
    "comparator": "comparator",
    "out_of": "out_of",
    "numerator": "numerator",
    "denominator": "denominator",
    "obs_status": "obs_status",
    "comment": "comment",
    "comment_en": "comment_en",
}
CITATION_KEY = {name: f"observation__{lookup}" for name, lookup in FIGURE.items()} | {
    "observation_release": "observation__release__slug",
    "source": "source__slug",
    "locator": "locator",
    "printed": "printed",
}
CITATION = CITATION_KEY | {
    "stance": "stance",
    "position": "position",
    "sentence": "sentence",
    "original": "original",
    "note": "note",
    "note_en": "note_en",
}
CHUNK = 2000


def manifest(release: Release) -> str:
    """Return the manifest of a release as it stands in the database now."""
    return "".join(_pieces(release))


def manifest_sha256(release: Release) -> str:
    """Return the manifest's SHA-256 in hexadecimal; a release of any size fits in memory."""
    digest = sha256()
    for piece in _pieces(release):
        digest.update(piece.encode())
    return digest.hexdigest()


def manifest_blocks(release: Release) -> Generator[bytes]:
    """Return the manifest's bytes in blocks, after Postgres has begun to answer.

    Closing the iterator frees the connection.
    """
    blocks = _blocks(release)
    next(blocks)
    return blocks


def chain(links: Iterable[tuple[datetime, str, str]]) -> Iterator[str]:
    """Yield the hash of each link in turn; each one vouches for all links before it.

    A link is (moment of publication, slug, SHA-256 of the manifest), in the order of publication.
    """
    previous = ""
    for published_at, slug, manifest_hash in links:
        moment = published_at.astimezone(UTC).isoformat(timespec="microseconds")
        previous = sha256(f"{previous}{manifest_hash}{moment}{slug}".encode()).hexdigest()
        yield previous


def _blocks(release: Release) -> Generator[bytes]:
    with patient():
        blocks = in_blocks(piece.encode() for piece in _pieces(release))
        first = next(blocks)
        yield b""
        yield first
        yield from blocks


def _pieces(release: Any) -> Iterator[str]:
    """Yield the text bit by bit; its parts stand in alphabetical order by themselves."""
    yield '{"citations":['
    yield from _rows(release.citations, CITATION, CITATION_KEY)
    words = {name: getattr(release, name) for name in WORDS}
    yield f"],{_json({name: words[name] for name in ('note', 'note_en')})[1:-1]}"
    yield ',"observations":['
    yield from _rows(release.observations, OBSERVATION, FIGURE)
    yield f"],{_json({name: words[name] for name in WORDS[2:]})[1:]}"


def _rows(records: QuerySet, columns: dict[str, str], key: dict[str, str]) -> Iterator[str]:
    in_byte_order = [Collate(F(lookup), "C") for lookup in key.values()]
    rows = records.order_by(*in_byte_order).values_list(*columns.values())
    comma = ""
    for row in rows.iterator(chunk_size=CHUNK):
        texts = (_text(value) for value in row)
        yield comma + _json(dict(zip(columns, texts, strict=True)))
        comma = ","


def _json(values: dict[str, str | None]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return format(value, "f") if isinstance(value, Decimal) else str(value)
