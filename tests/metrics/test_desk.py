"""The first page of the admin: each thing that waits, with its way to it, for who may do it."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.utils import timezone

from forum_portal import roles
from forum_portal.words import moment_text
from metrics import lifecycle
from metrics.desk import countdown
from metrics.models import Release, ReleaseStep
from tests.clock import set_clock
from tests.factories import (
    AreaFactory,
    CitationFactory,
    HomeAreaFactory,
    IndicatorFactory,
    OrganisationFactory,
    ReleaseFactory,
    UserFactory,
    approved,
    publish,
    published_figure,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff_roles():
    roles.apply_roles()


def member(role, **fields):
    person = UserFactory(**fields)
    person.groups.add(Group.objects.get(name=role))
    return person


@pytest.fixture
def editor():
    return member(roles.EDITOR, organisation=OrganisationFactory(), last_name="Trần An")


@pytest.fixture
def approver():
    return member(roles.APPROVER)


@pytest.fixture
def draft(editor):
    release = CitationFactory(observation__release__title="Quý 4").release
    release.author = editor
    release.save()
    lifecycle.step(release, ReleaseStep.Action.CREATED, editor)
    return release


def desk(client, user):
    """Return (title, [(text, url)]) of each part."""
    client.force_login(user)
    parts = client.get("/admin/").context["desk"]
    return {part.title: [(line.text, line.url) for line in part.lines] for part in parts}


def at(release, page="change"):
    return f"/admin/metrics/release/{release.pk}/{page}/"


def test_an_editor_finds_the_own_drafts(client, editor, draft):
    CitationFactory(observation__release__title="Của người khác")
    assert desk(client, editor)["Bản thảo"] == [("Quý 4", at(draft))]


def test_what_was_sent_stands_apart_from_the_drafts(client, editor, draft):
    assert "Đang chờ duyệt" not in desk(client, editor)
    lifecycle.submit(release=draft, by=editor, comment="Đã rà.")
    parts = desk(client, editor)
    assert (parts["Bản thảo"], parts["Đang chờ duyệt"]) == ([], [("Quý 4", at(draft))])


def test_what_was_sent_back_says_why(client, editor, approver, draft):
    lifecycle.submit(release=draft, by=editor, comment="Đã rà.")
    lifecycle.send_back(release=draft, by=approver, comment="Thiếu đoạn của nguồn.")
    client.force_login(editor)
    assert "<blockquote>Thiếu đoạn của nguồn.</blockquote>" in client.get("/admin/").text


def test_an_approver_finds_what_waits(client, editor, approver, draft):
    lifecycle.submit(release=draft, by=editor, comment="Đã rà.")
    assert desk(client, approver)["Đang chờ bạn"] == [("Quý 4", at(draft, "approve"))]

    approved(Release.objects.get(pk=draft.pk), approver)
    assert desk(client, approver)["Đang chờ bạn"] == [("Quý 4", at(draft, "publish"))]


def test_nobody_is_asked_to_approve_the_own_release(client, draft, editor):
    editor.groups.add(Group.objects.get(name=roles.APPROVER))
    lifecycle.submit(release=draft, by=editor, comment="Đã rà.")
    assert desk(client, editor)["Đang chờ bạn"] == []


def test_scheduled_releases_count_down(client, approver, draft):
    draft.approver = approver
    publish(draft, timezone.now() + timedelta(days=2, hours=3, minutes=30))
    client.force_login(approver)
    assert desk(client, approver)["Đã hẹn giờ"] == [("Quý 4", at(draft))]
    assert "còn 2 ngày 3 giờ" in client.get("/admin/").text


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=1, hours=1), "1 ngày 1 giờ"),
        (timedelta(hours=3, minutes=5), "3 giờ 5 phút"),
        (timedelta(seconds=30), "0 phút"),
    ],
)
def test_countdown(left, words):
    assert countdown(left) == words


def test_figures_of_the_own_body_that_are_due(client, editor):
    area = HomeAreaFactory(area=AreaFactory()).area
    mine = IndicatorFactory(
        name="Hồ sơ", responsible=editor.organisation, expected_lag_days=30, frequency="A"
    )
    published_figure(indicator=mine, area=area, period="2020")
    other = IndicatorFactory(expected_lag_days=30, frequency="A")
    published_figure(at=timezone.now(), indicator=other, area=area, period="2020")
    assert desk(client, editor)["Số liệu đến hạn"] == [
        ("Hồ sơ", f"/admin/metrics/observation/add/?indicator={mine.pk}&period=2021")
    ]
    assert "Năm 2021: quá hạn" in client.get("/admin/").text


def test_what_colleagues_changed_lately(client, editor):
    colleague = member(roles.EDITOR, organisation=editor.organisation)
    stranger = member(roles.EDITOR, organisation=OrganisationFactory())
    for person, title in ((colleague, "Của ta"), (stranger, "Của họ")):
        client.force_login(person)
        token = client.get("/admin/metrics/release/add/").context["token"]
        fields = {"title": title, "reason": "planned", "_once": token}
        fields |= dict.fromkeys(("title_en", "note", "note_en", "slug"), "")
        assert client.post("/admin/metrics/release/add/", fields).status_code == 302
    assert [text for text, _url in desk(client, editor)["Vừa thay đổi"]] == ["Của ta"]


def take(client, who, release, page, **fields):
    """Take a step of a release at its page."""
    client.force_login(who)
    page = at(release, page)
    shown = client.get(page).context
    manifest = shown["form"].initial.get("manifest", "")
    sent = {"comment": "Đã rà.", "manifest": manifest, "_once": shown["token"]} | fields
    assert client.post(page, sent).status_code == 302


def notes(client, user):
    """Return what "changed lately" says to somebody, without who and when."""
    client.force_login(user)
    lately = next(each for each in client.get("/admin/").context["desk"] if "Vừa" in each.title)
    return [line.note.partition(".")[0] for line in lately.lines]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"then": "now"}, "Đã duyệt, đã công bố"),
        ({"then": "later"}, "Đã duyệt"),
        (
            {"then": "at", "at_0": "01/12/2099", "at_1": "22:38"},
            "Đã duyệt, đã hẹn giờ 22:38, 1/12/2099",
        ),
    ],
)
def test_the_author_is_told_what_others_did_with_a_release(
    client, editor, approver, draft, fields, said
):
    take(client, editor, draft, "submit")
    take(client, approver, draft, "approve", **fields)
    told = [said, "Đã gửi duyệt"]
    colleague = member(roles.EDITOR, organisation=editor.organisation)
    stranger = member(roles.EDITOR, organisation=OrganisationFactory())
    people = (editor, colleague, approver, stranger)
    assert [notes(client, each) for each in people] == [told, told, told, []]


def test_the_author_is_told_that_a_release_was_sent_back(client, editor, approver, draft):
    take(client, editor, draft, "submit")
    take(client, approver, draft, "return")
    assert notes(client, editor) == ["Đã trả lại", "Đã gửi duyệt"]


def test_what_became_public_by_itself_is_told(client, editor, approver, draft):
    """No log has it: the line comes when the moment is there, after what was done before."""
    take(client, editor, draft, "submit")
    moment = timezone.localtime() + timedelta(days=2)
    at_it = {"at_0": f"{moment:%d/%m/%Y}", "at_1": f"{moment:%H:%M}"}
    take(client, approver, draft, "approve", then="at", **at_it)
    stranger = member(roles.EDITOR, organisation=OrganisationFactory())
    before = notes(client, editor)
    set_clock(moment + timedelta(hours=1))
    said = f"Tự công khai theo giờ đã hẹn: {moment_text(moment)}"
    assert [notes(client, each) for each in (editor, approver)] == [[said, *before]] * 2
    assert notes(client, stranger) == []
    assert desk(client, editor)["Vừa thay đổi"][0] == (
        "Quý 4",
        f"/admin/metrics/release/{draft.pk}/change/",
    )


def test_a_draft_is_named_to_those_alone_who_may_see_it(client, editor):
    """Of one body, but of another role, or with another body's draft."""
    draft = ReleaseFactory(title="Mật", author=member(roles.EDITOR, organisation=None))
    LogEntry.objects.log_actions(editor.pk, [draft], CHANGE, "Sửa.", single_object=True)
    told = [("Mật", f"/admin/metrics/release/{draft.pk}/change/")]
    for role, lines in ((roles.EDITOR, []), (roles.FORUM_EDITOR, []), (roles.ADMINISTRATOR, told)):
        colleague = member(role, organisation=editor.organisation)
        assert desk(client, colleague)["Vừa thay đổi"] == lines
    assert desk(client, editor)["Vừa thay đổi"] == told


def test_the_same_queries_for_one_draft_and_many(client, editor, django_assert_num_queries):
    client.force_login(editor)
    for count in (1, 10):
        for _ in range(count):
            release = CitationFactory().release
            release.author = editor
            release.save()
        with django_assert_num_queries(13):
            client.get("/admin/")
