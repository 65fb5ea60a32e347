from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AdminConfig):
    """Django's admin with the portal's own site; it still finds every package's admin module."""

    default_site = "forum_portal.office.site.Office"
