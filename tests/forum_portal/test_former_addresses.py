"""A renamed record's former addresses lead to its new ones, and tell of nothing that is hidden."""

import pytest
from django.db import connection

from events.models import Booth, Forum, Person, Report, Session
from forum_portal.former_addresses import KINDS, FormerAddress
from forum_portal.models import Organisation
from metrics.models import Dashboard, Indicator, Source
from tests.city import City
from tests.factories import (
    AppearanceFactory,
    ForumFactory,
    PersonFactory,
    ReportFactory,
    named_organisation,
    published_figure,
)
from tests.test_non_interference import public_routes

pytestmark = pytest.mark.django_db

# Every page of a record in the small city under its former slug, and where it leads.
MOVED = {
    "/dien-dan/2023/": "/dien-dan/moi/",
    "/dien-dan/2023/chuong-trinh/": "/dien-dan/moi/chuong-trinh/",
    "/dien-dan/2023/chuong-trinh.csv": "/dien-dan/moi/chuong-trinh.csv",
    "/dien-dan/2023/dien-gia/": "/dien-dan/moi/dien-gia/",
    "/dien-dan/2023/dien-gia.csv": "/dien-dan/moi/dien-gia.csv",
    "/dien-dan/2023/trien-lam/": "/dien-dan/moi/trien-lam/",
    "/dien-dan/2023/trien-lam.csv": "/dien-dan/moi/trien-lam.csv",
    "/dien-dan/2023/ket-qua/": "/dien-dan/moi/ket-qua/",
    "/dien-dan/2023/schedule.ics": "/dien-dan/moi/schedule.ics",
    "/dien-dan/2023/schedule.xml": "/dien-dan/moi/schedule.xml",
    "/phien/2023-khai-mac/": "/phien/moi/",
    "/phien/2023-khai-mac.ics": "/phien/moi.ics",
    "/dien-gia/nguyen-van-a/": "/dien-gia/moi/",
    "/dien-gia/nguyen-van-a.ics": "/dien-gia/moi.ics",
    "/to-chuc/fpt/": "/to-chuc/moi/",
    "/gian-hang/2023-fpt/": "/gian-hang/moi/",
    "/bao-cao/ket-qua/": "/bao-cao/moi/",
    "/chi-so/ty-le-ho-so/": "/chi-so/moi/",
    "/chi-so/ty-le-ho-so.csv": "/chi-so/moi.csv",
    "/chi-so/ty-le-ho-so.xlsx": "/chi-so/moi.xlsx",
    "/chi-so/ty-le-ho-so/atom.xml": "/chi-so/moi/atom.xml",
    "/chi-so/ty-le-ho-so/cu/2023/": "/chi-so/moi/cu/2023/",
    "/chi-so/ty-le-ho-so/cu/2023/muc-tieu/ke-hoach/": "/chi-so/moi/cu/2023/muc-tieu/ke-hoach/",
    "/bang-so-lieu/cqs/": "/bang-so-lieu/moi/",
    "/bang-so-lieu/cqs.json": "/bang-so-lieu/moi.json",
    "/nguon/bai-bao-le/": "/nguon/moi/",
}
# Files of the whole record.
FREE = ("observations", "citations", "releases", "changes", "whole")
RENAMED = [
    (Forum, "2023"),
    (Session, "2023-khai-mac"),
    (Person, "nguyen-van-a"),
    (Organisation, "fpt"),
    (Booth, "2023-fpt"),
    (Report, "ket-qua"),
    (Indicator, "ty-le-ho-so"),
    (Dashboard, "cqs"),
    (Source, "bai-bao-le"),
]


def rename(record, slug):
    record.slug = slug
    record.save()


def location(response):
    """Return the status of an answer and where it leads."""
    return response.status_code, response.headers.get("Location")


@pytest.fixture
def renamed_city(tmp_path):
    """The small city with a source that no figure cites; then each record gets the slug "moi"."""
    city = City(tmp_path)
    city.add("sources", slug="bai-bao-le", kind="article", title="Bài báo lẻ")
    city.add("evidence", forum="2023", field="theme", source="bai-bao-le")
    city.load()
    Report.objects.update(is_published=True)
    for model, slug in RENAMED:
        rename(model.objects.get(slug=slug), "moi")


def test_every_page_of_a_record_has_its_kind():
    with_slug = {name for name, has_parameters in public_routes().items() if has_parameters}
    without_record = {f"metrics:{table}-file" for table in FREE}
    assert with_slug - set(KINDS) - without_record == {
        "metrics:release-page",
        "metrics:release-file",
        "metrics:release-manifest",
    }
    assert set(KINDS.values()) == {model._meta.label_lower for model, _slug in RENAMED}


def test_every_page_leads_to_the_new_address(client, renamed_city):
    found = {old: location(client.get(old)) for old in MOVED}
    english = {old: location(client.get(f"/en{old}")) for old in MOVED}

    assert found == {old: (301, new) for old, new in MOVED.items()}
    assert english == {old: (301, f"/en{new}") for old, new in MOVED.items()}
    assert {client.head(new).status_code for new in MOVED.values()} == {200}


@pytest.fixture
def person(db):
    """Somebody whom a published forum names, with an earlier address."""
    person = AppearanceFactory(person__slug="cu").person
    rename(person, "moi")
    return person


class TestAnswer:
    def test_the_question_comes_along(self, client):
        indicator = published_figure(indicator__slug="cu").indicator
        rename(indicator, "moi")
        answer = client.get("/chi-so/cu/?as-of=2024-01-15&trang=%C4%91")
        assert location(answer) == (301, "/chi-so/moi/?as-of=2024-01-15&trang=%C4%91")

    def test_head_is_answered_alike(self, client, person):
        assert location(client.head("/dien-gia/cu/")) == (301, "/dien-gia/moi/")

    def test_no_browser_keeps_it(self, client, person):
        answer = client.get("/dien-gia/cu/")
        assert answer.headers["Cache-Control"] == "max-age=0, public, s-maxage=1"
        assert not answer.cookies

    def test_a_page_that_is_there_asks_nothing_of_it(
        self, client, person, django_assert_num_queries
    ):
        with django_assert_num_queries(2) as queries:
            client.get("/dien-gia/moi/")
        assert [each for each in queries if "formeraddress" in each["sql"]] == []

    def test_the_day_up_to_which_one_looks_counts(self, client):
        rename(published_figure(indicator__slug="cu").indicator, "moi")
        answer = client.get("/chi-so/cu/?as-of=2001-01-01")
        assert answer.status_code == 404
        assert "1/1/2001" in answer.text

    def test_a_withdrawn_figure_is_found(self, client):
        figure = published_figure(
            **{"indicator__slug": "cu", "area__code": "hp", "value": None},
            obs_status="withdrawn",
        )
        rename(figure.indicator, "moi")
        assert location(client.get("/chi-so/cu/hp/2023/")) == (301, "/chi-so/moi/hp/2023/")

    def test_a_part_that_was_never_there_is_not(self, client):
        rename(published_figure(indicator__slug="cu").indicator, "moi")
        assert client.get("/chi-so/cu/khong-co/2023/").status_code == 404


class TestWhichRecord:
    def test_renamed_twice_both_lead_to_today(self, client, person):
        rename(person, "moi-hon")
        found = [location(client.get(f"/dien-gia/{old}/")) for old in ("cu", "moi")]
        assert found == [(301, "/dien-gia/moi-hon/")] * 2

    def test_renamed_back_it_stands_there_again(self, client, person):
        rename(person, "cu")
        assert client.get("/dien-gia/cu/").status_code == 200
        assert location(client.get("/dien-gia/moi/")) == (301, "/dien-gia/cu/")

    def test_who_uses_it_again_has_it(self, client, person):
        other = AppearanceFactory(person__slug="cu", person__name="Người Khác").person
        assert "Người Khác" in client.get("/dien-gia/cu/").text
        rename(other, "khac")
        assert location(client.get("/dien-gia/cu/")) == (301, "/dien-gia/khac/")

    def test_one_kind_is_not_led_to_another(self, client, person):
        assert client.get("/to-chuc/cu/").status_code == 404

    def test_a_deleted_record_leads_nowhere(self, client, person):
        person.appearances.all().delete()
        person.delete()
        assert client.get("/dien-gia/cu/").status_code == 404

    def test_whatever_renames_it(self, client):
        body = named_organisation(slug="cu")
        Organisation.objects.filter(pk=body.pk).update(slug="hai")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE forum_portal_organisation SET slug = 'ba' WHERE slug = 'hai'")
        found = [location(client.get(f"/to-chuc/{old}/")) for old in ("cu", "hai")]
        assert found == [(301, "/to-chuc/ba/")] * 2

    def test_a_change_of_anything_else_notes_nothing(self, person):
        person.name = "Tên Mới"
        person.save()
        assert list(FormerAddress.objects.values_list("kind", "slug")) == [("events.person", "cu")]

    def test_the_serving_role_may_rename(self, as_app, client):
        rename(AppearanceFactory(person__slug="cu").person, "moi")
        assert location(client.get("/dien-gia/cu/")) == (301, "/dien-gia/moi/")


class TestHidden:
    """What readers may not see answers as if it had never stood there."""

    def test_a_hidden_record_leads_nowhere(self, client):
        rename(PersonFactory(slug="cu"), "moi")
        never, hidden = (client.get(f"/dien-gia/{each}/") for each in ("chua-co", "cu"))
        assert hidden.status_code == 404
        assert hidden.text == never.text.replace("chua-co", "cu")

    def test_a_hidden_record_takes_no_redirect_away(self, client, person):
        PersonFactory(slug="cu")
        assert location(client.get("/dien-gia/cu/")) == (301, "/dien-gia/moi/")

    def test_nor_does_one_that_stood_there_later(self, client, person):
        rename(PersonFactory(slug="cu"), "an")
        assert location(client.get("/dien-gia/cu/")) == (301, "/dien-gia/moi/")

    def test_taken_off_the_site_it_leads_nowhere(self, client):
        report = ReportFactory(slug="cu", forum=ForumFactory())
        rename(report, "moi")
        assert location(client.get("/bao-cao/cu/")) == (301, "/bao-cao/moi/")
        report.is_published = False
        report.save()
        assert client.get("/bao-cao/cu/").status_code == 404
