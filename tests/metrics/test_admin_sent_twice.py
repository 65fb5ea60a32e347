"""Corrections and steps of releases that are sent twice: a double click, or the back button."""

from datetime import timedelta
from functools import partial
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django.asserts import assertRedirects

from forum_portal.models import Submission
from metrics.models import Observation, Release, ReleaseStep
from tests.desk import FIGURES, RELEASES
from tests.factories import LONG_AGO
from tests.forms import fields_of
from tests.forum_portal.test_outdated import race
from tests.metrics.correction_desk import a_figure, accept, correction, errors
from tests.metrics.release_desk import an_editor, page_of, problems, told

pytestmark = pytest.mark.django_db

SENT = "Đã gửi duyệt rồi; đây là bản đã gửi."
TAKEN = "Bước này đã được thực hiện rồi; đây là lần phát hành."
NOT_SENT = "Biểu mẫu này đã được gửi; những gì bạn nhập sau đó thì chưa."


@pytest.fixture
def figure(editor):
    return a_figure(editor)


def typed(client, page, **changes):
    """The fields of an opened page, with what is typed over them."""
    return fields_of(client.get(page)) | changes


class TestCorrection:
    def test_a_double_click_leads_to_the_release_that_was_made(self, as_editor, figure):
        page = f"{FIGURES}{figure.pk}/correct/"
        form = typed(as_editor, page, **correction())
        first, second = as_editor.post(page, form), as_editor.post(page, form, follow=True)
        made = f"{RELEASES}{Release.objects.get(state='in_review').pk}/change/"
        assert first.headers["Location"] == made
        assertRedirects(second, made)
        assert told(second)[-1] == SENT

    def test_so_it_does_once_it_is_public(self, as_editor, figure):
        page = f"{FIGURES}{figure.pk}/correct/"
        form = typed(as_editor, page, **correction())
        first = as_editor.post(page, form)
        accept(figure)
        assertRedirects(as_editor.post(page, form), first.headers["Location"])
        assert Observation.objects.count() == 2

    def test_a_double_click_withdraws_once(self, as_editor, figure):
        page = f"{FIGURES}{figure.pk}/withdraw/"
        form = typed(as_editor, page, note="Nguồn đã cải chính.")
        first, second = as_editor.post(page, form), as_editor.post(page, form)
        assertRedirects(second, first.headers["Location"])

    def test_the_back_button_with_another_value_keeps_what_was_typed(self, as_editor, figure):
        page = f"{FIGURES}{figure.pk}/correct/"
        form = typed(as_editor, page, **correction())
        first = as_editor.post(page, form)
        answer = as_editor.post(page, form | {"value": "91,5"})
        made = first.headers["Location"]
        assert answer.status_code == HTTPStatus.CONFLICT
        assert errors(answer) == {"__all__": [f'{NOT_SENT} <a href="{made}">Mở bản đã gửi</a>']}
        assert f'<a href="{made}">Mở bản đã gửi</a>' in answer.text
        assert answer.context["form"]["value"].value() == "91,5"
        assert str(answer.context["token"]) != form["_once"]
        assert Observation.objects.count() == 2

    def test_a_form_with_an_error_may_be_sent_again(self, as_editor, figure):
        page = f"{FIGURES}{figure.pk}/correct/"
        form = typed(as_editor, page, **correction(note=""))
        refused = as_editor.post(page, form)
        assert refused.status_code == HTTPStatus.BAD_REQUEST
        assert [str(refused.context["token"])] == form["_once"]
        assert as_editor.post(page, form | {"note": "Gõ nhầm."}).status_code == HTTPStatus.FOUND

    def test_so_may_one_that_was_refused(self, as_editor, figure):
        page = f"{FIGURES}{figure.pk}/correct/"
        form = typed(as_editor, page, **correction(value="90"))
        assert as_editor.post(page, form).status_code == HTTPStatus.CONFLICT
        assert Submission.objects.count() == 0
        assert as_editor.post(page, form | {"value": "91"}).status_code == HTTPStatus.FOUND


@pytest.mark.django_db(transaction=True)
def test_racing_clicks_make_one_correction(soak):
    editor = an_editor()
    for turn in range(100 if soak else 3):
        named = {"indicator__slug": f"chi-so-{turn}", "area__code": f"noi-{turn}"}
        figure = a_figure(editor, at=LONG_AGO + timedelta(days=turn), **named)
        page = f"{FIGURES}{figure.pk}/correct/"
        clients = [Client(), Client()]
        for each in clients:
            each.force_login(editor)
        form = typed(clients[0], page, **correction())
        assert race([partial(each.post, page, form) for each in clients]) == [302, 302]
        assert Observation.objects.filter(indicator=figure.indicator).count() == 2


class TestStep:
    def test_a_double_click_sends_once(self, as_editor, draft):
        page = page_of(draft, "submit")
        form = typed(as_editor, page, comment="Đã xem.")
        as_editor.post(page, form)
        second = as_editor.post(page, form, follow=True)
        assertRedirects(second, page_of(draft))
        assert told(second)[-1] == TAKEN
        assert ReleaseStep.objects.filter(release=draft, action="submitted").count() == 1

    def test_a_double_click_publishes_once(self, as_approver, in_review):
        page = page_of(in_review, "approve")
        form = typed(as_approver, page, then="now")
        as_approver.post(page, form)
        second = as_approver.post(page, form, follow=True)
        assertRedirects(second, page_of(in_review))
        assert told(second)[-1] == TAKEN

    def test_other_words_are_not_taken_for_sent(self, as_approver, in_review):
        page = page_of(in_review, "return")
        form = typed(as_approver, page, comment="Thiếu nguồn.")
        as_approver.post(page, form)
        answer = as_approver.post(page, form | {"comment": "Thiếu hai nguồn."})
        assert answer.status_code == HTTPStatus.CONFLICT
        assert problems(answer) == ([NOT_SENT], {})
        assert answer.context["form"]["comment"].value() == "Thiếu hai nguồn."
