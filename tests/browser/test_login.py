"""A member of staff enters with the account that ./portal prints."""

from forum_portal import accounts


def test_log_in_with_the_printed_account(live_server, page):
    password = accounts.renew_password("quantri")
    errors = []
    page.on(
        "console", lambda message: errors.append(message.text) if message.type == "error" else 0
    )
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Tên đăng nhập").fill("quantri")
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Đăng xuất").wait_for()
    assert page.context.cookies()[0]["path"] == "/admin/"
    assert errors == []
