"""What a correction keeps of the citations of the version before."""

import pytest

from tests.desk import FIGURES
from tests.factories import (
    CitationFactory,
    ObservationFactory,
    ReleaseFactory,
    SourceFactory,
    publish,
)
from tests.metrics.correction_desk import accept, correct, correction

pytestmark = pytest.mark.django_db


class TestKeptCitations:
    @pytest.fixture
    def cited(self, editor):
        """A figure of 90% that three articles speak of, one of them with another number."""
        figure = ObservationFactory(
            value="90.0",
            indicator__slug="ho-so-truc-tuyen",
            indicator__responsible=editor.organisation,
            area__code="hai-phong",
        )
        stances = {"Báo A": "states", "Báo B": "disagrees", "Báo C": "republishes"}
        for position, (title, stance) in enumerate(stances.items(), 1):
            CitationFactory(
                observation=figure, source__title=title, stance=stance, position=position
            )
        publish(figure.release)
        return figure

    def stances(self, figure):
        """Approve what was proposed; return its sources in their order, and what they say."""
        citations = accept(figure).citations.preferred_first()
        return [(str(each.source), each.stance) for each in citations]

    def keeping(self, figure, **choices):
        """The fields of the page as they are sent when nothing of them is touched."""
        names = {str(each.source): each.pk for each in figure.citations.all()}
        fields = {f"keep_{pk}": "on" for pk in names.values()}
        fields |= {f"stance_{pk}": "" for pk in names.values()}
        fields[f"stance_{names['Báo B']}"] = "disagrees"
        for name, value in choices.items():
            field, source = name.split("_")
            fields[f"{field}_{names[f'Báo {source}']}"] = value
        return {name: value for name, value in fields.items() if value is not None}

    def test_stand_behind_the_new_source_and_say_something_else(self, client, as_editor, cited):
        source = SourceFactory(title="Báo cáo mới")
        correct(as_editor, cited, source=source.pk, **self.keeping(cited))
        assert self.stances(cited) == [
            ("Báo cáo mới", "states"),
            ("Báo A", "disagrees"),
            ("Báo B", "disagrees"),
            ("Báo C", "disagrees"),
        ]
        page = client.get("/chi-so/ho-so-truc-tuyen/hai-phong/2023/").text
        assert [name in page for name in ("Báo A", "Báo B", "Báo C")] == [True] * 3

    def test_say_what_the_officer_chose_or_go(self, as_editor, cited):
        source = SourceFactory(title="Báo cáo mới")
        chosen = self.keeping(cited, keep_A=None, stance_B="agrees", stance_C="rounds")
        correct(as_editor, cited, source=source.pk, **chosen)
        assert self.stances(cited) == [
            ("Báo cáo mới", "states"),
            ("Báo B", "agrees"),
            ("Báo C", "rounds"),
        ]

    def test_stay_as_they_were_where_the_number_does(self, as_editor, cited):
        source = SourceFactory(title="Báo cáo mới")
        same = self.keeping(cited) | {"value": "90", "obs_status": "P"}
        correct(as_editor, cited, source=source.pk, **same)
        assert [stance for _, stance in self.stances(cited)] == [
            "states",
            "states",
            "disagrees",
            "republishes",
        ]

    def test_the_place_that_is_cited_anew_is_not_repeated(self, as_editor, cited):
        first = cited.citations.preferred_first()[0]
        correct(as_editor, cited, source=first.source_id, locator=first.locator)
        assert [name for name, _ in self.stances(cited)] == ["Báo A", "Báo B", "Báo C"]

    def test_are_offered_with_a_tick(self, as_editor, cited):
        form = as_editor.get(f"{FIGURES}{cited.pk}/correct/").context["form"]
        offered = [
            (each["source"], each["keep"].value(), each["stance"].value())
            for each in form.citations_to_keep()
        ]
        assert offered == [
            ("Báo A", True, ""),
            ("Báo B", True, "disagrees"),
            ("Báo C", True, ""),
        ]

    def test_a_source_that_a_draft_adds_is_neither_shown_nor_kept(self, as_editor, cited):
        draft = ReleaseFactory()
        title = "Báo chưa ai được thấy"
        hidden = CitationFactory(release=draft, observation=cited, source__title=title, position=0)
        assert title not in as_editor.get(f"{FIGURES}{cited.pk}/correct/").text
        forged = {f"keep_{hidden.pk}": "on", f"stance_{hidden.pk}": ""}
        correct(as_editor, cited, **self.keeping(cited) | forged)
        assert title not in [source for source, _ in self.stances(cited)]

    def test_what_the_page_did_not_know_is_kept(self, as_editor, cited):
        opened = self.keeping(cited)
        correct(as_editor, cited, value="91")
        accept(cited)
        second = correct(as_editor, cited, value="92", **opened)
        as_editor.post(second.context["action"], correction(value="92") | opened)
        assert len(self.stances(cited)) == 5  # three of the first version, one of each correction
