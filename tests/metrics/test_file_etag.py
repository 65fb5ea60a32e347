"""Who has a file as it is gets 304; what changes a file changes its ETag."""

from datetime import UTC, datetime

import pytest

from metrics.models import Area, Break, Indicator, Source
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    publish,
)
from tests.files import body

pytestmark = pytest.mark.django_db
FILES = [
    "/du-lieu/quan-sat.csv",
    "/du-lieu/trich-dan.csv",
    "/chi-so/ho-so.csv",
    "/phat-hanh/mot.csv",
]
JANUARY, FEBRUARY = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def figure():
    figure = ObservationFactory(
        indicator=IndicatorFactory(slug="ho-so"), release=ReleaseFactory(slug="mot")
    )
    CitationFactory(observation=figure, source=SourceFactory(title="Báo"))
    publish(figure.release, JANUARY)
    return figure


def etag(client, address):
    response = client.get(address)
    body(response)
    return response.headers["ETag"]


@pytest.mark.parametrize("address", [*FILES, "/du-lieu/phat-hanh.csv", "/en/du-lieu/quan-sat.csv"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_who_has_it_is_not_sent_it_again(client, address, method):
    known = etag(client, address)
    response = getattr(client, method)(address, headers={"If-None-Match": known})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == known
    assert response.headers["Cache-Control"] == "public, s-maxage=1"


def test_it_takes_no_copy_to_say_so(client, django_assert_num_queries):
    known = etag(client, "/du-lieu/quan-sat.csv")
    with django_assert_num_queries(1):
        client.get("/du-lieu/quan-sat.csv", headers={"If-None-Match": known})


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize(
    "edit",
    [
        lambda: Source.objects.update(title="Báo Hải Phòng"),
        lambda: Source.objects.update(url="https://bao.vn/moi"),
        lambda: Indicator.objects.update(name="Tên mới"),
        lambda: Area.objects.update(name="Tên mới"),
    ],
)
def test_a_mended_name_makes_it_another(client, address, edit):
    before = etag(client, address)
    edit()
    assert etag(client, address) != before


@pytest.mark.parametrize("address", FILES)
def test_a_release_makes_it_another_but_not_as_of_before(client, address, figure):
    queries = ["", "?as-of=2024-01-15"]
    now, earlier = (etag(client, address + query) for query in queries)
    publish(CitationFactory(observation=figure, release=ReleaseFactory()).release, FEBRUARY)
    assert etag(client, address) != now
    assert etag(client, address + "?as-of=2024-01-15") == earlier


@pytest.mark.parametrize("address", FILES)
def test_what_readers_do_not_see_does_not(client, address, figure):
    before = etag(client, address)
    draft = CitationFactory(observation__area=AreaFactory(), source=SourceFactory()).release
    publish(draft, "2999-01-01T00:00Z")
    CitationFactory(observation=figure, release=ReleaseFactory())
    Indicator.objects.update(definition="Khác.")
    Break.objects.create(indicator=figure.indicator, period="2024", kind="method", explanation="x")
    assert etag(client, address) == before


@pytest.mark.parametrize("other", [Indicator, Area])
def test_a_name_that_a_file_of_one_indicator_has_not_does_not(client, other):
    publish(ObservationFactory().release, FEBRUARY)
    one, all_figures = (etag(client, each) for each in ("/chi-so/ho-so.csv", FILES[0]))
    other.objects.filter(pk=other.objects.latest("pk").pk).update(name="Tên mới")
    assert etag(client, "/chi-so/ho-so.csv") == one
    assert etag(client, FILES[0]) != all_figures


def test_each_form_of_a_file_has_its_own(client):
    queries = ["", "?dialect=vi", "?dialect=data", "?chi-so=ho-so", "?as-of=2024-01-15"]
    assert len({etag(client, "/du-lieu/quan-sat.csv" + query) for query in queries}) == 5
