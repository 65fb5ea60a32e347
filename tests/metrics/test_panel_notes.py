"""Staff are told which panels point to what was taken over, withdrawn or is not public."""

import pytest

from metrics.correcting import propose_withdrawal
from metrics.dashboard_desk import panel_url, panels_to_mend
from metrics.dashboard_reading import area_keys, indicator_keys
from metrics.models import Observation, Panel
from metrics.panel_notes import notes_of
from tests import factories as make
from tests.metrics.dashboard_desk import cards, fields, page_of, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make.HomeAreaFactory().area


@pytest.fixture
def dashboard():
    return make.DashboardFactory(title="Chính quyền số")


@pytest.fixture
def panel(dashboard, home):
    """A panel with an indicator that has a public figure of 2023."""
    figure = make.published_figure(
        area=home, period="2023", value="50", indicator__name="Chỉ số cũ"
    )
    panel = make.PanelFactory(dashboard=dashboard)
    make.PanelIndicatorFactory(panel=panel, indicator=figure.indicator)
    return panel


def notes(panel):
    read = Panel.objects.annotate(indicator_ids=indicator_keys(), area_ids=area_keys())
    [found] = notes_of([read.get(pk=panel.pk)])
    return [each.text for each in found]


def indicator_of(panel):
    return panel.indicators.get()


EMPTY = (
    "Không có số liệu công khai nào cho địa bàn và kỳ này nên người đọc thấy ô trống. Hãy chọn lại."
)


def test_nothing_is_said_of_a_panel_that_draws(panel):
    assert notes(panel) == []


def test_a_successor_is_named(panel):
    new = make.IndicatorFactory(name="Chỉ số mới", predecessor=indicator_of(panel))
    assert notes(panel) == ["“Chỉ số mới” đã thay cho “Chỉ số cũ”."]
    make.PanelIndicatorFactory(panel=panel, indicator=new)
    assert notes(panel) == [
        "“Chỉ số mới” chưa có số liệu công khai nên người đọc chưa thấy.",
    ]


def test_what_was_withdrawn_is_said(panel):
    withdrawal = propose_withdrawal(
        observation=Observation.objects.get(), note="Nguồn rút.", author=make.UserFactory()
    )
    make.published_by(withdrawal.release)
    assert notes(panel) == ["Mọi số liệu đã công khai của “Chỉ số cũ” đều đã bị rút."]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"period_from": "2024"}, [EMPTY]),
        ({"period_from": "2023", "period_to": "2023"}, []),
        ({"period_to": "2022"}, [EMPTY]),
        ({"kind": "text", "period_to": "2022"}, []),
    ],
)
def test_a_choice_without_figures_is_said(panel, changes, said):
    Panel.objects.update(**changes)
    assert notes(panel) == said


def test_a_text_that_refers_to_no_figure_is_said(staff, panel):
    code = indicator_of(panel).code
    there, gone = f"{{{{so: {code} 2023}}}}", "{{so: khong_co 2023}}"
    Panel.objects.update(kind="text", text=f"Đạt {there}.", text_en=f"Reached {there}.")
    assert notes(panel) == []
    Panel.objects.update(text=f"Đạt {gone}.", text_en=f"Reached {gone}.")
    said = f"{gone}: Không có chỉ số nào mang mã “khong_co”."
    assert notes(panel) == [said]
    [part] = panels_to_mend(make.UserFactory(is_superuser=True))
    assert [line.note for line in part.lines] == [said]


def test_an_area_without_figures_is_said(panel, home):
    other = make.AreaFactory()
    panel.areas.add(other)
    assert notes(panel) == [EMPTY]
    panel.areas.add(home)
    assert notes(panel) == []


def test_the_successor_is_one_click_away(staff, panel):
    old = indicator_of(panel)
    new = make.IndicatorFactory(name="Chỉ số mới", predecessor=old)
    page = staff.get(page_of(panel.dashboard))
    button = f'name="_replace" value="panels-0 {old.pk} {new.pk}">Dùng “Chỉ số mới” thay vào<'
    assert page.text.count(button) == 1
    typed = fields(staff, panel.dashboard)
    page = press(staff, page_of(panel.dashboard), typed, "_replace", f"panels-0 {old.pk} {new.pk}")
    assert cards(page) == ["Chỉ số mới"]
    assert indicator_of(panel) == old


def test_the_desk_leads_to_the_card(staff, panel):
    make.IndicatorFactory(name="Chỉ số mới", predecessor=indicator_of(panel))
    page = staff.get("/admin/")
    [part] = [each for each in page.context["desk"] if each.title == "Ô cần sửa"]
    assert [(line.text, line.url, line.note) for line in part.lines] == [
        (
            "Chính quyền số, ô 1: Chỉ số cũ",
            panel_url(panel),
            "“Chỉ số mới” đã thay cho “Chỉ số cũ”.",
        )
    ]
    assert f'id="{panel_url(panel).partition("#")[2]}"' in staff.get(panel_url(panel)).text


def test_only_those_who_may_mend_are_told(panel):
    make.IndicatorFactory(predecessor=indicator_of(panel))
    assert list(panels_to_mend(make.UserFactory())) == []


def test_the_page_of_one_panel_leads_to_its_card(staff, panel):
    page = staff.get(f"/admin/metrics/panel/{panel.pk}/change/").text
    assert f'<a class="addlink" href="{panel_url(panel)}">Sửa ở trang của bảng</a>' in page
