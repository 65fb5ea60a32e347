"""What somebody typed and did not save is not lost by a click, and buttons can be read in focus."""

import pytest
from playwright.sync_api import expect

from forum_portal import roles
from metrics.models import Release
from tests.browser.people import Person
from tests.factories import staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor(live_server, new_context):
    """An editor who looks at a draft of theirs."""
    user = staff(roles.ADMINISTRATOR, roles.EDITOR, username="hoa")
    release = Release.objects.create(title="Số liệu thử", note="Cũ", author=user)
    person = Person(new_context(), live_server.url, "hoa")
    person.open(f"/admin/metrics/release/{release.pk}/change/")
    return person


@pytest.fixture
def asked(editor):
    """The dialogs that the browser showed; each is answered with staying."""
    kinds = []

    def stay(dialog):
        kinds.append(dialog.type)
        dialog.dismiss()

    editor.page.on("dialog", stay)
    return kinds


def leave(editor):
    editor.page.get_by_role("link", name="Gửi duyệt", exact=True).click(no_wait_after=True)


def test_leaving_what_was_typed_is_asked(editor, asked):
    here = editor.page.url
    note = editor.page.locator("#id_note")
    note.fill("Mới")
    leave(editor)
    expect(note).to_have_value("Mới")
    editor.page.wait_for_timeout(500)
    assert (asked, editor.page.url, editor.complaints) == (["beforeunload"], here, [])


def test_an_untouched_form_is_left_in_silence(editor, asked):
    note = editor.page.locator("#id_note")
    note.fill("Mới")
    note.fill("Cũ")
    leave(editor)
    editor.page.wait_for_url("**/submit/")
    assert asked == []


def test_saving_asks_nothing(editor, asked):
    editor.page.locator("#id_note").fill("Mới")
    editor.press("Lưu và sửa tiếp")
    expect(editor.page.locator("ul.messagelist li.success")).to_be_visible()
    assert (asked, Release.objects.get().note) == ([], "Mới")


def test_a_focused_button_can_be_read(editor):
    button = editor.page.locator("input[name=_continue]")
    button.focus()
    for name, value in [("color", "rgb(7, 86, 107)"), ("background-color", "rgb(227, 236, 237)")]:
        expect(button).to_have_css(name, value)


def test_leaving_a_file_that_was_chosen_is_asked(editor, asked):
    editor.open("/admin/forum_portal/upload/table/people/")
    here = editor.page.url
    chosen = {"name": "nhan-vat.csv", "mimeType": "text/csv", "buffer": b"name\nLan\n"}
    field = editor.page.locator("input[type=file]")
    field.focus()
    field.set_input_files(chosen)
    editor.page.get_by_role("link", name="Nguồn", exact=True).click(no_wait_after=True)
    editor.page.wait_for_timeout(500)
    assert (asked, editor.page.url, editor.complaints) == (["beforeunload"], here, [])
