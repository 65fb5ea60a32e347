"""The forums' side of the editors' office."""

from events.admin import exhibitions, forums, imports, people, programme, reports

__all__ = ["exhibitions", "forums", "imports", "people", "programme", "reports"]
