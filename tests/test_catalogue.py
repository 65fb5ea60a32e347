"""The Vietnamese catalogue is complete, and what is compiled is what is written."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings

LOCALE = Path(settings.LOCALE_PATHS[0])
CATALOGUE = LOCALE / "vi/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
PACKAGES = ("forum_portal", "metrics", "events")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(CATALOGUE)


def key(entry):
    return (entry.msgctxt, entry.msgid)


def test_no_entry_is_missing_fuzzy_or_obsolete(catalogue):
    assert [e.msgid for e in catalogue.untranslated_entries()] == []
    assert [e.msgid for e in catalogue.fuzzy_entries()] == []
    assert [e.msgid for e in catalogue.obsolete_entries()] == []


def test_translations_keep_their_placeholders(catalogue):
    """A translation may use other placeholders of a period, but none that nobody fills."""
    periods = {"period", "period in a sentence", "short period"}
    wrong = [
        entry.msgid
        for entry in catalogue
        if entry.msgctxt not in periods
        and not set(PLACEHOLDER.findall(entry.msgstr or entry.msgstr_plural[0]))
        <= set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        translations = gettext.GNUTranslations(compiled)
    differing = [
        entry.msgid
        for entry in catalogue
        if not entry.msgid_plural and _compiled(translations, entry) != entry.msgstr
    ]
    assert differing == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="there is no GNU gettext here")
def test_the_catalogue_has_exactly_the_texts_of_the_code(catalogue, tmp_path):
    for folder in (*PACKAGES, "templates"):
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / folder)
    copied = tmp_path / CATALOGUE.relative_to(settings.BASE_DIR)
    copied.unlink()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "vi", "--no-location"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    used = {key(entry) for entry in polib.pofile(copied)}
    written = {key(entry) for entry in catalogue}
    assert sorted(map(str, used - written)) == []
    assert sorted(map(str, written - used - texts_of_django())) == []


def texts_of_django():
    """What Django itself says; our catalogue may say in Vietnamese what Django's does not."""
    folder = Path(django.__file__).parent
    files = [*folder.glob("conf/locale/en/**/*.po"), *folder.glob("contrib/*/locale/en/**/*.po")]
    return {key(entry) for file in files for entry in polib.pofile(file)}


def _compiled(translations, entry):
    if entry.msgctxt:
        return translations.pgettext(entry.msgctxt, entry.msgid)
    return translations.gettext(entry.msgid)
