from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.importing import KINDS as EVENTS
from forum_portal.database import patient
from forum_portal.importing.kinds import KINDS as PORTAL
from forum_portal.importing.loading import RefusedError, load_folder
from metrics.importing import KINDS as METRICS
from metrics.sealing import wait_for_turn

KINDS = (*PORTAL, *METRICS, *EVENTS)


class Command(BaseCommand):
    help = "Loads a city's content from a folder of CSV files: all of it or, on any error, nothing."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, verbosity, **options):
        if not folder.is_dir():
            raise CommandError(_("There is no folder “%(folder)s”.") % {"folder": folder})
        try:
            with patient(), transaction.atomic():
                wait_for_turn()
                added = load_folder(folder, KINDS)
        except RefusedError as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(nothing_loaded(len(refused.problems))) from None
        if verbosity:
            self.report(added)

    def report(self, added):
        for name, count in added.items():
            if count:
                line = ngettext("%(count)d row added", "%(count)d rows added", count)
                self.stdout.write(f"{name}.csv: {line % {'count': count}}")
        if not any(added.values()):
            self.stdout.write(_("Nothing new."))


def nothing_loaded(count):
    text = ngettext(
        "Nothing was loaded: %(count)d problem.", "Nothing was loaded: %(count)d problems.", count
    )
    return text % {"count": count}
