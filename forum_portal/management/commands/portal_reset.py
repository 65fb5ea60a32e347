import shutil

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from forum_portal import environment, postgres


class Command(BaseCommand):
    help = "Removes the portal's own database and attached files with all their content."

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
        if files := own_files():
            shutil.rmtree(files, ignore_errors=True)
        self.stdout.write("Removed. The next ./portal run starts anew.")

    def confirmed(self, home):
        files = own_files()
        more = f", and the attached files in {files}" if files else ""
        self.stdout.write(f"This removes {home} with every figure, text and account in it{more}.")
        try:
            return input("Type 'yes' to remove it: ").strip() == "yes"
        except EOFError:
            return False


def own_files():
    """Return the portal's own folder of attached files; None where an operator has named one."""
    files = environment.own_files_folder()
    return None if environment.are_files_elsewhere() or files.is_symlink() else files
