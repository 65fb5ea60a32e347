"""`verify` names what somebody with every right to the database has changed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from metrics.models import Citation, Observation, Release, ReleaseSeal
from metrics.publishing import publish, withdraw_figure
from metrics.verification import head_with, verify
from tests.city import FIGURE, City
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    published_figure,
)

pytestmark = pytest.mark.django_db

TABLES = ("release", "observation", "citation", "releaseseal")


def tamper(statement, *parameters):
    """Run the statement as somebody who switches every guard off first."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE metrics_{table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE metrics_{table} ENABLE TRIGGER USER")


def released(slug, **figure):
    citation = CitationFactory(observation__release=ReleaseFactory(slug=slug, title=slug), **figure)
    return publish(release=citation.release)


@pytest.fixture
def record():
    """Three public releases, in this order."""
    return [released(slug) for slug in ("mot", "hai", "ba")]


def changed(slug):
    """The sentence of a release that is not what it was."""
    sealed_at = timezone.localtime(ReleaseSeal.objects.get(slug=slug).sealed_at).isoformat(" ")
    return (
        f"Lần phát hành “{slug}” ({slug}) không còn đúng nội dung lúc niêm dấu kiểm ({sealed_at})."
    )


def run(*arguments):
    """Return what the command wrote to its output and its errors, and whether it failed."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue().splitlines(), err.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), err.getvalue().splitlines(), ""


def test_nothing_is_wrong_with_what_the_portal_published(record):
    withdraw_figure(observation=record[0].observations.get(), author=None, note="Nhầm.")
    findings = verify()
    assert findings.problems == []
    assert len(findings.hashes) == 4


def test_nothing_is_wrong_with_a_city_that_was_loaded(tmp_path):
    city = City(tmp_path)
    city.add("citations", **FIGURE | {"indicator": "dti_rank", "source": "bai-bao"})
    city.load()
    assert verify().problems == []
    assert Release.objects.public().exists()


def test_drafts_and_scheduled_releases_are_not_looked_at():
    ObservationFactory()
    ReleaseFactory(published_at=timezone.now() + timedelta(days=1))
    assert verify().problems == []
    assert verify().hashes == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE metrics_observation SET value = 49 WHERE release_id = %s",
        "UPDATE metrics_observation SET comment = 'khác' WHERE release_id = %s",
        "UPDATE metrics_citation SET sentence = 'khác' WHERE release_id = %s",
        "UPDATE metrics_release SET note = 'khác' WHERE id = %s",
        "UPDATE metrics_area SET code = 'khac' WHERE id = (SELECT area_id FROM "
        "metrics_observation WHERE release_id = %s)",
        "UPDATE metrics_unit SET symbol = '‰' WHERE id = (SELECT unit_id FROM metrics_indicator "
        "JOIN metrics_observation o ON o.indicator_id = metrics_indicator.id "
        "WHERE release_id = %s)",
    ],
)
def test_an_edit(record, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("area", "unit"):
            cursor.execute(f"ALTER TABLE metrics_{table} DISABLE TRIGGER USER")
    tamper(statement, record[1].pk)
    assert verify().problems == [changed("hai")]


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
    for table in ("citation", "observation"):
        tamper(f"DELETE FROM metrics_{table} WHERE release_id = %s", record[1].pk)
    tamper("DELETE FROM metrics_release WHERE id = %s", record[1].pk)
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
        "ELSE %s::timestamptz END WHERE slug IN (%s, %s)",
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


class TestCommand:
    def test_prints_the_head_of_the_chain(self, record):
        assert run() == (
            [f"Mã cuối chuỗi (3 lần phát hành): {head_with(record[2])}", "Không có gì sai."],
            [],
            "",
        )

    def test_says_that_nothing_is_public(self):
        assert run() == (["Chưa có gì được công khai.", "Không có gì sai."], [], "")

    def test_fails_and_names_what_is_wrong(self, record):
        tamper("UPDATE metrics_observation SET value = 49 WHERE release_id = %s", record[1].pk)
        _out, errors, failure = run()
        assert (errors, failure) == ([changed("hai")], "Có 1 chỗ sai.")

    def test_finds_an_anchor(self, record):
        out, errors, failure = run("--anchor", head_with(record[0]).upper())
        assert out[0] == "Mã này có trong chuỗi; sau đó đã có thêm 2 lần phát hành."
        assert (errors, failure) == ([], "")

    def test_misses_the_anchor_of_a_cut_tail(self, record):
        anchor = head_with(record[2])
        for table, key in (
            ("citation", "release_id"),
            ("observation", "release_id"),
            ("releaseseal", "release_id"),
            ("release", "id"),
        ):
            tamper(f"DELETE FROM metrics_{table} WHERE {key} = %s", record[2].pk)
        assert run()[1:] == ([], "")
        assert run("--anchor", anchor)[1:] == (
            [f"Chuỗi không có mã {anchor}: phần cuối đã bị cắt hoặc phần trước đã bị sửa."],
            "Có 1 chỗ sai.",
        )

    def test_misses_the_anchor_of_a_rewritten_history(self, record):
        anchor = head_with(record[2])
        tamper("UPDATE metrics_observation SET value = 49 WHERE release_id = %s", record[0].pk)
        assert len(run("--anchor", anchor)[1]) == 2

    @pytest.mark.parametrize("anchor", ["", "abc", "g" * 64, "a" * 65])
    def test_refuses_what_is_no_hash(self, anchor):
        _out, _errors, failure = run("--anchor", anchor)
        assert failure == f"“{anchor}” không phải mã SHA-256 gồm 64 chữ số thập lục phân."

    def test_runs_with_the_rights_of_the_app(self, record, as_app):
        assert run()[2] == ""


class TestReleasePage:
    def test_shows_its_seal_and_the_chain_up_to_it(self, client, record):
        page = client.get("/phat-hanh/hai/").text
        [first, second, _third] = verify().hashes
        assert ReleaseSeal.objects.get(slug="hai").manifest_sha256 in page
        assert second in page
        assert first not in page

    def test_says_the_same_when_more_is_public(self, client, record):
        before = head_with(record[2])
        released("bon")
        assert head_with(record[2]) == before

    def test_shows_nothing_that_nobody_vouches_for(self, client, record):
        unsealed = published_figure(record[2].published_at + timedelta(microseconds=1)).release
        later = released("bon")
        for release, shown in ((record[2], True), (unsealed, False), (later, False)):
            page = client.get(release.get_absolute_url()).text
            assert ("SHA-256" in page) is shown
