"""Somebody with a browser of their own: staff at their desk, or a reader."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import CDN, PATIENCE


class Person:
    """Somebody's own browser; `page` is what they look at."""

    def __init__(self, context, url: str, username: str = ""):
        context.route("https://**", lambda route: route.abort())
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self.url, self.complaints = url, []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if username:
            self.page.goto(f"{url}/admin/")
            self.page.get_by_label("Tên đăng nhập").fill(username)
            self.page.get_by_label("Mật khẩu").fill("mat-khau-cua-test")
            self.press("Đăng nhập")
            expect(self.page.get_by_role("button", name="Đăng xuất")).to_be_visible()

    def _hear(self, message):
        is_the_answer = message.location["url"] == self.page.url  # its status is asserted
        is_cdn = message.location["url"].startswith(CDN)
        if message.type == "error" and not is_cdn and not is_the_answer:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, address: str) -> int:
        response = self.page.goto(self.url + address)
        assert response
        return response.status

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link, exact=True).click()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def write(self, **texts: str) -> None:
        for label, text in texts.items():
            name = label.replace("_", " ")
            self.page.get_by_role("textbox", name=name, exact=True).fill(text)

    def choose(self, box: str, typed: str, option: str) -> None:
        """Search in a select of the desk, and take what is found."""
        self.page.wait_for_load_state()  # a script turns it into a search
        field = self.page.get_by_role("combobox", name=box)
        field.click()
        self.page.get_by_role("searchbox").last.fill(typed)
        self.page.get_by_role("option", name=option, exact=True).click()
        expect(field).to_contain_text(option)

    def open_release(self, title: str) -> None:
        self.open("/admin/metrics/release/")
        self.page.get_by_role("link", name=title).first.click()

    def reads(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("main, #content").first).to_contain_text(text)


def approve_at_once(approver: Person, title: str) -> None:
    """Approve a release of this title and publish it in the same step."""
    approver.open_release(title)
    approver.follow("Duyệt")
    approver.page.get_by_label("Công bố ngay").check()
    approver.press("Duyệt")
    expect(approver.page.get_by_role("link", name="Xem trang công khai")).to_be_visible()
