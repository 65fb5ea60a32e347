"""Two people at once on the same figures: nobody's act is lost, nothing shows by half."""

from collections import Counter
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from math import ceil
from time import monotonic, sleep

import pytest

from metrics import lifecycle
from metrics.clock import portal_now
from metrics.correcting import version_in_force
from metrics.manifest import manifest_sha256
from metrics.models import Area, Observation
from metrics.refusals import (
    FigureTakenError,
    OutdatedFigureError,
    PublishingError,
)
from tests.factories import AreaFactory, UserFactory, approved, published_by, submitted
from tests.racing import (
    EDITED,
    NEW,
    OLD,
    PERIODS,
    Crew,
    Stage,
    assert_sound,
    is_refusal,
    last_action,
    look,
    opened_form,
    sealed,
)

# Seconds
ALL_STEPS = 0.15  # that it takes to send, approve and publish
SOON = 1.6  # seconds until a moment
STAYS = 1.0  # the last of them, in which it stays
NEAR = 0.1  # around whose beginning most recalls come


@pytest.fixture
def stage(transactional_db):
    crew = Crew()
    yield Stage(crew)
    crew.leave()


def edit(figure):
    return Observation.objects.filter(pk=figure.pk).update(value=EDITED)


# The races; each returns how it ended


def an_edit_while_the_release_is_sent_and_approved(stage):
    revision = stage.draft(PERIODS)
    figure = revision.observations.order_by("period")[0]
    seen = []

    def lead():
        submitted(revision)
        seen.append(manifest_sha256(revision))
        return stage.approve_and_publish(revision, seen[0])

    led, edited = stage.race(lead, partial(edit, figure), stage.random.uniform(0, ALL_STEPS))
    assert led.published_at
    assert sealed(revision) == seen[0]
    assert edited == 1 or is_refusal(edited)
    assert stage.values() == [EDITED if edited == 1 else NEW, NEW, NEW]
    return "edited" if edited == 1 else "refused"


def an_approval_of_what_is_sent_back_and_edited(stage):
    revision = stage.sent(stage.draft(PERIODS))
    figure = revision.observations.order_by("period")[0]
    seen = manifest_sha256(revision)

    def rewrite():
        lifecycle.send_back(release=revision, by=stage.approver, comment="Xem lại.")
        edit(figure)
        return submitted(revision, stage.author)

    approval, rewritten = stage.race(partial(stage.approve_and_publish, revision, seen), rewrite)
    assert is_refusal(approval) is not is_refusal(rewritten)
    if is_refusal(rewritten):
        assert (sealed(revision), stage.values()) == (seen, [NEW] * 3)
        return "published"
    figure.refresh_from_db()
    assert (figure.value, stage.values(), last_action(revision)) == (EDITED, [OLD] * 3, "submitted")
    return "edited"


def two_proposals_for_one_figure(stage):
    figure = stage.public.observations.get(period="2022")
    results = stage.race(partial(stage.correct, figure), partial(stage.withdraw, figure))
    [winner] = [each for each in results if isinstance(each, Observation)]
    [loser] = [each for each in results if isinstance(each, FigureTakenError)]
    assert loser.release == winner.release
    assert stage.values() == [OLD] * 3
    published_by(winner.release, stage.approver)
    assert version_in_force(figure) == winner
    return "corrected" if winner.value else "withdrawn"


def a_proposal_while_a_revision_becomes_public(stage):
    revision = stage.sent(stage.draft(PERIODS))
    figure = stage.public.observations.get(period="2022")
    seen = manifest_sha256(revision)  # beforehand: it takes longer than either may be ahead
    led, proposed = stage.race(
        partial(stage.approve_and_publish, revision, seen), partial(stage.correct, figure, EDITED)
    )
    assert led.published_at
    assert stage.values() == [NEW] * 3
    if isinstance(proposed, OutdatedFigureError):
        assert proposed.newest.release == revision
        return "outdated"
    assert isinstance(proposed, FigureTakenError)
    return "taken"


def two_publications(stage):
    one = stage.accepted(stage.draft(("2021", "2022")))
    two = stage.accepted(stage.draft(("2023", "2024"), EDITED, "error_correction"))
    results = stage.race(partial(stage.publish, one), partial(stage.publish, two))
    moments = [each.published_at for each in results]
    assert moments[0] != moments[1]
    assert stage.values() == [NEW, NEW, EDITED, EDITED]
    return "the first first" if moments[0] < moments[1] else "the second first"


def one_publication_by_two(stage):
    revision = stage.sent(stage.draft(PERIODS))
    other = UserFactory()

    def by(approver):
        approved(revision, approver)
        return lifecycle.publish(release=revision, by=approver)

    results = stage.race(partial(by, stage.approver), partial(by, other))
    [winner] = [each for each in results if not is_refusal(each)]
    assert isinstance(next(filter(is_refusal, results)), PublishingError)
    actions = Counter(revision.steps.values_list("action", flat=True))
    assert actions == {"submitted": 1, "approved": 1, "published": 1}
    assert stage.values() == [NEW] * 3
    return "the first" if winner is results[0] else "the second"


def giving_up_what_is_sent_and_published(stage):
    revision = stage.draft(PERIODS)

    def lead():
        submitted(revision)
        return stage.approve_and_publish(revision)

    give_up = partial(lifecycle.abandon, release=revision, by=stage.author)
    led, given_up = stage.race(lead, give_up, stage.random.uniform(0, ALL_STEPS))
    assert is_refusal(led) is not is_refusal(given_up)
    rows = (revision.observations.count(), revision.citations.count())
    if is_refusal(led):
        assert (rows, stage.values()) == ((0, 0), [OLD] * 3)
        return "abandoned"
    assert (rows, stage.values()) == ((3, 3), [NEW] * 3)
    return "published"


def a_recall_while_the_moment_is_set(stage):
    revision = stage.accepted(stage.draft(PERIODS))
    tomorrow = portal_now() + timedelta(days=1)
    set_, recalled = stage.race(
        partial(lifecycle.schedule, release=revision, by=stage.approver, at=tomorrow),
        partial(lifecycle.recall, release=revision, by=stage.approver, comment="Nhầm."),
    )
    assert (recalled.state, recalled.published_at) == ("draft", None)
    assert (last_action(revision), sealed(revision)) == ("recalled", "")
    return "recalled first" if is_refusal(set_) else "set first"


def a_recall_and_an_edit_while_it_is_published(stage):
    revision = stage.accepted(stage.draft(PERIODS))
    figure = revision.observations.order_by("period")[0]

    def take_back():
        lifecycle.recall(release=revision, by=stage.approver, comment="Nhầm.")
        return edit(figure)

    published, taken = stage.race(partial(stage.publish, revision), take_back)
    assert is_refusal(published) is not is_refusal(taken)
    if is_refusal(taken):
        assert stage.values() == [NEW] * 3
        return "published"
    figure.refresh_from_db()
    assert (figure.value, stage.values()) == (EDITED, [OLD] * 3)
    return "edited"


def another_code_while_it_is_approved(stage):
    place = AreaFactory()
    release = stage.sent(stage.draft(["2024"], area=place))
    seen, renamed = manifest_sha256(release), f"{place.code}-moi"
    approval, change = stage.race(
        partial(stage.approve_and_publish, release, seen),
        partial(Area.objects.filter(pk=place.pk).update, code=renamed),
    )
    assert is_refusal(approval) is not is_refusal(change)
    place.refresh_from_db()
    assert (place.code == renamed) is is_refusal(approval)
    return "renamed" if is_refusal(approval) else "published"


RACES = [
    an_edit_while_the_release_is_sent_and_approved,
    an_approval_of_what_is_sent_back_and_edited,
    two_proposals_for_one_figure,
    a_proposal_while_a_revision_becomes_public,
    two_publications,
    one_publication_by_two,
    giving_up_what_is_sent_and_published,
    a_recall_while_the_moment_is_set,
    a_recall_and_an_edit_while_it_is_published,
    another_code_while_it_is_approved,
]
PAIRS, FEW = 2000, 3 * len(RACES)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_nothing_is_lost_and_nothing_shows_by_half(stage, soak, race):
    endings = Counter()
    for _ in range(ceil((PAIRS if soak else FEW) / len(RACES))):
        stage.set_up()
        endings[race(stage)] += 1
        assert_sound(stage.looks)
    if soak:
        assert len(endings) > 1, f"this was no race: {endings}"


@pytest.mark.django_db(transaction=True)
def test_what_its_moment_has_shown_is_not_taken_back(stage, soak):
    endings = Counter()
    for _ in range(60 if soak else 3):
        stage.set_up()
        endings[a_recall_as_the_moment_comes(stage)] += 1
        assert_sound(stage.looks)
    if soak:
        assert endings.keys() >= {"recalled", "public"}


def a_recall_as_the_moment_comes(stage):
    revision = stage.accepted(stage.draft(PERIODS))
    soon = portal_now() + timedelta(seconds=SOON)
    lifecycle.schedule(release=revision, by=stage.approver, at=soon)
    later = soon + timedelta(days=1)
    whenever = stage.random.uniform(0, SOON)
    just_in_time = STAYS + stage.random.uniform(-NEAR, NEAR)
    early = stage.random.choice([whenever, just_in_time, just_in_time])
    sleep(max((soon - portal_now()).total_seconds() - early, 0))
    recalled, moved = stage.race(
        partial(lifecycle.recall, release=revision, by=stage.approver, comment="Nhầm."),
        partial(lifecycle.schedule, release=revision, by=stage.approver, at=later),
    )
    sleep(max((soon - portal_now()).total_seconds(), 0))
    stage.looks.add(look())
    revision.refresh_from_db()
    if not is_refusal(recalled):
        assert (revision.state, revision.published_at) == ("draft", None)
        return "recalled"
    assert revision.published_at == (soon if is_refusal(moved) else later)
    return "public" if is_refusal(moved) else "moved"


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_nobody_at_the_desk(stage, soak):
    """Nor does either end in a deadlock, which would be an error that nobody expects."""
    endings = Counter()
    for _ in range(60 if soak else 2):
        stage.set_up()
        endings[an_edit_at_the_desk_while_it_is_given_up(stage)] += 1
        assert_sound(stage.looks)
    if soak:
        assert len(endings) > 1


def an_edit_at_the_desk_while_it_is_given_up(stage):
    draft = stage.draft(PERIODS)
    figure = draft.observations.order_by("period")[0]
    url = f"/admin/metrics/observation/{figure.pk}/change/"
    begun = monotonic()
    form = opened_form(stage.desk, url) | {"value": str(EDITED)}
    takes = monotonic() - begun  # about as long as to save it
    answer, given_up = stage.race(
        partial(stage.desk.post, url, form),
        partial(lifecycle.abandon, release=draft, by=stage.author),
        lead=stage.random.uniform(0, takes),
    )
    assert given_up.state == "abandoned"
    assert (draft.observations.count(), stage.values()) == (0, [OLD] * 3)
    return "gone" if answer.status_code == HTTPStatus.GONE else "saved"
