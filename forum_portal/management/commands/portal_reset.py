from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from forum_portal import postgres


class Command(BaseCommand):
    help = "Removes the portal's own database with all its content."

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, yes, **options):
        if not settings.EMBEDDED_DATABASE:
            raise CommandError("DATABASE_URL is set, and a database of yours is never removed.")
        cluster = postgres.portal_cluster()
        if not cluster.data.exists():
            self.stdout.write("There is no database to remove.")
            return
        if not yes and not self.confirmed(cluster.home):
            raise CommandError("Nothing was removed.")
        if not cluster.remove_unless_used():
            raise CommandError("The portal is running; stop it first.")
        self.stdout.write("Removed. The next ./portal run starts anew.")

    def confirmed(self, home):
        self.stdout.write(f"This removes {home} with every figure, text and account in it.")
        try:
            return input("Type 'yes' to remove it: ").strip() == "yes"
        except EOFError:
            return False
