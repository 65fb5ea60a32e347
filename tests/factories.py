"""Factories that never surprise: a test sets every value that it asserts."""

from datetime import UTC, datetime

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from events import models as events
from forum_portal.attachments.receiving import PORTRAIT, receive
from forum_portal.models import Organisation, PortalSettings, User
from metrics import lifecycle
from metrics import models as metrics
from metrics.manifest import manifest_sha256
from tests.attachments import made

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Cơ quan {n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nhan-vien-{n}")
    password = factory.django.Password("mat-khau-cua-test")
    is_staff = True


def staff(*roles: str, **fields) -> User:
    """Return an account with these roles of `forum_portal.roles`."""
    user = UserFactory(**fields)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


class PortalSettingsFactory(DjangoModelFactory):
    class Meta:
        model = PortalSettings
        django_get_or_create = ("id",)

    id = 1
    name = "Cổng thử"


class PillarFactory(DjangoModelFactory):
    class Meta:
        model = metrics.Pillar

    code = factory.Sequence(lambda n: f"tru-cot-{n}")
    name = factory.Sequence(lambda n: f"Trụ cột {n}")


class UnitFactory(DjangoModelFactory):
    """A share of 0 to 100 %."""

    class Meta:
        model = metrics.Unit

    code = factory.Sequence(lambda n: f"don-vi-{n}")
    kind = "share"
    symbol = "%"
    lowest = 0
    highest = 100


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = metrics.Area

    code = factory.Sequence(lambda n: f"dia-ban-{n}")
    name = factory.Sequence(lambda n: f"Địa bàn {n}")
    kind = "city"


class HomeAreaFactory(DjangoModelFactory):
    class Meta:
        model = metrics.HomeArea

    portal = factory.SubFactory(PortalSettingsFactory)
    area = factory.SubFactory(AreaFactory)
    position = factory.Sequence(lambda n: n + 1)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = metrics.Source

    title = factory.Sequence(lambda n: f"Bài báo {n}")


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = metrics.Indicator

    code = factory.Sequence(lambda n: f"chi_so_{n}")
    name = factory.Sequence(lambda n: f"Chỉ số {n}")
    pillar = factory.SubFactory(PillarFactory)
    unit = factory.SubFactory(UnitFactory)


class ReleaseFactory(DjangoModelFactory):
    """A draft; `publish(release)` makes it public."""

    class Meta:
        model = metrics.Release

    title = factory.Sequence(lambda n: f"Lần phát hành {n}")


class ObservationFactory(DjangoModelFactory):
    class Meta:
        model = metrics.Observation

    release = factory.SubFactory(ReleaseFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    area = factory.SubFactory(AreaFactory)
    period = "2023"
    value = "50"


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = metrics.Citation

    observation = factory.SubFactory(ObservationFactory)
    release = factory.SelfAttribute("observation.release")
    source = factory.SubFactory(SourceFactory)


class DashboardFactory(DjangoModelFactory):
    class Meta:
        model = metrics.Dashboard

    title = factory.Sequence(lambda n: f"Bảng {n}")
    is_published = True


class PanelFactory(DjangoModelFactory):
    class Meta:
        model = metrics.Panel

    dashboard = factory.SubFactory(DashboardFactory)


class PanelIndicatorFactory(DjangoModelFactory):
    class Meta:
        model = metrics.PanelIndicator

    panel = factory.SubFactory(PanelFactory)
    indicator = factory.SubFactory(IndicatorFactory)


class ForumFactory(DjangoModelFactory):
    class Meta:
        model = events.Forum

    name = factory.Sequence(lambda n: f"Diễn đàn {n}")
    slug = factory.Sequence(lambda n: f"dien-dan-{n}")
    year = 2023


class ForumRoleFactory(DjangoModelFactory):
    class Meta:
        model = events.ForumRole

    forum = factory.SubFactory(ForumFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = events.Session

    forum = factory.SubFactory(ForumFactory)
    title = factory.Sequence(lambda n: f"Phiên {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = events.Person

    name = factory.Sequence(lambda n: f"Nguyễn Văn {n}")


class AppearanceFactory(DjangoModelFactory):
    class Meta:
        model = events.Appearance

    person = factory.SubFactory(PersonFactory)
    forum = factory.SubFactory(ForumFactory)


class ExhibitionFactory(DjangoModelFactory):
    class Meta:
        model = events.Exhibition

    forum = factory.SubFactory(ForumFactory)
    title = factory.Sequence(lambda n: f"Triển lãm {n}")


class BoothFactory(DjangoModelFactory):
    class Meta:
        model = events.Booth

    exhibition = factory.SubFactory(ExhibitionFactory)
    name = factory.Sequence(lambda n: f"Gian hàng {n}")


class SolutionFactory(DjangoModelFactory):
    class Meta:
        model = events.Solution

    forum = factory.SubFactory(ForumFactory)
    name = factory.Sequence(lambda n: f"Giải pháp {n}")


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = events.Report

    title = factory.Sequence(lambda n: f"Báo cáo {n}")
    is_published = True


def kept_file(content: bytes = made.PDF, name: str = "tep.pdf") -> dict[str, object]:
    """Return the fields of a file that was uploaded."""
    kept = receive(name, len(content), lambda: content)
    sizes = {each: getattr(kept, each) for each in ("media_type", "size", "width", "height")}
    return {"file": kept.path, **sizes}


class FileFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Tệp {n}")

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return super()._create(model_class, *args, **kept_file() | fields)


class AttachmentFactory(FileFactory):
    class Meta:
        model = events.Attachment

    report = factory.SubFactory(ReportFactory)


class MaterialFactory(FileFactory):
    class Meta:
        model = events.Material

    session = factory.SubFactory(SessionFactory)


class PhotoFactory(DjangoModelFactory):
    class Meta:
        model = events.Photo

    person = factory.SubFactory(PersonFactory)
    alt = "Bà phát biểu trên bục."
    credit = "Báo Hải Phòng, 27/12/2023"

    @classmethod
    def _create(cls, model_class, *args, picture=None, **fields):
        content = picture or made.picture(size=(480, 640))
        kept = receive("anh.jpg", len(content), lambda: content, PORTRAIT)
        size = {"width": kept.width, "height": kept.height}
        return super()._create(model_class, *args, file=kept.path, **size | fields)


class QuoteFactory(DjangoModelFactory):
    class Meta:
        model = events.Quote

    person = factory.SubFactory(PersonFactory)
    forum = factory.SubFactory(ForumFactory)
    source = factory.SubFactory(SourceFactory)
    text = "Lời nói nguyên văn."


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = events.Evidence

    forum = factory.SubFactory(ForumFactory)
    source = factory.SubFactory(SourceFactory)


def named_organisation(**fields) -> Organisation:
    """Return a body that a published forum names: readers know of no other."""
    return ForumRoleFactory(organisation=OrganisationFactory(**fields)).organisation


def publish(release: metrics.Release, at: datetime = LONG_AGO) -> metrics.Release:
    """Make the release public from `at`, approved by nobody: later ones must follow in order."""
    release.state, release.published_at = "approved", at
    release.save()
    return release


def published_figure(at: datetime = LONG_AGO, **key) -> metrics.Observation:
    """Return an observation with one citation, in a release of its own that is public from `at`."""
    observation = ObservationFactory(**key)
    CitationFactory(observation=observation)
    publish(observation.release, at)
    return observation


def published_figures(*keys: dict, at: datetime = LONG_AGO) -> list[metrics.Observation]:
    """Return an observation with one citation for each of `keys`, all in one public release."""
    release = ReleaseFactory()
    observations = [ObservationFactory(release=release, **key) for key in keys]
    for observation in observations:
        CitationFactory(observation=observation)
    publish(release, at)
    return observations


def submitted(release: metrics.Release, by: User | None = None) -> metrics.Release:
    """Send a draft for approval, in its author's name unless another is given."""
    return lifecycle.submit(release=release, by=by or release.author, comment="Đã rà soát.")


def approved(release: metrics.Release, by: User | None = None) -> metrics.Release:
    """Send a draft for approval where that is still to do, and approve it in somebody's name."""
    if release.state == metrics.Release.State.DRAFT:
        release = submitted(release)
    seen = manifest_sha256(release)
    return lifecycle.approve(release=release, by=by or UserFactory(), manifest=seen)


def published_by(release: metrics.Release, by: User | None = None) -> metrics.Release:
    """Lead a draft, or what is in review, through all its steps; public from now, by `by`."""
    approver = by or UserFactory()
    return lifecycle.publish(release=approved(release, approver), by=approver)
