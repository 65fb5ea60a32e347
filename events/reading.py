"""The beginning of a long text, for pages that lead on to the whole."""

import re

BEGINNING = 1800


def beginning_of(text: str, length: int = BEGINNING) -> str:
    """Return the first blocks of a Markdown text up to some `length`; no heading stands last."""
    blocks = [each for each in re.split(r"\n\s*\n", text.strip()) if each]
    kept: list[str] = []
    for block in blocks:
        if kept and sum(map(len, kept)) + len(block) > length:
            break
        kept.append(block)
    while len(kept) > 1 and kept[-1].startswith("#"):
        kept.pop()
    return "\n\n".join(kept)
