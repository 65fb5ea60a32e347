"""Everything in one zip: each whole table as CSV with its description, what they are, all sums.

It is written onto the disk from one snapshot, so nobody can read half of it. For the same figures
and texts it has the same bytes: every date in it is that of the figures.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings

from forum_portal.addresses import reverse
from forum_portal.blocks import in_blocks
from forum_portal.copying import copying
from forum_portal.tables import Dialect, Table, csv_sql
from metrics.asof import AsOf, carried
from metrics.file_etag import content_state
from metrics.files.about import About
from metrics.files.csv_file import BOM
from metrics.files.csvw import SUFFIX, Measure, metadata
from metrics.files.readme import readme
from metrics.files.whole import Whole

README, SUMS = "README.txt", "SHA256SUMS"
FIRST_DAY = date(1980, 1, 1)  # of a zip's calendar
UNIX, READABLE = 3, 0o100644 << 16
FAST = 1  # a fifth more bytes than level 6 in half of its time, or less: measured


@dataclass(frozen=True)
class Everything:
    """The whole tables as of a moment, in a dialect; `query` leads to the same files again."""

    wholes: Sequence[Whole]
    as_of: AsOf
    dialect: Dialect
    about: About
    query: str

    @cached_property
    def tables(self) -> list[tuple[Whole, Table]]:
        """Each whole with its table."""
        return [(each, each.made(self.as_of.moment)) for each in self.wholes]

    def state(self) -> Iterator[str]:
        """Yield what differs when the zip does, but for what the releases tell."""
        yield zlib.ZLIB_RUNTIME_VERSION  # another one may write other bytes
        yield readme(self.about, self.dialect, [(each, Measure()) for each in self.wholes])
        for whole, table in self.tables:
            yield csv_sql(table, self.dialect)
            yield self._described(whole, table, Measure())
        yield from content_state([table for whole, table in self.tables if whole.is_text])

    def write(self, out: IO[bytes]) -> None:
        """Write the zip."""
        measured = []
        with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=FAST) as archive:
            box = Box(archive, self.about.day)
            for whole, table in self.tables:
                measure = self._add_csv(box, whole, table)
                measured.append((whole, measure))
                box.add_text(f"{whole.name}.csv{SUFFIX}", self._described(whole, table, measure))
            box.add_text(README, readme(self.about, self.dialect, measured))
            box.add_text(SUMS, "".join(f"{told}  {name}\n" for name, told in box.sums.items()))

    def _add_csv(self, box: "Box", whole: Whole, table: Table) -> Measure:
        """Write a table's CSV, byte for byte the file at its address."""
        measure = Measure()
        bom = [BOM] if self.dialect.bom else []
        with copying(csv_sql(table, self.dialect), table.params) as copy:
            blocks = in_blocks(chain(bom, _counted(copy, measure)))
            measure.size, measure.sha256 = box.add(f"{whole.name}.csv", blocks)
        return measure

    def _described(self, whole: Whole, table: Table, measure: Measure) -> str:
        """Return the description beside a CSV; it names its neighbour, and where that is from."""
        page = reverse(whole.page)
        about = replace(
            self.about,
            title=str(whole.title),
            page=settings.PORTAL_ORIGIN
            + (carried(page, self.about.as_of) if whole.travels else page),
        )
        told = metadata(table, self.dialect, about, f"{whole.name}.csv", measure)
        address = f"{settings.PORTAL_ORIGIN}{whole.path('csv')}{self.query}"
        return json.dumps({**told, "dc:source": {"@id": address}}, ensure_ascii=False, indent=1)


@dataclass
class Box:
    """A zip that is being filled, all its entries of one day, with the SHA-256 of each."""

    archive: ZipFile
    day: date
    sums: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, blocks: Iterable[bytes]) -> tuple[int, str]:
        """Write an entry; return how long it is, and its SHA-256."""
        day = max(self.day, FIRST_DAY)
        entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
        entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, UNIX, READABLE
        size, digest = 0, sha256()
        with self.archive.open(entry, "w", force_zip64=True) as file:  # nobody knows how long
            for block in blocks:
                size += file.write(block)
                digest.update(block)
        self.sums[name] = digest.hexdigest()
        return size, self.sums[name]

    def add_text(self, name: str, text: str) -> None:
        self.add(name, [text.encode()])


def _counted(rows: Iterable[memoryview], measure: Measure) -> Iterator[memoryview]:
    for measure.rows, row in enumerate(rows):  # the first is the head
        yield row
