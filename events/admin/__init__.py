"""The forums' side of the editors' office."""

from events.admin import exhibitions, forums, people, programme, reports

__all__ = ["exhibitions", "forums", "people", "programme", "reports"]
