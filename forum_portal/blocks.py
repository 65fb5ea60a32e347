"""Streams in blocks: few large writes in place of one for every row."""

from collections.abc import Iterable, Iterator

BLOCK = 128 * 1024


def in_blocks(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """Yield the bytes of `pieces` in blocks of at least BLOCK; the last may be shorter."""
    kept = bytearray()
    for piece in pieces:
        kept += piece
        if len(kept) >= BLOCK:
            yield bytes(kept)
            kept.clear()
    yield bytes(kept)
