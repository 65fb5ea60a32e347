"""The other roads to the same records: the history, the select, the pop-up, the imported table.

As in tests/deeds.py, a deed returns the answer to its last request, or whether it was done.
"""

from collections.abc import Callable
from typing import Any

from django.test import Client

from forum_portal import roles
from forum_portal.models import Organisation, Upload
from metrics.models import Area, Indicator, Observation, Source
from tests import factories as make
from tests.importing_pages.exporting import content_of
from tests.importing_pages.uploading import IMPORTS, press, send
from tests.kinds import KINDS, Desk


def _history(kind: str) -> Callable[[Desk], Any]:
    """Return the deed of opening the history of a record."""

    def deed(desk: Desk):
        record = KINDS[kind].make(desk.body)
        return desk.client.get(f"/admin/{KINDS[kind].pages}/{record.pk}/history/")

    return deed


def choose_indicator(desk: Desk):
    """Look for an indicator in the select of a figure's form; whether it is offered."""
    indicator = make.IndicatorFactory(responsible=desk.body)
    asked = {"app_label": "metrics", "model_name": "observation", "field_name": "indicator"}
    answer = desk.client.get("/admin/autocomplete/", asked | {"term": indicator.name})
    assert answer.status_code in (200, 403)
    offered = answer.json()["results"] if answer.status_code == 200 else []
    return str(indicator.pk) in [each["id"] for each in offered]


def find_account(desk: Desk):
    """Ask the select of a field that names somebody; whether it tells of the accounts."""
    account = make.UserFactory()
    asked = {"app_label": "metrics", "model_name": "release", "field_name": "author"}
    answer = desk.client.get("/admin/autocomplete/", asked | {"term": account.username})
    assert answer.status_code in (200, 403)
    return answer.status_code == 200 and account.username in answer.text


def add_source_in_pop_up(desk: Desk):
    """Add a source beside a form; the pop-up answers 200 with what closes it."""
    form = {"title": "Nguồn mới", "kind": "article", "language": "vi", "_popup": "1"}
    answer = desk.send("/admin/metrics/source/add/?_popup=1", **form)
    assert answer.status_code in (200, 403)
    return Source.objects.filter(title="Nguồn mới").exists()


def _import(desk: Desk, kind: str, *rows: list[str]) -> bool:
    """Send a table and take its rows over; whether the table was taken at all."""
    answer = send(desk.client, kind, list(rows))
    if answer.status_code == 403:
        return False
    assert answer.status_code == 302
    press(desk.client, Upload.objects.latest("pk"), "confirm")
    return True


def import_figures(desk: Desk):
    indicator, area = make.IndicatorFactory(responsible=desk.body), make.AreaFactory()
    row = [indicator.code, area.code, "2024", "50"]
    _import(desk, "observations", ["indicator", "area", "period", "value"], row)
    return Observation.objects.filter(indicator=indicator).exists()


def import_texts(desk: Desk):
    indicator = make.IndicatorFactory(responsible=desk.body)
    _import(desk, "indicators", ["code", "definition"], [indicator.code, "Định nghĩa mới."])
    return Indicator.objects.get(pk=indicator.pk).definition == "Định nghĩa mới."


def import_organisations(desk: Desk):
    _import(desk, "organisations", ["name", "kind"], ["Cơ quan từ tệp", "department"])
    return Organisation.objects.filter(name="Cơ quan từ tệp").exists()


def _downloaded(desk: Desk, address: str) -> str:
    """Return the text of a file, empty where it is refused."""
    answer: Any = desk.client.get(address)
    assert answer.status_code in (200, 403)
    return b"".join(answer).decode(errors="replace") if answer.status_code == 200 else ""


def download_figures(desk: Desk):
    figure = KINDS["số liệu đã công khai"].make(desk.body)
    return figure.indicator.code in _downloaded(desk, content_of("observations"))


def download_releases(desk: Desk):
    release = KINDS["lần phát hành trong bản thảo"].make(desk.body)
    return release.slug in _downloaded(desk, content_of("releases"))


def download_organisations(desk: Desk):
    return desk.body.slug in _downloaded(desk, content_of("organisations"))


def download_everything(desk: Desk):
    return "organisations.csv" in _downloaded(desk, f"{IMPORTS}content.zip")


def import_sources(desk: Desk):
    _import(desk, "sources", ["title", "kind", "language"], ["Nguồn từ tệp", "article", "vi"])
    return Source.objects.filter(title="Nguồn từ tệp").exists()


def import_areas(desk: Desk):
    _import(desk, "areas", ["code", "name", "kind"], ["tu-tep", "Nơi từ tệp", "commune"])
    return Area.objects.filter(code="tu-tep").exists()


def open_upload_of_another(desk: Desk):
    """Open the page of a table that a colleague of the same roles has sent."""
    colleague = make.staff(*[role.name for role in desk.user.groups.all()], organisation=desk.body)
    client = Client()
    client.force_login(colleague)
    if send(client, "observations", [["indicator"], ["x"]]).status_code == 403:
        client.force_login(make.staff(roles.ADMINISTRATOR))
        send(client, "observations", [["indicator"], ["x"]])
    answer = desk.client.get(f"{IMPORTS}{Upload.objects.latest('pk').pk}/change/")
    assert answer.status_code in (200, 403, 404)
    return answer.status_code == 200


ROADS = {
    "Xem lịch sử của số liệu chưa công khai": _history("số liệu chưa công khai"),
    "Xem lịch sử của lần phát hành chưa công khai": _history("lần phát hành chưa công khai"),
    "Xem lịch sử của tài khoản": _history("tài khoản"),
    "Thấy chỉ số trong ô chọn khi nhập số liệu": choose_indicator,
    "Tìm tài khoản trong ô chọn": find_account,
    "Thêm nguồn ở cửa sổ bật lên": add_source_in_pop_up,
    "Nhập số liệu từ Excel vào bản thảo": import_figures,
    "Nhập lời văn của chỉ số từ Excel": import_texts,
    "Nhập tổ chức từ Excel": import_organisations,
    "Nhập nguồn từ Excel": import_sources,
    "Nhập địa bàn từ Excel": import_areas,
    "Tải số liệu đang công khai để sửa và nhập lại": download_figures,
    "Tải danh sách lần phát hành chưa công khai": download_releases,
    "Tải danh sách tổ chức để sửa và nhập lại": download_organisations,
    "Tải toàn bộ nội dung công khai trong một tệp": download_everything,
    "Mở tệp Excel mà người khác đã tải lên": open_upload_of_another,
}
