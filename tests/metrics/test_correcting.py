"""Proposals to correct or withdraw a public figure: hidden until a second person publishes them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from metrics import lifecycle
from metrics.correcting import propose_correction, propose_withdrawal, version_in_force
from metrics.models import Citation, Observation, Release, ReleaseStep
from metrics.refusals import FigureTakenError, OutdatedFigureError, PublishingError
from tests.factories import (
    LONG_AGO,
    CitationFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    UserFactory,
    approved,
    publish,
    published_by,
    published_figure,
)

pytestmark = pytest.mark.django_db

TARGET = {"kind": "target", "period": "2021/2025", "value": "80"}


def correct(observation, **changes):
    """Propose a correction with values that a test need not name."""
    values = {
        "author": None,
        "value": Decimal("90.7"),
        "comparator": "eq",
        "obs_status": "A",
        "reason": "error_correction",
        "note": "Báo in lại số đúng.",
        "source": SourceFactory(),
    }
    return propose_correction(observation=observation, **(values | changes))


def corrected(observation, **changes):
    """Let a correction be public: proposed, approved and published."""
    proposed = correct(observation, **changes)
    published_by(proposed.release)
    return version_in_force(observation)


def refused(error=PublishingError, act=correct, **arguments):
    """Return the refusal; fail where anything was left behind."""
    before = [model.objects.count() for model in (Release, Observation, Citation, ReleaseStep)]
    with pytest.raises(error) as refusal, transaction.atomic():
        act(**arguments)
    after = [model.objects.count() for model in (Release, Observation, Citation, ReleaseStep)]
    assert after == before
    return refusal.value


@pytest.fixture
def old():
    """A public figure of a city."""
    return published_figure(
        value="90.0",
        period="2023",
        indicator__name="Hồ sơ trực tuyến",
        indicator__name_en="Online files",
        area__name="Hải Phòng",
        area__name_en="Hai Phong",
        area__code="hai-phong",
    )


class TestAProposal:
    def test_is_a_release_in_review_with_its_own_source(self, old):
        source, author = SourceFactory(), UserFactory(username="bien-tap")
        words = {"locator": "đoạn 8", "printed": "90.7%", "sentence": "Đạt 90.7%."}
        new = correct(old, author=author, source=source, **words)

        assert (new.value, new.obs_status, new.comparator) == (Decimal("90.7"), "A", "eq")
        release = new.release
        assert (release.state, release.published_at, release.author) == ("in_review", None, author)
        assert (release.reason, release.note) == ("error_correction", "Báo in lại số đúng.")
        assert list(release.steps.values_list("action", "by__username", "comment")) == [
            ("created", "bien-tap", ""),
            ("submitted", "bien-tap", "Báo in lại số đúng."),
        ]
        citation = new.citations.get()
        assert (citation.source, citation.release) == (source, release)
        assert {name: getattr(citation, name) for name in words} == words

    def test_is_not_public(self, old):
        correct(old)
        assert list(Observation.objects.public()) == [old]
        assert list(Release.objects.public()) == [old.release]
        assert version_in_force(old) == old

    def test_becomes_public_when_a_second_person_publishes_it(self, old):
        author, approver = UserFactory(), UserFactory()
        new = correct(old, author=author)
        with pytest.raises(PublishingError):
            approved(new.release, author)
        published_by(new.release, approver)
        assert version_in_force(old) == new
        assert Release.objects.get(pk=new.release.pk).approver == approver

    def test_leaves_the_old_version_and_its_citations_untouched(self, old):
        before = Observation.objects.filter(pk=old.pk).values().get()
        citations = list(Citation.objects.filter(observation=old).values())
        corrected(old)
        assert Observation.objects.filter(pk=old.pk).values().get() == before
        assert list(Citation.objects.filter(observation=old).values()) == citations

    def test_leaves_the_past_as_it_was(self, old):
        moment = timezone.now()
        new = corrected(old)
        assert list(Observation.objects.in_force(moment)) == [old]
        figure = Observation.objects.public().order_by("release__published_at")
        assert list(figure.values_list("pk", "value")) == [
            (old.pk, Decimal("90.0")),
            (new.pk, Decimal("90.7")),
        ]

    def test_keeps_the_key_of_a_target(self):
        plan = SourceFactory()
        old = published_figure(**TARGET, instrument=plan)
        new = corrected(old)
        assert (new.kind, new.instrument, new.period) == ("target", plan, "2021/2025")

    def test_does_not_touch_another_plans_target(self):
        old = published_figure(**TARGET, instrument=SourceFactory())
        key = TARGET | {"indicator": old.indicator, "area": old.area}
        other = published_figure(LONG_AGO + timedelta(days=1), **key, instrument=SourceFactory())
        corrected(old)
        assert version_in_force(other) == other

    def test_answers_the_checklist_with_its_note(self, old):
        old.indicator.jump_threshold = 1
        old.indicator.save()
        earlier = {"indicator": old.indicator, "area": old.area, "period": "2022"}
        published_figure(LONG_AGO + timedelta(days=1), **earlier, value="20")
        assert correct(old).release.state == "in_review"


class TestNames:
    def test_titles_in_both_languages_name_the_figure(self, old):
        release = correct(old).release
        assert release.title == "Đính chính: Hồ sơ trực tuyến, Hải Phòng, năm 2023"
        assert release.title_en == "Correction: Online files, Hai Phong, 2023"

    def test_what_has_no_english_name_keeps_its_own(self):
        old = published_figure(indicator__name="Hồ sơ", area__name="Hải Phòng", value="90")
        assert correct(old).release.title_en == "Correction: Hồ sơ, Hải Phòng, 2023"

    def test_a_withdrawal_says_so(self, old):
        release = propose_withdrawal(observation=old, author=None, note="Nguồn sai.").release
        assert release.title == "Rút số: Hồ sơ trực tuyến, Hải Phòng, năm 2023"
        assert release.title_en == "Withdrawal: Online files, Hai Phong, 2023"
        assert release.slug == "thu-hoi-ho-so-truc-tuyen-hai-phong-2023"

    def test_addresses_are_numbered_over_what_is_public(self, old):
        first = corrected(old)
        second = corrected(first, value=Decimal("91"))
        third = correct(second, value=Decimal("92"))
        assert [each.release.slug for each in (first, second, third)] == [
            "dinh-chinh-ho-so-truc-tuyen-hai-phong-2023",
            "dinh-chinh-ho-so-truc-tuyen-hai-phong-2023-lan-2",
            "dinh-chinh-ho-so-truc-tuyen-hai-phong-2023-lan-3",
        ]

    def test_an_abandoned_proposal_leaves_no_gap(self, old):
        given_up = correct(old).release
        lifecycle.abandon(release=given_up, by=None)
        assert correct(old).release.slug == "dinh-chinh-ho-so-truc-tuyen-hai-phong-2023"

    @pytest.mark.parametrize("published_at", [None, "2999-01-01T00:00Z"])
    def test_hidden_releases_never_influence_them(self, old, published_at):
        """Whatever address somebody gave a release that waits."""
        stem = "dinh-chinh-ho-so-truc-tuyen-hai-phong-2023"
        for slug in (f"{stem}-lan-2", f"{stem}-4"):
            hidden = ReleaseFactory(slug=slug)
            if published_at:
                publish(hidden, published_at)
        assert correct(old).release.slug == stem

    def test_other_areas_periods_and_plans_have_other_addresses(self, old):
        key = {"indicator": old.indicator, "area": old.area}
        day = iter(LONG_AGO + timedelta(days=number) for number in range(1, 9))
        others = [
            published_figure(next(day), indicator=old.indicator, area__code="an-duong"),
            published_figure(next(day), **key, period="2023-Q4"),
            published_figure(next(day), **key, **TARGET),
            published_figure(next(day), **key, **TARGET, instrument=SourceFactory(slug="kh-12")),
        ]
        stem = "dinh-chinh-ho-so-truc-tuyen"
        assert [correct(each).release.slug for each in (old, *others)] == [
            f"{stem}-hai-phong-2023",
            f"{stem}-an-duong-2023",
            f"{stem}-hai-phong-2023-q4",
            f"{stem}-hai-phong-2021-2025-muc-tieu",
            f"{stem}-hai-phong-2021-2025-muc-tieu-kh-12",
        ]

    def test_a_long_address_keeps_what_tells_it_apart(self):
        name = "Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận và giải quyết trực tuyến toàn trình"
        old = published_figure(indicator__name=name, area__code="hai-phong", value="90")
        key = {"indicator": old.indicator, "area": old.area, "period": "2022"}
        other = published_figure(LONG_AGO + timedelta(days=1), **key)
        one, two = (correct(each).release.slug for each in (old, other))
        stem = "dinh-chinh-ty-le-ho-so-thu-tuc-hanh-chinh-duoc-tiep-nhan-va-giai-quyet"
        assert [one.rpartition("-")[0], two.rpartition("-")[0]] == [stem, stem]
        assert (one == two, max(len(one), len(two)) <= 80) == (False, True)

    def test_an_address_that_a_hidden_release_has_is_refused(self, old):
        ReleaseFactory(slug="dinh-chinh-ho-so-truc-tuyen-hai-phong-2023")
        refusal = refused(ValidationError, observation=old)
        assert list(refusal.message_dict) == ["slug"]


class TestRefusals:
    def test_what_changes_nothing(self, old):
        refusal = refused(observation=old, value=Decimal("90"))
        assert (refusal.status, refusal.sentences) == (
            409,
            ["Chưa có gì khác với số đang công khai. Hãy đổi giá trị hoặc trạng thái."],
        )

    def test_a_better_source_for_the_same_value_is_a_change(self, old):
        new = corrected(old, value=Decimal("90"), reason="source_replaced")
        assert new.value == Decimal("90")

    def test_a_version_that_somebody_has_replaced(self, old):
        newer = corrected(old, value=Decimal("91"))
        refusal = refused(OutdatedFigureError, observation=old, value=Decimal("92"))
        assert (refusal.status, refusal.sentences, refusal.newest) == (
            409,
            ["Vừa có người đổi số này. Hãy so lại rồi lưu lần nữa."],
            newer,
        )

    @pytest.mark.parametrize("state", ["draft", "in_review", "approved", "scheduled"])
    def test_a_figure_that_another_release_is_changing(self, old, state):
        key = {"indicator": old.indicator, "area": old.area}
        other = ObservationFactory(**key, release__title="Quý IV").release
        if state == "scheduled":
            publish(other, "2999-01-01T00:00Z")
        else:
            Release.objects.filter(pk=other.pk).update(state=state)
        reader = UserFactory(is_superuser=True)
        refusal = refused(FigureTakenError, observation=old, author=reader)
        assert (refusal.status, refusal.sentences, refusal.release) == (
            409,
            ["Hồ sơ trực tuyến, Hải Phòng, năm 2023 đang được sửa trong lần phát hành “Quý IV”."],
            other,
        )

    def test_does_not_name_a_release_that_the_author_may_not_see(self, old):
        key = {"indicator": old.indicator, "area": old.area}
        ObservationFactory(**key, release__title="Mật", release__author=UserFactory())
        refusal = refused(FigureTakenError, observation=old, author=UserFactory())
        assert refusal.sentences == [
            "Hồ sơ trực tuyến, Hải Phòng, năm 2023 đang được sửa trong một lần phát hành khác "
            "chưa công khai."
        ]

    def test_a_second_proposal_until_the_first_is_given_up(self, old):
        first = correct(old).release
        assert refused(FigureTakenError, observation=old).release == first
        lifecycle.send_back(release=first, by=None, comment="Xem lại.")
        assert refused(FigureTakenError, observation=old).release == first
        lifecycle.abandon(release=first, by=None)
        assert correct(old).release.state == "in_review"

    def test_a_figure_that_is_not_public(self):
        draft = CitationFactory(observation__value="90.0").observation
        refusal = refused(observation=draft)
        assert (refusal.status, refusal.sentences) == (
            409,
            ["Số này chưa công khai: hãy sửa ngay trong bản thảo."],
        )

    def test_names_every_missing_ground(self, old):
        refusal = refused(observation=old, value=Decimal("907"), note=" ", source=None)
        assert refusal.sentences == [
            "Giá trị vượt 100, mức cao nhất của đơn vị.",
            "Hãy viết một câu nói vì sao số đổi.",
            "Hãy chọn nguồn làm căn cứ cho số mới.",
        ]

    def test_what_the_checklist_finds(self, old):
        refusal = refused(observation=old, numerator=Decimal(10), denominator=Decimal(9))
        assert refusal.sentences == ["Tử số lớn hơn mẫu số: Hồ sơ trực tuyến, Hải Phòng, năm 2023."]

    def test_a_rank_beyond_its_places(self):
        unit = UnitFactory(kind="rank", symbol="", lowest=1, highest=None)
        old = published_figure(indicator__unit=unit, value="8", out_of=63)
        refusal = refused(ValidationError, observation=old, value=Decimal("64"), out_of=63)
        assert refusal.messages == ["Thứ hạng lớn hơn số đơn vị được xếp hạng."]


class TestAWithdrawal:
    def withdraw(self, observation, note="Nguồn đã cải chính."):
        return propose_withdrawal(observation=observation, author=None, note=note)

    def test_is_in_force_once_it_is_published(self, old):
        new = self.withdraw(old)
        assert (new.value, new.obs_status, new.release.reason) == (None, "withdrawn", "withdrawal")
        assert list(Observation.objects.in_force()) == [old]
        published_by(new.release)
        assert list(Observation.objects.in_force()) == []
        assert list(Observation.objects.public().order_by("pk")) == [old, new]

    def test_needs_no_source_but_a_reason(self, old):
        refusal = refused(act=self.withdraw, observation=old, note=" ")
        assert refusal.sentences == ["Hãy viết một câu nói vì sao rút số."]

    def test_is_made_once(self, old):
        new = self.withdraw(old)
        published_by(new.release)
        assert refused(act=self.withdraw, observation=new).sentences == [
            "Chưa có gì khác với số đang công khai. Hãy đổi giá trị hoặc trạng thái."
        ]

    def test_may_be_followed_by_a_new_value(self, old):
        withdrawn = self.withdraw(old)
        published_by(withdrawn.release)
        back = corrected(withdrawn)
        assert list(Observation.objects.in_force()) == [back]


def test_the_serving_role_has_the_rights_it_needs(old, as_app):
    new = correct(old)
    published_by(new.release)
    assert version_in_force(old) == new
