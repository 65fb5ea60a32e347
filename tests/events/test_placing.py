"""Staff number and place booths: refusals stand where they were typed, what overlaps is said."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Booth, Exhibition
from tests.desk import errors
from tests.events.test_admin import empty
from tests.factories import BoothFactory, ExhibitionFactory, ForumFactory

pytestmark = pytest.mark.django_db

ALL_FOUR = "Hãy ghi đủ bốn số của vị trí, hoặc để trống cả bốn."
ABOVE_ZERO = "Ghi số lớn hơn 0."


@pytest.fixture
def exhibition():
    """A plan of 20 × 10 on which A1 takes the ground at the upper left."""
    exhibition = ExhibitionFactory(title="Triển lãm số", plan_width=20, plan_height=10)
    BoothFactory(exhibition=exhibition, name="Viettel", number="A1", x=0, y=0, width=3, height=2)
    return exhibition


def form(exhibition, **typed):
    fields = {"exhibition": exhibition.pk, "name": "Gian mới", "category": "other"}
    return fields | typed | empty("evidence")


def place(x, y, width, height):
    return dict(x=x, y=y, width=width, height=height)


def add(staff, exhibition, **typed):
    return staff.post("/admin/events/booth/add/", form(exhibition, **typed))


@pytest.mark.parametrize("number", ["A1", "a1", " a 1 "])
def test_a_number_stands_once_in_an_exhibition(staff, exhibition, number):
    assert errors(add(staff, exhibition, number=number)) == {
        "number": ["Gian hàng “Viettel” của “Triển lãm số” đã mang số A1."]
    }


def test_a_number_stands_once_in_an_edition(staff, exhibition):
    beside = ExhibitionFactory(forum=exhibition.forum)
    assert errors(add(staff, beside, number="A1")) == {
        "number": ["Gian hàng “Viettel” của “Triển lãm số” đã mang số A1."]
    }


def test_other_editions_and_the_booth_itself_may_have_it(staff, exhibition):
    add(staff, ExhibitionFactory(forum=ForumFactory(slug="2024")), number="A1")
    own = Booth.objects.get(exhibition=exhibition)
    staff.post(f"/admin/events/booth/{own.pk}/change/", form(exhibition, number="A1", name="MSB"))
    assert sorted(Booth.objects.values_list("name", "number")) == [
        ("Gian mới", "A1"),
        ("MSB", "A1"),
    ]


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (place("18", "0", "3", "2"), ("width", "kết thúc ở 21 tính từ trái, sơ đồ rộng 20.")),
        (place("20", "0", "3", "2"), ("x", "kết thúc ở 23 tính từ trái, sơ đồ rộng 20.")),
        (place("0", "9", "3", "1,5"), ("height", "kết thúc ở 10,5 tính từ trên, sơ đồ cao 10.")),
        (place("0", "12", "3", "2"), ("y", "kết thúc ở 14 tính từ trên, sơ đồ cao 10.")),
    ],
)
def test_off_the_plan_is_refused_where_it_is_typed(staff, exhibition, typed, refused):
    field, end = refused
    response = add(staff, exhibition, **typed)
    assert errors(response) == {field: [f"Vượt ra ngoài sơ đồ: gian hàng {end}"]}
    assert response.context["has_own_place"]  # drawn as it was typed, beyond the edge


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (place("1", "", "", ""), {"y": [ALL_FOUR], "width": [ALL_FOUR], "height": [ALL_FOUR]}),
        (place("-1", "0", "3", "2"), {"x": ["Ghi số từ 0 trở lên."]}),
        (place("0", "0", "0", "-2"), {"width": [ABOVE_ZERO], "height": [ABOVE_ZERO]}),
    ],
)
def test_a_place_is_whole(staff, exhibition, typed, refused):
    assert errors(add(staff, exhibition, **typed)) == refused


def test_up_to_the_edge_is_on_the_plan(staff, exhibition):
    add(staff, exhibition, **place("17", "8", "3", "2"))
    assert Booth.objects.filter(x=17).count() == 1


def test_the_same_ground_is_saved_with_a_warning(staff, exhibition):
    response = add(staff, exhibition, number="A2", **place("2", "1", "3", "2"))
    said = [str(each) for each in get_messages(response.wsgi_request)]
    assert said[0] == "Gian hàng này chồng lên: A1 (Viettel)."
    page = staff.get(f"/admin/events/booth/{Booth.objects.get(number='A2').pk}/change/")
    assert page.context["plan_warning"] == "Gian hàng này chồng lên: A1 (Viettel)."


def test_side_by_side_needs_no_warning(staff, exhibition):
    response = add(staff, exhibition, number="A2", **place("3", "0", "3", "2"))
    assert "chồng lên" not in " ".join(str(each) for each in get_messages(response.wsgi_request))


def test_the_plan_stands_beside_the_form(staff, exhibition):
    booth = BoothFactory(exhibition=exhibition, number="A2", x=4, y=0, width=3, height=2)
    page = staff.get(f"/admin/events/booth/{booth.pk}/change/").text
    other = Booth.objects.get(number="A1")
    assert page.count('<g class="here">') == 1
    assert f'<a href="/admin/events/booth/{other.pk}/change/"><title>A1, Viettel</title>' in page


def test_the_page_of_an_exhibition_shows_its_plan(staff, exhibition):
    page = staff.get(f"/admin/events/exhibition/{exhibition.pk}/change/").text
    assert (page.count("<title>A1, Viettel</title>"), page.count('class="here"')) == (1, 0)


def test_the_plan_costs_the_same_whatever_it_holds(staff, exhibition):
    booth = Booth.objects.get(exhibition=exhibition)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            staff.get(f"/admin/events/booth/{booth.pk}/change/")
        return len(asked)

    queries()  # fills the cache of content types
    few = queries()
    for row in range(5):
        BoothFactory(exhibition=exhibition, x=4, y=row, width=1, height=1)
    assert queries() == few


@pytest.mark.parametrize(
    ("width", "height", "refused"),
    [
        (
            "2",
            "10",
            {"plan_width": ["Gian hàng A1 (Viettel) sẽ nằm ngoài sơ đồ: gian này kết thúc ở 3."]},
        ),
        (
            "20",
            "",
            {"plan_height": ["Ghi cả chiều rộng và chiều cao của sơ đồ, hoặc để trống cả hai."]},
        ),
        ("20", "0", {"plan_height": [ABOVE_ZERO]}),
        ("", "", {}),
    ],
)
def test_a_plan_holds_its_booths(staff, exhibition, width, height, refused):
    typed = {
        "forum": exhibition.forum.pk,
        "title": exhibition.title,
        "slug": exhibition.slug,
        "plan_width": width,
        "plan_height": height,
    }
    page = f"/admin/events/exhibition/{exhibition.pk}/change/"
    response = staff.post(page, typed | empty("booths", "evidence"))
    assert (errors(response) if response.context else {}) == refused


def save_rows(staff, exhibition, *booths, **changes):
    """Send the page of an exhibition with these rows; those of saved booths stand first."""
    rows = {
        "booths-TOTAL_FORMS": len(booths),
        "booths-INITIAL_FORMS": sum("id" in each for each in booths),
    }
    for row, fields in enumerate(booths):
        typed = {"name": f"Gian {row}", "category": "other"} | fields
        rows |= {f"booths-{row}-{name}": value for name, value in typed.items()}
    size = {"plan_width": exhibition.plan_width, "plan_height": exhibition.plan_height}
    typed = {"forum": exhibition.forum.pk, "title": exhibition.title, "slug": exhibition.slug}
    page = f"/admin/events/exhibition/{exhibition.pk}/change/"
    return staff.post(page, typed | size | empty("evidence") | rows | changes)


def test_places_are_refused_in_rows_as_on_the_page_of_a_booth(staff, exhibition):
    refused = save_rows(
        staff, exhibition, place("18", "0", "3", "2"), place("1", "", "", ""), place("3", "0", 1, 1)
    )
    booths = refused.context["inline_admin_formsets"][0].formset
    end = "Vượt ra ngoài sơ đồ: gian hàng kết thúc ở 21 tính từ trái, sơ đồ rộng 20."
    assert [dict(each) for each in booths.errors] == [
        {"width": [end]},
        {"y": [ALL_FOUR], "width": [ALL_FOUR], "height": [ALL_FOUR]},
        {},
    ]
    assert Booth.objects.count() == 1


def test_places_in_rows_are_saved_with_warnings(staff, exhibition):
    first = Booth.objects.get(exhibition=exhibition)
    BoothFactory(exhibition=exhibition, name="MSB", number="B1", x=9, y=0, width=3, height=2)
    response = save_rows(
        staff,
        exhibition,
        {"id": first.pk, "name": "Viettel", "number": "A1", **place("8", "1", "3", "2,5")},
        {"number": "A2", **place("0", "0", "3", "2")},
    )
    said = [str(each) for each in get_messages(response.wsgi_request)]
    assert said[:-1] == ["Gian hàng A1 (Viettel) chồng lên: B1 (MSB)."]
    assert list(Booth.objects.order_by("number").values_list("number", "x", "y")) == [
        ("A1", 8, 1),
        ("A2", 0, 0),
        ("B1", 9, 0),
    ]


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        (place("0", "0", "2", "2"), {}),
        ({"DELETE": "on"} | place("0", "0", "3", "2"), {}),
        (
            place("0", "0", "3", "2"),
            {"plan_width": ["Gian hàng A1 (Viettel) sẽ nằm ngoài sơ đồ: gian này kết thúc ở 3."]},
        ),
    ],
)
def test_a_plan_shrinks_with_what_stands_on_it(staff, exhibition, row, refused):
    booth = {"id": Booth.objects.get().pk, "name": "Viettel", "number": "A1"}
    response = save_rows(staff, exhibition, booth | row, plan_width="2,5")
    assert (errors(response) if response.context else {}) == refused
    connection.check_constraints()


def test_rows_may_exchange_their_numbers(staff, exhibition):
    other = BoothFactory(exhibition=exhibition, name="MSB", number="A2")
    first, size = Booth.objects.get(number="A1"), place("0", "0", "3", "2")
    rows = {"id": first.pk, "number": "A2"} | size, {"id": other.pk, "number": "A1"}
    assert save_rows(staff, exhibition, *rows).status_code == 302
    connection.check_constraints()
    assert [each.number for each in Booth.objects.order_by("pk")] == ["A2", "A1"]


def test_an_exhibition_brings_no_number_that_another_edition_has(staff, exhibition):
    other = BoothFactory(number="a1", name="FPT")
    row = {"id": other.pk, "number": "a1", "name": "FPT"}
    moved = {"forum": exhibition.forum.pk, "plan_width": "", "plan_height": ""}
    response = save_rows(staff, other.exhibition, row, **moved)
    booths = response.context["inline_admin_formsets"][0].formset
    assert [dict(each) for each in booths.errors] == [
        {"number": ["Gian hàng “Viettel” của “Triển lãm số” đã mang số A1."]}
    ]


def test_rows_of_an_exhibition_have_numbers_of_their_own(staff):
    forum = ForumFactory()
    BoothFactory(exhibition__forum=forum, exhibition__title="Khác", name="FPT", number="B1")
    numbers = ["A1", "b1", "a1", ""]
    rows = {"booths-TOTAL_FORMS": len(numbers), "booths-INITIAL_FORMS": 0}
    for place, number in enumerate(numbers):
        fields = {"name": f"Gian {place}", "number": number, "category": "other"}
        rows |= {f"booths-{place}-{name}": typed for name, typed in fields.items()}
    typed = {"forum": forum.pk, "title": "Triển lãm"}
    response = staff.post("/admin/events/exhibition/add/", typed | empty("evidence") | rows)
    booths = response.context["inline_admin_formsets"][0].formset
    assert [dict(each) for each in booths.errors] == [
        {},
        {"number": ["Gian hàng “FPT” của “Khác” đã mang số B1."]},
        {"number": ["Gian hàng “Gian 0” của “Triển lãm” đã mang số A1."]},
        {},
    ]
    assert Exhibition.objects.filter(title="Triển lãm").count() == 0
