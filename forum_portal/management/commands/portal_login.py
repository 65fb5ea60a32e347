from django.core.management.base import BaseCommand, CommandError

from forum_portal import accounts
from forum_portal.models import User


class Command(BaseCommand):
    help = "Gives a staff account a new random password and prints it."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", default=accounts.FIRST_ACCOUNT)

    def handle(self, *, name, **options):
        try:
            password = accounts.renew_password(name)
        except User.DoesNotExist:
            raise CommandError(f"There is no account '{name}'.") from None
        self.stdout.write(f"login     {name}\npassword  {password}")
