"""Workbooks to fill in: one sheet with the columns of a kind, one that explains them."""

from forum_portal.importing.tables import Kind


def template_workbook(kind: Kind) -> bytes:
    """Return an empty .xlsx with the columns of `kind` by their Vietnamese names.

    Its second sheet says of each column whether it is needed, what it takes and which values.
    """
    raise NotImplementedError


def template_name(kind: Kind) -> str:
    """Return the name of the file: "mau-quan-sat.xlsx"."""
    raise NotImplementedError
