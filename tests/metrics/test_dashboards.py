"""A dashboard is arranged at the desk: its cards, what is typed in them, and who sees it when."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum_portal import roles
from metrics.dashboard_desk import panels_to_mend
from metrics.models import Dashboard, Panel
from tests import factories as make
from tests.forms import fields_of
from tests.metrics.dashboard_desk import (
    LIST,
    banner,
    cards,
    fields,
    page_of,
    panels,
    press,
    preview_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make.HomeAreaFactory().area


@pytest.fixture
def rate(home):
    figure = make.published_figure(
        value="90.7", area=home, period="2023", indicator__name="Tỷ lệ hồ sơ"
    )
    return figure.indicator


@pytest.fixture
def dashboard():
    return make.DashboardFactory(title="Chính quyền số", slug="cqs", is_published=False)


@pytest.fixture
def three(dashboard, rate):
    """A dashboard with three panels: a figure, a chart and a text."""
    for position, (kind, title) in enumerate(
        [("figure", "Một"), ("table", "Hai"), ("text", "Ba")], start=1
    ):
        panel = make.PanelFactory(
            dashboard=dashboard, kind=kind, title=title, position=position, text="Lời."
        )
        if kind != "text":
            make.PanelIndicatorFactory(panel=panel, indicator=rate)
    return dashboard


def order(dashboard):
    return list(dashboard.panels.order_by("position").values_list("title", flat=True))


class TestOrder:
    def test_buttons_move_a_card_and_save_nothing(self, staff, three):
        typed = fields(staff, three) | {"panels-0-title": "Một mới"}
        page = press(staff, page_of(three), typed, "_move", "panels-0 down")
        assert (page.status_code, cards(page)) == (HTTPStatus.OK, ["Hai", "Một mới", "Ba"])
        assert [card.focus for card in page.context["cards"]] == ["", "down", ""]
        assert [card.number for card in page.context["cards"]] == [1, 2, 3]
        assert order(three) == ["Một", "Hai", "Ba"]
        assert page.context["errors"] == []

    def test_at_the_end_the_other_button_has_the_focus(self, staff, three):
        page = press(staff, page_of(three), fields(staff, three), "_move", "panels-1 down")
        assert [card.focus for card in page.context["cards"]] == ["", "", "up"]
        assert page.text.count("autofocus") == 1

    def test_the_new_order_is_saved(self, staff, three):
        page = press(staff, page_of(three), fields(staff, three), "_move", "panels-2 up")
        answer = press(staff, page_of(three), fields_of(page), "_continue")
        assert (answer.status_code, order(three)) == (HTTPStatus.FOUND, ["Một", "Ba", "Hai"])

    @pytest.mark.parametrize(
        "value", ["", "panels-9 up", "panels-0 sideways", "panels-0 up", "9 9 9", "x" * 500]
    )
    def test_nonsense_moves_nothing(self, staff, three, value):
        page = press(staff, page_of(three), fields(staff, three), "_move", value)
        assert (page.status_code, cards(page)) == (HTTPStatus.OK, ["Một", "Hai", "Ba"])

    def test_indicators_keep_the_order_in_which_they_were_chosen(self, staff, three, rate):
        other = make.IndicatorFactory(name="A đứng trước")
        typed = fields(staff, three) | {"panels-0-indicators": [rate.pk, other.pk]}
        press(staff, page_of(three), typed, "_continue")
        panel = three.panels.get(title="Một")
        assert [each.indicator for each in panel.panel_indicators.all()] == [rate, other]
        typed = fields(staff, three) | {"panels-0-indicators": [other.pk, rate.pk]}
        press(staff, page_of(three), typed, "_continue")
        assert [each.indicator for each in panel.panel_indicators.all()] == [other, rate]

    def test_areas_keep_the_order_in_which_they_were_chosen(self, staff, three):
        areas = [make.AreaFactory() for _ in range(3)]
        panel = three.panels.get(title="Một")
        for chosen in ([0, 1], [1, 0], [1, 0, 2], [1, 2], []):
            keys = [areas[each].pk for each in chosen]
            typed = fields(staff, three) | {"panels-0-areas": keys}
            press(staff, page_of(three), typed, "_continue")
            links = Panel.areas.through.objects.filter(panel=panel).order_by("pk")
            assert list(links.values_list("area_id", flat=True)) == keys


class TestCards:
    def test_a_panel_is_added_and_filled(self, staff, dashboard, rate):
        page = press(staff, page_of(dashboard), fields(staff, dashboard), "_add_panel", "line")
        [card] = page.context["cards"]
        assert (card.focus, card.is_open, card.form["width"].value()) == ("title", True, "4")
        typed = fields_of(page) | {"panels-0-indicators": [rate.pk], "panels-0-period_from": "2020"}
        press(staff, page_of(dashboard), typed, "_continue")
        [panel] = dashboard.panels.all()
        assert (panel.kind, panel.width, panel.position, panel.period_from) == (
            "line",
            4,
            1,
            "2020",
        )
        assert list(panel.indicators.all()) == [rate]

    def test_a_card_that_was_not_filled_is_not_forgotten(self, staff, dashboard):
        page = press(staff, page_of(dashboard), fields(staff, dashboard), "_add_panel", "figure")
        typed = fields_of(page)
        page = press(staff, page_of(dashboard), typed, "_publish")
        [card] = page.context["cards"]
        assert dict(card.form.errors) == {"indicators": ["Hãy chọn chỉ số cho ô này."]}
        assert panels(staff.post(preview_of(dashboard), typed)) == []

    def test_a_panel_is_left_out(self, staff, three):
        typed = fields(staff, three) | {"panels-1-DELETE": "on"}
        press(staff, page_of(three), typed, "_continue")
        assert order(three) == ["Một", "Ba"]

    def test_errors_stand_at_their_card(self, staff, three):
        typed = fields(staff, three) | {
            "panels-0-indicators": [],
            "panels-1-period_from": "2023",
            "panels-1-period_to": "2020",
            "panels-2-text": "",
        }
        page = press(staff, page_of(three), typed, "_continue")
        assert page.status_code == HTTPStatus.OK
        assert [dict(card.form.errors) for card in page.context["cards"]] == [
            {"indicators": ["Hãy chọn chỉ số cho ô này."]},
            {"period_to": ["Kỳ cuối không được trước kỳ đầu."]},
            {"text": ["Hãy viết lời văn của ô này."]},
        ]
        assert all(card.is_open for card in page.context["cards"])

    def test_what_is_no_record_is_refused(self, staff, three):
        typed = fields(staff, three) | {"panels-0-indicators": ["9" * 30, "x", "0"]}
        page = press(staff, page_of(three), typed, "_continue")
        assert page.context["cards"][0].form.errors["indicators"] == [
            "Có mục không còn nữa. Hãy chọn lại."
        ]

    def test_another_dashboards_panel_is_not_taken(self, staff, three):
        theirs = make.PanelFactory(title="Của bảng khác")
        typed = fields(staff, three) | {"panels-0-id": theirs.pk, "panels-0-title": "Lấy"}
        press(staff, page_of(three), typed, "_continue")
        theirs.refresh_from_db()
        assert (theirs.title, order(three)) == ("Của bảng khác", ["Một", "Hai", "Ba"])

    def test_without_scripts_codes_are_typed(self, staff, three, rate):
        other = make.IndicatorFactory(code="dti")
        typed = fields(staff, three) | {"panels-0-more_indicators": f"dti, {rate.code}"}
        press(staff, page_of(three), typed, "_continue")
        panel = three.panels.get(title="Một")
        assert [each.indicator for each in panel.panel_indicators.all()] == [rate, other]
        typed = fields(staff, three) | {"panels-0-more_indicators": "la"}
        page = press(staff, page_of(three), typed, "_continue")
        assert dict(page.context["cards"][0].form.errors) == {
            "more_indicators": ["Không có mã “la”."]
        }

    def test_who_only_reads_gets_no_buttons(self, client, three):
        client.force_login(make.staff(roles.APPROVER))
        page = client.get(page_of(three))
        assert cards(page) == ["Một", "Hai", "Ba"]
        names = ["_move", "_add_panel", "_publish", "data-preview"]
        assert [name for name in names if f'"{name}"' in page.text] == []
        assert f'src="{preview_of(three)}"' in page.text
        assert page.context["state"] == "Bản thảo"


class TestOtherSaves:
    def test_the_second_saver_sees_both_versions(self, staff, three):
        stale = fields(staff, three) | {"panels-0-title": "Của tôi"}
        typed = fields(staff, three) | {"panels-0-title": "Của người kia"}
        press(staff, page_of(three), typed, "_continue")
        page = press(staff, page_of(three), stale, "_continue")
        assert page.status_code == HTTPStatus.CONFLICT
        [rival] = [(each.saved, each.typed) for each in page.context["rivals"]]
        assert rival == ("Của người kia", "Của tôi")
        assert three.panels.get(position=1).title == "Của người kia"

    def test_another_order_of_indicators_is_noticed(self, staff, three, rate):
        other = make.IndicatorFactory(name="Khác")
        both = {"panels-0-indicators": [rate.pk, other.pk]}
        press(staff, page_of(three), fields(staff, three) | both, "_continue")
        stale = fields(staff, three)
        turned = {"panels-0-indicators": [other.pk, rate.pk]}
        press(staff, page_of(three), fields(staff, three) | turned, "_continue")
        page = press(staff, page_of(three), stale, "_continue")
        assert page.status_code == HTTPStatus.CONFLICT
        [rival] = [(each.saved, each.typed) for each in page.context["rivals"]]
        assert rival == ("Khác, Tỷ lệ hồ sơ", "Tỷ lệ hồ sơ, Khác")

    def test_a_panel_that_somebody_took_away_is_not_made_anew(self, staff, three):
        stale = fields(staff, three) | {"panels-1-title": "Hai mới"}
        three.panels.get(title="Hai").delete()
        page = press(staff, page_of(three), stale, "_continue")
        assert page.status_code == HTTPStatus.CONFLICT
        page.status_code = HTTPStatus.OK  # the form is there all the same
        again = fields_of(page)
        page = press(staff, page_of(three), again, "_continue")
        gone = [card.form.errors.get("id") for card in page.context["cards"]]
        assert gone == [None, ["Trong lúc đó có người đã bỏ ô này."], None]
        press(staff, page_of(three), again | {"panels-1-DELETE": "on"}, "_continue")
        assert order(three) == ["Một", "Ba"]

    def test_moving_cards_does_not_hide_another_save(self, staff, three):
        stale = fields(staff, three)
        typed = fields(staff, three) | {"panels-0-title": "Của người kia"}
        press(staff, page_of(three), typed, "_continue")
        moved = fields_of(press(staff, page_of(three), stale, "_move", "panels-0 down"))
        page = press(staff, page_of(three), moved, "_continue")
        assert page.status_code == HTTPStatus.CONFLICT

    def test_one_form_makes_one_dashboard(self, staff):
        form = fields_of(staff.get(f"{LIST}add/")) | {"title": "Bảng mới"}
        moved = press(staff, f"{LIST}add/", form, "_add_panel", "text")
        typed = fields_of(moved) | {"panels-0-text": "Lời."}
        answers = [press(staff, f"{LIST}add/", typed, "_publish") for _ in range(2)]
        assert [each.status_code for each in answers] == [HTTPStatus.FOUND] * 2
        [made] = Dashboard.objects.all()
        assert (made.is_published, made.panels.count()) == (True, 1)


class TestSteps:
    def states(self):
        rows = Dashboard.objects.order_by("slug")
        return {each.slug: (each.is_published, each.is_home) for each in rows}

    def test_publish_and_take_off(self, staff, client, three):
        public = three.get_absolute_url()
        assert client.get(public).status_code == HTTPStatus.NOT_FOUND
        answer = press(staff, page_of(three), fields(staff, three), "_publish")
        assert answer.url == page_of(three)
        assert self.states() == {"cqs": (True, False)}
        assert client.get(public).status_code == HTTPStatus.OK
        press(staff, page_of(three), fields(staff, three), "_take_off")
        assert self.states() == {"cqs": (False, False)}
        assert client.get(public).status_code == HTTPStatus.NOT_FOUND

    def test_what_is_typed_is_saved_with_the_step(self, staff, three):
        typed = fields(staff, three) | {"title": "Tên mới"}
        page = press(staff, page_of(three), typed, "_publish")
        said = [str(each) for each in staff.get(page.url).context["messages"]]
        assert Dashboard.objects.get().title == "Tên mới"
        assert [each.partition(".")[0] for each in said] == ["“Tên mới” đã công khai"]

    def test_one_takes_the_others_place_on_the_home_page(self, staff, three):
        old = make.DashboardFactory(slug="cu", title="Bảng cũ", is_home=True)
        press(staff, page_of(three), fields(staff, three), "_publish")
        page = staff.get(page_of(three))
        texts = [each.text for each in page.context["steps"]]
        assert texts[0] == "Lưu và đặt ở trang chủ thay cho “Bảng cũ”"
        answer = press(staff, page_of(three), fields(staff, three), "_to_home")
        assert self.states() == {"cqs": (True, True), "cu": (True, False)}
        said = [str(each) for each in staff.get(answer.url).context["messages"]]
        assert said[0].startswith(
            "“Chính quyền số” nay ở trang chủ; “Bảng cũ” trở về danh sách bảng số liệu."
        )
        assert "Tỷ lệ hồ sơ" in staff.get("/").text
        old.refresh_from_db()
        assert old.is_published

    def test_the_home_page_that_changed_meanwhile_is_asked_about(self, staff, three):
        press(staff, page_of(three), fields(staff, three), "_publish")
        typed = fields(staff, three)
        make.DashboardFactory(slug="moi", title="Bảng vừa đặt", is_home=True)
        page = press(staff, page_of(three), typed, "_to_home")
        assert page.context["adminform"].form.non_field_errors() == [
            "Trong lúc đó có người đã đặt “Bảng vừa đặt” ở trang chủ. Nếu vẫn muốn thay bằng bảng "
            "này, hãy bấm lần nữa."
        ]
        assert self.states() == {"cqs": (True, False), "moi": (True, True)}
        press(staff, page_of(three), fields_of(page), "_to_home")
        assert self.states() == {"cqs": (True, True), "moi": (True, False)}

    def test_what_is_on_the_home_page_stays_public(self, staff, three):
        Dashboard.objects.update(is_published=True, is_home=True)
        page = press(staff, page_of(three), fields(staff, three), "_take_off")
        assert page.context["adminform"].form.non_field_errors() == [
            "Bảng này đang ở trang chủ nên vẫn công khai. Trước hết hãy đặt bảng khác ở trang chủ "
            "hoặc lấy bảng này khỏi trang chủ."
        ]
        press(staff, page_of(three), fields(staff, three), "_off_home")
        assert self.states() == {"cqs": (True, False)}

    def test_what_is_on_the_home_page_is_not_deleted(self, staff, three):
        Dashboard.objects.update(is_published=True, is_home=True)
        page = f"{LIST}{three.pk}/delete/"
        answers = [staff.get(page), staff.post(page, {"post": "yes"})]
        assert [each.status_code for each in answers] == [HTTPStatus.FORBIDDEN] * 2
        assert "Bảng này đang ở trang chủ nên vẫn công khai." in answers[1].text
        assert self.states() == {"cqs": (True, True)}
        press(staff, page_of(three), fields(staff, three), "_off_home")
        assert staff.post(page, {"post": "yes"}).status_code == HTTPStatus.FOUND
        assert self.states() == {}

    def test_a_draft_does_not_go_to_the_home_page(self, staff, three):
        page = press(staff, page_of(three), fields(staff, three), "_to_home")
        assert page.context["adminform"].form.non_field_errors() == [
            "Hãy công bố bảng trước khi đặt ở trang chủ."
        ]
        assert self.states() == {"cqs": (False, False)}

    def test_flags_are_no_fields(self, staff, three):
        typed = fields(staff, three) | {"is_published": "on", "is_home": "on"}
        press(staff, page_of(three), typed, "_continue")
        assert self.states() == {"cqs": (False, False)}

    def test_the_list_says_the_state(self, staff):
        make.DashboardFactory(is_published=False, position=1)
        make.DashboardFactory(position=2)
        make.DashboardFactory(is_home=True, position=3)
        page = staff.get(LIST)
        admin = page.context["cl"].model_admin
        assert [admin.state(each) for each in page.context["cl"].result_list] == [
            "bản thảo",
            "công khai",
            "công khai, ở trang chủ",
        ]


class TestPreview:
    def test_it_shows_what_is_typed_and_saves_nothing(self, staff, three):
        typed = fields(staff, three) | {
            "title": "Tên khác",
            "panels-0-title": "Một khác",
            "panels-0-position": "9",
            "panels-1-DELETE": "on",
        }
        page = staff.post(preview_of(three), typed)
        assert (page.status_code, panels(page)) == (HTTPStatus.OK, ["Ba", "Một khác"])
        assert "<h1>Tên khác</h1>" in page.text
        assert "90,7" in page.text
        assert banner(page) == "Xem trước những gì vừa nhập: chưa lưu."
        assert (Dashboard.objects.get().title, order(three)) == (
            "Chính quyền số",
            ["Một", "Hai", "Ba"],
        )

    def test_it_is_the_public_page(self, staff, client, three):
        Dashboard.objects.update(is_published=True)
        main = [
            page.text.split("<h1>", 1)[1].split('<p class="printed"')[0]
            for page in (
                client.get(three.get_absolute_url()),
                staff.post(preview_of(three), fields(staff, three)),
                staff.get(preview_of(three)),
            )
        ]
        assert main[0] == main[1] == main[2]

    def test_a_new_dashboard_has_one_too(self, staff, rate):
        typed = {
            "title": "Bảng mới",
            "panels-TOTAL_FORMS": 1,
            "panels-INITIAL_FORMS": 0,
            "panels-0-kind": "figure",
            "panels-0-width": 2,
            "panels-0-position": 1,
            "panels-0-indicators": rate.pk,
        }
        page = staff.post(f"{LIST}add/preview/", typed)
        assert panels(page) == ["Tỷ lệ hồ sơ"]
        assert Dashboard.objects.count() == 0

    def test_in_english(self, staff, three):
        typed = fields(staff, three) | {"title_en": "Digital government"}
        page = staff.post(f"{preview_of(three)}?in=en", typed)
        assert "<h1>Digital government</h1>" in page.text
        assert page.text.split('lang="', 1)[1].startswith("en")

    def test_what_cannot_be_drawn_is_said(self, staff, three):
        typed = fields(staff, three) | {"panels-0-indicators": [], "panels-1-width": "5"}
        page = staff.post(preview_of(three), typed)
        assert panels(page) == ["Ba"]
        assert banner(page).startswith(
            "Xem trước những gì vừa nhập: chưa lưu. Ô 1: Hãy chọn chỉ số cho ô này. Ô 2: "
        )

    def test_no_figure_before_its_moment(self, staff, three, home):
        hidden = make.ObservationFactory(value="77.7", area=home, indicator__name="Chưa công bố")
        typed = fields(staff, three) | {
            "panels-0-indicators": [hidden.indicator.pk],
            "panels-2-text": f"Đạt {{{{so: {hidden.indicator.code} {hidden.period}}}}}.",
        }
        page = staff.post(preview_of(three), typed)
        assert "77,7" not in page.text
        assert panels(page) == ["Hai", "Ba"]
        assert banner(page) == (
            "Xem trước những gì vừa nhập: chưa lưu. Ô 1: “Chưa công bố” chưa có số liệu công khai "
            "nên người đọc chưa thấy."
        )

    def test_nobody_else_opens_it_and_nobody_keeps_it(self, client, three):
        page = client.get(preview_of(three))
        assert page.status_code == HTTPStatus.FOUND
        client.force_login(make.staff(roles.EDITOR))
        assert client.get(preview_of(three)).status_code == HTTPStatus.FORBIDDEN
        client.force_login(make.staff(roles.APPROVER))
        page = client.get(preview_of(three))
        assert page.status_code == HTTPStatus.OK
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
        assert "unsafe" not in page.headers["Content-Security-Policy"]
        assert client.post(preview_of(three), {}).status_code == HTTPStatus.FORBIDDEN
        assert client.get(f"{LIST}add/preview/").status_code == HTTPStatus.FORBIDDEN

    def test_other_public_pages_are_in_no_frame(self, client, three):
        Dashboard.objects.update(is_published=True)
        page = client.get(three.get_absolute_url())
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]

    def test_there_is_none_of_what_is_not(self, staff):
        assert staff.get(f"{LIST}999/preview/").status_code == HTTPStatus.NOT_FOUND


def queries(action):
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_panels(staff, home, dashboard, count):
    Dashboard.objects.update(is_published=True)
    keys = [{"area": home, "indicator": make.IndicatorFactory()} for _ in range(count)]
    for position, figure in enumerate(make.published_figures(*keys), start=1):
        panel = make.PanelFactory(dashboard=dashboard, position=position)
        panel.areas.add(home)
        make.PanelIndicatorFactory(panel=panel, indicator=figure.indicator)
    typed = fields(staff, dashboard)
    user = make.UserFactory(is_superuser=True)
    staff.get(dashboard.get_absolute_url())
    made = {
        "page": queries(lambda: staff.get(page_of(dashboard))),
        "move": queries(lambda: press(staff, page_of(dashboard), typed, "_move", "panels-0 down")),
        "saved": queries(lambda: staff.get(preview_of(dashboard))),
        "typed": queries(lambda: staff.post(preview_of(dashboard), typed)),
        "public": queries(lambda: staff.get(dashboard.get_absolute_url())),
        "desk": queries(lambda: list(panels_to_mend(user))),
    }
    assert made == {"page": 17, "move": 17, "saved": 8, "typed": 14, "public": 6, "desk": 3}
