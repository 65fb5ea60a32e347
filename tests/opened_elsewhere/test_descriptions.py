"""The city's feeds and API before readers and validators of others."""

import subprocess
import sys
from pathlib import Path

import pytest

# What these packages warn of is their makers' to mend.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
FEEDS = [
    "/phat-hanh/atom.xml",
    "/chi-so/ty-le-ho-so-truc-tuyen/atom.xml",
    "/dien-dan/2023/atom.xml",
]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("feed", FEEDS)
def test_feeds_by_feedparser(client, city, feed, language):
    feedparser = pytest.importorskip(
        "feedparser", reason="no feedparser: uv pip install feedparser"
    )
    read = feedparser.parse(client.get(language + feed).content)

    assert (read.bozo, read.version, read.feed.language) == (False, "atom10", language[1:] or "vi")
    assert read.entries != []
    assert [
        each for each in read.entries if not (each.id and each.link and each.updated_parsed)
    ] == []


@pytest.mark.skipif(
    not SCHEMATHESIS.exists(), reason="no schemathesis: docs/operators.md says how to get it"
)
def test_the_api_by_schemathesis(origin):
    """Every check but one: a text that is no cursor or no day is refused, as described."""
    command = [SCHEMATHESIS, "run", f"{origin}/api/v1/openapi.json", "--checks", "all"]
    command += ["--exclude-checks", "positive_data_acceptance", "--max-examples", "5"]
    command += ["--phases", "examples,coverage,fuzzing"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout[-3000:] if ran.returncode else "") == (0, "")
