"""A forum's lists as files: what its pages show, in frozen columns."""

import json
from datetime import UTC, date, datetime

import pytest

from events.models import Person, Session
from metrics.models import Source
from tests.factories import (
    AppearanceFactory,
    BoothFactory,
    EvidenceFactory,
    ExhibitionFactory,
    ForumFactory,
    OrganisationFactory,
    PersonFactory,
    SessionFactory,
    SourceFactory,
)
from tests.files import body, rows, sheets

pytestmark = pytest.mark.django_db
COLUMNS = {
    "chuong-trinh": "forum,session,title,title_en,kind,state,date,part_of_day,start,end,room,track,"
    "venue,hosts,people,abstract,url",
    "dien-gia": "forum,person,name,honorific,role,job_title,organisation,name_as_printed,session,"
    "session_title,url",
    "trien-lam": "forum,exhibition,opened_on,category,booth,name,number,zone,organisations,showed,"
    "url",
}


@pytest.fixture(autouse=True)
def forum():
    forum = ForumFactory(slug="2023", name="Diễn đàn 2023")
    vnpt = OrganisationFactory(name="VNPT")
    session = SessionFactory(
        forum=forum,
        slug="2023-mo-dau",
        title="=Khai mạc",
        kind="opening",
        start=datetime(2023, 12, 27, 1, tzinfo=UTC),
    )
    session.hosts.add(vnpt)
    SessionFactory(forum=forum, slug="2023-an", title="Kín", is_published=False)
    speaker = AppearanceFactory(
        forum=forum,
        session=session,
        person=PersonFactory(slug="an", name="Trần An"),
        role="keynote",
        job_title="Giám đốc",
        organisation=vnpt,
    )
    fair = ExhibitionFactory(forum=forum, title="Triển lãm", opened_on=date(2023, 12, 26))
    booth = BoothFactory(exhibition=fair, slug="2023-vnpt", name="VNPT", number="007")
    booth.organisations.add(vnpt)
    EvidenceFactory(forum=None, session=session, source=SourceFactory(slug="bao"))
    EvidenceFactory(forum=None, appearance=speaker, source=SourceFactory(slug="tap-chi"))
    return forum


@pytest.mark.parametrize("name", COLUMNS)
def test_the_columns_are_frozen(client, name):
    text = body(client.get(f"/dien-dan/2023/{name}.csv?dialect=data"))
    assert text.split("\n")[0] == COLUMNS[name]


def test_a_session_is_on_the_day_of_its_page(client, forum):
    def days():
        return [each["date"] for each in rows(client.get("/dien-dan/2023/chuong-trinh.csv"))]

    Session.objects.update(start=datetime(2023, 12, 26, 15, 30, tzinfo=UTC))
    found = []
    for zone in ("Asia/Ho_Chi_Minh", "Asia/Tokyo", "Nowhere"):
        forum.time_zone = zone
        forum.save()
        found += days()
    assert found == ["2023-12-26", "2023-12-27", "2023-12-26"]


def test_the_programme(client):
    [row] = rows(client.get("/dien-dan/2023/chuong-trinh.csv"))

    assert {name: text for name, text in row.items() if text} == {
        "forum": "2023",
        "session": "2023-mo-dau",
        "title": "'=Khai mạc",
        "kind": "opening",
        "state": "held",
        "date": "2023-12-27",
        "start": "2023-12-27T08:00:00+07:00",
        "hosts": "VNPT",
        "people": "Trần An (keynote)",
        "url": "http://127.0.0.1:8000/phien/2023-mo-dau/",
    }


def test_the_speakers(client):
    [row] = rows(client.get("/dien-dan/2023/dien-gia.csv"))

    assert {name: text for name, text in row.items() if text} == {
        "forum": "2023",
        "person": "an",
        "name": "Trần An",
        "role": "keynote",
        "job_title": "Giám đốc",
        "organisation": "VNPT",
        "session": "2023-mo-dau",
        "session_title": "'=Khai mạc",
        "url": "http://127.0.0.1:8000/dien-gia/an/",
    }


def test_the_exhibition_as_a_workbook(client):
    found = sheets(client.get("/dien-dan/2023/trien-lam.xlsx").content)

    heads, row = found["Dữ liệu"]
    assert heads == COLUMNS["trien-lam"].split(",")
    assert dict(zip(heads, row, strict=True)) == {
        "forum": "2023",
        "exhibition": "Triển lãm",
        "opened_on": date(2023, 12, 26),
        "category": "other",
        "booth": "2023-vnpt",
        "name": "VNPT",
        "number": "007",
        "zone": "",
        "organisations": "VNPT",
        "showed": "",
        "url": "http://127.0.0.1:8000/gian-hang/2023-vnpt/",
    }


def test_a_workbook_names_the_sources_of_its_list_alone(client):
    found = sheets(client.get("/dien-dan/2023/dien-gia.xlsx").content)
    assert [row[0] for row in found["Nguồn"]] == ["source", "tap-chi"]


def test_an_edit_makes_it_another_file(client):
    before = client.head("/dien-dan/2023/dien-gia.json").headers["ETag"]
    Session.objects.filter(slug="2023-an").update(title="Khác")
    assert client.head("/dien-dan/2023/dien-gia.json").headers["ETag"] == before
    Person.objects.update(name="Trần Thị An")
    assert client.head("/dien-dan/2023/dien-gia.json").headers["ETag"] != before


def test_a_source_with_another_name_makes_it_another_file(client):
    for address in ("/dien-dan/2023/dien-gia.xlsx", "/du-lieu/dien-gia.xlsx"):
        before = client.head(address).headers["ETag"]
        Source.objects.filter(slug="bao").update(publisher=f"Khác {address}")
        assert client.head(address).headers["ETag"] == before  # a session's, not a speaker's
        Source.objects.filter(slug="tap-chi").update(publisher=f"Báo {address}")
        assert client.head(address).headers["ETag"] != before


def test_json_and_the_page_that_leads_there(client):
    told = json.loads(body(client.get("/en/dien-dan/2023/dien-gia.json")))
    page = client.get("/dien-dan/2023/dien-gia/").text

    assert (told["title"], told["row_count"]) == ("Speakers, Diễn đàn 2023", 1)
    assert told["page"] == "http://127.0.0.1:8000/en/dien-dan/2023/dien-gia/"
    assert 'href="/dien-dan/2023/dien-gia.xlsx"' in page


def test_what_no_source_tells_has_no_file(client, forum):
    other = ForumFactory(slug="2024")
    assert client.get("/dien-dan/2024/dien-gia.csv").status_code == 404
    other.is_published = False
    other.save()
    assert client.get("/dien-dan/2024/chuong-trinh.xlsx").status_code == 404


def test_a_moment_is_read_and_changes_nothing(client):
    assert len(rows(client.get("/dien-dan/2023/dien-gia.csv?as-of=2020-01-01"))) == 1
    assert client.get("/dien-dan/2023/dien-gia.csv?as-of=x").status_code == 400
    assert client.get("/dien-dan/2023/dien-gia.csv?layout=wide").status_code == 400
