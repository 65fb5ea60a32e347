"""Another code for what a figure names while that figure is saved: neither waits for the other."""

import re
from functools import partial

import pytest
from django.db import connection

from tests.factories import AreaFactory, IndicatorFactory, UserFactory
from tests.racing import EDITED, Crew, Stage, is_refusal, opened_form

LOCK = re.compile(r"(?P<row>FOR (NO KEY )?UPDATE)|pg_advisory_xact_lock")


@pytest.fixture
def stage(transactional_db):
    crew = Crew()
    stage = Stage(crew)
    stage.set_up()
    yield stage
    crew.leave()


def form_of(kind, figure):
    record = {
        "area": figure.area,
        "indicator": figure.indicator,
        "unit": figure.indicator.unit,
        "source": figure.citations.get().source,
    }[kind]
    return f"/admin/metrics/{kind}/{record.pk}/change/"


@pytest.mark.parametrize("kind", ["area", "indicator", "unit", "source"])
def test_its_row_is_locked_after_the_turn_is_taken(stage, kind):
    """In the order in which a figure's form takes them, so that no deadlock is possible."""
    figure = stage.draft(["2024"]).observations.get()
    taken = []

    def watch(execute, sql, *rest):
        if found := LOCK.search(sql):
            taken.append("row" if found["row"] else "turn")
        return execute(sql, *rest)

    url = form_of(kind, figure)
    fields = opened_form(stage.desk, url)
    with connection.execute_wrapper(watch):
        answer = stage.desk.post(url, fields)
    assert answer.status_code == 302
    assert taken[:2] == ["turn", "row"]


@pytest.mark.parametrize("kind", ["area", "indicator"])
def test_another_code_while_a_figure_is_saved(stage, kind):
    new = {"area": AreaFactory(), "indicator": IndicatorFactory()}  # nothing public names them
    figure = stage.draft(["2024"], **new).observations.get()
    desk = type(stage.desk)()
    desk.force_login(UserFactory(is_superuser=True))
    page = f"/admin/metrics/observation/{figure.pk}/change/"
    for number in range(4):
        url = form_of(kind, figure)
        renamed = opened_form(stage.desk, url) | {"code": f"moi_{number}"}
        edited = opened_form(desk, page) | {"value": str(EDITED + number)}
        results = stage.race(
            partial(stage.desk.post, url, renamed), partial(desk.post, page, edited)
        )
        assert [is_refusal(each) for each in results] == [False, False]
        assert [each.status_code for each in results] == [302, 302]
        figure.refresh_from_db()
        assert (getattr(figure, kind).code, figure.value) == (f"moi_{number}", EDITED + number)
