"""Somebody is invited, sets a password, looks after their sessions, and is switched off again."""

from playwright.sync_api import expect

from forum_portal import accounts
from tests.browser.looking import NARROW, WIDE, shortcomings
from tests.factories import PortalSettingsFactory

PASSWORD = "mot-cau-chi-toi-noi-9"


def log_in(page, url, name, password):
    page.goto(f"{url}/admin/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def test_from_the_invitation_to_switching_off(
    live_server, page, new_context, axe, complaints, settings
):
    settings.PORTAL_ORIGIN = live_server.url
    PortalSettingsFactory()
    found = []

    def look(at):
        found.extend(shortcomings(at, axe, WIDE, NARROW))
        at.set_viewport_size({"width": WIDE, "height": 800})

    page.goto(f"{live_server.url}/admin/")
    look(page)
    page.get_by_role("link", name="Quên mật khẩu?").click()
    look(page)
    log_in(page, live_server.url, "quantri", accounts.renew_password("quantri"))

    page.get_by_role("link", name="Tài khoản", exact=True).first.click()
    page.get_by_role("link", name="Thêm tài khoản").click()
    page.get_by_label("Họ", exact=True).fill("Nguyễn")
    page.get_by_label("Tên", exact=True).fill("Văn Minh")
    page.get_by_label("Địa chỉ email").fill("minh.nv@example.vn")
    page.get_by_label("Người duyệt").check()
    look(page)
    page.get_by_role("button", name="Mời").click()
    link = page.get_by_label("Liên kết đặt mật khẩu").input_value()
    look(page)

    invited = new_context().new_page()
    invited.goto(link)
    look(invited)
    invited.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    invited.get_by_label("Gõ lại mật khẩu mới").fill(PASSWORD)
    invited.get_by_role("button", name="Đặt mật khẩu").click()
    expect(
        invited.get_by_text("Mật khẩu của “minh.nv” đã đặt xong. Hãy đăng nhập.")
    ).to_be_visible()
    log_in(invited, live_server.url, "minh.nv", PASSWORD)
    elsewhere = new_context().new_page()
    log_in(elsewhere, live_server.url, "minh.nv", PASSWORD)

    invited.get_by_role("link", name="Phiên đăng nhập").click()
    expect(invited.get_by_role("listitem").filter(has_text="Chrome trên Linux")).to_have_count(2)
    look(invited)
    invited.get_by_role("button", name="Kết thúc mọi phiên khác").click()
    expect(invited.get_by_text("Đã kết thúc 1 phiên khác.")).to_be_visible()
    elsewhere.reload()
    expect(elsewhere.get_by_label("Mật khẩu")).to_be_visible()
    invited.get_by_role("link", name="Đổi mật khẩu").first.click()
    look(invited)

    page.get_by_role("link", name="Mở tài khoản").click()
    look(page)
    page.get_by_role("link", name="Ngừng…").click()
    look(page)
    page.get_by_role("button", name="Ngừng tài khoản").click()
    expect(
        page.get_by_text("Tài khoản đã ngừng; 1 phiên của tài khoản đã kết thúc.")
    ).to_be_visible()
    invited.reload()
    expect(invited.get_by_label("Mật khẩu")).to_be_visible()
    assert not found + complaints, "\n".join(found + complaints)
