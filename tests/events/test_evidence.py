from types import SimpleNamespace as Row

import pytest
from django.utils import translation

from events.evidence import Fact, Ground, Grounds, about, fact_name, grounds
from events.models.evidence import SUBJECTS
from metrics.citing import SourceLink, locator_order


def evidence(subject="forum", key=1, field="theme", **more):
    more = {"locator": "", "sentence": "", "note": "", "source": source()} | more
    more = {"named": Row(role=None)} | more
    owners = dict.fromkeys(SUBJECTS) | {subject: key}
    return Row(subject=Row(**owners), field=field, **more)


def source(slug="bao", publisher="Báo Thử", **more):
    parts = ("title", "label", "label_en", "legal_number", "url")
    base = dict.fromkeys(parts, "") | {"kind": "article", "language": "vi", "published_on": None}
    return Row(slug=slug, publisher=publisher, **base | more)


LINK = SourceLink("Báo Thử", "/nguon/bao/", "")


def test_each_source_is_named_once_with_its_places_in_order():
    listed = [
        evidence(locator="đoạn 10"),
        evidence(locator="đoạn 2"),
        evidence(locator="đoạn 10"),
        evidence(source=source("tap-chi", "Tạp chí", published_on="2023-12-27")),
    ]
    assert grounds(listed) == Grounds(
        sources=[
            SourceLink("Báo Thử", "/nguon/bao/", "đoạn 2, đoạn 10"),
            SourceLink("Tạp chí, 27/12/2023", "/nguon/tap-chi/", ""),
        ],
        sentences=[],
    )


def test_a_sentence_stands_with_its_fact_without_its_own_marks():
    found = grounds([evidence(sentence=" “Chủ đề là dữ liệu.” ", note="Chú thích ảnh.")])
    assert found.sentences == [
        Ground([Fact("Chủ đề", [])], "Chủ đề là dữ liệu.", "", "Chú thích ảnh.", LINK),
    ]


def test_a_sentence_in_another_language_is_marked():
    japanese = evidence(sentence="文", source=source(language="ja"))
    vietnamese = evidence(sentence="Câu.")
    assert [each.lang for each in grounds([japanese, vietnamese]).sentences] == ["ja", ""]
    with translation.override("en"):
        assert [each.lang for each in grounds([japanese, vietnamese]).sentences] == ["ja", "vi"]


def role_of(name, role="host"):
    body = Row(slug=name.lower(), name=name, name_en="", short_name="")
    return Row(role=role, organisation=body)


def test_a_sentence_that_carries_several_facts_stands_once_and_names_them():
    sentence = dict(sentence="Thành phố cùng VINASA tổ chức.", locator="đoạn 1")
    found = grounds(
        [
            evidence("forum_role", 1, "role", named=role_of("UBND"), **sentence),
            evidence("forum_role", 2, "role", named=role_of("VINASA"), note="Bài in.", **sentence),
            evidence("forum_role", 3, "role", named=role_of("Bộ", "patron"), **sentence),
            evidence("appearance", 4, "job_title", named=Row(person="Trần An"), **sentence),
            evidence("forum", 5, "name", **sentence),
            evidence("forum", 5, "theme", **sentence | {"locator": "đoạn 2"}),
        ]
    )
    assert [each.facts for each in found.sentences] == [
        [
            Fact("Tổ chức", ["UBND", "VINASA"]),
            Fact("Bảo trợ", ["Bộ"]),
            Fact("Chức danh", ["Trần An"]),
            Fact("Tên", []),
        ],
        [Fact("Chủ đề", [])],
    ]
    assert [each.note for each in found.sentences] == ["Bài in.", ""]


def test_nothing_recorded_is_false():
    assert not grounds([])


@pytest.mark.parametrize(
    ("subject", "field", "name"),
    [
        ("forum", "theme", "Chủ đề"),
        ("forum_role", "role", "Vai trò"),
        ("appearance", "job_title", "Chức danh"),
        ("forum", "", "Nội dung khác"),
        ("forum", "khong-co", "Nội dung khác"),
    ],
)
def test_facts_have_the_names_of_their_fields(subject, field, name):
    assert fact_name(subject, field) == name


def test_evidence_is_kept_by_subject():
    of_forum, of_role, of_session = evidence(), evidence("forum_role"), evidence("session")
    assert about([of_forum, of_role, of_session], "forum_role", "session") == [of_role, of_session]


def test_places_stand_in_the_order_of_their_numbers():
    assert sorted(["đoạn 10", "sapo", "đoạn 2"], key=locator_order) == ["sapo", "đoạn 2", "đoạn 10"]
