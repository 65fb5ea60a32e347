"""Two at files, at what stands on the site and off it, and at the number of a booth."""

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Booth
from tests import factories as make
from tests.attachments import made
from tests.races.together import (
    CONFLICT,
    GONE,
    REFUSED,
    SAVED,
    Two,
    codes_of,
    race,
    the_one_saved,
)


def a_file(two: Two, place: int) -> SimpleUploadedFile:
    """Return a PDF that nobody else has."""
    return SimpleUploadedFile("Bản in.pdf", made.PDF + f"%{two.texts[place]}\n%%EOF\n".encode())


def page_of(record) -> str:
    return f"/admin/{record._meta.label_lower.replace('.', '/')}/{record.pk}/change/"


def content_of(file) -> bytes:
    with default_storage.open(str(file.file)) as kept:
        return kept.read()


@race("events_report_change")
def two_replace_one_file(two):
    """The file of the second is kept beside the form, and counts when it is sent again."""
    attached = make.AttachmentFactory()
    page = page_of(attached.report)
    forms = [two.opened(place, page) for place in (0, 1)]
    sent = [form | {"attachments-0-file": a_file(two, place)} for place, form in enumerate(forms)]
    answers = two.send(*((page, form) for form in sent))
    first = the_one_saved(answers)
    attached.refresh_from_db()
    assert two.texts[first].encode() in content_of(attached)
    again = two.returned(answers[1 - first])
    assert two.clients[1 - first].post(page, again).status_code == SAVED
    attached.refresh_from_db()
    assert two.texts[1 - first].encode() in content_of(attached)


@race("events_report_change")
def one_replaces_a_file_that_another_takes_away(two):
    attached = make.AttachmentFactory()
    page, files = page_of(attached.report), attached.report.attachments
    replaced = two.opened(0, page) | {"attachments-0-file": a_file(two, 0)}
    taken_away = two.opened(1, page, **{"attachments-0-DELETE": "on"})
    first = the_one_saved(two.send((page, replaced), (page, taken_away)))
    assert [two.texts[0].encode() in content_of(each) for each in files.all()] == [[True], []][
        first
    ]


@race("events_report_change")
def one_uploads_while_another_edits_the_report(two):
    report = make.ReportFactory(title=f"Cũ {two.number}")
    page = page_of(report)
    uploaded = two.opened(0, page) | {"attachments-0-file": a_file(two, 0)}
    edited = two.opened(1, page, title=two.texts[1])
    first = the_one_saved(two.send((page, uploaded), (page, edited)))
    report.refresh_from_db()
    assert (report.attachments.count(), report.title) == [
        (1, f"Cũ {two.number}"),
        (0, two.texts[1]),
    ][first]


@race("events_session_change")
def two_at_the_materials_of_a_session(two):
    material = make.MaterialFactory()
    page = page_of(material.session)
    replaced = two.opened(0, page) | {"materials-0-file": a_file(two, 0)}
    renamed = two.opened(1, page, **{"materials-0-title": two.texts[1]})
    first = the_one_saved(two.send((page, replaced), (page, renamed)))
    material.refresh_from_db()
    assert (two.texts[0].encode() in content_of(material)) is (first == 0)
    assert (material.title == two.texts[1]) is (first == 1)


@race("events_forum_change", "events_session_change", "events_report_change")
def one_takes_off_the_site_what_another_edits(two):
    kinds = {make.ForumFactory: "theme", make.SessionFactory: "title", make.ReportFactory: "title"}
    factory, field = list(kinds.items())[two.number % 3]
    record = factory(is_published=True)
    page = page_of(record)
    off = two.opened(0, page)
    del off["is_published"]
    first = the_one_saved(
        two.send((page, off), (page, two.opened(1, page, **{field: two.texts[1]})))
    )
    record.refresh_from_db()
    assert (record.is_published, getattr(record, field) == two.texts[1]) == (
        bool(first),
        bool(first),
    )


@race("events_report_change")
def one_takes_off_what_another_puts_back(two):
    """Each has the page of another state before them: the second looks again."""
    report = make.ReportFactory(is_published=False)
    page = page_of(report)
    back, older = two.opened(0, page, is_published="on"), two.opened(1, page, title=two.texts[1])
    answers = two.send((page, back), (page, older))
    report.refresh_from_db()
    assert report.is_published is (the_one_saved(answers) == 0)


@race("metrics_source_change")
def two_replace_a_dead_link(two):
    source = make.SourceFactory(url=f"https://example.vn/cu-{two.number}")
    page = page_of(source)
    links = [f"https://example.vn/{place}-{two.number}" for place in (0, 1)]
    answers = two.send(*((page, two.opened(place, page, url=links[place])) for place in (0, 1)))
    first = the_one_saved(answers)
    source.refresh_from_db()
    assert source.url == links[first]
    rivals = [(each.saved, each.typed) for each in answers[1 - first].context["rivals"]]
    assert (links[first], links[1 - first]) in rivals


@race("events_forum_delete", "events_session_add")
def one_deletes_a_forum_to_which_another_adds(two):
    """What hangs from it is never deleted unseen; who added it is told, and keeps the text."""
    forum = make.ForumFactory()
    asked = page_of(forum).replace("change", "delete")
    add = "/admin/events/session/add/"
    new = two.opened(1, add, forum=forum.pk, title=two.texts[1])
    deleted, added = two.send((asked, two.opened(0, asked)), (add, new))
    is_there = type(forum).objects.filter(pk=forum.pk).exists()
    assert (added.status_code == SAVED) is is_there is forum.sessions.exists()
    if is_there:
        assert deleted.status_code in (CONFLICT, SAVED)
    else:
        assert added.context["adminform"].form["title"].value() == two.texts[1]


@race("events_forum_delete", "events_appearance_change")
def one_deletes_a_forum_whose_part_another_saves(two):
    """A part without rows on the page that asks, too: what was saved of it does not go unseen."""
    part = make.AppearanceFactory(forum=make.ForumFactory())
    asked, page = page_of(part.forum).replace("change", "delete"), page_of(part)
    saved_form = two.opened(0, page, job_title=two.texts[0])
    saved, deleted = two.send((page, saved_form), (asked, two.opened(1, asked)))
    left = type(part).objects.filter(pk=part.pk).first()
    if left is None:
        assert codes_of([saved, deleted]) == [GONE, SAVED]
        assert two.texts[0] in [each.text for each in saved.context["typed"]]
    else:
        assert the_one_saved([saved, deleted]) == 0
        assert left.job_title == two.texts[0]


@race("events_person_merge", "events_person_change")
def one_merges_a_person_whom_another_edits(two):
    going, staying = make.PersonFactory(note=""), make.PersonFactory(note="")
    merge = page_of(going).replace("change", "merge")
    plan = two.opened(0, f"{merge}?into={staying.pk}")
    edited = two.opened(1, page_of(going), note=two.texts[1])
    merged, saved = two.send((merge, plan), (page_of(going), edited))
    staying.refresh_from_db()
    if saved.status_code == SAVED:
        assert (merged.status_code, staying.note) == (CONFLICT, "")
        return
    assert codes_of([merged, saved]) == [SAVED, 410]
    assert two.texts[1] in [each.text for each in saved.context["typed"]]
    assert saved.context["stayed_url"] == page_of(staying)


@race("forum_portal_organisation_merge")
def two_merge_each_into_the_other(two):
    both = [make.OrganisationFactory(), make.OrganisationFactory()]
    pages = [page_of(each).replace("change", "merge") for each in both]
    plans = [two.opened(place, f"{pages[place]}?into={both[1 - place].pk}") for place in (0, 1)]
    answers = two.send(*zip(pages, plans, strict=True))
    assert codes_of(answers).count(SAVED) == 1
    left = type(both[0]).objects.filter(pk__in=[each.pk for each in both])
    assert [each.pk for each in left] == [both[1 - codes_of(answers).index(SAVED)].pk]


@race("events_booth_add")
def two_give_one_number(two):
    """In two exhibitions of an edition, whose forms have nothing in common but the number."""
    forum, add = make.ForumFactory(), "/admin/events/booth/add/"
    booths = [dict(exhibition=make.ExhibitionFactory(forum=forum).pk, number="A1") for _ in "12"]
    typed = [booth | {"name": text} for booth, text in zip(booths, two.texts, strict=True)]
    answers = two.send(*((add, two.opened(place, add, **typed[place])) for place in (0, 1)))
    second = answers[1 - the_one_saved(answers, refused=REFUSED)]
    assert Booth.objects.filter(exhibition__forum=forum).count() == 1
    assert "mang số" in second.text
    assert second.context["adminform"].form["name"].value() in two.texts


RACES = [
    two_give_one_number,
    two_replace_one_file,
    one_replaces_a_file_that_another_takes_away,
    one_uploads_while_another_edits_the_report,
    two_at_the_materials_of_a_session,
    one_takes_off_the_site_what_another_edits,
    one_takes_off_what_another_puts_back,
    two_replace_a_dead_link,
    one_deletes_a_forum_to_which_another_adds,
    one_deletes_a_forum_whose_part_another_saves,
    one_merges_a_person_whom_another_edits,
    two_merge_each_into_the_other,
]


def test_nothing_is_lost(two, soak):
    two.run(RACES, soak, always=[two_give_one_number])
