"""PNG from SVG, without a browser and without a font of the machine."""

from functools import lru_cache

import resvg_py

from metrics.pictures.lettering import FILES

KEPT = 64  # pictures of about 60 KB; a link that goes round is drawn once


@lru_cache(maxsize=KEPT)
def png_of(svg: str) -> bytes:
    """Return the picture as PNG; letters that the portal's type has not are left out."""
    files = [str(path) for path in FILES.values()]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            font_files=files,
            skip_system_fonts=True,
            font_family="Portal Sans",
            sans_serif_family="Portal Sans",
        )
    )
