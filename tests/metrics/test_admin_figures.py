"""Figures at the desk: what is drafted is edited, what is public is looked at."""

from decimal import Decimal
from http import HTTPStatus

import pytest
from pytest_django.asserts import assertRedirects

from metrics.models import Citation, Observation, Release
from tests.desk import FIGURES, RELEASES, errors, figure_form, without_citation
from tests.factories import (
    AreaFactory,
    CitationFactory,
    IndicatorFactory,
    ReleaseFactory,
    SourceFactory,
    UnitFactory,
    published_figure,
)
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

KEY = ("release", "indicator", "area")


class TestPublicFigure:
    def test_is_shown_without_any_field_to_edit(self, staff):
        figure = published_figure(value="90.7")
        response = staff.get(f"{FIGURES}{figure.pk}/change/")
        assert response.context["adminform"].form.fields == {}
        assert response.context["title"] == "Xem số liệu"

    def test_is_neither_changed_nor_deleted(self, staff):
        figure = published_figure(value="90.7")
        page = f"{FIGURES}{figure.pk}"
        changed = staff.post(f"{page}/change/", figure_form(value="1"))
        deleted = staff.post(f"{page}/delete/", {"post": "yes"})
        assert (changed.status_code, deleted.status_code) == (409, 403)
        figure.refresh_from_db()
        assert figure.value == Decimal("90.7")

    def test_its_release_is_neither_changed_nor_deleted(self, staff):
        release = published_figure().release
        changed = staff.post(f"{RELEASES}{release.pk}/change/", {"title": "Khác"})
        deleted = staff.post(f"{RELEASES}{release.pk}/delete/", {"post": "yes"})
        assert (changed.status_code, deleted.status_code) == (409, 403)
        assert "Số đã công khai không xóa được." in deleted.text

    def test_nothing_is_added_to_its_release(self, staff):
        figure = published_figure()
        form = figure_form(
            release=figure.release.pk, indicator=figure.indicator.pk, area=figure.area.pk
        )
        response = staff.post(f"{FIGURES}add/", form | {"period": "2024"})
        assert list(errors(response)) == ["release"]
        assert Observation.objects.count() == 1


class TestFirstFigure:
    @pytest.fixture
    def form(self):
        return figure_form(
            **{
                "release": ReleaseFactory().pk,
                "indicator": IndicatorFactory().pk,
                "area": AreaFactory().pk,
                "citations-0-source": SourceFactory().pk,
            }
        )

    def test_is_entered_with_its_source_in_one_form(self, staff, form):
        response = staff.post(f"{FIGURES}add/", form)
        citation = Citation.objects.get()
        assertRedirects(response, f"{RELEASES}{citation.release.pk}/change/")
        assert citation.observation.value == Decimal("90.7")
        assert citation.release == citation.observation.release
        assert (citation.locator, citation.printed) == ("đoạn 8", "90.7%")

    def test_the_next_one_begins_in_the_same_release(self, staff, form):
        response = staff.post(f"{FIGURES}add/", form | {"_addanother": ""})
        assertRedirects(response, f"{FIGURES}add/?release={form['release']}")
        page = staff.get(response.headers["Location"])
        assert page.context["adminform"].form["release"].value() == str(form["release"])

    def test_whoever_works_through_a_filtered_list_goes_on_there(self, staff):
        figure = CitationFactory().observation
        page = f"{FIGURES}{figure.pk}/change/?_changelist_filters=state%3Ddraft"
        form = fields_of(staff.get(page))
        assert staff.post(page, form).headers["Location"] == f"{FIGURES}?state=draft"

    @pytest.mark.parametrize(
        ("typed", "value"),
        [("956.000", "956000"), ("0,7857", "0.7857"), ("1.234,5", "1234.5"), ("0", "0")],
    )
    def test_numbers_are_read_as_vietnamese(self, staff, form, typed, value):
        form["indicator"] = IndicatorFactory(unit=UnitFactory(kind="measure", highest=None)).pk
        staff.post(f"{FIGURES}add/", form | {"value": typed})
        assert Observation.objects.get().value == Decimal(value)

    @pytest.mark.parametrize(
        ("typed", "chosen", "value", "comparator"),
        [
            ("91,2 %", "eq", "91.2", "eq"),
            ("91,2%", "eq", "91.2", "eq"),
            ("hơn 90", "eq", "90", "ge"),
            ("Gần 90 %", "eq", "90", "lt"),
            ("gần 90", "lt", "90", "lt"),
            ("90", "approx", "90", "approx"),
        ],
    )
    def test_a_value_may_bring_its_word_and_unit(
        self, staff, form, typed, chosen, value, comparator
    ):
        staff.post(f"{FIGURES}add/", form | {"value": typed, "comparator": chosen})
        figure = Observation.objects.get()
        assert (figure.value, figure.comparator) == (Decimal(value), comparator)

    def test_another_unit_and_a_second_word_are_refused(self, staff, form):
        response = staff.post(f"{FIGURES}add/", form | {"value": "hơn 90 km", "comparator": "lt"})
        assert errors(response) == {
            "value": ["“km” không phải là đơn vị của chỉ số này. Hãy chỉ ghi số."],
            "comparator": ["Ô giá trị ghi “hơn”, ô so sánh chọn “gần”: hãy giữ một."],
        }

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("90.7", "Dấu chấm là dấu hàng nghìn. Hãy viết 90,7."),
            ("chín mươi", "“chín mươi” không phải là số viết như 956.000 hoặc 90,7."),
            ("9" * 400, "Số có quá nhiều chữ số."),
            ("NaN", "“NaN” không phải là số viết như 956.000 hoặc 90,7."),
            ("907", "Giá trị vượt 100, mức cao nhất của đơn vị."),
        ],
    )
    def test_a_wrong_number_gets_its_sentence_and_stays_typed(self, staff, form, typed, sentence):
        response = staff.post(f"{FIGURES}add/", form | {"value": typed})
        assert errors(response) == {"value": [sentence]}
        assert response.context["adminform"].form["value"].value() == typed
        assert Observation.objects.count() == 0

    @pytest.mark.parametrize(
        ("typed", "period"),
        [
            ("2023-H1", "2023-S1"),
            ("2023-q4", "2023-Q4"),
            ("2024-11", "2024-11"),
            ("6 tháng đầu năm 2024", "2024-S1"),
        ],
    )
    def test_periods_are_kept_in_one_spelling(self, staff, form, typed, period):
        staff.post(f"{FIGURES}add/", form | {"period": typed})
        assert Observation.objects.get().period == period

    @pytest.mark.parametrize("typed", ["2023-13", "quý 4", "2023-02-30"])
    def test_a_wrong_period_is_refused(self, staff, form, typed):
        assert list(errors(staff.post(f"{FIGURES}add/", form | {"period": typed}))) == ["period"]

    def test_the_same_figure_twice_in_a_release_is_refused(self, staff, form):
        staff.post(f"{FIGURES}add/", form)
        response = staff.post(f"{FIGURES}add/", form)
        assert errors(response) == {"__all__": ["Lần phát hành này đã có số liệu đó."]}

    def test_forged_choices_are_an_error_of_the_form(self, staff, form):
        forged = {"indicator": "abc", "area": "9" * 30, "citations-0-source": "-1"}
        response = staff.post(f"{FIGURES}add/", form | forged)
        assert response.status_code == HTTPStatus.OK
        assert sorted(errors(response)) == ["area", "indicator"]

    def test_nonsense_in_the_address_fills_nothing_in(self, staff):
        response = staff.get(f"{FIGURES}add/?release=abc&indicator=x&area=%00&period=%00")
        assert response.status_code == HTTPStatus.OK

    def test_a_source_may_come_later_in_a_draft(self, staff, form):
        staff.post(f"{FIGURES}add/", without_citation(**{k: form[k] for k in KEY}))
        assert Observation.objects.count() == 1

    def test_nothing_is_entered_once_the_release_was_sent_for_approval(self, staff, form):
        Release.objects.update(state="in_review")
        response = staff.post(f"{FIGURES}add/", form)
        assert errors(response) == {"release": ["Hãy chọn một bản thảo của cơ quan mình."]}
        assert response.context["adminform"].form["value"].value() == "90,7"
        assert Observation.objects.count() == 0

    def test_moves_to_another_draft_with_its_source(self, staff):
        citation, other = CitationFactory(), ReleaseFactory()
        figure = citation.observation
        form = figure_form(
            **{
                "release": other.pk,
                "indicator": figure.indicator.pk,
                "area": figure.area.pk,
                "citations-INITIAL_FORMS": 1,
                "citations-0-id": citation.pk,
                "citations-0-observation": figure.pk,
                "citations-0-source": citation.source.pk,
            }
        )
        saved = staff.post(f"{FIGURES}{figure.pk}/change/", form)
        assertRedirects(saved, f"{RELEASES}{other.pk}/change/")
        citation.refresh_from_db()
        assert (citation.release, citation.observation.release) == (other, other)
