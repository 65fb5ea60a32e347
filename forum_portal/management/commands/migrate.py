from django.core.management.commands import migrate
from django.db import transaction

from forum_portal.rights import fix_search_paths, grant_app_rights, keep_triggers_on
from forum_portal.roles import apply_roles


class Command(migrate.Command):
    """Django's migrate, followed by the roles of staff, what keeps guards on, and the grants."""

    def handle(self, *args, **options):
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            with transaction.atomic():
                apply_roles()
                fix_search_paths()
                keep_triggers_on()
                grant_app_rights()
