"""The life of a release, step by step; what is refused changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from forum_portal import roles
from metrics import lifecycle
from metrics.clock import portal_now
from metrics.manifest import manifest_sha256
from metrics.models import Citation, Observation, Release, ReleaseSeal, ReleaseStep, Unit
from metrics.refusals import PublishingError
from tests.clock import set_clock
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    OrganisationFactory,
    ReleaseFactory,
    SourceFactory,
    UserFactory,
    approved,
    published_figure,
    staff,
    submitted,
)

pytestmark = pytest.mark.django_db

LATER = datetime(2999, 1, 1, tzinfo=UTC)
RECORD = (Release, Observation, Citation, ReleaseSeal, ReleaseStep)
FORWARD = {"submit", "approve", "schedule", "publish"}
STEPS = FORWARD | {"send_back", "take_back", "unschedule", "recall", "abandon"}
WAITS = "Lần phát hành này đang chờ duyệt: chưa ai duyệt."
IS_DRAFT = "Lần phát hành này còn là bản thảo: hãy gửi duyệt trước."
IS_APPROVED = "Lần phát hành này đã duyệt: muốn sửa thì phải hủy duyệt."
IS_ABANDONED = "Lần phát hành này đã bỏ."
IS_PUBLIC = "Lần phát hành này đã công khai."


@pytest.fixture
def author():
    return UserFactory(username="nguoi-soan")


@pytest.fixture
def approver():
    return UserFactory(username="nguoi-duyet")


@pytest.fixture
def draft(author):
    """A draft with one figure, whose source can be looked up."""
    release = ReleaseFactory(slug="quy-iv", title="Quý IV", author=author)
    source = SourceFactory(url="https://haiphong.gov.vn/quy-iv")
    CitationFactory(
        observation__release=release, observation__indicator__name="Hồ sơ", source=source
    )
    return release


@pytest.fixture
def in_review(draft):
    return submitted(draft)


@pytest.fixture
def accepted(in_review, approver):
    return approved(in_review, approver)


def record():
    """All rows of the record, to be compared."""
    return [list(model.objects.order_by("pk").values()) for model in RECORD]


def refused(act, **arguments):
    """Return status and sentences of a refusal; fail where it changed anything."""
    before = record()
    with pytest.raises(PublishingError) as refusal:
        act(**arguments)
    assert record() == before
    return refusal.value.status, refusal.value.sentences


def steps(release):
    return list(release.steps.values_list("action", "by__username", "comment"))


def last_step(release):
    return steps(release)[-1]


def last_seal(release):
    seal = ReleaseSeal.objects.filter(release=release).order_by("pk").last()
    return seal.published_at, seal.manifest_sha256


def life_of(release):
    """Where a release stands, as the database has it."""
    release.refresh_from_db()
    return release.state, release.published_at, release.approver


def approve(*, release, **arguments):
    """Approve a release as it stands."""
    seen = manifest_sha256(release)
    return lifecycle.approve(release=release, manifest=seen, **arguments)


def test_from_draft_to_public(draft, author, approver):
    lifecycle.submit(release=draft, by=author, comment=" Số quý IV. ")
    approve(release=draft, by=approver, comment="Đúng.")
    before = timezone.now()
    release = lifecycle.publish(release=draft, by=approver)

    assert before <= release.published_at <= timezone.now()
    assert life_of(draft) == ("approved", release.published_at, approver)
    assert list(Release.objects.public()) == [draft]
    assert steps(draft) == [
        ("submitted", "nguoi-soan", "Số quý IV."),
        ("approved", "nguoi-duyet", "Đúng."),
        ("published", "nguoi-duyet", ""),
    ]


def test_a_step_has_its_moment(draft):
    before = timezone.now()
    submitted(draft)
    assert before <= draft.steps.get().at <= timezone.now()


@pytest.mark.parametrize(
    ("fixture", "sentence", "open_to"),
    [
        ("draft", IS_DRAFT, {"submit", "abandon"}),
        ("in_review", WAITS, {"send_back", "take_back", "approve", "abandon"}),
        ("accepted", IS_APPROVED, {"schedule", "unschedule", "publish", "recall"}),
        ("abandoned", IS_ABANDONED, set()),
        ("public", IS_PUBLIC, set()),
    ],
)
def test_each_state_refuses_the_steps_of_the_others(request, fixture, sentence, open_to):
    release = request.getfixturevalue(fixture)
    said = {"by": UserFactory(), "comment": "Lý do."}
    arguments = {"schedule": {"at": LATER}}
    for name in STEPS - open_to:
        act = approve if name == "approve" else getattr(lifecycle, name)
        assert refused(act, release=release, **said, **arguments.get(name, {})) == (409, [sentence])


@pytest.fixture
def abandoned(draft, author):
    return lifecycle.abandon(release=draft, by=author)


@pytest.fixture
def public(accepted, approver):
    return lifecycle.publish(release=accepted, by=approver)


class TestSubmit:
    def test_freezes_the_draft(self, draft, author):
        release = lifecycle.submit(release=draft, by=author)
        assert (release.state, life_of(draft)) == ("in_review", ("in_review", None, None))
        assert steps(draft) == [("submitted", "nguoi-soan", "")]

    def test_refuses_an_empty_release(self, author):
        assert refused(lifecycle.submit, release=ReleaseFactory(), by=author) == (
            409,
            ["Lần phát hành chưa có số liệu hay nguồn nào."],
        )

    def test_takes_a_release_of_sources_alone(self, author, approver):
        release = CitationFactory(observation=published_figure(), release=ReleaseFactory()).release
        lifecycle.submit(release=release, by=author)
        approve(release=release, by=approver)
        lifecycle.publish(release=release, by=approver)
        assert list(Citation.objects.public().filter(release=release)) == [release.citations.get()]

    def test_refuses_what_the_checklist_finds(self, draft, author):
        figure = ObservationFactory(release=draft, value="907", indicator__name="Dịch vụ")
        name = f"Dịch vụ, {figure.area}, năm 2023."
        assert refused(lifecycle.submit, release=draft, by=author, comment="Cứ gửi.") == (
            409,
            [f"Chưa có nguồn cho: {name}", f"Giá trị nằm ngoài khoảng của đơn vị: {name}"],
        )

    def test_asks_for_a_word_on_what_the_checklist_notices(self, draft, author):
        figure = CitationFactory(observation__release=draft).observation
        assert refused(lifecycle.submit, release=draft, by=author, comment=" ") == (
            409,
            [
                "Hãy giải thích ở ô ý kiến những điều bảng kiểm nêu ra, rồi gửi lại.",
                f"Nguồn chưa có địa chỉ để tra lại: {figure.indicator}, {figure.area}, năm 2023.",
            ],
        )
        lifecycle.submit(release=draft, by=author, comment="Chỉ có bản giấy.")
        assert steps(draft) == [("submitted", "nguoi-soan", "Chỉ có bản giấy.")]


class TestSendBack:
    def test_makes_it_a_draft_again(self, in_review, approver):
        lifecycle.send_back(release=in_review, by=approver, comment="Thiếu nguồn quý III.")
        assert life_of(in_review) == ("draft", None, None)
        assert last_step(in_review) == ("returned", "nguoi-duyet", "Thiếu nguồn quý III.")
        Observation.objects.update(value="51")

    @pytest.mark.parametrize("comment", ["", " \n"])
    def test_says_what_to_mend(self, in_review, approver, comment):
        assert refused(lifecycle.send_back, release=in_review, by=approver, comment=comment) == (
            409,
            ["Hãy ghi điều cần sửa để người soạn biết."],
        )


class TestTakeBack:
    def test_makes_it_a_draft_again(self, in_review, author):
        lifecycle.take_back(release=in_review, by=author, comment="Còn thiếu một số.")
        assert life_of(in_review) == ("draft", None, None)
        assert last_step(in_review) == ("taken_back", "nguoi-soan", "Còn thiếu một số.")
        Observation.objects.update(value="51")

    @pytest.mark.parametrize("comment", ["", " \n"])
    def test_says_why(self, in_review, author, comment):
        assert refused(lifecycle.take_back, release=in_review, by=author, comment=comment) == (
            409,
            ["Hãy ghi vì sao lấy lại để người duyệt biết."],
        )

    def test_who_took_it_back_may_approve_what_others_send(self, in_review, author, approver):
        lifecycle.take_back(release=in_review, by=author, comment="Còn thiếu một số.")
        approve(release=submitted(in_review), by=approver)
        assert life_of(in_review) == ("approved", None, approver)


class TestApprove:
    def test_fixes_the_manifest_and_names_the_approver(self, in_review, approver):
        approve(release=in_review, by=approver, comment="Đúng.")
        assert life_of(in_review) == ("approved", None, approver)
        assert last_step(in_review) == ("approved", "nguoi-duyet", "Đúng.")
        assert last_seal(in_review) == (None, manifest_sha256(in_review))
        assert list(Release.objects.public()) == []

    OWN = 403, ["Bạn đã soạn lần phát hành này nên phải có người khác duyệt."]

    def test_is_not_for_the_author(self, in_review, author):
        assert refused(approve, release=in_review, by=author) == self.OWN

    def test_is_not_for_who_sent_it(self, draft):
        colleague = UserFactory()
        in_review = submitted(draft, colleague)
        assert refused(approve, release=in_review, by=colleague) == self.OWN

    def test_is_not_for_who_sent_an_earlier_state_of_it(self, draft, author, approver):
        in_review = submitted(draft, approver)
        lifecycle.send_back(release=in_review, by=author, comment="Xem lại.")
        in_review = submitted(draft, author)
        assert refused(approve, release=in_review, by=approver) == self.OWN

    def test_is_not_for_who_had_a_hand_in_it(self, draft, author, approver):
        lifecycle.note_edit(draft, approver)
        lifecycle.note_edit(draft, approver)
        assert [each.action for each in draft.steps.filter(by=approver)] == ["edited"]
        in_review = submitted(draft, author)
        assert refused(approve, release=in_review, by=approver) == self.OWN

    def test_is_for_anybody_where_nobody_wrote_it(self, approver):
        in_review = submitted(CitationFactory().release)
        assert approve(release=in_review, by=approver).approver == approver

    def test_refuses_what_was_changed_since_it_was_seen(self, draft, approver):
        in_review = submitted(draft)
        seen = manifest_sha256(in_review)
        lifecycle.send_back(release=in_review, by=approver, comment="Xem lại.")
        Observation.objects.update(value="51")
        submitted(draft)
        assert refused(lifecycle.approve, release=in_review, by=approver, manifest=seen) == (
            409,
            ["Lần phát hành đã thay đổi từ khi bạn mở trang. Hãy xem lại."],
        )
        seen = manifest_sha256(in_review)
        assert lifecycle.approve(release=in_review, by=approver, manifest=seen).pk == draft.pk

    def test_looks_at_the_checklist_anew(self, in_review, approver):
        figure = in_review.observations.get()
        key = {name: getattr(figure, name) for name in ("indicator", "area", "period")}
        published_figure(**key, value="40")
        assert refused(approve, release=in_review, by=approver) == (
            409,
            [f"Có số đã công khai sẽ đổi, hãy chọn đúng lý do: Hồ sơ, {figure.area}, năm 2023."],
        )

    def test_asks_no_word_for_what_the_checklist_notices(self, approver):
        in_review = submitted(CitationFactory().release)  # its source has no address
        assert approve(release=in_review, by=approver).state == "approved"


class TestSchedule:
    def test_lets_it_become_public_by_itself(self, accepted, approver):
        moment = portal_now() + timedelta(days=1)
        lifecycle.schedule(release=accepted, by=approver, at=moment, comment="Họp báo.")
        assert life_of(accepted) == ("approved", moment, approver)
        assert last_step(accepted) == ("scheduled", "nguoi-duyet", "Họp báo.")
        assert last_seal(accepted) == (moment, manifest_sha256(accepted))
        assert list(Release.objects.public()) == []
        set_clock(moment)
        assert list(Release.objects.public()) == [accepted]

    @pytest.mark.parametrize("ago", [timedelta(0), timedelta(days=1)])
    def test_is_for_a_moment_to_come(self, accepted, approver, ago):
        set_clock(LATER)
        assert refused(lifecycle.schedule, release=accepted, by=approver, at=LATER - ago) == (
            400,
            ["Thời điểm này đã qua. Hãy chọn một lúc muộn hơn, hoặc công bố ngay."],
        )

    def test_may_be_done_again_until_then(self, accepted, approver):
        lifecycle.schedule(release=accepted, by=approver, at=LATER)
        sooner = LATER - timedelta(days=1)
        lifecycle.schedule(release=accepted, by=approver, at=sooner)
        assert life_of(accepted) == ("approved", sooner, approver)
        assert last_seal(accepted) == (sooner, manifest_sha256(accepted))

    def test_cannot_be_taken_back_once_the_moment_has_come(self, accepted, approver):
        lifecycle.schedule(release=accepted, by=approver, at=LATER)
        set_clock(LATER)
        for act in (lifecycle.unschedule, lifecycle.publish, lifecycle.recall):
            said = {"by": approver, "comment": "Thôi."}
            assert refused(act, release=accepted, **said) == (409, [IS_PUBLIC])


class TestTheChecklistOnceMore:
    """What was right at approval may be wrong when the release is to be public."""

    STEPS = pytest.mark.parametrize("said", [{"at": LATER}, {}], ids=["schedule", "publish"])

    def refusal(self, release, approver, said):
        act = lifecycle.schedule if said else lifecycle.publish
        return refused(act, release=release, by=approver, **said)

    @STEPS
    def test_a_bound_moved(self, accepted, approver, said):
        figure = accepted.observations.get()
        Unit.objects.update(highest=40)
        assert self.refusal(accepted, approver, said) == (
            409,
            [f"Giá trị nằm ngoài khoảng của đơn vị: Hồ sơ, {figure.area}, năm 2023."],
        )

    @STEPS
    def test_the_figure_became_public_elsewhere(self, accepted, approver, said):
        figure = accepted.observations.get()
        key = {name: getattr(figure, name) for name in ("indicator", "area", "period")}
        published_figure(**key, value="40")
        assert self.refusal(accepted, approver, said) == (
            409,
            [f"Có số đã công khai sẽ đổi, hãy chọn đúng lý do: Hồ sơ, {figure.area}, năm 2023."],
        )


class TestUnschedule:
    def test_takes_the_moment_away(self, accepted, approver):
        lifecycle.schedule(release=accepted, by=approver, at=LATER)
        lifecycle.unschedule(release=accepted, by=approver, comment="Hoãn họp báo.")
        assert life_of(accepted) == ("approved", None, approver)
        assert last_step(accepted) == ("unscheduled", "nguoi-duyet", "Hoãn họp báo.")
        assert last_seal(accepted) == (None, manifest_sha256(accepted))
        set_clock(LATER)
        assert list(Release.objects.public()) == []

    def test_refuses_what_has_none(self, accepted, approver):
        assert refused(lifecycle.unschedule, release=accepted, by=approver) == (
            409,
            ["Lần phát hành này chưa hẹn giờ."],
        )


class TestPublish:
    def test_is_not_before_the_moment_by_itself_but_by_hand(self, accepted, approver):
        lifecycle.schedule(release=accepted, by=approver, at=LATER)
        release = lifecycle.publish(release=accepted, by=approver, comment="Sớm hơn.")
        assert release.published_at <= timezone.now()
        assert last_seal(accepted) == (release.published_at, manifest_sha256(accepted))
        assert last_step(accepted) == ("published", "nguoi-duyet", "Sớm hơn.")

    def test_refuses_what_nobody_sealed(self, in_review, approver):
        Release.objects.update(state="approved", approver=approver)
        assert refused(lifecycle.publish, release=in_review, by=approver) == (
            409,
            ["Nội dung lần phát hành không còn đúng với bản đã duyệt."],
        )

    def test_refuses_what_was_approved_before_it_was_taken_back(self, accepted, approver):
        lifecycle.recall(release=accepted, by=approver, comment="Nhầm kỳ.")
        Release.objects.update(state="approved", approver=approver)
        assert refused(lifecycle.publish, release=accepted, by=approver) == (
            409,
            ["Nội dung lần phát hành không còn đúng với bản đã duyệt."],
        )


class TestRecall:
    @pytest.mark.parametrize("has_moment", [False, True])
    def test_makes_it_a_draft_again(self, accepted, approver, has_moment):
        if has_moment:
            lifecycle.schedule(release=accepted, by=approver, at=LATER)
        lifecycle.recall(release=accepted, by=approver, comment="Nhầm kỳ.")
        assert life_of(accepted) == ("draft", None, None)
        assert last_step(accepted) == ("recalled", "nguoi-duyet", "Nhầm kỳ.")
        assert last_seal(accepted) == (None, "")
        Observation.objects.update(value="51")

    def test_says_why(self, accepted, approver):
        assert refused(lifecycle.recall, release=accepted, by=approver, comment=" ") == (
            409,
            ["Hãy ghi vì sao hủy duyệt để người soạn biết."],
        )


class TestAbandon:
    @pytest.mark.parametrize("fixture", ["draft", "in_review"])
    def test_removes_its_rows_and_keeps_its_steps(self, request, author, fixture):
        release = request.getfixturevalue(fixture)
        before = steps(release)
        lifecycle.abandon(release=release, by=author, comment="Số liệu chưa chắc.")
        assert life_of(release) == ("abandoned", None, None)
        assert (Observation.objects.count(), Citation.objects.count()) == (0, 0)
        assert steps(release) == [*before, ("abandoned", "nguoi-soan", "Số liệu chưa chắc.")]

    def test_refuses_what_another_release_cites(self, draft):
        editor = staff(roles.EDITOR)
        other = ReleaseFactory(title="Đối chiếu", author=editor)
        CitationFactory(observation=draft.observations.get(), release=other)
        assert refused(lifecycle.abandon, release=draft, by=editor) == (
            409,
            ["Có số được trích nguồn trong lần phát hành “Đối chiếu”: hãy bỏ phần trích ấy trước."],
        )

    def test_tells_no_titles_that_its_author_may_not_see(self, draft):
        editor = staff(roles.EDITOR, organisation=OrganisationFactory())
        for title, by in (("Mật", staff(roles.EDITOR)), ("Đối chiếu", editor)):
            other = ReleaseFactory(title=title, author=by)
            CitationFactory(observation=draft.observations.get(), release=other)
        hidden = (
            "Có số được trích nguồn trong một lần phát hành khác chưa công khai. Phải bỏ phần "
            "trích ấy trước: hãy hỏi người duyệt."
        )
        own = "Có số được trích nguồn trong lần phát hành “Đối chiếu”: hãy bỏ phần trích ấy trước."
        assert refused(lifecycle.abandon, release=draft, by=editor) == (409, [own, hidden])
        assert refused(lifecycle.abandon, release=draft, by=None) == (409, [hidden])
        assert life_of(draft)[0] == "draft"

    def test_leaves_the_rows_of_others(self, draft, author):
        other = CitationFactory()
        lifecycle.abandon(release=draft, by=author)
        assert (Observation.objects.get(), Citation.objects.get()) == (other.observation, other)

    def test_frees_the_address_and_keeps_the_title(self, draft, author):
        lifecycle.abandon(release=draft, by=author)
        draft.refresh_from_db()
        assert (draft.slug[:3], draft.title) == ("bo-", "Quý IV")
        assert ReleaseFactory(slug="quy-iv").pk != draft.pk

    def test_frees_its_figures(self, draft, author):
        figure = draft.observations.get()
        key = {name: getattr(figure, name) for name in ("indicator", "area", "period")}
        other = ObservationFactory(**key)
        CitationFactory(observation=other)
        [sentence] = refused(lifecycle.submit, release=other.release, by=author)[1]
        assert sentence.startswith("Một lần phát hành khác chưa công khai cũng có: ")
        lifecycle.abandon(release=draft, by=author)
        assert submitted(other.release).state == "in_review"


def test_the_serving_role_has_the_rights_it_needs(draft, author, approver, as_app):
    act = {"release": draft, "by": approver}
    lifecycle.submit(release=draft, by=author)
    lifecycle.send_back(**act, comment="Xem lại.")
    lifecycle.submit(release=draft, by=author)
    approve(**act)
    lifecycle.schedule(**act, at=LATER)
    lifecycle.unschedule(**act)
    lifecycle.recall(**act, comment="Nhầm.")
    lifecycle.submit(release=draft, by=author)
    approve(**act)
    assert lifecycle.publish(**act).published_at
    other = CitationFactory().release
    assert lifecycle.abandon(release=other, by=author).state == "abandoned"
