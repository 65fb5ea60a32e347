"""What others prepare: a table that guesses it learns nothing."""

import pytest

from forum_portal.roles import EDITOR
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    OrganisationFactory,
    ReleaseFactory,
    SourceFactory,
    published_figure,
    staff,
)
from tests.importing_pages.uploading import address, confirm, difference, upload, verdicts
from tests.words import words_of

pytestmark = pytest.mark.django_db

HEAD = ["indicator", "area", "period", "value", "out_of", "comment"]


@pytest.fixture
def others():
    return staff(EDITOR, organisation=OrganisationFactory(name="Sở Tài chính"))


@pytest.fixture
def editors_desk(client, editor):
    client.force_login(editor)
    return client


def prepared(figure, author, title="Đợt còn kín"):
    """Return another version of a public figure in a draft of `author`."""
    return ObservationFactory(
        indicator=figure.indicator,
        area=figure.area,
        period=figure.period,
        value="61.3",
        comment="Lời còn kín",
        release__author=author,
        release__title=title,
    )


def guesses(figure):
    key = [figure.indicator.code, figure.area.code, figure.period]
    return [[*key, "61.2", "", ""], [*key, "61.3", "", "Lời còn kín"], [*key, "", "61", ""]]


def each_alone(client, figure):
    """Return what each guess alone is told, and the words of the pages."""
    told, words = [], ""
    for row in [*guesses(figure), [*guesses(figure)[0][:3], "61.3", "", ""]]:
        table = upload(client, "observations", [HEAD, row])
        told += [line[1:] for line in difference(table)]
        words += words_of(client.get(address(table)).text)
    return told, words


def test_of_anothers_figure_every_guess_is_told_the_same(editors_desk, others):
    figure = published_figure(value="50", indicator__responsible=others.organisation)
    without = each_alone(editors_desk, figure)[0]
    hidden = prepared(figure, others)
    told, words = each_alone(editors_desk, figure)
    assert [(state, faults) for state, _changes, faults in told] == [("refused", ["not yours"])] * 4
    assert told == without
    assert [text in words for text in (hidden.comment, hidden.release.title)] == [False, False]


def test_of_ones_own_figure_every_guess_is_told_that_others_prepare_it(
    editors_desk, others, office
):
    figure = published_figure(value="50", indicator__responsible=office)
    hidden = prepared(figure, others)
    told, words = each_alone(editors_desk, figure)
    assert [(state, changes, faults[0]) for state, changes, faults in told] == [
        ("refused", [], "prepared")
    ] * 4
    assert "Người khác đang thay đổi số liệu này" in words
    assert hidden.release.title not in words


def test_what_a_colleague_prepares_is_told_by_name(editors_desk, office):
    figure = published_figure(value="50", indicator__responsible=office)
    prepared(figure, staff(EDITOR, organisation=office), title="Đợt của đồng nghiệp")
    table = upload(editors_desk, "observations", [HEAD, guesses(figure)[0]])
    assert [line[3] for line in difference(table)] == [["taken"]]
    assert "Đợt của đồng nghiệp" in words_of(editors_desk.get(address(table)).text)


def test_who_sees_all_is_told_the_release(desk, others):
    figure = published_figure(value="50", indicator__responsible=others.organisation)
    prepared(figure, others)
    table = upload(desk, "observations", [HEAD, guesses(figure)[0]])
    assert [line[3] for line in difference(table)] == [["taken"]]
    assert "Đợt còn kín" in words_of(desk.get(address(table)).text)


def test_a_citation_learns_nothing_of_what_others_prepare(editors_desk, others, office):
    source = SourceFactory(slug="nguon")
    hidden = ObservationFactory(
        indicator__responsible=office, release__author=others, release__title="Đợt còn kín"
    )
    CitationFactory(observation=hidden, source=source, printed="61,3 còn kín")
    row = [hidden.indicator.code, hidden.area.code, hidden.period, "nguon"]
    table = upload(editors_desk, "citations", [["indicator", "area", "period", "source"], row])
    assert difference(table) == [(2, "refused", [], ["no figure"])]
    assert "còn kín" not in words_of(editors_desk.get(address(table)).text)


def test_a_public_citation_stands_beside_what_others_prepare(editors_desk, others, office):
    figure = published_figure(value="50", indicator__responsible=office)
    prepared(figure, others)
    SourceFactory(slug="nguon")
    row = [figure.indicator.code, figure.area.code, figure.period, "nguon"]
    table = upload(editors_desk, "citations", [["indicator", "area", "period", "source"], row])
    assert verdicts(table) == ["new"]
    confirm(editors_desk, table)


def test_a_release_of_others_shows_nothing_of_itself(editors_desk, others):
    hidden = ReleaseFactory(author=others, title="Đợt còn kín", slug="q4", note="Lời còn kín")
    row = [hidden.slug, "Tên khác", "planned", ""]
    table = upload(editors_desk, "releases", [["slug", "title", "reason", "note"], row])
    sentence = "Tài khoản của bạn không có quyền sửa bản ghi này."
    assert difference(table) == [(2, "refused", [], [sentence])]
    assert "còn kín" not in words_of(editors_desk.get(address(table)).text)
