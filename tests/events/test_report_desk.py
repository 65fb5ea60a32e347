"""The report as it is written at the desk: what is said of its figures, and how it will look."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Report
from forum_portal import roles
from tests.factories import (
    AttachmentFactory,
    HomeAreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ReportFactory,
    publish,
    published_figure,
)
from tests.factories import staff as member
from tests.forms import fields_of
from tests.words import words

pytestmark = pytest.mark.django_db

DESK = "/admin/events/report/"
NEW = f"{DESK}add/"
MISSING = "Chưa có số công khai: Hồ sơ, năm 2024. Người đọc thấy “số chưa công bố”."
ONCE_MORE = (
    "Xem lại những điều cổng nói về số liệu trong bài. Nếu vẫn muốn để người đọc thấy như vậy, "
    "hãy lưu lần nữa."
)


@pytest.fixture
def home():
    return HomeAreaFactory(area__code="cu", area__name="Hải Phòng").area


@pytest.fixture
def files(home):
    """An indicator with one public figure, 90,7% in 2023."""
    files = IndicatorFactory(code="ho_so", slug="ho-so", name="Hồ sơ", unit__symbol="%")
    published_figure(indicator=files, area=home, value="90.7")
    return files


def change(report):
    return f"{DESK}{report.pk}/change/"


def logged_in(*names):
    client = Client()
    client.force_login(member(*names))
    return client


def body_errors(response):
    return response.context["adminform"].form.errors.get("body", [])


def own_part(response):
    """The page without what stands on every page."""
    return response.text.partition('<div class="opening">')[2].partition('<p class="printed"')[0]


def test_what_becomes_public_without_a_day_is_dated_today(staff):
    report = ReportFactory(is_published=False)
    typed = fields_of(staff.get(change(report))) | {"is_published": "on", "published_on": ""}
    page = staff.post(change(report), typed, follow=True)
    report.refresh_from_db()
    assert (report.is_published, report.published_on) == (True, timezone.localdate())
    assert any("Chưa ghi ngày công bố" in str(each) for each in page.context["messages"])


class TestPreview:
    def test_shows_the_typed_text_as_its_page_will(self, staff, files):
        report = ReportFactory(title="Cũ", body="Lời cũ.")
        typed = {
            "title": "Mới",
            "body": "Đạt **{{so: ho_so 2023}}**.",
            "published_on": "27/12/2023",
        }
        response = staff.post(f"{DESK}{report.pk}/preview/", typed)

        report.title, report.body = typed["title"], typed["body"]
        report.published_on = "2023-12-27"
        report.save()
        public = staff.get(report.get_absolute_url())
        assert own_part(response) == own_part(public)
        assert 'href="/chi-so/ho-so/cu/2023/"' in own_part(response)

    def test_saves_nothing_and_is_kept_nowhere(self, staff, files):
        report = ReportFactory(title="Cũ", body="Lời cũ.")
        response = staff.post(f"{DESK}{report.pk}/preview/", {"title": "Mới", "body": "Mới."})
        assert Report.objects.get() == report
        assert Report.objects.values_list("title", "body").get() == ("Cũ", "Lời cũ.")
        assert "no-store" in response.headers["Cache-Control"]

    def test_stands_in_a_frame_of_the_desk_alone(self, staff):
        response = staff.get(f"{DESK}preview/")
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
        policy = response.headers["Content-Security-Policy"].split("; ")
        assert [each for each in policy if each.startswith("frame")] == ["frame-ancestors 'self'"]

    def test_takes_whatever_is_typed_so_far(self, staff):
        typed = {"title": "", "body": "# <script>x</script>", "published_on": "31/02/2023"}
        response = staff.post(f"{DESK}preview/", typed | {"forum": "0x", "kind": "?"})
        assert response.status_code == 200
        assert "<script>x" not in response.text
        assert "<h1>Chưa có tiêu đề</h1>" in response.text

    def test_shows_files_before_readers_have_them(self, staff, client):
        report = ReportFactory(is_published=False)
        file = AttachmentFactory(report=report, title="Bản in")
        page = staff.get(f"{DESK}{report.pk}/preview/")
        address = f"{DESK}{report.pk}/file/{file.pk}/"
        assert f'href="{address}"' in page.text
        assert staff.get(address).headers["Content-Disposition"] == (
            'attachment; filename="ban-in.pdf"'
        )
        assert "no-store" in staff.get(address).headers["Cache-Control"]
        assert Client().get(f"/bao-cao/{report.slug}/tep/ban-in.pdf").status_code == 404
        assert Client().get(address).status_code == 302

    def test_a_file_belongs_to_its_report(self, staff):
        file = AttachmentFactory()
        other = ReportFactory()
        assert staff.get(f"{DESK}{other.pk}/file/{file.pk}/").status_code == 404

    def test_no_embargoed_figure_shows(self, staff, files, home):
        embargoed = ObservationFactory(indicator=files, area=home, period="2024", value="41.7")
        publish(embargoed.release, timezone.now() + timedelta(days=1))
        response = staff.post(f"{DESK}preview/", {"body": "Đạt {{so: ho_so 2024}}."})
        assert "41,7" not in response.text
        assert '<p>Đạt <span class="aside">[số chưa công bố]</span>.</p>' in response.text
        assert MISSING in response.text

    def test_a_session_that_ended_shows_no_report(self):
        report = ReportFactory(title="Kín", is_published=False)
        response = Client().post(f"{DESK}{report.pk}/preview/", {"body": "Lời."})
        assert (response.status_code, "Kín" in response.text) == (403, False)


class TestSearch:
    def test_offers_references_to_copy(self, staff, files):
        page = staff.get(f"{DESK}figures/?q=ho so 2023")
        assert "90,7% Hồ sơ, năm 2023 Hải Phòng Đã công bố {{so: ho_so 2023}}" in words(page)
        assert 'data-reference="{{so: ho_so 2023}}"' in page.text

    def test_finds_nothing_that_is_not_public(self, staff, files, home):
        draft = ObservationFactory(indicator=files, area=home, period="2024", value="41.7")
        pages = [staff.get(f"{DESK}figures/?q={q}").text for q in ("ho so 2024", "41,7")]
        assert ["Không có số liệu công khai nào có đủ các chữ này." in each for each in pages] == [
            True,
            True,
        ]
        assert [draft.release.title in each for each in pages] == [False, False]

    @pytest.mark.parametrize(
        ("role", "status"),
        [
            (roles.EDITOR, 403),
            (roles.APPROVER, 403),
            (roles.FORUM_EDITOR, 200),
            (roles.ADMINISTRATOR, 200),
        ],
    )
    def test_is_for_who_writes_reports(self, files, role, status):
        assert logged_in(role).get(f"{DESK}figures/?q=ho+so").status_code == status

    @pytest.mark.parametrize("question", ["", "%00", "🙂" * 300, "'; DROP TABLE", "x" * 5000])
    def test_takes_any_question(self, staff, question):
        assert staff.get(f"{DESK}figures/?q={question}").status_code == 200


class TestSaving:
    def send(self, client, page, **typed):
        return client.post(page, fields_of(client.get(page)) | typed)

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ("Đạt {{so: khac 2023}}.", "{{so: khac 2023}}: Không có chỉ số nào mang mã “khac”."),
            ("{{ho_so 2023}}", "{{ho_so 2023}}: Viết số liệu dưới dạng {{so: chỉ-số kỳ}}."),
        ],
    )
    def test_what_can_never_be_a_figure_is_refused(self, staff, files, body, error):
        response = self.send(staff, NEW, title="Báo cáo", body=body)
        assert (response.status_code, body_errors(response)) == (200, [error])
        assert fields_of(response)["body"] == [body]
        assert Report.objects.count() == 0

    def test_a_public_text_without_its_figure_is_asked_about_once(self, staff, files):
        body = "Đạt {{so: ho_so 2024}}."
        typed = dict(title="Báo cáo", body=body, is_published="on")
        response = self.send(staff, NEW, **typed)
        assert body_errors(response) == [ONCE_MORE]
        assert MISSING in response.text
        assert Report.objects.count() == 0

        assert staff.post(NEW, fields_of(response)).status_code == 302
        assert Report.objects.get().body == body

    def test_a_draft_may_be_ahead_of_its_figures(self, staff, files):
        typed = dict(title="Báo cáo", body="Đạt {{so: ho_so 2024}}.")
        assert self.send(staff, NEW, **typed).status_code == 302

        page = change(Report.objects.get())
        assert MISSING in staff.get(page).text  # said beside the form; told so, it is public
        assert self.send(staff, page, is_published="on").status_code == 302

    def test_numbers_without_a_reference_are_pointed_out(self, staff):
        report = ReportFactory(body="Đạt 90,7% và 956.000 hồ sơ năm 2023.")
        assert (
            "Chưa gắn với số liệu: 90,7% · 956.000. Nếu là số liệu của cổng, hãy tìm và chèn."
            in staff.get(change(report)).text
        )

    def test_who_may_only_read_gets_the_preview_and_no_search(self, files):
        report = ReportFactory(body="Đạt {{so: ho_so 2023}}.")
        approver = logged_in(roles.APPROVER)
        page = approver.get(change(report))
        assert ['id="preview"' in page.text, 'id="figure-words"' in page.text] == [True, False]
        assert "90,7%" in approver.get(f"{DESK}{report.pk}/preview/").text


class TestDesk:
    def part(self, client):
        parts = {part.title: part for part in client.get("/admin/").context["desk"]}
        return parts.get("Báo cáo cần xem lại")

    def test_names_public_reports_whose_figures_are_not_there(self, files):
        report = ReportFactory(
            title="Kết quả", body="{{so: ho_so 2023}} {{so: ho_so 2024}} {{so: khac 2023}}"
        )
        ReportFactory(title="Đủ", body="{{so: ho_so 2023}}")
        ReportFactory(title="Nháp", body="{{so: ho_so 2024}}", is_published=False)
        [line] = self.part(logged_in(roles.FORUM_EDITOR)).lines
        assert (line.text, line.url, line.note) == (
            "Kết quả",
            change(report),
            f"{{{{so: ho_so 2024}}}}: {MISSING} Và 1 điều nữa.",
        )

    def test_is_calm_where_nothing_is_missing(self, files):
        part = self.part(logged_in(roles.FORUM_EDITOR))
        assert (part.lines, part.nothing) == (
            [],
            "Các báo cáo công khai không trỏ tới số nào bị thiếu.",
        )

    @pytest.mark.parametrize("role", [roles.EDITOR, roles.APPROVER])
    def test_is_for_who_writes_reports(self, files, role):
        assert self.part(logged_in(role)) is None

    @pytest.mark.parametrize("count", [1, 30])
    def test_queries(self, files, count, django_assert_num_queries):
        from events.desk import desk_of

        for number in range(count):
            ReportFactory(body=f"{{{{so: ho_so {2024 + number}}}}}")
        writer = member(roles.FORUM_EDITOR)
        writer.has_perm("events.change_report")
        with django_assert_num_queries(5):
            list(desk_of(writer))
