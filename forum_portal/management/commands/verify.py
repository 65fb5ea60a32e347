import re

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum_portal.database import patient
from forum_portal.snapshot import snapshot
from metrics.verification import verify


class Command(BaseCommand):
    help = "Checks that the public record is what was published; prints the head of its chain."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor", metavar="HEX", help="a head printed earlier, kept elsewhere"
        )

    def handle(self, *, anchor, **options):
        wanted = read_hash(anchor) if anchor is not None else None
        with patient(), snapshot():  # a release published meanwhile is whole in it, or not there
            findings = verify()
        problems = list(findings.problems)
        if wanted and wanted in findings.hashes:
            self.stdout.write(kept(findings.hashes.index(wanted), len(findings.hashes)))
        elif wanted:
            problems.append(
                _("The chain does not hold the hash %(hash)s: it was cut, or rewritten before it.")
                % {"hash": wanted}
            )
        for problem in problems:
            self.stderr.write(problem)
        self.stdout.write(head(findings.hashes))
        if problems:
            count = len(problems)
            text = ngettext("%(count)d fault found.", "%(count)d faults found.", count)
            raise CommandError(text % {"count": count})
        self.stdout.write(_("Nothing is wrong."))


def read_hash(text):
    if not re.fullmatch(r"[0-9a-f]{64}", text.strip().lower()):
        raise CommandError(
            _("“%(text)s” is not a SHA-256: 64 hexadecimal digits.") % {"text": text}
        )
    return text.strip().lower()


def kept(place, length):
    """Say that everything up to `place` is as it was, and how much was published since."""
    since = length - place - 1
    text = ngettext(
        "The hash is in the chain; %(count)d release was published after it.",
        "The hash is in the chain; %(count)d releases were published after it.",
        since,
    )
    return text % {"count": since}


def head(hashes):
    if not hashes:
        return _("Nothing is public yet.")
    text = ngettext(
        "Head of the chain of %(count)d release: %(hash)s",
        "Head of the chain of %(count)d releases: %(hash)s",
        len(hashes),
    )
    return text % {"count": len(hashes), "hash": hashes[-1]}
