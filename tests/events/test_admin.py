"""The editors' desk for forums."""

from datetime import date
from http import HTTPStatus

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django.asserts import assertRedirects

from events.models import Exhibition, Forum, Session
from tests.desk import errors
from tests.factories import (
    AppearanceFactory,
    BoothFactory,
    EvidenceFactory,
    ExhibitionFactory,
    ForumFactory,
    ForumRoleFactory,
    PersonFactory,
    QuoteFactory,
    ReportFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

INLINES = (
    "roles",
    "sessions",
    "appearances",
    "exhibitions",
    "quotes",
    "rooms",
    "tracks",
    "evidence",
)


def empty(*prefixes):
    """The management form of inlines without a row."""
    return {f"{prefix}-{name}_FORMS": 0 for prefix in prefixes for name in ("TOTAL", "INITIAL")}


def forum_form(**changes):
    values = {
        "kind": "forum",
        "name": "Diễn đàn Chuyển đổi số 2026",
        "year": "2026",
        "time_zone": "Asia/Ho_Chi_Minh",
        "state": "announced",
    }
    return values | empty(*INLINES) | changes


class TestForum:
    def test_an_edition_takes_its_year_as_address(self, staff):
        assertRedirects(
            staff.post("/admin/events/forum/add/", forum_form()), "/admin/events/forum/"
        )
        assert Forum.objects.get().slug == "2026"

    def test_a_second_edition_of_a_year_needs_an_address(self, staff):
        ForumFactory(slug="2026")
        response = staff.post("/admin/events/forum/add/", forum_form())
        assert list(errors(response)) == ["slug"]

    def test_days_are_read_as_vietnamese(self, staff):
        staff.post("/admin/events/forum/add/", forum_form(date_start="03/04/2026"))
        assert Forum.objects.get().date_start.isoformat() == "2026-04-03"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("31/02/2026", "Không có ngày 31/02/2026 trong lịch."),
            ("12/27/2026", "Viết ngày như 27/12/2023."),
            ("01/01/0001", "Năm phải trong khoảng 1800 đến 2200."),
        ],
    )
    def test_a_wrong_day_gets_its_sentence(self, staff, typed, sentence):
        response = staff.post("/admin/events/forum/add/", forum_form(date_start=typed))
        assert errors(response) == {"date_start": [sentence]}

    def test_lines_are_stored_with_one_sign_and_no_false_change_is_on_record(self, staff):
        forum = ForumFactory(aims="Một.\nHai.", sectors="Cảng.")
        form = forum_form(aims="Một.\r\nHai.", sectors="Cảng.\r\nThuế.", name=forum.name)
        form |= {"slug": forum.slug, "year": forum.year, "state": forum.state}
        staff.post(f"/admin/events/forum/{forum.pk}/change/", form)
        forum.refresh_from_db()
        assert (forum.aims, forum.sectors) == ("Một.\nHai.", "Cảng.\nThuế.")
        with override("vi"):
            words = LogEntry.objects.get().get_change_message()
        assert words == "Đã sửa Công khai và Lĩnh vực trọng tâm."

    @pytest.mark.parametrize("year", ["20233", "1989", "2101", "40000"])
    def test_a_year_out_of_our_time_gets_its_sentence(self, staff, year):
        response = staff.post("/admin/events/forum/add/", forum_form(year=year))
        assert errors(response) == {"year": ["Năm phải trong khoảng 1990 đến 2100."]}

    def test_the_first_day_lies_in_the_year(self, staff):
        response = staff.post("/admin/events/forum/add/", forum_form(date_start="27/12/2023"))
        assert errors(response) == {"date_start": ["Ngày đầu không thuộc năm đã ghi."]}

    def test_the_database_refuses_such_years_itself(self):
        forum = ForumFactory(date_start=date(2023, 12, 27))
        for year in (20233, 2024):
            with pytest.raises(IntegrityError), transaction.atomic():
                Forum.objects.filter(pk=forum.pk).update(year=year)

    def test_a_session_is_entered_with_its_forum(self, staff):
        row = {
            "sessions-TOTAL_FORMS": 1,
            "sessions-0-title": "Phiên khai mạc",
            "sessions-0-kind": "opening",
        }
        staff.post("/admin/events/forum/add/", forum_form(**row))
        session = Session.objects.get()
        assert (session.slug, session.forum.slug) == ("2026-phien-khai-mac", "2026")

    def test_offers_the_sessions_of_this_forum_alone(self, staff):
        mine = AppearanceFactory(forum__name="Diễn đàn 2023")
        session = SessionFactory(forum=mine.forum, title="Phiên khai mạc")
        other = SessionFactory()
        form = {
            "appearances-TOTAL_FORMS": 1,
            "appearances-INITIAL_FORMS": 1,
            "appearances-0-id": mine.pk,
            "appearances-0-forum": mine.forum.pk,
            "appearances-0-person": mine.person.pk,
            "appearances-0-role": "speaker",
        }
        page = f"/admin/events/forum/{mine.forum.pk}/change/"
        # sessions of the forum stand on the same page as rows of their own
        rows = {
            "sessions-TOTAL_FORMS": 1,
            "sessions-INITIAL_FORMS": 1,
            "sessions-0-id": session.pk,
            "sessions-0-forum": mine.forum.pk,
            "sessions-0-title": session.title,
            "sessions-0-kind": "other",
        }
        staff.post(page, forum_form(**form, **rows) | {"appearances-0-session": other.pk})
        mine.refresh_from_db()
        assert mine.session is None
        staff.post(page, forum_form(**form, **rows) | {"appearances-0-session": session.pk})
        mine.refresh_from_db()
        assert mine.session == session

    def test_its_page_asks_the_same_whatever_it_holds(self, staff):
        def queries(count):
            forum = ForumFactory()
            for _ in range(count):
                AppearanceFactory(forum=forum, session=SessionFactory(forum=forum))
                ForumRoleFactory(forum=forum)
                QuoteFactory(forum=forum)
                EvidenceFactory(forum=forum)
            with CaptureQueriesContext(connection) as asked:
                staff.get(f"/admin/events/forum/{forum.pk}/change/")
            return len(asked)

        queries(1)  # fills the cache of content types
        assert [queries(1), queries(10)] == [27, 27]

    def test_a_forum_with_a_programme_is_not_deleted(self, staff):
        session = SessionFactory()
        staff.post(f"/admin/events/forum/{session.forum.pk}/delete/", {"post": "yes"})
        assert Forum.objects.get() == session.forum


class TestParts:
    def test_a_session_without_forum_is_an_error_of_the_form(self, staff):
        form = {"title": "Phiên", "kind": "other", "state": "held"}
        response = staff.post("/admin/events/session/add/", form | empty("materials", "evidence"))
        assert list(errors(response)) == ["forum"]

    def test_a_booth_without_exhibition_is_an_error_of_the_form(self, staff):
        response = staff.post(
            "/admin/events/booth/add/", {"name": "Gian", "category": "other"} | empty("evidence")
        )
        assert list(errors(response)) == ["exhibition"]

    def test_the_groups_of_an_exhibition_are_ticked(self, staff):
        forum = ForumFactory(slug="2023")
        form = {"forum": forum.pk, "title": "Triển lãm", "groups": ["district", "school"]}
        staff.post("/admin/events/exhibition/add/", form | empty("booths", "evidence"))
        assert Exhibition.objects.get().groups == ["district", "school"]

    def test_a_booth_is_placed_with_decimal_commas(self, staff):
        booth = BoothFactory()
        form = {
            "exhibition": booth.exhibition.pk,
            "name": booth.name,
            "category": "other",
            "x": "12,5",
            "y": "3",
            "width": "2",
            "height": "2,25",
        }
        staff.post(f"/admin/events/booth/{booth.pk}/change/", form | empty("evidence"))
        booth.refresh_from_db()
        assert [str(each) for each in (booth.x, booth.y, booth.width, booth.height)] == [
            "12.5",
            "3",
            "2",
            "2.25",
        ]

    @pytest.mark.parametrize(
        "kind", ["forum", "person", "report", "session", "exhibition", "booth", "appearance"]
    )
    def test_every_form_opens(self, staff, kind):
        factories = {
            "forum": ForumFactory,
            "person": PersonFactory,
            "report": ReportFactory,
            "session": SessionFactory,
            "exhibition": ExhibitionFactory,
            "booth": BoothFactory,
            "appearance": AppearanceFactory,
        }
        record = factories[kind]()
        pages = [f"/admin/events/{kind}/{page}/" for page in ("add", f"{record.pk}/change")]
        assert [staff.get(page).status_code for page in pages] == [HTTPStatus.OK] * 2


class TestSearch:
    def test_people_are_found_without_accents(self, staff):
        found = PersonFactory(name="Nguyễn Văn Đạt")
        PersonFactory(name="Trần Thị Bình")
        response = staff.get("/admin/events/person/", {"q": "nguyen dat"})
        assert list(response.context["cl"].result_list) == [found]


def rows(kind, count):
    for _ in range(count):
        match kind:
            case "forum" | "session":
                SessionFactory()
            case "person" | "appearance":
                AppearanceFactory()
            case "report":
                ReportFactory(forum=ForumFactory())
            case "booth":
                BoothFactory()


# Session, user and the portal's name; count and rows; then the filters.
QUERIES = {"forum": 5, "person": 5, "report": 6, "session": 6, "appearance": 6, "booth": 6}


@pytest.mark.parametrize("kind", QUERIES)
@pytest.mark.parametrize("count", [1, 30])
def test_a_list_asks_the_same_whatever_its_length(staff, kind, count, django_assert_num_queries):
    rows(kind, count)
    with django_assert_num_queries(QUERIES[kind]):
        staff.get(f"/admin/events/{kind}/")


class TestPeople:
    def form(self, **changes):
        return {"name": "Nguyễn Văn A"} | empty("photo", "appearances") | changes

    def test_whoever_no_forum_names_is_announced_as_unseen(self, staff):
        staff.post("/admin/events/person/add/", self.form())
        sentences = [str(each) for each in staff.get("/admin/").context["messages"]]
        assert "Trang của nhân vật chỉ hiện khi có diễn đàn đang công khai nêu tên" in sentences[0]

    def test_a_forum_is_named_on_the_same_page(self, staff):
        row = {
            "appearances-TOTAL_FORMS": 1,
            "appearances-0-forum": ForumFactory().pk,
            "appearances-0-role": "speaker",
        }
        staff.post("/admin/events/person/add/", self.form(**row))
        sentences = [str(each) for each in staff.get("/admin/").context["messages"]]
        assert len(sentences) == 1
