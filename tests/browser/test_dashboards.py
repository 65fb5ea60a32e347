"""Somebody makes a dashboard by keyboard alone, sees it beside the form, and publishes it."""

import re

import pytest
from playwright.sync_api import expect

from forum_portal import accounts
from metrics.models import Dashboard
from tests import factories as make
from tests.browser.looking import NARROW, WIDE, shortcomings
from tests.browser.test_correcting import log_in
from tests.metrics.dashboard_desk import page_of


@pytest.fixture
def rate(transactional_db):
    """An indicator with three public years, and one that has taken over from it."""
    home = make.HomeAreaFactory(area__name="Hải Phòng").area
    unit = make.UnitFactory(kind="share", symbol="%", lowest=0, highest=100)
    rate = make.IndicatorFactory(name="Tỷ lệ hồ sơ trực tuyến", unit=unit)
    other = make.IndicatorFactory(name="Tỷ lệ thanh toán", unit=unit)
    years = {"2021": "20", "2022": "60.2", "2023": "90.7"}
    keys = [{"indicator": rate, "area": home, "period": y, "value": v} for y, v in years.items()]
    keys.append({"indicator": other, "area": home, "period": "2023", "value": "45"})
    make.published_figures(*keys)
    make.DashboardFactory(title="Bảng cũ", is_home=True)
    return rate


def press(page, name, **of):
    button = page.get_by_role("button", name=name, **of)
    button.focus()
    page.keyboard.press("Enter")


def choose(page, field, text, option):
    """Choose a record in a searching select of the open card."""
    page.get_by_role("combobox", name=field).or_(
        page.get_by_role("searchbox", name=field)
    ).last.focus()
    page.keyboard.type(text)
    expect(page.get_by_role("option", name=option)).to_be_visible()
    page.keyboard.press("Enter")


def names(place):
    return [text.strip() for text in place.locator(".card-name").all_inner_texts()]


def test_make_a_dashboard_by_keyboard(live_server, page, complaints, axe, rate):
    page.set_viewport_size({"width": 1440, "height": 900})
    log_in(page, live_server.url, accounts.renew_password("quantri"))
    page.goto(f"{live_server.url}/admin/metrics/dashboard/add/")
    preview = page.frame_locator("iframe[name=preview]")
    headings = preview.locator(".panels h2")
    page.get_by_label("Tiêu đề", exact=True).focus()
    page.keyboard.type("Dịch vụ công")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Dịch vụ công")

    press(page, "Một con số")
    expect(page.locator("summary:focus")).to_have_text("Hiển thị gì")
    choose(page, "Chỉ số", "ho so", rate.name)
    expect(headings).to_have_text([rate.name])
    expect(preview.get_by_text("90,7")).not_to_have_count(0)
    press(page, "Biểu đồ cột")
    choose(page, "Chỉ số", "ho so", rate.name)
    page.locator("#id_panels-1-title").focus()
    page.keyboard.type("Qua các năm")
    press(page, "Nội dung")
    page.locator("#id_panels-2-text").focus()
    page.keyboard.type("Lời dẫn của thành phố.")
    page.locator("#id_panels-2-title").focus()
    page.keyboard.type("Vì sao")
    expect(headings).to_have_text([rate.name, "Qua các năm", "Vì sao"])
    expect(preview.locator("canvas")).to_have_count(1)

    press(page, "Lên", description=re.compile("Vì sao"))
    assert names(page) == [rate.name, "Vì sao", "Qua các năm"]
    expect(page.locator("button:focus")).to_have_attribute("value", "panels-2 up")
    expect(headings).to_have_text([rate.name, "Vì sao", "Qua các năm"])
    expect(page.locator("[data-moved]")).to_have_text("Đã chuyển ô đến vị trí 2 trong 3 ô")
    page.locator("#id_panels-0-width").focus()
    page.keyboard.type("Hai")
    expect(preview.locator(".panel.p4")).to_have_count(1)
    found = shortcomings(page, axe, WIDE, NARROW)
    page.set_viewport_size({"width": 1440, "height": 900})

    press(page, "Lưu và công bố")
    expect(page.get_by_text("“Dịch vụ công” đã công khai.")).to_be_visible()
    press(page, "Lưu và đặt ở trang chủ thay cho “Bảng cũ”")
    expect(page.get_by_text("“Bảng cũ” trở về danh sách bảng số liệu")).to_be_visible()
    found += shortcomings(page, axe, WIDE, NARROW)

    made = Dashboard.objects.get(is_home=True)
    page.goto(live_server.url + made.get_absolute_url())
    expect(page.locator(".panels h2")).to_have_text([rate.name, "Vì sao", "Qua các năm"])
    page.goto(live_server.url)
    headlines = page.get_by_role("region", name="Số liệu chính")
    expect(headlines.get_by_role("link", name=rate.name)).not_to_have_count(0)
    assert found + complaints == []


@pytest.fixture
def three(rate):
    """A draft with three panels of the same indicator."""
    dashboard = make.DashboardFactory(title="Bản thảo", is_published=False)
    for position, title in enumerate(["Một", "Hai", "Ba"], start=1):
        panel = make.PanelFactory(dashboard=dashboard, position=position, title=title)
        make.PanelIndicatorFactory(panel=panel, indicator=rate)
    return dashboard


def test_drag_a_card(live_server, page, complaints, three):
    log_in(page, live_server.url, accounts.renew_password("quantri"))
    page.goto(live_server.url + page_of(three))
    preview = page.frame_locator("iframe[name=preview]")
    expect(preview.locator(".panels h2")).to_have_text(["Một", "Hai", "Ba"])
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.locator(".grip").last.hover()
    page.mouse.down()
    for _ in range(2):  # the first move begins the drag, the second one is over the card
        page.locator(".card").first.hover(position={"x": 40, "y": 9})
    page.mouse.up()
    assert names(page) == ["Ba", "Một", "Hai"]
    expect(preview.locator(".panels h2")).to_have_text(["Ba", "Một", "Hai"])
    press(page, "Lưu bản thảo")
    expect(page.locator(".messagelist")).to_be_visible()
    assert list(three.panels.values_list("title", flat=True)) == ["Ba", "Một", "Hai"]
    assert complaints == []


def test_the_successor_takes_the_place(live_server, page, axe, complaints, three, rate):
    make.IndicatorFactory(name="Tỷ lệ mới", predecessor=rate)
    log_in(page, live_server.url, accounts.renew_password("quantri"))
    page.get_by_role("link", name="Bản thảo, ô 2: Hai").click()
    expect(page.locator(".card:target .card-name")).to_have_text("Hai")
    found = shortcomings(page, axe, WIDE, NARROW)
    page.locator(".card:target").get_by_role("button", name="Dùng “Tỷ lệ mới” thay vào").click()
    note = "“Tỷ lệ mới” chưa có số liệu công khai nên người đọc chưa thấy."
    expect(page.locator(".card-notes").nth(1)).to_contain_text(note)
    preview = page.frame_locator("iframe[name=preview]")
    expect(preview.locator(".panels h2")).to_have_text(["Một", "Ba"])
    assert found + complaints == []


def test_without_scripts(live_server, browser, three, rate):
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    log_in(page, live_server.url, accounts.renew_password("quantri"))
    page.goto(live_server.url + page_of(three))
    preview = page.frame_locator("iframe[name=preview]")
    expect(preview.locator(".panels h2")).to_have_text(["Một", "Hai", "Ba"])
    page.get_by_role("button", name="Xuống").first.press("Enter")
    assert names(page) == ["Hai", "Một", "Ba"]
    expect(page.locator("button:focus")).to_have_attribute("value", "panels-0 down")
    page.get_by_role("button", name="Một con số").click()
    page.locator("#id_panels-3-more_indicators").fill(rate.code)
    page.get_by_label("Tiêu đề", exact=True).first.fill("Tên mới")
    page.get_by_role("button", name="Xem tiếng Việt").click()
    expect(preview.get_by_role("heading", level=1)).to_have_text("Tên mới")
    expect(preview.locator(".panels h2")).to_have_text(["Hai", "Một", "Ba", rate.name])
    expect(page.locator("#id_panels-3-more_indicators")).to_have_value(rate.code)
    page.get_by_role("button", name="Lưu và công bố").click()
    expect(page.get_by_text("“Tên mới” đã công khai.")).to_be_visible()
    context.close()
    assert three.panels.count() == 4
