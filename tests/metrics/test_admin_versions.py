"""A figure with several versions at the desk: its history, and the way to the newest one."""

import re
from datetime import timedelta

import pytest

from metrics.models import Observation, Release
from tests.desk import FIGURES
from tests.factories import LONG_AGO, ReleaseFactory, publish, published_figure

pytestmark = pytest.mark.django_db

NO_HISTORY = "không có một lịch sử thay đổi"


def replaced(old: Observation) -> Observation:
    """Let a new version of 90,8 % be published; return it."""
    note = "Gõ thiếu số lẻ."
    release = ReleaseFactory(reason=Release.Reason.ERROR_CORRECTION, note=note)
    key = {name: getattr(old, name) for name in ("indicator", "area", "period", "kind")}
    new = Observation.objects.create(release=release, value="90.8", **key)
    publish(release, at=LONG_AGO + timedelta(days=1))
    return new


def cells(page: str) -> list[list[str]]:
    """Return the texts of a history's table, row by row."""
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page, re.DOTALL)
    texts = [re.sub(r"<[^>]+>", " ", row.replace("</t", "|</t")) for row in rows]
    return [[" ".join(each.split()) for each in text.split("|")[:-1]] for text in texts]


def test_the_history_of_a_public_figure_lists_its_versions(staff):
    old = published_figure(value="90.7")
    new = replaced(old)
    page = staff.get(f"{FIGURES}{old.pk}/history/").text
    assert [(row[1], row[2], row[4]) for row in cells(page)] == [
        ("90,8%", "Đã đính chính", "Đính chính sai sót Gõ thiếu số lẻ."),
        ("90,7%", "Công bố lần đầu", "Phát hành theo kế hoạch"),
    ]
    assert [f"{FIGURES}{each.pk}/change/" in page for each in (new, old)] == [True, True]
    assert NO_HISTORY not in page


def test_a_record_that_nothing_happened_to_says_so(staff):
    release = ReleaseFactory()
    page = staff.get(f"/admin/metrics/release/{release.pk}/history/").text
    assert "Từ khi cổng ghi lịch sử này, chưa có thay đổi nào." in page
    assert NO_HISTORY not in page


def test_an_older_version_leads_to_the_one_that_replaced_it(staff):
    old = published_figure(value="90.7")
    new = replaced(old)
    page = staff.get(f"{FIGURES}{old.pk}/change/").text
    newest = f'Số đang công khai: <a href="{FIGURES}{new.pk}/change/">90,8%</a>'
    assert ("Đã có phiên bản mới thay cho số này." in page, newest in page) == (True, True)
    assert "giữ nguyên" not in page
