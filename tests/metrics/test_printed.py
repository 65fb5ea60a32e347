"""A source's printed number beside what its citation says of the figure."""

import pytest

from metrics.checklist import check
from metrics.printed import wrongly_agreeing, wrongly_disagreeing
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


def cited(printed, stance, **figure):
    observation = ObservationFactory(**{"value": "90.7"} | figure)
    observation.refresh_from_db()
    return CitationFactory.build(observation=observation, printed=printed, stance=stance)


@pytest.mark.parametrize(
    ("value", "comparator", "printed", "is_wrong"),
    [
        ("90.7", "eq", "90,7%", True),
        ("90.7", "eq", "90.7%", True),
        ("90.7", "eq", "90%", False),
        ("90", "eq", "90,0%", True),
        ("90", "eq", "trên 90%", False),
        ("90", "ge", "trên 90%", True),
        ("90", "ge", "gần 90%", False),
        ("90", "ge", "90%", False),
        ("90", "eq", "từ 80% lên 90%", False),
        ("90", "eq", "không rõ", False),
        ("6", "eq", "6 triệu", False),
    ],
)
def test_what_is_said_to_differ_but_does_not(value, comparator, printed, is_wrong):
    citation = cited(printed, "disagrees", value=value, comparator=comparator)
    assert wrongly_disagreeing([citation]) == [citation] * is_wrong


@pytest.mark.parametrize(
    ("value", "printed", "stance", "is_wrong"),
    [
        ("90.7", "88%", "states", True),
        ("90.7", "88,7%", "agrees", True),
        ("90.7", "90,7%", "states", False),
        ("90.7", "90%", "states", False),
        ("90", "90,7%", "states", False),
        ("90.7", "88%", "rounds", False),
        ("90.7", "88%", "republishes", False),
        ("90.7", "88%", "disagrees", False),
        ("90.7", "năm 2023 đạt 88%", "states", True),
        ("28", "bằng xếp hạng năm 2022", "states", False),
        ("90.7", "từ 80% lên 88%", "states", False),
        ("6000000", "6 million tons", "states", False),
        ("90.7", "đứng đầu", "states", False),
        (None, "88%", "states", False),
    ],
)
def test_what_is_said_to_be_stated_but_is_not(value, printed, stance, is_wrong):
    status = "A" if value else "O"
    citation = cited(printed, stance, value=value, obs_status=status)
    assert wrongly_agreeing([citation]) == [citation] * is_wrong


def test_a_number_that_may_be_two_is_the_figures_own():
    unit = UnitFactory(symbol="", kind="count", lowest=None, highest=None)
    key = dict(value="1580", indicator__unit=unit)
    assert wrongly_disagreeing([one := cited("1.580", "disagrees", **key)]) == [one]
    assert wrongly_agreeing([cited("1.579", "states", **key)]) == []


def test_the_checklist_asks_about_both():
    release = ReleaseFactory()
    kept = ObservationFactory(
        release=release, value="90.7", indicator__name="Hồ sơ", area__name="Hải Phòng"
    )
    other = ObservationFactory(
        release=release, value="50", indicator__name="Bản ghi", area__name="Hải Dương"
    )
    source = SourceFactory(url="https://haiphong.gov.vn/bao-cao")
    CitationFactory(observation=kept, source=source, printed="90,7%", locator="đoạn 1")
    for place in ("đoạn 2", "đoạn 3"):
        more = dict(stance="disagrees", printed="90,7%", locator=place)
        CitationFactory(observation=kept, source=source, **more)
    CitationFactory(observation=other, source=source, printed="60%")
    assert check(release).warnings == [
        "Nguồn ghi là nói khác nhưng in đúng con số này: Hồ sơ, Hải Phòng, năm 2023.",
        "Nguồn ghi là nêu con số này nhưng in số khác: Bản ghi, Hải Dương, năm 2023.",
    ]
