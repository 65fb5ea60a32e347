"""The editors' desk is for everybody, too: axe, 320 px, and a silent console on its pages."""

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse

from events.models import Forum
from forum_portal import accounts
from metrics.models import Citation, Dashboard, Observation, Release, Source
from tests.browser.looking import NARROW, WIDE, shortcomings
from tests.browser.test_correcting import log_in

pytestmark = pytest.mark.django_db

MAIN = [Release, Observation, Dashboard, Forum]
STATES = {
    "draft": {"state": "draft"},
    "in review": {"state": "in_review"},
    "approved": {"state": "approved"},
    "scheduled": {"state": "approved", "published_at": datetime(2100, 1, 1, tzinfo=UTC)},
}
STEPS = [
    *(("draft", name) for name in ("submit", "abandon")),
    *(("in review", name) for name in ("approve", "return")),
    *(("approved", name) for name in ("publish", "schedule", "recall")),
    ("scheduled", "unschedule"),
]


@pytest.fixture(scope="module")
def password(city, django_db_blocker):
    """The password of the first account, which the server's threads can see."""
    with django_db_blocker.unblock():
        return accounts.renew_password("quantri")


@pytest.fixture(scope="module")
def releases(city, django_db_blocker):
    """A release in each state before it is public, by state; gone again after the module.

    Nobody wrote them and no step led there: such steps would stay for good.
    """
    with django_db_blocker.unblock():
        figure = Observation.objects.current().with_labels().first()
        made = {state: release_of(figure, year, state) for year, state in enumerate(STATES, 2050)}
    yield made
    with django_db_blocker.unblock():
        mine = Release.objects.filter(pk__in=[each.pk for each in made.values()])
        mine.update(state="draft", published_at=None)
        Citation.objects.filter(release__in=mine).delete()
        Observation.objects.filter(release__in=mine).delete()
        mine.delete()


def release_of(figure, year, state):
    """Return a release in `state` with a figure of `year` like `figure`, without an author."""
    release = Release.objects.create(title=f"Thử {state}")
    key = {"indicator": figure.indicator, "area": figure.area, "value": figure.value}
    new = Observation.objects.create(release=release, period=str(year), **key)
    source = Source.objects.filter(url="").first()
    Citation.objects.create(release=release, observation=new, source=source)
    Release.objects.filter(pk=release.pk).update(**STATES[state])
    return release


@pytest.fixture(scope="module")
def pages(releases, django_db_blocker, soak):
    """A list and a form of the menu's main entries, and what else staff go through.

    Pages that one template makes are looked at once; with PORTAL_SOAK=1 all of them, and the
    whole menu.
    """
    with django_db_blocker.unblock():
        if soak:
            return list(office_pages(releases, whole_menu(), STATES, STEPS))
        return list(office_pages(releases, MAIN, ("draft", "scheduled"), STEPS[::3]))


def whole_menu():
    return [model for model, entry in admin.site._registry.items() if getattr(entry, "menu", None)]


def office_pages(releases, models, states, steps):
    yield reverse("admin:index")
    for model in models:
        yield reverse(admin_urlname(model._meta, "changelist"))
        if first := model.objects.order_by("pk").first():  # nobody has uploaded a table yet
            yield address(first, "change")
    yield reverse(admin_urlname(Observation._meta, "add"))
    yield reverse(admin_urlname(Release._meta, "add"))
    yield from (address(releases[state], "change") for state in states)
    yield from (address(releases[state], page) for state, page in steps)
    yield address(releases["in review"], "preview")
    yield address(releases["draft"], "history")
    figure = Observation.objects.order_by("pk").first()
    yield from (address(figure, name) for name in ("correct", "withdraw"))
    yield reverse("admin:password_change")


def address(record, page):
    return reverse(admin_urlname(record._meta, page), args=[record.pk])


def test_everybody_can_work_at_the_desk(city_url, page, axe, complaints, soak, password, pages):
    widths = [WIDE, NARROW] if soak else [WIDE]
    # Django's own tables of inlines; a best practice, not a rule of WCAG.
    besides = ("empty-table-header",)
    page.goto(f"{city_url}/admin/")
    found = shortcomings(page, axe, *widths, besides=besides)
    log_in(page, city_url, password)
    for each in pages:
        page.goto(city_url + each)
        found += shortcomings(page, axe, *widths, besides=besides)

    assert not found + complaints, "\n".join(found + complaints)
