"""The files of a dataset: the same list for the catalogue and for what its page tells programs."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from forum_portal.addresses import reverse
from metrics.asof import carried
from metrics.files.csvw import SUFFIX
from metrics.files.formats import FORMATS

# Each with its name in addresses, how the file ends, its query and its title.
KINDS = (
    ("csv", "csv", "", "CSV"),
    ("csv-vi", "csv", "?dialect=vi", _("CSV for Vietnamese Excel")),
    ("csv-data", "csv", "?dialect=data", _("CSV for programs")),
    ("xlsx", "xlsx", "", "XLSX"),
    ("json", "json", "", "JSON"),
)


@dataclass(frozen=True)
class Distribution:
    """A file; addresses are whole. `metadata` describes a CSV, with its SHA-256; or is empty."""

    name: str
    format: str
    title: str
    media_type: str
    url: str
    metadata: str


def distributions(slug: str, as_of: str) -> list[Distribution]:
    """Return the files of an indicator in the active language; `as_of` is what was asked for."""
    return distributions_beside(reverse("metrics:indicator-file", args=[slug, "csv"]), as_of)


def distributions_beside(csv: str, as_of: str) -> list[Distribution]:
    """Return the files of the table whose CSV has this path."""
    before_suffix = settings.PORTAL_ORIGIN + csv.removesuffix("csv")

    def address(suffix: str, query: str) -> str:
        return carried(f"{before_suffix}{suffix}{query}", as_of)

    return [
        Distribution(
            name=name,
            format=suffix,
            title=str(title),
            media_type=FORMATS[suffix].content_type.partition(";")[0],
            url=address(suffix, query),
            metadata=address(suffix + SUFFIX, query) if suffix == "csv" else "",
        )
        for name, suffix, query, title in KINDS
    ]
