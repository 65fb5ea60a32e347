"""The forums' side of the editors' office."""

from typing import Any

from django.contrib import admin

from events.admin import exhibitions, forums, imports, people, programme, reports
from events.desk import desk_of

__all__ = ["exhibitions", "forums", "imports", "people", "programme", "reports"]

office: Any = admin.site
office.desk_readers.insert(-1, desk_of)  # before what was changed lately
