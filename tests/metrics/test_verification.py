"""`verify` names what somebody with every right to the database has changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from metrics import lifecycle
from metrics.correcting import propose_withdrawal
from metrics.manifest import manifest_sha256
from metrics.models import Citation, Indicator, Observation, Release, ReleaseSeal, Source
from metrics.verification import verify
from tests.city import City
from tests.clock import set_clock
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    UserFactory,
    approved,
    publish,
    published_by,
    published_figure,
)
from tests.tampering import changed, erase, released, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    """Three public releases, in this order."""
    return [released(slug) for slug in ("mot", "hai", "ba")]


def test_nothing_is_wrong_with_what_the_portal_published(record):
    figure = record[0].observations.get()
    proposed = propose_withdrawal(observation=figure, author=UserFactory(), note="Nhầm.")
    published_by(proposed.release)
    findings = verify()
    assert findings.problems == []
    assert len(findings.hashes) == 4


def test_nothing_is_wrong_with_a_city_that_was_loaded(tmp_path):
    City(tmp_path).load()
    assert verify().problems == []
    assert Release.objects.public().exists()


def test_drafts_and_scheduled_releases_are_not_looked_at():
    ObservationFactory()
    publish(ReleaseFactory(), timezone.now() + timedelta(days=1))
    assert verify().problems == []
    assert verify().hashes == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE metrics_observation SET value = 49 WHERE release_id = %s",
        "UPDATE metrics_observation SET comment = 'khác' WHERE release_id = %s",
        "UPDATE metrics_citation SET sentence = 'khác' WHERE release_id = %s",
        "UPDATE metrics_release SET note = 'khác' WHERE id = %s",
    ],
)
def test_an_edit(record, statement):
    tamper(statement, record[1].pk)
    assert verify().problems == [changed("hai")]


def past_every_trigger(statement, *parameters):
    """Run the statement on tables of names, whose triggers `tamper` leaves on."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("area", "indicator", "source", "unit"):
            cursor.execute(f"ALTER TABLE metrics_{table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("table", "edit", "kind", "field"),
    [
        ("area", "code = 'khac'", "Địa bàn", "mã"),
        ("unit", "symbol = '‰'", "Đơn vị tính", "ký hiệu"),
    ],
)
def test_an_edit_of_what_manifests_hold(record, table, edit, kind, field):
    figure = record[1].observations.get()
    renamed = figure.area if table == "area" else figure.indicator.unit
    past_every_trigger(f"UPDATE metrics_{table} SET {edit} WHERE id = %s", renamed.pk)
    renamed.refresh_from_db()
    past = (
        f"{kind} “{renamed}” ({renamed.code}) không khớp với lịch sử sửa đổi của mình ở: {field}."
    )
    assert verify().problems == [changed("hai"), past]


class TestNames:
    """Of a source, an indicator, an area and a unit manifests hold the key alone."""

    def test_may_be_mended_at_the_desk(self, record):
        Source.objects.update(
            title="Tên đúng", publisher="Báo Hải Phòng", published_on="2023-12-27"
        )
        Indicator.objects.update(name="Tên đúng", definition="Số đã rõ.")
        assert verify().problems == []

    def test_do_not_change_past_the_trail(self, record):
        source = record[1].citations.get().source
        past_every_trigger(
            "UPDATE metrics_source SET title = 'Báo khác', publisher = 'Báo khác' WHERE id = %s",
            source.pk,
        )
        assert verify().problems == [
            f"Nguồn “Báo khác” ({source.slug}) không khớp với lịch sử sửa đổi của mình ở: "
            "tiêu đề, nơi công bố."
        ]

    def test_older_than_the_trail_have_none(self, record):
        past_every_trigger("TRUNCATE metrics_sourceevent")
        assert verify().problems == []


@pytest.mark.parametrize(
    "edit",
    ["period_start = period_start - 1", "period_end = period_end + 1", "frequency = 'M'"],
)
def test_an_edit_of_the_days_or_the_frequency(record, edit):
    figure = record[1].observations.get()
    tamper(f"UPDATE metrics_observation SET {edit} WHERE id = %s", figure.pk)
    assert verify().problems == [outside_its_period(figure)]


def test_an_edit_of_the_period_to_what_is_none(record):
    figure = record[1].observations.get()
    tamper("UPDATE metrics_observation SET period = 'nay' WHERE id = %s", figure.pk)
    figure.refresh_from_db()
    assert verify().problems == [changed("hai"), outside_its_period(figure)]


def outside_its_period(figure):
    release = f"Lần phát hành “{figure.release.slug}” ({figure.release.slug})"
    return f"{figure}, thuộc {release}, có ngày đầu, ngày cuối hoặc tần suất không khớp với kỳ."


def test_the_deletion_of_a_figure(record):
    tamper("DELETE FROM metrics_citation WHERE release_id = %s", record[1].pk)
    tamper("DELETE FROM metrics_observation WHERE release_id = %s", record[1].pk)
    assert verify().problems == [changed("hai")]


def test_the_deletion_of_its_source(record):
    figure = record[1].observations.get()
    tamper("DELETE FROM metrics_citation WHERE release_id = %s", record[1].pk)
    assert verify().problems == [
        changed("hai"),
        f"{figure}, thuộc Lần phát hành “hai” (hai), công khai mà không có nguồn.",
    ]


def test_the_deletion_of_a_release(record):
    erase(record[1])
    moment = timezone.localtime(record[1].published_at).isoformat(" ")
    assert verify().problems == [f"Thiếu lần phát hành “hai”, công khai từ {moment}."]


def test_a_release_that_is_hidden_again(record):
    tamper("UPDATE metrics_release SET published_at = NULL WHERE id = %s", record[1].pk)
    [problem] = verify().problems
    assert problem.startswith("Thiếu lần phát hành “hai”, công khai từ ")


def test_the_insertion_of_a_figure(record):
    draft = ObservationFactory()
    tamper("UPDATE metrics_observation SET release_id = %s WHERE id = %s", record[0].pk, draft.pk)
    assert verify().problems == [
        changed("mot"),
        f"{draft}, thuộc Lần phát hành “mot” (mot), công khai mà không có nguồn.",
    ]


def test_the_insertion_of_a_release(record):
    key = {"release__slug": "chen-vao", "release__title": "Chèn vào"}
    published_figure(record[2].published_at + timedelta(microseconds=1), **key)
    assert verify().problems == [
        "Lần phát hành “Chèn vào” (chen-vao) đã công khai nhưng chưa từng được niêm dấu kiểm."
    ]


def swap(table, first, second):
    tamper(
        f"UPDATE metrics_{table} SET published_at = CASE slug WHEN %s THEN %s::timestamptz "
        "ELSE %s::timestamptz END WHERE slug IN (%s, %s) AND published_at IS NOT NULL",
        first.slug,
        second.published_at,
        first.published_at,
        first.slug,
        second.slug,
    )


def test_another_order_of_publication(record):
    swap("release", record[0], record[1])
    *moved, order = verify().problems
    assert [problem.partition(" với")[0] for problem in sorted(moved)] == [
        "Lần phát hành “hai” (hai) được niêm",
        "Lần phát hành “mot” (mot) được niêm",
    ]
    assert order == (
        "Lần phát hành “hai” (hai) đứng trước Lần phát hành “mot” (mot) trong sổ gốc "
        "nhưng lại công khai sau."
    )


def test_another_order_with_forged_seals(record):
    swap("release", record[0], record[1])
    swap("releaseseal", record[0], record[1])
    assert verify().problems == [
        "Lần phát hành “hai” (hai) đứng trước Lần phát hành “mot” (mot) trong sổ gốc "
        "nhưng lại công khai sau."
    ]


class TestASealMadeLater:
    """Whoever owns the database changes a figure and seals the release anew."""

    def forge(self, release, sealed_at=None):
        tamper("UPDATE metrics_observation SET value = 49 WHERE release_id = %s", release.pk)
        tamper(
            "INSERT INTO metrics_releaseseal "
            "(release_id, slug, published_at, manifest_sha256, sealed_at) "
            "VALUES (%s, %s, %s, %s, coalesce(%s, portal_now()))",
            *(release.pk, release.slug, release.published_at, manifest_sha256(release)),
            sealed_at,
        )

    def late(self, release):
        sealed_at = timezone.localtime(release.seals.last().sealed_at).isoformat(" ")
        name = f"Lần phát hành “{release.title}” ({release.slug})"
        return f"{name} được niêm dấu kiểm lúc {sealed_at}, khi đã công khai rồi."

    def test_after_it_was_published_at_once(self, record):
        self.forge(record[2])
        assert verify().problems == [self.late(record[2])]

    def test_after_its_moment_came(self):
        moment = timezone.now() + timedelta(days=1)
        draft = CitationFactory(observation__release__slug="hen").release
        release = lifecycle.schedule(release=approved(draft), by=None, at=moment)
        set_clock(moment)
        assert verify().problems == []
        self.forge(release, moment + timedelta(minutes=1))
        assert verify().problems == [self.late(release)]

    def test_in_place_of_the_first(self, record):
        tamper("DELETE FROM metrics_releaseseal WHERE release_id = %s", record[2].pk)
        self.forge(record[2], record[2].published_at + timedelta(minutes=1))
        assert verify().problems == [self.late(record[2])]

    def test_of_history_that_was_loaded(self, tmp_path):
        City(tmp_path).load()
        release = Release.objects.get()
        self.forge(release)
        assert verify().problems == [self.late(release)]

    def test_of_history_in_place_of_the_first(self, tmp_path):
        City(tmp_path).load()
        release = Release.objects.get()
        tamper("DELETE FROM metrics_releaseseal")
        self.forge(release, timezone.now() + timedelta(minutes=1))
        assert verify().problems == [self.late(release)]


@pytest.mark.parametrize(
    ("seal", "sentence"),
    [
        ({"manifest_sha256": ""}, "đã công khai dù việc duyệt đã bị hủy."),
        ({"published_at": None}, "đã công khai dù lúc niêm dấu kiểm chưa được hẹn giờ."),
    ],
)
def test_a_seal_that_lets_nothing_be_public(record, seal, sentence):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE metrics_releaseseal DISABLE TRIGGER USER")
    ReleaseSeal.objects.filter(pk=record[1].seals.last().pk).update(**seal)
    assert verify().problems == [f"Lần phát hành “hai” (hai) {sentence}"]


def test_two_versions_in_force(record):
    figure = record[0].observations.get()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE metrics_observation DROP CONSTRAINT one_version_of_a_figure_per_release"
        )
    key = {"indicator": figure.indicator, "area": figure.area, "period": figure.period}
    twin = CitationFactory(observation=ObservationFactory(**key)).observation
    for table in ("observation", "citation"):
        tamper(f"UPDATE metrics_{table} SET release_id = %s WHERE id IN (SELECT max(id) FROM "
               f"metrics_{table})", record[0].pk)  # fmt: skip
    assert Observation.objects.get(pk=twin.pk).release == record[0]
    assert verify().problems == [
        changed("mot"),
        f"{figure} cùng lúc có 2 phiên bản đang có hiệu lực.",
    ]


def test_a_citation_whose_figure_is_not_public(record):
    citation = CitationFactory(source=SourceFactory(title="Báo"))
    tamper("UPDATE metrics_citation SET release_id = %s WHERE id = %s", record[2].pk, citation.pk)
    assert Citation.objects.get(pk=citation.pk).release == record[2]
    assert verify().problems == [
        changed("ba"),
        "Lần phát hành “ba” (ba) có trích dẫn từ “Báo” cho một số liệu chưa công khai.",
    ]
