"""Files are attached at the desk; what is refused is said at its field, and nothing is lost."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Attachment, Material, Report
from forum_portal import roles
from forum_portal.audit import changes_of
from tests.attachments import made
from tests.factories import AttachmentFactory, ReportFactory, SessionFactory
from tests.factories import staff as member
from tests.forms import fields_of
from tests.test_roles import logged_in

pytestmark = pytest.mark.django_db

NEW = "/admin/events/report/add/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def file(content, name="Bản in.pdf"):
    return SimpleUploadedFile(name, content)


def change(record):
    return f"/admin/events/{record._meta.model_name}/{record.pk}/change/"


def send(client, page, **typed):
    return client.post(page, fields_of(client.get(page)) | typed)


def row_errors(response):
    [formset] = [each.formset for each in response.context["inline_admin_formsets"]][:1]
    return [dict(form.errors) for form in formset if form.errors]


def files(folder: Path):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_with_its_own_title(staff, folder):
    report = ReportFactory()
    answer = send(staff, change(report), **{"attachments-0-file": file(made.PDF, "../Bản in.pdf")})
    assert answer.status_code == 302

    kept = report.attachments.get()
    assert (kept.title, kept.file_name, kept.kind, kept.line) == (
        "Bản in",
        "ban-in.pdf",
        "document",
        "PDF, 1 KB, tiếng Việt",
    )
    assert [path.read_bytes() for path in files(folder)] == [made.PDF]
    page = staff.get(change(report)).text
    assert f'href="/admin/events/report/{report.pk}/file/{kept.pk}/">ban-in.pdf</a>, PDF' in page
    assert [each.pgh_label for each in changes_of(Attachment).objects.all()] == ["insert"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "hinh.svg",
            made.SVG,
            "Đây là hình SVG, loại tệp có thể chứa mã chạy được. Xuất thành PNG rồi tải lên.",
        ),
        ("bao-cao.pdf", made.HTML, "Đây là trang web, dù tên tệp ghi gì. In ra PDF rồi tải lên."),
        (
            "lon.png",
            made.png_of(13_000, 13_000),
            "Ảnh có 13.000 × 13.000 điểm ảnh; cổng nhận đến 25 triệu. Thu nhỏ ảnh rồi tải lên.",
        ),
        (
            "../x",
            made.PDF,
            "Tệp mang tên “x” nhưng bên trong là PDF. Nếu đúng tệp cần gửi, hãy để tên kết thúc "
            "bằng .pdf.",
        ),
        ("trong.pdf", b"", "Tệp rỗng, có thể chưa tải lên hết. Hãy tải lại."),
    ],
)
def test_a_refused_file_writes_nothing_and_loses_no_text(staff, folder, name, content, sentence):
    typed = {"title": "Báo cáo", "body": "Lời dài.", "attachments-0-title": "Bản in"}
    response = send(staff, NEW, **typed, **{"attachments-0-file": file(content, name)})

    assert (response.status_code, row_errors(response)) == (200, [{"file": [sentence]}])
    fields = fields_of(response)
    assert [fields[each] for each in typed] == [["Báo cáo"], ["Lời dài."], ["Bản in"]]
    assert (files(folder), Report.objects.count()) == ([], 0)


def test_a_file_outlives_an_error_elsewhere(staff):
    typed = {"title": "", "attachments-0-file": file(made.PDF)}
    response = send(staff, NEW, **typed)
    assert response.status_code == 200
    assert "Đã nhận: Bản in (PDF, 1 KB)" in response.text

    assert staff.post(NEW, fields_of(response) | {"title": "Báo cáo"}).status_code == 302
    assert Report.objects.get().attachments.get().file_name == "ban-in.pdf"


def test_nobody_brings_a_file_of_their_own_making(staff, folder):
    forged = {"attachments-0-file_kept": "../../secret-key:x:y", "attachments-0-title": "Kín"}
    response = send(staff, NEW, title="Báo cáo", **forged)
    assert row_errors(response) == [{"file": ["Hãy chọn tệp."]}]


def test_a_picture_needs_its_words(staff):
    report = ReportFactory()
    response = send(
        staff, change(report), **{"attachments-0-file": file(made.photo(), "Hội trường.jpg")}
    )
    assert row_errors(response) == [{"description": ["Ghi một câu cho biết hình có gì."]}]

    words = {"attachments-0-description": "Đại biểu ngồi kín hội trường."}
    assert staff.post(change(report), fields_of(response) | words).status_code == 302
    kept = report.attachments.get()
    assert (kept.kind, kept.width, kept.height) == ("picture", 480, 640)


def test_another_file_in_its_place_and_away(staff):
    attachment = AttachmentFactory(title="Bản in")
    page = change(attachment.report)
    send(staff, page, **{"attachments-0-file": file(made.pptx(), "moi.pptx")})
    attachment.refresh_from_db()
    assert (attachment.title, attachment.file_name, attachment.kind) == (
        "Bản in",
        "ban-in.pptx",
        "slides",
    )

    send(staff, page, **{"attachments-0-DELETE": "on"})
    assert Attachment.objects.count() == 0


def test_the_second_to_save_sees_the_other_file(staff):
    report = ReportFactory(title="Cũ")
    opened = fields_of(staff.get(change(report)))
    AttachmentFactory(report=report)
    assert staff.post(change(report), opened | {"title": "Mới"}).status_code == 409
    report.refresh_from_db()
    assert report.title == "Cũ"


def test_a_double_click_attaches_once(staff):
    typed = fields_of(staff.get(NEW)) | {"title": "Báo cáo"}
    answers = [
        staff.post(NEW, typed | {"attachments-0-file": file(made.PDF)}).status_code
        for _ in range(2)
    ]
    assert (answers, Attachment.objects.count()) == ([302, 302], 1)


def test_materials_of_a_session_are_files_or_addresses(staff):
    session = SessionFactory(slug="khai-mac")
    typed = {"materials-0-file": file(made.odp(), "Trình bày.odp")}
    assert send(staff, change(session), **typed).status_code == 302
    assert Material.objects.get().file_name == "trinh-bay.odp"

    link = {"materials-1-url": "https://example.vn/", "materials-1-title": "Bản ghi hình"}
    assert send(staff, change(session), **link).status_code == 302
    assert [each.title for each in Material.objects.all()] == ["Trình bày", "Bản ghi hình"]


def test_files_are_bounded_together(staff, folder):
    report = ReportFactory(title="Cũ")
    typed = {"title": "Mới", "attachments-TOTAL_FORMS": "5"}
    for row in (f"attachments-{number}" for number in range(5)):
        large = file(made.PDF + bytes(14 * 1024**2))
        typed |= {f"{row}-file": large, f"{row}-kind": "document", f"{row}-language": "vi"}
    page = send(staff, change(report), **typed)
    assert page.context["adminform"].form.non_field_errors() == [
        "Các tệp nặng tổng cộng 70 MB; mỗi lần lưu nhận đến 60 MB nên chưa tệp nào được nhận. Hãy "
        "chọn lại một số tệp rồi lưu, sau đó thêm các tệp còn lại."
    ]
    report.refresh_from_db()
    assert (page.status_code, report.title, files(folder)) == (200, "Cũ", [])
    assert staff.post(change(report), fields_of(page)).status_code == 302
    assert Report.objects.get().title == "Mới"


def test_a_material_is_not_a_file_and_an_address_at_once(staff):
    session = SessionFactory(slug="khai-mac")
    link = {"materials-0-url": "https://example.vn/"}
    page = send(staff, change(session), **link, **{"materials-0-file": file(made.PDF)})
    sentence = (
        "Mỗi dòng chỉ nhận tệp hoặc địa chỉ, không nhận cả hai: hãy ghi cái còn lại ở một dòng "
        "riêng."
    )
    formsets = [each.formset for each in page.context["inline_admin_formsets"]]
    errors = [dict(form.errors) for each in formsets for form in each if form.errors]
    assert errors == [{"url": [sentence]}]

    assert staff.post(change(session), fields_of(page) | {"materials-0-url": ""}).status_code == 302
    assert Material.objects.get().file_name == "ban-in.pdf"
    again = send(staff, change(session), **link)
    assert (again.status_code, sentence in again.text) == (200, True)


@pytest.mark.parametrize(
    ("role", "status"), [(roles.EDITOR, 403), (roles.APPROVER, 200), (roles.FORUM_EDITOR, 200)]
)
def test_files_of_a_hidden_report_are_for_who_may_see_it(role, status):
    hidden = AttachmentFactory(report__is_published=False)
    address = f"/admin/events/report/{hidden.report_id}/file/{hidden.pk}/"
    assert logged_in(member(role)).get(address).status_code == status


@pytest.mark.parametrize("count", [1, 20])
def test_queries_of_the_form(staff, count, django_assert_max_num_queries):
    report = ReportFactory()
    for number in range(count):
        AttachmentFactory(report=report, title=f"Tệp {number}")
    staff.get(change(report))
    with django_assert_max_num_queries(9):
        staff.get(change(report))
