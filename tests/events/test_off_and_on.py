"""A forum, a session or a report is taken off the site at the desk, and put back."""

import pytest

from tests.factories import ForumFactory, ReportFactory, SessionFactory
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

RECORDS = {"forum": ForumFactory, "session": SessionFactory, "report": ReportFactory}


@pytest.mark.parametrize("kind", RECORDS)
def test_off_the_site_and_back(staff, kind):
    record = RECORDS[kind]()
    listed, form = f"/admin/events/{kind}/", f"/admin/events/{kind}/{record.pk}/change/"

    def states():
        [row] = staff.get(listed).context["cl"].result_list
        return row.is_published, staff.get(record.get_absolute_url()).status_code

    assert states() == (True, 200)
    fields = fields_of(staff.get(form))
    del fields["is_published"]
    staff.post(form, fields)
    assert states() == (False, 404)
    staff.post(form, fields_of(staff.get(form)) | {"is_published": "on"})
    assert states() == (True, 200)
    assert "is_published" in staff.get(listed).context["cl"].list_display
