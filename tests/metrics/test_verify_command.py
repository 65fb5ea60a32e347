"""What `verify` prints, and what a release's page shows of the chain."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from metrics.models import ReleaseSeal
from metrics.verification import head_with, verify
from tests.factories import published_figure
from tests.tampering import changed, erase, released, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    """Three public releases, in this order."""
    return [released(slug) for slug in ("mot", "hai", "ba")]


def run(*arguments):
    """Return what the command wrote to its output and its errors, and whether it failed."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue().splitlines(), err.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), err.getvalue().splitlines(), ""


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
        tamper("DELETE FROM metrics_releaseseal WHERE release_id = %s", record[2].pk)
        erase(record[2])
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
        assert ReleaseSeal.objects.filter(slug="hai").last().manifest_sha256 in page
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
