"""Files of reports and sessions: how they are named, told, handed out, and when not."""

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from events.models import Attachment, Material
from tests.attachments import made
from tests.factories import (
    AttachmentFactory,
    ForumFactory,
    ReportFactory,
    SessionFactory,
    kept_file,
)
from tests.words import section

pytestmark = pytest.mark.django_db

PHOTO = "/bao-cao/ket-qua/tep/hoi-truong.jpg"
PRINT = "/bao-cao/ket-qua/tep/bao-cao-day-du-2023.pdf"


@pytest.fixture
def report():
    report = ReportFactory(slug="ket-qua", forum=ForumFactory(), body="Lời.")
    AttachmentFactory(report=report, title="Báo cáo đầy đủ 2023", size=1_258_291)
    picture = kept_file(made.photo(), "anh.jpg") | {"description": "Đại biểu trong hội trường."}
    AttachmentFactory(report=report, title="Hội trường", **picture)
    return report


def headers(response):
    names = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control")
    return [response.headers[name] for name in (*names, "X-Content-Type-Options")]


def test_a_document_is_a_download_in_which_nothing_runs(client, report):
    response = client.get(PRINT, headers={"Accept-Encoding": "gzip"})

    assert response.content == made.PDF
    assert headers(response) == [
        "application/pdf",
        'attachment; filename="bao-cao-day-du-2023.pdf"',
        "default-src 'none'; sandbox",
        "public, s-maxage=1",
        "nosniff",
    ]
    assert "Content-Encoding" not in response.headers


def test_a_picture_may_stand_in_a_page(client, report):
    response = client.get(PHOTO)
    assert headers(response)[:3] == [
        "image/jpeg",
        'inline; filename="hoi-truong.jpg"',
        "default-src 'none'; sandbox",
    ]
    assert b"Exif" not in response.content


def test_who_has_the_file_gets_no_second_one(client, report):
    etag = client.get(PRINT).headers["ETag"]
    default_storage.delete(report.attachments.first().file.name)  # it is not even opened
    again = client.get(PRINT, headers={"If-None-Match": etag})
    assert (again.status_code, again.headers["Content-Security-Policy"]) == (
        304,
        "default-src 'none'; sandbox",
    )


def test_another_file_in_its_place_is_handed_out(client, report):
    etag = client.get(PRINT).headers["ETag"]
    others = kept_file(made.PDF + b"\n", "moi.pdf")
    Attachment.objects.filter(file_name="bao-cao-day-du-2023.pdf").update(file=others["file"])
    again = client.get(PRINT, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (200, made.PDF + b"\n")


def test_the_report_tells_kind_size_and_language(client, report):
    response = client.get("/bao-cao/ket-qua/")

    assert section(response, "files") == (
        "Tệp đính kèm Báo cáo đầy đủ 2023 PDF, 1,2 MB, tiếng Việt "
        f"Hội trường ( {report.attachments.last().line})"
    )
    assert f'href="{PRINT}"' in response.text
    assert (
        f'<img src="{PHOTO}" width="480" height="640" alt="Đại biểu trong hội trường." '
        'loading="lazy">' in response.text
    )


def test_files_add_no_query(client, report, django_assert_num_queries):
    client.get("/bao-cao/ket-qua/")
    for number in range(5):
        AttachmentFactory(report=report, title=f"Tệp {number}")
    with django_assert_num_queries(2):
        client.get("/bao-cao/ket-qua/")
    with django_assert_num_queries(1):
        client.get(PRINT)


@pytest.mark.parametrize("off", ["report", "forum"])
def test_files_go_off_the_site_with_their_report(client, report, off):
    record = {"report": report, "forum": report.forum}[off]
    record.is_published = False
    record.save()
    assert [client.get(address).status_code for address in (PRINT, PHOTO)] == [404, 404]


@pytest.mark.parametrize("off", ["session", "forum"])
def test_materials_go_off_the_site_with_their_session(client, off):
    session = SessionFactory(slug="khai-mac")
    Material.objects.create(session=session, title="Bản trình bày", **kept_file())
    address = "/phien/khai-mac/tep/ban-trinh-bay.pdf"
    assert client.get(address).content == made.PDF

    record = {"session": session, "forum": session.forum}[off]
    record.is_published = False
    record.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["x.pdf", "../x", "%2e%2e%2fx", "%00", "ban-in.pdf/x"])
def test_no_other_address_has_a_file(client, report, address):
    assert client.get(f"/bao-cao/ket-qua/tep/{address}").status_code == 404


def test_a_file_that_no_backup_brought_back_is_a_404(client, report):
    default_storage.delete(report.attachments.first().file.name)
    assert client.get(PRINT).status_code == 404


def test_the_folder_itself_has_no_address(client, report):
    path = report.attachments.first().file.name
    assert [client.get(f"{root}{path}").status_code for root in ("/", "/media/", "/static/")] == [
        404,
        404,
        404,
    ]


def test_files_follow_a_report_to_its_new_address(client, report):
    report.slug = "ket-qua-2023"
    report.save()
    response = client.get(PRINT)
    assert (response.status_code, response.headers["Location"]) == (
        301,
        "/bao-cao/ket-qua-2023/tep/bao-cao-day-du-2023.pdf",
    )


def test_names_are_made_of_titles_and_stay(report):
    same = AttachmentFactory(report=report, title="Báo cáo đầy đủ 2023")
    nameless = AttachmentFactory(report=report, title="報告")
    assert [same.file_name, nameless.file_name] == ["bao-cao-day-du-2023-2.pdf", "tep.pdf"]

    same.title = "Bản in"
    same.save()
    assert same.file_name == "bao-cao-day-du-2023-2.pdf"
    for name, value in kept_file(made.pptx(), "x.pptx").items():
        setattr(same, name, value)
    same.save()
    assert same.file_name == "ban-in.pptx"


def test_the_database_lets_no_two_files_have_one_name(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.update(file_name="mot.pdf")
