"""Rules across records: the database keeps them, whatever writes, and looks when all is written."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from events.admin import booth_rows, exhibitions
from events.models import Booth, Room, Track
from events.placing import as_sought
from tests.desk import errors
from tests.events.test_admin import empty
from tests.events.test_placing import add, place, save_rows
from tests.factories import (
    AppearanceFactory,
    BoothFactory,
    ExhibitionFactory,
    ForumFactory,
    QuoteFactory,
    SessionFactory,
    SolutionFactory,
)

pytestmark = pytest.mark.django_db

RULES = import_module("events.migrations.0014_rules_across_records")


def rule_broken(write) -> str:
    """Return the rule in whose name the database refuses what `write` does, or fail."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
        connection.check_constraints()
    return refusal.value.__cause__.diag.constraint_name


def change(record, **fields):
    """Change the record as somebody at a database prompt does."""
    type(record).objects.filter(pk=record.pk).update(**fields)


def booth(exhibition, number="", at=None, **fields):
    place = dict(zip(("x", "y", "width", "height"), at or (), strict=False))
    return BoothFactory(exhibition=exhibition, number=number, **place, **fields)


@pytest.fixture
def session():
    forum = ForumFactory()
    room = Room.objects.create(forum=forum, name="Hội trường")
    track = Track.objects.create(forum=forum, name="Dữ liệu")
    return SessionFactory(forum=forum, room=room, track=track)


@pytest.fixture
def fair():
    """A plan of 20 × 10 on which A1 takes the ground at the upper left."""
    fair = ExhibitionFactory(title="Triển lãm số", plan_width=20, plan_height=10)
    booth(fair, "A1", (0, 0, 3, 2), name="Viettel", slug="viettel")
    return fair


def beside(fair):
    return ExhibitionFactory(forum=fair.forum)


@pytest.mark.parametrize(
    ("rule", "write"),
    [
        (
            "session_room_is_of_its_forum",
            lambda session: SessionFactory(room=session.room),
        ),
        (
            "session_track_is_of_its_forum",
            lambda session: SessionFactory(track=session.track),
        ),
        (
            "appearance_session_is_of_its_forum",
            lambda session: AppearanceFactory(session=session),
        ),
        ("quote_session_is_of_its_forum", lambda session: QuoteFactory(session=session)),
        (
            "session_room_is_of_its_forum",
            lambda session: change(session.room, forum=ForumFactory()),
        ),
        (
            "session_track_is_of_its_forum",
            lambda session: change(session.track, forum=ForumFactory()),
        ),
        (
            "appearance_session_is_of_its_forum",
            lambda session: (
                AppearanceFactory(forum=session.forum, session=session),
                change(session, forum=ForumFactory(), room=None, track=None),
            ),
        ),
    ],
)
def test_what_is_named_together_is_of_one_forum(session, rule, write):
    assert rule_broken(lambda: write(session)) == rule


@pytest.mark.parametrize(
    "write",
    [
        lambda booth: SolutionFactory(booth=booth),
        lambda booth: change(booth.solutions.get(), forum=ForumFactory()),
        lambda booth: change(booth, exhibition=ExhibitionFactory()),
        lambda booth: change(booth.exhibition, forum=ForumFactory()),
    ],
)
def test_a_solution_is_shown_at_a_booth_of_its_forum(fair, write):
    booth = fair.booths.get()
    SolutionFactory(booth=booth, forum=fair.forum), SolutionFactory()
    assert rule_broken(lambda: write(booth)) == "solution_booth_is_of_its_forum"


def test_a_form_refuses_a_solution_at_a_booth_of_another(staff, fair):
    typed = {"forum": ForumFactory().pk, "booth": fair.booths.get().pk, "name": "Một cửa số"}
    way = "Để trống ô này rồi lưu, sau đó chọn lại theo diễn đàn mới."
    assert errors(staff.post("/admin/events/solution/add/", typed)) == {
        "booth": [f"“Viettel” là gian hàng của “{fair.forum}”. {way}"]
    }


def test_a_session_may_move_with_all_that_is_its_own(session):
    part, forum = AppearanceFactory(forum=session.forum, session=session), ForumFactory()
    for each in (session.room, session.track, session, part):
        change(each, forum=forum)
    connection.check_constraints()


@pytest.mark.parametrize(
    "write",
    [
        lambda fair: booth(fair, "A1"),
        lambda fair: booth(fair, " a\u00a01"),
        lambda fair: booth(beside(fair), "a1"),
        lambda fair: change(booth(beside(fair), "A2"), number="A 1"),
        lambda fair: change(booth(ExhibitionFactory(), "A1").exhibition, forum=fair.forum),
        lambda fair: change(booth(ExhibitionFactory(), "A1"), exhibition=fair),
    ],
)
def test_a_number_stands_once_in_an_edition(fair, write):
    assert rule_broken(lambda: write(fair)) == "booth_number_once_in_an_edition"


def test_two_booths_may_exchange_their_numbers(fair):
    other = booth(beside(fair), "A2")
    for each, number in ((fair.booths.get(), "A2"), (other, "A1")):
        change(each, number=number)
    booth(fair), booth(fair, "  "), booth(beside(fair)), booth(ExhibitionFactory(), "A1")
    connection.check_constraints()


@pytest.mark.parametrize(
    "write",
    [
        lambda fair: booth(fair, at=(18, 0, 2.1, 2)),
        lambda fair: change(fair.booths.get(), y=9),
        lambda fair: change(fair, plan_width=2),
        lambda fair: change(booth(ExhibitionFactory(), at=(30, 0, 1, 1)), exhibition=fair),
    ],
)
def test_a_booth_lies_on_the_plan(fair, write):
    assert rule_broken(lambda: write(fair)) == "booth_lies_on_the_plan"


@pytest.mark.parametrize("number", ["A 12", "Đ-3", "đ 3", "Ấ\u00a09", "B\u2003 7", "", "12½"])
def test_the_database_compares_numbers_as_the_forms_do(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT booth_number_sought(%s)", [number])
        assert cursor.fetchone() == (as_sought(number),)


def test_a_migration_names_what_breaks_a_rule(session, fair):
    with transaction.atomic():
        mixed = SessionFactory(room=session.room)
        booth(beside(fair), "a1", slug="fpt")
        booth(fair, slug="msb", at=(30, 0, 1, 1))
        with pytest.raises(ValueError, match="Mend these records") as refusal:
            RULES.name_what_breaks_a_rule(None, SimpleNamespace(connection=connection))
        transaction.set_rollback(True)
    assert str(refusal.value).splitlines()[1:] == [
        f"events_session: the room {mixed.room_id} of record {mixed.pk} belongs to another forum",
        'events_booth: "viettel" and "fpt" have the same number in one edition: A1',
        f'events_booth: "msb" lies off the plan of "{fair.slug}"',
    ]


class TestSlipsPastTheForm:
    """Two save at the same moment: neither form sees the other's booth, the database does."""

    @pytest.fixture(autouse=True)
    def at_once(self, fair):
        with connection.cursor() as cursor:  # a test's own transaction never ends
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_a_number(self, staff, fair, monkeypatch):
        monkeypatch.setattr(exhibitions, "numbered", lambda *args, **kwargs: {})
        response = add(staff, fair, number="A1", name="Đến sau")
        assert errors(response) == {
            "__all__": ["Một gian hàng khác của kỳ diễn đàn này đã mang số đó, nên chưa lưu gì."]
        }
        assert response.context["adminform"].form["name"].value() == "Đến sau"

    def test_a_place(self, staff, fair, monkeypatch):
        monkeypatch.setattr(booth_rows, "place_errors", lambda *args: {})
        response = save_rows(staff, fair, {"name": "Đến sau", **place("30", "0", "1", "1")})
        assert errors(response) == {
            "__all__": ["Có gian hàng sẽ nằm ngoài sơ đồ của triển lãm, nên chưa lưu gì."]
        }
        assert Booth.objects.count() == 1
        assert 'value="Đến sau"' in response.text

    def test_a_session_that_moved(self, staff, session, monkeypatch):
        monkeypatch.setattr("events.admin.parts.SessionForm._keep_people", lambda *args: None)
        AppearanceFactory(forum=session.forum, session=session)
        page = f"/admin/events/session/{session.pk}/change/"
        typed = {"forum": ForumFactory().pk, "title": "Tên mới", "slug": session.slug}
        typed |= {"kind": "panel", "state": "held"}
        rows = empty("appearances", "materials", "evidence")
        assert errors(staff.post(page, typed | rows)) == {
            "__all__": [
                "Phiên, phòng, chuyên đề và người tham gia phiên phải thuộc cùng một diễn đàn, "
                "nên chưa lưu gì. Có người vừa chuyển một trong các mục này: hãy xem lại."
            ]
        }
