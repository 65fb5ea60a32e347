"""Files as offices have them, made anew for each test: real ones, and some in disguise."""

import zipfile
import zlib
from io import BytesIO
from struct import pack

from PIL import Image

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n"
    b"0000000100 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)
SVG = b"""<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"""
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PLACE = {1: "N", 2: (20.0, 51.0, 55.0), 3: "E", 4: (106.0, 41.0, 1.0)}  # of Hải Phòng, in GPS tags
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml"


def picture(kind="JPEG", size=(640, 480), mode="RGB", **more) -> bytes:
    """Return a picture with a half in another colour, so that it can be told from its mirror."""
    image = Image.new(mode, size, "white")
    image.paste((0,) * len(image.getbands()), (0, 0, size[0] // 2, size[1]))
    target = BytesIO()
    image.save(target, kind, **more)
    return target.getvalue()


def exif() -> Image.Exif:
    """Return what a camera writes: how it lay, by whom, and where."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x013B] = "Nguyễn Văn A".encode().decode("latin-1")
    exif[0x8825] = PLACE
    return exif


def photo() -> bytes:
    """Return a JPEG that says where, when and by whom it was taken, and lies on its side."""
    return picture(exif=exif(), comment=b"phong hop so 3")


def png_of(width: int, height: int) -> bytes:
    """Return a PNG of so many pixels, all alike: small as a file, vast once it is decoded."""
    row = bytes(1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def archive(**parts: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return target.getvalue()


def office(kind: str, **parts: bytes) -> bytes:
    """Return an Office file whose main part is of `kind`."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{kind}.main+xml"/></Types>'
    return archive(**{"[Content_Types].xml": types.encode()} | parts)


def pptx(**parts: bytes) -> bytes:
    return office(f"{SLIDES}.presentation", **{"ppt/presentation.xml": b"<p/>"} | parts)


def odp(kind: str = "presentation") -> bytes:
    name = f"application/vnd.oasis.opendocument.{kind}"
    return archive(mimetype=name.encode(), **{"content.xml": b"<o/>"})
