"""Two at one release, at its figures, or at one public figure: of two steps, one is taken."""

from datetime import timedelta

from django.utils import timezone

from metrics import lifecycle
from metrics.models import Release
from tests import factories as make
from tests.kinds import draft_of
from tests.metrics.grid_desk import grid_url, typed
from tests.races.together import CONFLICT, GONE, SAVED, Race, Two, codes_of, race, the_one_saved

WORDS = "Đã xem."
PREPARED = {
    "draft": lambda: draft_of(make.OrganisationFactory()),
    "in_review": lambda: make.submitted(draft_of(make.OrganisationFactory())),
    "approved": lambda: make.approved(draft_of(make.OrganisationFactory())),
    "scheduled": lambda: lifecycle.schedule(
        release=PREPARED["approved"](), by=make.UserFactory(), at=day(9)
    ),
}
# What each step leaves behind.
ACTIONS = {
    "submit": "submitted",
    "approve": "approved",
    "return": "returned",
    "take-back": "taken_back",
    "publish": "published",
    "schedule": "scheduled",
    "unschedule": "unscheduled",
    "recall": "recalled",
    "abandon": "abandoned",
}
# From where two open the pages of two steps, or of the same one.
MEETINGS = [
    ("draft", "submit", "submit"),
    ("draft", "submit", "abandon"),
    ("in_review", "approve", "approve"),
    ("in_review", "approve", "take-back"),
    ("in_review", "approve", "abandon"),
    ("in_review", "return", "take-back"),
    ("approved", "publish", "publish"),
    ("approved", "publish", "recall"),
    ("approved", "publish", "schedule"),
    ("approved", "schedule", "schedule"),
    ("approved", "schedule", "recall"),
    ("scheduled", "unschedule", "schedule"),
    ("scheduled", "unschedule", "publish"),
]


def day(days: int):
    """Return a full minute some days from now, as forms give it."""
    return (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)


def moment(place: int) -> dict[str, str]:
    at = timezone.localtime(day(20 + place))
    return {"at_0": at.strftime("%d/%m/%Y"), "at_1": at.strftime("%H:%M")}


def page_of(release: Release, name: str = "change") -> str:
    return f"/admin/metrics/release/{release.pk}/{name}/"


def step_form(two: Two, place: int, release: Release, name: str):
    """Return a step's page and its form, with the words of this person."""
    more = {"approve": {"then": "later"}, "schedule": moment(place)}.get(name, {})
    page = page_of(release, name)
    return page, two.opened(place, page, comment=two.texts[place], **more)


def _meeting(state: str, *names: str) -> Race:
    """Return the race of two steps: one is taken, the other is refused with its words kept."""

    @race(*(f"metrics_release_{name}" for name in names))
    def two_steps(two):
        release = PREPARED[state]()
        before = release.steps.count()
        answers = two.send(*(step_form(two, n, release, each) for n, each in enumerate(names)))
        first = the_one_saved(answers)
        taken = list(release.steps.order_by("pk"))[before:]
        assert [(each.action, each.comment) for each in taken] == [
            (ACTIONS[names[first]], two.texts[first])
        ]
        refused = answers[1 - first].context
        assert refused["refusals"]
        assert refused["form"]["comment"].value() == two.texts[1 - first]
        if names[first] == "schedule":
            release.refresh_from_db()
            assert release.published_at == day(20 + first)

    two_steps.__name__ = f"{names[0]}_and_{names[1]}"
    return two_steps


def _edit_meets(name: str) -> Race:
    """Return the race of a step with a save of the release's figure."""

    @race(f"metrics_release_{name}", "metrics_observation_change")
    def an_edit(two):
        release = PREPARED["draft"]()
        figure = release.observations.get()
        page = f"/admin/metrics/observation/{figure.pk}/change/"
        edit = two.opened(1, page, comment=two.texts[1])
        step, saved = two.send(step_form(two, 0, release, name), (page, edit))
        assert step.status_code == SAVED
        now = release.observations.first()
        if now:
            assert (now.comment == two.texts[1]) is (saved.status_code == SAVED)
        if saved.status_code != SAVED:
            assert saved.status_code == (CONFLICT if now else GONE)
            assert two.texts[1] in saved.text

    an_edit.__name__ = f"an_edit_and_{name}"
    return an_edit


@race("metrics_release_grid", "metrics_release_abandon")
def a_grid_and_abandoning(two):
    release = PREPARED["draft"]()
    figure = release.observations.get()
    grid = grid_url(release, figure.indicator, area=[figure.area.code], periods=figure.period)
    filled = two.opened(0, grid) | typed(figure.area, figure.period, value="71")
    saved, given_up = two.send((grid, filled), step_form(two, 1, release, "abandon"))
    assert given_up.status_code == SAVED
    assert saved.status_code in (SAVED, CONFLICT)
    assert (saved.status_code == SAVED) or "71" in saved.text
    assert not release.observations.exists()


@race("metrics_release_change", "metrics_release_submit")
def the_note_of_a_release_that_is_sent(two):
    release = PREPARED["draft"]()
    edit = two.opened(1, page_of(release), note=two.texts[1])
    sent, saved = two.send(step_form(two, 0, release, "submit"), (page_of(release), edit))
    assert (sent.status_code, saved.status_code in (SAVED, CONFLICT)) == (SAVED, True)
    release.refresh_from_db()
    assert (release.note == two.texts[1]) is (saved.status_code == SAVED)
    assert two.texts[1] in saved.text or saved.status_code == SAVED


def _proposals(*names: str) -> Race:
    """Return the race of two who correct or withdraw one public figure."""

    @race(*(f"metrics_observation_{name}" for name in names))
    def two_proposals(two):
        figure = make.published_by(PREPARED["draft"]()).observations.get()
        forms = []
        for place, name in enumerate(names):
            page = f"/admin/metrics/observation/{figure.pk}/{name}/"
            new = {"value": f"{51 + place}", "reason": "error_correction"}
            said = {"note": two.texts[place], "source": make.SourceFactory().pk}
            forms.append(
                (page, two.opened(place, page, **said, **new if name == "correct" else {}))
            )
        answers = two.send(*forms)
        first = the_one_saved(answers)
        [proposed] = figure.indicator.observations.filter(release__state="in_review")
        expected = None if names[first] == "withdraw" else 51 + first
        assert (proposed.value, proposed.release.note) == (expected, two.texts[first])
        assert answers[1 - first].context["form"]["note"].value() == two.texts[1 - first]

    two_proposals.__name__ = f"{names[0]}_and_{names[1]}"
    return two_proposals


@race("metrics_observation_add")
def two_give_one_figure_in_two_drafts(two):
    """Of one figure, one version is on its way."""
    indicator, area, source = make.IndicatorFactory(), make.AreaFactory(), make.SourceFactory()
    page = "/admin/metrics/observation/add/"
    forms = []
    for place in (0, 1):
        key = {"indicator": indicator.pk, "area": area.pk, "period": "2023"}
        rest = {"release": make.ReleaseFactory().pk, "value": f"5{place}"}
        cited = {"citations-0-source": source.pk, "comment": two.texts[place]}
        forms.append((page, two.opened(place, page, **key, **rest, **cited)))
    answers = two.send(*forms)
    first = the_one_saved(answers)
    [figure] = indicator.observations.all()
    assert figure.comment == two.texts[first]
    assert two.texts[1 - first] in answers[1 - first].text


@race("metrics_dashboard_change")
def two_buttons_of_a_dashboard(two):
    dashboard = make.DashboardFactory(is_published=True)
    page = f"/admin/metrics/dashboard/{dashboard.pk}/change/"
    off = two.opened(0, page, _take_off="1", title=two.texts[0])
    home = two.opened(1, page, _to_home="1", title=two.texts[1])
    answers = two.send((page, off), (page, home))
    assert codes_of(answers).count(SAVED) == 1
    first = codes_of(answers).index(SAVED)
    dashboard.refresh_from_db()
    assert (dashboard.is_published, dashboard.is_home) == (bool(first), bool(first))
    assert dashboard.title == two.texts[first]
    assert answers[1 - first].context["adminform"].form["title"].value() == two.texts[1 - first]
    type(dashboard).objects.all().delete()


RACES = [
    *(_meeting(*each) for each in MEETINGS),
    *(_edit_meets(name) for name in ("submit", "abandon")),
    *(
        _proposals(*names)
        for names in (("correct",) * 2, ("correct", "withdraw"), ("withdraw",) * 2)
    ),
    a_grid_and_abandoning,
    the_note_of_a_release_that_is_sent,
    two_give_one_figure_in_two_drafts,
    two_buttons_of_a_dashboard,
]


def test_nothing_is_lost(two, soak):
    two.run(RACES, soak)
