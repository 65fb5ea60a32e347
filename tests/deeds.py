"""What staff do at the desk, each as the requests that a browser sends; tests/test_roles.py reads.

A deed returns the answer to its last request, or whether it was done. Its records belong to
`desk.body`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from events.models import Photo
from forum_portal import roles
from forum_portal.models import DeskSession, PortalSettings, User
from metrics import lifecycle
from metrics.models import Indicator, Release
from tests import factories as make
from tests.attachments import made
from tests.forms import fields_of
from tests.kinds import KINDS, Desk, Kind, draft_of, public_figure_of


def page_of(kind: Kind, record: Any, name: str = "change") -> str:
    return f"/admin/{kind.pages}/{record.pk}/{name}/"


def view(desk: Desk, kind: Kind):
    """Open the record; the list must show it just then."""
    record = kind.make(desk.body)
    listed: Any = desk.client.get(f"/admin/{kind.pages}/")
    page = desk.client.get(page_of(kind, record))
    if listed.status_code == 200:
        assert (record in listed.context["cl"].result_list) == (page.status_code == 200)
    return page


def add(desk: Desk, kind: Kind):
    return desk.send(f"/admin/{kind.pages}/add/", **kind.needs(desk))


def change(desk: Desk, kind: Kind):
    return desk.send(page_of(kind, kind.make(desk.body)))


def delete(desk: Desk, kind: Kind):
    return desk.client.post(page_of(kind, kind.make(desk.body), "delete"), {"post": "yes"})


VERBS = {"xem": view, "thêm": add, "sửa": change, "xóa": delete}

# What is more than a record's form


def indicator_history(desk: Desk):
    kind = KINDS["chỉ số"]
    return desk.client.get(page_of(kind, kind.make(desk.body), "history"))


def _indicator_form(desk: Desk, **typed: Any):
    indicator = make.IndicatorFactory(responsible=desk.body)
    answer = desk.send(f"/admin/metrics/indicator/{indicator.pk}/change/", **typed)
    return Indicator.objects.get(pk=indicator.pk), answer


def change_texts(desk: Desk):
    indicator, answer = _indicator_form(desk, definition="Định nghĩa mới.")
    return answer if answer.status_code == 403 else indicator.definition == "Định nghĩa mới."


def add_break(desk: Desk):
    row = {"period": "2024", "kind": "method", "explanation": "Cách tính mới."}
    typed = {f"breaks-0-{name}": value for name, value in row.items()} | {"breaks-TOTAL_FORMS": 1}
    return _indicator_form(desk, **typed)[1]


def change_settled_fields(desk: Desk):
    """Another code, unit and body; who may change the texts alone changes nothing by this."""
    unit, body = make.UnitFactory(), make.OrganisationFactory()
    code = f"khac_{unit.pk}"
    typed = {"code": code, "unit": unit.pk, "responsible": body.pk}
    indicator, answer = _indicator_form(desk, **typed)
    if answer.status_code == 403:
        return answer
    now = (indicator.code, indicator.unit, indicator.responsible)
    assert [now[0] == code, now[1] == unit, now[2] == body] in ([True] * 3, [False] * 3)
    return now[0] == code


def fill_grid(desk: Desk):
    figure = draft_of(desk.body).observations.get()
    page = f"/admin/metrics/release/{figure.release_id}/grid/?indicator={figure.indicator.code}"
    return desk.send(page, **{f"{figure.area_id}_{figure.period}-value": "51"})


def correct(desk: Desk):
    figure = public_figure_of(desk.body)
    why = {"reason": "error_correction", "note": "Gõ nhầm.", "source": make.SourceFactory().pk}
    return desk.send(f"/admin/metrics/observation/{figure.pk}/correct/", value="51", **why)


def withdraw(desk: Desk):
    figure = public_figure_of(desk.body)
    return desk.send(f"/admin/metrics/observation/{figure.pk}/withdraw/", note="Nguồn cải chính.")


def begin_release(desk: Desk):
    return desk.send("/admin/metrics/release/add/", title="Số liệu quý IV")


def preview(desk: Desk):
    return desk.client.get(f"/admin/metrics/release/{draft_of(desk.body).pk}/preview/")


def _in_review(desk: Desk, author: User | None = None) -> Release:
    release = draft_of(desk.body, author)
    return lifecycle.submit(release=release, by=release.author)


def _approved(desk: Desk) -> Release:
    return make.approved(_in_review(desk), make.staff(roles.APPROVER))


def _scheduled(desk: Desk) -> Release:
    at = timezone.now() + timedelta(days=9)
    return lifecycle.schedule(release=_approved(desk), by=make.staff(roles.APPROVER), at=at)


def _step(name: str, prepare: Callable[[Desk], Release], **typed: Any) -> Callable[[Desk], Any]:
    """Return the deed of taking a step with the release that `prepare` makes."""

    def deed(desk: Desk):
        page = f"/admin/metrics/release/{prepare(desk).pk}/{name}/"
        return desk.send(page, comment="Đã xem.", **typed)

    return deed


def _tomorrow() -> dict[str, str]:
    day = timezone.localtime(timezone.now() + timedelta(days=1))
    return {"at_0": day.strftime("%d/%m/%Y"), "at_1": "08:00"}


def _merge(kind: str) -> Callable[[Desk], Any]:
    """Return the deed of merging two records of a kind."""

    def deed(desk: Desk):
        going, staying = (KINDS[kind].make(desk.body) for _ in range(2))
        page = f"{page_of(KINDS[kind], going, 'merge')}?into={staying.pk}"
        return desk.send(page)

    return deed


def _with_account(page: str, **fields: Any) -> Callable[[Desk], Any]:
    """Return the deed of sending a page of somebody's account."""

    def deed(desk: Desk):
        account = make.UserFactory(**fields)
        return desk.client.post(f"/admin/forum_portal/user/{account.pk}/{page}/")

    return deed


def switch_oneself_off(desk: Desk):
    answer = desk.client.post(f"/admin/forum_portal/user/{desk.user.pk}/off/")
    assert answer.status_code in (403, 409)
    return not User.objects.get(pk=desk.user.pk).is_active


def change_own_password(desk: Desk):
    new = {"new_password1": "mot-mat-khau-dai-91", "new_password2": "mot-mat-khau-dai-91"}
    form = {"old_password": "mat-khau-cua-test"} | new
    return desk.client.post("/admin/password_change/", form)


def view_own_sessions(desk: Desk):
    return desk.client.get("/admin/sessions/")


def _session_of(user: User) -> DeskSession:
    client = Client()
    client.force_login(user)
    return DeskSession.objects.get(pk=client.session.session_key)


def end_own_session(desk: Desk):
    other = _session_of(desk.user)
    return _ended(desk, other, session=str(other.handle))


def end_own_others(desk: Desk):
    return _ended(desk, _session_of(desk.user), others="1")


def end_session_of_another(desk: Desk):
    other = _session_of(make.UserFactory())
    return _ended(desk, other, session=str(other.handle))


def _ended(desk: Desk, which: DeskSession, **form: str) -> bool:
    desk.client.post("/admin/sessions/", form)
    return not DeskSession.objects.filter(pk=which.pk).exists()


def change_superuser(desk: Desk):
    account = make.UserFactory(is_superuser=True)
    return desk.send(f"/admin/forum_portal/user/{account.pk}/change/", email="a@example.vn")


def change_settings(desk: Desk):
    make.PortalSettingsFactory()
    answer = desk.send("/admin/forum_portal/portalsettings/1/change/", tagline="Dòng mới")
    return (
        answer if answer.status_code == 403 else PortalSettings.objects.get().tagline == "Dòng mới"
    )


def preview_dashboard(desk: Desk):
    dashboard = make.DashboardFactory(is_published=False)
    return desk.client.get(f"/admin/metrics/dashboard/{dashboard.pk}/preview/")


def preview_typed_dashboard(desk: Desk):
    """With a changed title; the form comes from the page that arranges the dashboard."""
    dashboard = make.DashboardFactory(is_published=False)
    page = f"/admin/metrics/dashboard/{dashboard.pk}/"
    form = fields_of(desk.superuser.get(f"{page}change/")) | {"title": "Đang sửa"}
    answer: Any = desk.client.post(f"{page}preview/", form)
    return answer if answer.status_code == 403 else "<h1>Đang sửa</h1>" in answer.text


def _dashboard_step(button: str, **state: bool) -> Callable[[Desk], Any]:
    """Return the deed of pressing a button on the page of a dashboard that stands as `state`."""

    def deed(desk: Desk):
        dashboard = make.DashboardFactory(**state)
        return desk.send(f"/admin/metrics/dashboard/{dashboard.pk}/change/", **{button: "1"})

    return deed


def preview_report(desk: Desk):
    report = make.ReportFactory(is_published=False)
    return desk.client.get(f"/admin/events/report/{report.pk}/preview/")


def search_figures(desk: Desk):
    return desk.client.get("/admin/events/report/figures/?q=ho+so")


def attach_files(desk: Desk):
    """A file to a report, one to a session, a photo to a person; all or none."""
    owners = {"attachments": make.ReportFactory(), "materials": make.SessionFactory()}
    for rows, owner in owners.items():
        file = SimpleUploadedFile("Bản in.pdf", made.PDF)
        kind = owner._meta.model_name
        desk.send(f"/admin/events/{kind}/{owner.pk}/change/", **{f"{rows}-0-file": file})
    person = make.PersonFactory()
    photo = {"file": SimpleUploadedFile("anh.jpg", made.picture()), "alt": "Ảnh", "credit": "Báo"}
    typed = {f"photo-0-{name}": each for name, each in photo.items()}
    desk.send(f"/admin/events/person/{person.pk}/change/", **typed)
    attached = [getattr(owner, rows).exists() for rows, owner in owners.items()]
    [done] = {*attached, Photo.objects.filter(person=person).exists()}
    return done


def take_hidden_files(desk: Desk):
    attached = make.AttachmentFactory(report__is_published=False)
    material = make.MaterialFactory(session__is_published=False)
    photo = make.PhotoFactory()  # of somebody whom no forum names
    pages = [
        *(("report", attached.report_id, attached), ("session", material.session_id, material)),
        ("person", photo.person_id, photo),
    ]
    first, *others = (
        desk.client.get(f"/admin/events/{kind}/{owner}/file/{file.pk}/")
        for kind, owner, file in pages
    )
    assert {each.status_code for each in others} == {first.status_code}
    return first


DEEDS = {
    "Xem lịch sử của chỉ số": indicator_history,
    "Sửa lời văn của chỉ số": change_texts,
    "Ghi điểm gãy của chỉ số": add_break,
    "Đổi mã, đơn vị tính, cơ quan chịu trách nhiệm của chỉ số": change_settled_fields,
    "Nhập theo bảng số liệu của bản thảo": fill_grid,
    "Đính chính số liệu đã công khai": correct,
    "Rút số liệu đã công khai": withdraw,
    "Xem trước bảng số liệu đã lưu": preview_dashboard,
    "Xem trước bảng số liệu đang sửa": preview_typed_dashboard,
    "Công bố bảng số liệu": _dashboard_step("_publish", is_published=False),
    "Gỡ bảng số liệu khỏi cổng": _dashboard_step("_take_off"),
    "Đặt bảng số liệu ở trang chủ": _dashboard_step("_to_home"),
    "Lấy bảng số liệu khỏi trang chủ": _dashboard_step("_off_home", is_home=True),
    "Xem trước các trang sắp công khai": preview,
    "Soạn lần phát hành": begin_release,
    "Gửi duyệt": _step("submit", lambda desk: draft_of(desk.body)),
    "Bỏ lần phát hành": _step("abandon", lambda desk: draft_of(desk.body)),
    "Lấy lại bản đã gửi duyệt": _step("take-back", _in_review),
    "Trả lại": _step("return", _in_review),
    "Duyệt": _step("approve", _in_review, then="later"),
    "Duyệt lần phát hành do chính mình soạn": _step(
        "approve", lambda desk: _in_review(desk, desk.user), then="later"
    ),
    "Công bố ngay": _step("publish", _approved),
    "Hẹn giờ công bố": _step("schedule", _approved, **_tomorrow()),
    "Bỏ hẹn giờ": _step("unschedule", _scheduled),
    "Hủy duyệt": _step("recall", _approved),
    "Gộp hai nhân vật": _merge("nhân vật"),
    "Gộp hai tổ chức": _merge("tổ chức"),
    "Xem trước báo cáo": preview_report,
    "Tìm số liệu để chèn vào báo cáo": search_figures,
    "Đính kèm tệp vào báo cáo, tài liệu vào phiên, ảnh vào nhân vật": attach_files,
    "Tải tệp của báo cáo, phiên, ảnh của nhân vật chưa công khai": take_hidden_files,
    "Sửa thiết lập của cổng": change_settings,
    "Tạo liên kết đặt mật khẩu cho tài khoản": _with_account("link"),
    "Ngừng tài khoản": _with_account("off"),
    "Mở lại tài khoản": _with_account("on", is_active=False),
    "Ngừng tài khoản của chính mình": switch_oneself_off,
    "Tạo liên kết đặt mật khẩu cho tài khoản có toàn quyền": _with_account(
        "link", is_superuser=True
    ),
    "Ngừng tài khoản có toàn quyền": _with_account("off", is_superuser=True),
    "Đổi mật khẩu của mình": change_own_password,
    "Xem các phiên đăng nhập của mình": view_own_sessions,
    "Kết thúc một phiên đăng nhập của mình": end_own_session,
    "Kết thúc mọi phiên đăng nhập khác của mình": end_own_others,
    "Kết thúc phiên đăng nhập của người khác": end_session_of_another,
    "Sửa tài khoản có toàn quyền": change_superuser,
}
