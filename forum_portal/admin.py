"""Organisations and the people who edit."""

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group as Role
from django.utils.translation import gettext_lazy as _

from forum_portal.models import Organisation
from forum_portal.office import accounts as accounts
from forum_portal.office import imports as imports
from forum_portal.office import portal_imports as portal_imports
from forum_portal.office.merging import MergesRecords
from forum_portal.office.pages import RecordAdmin
from forum_portal.office.site import Group

assert auth_admin  # it registers roles
admin.site.unregister(Role)  # what a role may do is code: forum_portal.roles


@admin.register(Organisation)
class OrganisationAdmin(MergesRecords, RecordAdmin):
    menu = Group.FORUMS, 5
    purpose = _("Bodies that host, exhibit, speak or answer for figures.")
    list_display = ["name", "short_name", "kind", "successor"]
    list_filter = ["kind"]
    list_select_related = ["successor"]
    search_fields = ["search_text"]
    search_help_text = _("Name or short name; accents do not matter.")
    autocomplete_fields = ["successor"]
    view_on_site = False  # whether it has a page is known to the events, which stand above
    fieldsets = [
        (
            _("Which body"),
            {
                "description": _("The name stands on every page where the body took part."),
                "fields": ["name", "name_en", ("short_name", "kind"), "website"],
            },
        ),
        (
            _("Its time"),
            {
                "description": _("For bodies that were merged or dissolved."),
                "fields": [("valid_from", "valid_to"), "successor"],
            },
        ),
        (None, {"fields": ["note", "slug"]}),
    ]
