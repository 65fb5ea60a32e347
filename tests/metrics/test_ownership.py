"""Whose figures are whose."""

import pytest

from forum_portal import roles
from metrics.models import Citation, Indicator, Observation, Release
from metrics.ownership import keeps_up, kept_by, owns, seen_by
from tests.factories import (
    CitationFactory,
    IndicatorFactory,
    ObservationFactory,
    OrganisationFactory,
    PortalSettingsFactory,
    ReleaseFactory,
    UserFactory,
    published_figure,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OrganisationFactory(name="Sở Du lịch")


@pytest.fixture
def editor(office):
    return staff(roles.EDITOR, organisation=office)


class TestIndicators:
    def test_are_kept_up_by_the_organisation_that_they_name(self, editor, office):
        mine = IndicatorFactory(responsible=office)
        IndicatorFactory(responsible=OrganisationFactory())
        IndicatorFactory(responsible=None)
        assert list(kept_by(editor, Indicator)) == [mine]

    def test_that_name_nobody_are_the_caretakers(self, editor, office):
        PortalSettingsFactory(caretaker=office)
        nobodys = IndicatorFactory(responsible=None)
        others = IndicatorFactory(responsible=OrganisationFactory())
        assert [keeps_up(editor, each) for each in (nobodys, others)] == [True, False]

    def test_that_name_nobody_are_nobodys_without_a_caretaker(self, editor):
        PortalSettingsFactory(caretaker=None)
        assert keeps_up(editor, IndicatorFactory(responsible=None)) is False

    @pytest.mark.parametrize("caretaker", [True, False])
    def test_are_none_of_an_editor_without_organisation(self, office, caretaker):
        PortalSettingsFactory(caretaker=office if caretaker else None)
        IndicatorFactory(responsible=None)
        IndicatorFactory(responsible=office)
        assert list(kept_by(staff(roles.EDITOR), Indicator)) == []

    def test_are_all_kept_up_by_administrators(self):
        indicator = IndicatorFactory(responsible=OrganisationFactory())
        accounts = [staff(roles.ADMINISTRATOR), UserFactory(is_superuser=True)]
        assert [keeps_up(each, indicator) for each in accounts] == [True, True]

    def test_approving_does_not_make_others_figures_ones_own(self, office):
        both = staff(roles.EDITOR, roles.APPROVER, organisation=office)
        assert keeps_up(both, IndicatorFactory(responsible=OrganisationFactory())) is False


class TestReleases:
    def test_belong_to_the_organisation_of_their_author(self, editor, office):
        mine = ReleaseFactory(author=editor)
        ours = ReleaseFactory(author=UserFactory(organisation=office))
        ReleaseFactory(author=UserFactory(organisation=OrganisationFactory()))
        ReleaseFactory(author=UserFactory(organisation=None))
        ReleaseFactory(author=None)
        assert set(kept_by(editor, Release)) == {mine, ours}

    def test_belong_to_their_author_without_organisation(self):
        author = staff(roles.EDITOR)
        mine = ReleaseFactory(author=author)
        ReleaseFactory(author=UserFactory())
        assert list(kept_by(author, Release)) == [mine]
        assert owns(author, mine) is True

    def test_are_seen_by_others_once_public(self, editor):
        public = published_figure().release
        ReleaseFactory()
        assert list(seen_by(editor, Release)) == [public]

    @pytest.mark.parametrize("role", [roles.APPROVER, roles.ADMINISTRATOR])
    def test_are_seen_before_by_who_approves(self, role):
        draft = ReleaseFactory()
        assert list(seen_by(staff(role), Release)) == [draft]


class TestFigures:
    def test_are_kept_up_in_ones_own_drafts_and_once_public(self, editor, office):
        indicator = IndicatorFactory(responsible=office)
        mine = ObservationFactory(indicator=indicator, release__author=editor)
        public = published_figure(indicator=indicator, period="2022")
        ObservationFactory(indicator=indicator, period="2021")  # in another's draft
        ObservationFactory(release__author=editor)  # of another's indicator
        assert set(kept_by(editor, Observation)) == {mine, public}

    def test_of_others_are_seen_once_public(self, editor):
        public = published_figure()
        mine = ObservationFactory(release__author=editor)
        ObservationFactory()
        assert set(seen_by(editor, Observation)) == {public, mine}

    def test_and_so_are_their_citations(self, editor):
        public = published_figure()
        CitationFactory()
        assert list(seen_by(editor, Citation)) == list(public.citations.all())
