from django.core.management.base import BaseCommand
from django.db import transaction

from forum_portal.rights import grant_app_rights


class Command(BaseCommand):
    help = "Gives the role that serves the portal its rights; `migrate` does so by itself."

    def handle(self, **options):
        with transaction.atomic():
            granted = grant_app_rights()
        if not granted:
            self.stdout.write("The same role owns and serves the database; nothing to grant.")
