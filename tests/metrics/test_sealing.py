"""When releases are sealed, and that the database only ever adds seals."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.utils import timezone

from metrics import lifecycle
from metrics.manifest import manifest_sha256
from metrics.models import Area, Indicator, Observation, Release, ReleaseSeal, Source, Unit
from tests.city import City
from tests.factories import (
    CitationFactory,
    IndicatorFactory,
    UnitFactory,
    UserFactory,
    approved,
    published_by,
    submitted,
)
from tests.factories import publish as give_moment
from tests.plain_sql import forbidden, refused

pytestmark = pytest.mark.django_db


def seals(release):
    """What was sealed, the oldest first: the moment and the hash."""
    return list(
        ReleaseSeal.objects.filter(release=release).values_list("published_at", "manifest_sha256")
    )


@pytest.fixture
def draft():
    return CitationFactory().release


@pytest.fixture
def accepted(draft):
    return approved(draft)


@pytest.fixture
def scheduled(accepted):
    return schedule(accepted, timezone.now() + timedelta(days=1))


def schedule(release, moment):
    return lifecycle.schedule(release=release, by=None, at=moment)


class TestASealIsAdded:
    def test_without_a_moment_when_a_release_is_approved(self, accepted):
        assert seals(accepted) == [(None, manifest_sha256(accepted))]

    def test_when_it_gets_its_moment(self, scheduled):
        assert seals(scheduled)[1:] == [(scheduled.published_at, manifest_sha256(scheduled))]

    def test_when_it_gets_another_one(self, scheduled):
        later = scheduled.published_at + timedelta(days=1)
        schedule(scheduled, later)
        assert seals(scheduled)[2:] == [(later, manifest_sha256(scheduled))]

    def test_when_the_moment_is_taken_away(self, scheduled):
        lifecycle.unschedule(release=scheduled, by=None)
        assert seals(scheduled)[2:] == [(None, manifest_sha256(scheduled))]

    def test_when_it_is_published(self, accepted):
        release = lifecycle.publish(release=accepted, by=None)
        assert seals(release)[1:] == [(release.published_at, manifest_sha256(release))]

    def test_without_a_manifest_when_the_approval_is_taken_back(self, scheduled):
        lifecycle.recall(release=scheduled, by=None, comment="Nhầm kỳ.")
        assert seals(scheduled)[2:] == [(None, "")]

    def test_of_what_it_holds_when_it_is_approved_again(self, accepted):
        before = manifest_sha256(accepted)
        draft = lifecycle.recall(release=accepted, by=None, comment="Nhầm số.")
        Observation.objects.update(value="1")
        again = approved(draft)
        assert seals(again) == [(None, before), (None, ""), (None, manifest_sha256(again))]
        assert manifest_sha256(again) != before

    def test_not_to_what_nobody_approved(self, draft):
        lifecycle.send_back(release=submitted(draft), by=None, comment="Xem lại.")
        lifecycle.abandon(release=draft, by=None)
        assert seals(draft) == []

    def test_by_the_loader_in_the_order_of_publication(self, tmp_path):
        City(tmp_path).load()
        for release in Release.objects.public():
            assert seals(release) == [(release.published_at, manifest_sha256(release))]
        in_order = Release.objects.order_by("published_at").values_list("slug", flat=True)
        assert list(ReleaseSeal.objects.values_list("slug", flat=True)) == list(in_order)


class TestTheDatabase:
    @pytest.mark.parametrize("statement", ["UPDATE {} SET slug = slug", "DELETE FROM {}"])
    def test_neither_changes_nor_deletes_a_seal(self, scheduled, statement):
        message = refused(statement.format("metrics_releaseseal"))
        assert message == "metrics_releaseseal is only ever added to"

    def test_does_not_empty_the_table(self):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE metrics_releaseseal ENABLE TRIGGER refuse_truncate")
        assert refused("TRUNCATE metrics_releaseseal") == (
            "metrics_releaseseal holds the public record and cannot be emptied"
        )

    def test_takes_no_seal_of_a_public_release(self, draft):
        release = published_by(draft)
        with pytest.raises(IntegrityError, match="is public or gone and takes no seal"):
            ReleaseSeal.objects.create(release=release, slug=release.slug)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE metrics_releaseseal SET slug = slug",
            "DELETE FROM metrics_releaseseal",
            "TRUNCATE metrics_releaseseal",
        ],
    )
    def test_gives_the_app_no_right_to(self, scheduled, as_app, statement):
        assert forbidden(statement) == ("permission denied for table metrics_releaseseal")

    def test_lets_the_app_publish(self, draft, as_app):
        assert len(seals(published_by(draft))) == 2


class TestKeysOfFigures:
    @pytest.fixture(params=["approved", "scheduled", "public"])
    def citation(self, request, draft):
        plan = CitationFactory(observation__kind="target", observation__release=draft).source
        Observation.objects.filter(kind="target").update(instrument=plan)
        release = approved(draft)
        if request.param == "scheduled":
            schedule(release, timezone.now() + timedelta(days=1))
        elif request.param == "public":
            lifecycle.publish(release=release, by=None)
        return draft.citations.exclude(source=plan).get()

    def test_stay(self, citation):
        figure = citation.observation
        named = "stands in approved or public figures"
        area, indicator, source = figure.area, figure.indicator, citation.source
        assert refused(f"UPDATE metrics_area SET code = 'x' WHERE id = {area.pk}") == (
            f'area "{area.code}" {named}: its code stays'
        )
        for change in ("code = 'x'", f"unit_id = {UnitFactory().pk}"):
            update = f"UPDATE metrics_indicator SET {change} WHERE id = {indicator.pk}"
            assert refused(update) == (
                f'indicator "{indicator.code}" {named}: its code and unit stay'
            )
        for change in ("code = 'x'", "kind = 'rank'", "symbol = 'x'"):
            update = f"UPDATE metrics_unit SET {change} WHERE id = {indicator.unit.pk}"
            assert refused(update) == (
                f'unit "{indicator.unit.code}" {named}: its code, kind and symbol stay'
            )
        for each in (source, Source.objects.get(targets__isnull=False)):
            assert refused(f"UPDATE metrics_source SET slug = 'x' WHERE id = {each.pk}") == (
                f'source "{each.slug}" {named}: its address stays'
            )

    def test_all_else_may_change(self, citation):
        Area.objects.update(name="Tên khác")
        Indicator.objects.update(definition="Định nghĩa khác")
        Unit.objects.update(noun="điểm")
        Source.objects.update(note="Ghi chú khác")

    @pytest.mark.parametrize("state", ["draft", "in_review"])
    def test_of_what_nobody_approved_may_change(self, draft, state):
        Release.objects.update(state=state)
        observation = draft.observations.get()
        Area.objects.filter(pk=observation.area.pk).update(code="khac")
        Indicator.objects.filter(pk=observation.indicator.pk).update(
            code="khac", unit=UnitFactory()
        )
        Unit.objects.update(symbol="khác")
        Source.objects.update(slug="khac")
        assert IndicatorFactory().code != "khac"

    def test_the_desk_says_so(self, client, citation):
        client.force_login(UserFactory(is_superuser=True))
        unit = citation.observation.indicator.unit
        form = {"code": "khac", "kind": "share", "symbol": "%", "noun": "", "noun_en": ""}
        form |= {"lowest": "0", "highest": "100"}
        page = client.post(f"/admin/metrics/unit/{unit.pk}/change/", form)
        [[problem]] = page.context["errors"]
        assert problem == (
            "Số liệu đã duyệt hoặc đã công khai gọi mục này bằng mã, địa chỉ hoặc đơn vị tính "
            "của nó: các phần này phải giữ nguyên nên chưa lưu gì."
        )


def test_the_migration_seals_what_was_public_before():
    later = give_moment(CitationFactory().release, timezone.now() + timedelta(days=1))
    earlier = give_moment(CitationFactory().release)
    draft = CitationFactory().release
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE metrics_releaseseal DISABLE TRIGGER guard_release_seal")
    import_module("metrics.migrations.0003_seal_releases").seal_what_has_its_moment(apps, None)
    for release in (earlier, later):
        assert seals(release) == [(release.published_at, manifest_sha256(release))]
    assert seals(draft) == []
    assert list(ReleaseSeal.objects.values_list("slug", flat=True)) == [earlier.slug, later.slug]
