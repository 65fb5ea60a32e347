"""`verify` and approvals that no second person gave."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from metrics import lifecycle
from metrics.models import Release
from metrics.refusals import PublishingError
from metrics.verification import verify
from tests.clock import set_clock
from tests.factories import CitationFactory, UserFactory, approved, submitted
from tests.tampering import changed, released, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    """Three public releases, in this order."""
    return [released(slug) for slug in ("mot", "hai", "ba")]


class TestBetweenApprovalAndPublication:
    """What a superuser, or whoever has the portal's own rights, does behind the staff's back."""

    EDIT = "UPDATE metrics_observation SET value = 49 WHERE release_id = %s"
    APPROVE = "UPDATE metrics_release SET state = 'approved', approver_id = %s WHERE id = %s"

    @pytest.fixture
    def draft(self):
        return CitationFactory(observation__release__slug="mot", observation__release__title="mot")

    @pytest.fixture
    def scheduled(self, draft):
        release = approved(draft.release)
        moment = timezone.now() + timedelta(days=1)
        return lifecycle.schedule(release=release, by=None, at=moment)

    def test_what_was_edited_is_not_published(self, draft):
        release = approved(draft.release)
        tamper(self.EDIT, release.pk)
        with pytest.raises(PublishingError, match="không còn đúng với bản đã duyệt"):
            lifecycle.publish(release=release, by=None)

    def test_what_was_edited_and_became_public_by_itself(self, scheduled):
        tamper(self.EDIT, scheduled.pk)
        set_clock(scheduled.published_at)
        assert verify().problems == [changed("mot")]

    def test_what_was_edited_as_a_draft_and_approved_by_sql(self, scheduled):
        """No guard is switched off: each statement is one that the portal itself may send."""
        with connection.cursor() as cursor:
            taken_back = "UPDATE metrics_release SET state = 'draft', published_at = NULL"
            cursor.execute(f"{taken_back} WHERE id = %s", [scheduled.pk])
            cursor.execute(self.EDIT, [scheduled.pk])
            cursor.execute(self.APPROVE, [scheduled.approver.pk, scheduled.pk])
            moment = "UPDATE metrics_release SET published_at = %s WHERE id = %s"
            cursor.execute(moment, [scheduled.published_at, scheduled.pk])
        set_clock(scheduled.published_at)
        assert verify().problems == [changed("mot")]

    def test_another_moment(self, scheduled):
        sooner = scheduled.published_at - timedelta(hours=1)
        Release.objects.update(published_at=sooner)
        set_clock(sooner)
        then, now = (
            timezone.localtime(each).isoformat(" ") for each in (scheduled.published_at, sooner)
        )
        assert verify().problems == [
            f"Lần phát hành “mot” (mot) được niêm với thời điểm công khai {then}, "
            f"nay lại ghi {now}."
        ]

    def test_what_only_sql_approved(self, draft):
        release = submitted(draft.release)
        with connection.cursor() as cursor:
            cursor.execute(self.APPROVE, [UserFactory().pk, release.pk])
            cursor.execute("UPDATE metrics_release SET published_at = portal_now()")
        assert verify().problems == [
            "Lần phát hành “mot” (mot) đã công khai nhưng chưa từng được niêm dấu kiểm.",
            "Lần phát hành “mot” (mot) ghi người duyệt khác với các bước đã lưu.",
        ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE metrics_release SET approver_id = %s WHERE slug = 'hai'",
        "UPDATE metrics_release SET approver_id = nullif(%s, %s) WHERE slug = 'hai'",
        "UPDATE metrics_releasestep SET by_id = %s WHERE release_id = (SELECT id FROM "
        "metrics_release WHERE slug = 'hai')",
    ],
)
def test_another_approver(record, statement):
    tamper(statement, *[UserFactory().pk] * statement.count("%s"))
    assert verify().problems == [
        "Lần phát hành “hai” (hai) ghi người duyệt khác với các bước đã lưu."
    ]


def test_the_deletion_of_its_approval(record):
    tamper("DELETE FROM metrics_releasestep WHERE release_id = %s", record[1].pk)
    assert verify().problems == [
        "Lần phát hành “hai” (hai) ghi người duyệt khác với các bước đã lưu."
    ]
