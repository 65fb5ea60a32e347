"""The files of everything of one kind: frozen columns, what was public, forum by forum."""

from datetime import UTC, datetime

import pytest

from metrics.files.whole import WHOLE
from tests.factories import (
    ForumFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SessionFactory,
    publish,
    published_figure,
)
from tests.files import rows

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)
# Those of figures, changes, releases and a forum's lists stand with the tests of these.
COLUMNS = {
    "chi-so": "indicator,indicator_name,indicator_name_en,pillar,unit,direction,frequency,"
    "definition,definition_en,method,method_en,responsible,predecessor,url",
    "dia-ban": "area,area_name,area_name_en,kind,parent,valid_from,valid_to,merged_into",
    "nguon": "source,source_title,kind,legal_number,publisher,published_on,language,source_url,"
    "accessed_on,effective_on,expired_on,replaced_by,url",
    "dien-dan": "forum,kind,series,name,name_en,year,theme,theme_en,date_start,date_end,venue,"
    "state,area,url",
    "to-chuc": "organisation,name,name_en,short_name,kind,website,valid_from,valid_to,successor,"
    "url",
    "bao-cao": "report,forum,kind,title,title_en,language,published_on,source,url",
}


def test_the_columns_are_frozen():
    held = {name: ",".join(each.name for each in WHOLE[name].columns) for name in COLUMNS}
    assert held == COLUMNS


def test_a_table_that_there_is_not(client):
    assert client.get("/du-lieu/khac.csv").status_code == 404


def test_they_have_what_was_public(client):
    published_figure(JANUARY, indicator=IndicatorFactory(code="ho_so"))
    ObservationFactory(indicator=IndicatorFactory(slug="sap-co"), release=ReleaseFactory())
    assert [row["indicator"] for row in rows(client.get("/du-lieu/chi-so.csv"))] == ["ho_so"]
    assert rows(client.get("/du-lieu/chi-so.csv?as-of=2023-12-01")) == []


def test_lists_of_all_forums_stand_forum_by_forum(client):
    for slug in ("2024", "2023"):
        SessionFactory(forum=ForumFactory(slug=slug), slug=f"{slug}-mo-dau")
    SessionFactory(forum=ForumFactory(slug="kin", is_published=False))
    listed = rows(client.get("/du-lieu/chuong-trinh.csv?as-of=2024-01-15"))
    assert [row["session"] for row in listed] == ["2023-mo-dau", "2024-mo-dau"]


def test_an_edit_makes_it_another_and_a_draft_does_not(client):
    forum = ForumFactory(slug="2023", name="Cũ")
    before = client.head("/du-lieu/dien-dan.csv").headers["ETag"]
    ForumFactory(slug="kin", is_published=False)
    assert client.head("/du-lieu/dien-dan.csv").headers["ETag"] == before
    forum.name = "Mới"
    forum.save()
    assert client.head("/du-lieu/dien-dan.csv").headers["ETag"] != before


def test_a_release_without_figures_leaves_the_catalogue_standing(client):
    publish(ReleaseFactory(slug="rong"), JANUARY)
    assert [row["release"] for row in rows(client.get("/du-lieu/phat-hanh.csv"))] == ["rong"]
    assert "dcat:Dataset ;" not in client.get("/du-lieu/catalog.ttl").text
    published_figure(FEBRUARY)
    assert "dcat:Dataset ;" in client.get("/du-lieu/catalog.ttl").text
