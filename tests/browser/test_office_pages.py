"""The editors' desk is for everybody, too: axe, 320 px, and a silent console on its pages."""

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse

from events.models import Forum
from forum_portal import accounts
from metrics.models import Dashboard, Observation, Release
from tests.browser.looking import NARROW, WIDE, shortcomings
from tests.browser.test_correcting import log_in

pytestmark = pytest.mark.django_db

MAIN = [Release, Observation, Dashboard, Forum]


@pytest.fixture(scope="module")
def password(city, django_db_blocker):
    """The password of the first account, which the server's threads can see."""
    with django_db_blocker.unblock():
        return accounts.renew_password("quantri")


@pytest.fixture(scope="module")
def pages(city, django_db_blocker, soak):
    """A list and a form of the menu's main entries, and what else staff go through."""
    with django_db_blocker.unblock():
        Release.objects.get_or_create(title="Bản nháp")  # no reader sees a draft
        return list(office_pages(whole_menu() if soak else MAIN))


def whole_menu():
    return [model for model, entry in admin.site._registry.items() if getattr(entry, "menu", None)]


def office_pages(models):
    yield reverse("admin:index")
    for model in models:
        yield reverse(admin_urlname(model._meta, "changelist"))
        yield address(model.objects.order_by("pk").last(), "change")
    yield reverse(admin_urlname(Observation._meta, "add"))
    draft, figure = Release.objects.drafts().get(), Observation.objects.order_by("pk").first()
    yield from (address(draft, name) for name in ("delete", "history", "publish"))
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
