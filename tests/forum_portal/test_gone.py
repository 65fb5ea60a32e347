"""The page on which what was typed outlives its record tells nobody what is not theirs to know."""

import pytest

from forum_portal.roles import EDITOR
from tests.factories import ObservationFactory, OrganisationFactory, ReleaseFactory
from tests.factories import staff as an_account
from tests.forms import fields_of
from tests.races.together import logged_in

pytestmark = pytest.mark.django_db
LONG = "9" * 5000


def test_another_bodys_draft_is_not_named():
    author, other = (an_account(EDITOR, organisation=OrganisationFactory()) for _ in range(2))
    figure = ObservationFactory(
        release=ReleaseFactory(author=author),
        indicator__name="Chỉ số kín",
        indicator__responsible=author.organisation,
    )
    page = f"/admin/metrics/observation/{figure.pk}/"
    mine = logged_in(author)
    assert mine.post(f"{page}delete/", fields_of(mine.get(f"{page}delete/"))).status_code == 302
    told = [logged_in(each).post(f"{page}change/", {"comment": "x"}) for each in (author, other)]
    assert [(each.status_code, "Chỉ số kín" in each.text) for each in told] == [
        (410, True),
        (410, False),
    ]


def test_numbers_longer_than_any_are_no_error(staff):
    sent = {"name": "x", "sessions-TOTAL_FORMS": LONG}
    answers = [staff.post(f"/admin/events/forum/{key}/change/", sent) for key in ("77777", LONG)]
    assert [each.status_code for each in answers] == [410, 410]
