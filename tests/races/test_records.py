"""Any two who meet at the form of any kind of record: nothing is lost, whoever comes first."""

from tests.races.records import RECORD_RACES as RACES


def test_no_form_loses_what_somebody_saved_or_typed(two, soak):
    two.run(RACES, soak)
