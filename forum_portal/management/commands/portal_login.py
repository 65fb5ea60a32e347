from django.core.management.base import BaseCommand, CommandError

from forum_portal import accounts
from forum_portal.models import User


class Command(BaseCommand):
    help = (
        "Gives a staff account a new random password and prints it; of the portal's own accounts "
        "(bientap, duyet, quantri) it makes the one that is missing. Without a name: bientap, or "
        "quantri as long as the settings name no caretaker of the figures."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?")

    def handle(self, *, name, **options):
        name = name or accounts.usual_account()
        try:
            password = accounts.renew_password(name)
        except User.DoesNotExist:
            raise CommandError(f"There is no account '{name}'.") from None
        self.stdout.write(f"login     {name}\npassword  {password}")
