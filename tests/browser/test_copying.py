"""A reader copies a citation, and is told so; where the browser refuses, the text is selected."""

import pytest
from playwright.sync_api import expect

from tests.pages import RATE

pytestmark = pytest.mark.django_db
REFUSES = """() => {
  navigator.clipboard.writeText = () => Promise.reject(new DOMException("", "NotAllowedError"));
}"""


def test_a_citation_is_copied_or_selected(city_url, page, complaints):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(city_url + RATE)
    text = page.locator("p[data-copy]").first
    button = text.locator("xpath=following-sibling::button[1]")
    told = text.locator("xpath=following-sibling::*[@role='status'][1]")

    button.click()
    expect(told).to_have_text("Đã sao chép")
    assert page.evaluate("navigator.clipboard.readText()") == text.inner_text().strip()

    page.evaluate(REFUSES)
    button.click()
    expect(told).to_have_text("Đã chọn đoạn chữ này: hãy sao chép bằng bàn phím hoặc trình đơn.")
    assert page.evaluate("getSelection().toString()").strip() == text.inner_text().strip()
    assert complaints == []
