"""What the guides say is what the code does."""

import re

import pytest
from django.conf import settings
from django.utils.translation import override

from metrics import columns

DOCS = settings.BASE_DIR / "docs"
GUIDES = [settings.BASE_DIR / "README.md", *sorted(DOCS.glob("*.md"))]


def table_under(heading):
    """Return the rows of the table under a heading of the journalists' guide, without its head."""
    text = (DOCS / "journalists.md").read_text().partition(f"## {heading}\n")[2]
    lines = [line for line in text.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


@pytest.mark.parametrize(
    ("file", "defined"),
    [
        ("quan-sat.csv", columns.OBSERVATIONS),
        ("trich-dan.csv", columns.CITATIONS),
        ("phat-hanh.csv", columns.RELEASES),
    ],
)
def test_the_data_dictionary_is_that_of_the_columns(file, defined):
    with override("en"):
        meant = [(f"`{each.name}`", str(each.title), str(each.meaning)) for each in defined]

    assert table_under(f"The columns of {file}") == meant


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_file_that_a_guide_links_to_is_there(guide):
    targets = re.findall(r"\]\(([^)#]+)\)", guide.read_text())
    inside = [target for target in targets if "://" not in target]

    assert [each for each in inside if not (guide.parent / each).exists()] == []
