"""Two people at once in one grid, or in a grid and elsewhere: nobody's figure is lost silently."""

from decimal import Decimal
from functools import partial

import pytest
from django.test import Client

from forum_portal.models import Submission
from metrics import lifecycle
from metrics.models import Observation
from tests.factories import UserFactory
from tests.metrics.grid_desk import grid_url, opened, typed
from tests.racing import PERIODS, Crew, Stage, is_refusal, opened_form

ROUNDS, SOAKED = 6, 100


@pytest.fixture
def stage(transactional_db):
    crew = Crew()
    yield Stage(crew)
    crew.leave()


@pytest.fixture
def rounds(soak):
    return range(SOAKED if soak else ROUNDS)


def browser():
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def grid_of(stage):
    """A fresh draft with the figures of all periods, and the address of its grid."""
    stage.set_up()
    draft = stage.draft(PERIODS)
    areas = [stage.area.code]
    return draft, grid_url(draft, stage.indicator, area=areas, periods=";".join(PERIODS))


def values(draft):
    return dict(draft.observations.values_list("period", "value"))


def test_two_savers_of_one_cell(stage, rounds):
    one, two = browser(), browser()
    for _ in rounds:
        draft, url = grid_of(stage)
        forms = [
            opened(client, url) | typed(stage.area, "2022", value=value)
            for client, value in ((one, "71"), (two, "72"))
        ]
        answers = stage.race(partial(one.post, url, forms[0]), partial(two.post, url, forms[1]))
        codes = [each.status_code for each in answers]
        assert sorted(codes) == [302, 409]
        saved, typed_in = ("71", "72") if codes[0] == 302 else ("72", "71")
        [rival] = answers[codes.index(409)].context["rivals"]
        assert (rival.saved, rival.typed) == (saved, typed_in)
        assert values(draft) == {"2021": 60, "2022": Decimal(saved), "2023": 60}


def test_two_savers_of_different_cells(stage, rounds):
    one, two = browser(), browser()
    for _ in rounds:
        draft, url = grid_of(stage)
        forms = [
            opened(one, url) | typed(stage.area, "2021", value="71"),
            opened(two, url) | typed(stage.area, "2022", value=""),
        ]
        answers = stage.race(partial(one.post, url, forms[0]), partial(two.post, url, forms[1]))
        assert [each.status_code for each in answers] == [302, 302]
        assert values(draft) == {"2021": 71, "2023": 60}


def test_a_grid_and_the_form_of_one_figure(stage, rounds):
    one = browser()
    for _ in rounds:
        draft, url = grid_of(stage)
        figure = draft.observations.get(period="2022")
        page = f"/admin/metrics/observation/{figure.pk}/change/"
        form = opened(one, url) | typed(stage.area, "2022", value="71")
        single = opened_form(stage.desk, page) | {"value": "72"}
        answers = stage.race(partial(one.post, url, form), partial(stage.desk.post, page, single))
        codes = [each.status_code for each in answers]
        assert sorted(codes) == [302, 409]
        assert values(draft)["2022"] == (71 if codes[0] == 302 else 72)


def test_a_grid_while_the_draft_is_sent_for_approval(stage, rounds):
    one = browser()
    for _ in rounds:
        draft, url = grid_of(stage)
        form = opened(one, url) | typed(stage.area, "2022", value="71")
        answer, sent = stage.race(partial(one.post, url, form), partial(send, draft))
        assert not is_refusal(sent)
        assert answer.status_code in (302, 409)
        assert values(draft)["2022"] == (71 if answer.status_code == 302 else 60)


def send(draft):
    return lifecycle.submit(release=draft, by=UserFactory(), comment="Đã xem.")


def test_a_double_click(stage, rounds):
    one = browser()
    for _ in rounds:
        draft, url = grid_of(stage)
        form = opened(one, url) | typed(stage.area, "2022", value="71")
        again = browser()
        answers = stage.race(partial(one.post, url, form), partial(again.post, url, form))
        assert [each.status_code for each in answers] == [302, 302]
        assert values(draft)["2022"] == 71
        assert Observation.objects.filter(release=draft).count() == 3
        assert Submission.objects.filter(token=form["_once"]).count() == 1
