"""Publishing a release, correcting and withdrawing a public figure."""

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from metrics.models import Citation, Observation, Release
from metrics.publishing import (
    OutdatedFigureError,
    PublishingError,
    correct_figure,
    publish,
    release_problems,
    version_in_force,
    withdraw_figure,
)
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    UserFactory,
    published_figure,
)

pytestmark = pytest.mark.django_db


def correct(observation, **changes):
    """Correct `observation` with values that a test need not name."""
    values = {
        "author": None,
        "value": Decimal("90.7"),
        "comparator": "eq",
        "obs_status": "A",
        "reason": "error_correction",
        "note": "Báo in lại số đúng.",
        "source": SourceFactory(),
    }
    return correct_figure(observation=observation, **(values | changes))


class TestCorrectFigure:
    def test_makes_a_new_public_version_with_its_own_source(self):
        old = published_figure(value="90.0", period="2023")
        source, author = SourceFactory(), UserFactory()
        new = correct(
            old,
            author=author,
            source=source,
            locator="đoạn 8",
            printed="90.7%",
            sentence="Đạt 90.7%.",
        )
        assert version_in_force(old) == new
        assert (new.value, new.obs_status, new.comparator) == (Decimal("90.7"), "A", "eq")
        assert (new.release.reason, new.release.note, new.release.author) == (
            "error_correction",
            "Báo in lại số đúng.",
            author,
        )
        citation = new.citations.get()
        assert (citation.source, citation.locator, citation.printed, citation.sentence) == (
            source,
            "đoạn 8",
            "90.7%",
            "Đạt 90.7%.",
        )
        assert citation.release == new.release

    def test_leaves_the_old_version_and_its_citations_untouched(self):
        old = published_figure(value="90.0")
        before = Observation.objects.filter(pk=old.pk).values().get()
        citations = list(Citation.objects.filter(observation=old).values())
        correct(old)
        assert Observation.objects.filter(pk=old.pk).values().get() == before
        assert list(Citation.objects.filter(observation=old).values()) == citations

    def test_history_holds_both_versions(self):
        old = published_figure(value="90.0")
        new = correct(old)
        figure = Observation.objects.public().filter(indicator=old.indicator)
        by_time = figure.order_by("release__published_at").values_list("pk", "value")
        assert list(by_time) == [(old.pk, Decimal("90.0")), (new.pk, Decimal("90.7"))]

    def test_the_past_stays_as_it_was(self):
        old = published_figure(value="90.0")
        moment = timezone.now()
        correct(old)
        assert list(Observation.objects.in_force(moment)) == [old]

    def test_titles_in_both_languages_and_numbered_addresses(self):
        old = published_figure(
            indicator__name="Hồ sơ trực tuyến", indicator__name_en="Online files", period="2023"
        )
        first = correct(old).release
        second = correct(version_in_force(old), value=Decimal("91")).release
        assert first.title == second.title == "Đính chính: Hồ sơ trực tuyến, năm 2023"
        assert first.title_en == "Correction: Online files, 2023"
        assert first.slug == "dinh-chinh-ho-so-truc-tuyen-nam-2023"
        assert second.slug == "dinh-chinh-ho-so-truc-tuyen-nam-2023-lan-2"

    def test_keeps_the_key_of_a_target(self):
        plan = SourceFactory()
        old = published_figure(kind="target", instrument=plan, period="2021/2025", value="80")
        new = correct(old)
        assert (new.kind, new.instrument, new.period) == ("target", plan, "2021/2025")
        assert version_in_force(old) == new

    def test_does_not_touch_another_plans_target(self):
        old = published_figure(kind="target", instrument=SourceFactory(), value="80")
        other = published_figure(
            at=datetime(2020, 1, 2, tzinfo=UTC),
            indicator=old.indicator,
            area=old.area,
            kind="target",
            instrument=SourceFactory(),
            value="70",
        )
        correct(old)
        assert version_in_force(other) == other

    def test_refuses_what_changes_nothing(self):
        old = published_figure(value="90.70")
        with pytest.raises(PublishingError) as refused:
            correct(old, value=Decimal("90.7"))
        assert refused.value.sentences == [
            "Chưa có gì khác với số đang công khai. Hãy đổi giá trị hoặc trạng thái."
        ]
        assert Observation.objects.count() == 1

    def test_a_better_source_for_the_same_value_is_a_change(self):
        old = published_figure(value="90.7")
        new = correct(old, reason="source_replaced")
        assert (new.value, version_in_force(old)) == (Decimal("90.7"), new)

    def test_refuses_a_version_that_somebody_has_replaced(self):
        old = published_figure(value="90.0")
        newer = correct(old, value=Decimal("91"))
        with pytest.raises(OutdatedFigureError) as refused:
            correct(old, value=Decimal("92"))
        assert refused.value.newest == newer
        assert Observation.objects.count() == 2

    def test_refuses_a_figure_that_is_not_public(self):
        draft = ObservationFactory(value="90.0")
        with pytest.raises(PublishingError) as refused:
            correct(draft)
        assert refused.value.sentences == ["Số này chưa công khai: hãy sửa ngay trong bản thảo."]

    def test_names_every_missing_ground(self):
        old = published_figure(value="90.0")
        with pytest.raises(PublishingError) as refused:
            correct(old, value=Decimal("907"), note=" ", source=None)
        assert refused.value.sentences == [
            "Giá trị vượt 100, mức cao nhất của đơn vị.",
            "Hãy viết một câu nói vì sao số đổi.",
            "Hãy chọn nguồn làm căn cứ cho số mới.",
        ]

    def test_a_rank_beyond_its_places_leaves_nothing_behind(self):
        unit = UnitFactory(kind="rank", symbol="", lowest=1, highest=None)
        old = published_figure(indicator__unit=unit, value="8", out_of=63)
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            correct(old, value=Decimal("64"), out_of=63)
        assert refused.value.messages == ["Thứ hạng lớn hơn số đơn vị được xếp hạng."]
        assert (Release.objects.count(), Observation.objects.count()) == (1, 1)


class TestWithdrawFigure:
    def test_the_figure_is_in_force_no_more_but_its_history_stays(self):
        old = published_figure(value="90.0")
        new = withdraw_figure(observation=old, author=None, note="Nguồn đã cải chính.")
        assert (new.value, new.obs_status, new.release.reason) == (None, "withdrawn", "withdrawal")
        assert list(Observation.objects.in_force()) == []
        assert list(Observation.objects.public().order_by("pk")) == [old, new]

    def test_a_figure_is_withdrawn_once(self):
        old = published_figure(value="90.0")
        new = withdraw_figure(observation=old, author=None, note="Nguồn đã cải chính.")
        with pytest.raises(PublishingError):
            withdraw_figure(observation=new, author=None, note="Lần nữa.")

    def test_a_withdrawn_figure_may_come_back(self):
        old = published_figure(value="90.0")
        withdrawn = withdraw_figure(observation=old, author=None, note="Nguồn đã cải chính.")
        new = correct(withdrawn)
        assert list(Observation.objects.in_force()) == [new]


class TestPublish:
    def test_makes_a_draft_public_at_the_databases_now(self):
        figure = CitationFactory().observation
        before = timezone.now()
        published = publish(release=figure.release)
        assert before <= published.published_at <= timezone.now()
        assert list(Observation.objects.in_force()) == [figure]

    def test_brings_a_scheduled_release_forward(self):
        figure = CitationFactory().observation
        figure.release.published_at = timezone.now() + timedelta(days=1)
        figure.release.save()
        assert publish(release=figure.release).published_at <= timezone.now()

    def test_refuses_an_empty_release(self):
        with pytest.raises(PublishingError) as refused:
            publish(release=ReleaseFactory())
        assert refused.value.sentences == ["Lần phát hành chưa có số liệu nào."]

    def test_refuses_figures_without_source_and_names_them(self):
        release = ReleaseFactory()
        area = AreaFactory(name="Hải Phòng")
        indicator = IndicatorFactory(name="Hồ sơ")
        for year in range(2020, 2025):
            ObservationFactory(release=release, area=area, indicator=indicator, period=str(year))
        with pytest.raises(PublishingError) as refused:
            publish(release=release)
        assert refused.value.sentences == [
            "Chưa có nguồn cho: Hồ sơ, Hải Phòng, năm 2024; Hồ sơ, Hải Phòng, năm 2023; "
            "Hồ sơ, Hải Phòng, năm 2022 và 2 số khác."
        ]
        release.refresh_from_db()
        assert release.published_at is None

    def test_refuses_a_share_above_a_hundred(self):
        figure = CitationFactory(observation__value="907").observation
        [problem] = release_problems(figure.release)
        assert problem.startswith("Giá trị nằm ngoài khoảng của đơn vị: ")

    def test_a_planned_release_may_not_change_what_is_public(self):
        old = published_figure(value="90.0")
        figure = ObservationFactory(indicator=old.indicator, area=old.area, period=old.period)
        CitationFactory(observation=figure)
        [problem] = release_problems(figure.release)
        assert problem.startswith("Có số đã công khai sẽ đổi, hãy chọn đúng lý do: ")
        figure.release.reason, figure.release.note = "routine_revision", "Số chính thức."
        assert release_problems(figure.release) == []

    def test_a_revision_says_why(self):
        figure = CitationFactory(observation__release__reason="routine_revision").observation
        assert release_problems(figure.release) == [
            "Hãy ghi ở phần ghi chú vì sao số đổi; người đọc sẽ thấy."
        ]

    def test_is_done_once(self):
        old = published_figure()
        with pytest.raises(PublishingError) as refused:
            publish(release=old.release)
        assert refused.value.sentences == ["Lần phát hành này đã công khai."]

    def test_checks_a_release_of_any_size_with_the_same_queries(self, django_assert_num_queries):
        release = ReleaseFactory()
        for _ in range(30):
            CitationFactory(observation__release=release)
        with django_assert_num_queries(1):
            assert release_problems(release) == []


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def race(self, *attempts):
        """Run the attempts at once, each on a connection of its own; return what each came to."""
        results: list = [None] * len(attempts)
        start = threading.Barrier(len(attempts))

        def run(place, attempt):
            try:
                start.wait()
                results[place] = attempt()
            except (PublishingError, IntegrityError) as error:
                results[place] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(attempts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    def test_of_two_corrections_of_one_version_the_second_is_told(self, soak):
        for _ in range(200 if soak else 5):
            old = published_figure(at=timezone.now(), value="90.0")
            source = SourceFactory()
            results = self.race(
                partial(correct, old, value=Decimal("91"), source=source),
                partial(correct, old, value=Decimal("92"), source=source),
            )
            [winner] = [each for each in results if isinstance(each, Observation)]
            [loser] = [each for each in results if isinstance(each, OutdatedFigureError)]
            assert loser.newest == winner == version_in_force(old)

    def test_corrections_of_different_figures_both_become_public(self, soak):
        for _ in range(200 if soak else 5):
            figures = [published_figure(at=timezone.now(), value="90.0") for _ in range(2)]
            source = SourceFactory()
            results = self.race(*(partial(correct, figure, source=source) for figure in figures))
            assert [version_in_force(figure) for figure in figures] == results


def test_the_serving_role_has_the_rights_it_needs(as_app):
    old = published_figure(value="90.0")
    new = correct(old)
    figure = CitationFactory().observation
    publish(release=figure.release)
    assert [version_in_force(each) for each in (old, figure)] == [new, figure]
