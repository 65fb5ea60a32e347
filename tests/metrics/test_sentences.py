"""The sentence that a page opens with, and what may stand in braces in it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from metrics.models import Area, Indicator, Observation, Unit
from metrics.placeholders import fill_in_area, sentence_fault, validate_sentence
from metrics.sentences import answer
from tests.desk import errors
from tests.factories import IndicatorFactory
from tests.words import words

RANKED = {
    "sentence": "{area} xếp {value} về chính quyền số",
    "sentence_en": "{area} ranked {value} on digital government",
}


def rank(comparator="eq", **sentences):
    """Place 3 of 34 in a city that has its days in its name."""
    name = {"name": "Hải Phòng (từ 01/7/2025)", "name_en": "Hải Phòng (since 1 July 2025)"}
    indicator = Indicator(
        slug="x", name="Xếp hạng", name_en="Ranking", unit=Unit(kind="rank"), **sentences
    )
    key = {"indicator": indicator, "area": Area(code="hai-phong", **name), "period": "2024"}
    return Observation(**key, value=3, out_of=34, comparator=comparator)


@pytest.mark.parametrize(
    ("language", "comparator", "text"),
    [
        ("vi", "eq", "Năm 2024, Hải Phòng xếp thứ 3/34 về chính quyền số."),
        ("en", "eq", "In 2024, Hải Phòng ranked 3/34 on digital government."),
        ("vi", "le", "Năm 2024, Hải Phòng xếp trong tốp 3/34 về chính quyền số."),
        ("en", "le", "In 2024, Hải Phòng ranked in the top 3/34 on digital government."),
    ],
)
def test_a_sentence_names_the_area_without_its_days(language, comparator, text):
    with translation.override(language):
        assert answer(rank(comparator, **RANKED), None, []).text == text


def test_without_a_sentence_the_name_makes_one():
    vietnamese = {"sentence": RANKED["sentence"]}
    with translation.override("en"):
        assert answer(rank(**vietnamese), None, []).text == "In 2024, ranking is 3/34."


@pytest.mark.parametrize(
    ("name", "filled"),
    [
        ("Hải Phòng (đến 30/6/2025)", "Hải Phòng đạt {value}"),
        ("Cả nước", "Cả nước đạt {value}"),
        ("Sở (cũ) Nội vụ", "Sở (cũ) Nội vụ đạt {value}"),
    ],
)
def test_only_what_stands_in_brackets_at_the_end_is_left_out(name, filled):
    assert fill_in_area("{area} đạt {value}", name) == filled


@pytest.mark.parametrize(
    "sentence", ["", "đạt {value}", "{area} đạt {value}", "{area} đạt {value} của {area}"]
)
def test_a_sentence_without_fault(sentence):
    assert sentence_fault(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "given"),
    [
        ("{khu_vuc} đạt {value}", "{khu_vuc}"),
        ("{value} trên {value}", "{value}"),
        ("{area đạt {value}", "{area đạt "),
        ("area} đạt {value}", "}"),
        ("{} đạt {value}", "{}"),
    ],
)
def test_what_nothing_is_filled_in_for_is_named(sentence, given):
    with pytest.raises(ValidationError) as refusal:
        validate_sentence(sentence)
    assert refusal.value.messages == [
        "Trong câu chỉ ghi {value} một lần cho con số và {area} cho tên địa bàn; "
        f"cổng không thay được “{given}”."
    ]


@pytest.mark.django_db
def test_staff_are_told_at_the_field(staff):
    indicator = IndicatorFactory()
    form = {"name": "Tên", "sentence": "{nam} đạt {value}", "sentence_en": "{year}: {value}"}
    response = staff.post(f"/admin/metrics/indicator/{indicator.pk}/change/", form)
    named = [text for field in form for text in errors(response).get(field, [])]
    assert [text.split()[-1] for text in named] == ["“{nam}”.", "“{year}”."]


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestOfTheCity:
    @pytest.mark.parametrize(
        ("address", "text"),
        [
            ("/chi-so/", "Năm 2024, Hải Phòng xếp thứ 3/34 (Đã công bố) về chuyển đổi số"),
            ("/en/chi-so/", "In 2024, Hải Phòng ranked 3/34 (Published) on the provincial digital"),
        ],
    )
    def test_a_rank_names_the_city(self, client, address, text):
        assert text in words(client.get(f"{address}xep-hang-chuyen-doi-so-dti/"))

    def test_a_rank_of_another_province_names_that_one(self, client):
        page = words(client.get("/chi-so/xep-hang-chuyen-doi-so-dti/hai-duong/2020/"))
        assert "Năm 2020, Hải Dương xếp thứ 14/63 về chuyển đổi số cấp tỉnh (DTI)." in page
