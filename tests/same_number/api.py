"""The JSON API: the list of figures page by page, and single figures with their versions."""

from tests.same_number.asking import Portal
from tests.same_number.files import Compared, figure, long_rows, meant
from tests.same_number.record import Record, Version

ROOT = "/api/v1"
VERSION = ("value", "comparator", "out_of", "numerator", "denominator", "obs_status", "revision")


def listed(portal: Portal, record: Record) -> Compared:
    """Every figure in force, withdrawn ones too, over all pages."""
    recorded = {path: figure(record, each) for path, each in record.current.items()}
    rows, address = [], f"{ROOT}/observations?limit=100"
    while address:
        answer = portal.json(address)
        rows += answer["data"]
        address = answer["next"] and answer["next"][answer["next"].index(ROOT) :]
    return recorded, long_rows(rows, recorded)


def single(portal: Portal, record: Record) -> Compared:
    """Figures one by one, with all their versions."""
    recorded, shown = {}, {}
    for path in portal.share(sorted(record.current), 15):
        current = record.current[path]
        answer = portal.json(address_of(current))
        now = figure(record, current)
        recorded[path] = [now, *(version(record, each) for each in record.histories[path])]
        shown[path] = [meant(answer, now), *(meant(each, VERSION) for each in answer["versions"])]
    return recorded, shown


def address_of(version: Version) -> str:
    period = version.period.replace("/", "-")
    path = f"{ROOT}/observations/{version.indicator}/{version.area}/{period}"
    return path if version.is_observed else f"{path}/target/{version.instrument or '-'}"


def version(record: Record, each: Version) -> dict:
    """Return what the history of a figure has to say of one version."""
    told = figure(record, each)
    return {name: told[name] for name in VERSION}
