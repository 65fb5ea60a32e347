"""One table from two windows, and two tables for one record: rows are written once, as shown."""

from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from forum_portal.models import Organisation, Upload
from tests import factories as make
from tests.importing.offices import csv_file
from tests.importing_pages.uploading import IMPORTS, address, upload
from tests.races.together import CONFLICT, SAVED, Two, codes_of, logged_in, race

HEADER = ["name", "kind", "note"]


def windows(two: Two):
    """Return two windows of one person: nobody else sees an upload."""
    return [two.clients[0], logged_in(two.users[0])]


def press(two: Two, table: Upload, *buttons: dict[str, str]):
    """Press a button in each of two windows that show the same; return the answers."""
    clients = windows(two)
    forms = [two.opened(0, address(table)) | each for each in buttons]
    pairs = zip(clients, forms, strict=True)
    return two.at_once(*(partial(each.post, address(table), form) for each, form in pairs))


def a_table(two: Two, *names: str) -> Upload:
    rows = [[name, "department", two.texts[0]] for name in names]
    return upload(two.clients[0], "organisations", [HEADER, *rows])


def a_file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("bang.csv", csv_file([HEADER, [name, "department", ""]]))


def made(*names: str) -> int:
    return Organisation.objects.filter(name__in=names).count()


@race("forum_portal_upload_table")
def one_table_is_sent_twice(two):
    page, name = f"{IMPORTS}table/organisations/", f"Sở nhập {two.number}"
    form = two.opened(0, page)
    before = Upload.objects.count()
    answers = two.at_once(
        *(partial(each.post, page, form | {"file": a_file(name)}) for each in windows(two))
    )
    assert (codes_of(answers), Upload.objects.count()) == ([SAVED] * 2, before + 1)


@race("forum_portal_upload_change")
def one_table_is_confirmed_twice(two):
    names = [f"Sở nhập {two.number}-{n}" for n in (1, 2)]
    table = a_table(two, *names)
    answers = press(two, table, {"do": "confirm"}, {"do": "confirm"})
    table.refresh_from_db()
    assert set(codes_of(answers)) <= {SAVED, CONFLICT}
    assert (table.state, table.result["new"], made(*names)) == (Upload.State.DONE, 2, 2)


@race("forum_portal_upload_change")
def rows_are_chosen_while_it_is_confirmed(two):
    """What is written is what one of the windows has shown, never a mixture."""
    names = [f"Sở nhập {two.number}-{n}" for n in (1, 2)]
    table = a_table(two, *names)
    one_row = {"do": "rows", "take": ["2"]}
    chosen, confirmed = press(two, table, one_row, {"do": "confirm"})
    table.refresh_from_db()
    if table.state == Upload.State.DONE:
        assert (confirmed.status_code, made(*names)) == (SAVED, 2)
    else:
        assert codes_of([chosen, confirmed]) == [SAVED, CONFLICT]
        assert made(*names) == 0


@race("forum_portal_upload_change")
def one_drops_what_is_confirmed(two):
    table = a_table(two, name := f"Sở nhập {two.number}")
    press(two, table, {"do": "drop"}, {"do": "confirm"})
    table.refresh_from_db()
    assert (table.state == Upload.State.DONE) is (made(name) == 1)


@race("forum_portal_upload_change")
def two_tables_for_one_record(two):
    """The second is shown the difference anew: what stands there now is not what it was."""
    body = make.OrganisationFactory(kind="department", note="Cũ")
    tables = [
        upload(
            client, "organisations", [["slug", *HEADER], [body.slug, body.name, body.kind, text]]
        )
        for client, text in zip(two.clients, two.texts, strict=True)
    ]
    forms = [two.opened(n, address(each), do="confirm") for n, each in enumerate(tables)]
    answers = two.send(*((address(each), form) for each, form in zip(tables, forms, strict=True)))
    assert sorted(codes_of(answers)) == [SAVED, CONFLICT]
    body.refresh_from_db()
    assert body.note == two.texts[codes_of(answers).index(SAVED)]


@race("forum_portal_upload_change", "forum_portal_organisation_change")
def a_table_and_the_form_of_one_record(two):
    body = make.OrganisationFactory(kind="department", note="Cũ")
    row = [body.slug, body.name, body.kind, two.texts[0]]
    table = upload(two.clients[0], "organisations", [["slug", *HEADER], row])
    page = f"/admin/forum_portal/organisation/{body.pk}/change/"
    edited = two.opened(1, page, note=two.texts[1])
    answers = two.send(
        (address(table), two.opened(0, address(table), do="confirm")), (page, edited)
    )
    assert sorted(codes_of(answers)) == [SAVED, CONFLICT]
    body.refresh_from_db()
    assert body.note == two.texts[codes_of(answers).index(SAVED)]


@race("forum_portal_upload_change", "metrics_area_change")
def a_table_and_the_form_of_one_area(two):
    """Whose forms wait for the turn of what becomes public first."""
    area = make.AreaFactory(name="Cũ")
    row = [area.code, two.texts[0], area.kind]
    table = upload(two.clients[0], "areas", [["code", "name", "kind"], row])
    page = f"/admin/metrics/area/{area.pk}/change/"
    edited = two.opened(1, page, name=two.texts[1])
    confirmed = two.opened(0, address(table), do="confirm")
    answers = two.send((address(table), confirmed), (page, edited))
    assert sorted(codes_of(answers)) == [SAVED, CONFLICT]
    area.refresh_from_db()
    assert area.name == two.texts[codes_of(answers).index(SAVED)]


@race("forum_portal_upload_change", "events_forum_change")
def a_table_of_sessions_and_the_form_of_their_forum(two):
    """The form holds the forum before its sessions; the table names it and adds to them."""
    session = make.SessionFactory(title="Cũ")
    new = [[session.forum.slug, f"moi-{two.number}-{n}", f"Phiên mới {n}"] for n in range(20)]
    table = upload(two.clients[0], "sessions", [["forum", "slug", "title"], *new])
    page = f"/admin/events/forum/{session.forum.pk}/change/"
    edited = two.opened(1, page, **{"sessions-0-title": two.texts[1]})
    confirmed = two.opened(0, address(table), do="confirm")
    answers = two.send((address(table), confirmed), (page, edited))
    table.refresh_from_db()
    session.refresh_from_db()
    assert (answers[0].status_code, table.result["new"]) == (SAVED, 20)
    assert session.forum.sessions.count() == 21
    assert answers[1].status_code in (SAVED, CONFLICT)
    assert (session.title == two.texts[1]) is (answers[1].status_code == SAVED)
    assert two.texts[1] in answers[1].text or answers[1].status_code == SAVED


RACES = [
    one_table_is_sent_twice,
    one_table_is_confirmed_twice,
    rows_are_chosen_while_it_is_confirmed,
    one_drops_what_is_confirmed,
    two_tables_for_one_record,
    a_table_and_the_form_of_one_record,
    a_table_and_the_form_of_one_area,
    a_table_of_sessions_and_the_form_of_their_forum,
]


def test_nothing_is_lost(two, soak):
    two.run(RACES, soak, always=RACES)
