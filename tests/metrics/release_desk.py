"""An editor's release at the desk, and what its pages say, for the tests of these pages."""

from datetime import UTC, datetime

from django.utils import timezone

from forum_portal import roles
from metrics.manifest import manifest_sha256
from metrics.models import Release, ReleaseStep
from tests.desk import RELEASES
from tests.factories import (
    CitationFactory,
    OrganisationFactory,
    ReleaseFactory,
    SourceFactory,
    staff,
)

LATER = datetime(2099, 3, 4, 1, 30, tzinfo=UTC)  # 08:30 in Việt Nam
EDITOR_NAME = {"last_name": "Nguyễn Thị", "first_name": "Hoa"}
APPROVER_NAME = {"last_name": "Trần Văn", "first_name": "Bình"}


def an_editor():
    """An editor of an organisation of its own."""
    return staff(roles.EDITOR, organisation=OrganisationFactory(), **EDITOR_NAME)


def an_approver():
    return staff(roles.APPROVER, **APPROVER_NAME)


def a_draft(author, **figure) -> Release:
    """A draft with one figure of 90,7 % that stands in a source with an address."""
    release = ReleaseFactory(title="Quý IV", slug="quy-iv", author=author)
    values = {
        "value": "90.7",
        "indicator__name": "Hồ sơ",
        "indicator__slug": "ho-so",
        "indicator__responsible": author.organisation,
        "area__name": "Hải Phòng",
        "area__code": "hai-phong",
    } | figure
    CitationFactory(
        observation__release=release,
        **{f"observation__{name}": value for name, value in values.items()},
        source=SourceFactory(title="Báo cáo", url="https://haiphong.gov.vn/bao-cao"),
    )
    return release


def release_form(**changes) -> dict[str, str]:
    """The fields of a release's own form."""
    values = {"title": "Số liệu quý IV", "reason": "planned", "title_en": "", "note": ""}
    return values | {"note_en": "", "slug": ""} | changes


def page_of(release: Release, name: str = "change") -> str:
    """Return the address of a page of the release at the desk."""
    return f"{RELEASES}{release.pk}/{name}/"


def problems(response) -> tuple[list[str], dict[str, list[str]]]:
    """Return what a step's page refuses as a whole, and field by field."""
    errors = {name: list(texts) for name, texts in response.context["form"].errors.items()}
    return list(response.context["refusals"]), errors


def told(response) -> list[str]:
    """Return the messages on the page that follows."""
    return [str(each) for each in response.context["messages"]]


def state(release) -> str:
    return Release.objects.get(pk=release.pk).state


def last_step(release) -> tuple:
    step = ReleaseStep.objects.filter(release=release).last()
    return step.action, step.by, step.comment


def approval(release, **changes):
    """The fields of the page on which a release is approved, as they are sent untouched."""
    values = {"then": "later", "at_0": "", "at_1": "", "comment": ""}
    return values | {"manifest": manifest_sha256(release)} | changes


def moment_fields(moment) -> dict[str, str]:
    local = timezone.localtime(moment)
    return {"at_0": local.strftime("%d/%m/%Y"), "at_1": local.strftime("%H:%M")}
