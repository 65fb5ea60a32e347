"""The table of figures that the import benchmark measures, as files and as rows of the record."""

import csv
from io import BytesIO, StringIO

INDICATORS, AREAS = 200, 100
FIRST_ID = 10_000_000
OBSERVATION = """id, release_id, indicator_id, area_id, kind, period, frequency, period_start,
    period_end, value, comparator, obs_status, comment, comment_en"""
CITATION = """release_id, observation_id, source_id, stance, position, locator, printed, sentence,
    original, note, note_en"""
HEAD = (
    *("Chỉ số", "Địa bàn", "Kỳ", "Giá trị", "So sánh", "Trạng thái"),
    *("Nguồn", "Vị trí trong nguồn", "Giá trị như in", "Ghi chú"),
)


def figure(place: int) -> tuple[str, str, str]:
    """Return the key of the figure on a line: indicator, area, year."""
    year, rest = divmod(place, INDICATORS * AREAS)
    return f"do_{rest // AREAS}", f"do-{rest % AREAS}", str(1990 + year)


def public_value(place: int) -> str | None:
    """Return the value that is public already, if any."""
    match place % 10:
        case 0 | 1 | 2 | 3:
            return f"{place % 1000}.5"
        case 4:
            return f"{place % 1000}.25"
    return None


def table(rows: int):
    """Yield the rows of the table, canonical."""
    for place in range(rows):
        value = f"{place % 1000}.5"
        source, page = f"do-{place % 20}", f"trang {place % 300}"
        yield (*figure(place), value, "eq", "A", source, page, value, "")


# Files


def as_csv(rows: int) -> bytes:
    """Return the table as the portal's own download for Vietnamese spreadsheets."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in table(rows):
        writer.writerow((*row[:3], row[3].replace(".", ","), *row[4:]))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(rows: int) -> bytes:
    """Return the table as a workbook with numbers that are numbers."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Số liệu")
        sheet.write_row(0, 0, HEAD)
        for line, row in enumerate(table(rows), 1):
            sheet.write_row(line, 0, row)
            sheet.write_number(line, 3, float(row[3]))
    return out.getvalue()


# The record


def prepare(rows: int) -> None:
    """Fill the base: what figures hang from, and half of the figures, public."""
    from django.db import connection
    from django.utils import timezone

    from forum_portal.models import User
    from metrics.models import Release
    from tests.factories import publish

    User.objects.create(username="do-toc-do", is_superuser=True, is_staff=True)
    _make_what_figures_hang_from()
    release = Release.objects.create(title="Đã công khai")
    with connection.cursor() as cursor:
        _copy_public_figures(cursor, release, rows)
    publish(release, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _make_what_figures_hang_from() -> None:
    from metrics.models import Area, Indicator, Pillar, Source, Unit

    unit = Unit.objects.create(code="do-toc-do", kind="measure")
    pillar = Pillar.objects.create(code="do-toc-do", name="Đo tốc độ")
    for place in range(INDICATORS):
        name = f"Chỉ số {place}"
        Indicator.objects.create(code=f"do_{place}", name=name, unit=unit, pillar=pillar)
    for place in range(AREAS):
        Area.objects.create(code=f"do-{place}", name=f"Xã {place}", kind="commune")
    for place in range(20):
        Source.objects.create(slug=f"do-{place}", title=f"Nguồn {place}")


def _copy_public_figures(cursor, release, rows: int) -> None:
    from metrics.models import Area, Indicator, Source

    indicators = dict(Indicator.objects.values_list("code", "pk"))
    areas = dict(Area.objects.values_list("code", "pk"))
    sources = dict(Source.objects.values_list("slug", "pk"))
    public = [(place, row) for place, row in enumerate(table(rows)) if public_value(place)]
    with cursor.copy(f"COPY metrics_observation ({OBSERVATION}) FROM STDIN") as copy:
        for place, (code, area, year, *_rest) in public:
            figure = (place + FIRST_ID, release.pk, indicators[code], areas[area])
            days = ("observed", year, "A", f"{year}-01-01", f"{year}-12-31")
            copy.write_row((*figure, *days, public_value(place), "eq", "A", "", ""))
    with cursor.copy(f"COPY metrics_citation ({CITATION}) FROM STDIN") as copy:
        for place, row in public:
            cited = (release.pk, place + FIRST_ID, sources[row[6]], "states", 1)
            copy.write_row((*cited, *row[7:9], "", "", "", ""))
