from django.core.management.commands import migrate
from django.db import transaction

from forum_portal.rights import grant_app_rights


class Command(migrate.Command):
    """Django's migrate, followed by the grants, so that no new table is forgotten."""

    def handle(self, *args, **options):
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            with transaction.atomic():
                grant_app_rights()
