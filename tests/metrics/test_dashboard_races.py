"""Two people at once at dashboards, with the serving role's rights: nothing is lost silently."""

from functools import partial
from itertools import cycle
from typing import Any

import pytest
from django.test import Client

from metrics.models import Dashboard
from tests import factories as make
from tests.forms import fields_of
from tests.metrics.dashboard_desk import LIST, fields, page_of
from tests.racing import Crew

ROUNDS, SOAKED = 6, 100
LEADS = cycle([0, 0.02, -0.02])
SAVED, CONFLICT = 302, 409


@pytest.fixture
def crew(transactional_db):
    crew = Crew()
    yield crew
    crew.leave()


@pytest.fixture
def rounds(soak):
    return range(SOAKED if soak else ROUNDS)


@pytest.fixture
def two(transactional_db):
    clients = [Client(), Client()]
    for each in clients:
        each.force_login(make.UserFactory(is_superuser=True))
    return clients


def new_dashboard(**values: Any) -> Dashboard:
    dashboard = make.DashboardFactory(**values)
    panel = make.PanelFactory(dashboard=dashboard, position=1, title="Cũ", text="Lời.")
    make.PanelIndicatorFactory(panel=panel)
    panel.areas.add(make.AreaFactory())
    return dashboard


def race(crew, *posts):
    one, other, _looks = crew.race(*posts, lead=next(LEADS))
    return one.status_code, other.status_code


def test_two_arrange_one_dashboard(crew, two, rounds):
    area = make.AreaFactory()
    for _ in rounds:
        dashboard = new_dashboard()
        forms = [
            fields(client, dashboard) | {"panels-0-title": title, "panels-0-areas": [area.pk]}
            for client, title in zip(two, "AB", strict=True)
        ]
        page = page_of(dashboard)
        codes = race(crew, *(partial(c.post, page, f) for c, f in zip(two, forms, strict=True)))
        assert sorted(codes) == [SAVED, CONFLICT]
        [panel] = dashboard.panels.all()
        assert panel.title == "AB"[codes.index(SAVED)]
        assert list(panel.areas.all()) == [area]


def test_one_arranges_while_another_mends_a_panel(crew, two, rounds):
    for _ in rounds:
        dashboard = new_dashboard()
        panel = dashboard.panels.get()
        alone = f"/admin/metrics/panel/{panel.pk}/change/"
        forms = [
            fields(two[0], dashboard) | {"panels-0-title": "A"},
            fields_of(two[1].get(alone)) | {"title": "B"},
        ]
        posts = [
            partial(two[0].post, page_of(dashboard), forms[0]),
            partial(two[1].post, alone, forms[1]),
        ]
        codes = race(crew, *posts)
        assert sorted(codes) == [SAVED, CONFLICT]
        panel.refresh_from_db()
        assert panel.title == "AB"[codes.index(SAVED)]


def test_two_go_to_the_home_page(crew, two, rounds):
    for _ in rounds:
        Dashboard.objects.all().delete()
        new_dashboard(is_home=True)
        both = [new_dashboard(title=title) for title in "AB"]
        posts = [
            partial(client.post, page_of(each), fields(client, each) | {"_to_home": "1"})
            for client, each in zip(two, both, strict=True)
        ]
        codes = race(crew, *posts)
        assert sorted(codes) == [200, SAVED]  # the other is asked again
        winner = both[codes.index(SAVED)]
        assert Dashboard.objects.get(is_home=True) == winner


def test_a_double_click_makes_one(crew, two, rounds):
    for number in rounds:
        form = fields_of(two[0].get(f"{LIST}add/")) | {"title": f"Bảng {number}", "_continue": "1"}
        codes = race(crew, *(partial(each.post, f"{LIST}add/", form) for each in two))
        assert codes == (SAVED, SAVED)
        assert Dashboard.objects.count() == number + 1
