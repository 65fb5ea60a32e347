"""The desk as somebody finds it, and every kind of record that it keeps: for tests/deeds.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from forum_portal import roles
from forum_portal.models import Organisation, User
from metrics.models import Observation, Release
from tests import factories as make
from tests.forms import fields_of


@dataclass
class Desk:
    """Who tries, in `client`; who may do everything, in `superuser`; whose records they are.

    Where a refusal is expected, the fields that nobody typed into are left out: it comes before.
    """

    user: User
    client: Client
    superuser: Client
    body: Organisation
    expects_refusal: bool

    def send(self, page: str, **typed: Any):
        """Send the form of a page with what is typed into it."""
        form = {} if self.expects_refusal else fields_of(self.superuser.get(page))
        return self.client.post(page, form | typed)


@dataclass(frozen=True)
class Kind:
    """A kind of record: its pages, how one is made for a body, and what a new one needs."""

    pages: str
    make: Callable[[Organisation], Any]
    needs: Callable[[Desk], dict[str, Any]] = lambda desk: {}
    has_body: bool = True


def _nobodys(pages: str, factory: Any, needs: Callable[[Desk], dict[str, Any]]) -> Kind:
    return Kind(pages, lambda body: factory(), needs, has_body=False)


def draft_of(body: Organisation, author: User | None = None) -> Release:
    """Return a draft with a figure and its source, prepared by `author` or an editor of `body`."""
    author = author or make.staff(roles.EDITOR, organisation=body)
    release = make.ReleaseFactory(author=author)
    url = f"https://example.vn/{release.pk}"
    make.CitationFactory(observation=_figure(body, release), source__url=url)
    return release


def submitted_of(body: Organisation) -> Release:
    return make.submitted(draft_of(body))


def _figure(body: Organisation, release: Release) -> Observation:
    return make.ObservationFactory(release=release, indicator__responsible=body)


def public_figure_of(body: Organisation) -> Observation:
    return make.published_figure(indicator__responsible=body)


def _new_figure(desk: Desk) -> dict[str, Any]:
    return {
        "release": make.ReleaseFactory(author=desk.user).pk,
        "indicator": make.IndicatorFactory(responsible=desk.body).pk,
        "area": make.AreaFactory().pk,
        "period": "2023",
        "value": "50",
        "citations-0-source": make.SourceFactory().pk,
    }


def _new_account(desk: Desk) -> dict[str, Any]:
    name = {"last_name": "Nguyễn", "first_name": "Văn Mới", "email": "moi@example.vn"}
    return name | {"groups": Group.objects.get(name=roles.APPROVER).pk}


def _new_indicator(desk: Desk) -> dict[str, Any]:
    related = {"pillar": make.PillarFactory().pk, "unit": make.UnitFactory().pk}
    return {"name": "Chỉ số mới", "code": "moi"} | related


def _new(pages: str, factory: Any, **needs: Any) -> Kind:
    """Return a kind that belongs to no body; a factory among `needs` makes what is chosen."""

    def fill(desk):
        return {name: each if isinstance(each, str) else each().pk for name, each in needs.items()}

    return _nobodys(pages, factory, fill)


KINDS = {
    "số liệu đã công khai": Kind("metrics/observation", public_figure_of),
    "số liệu chưa công khai": Kind(
        "metrics/observation", lambda body: _figure(body, draft_of(body))
    ),
    "số liệu trong bản thảo": Kind(
        "metrics/observation", lambda body: _figure(body, draft_of(body)), _new_figure
    ),
    "lần phát hành đã công khai": Kind(
        "metrics/release", lambda body: public_figure_of(body).release
    ),
    "lần phát hành chưa công khai": Kind("metrics/release", draft_of),
    "lần phát hành trong bản thảo": Kind(
        "metrics/release", draft_of, lambda desk: {"title": "Số liệu mới"}
    ),
    "lần phát hành đã gửi duyệt": Kind("metrics/release", submitted_of),
    "chỉ số": Kind(
        "metrics/indicator", lambda body: make.IndicatorFactory(responsible=body), _new_indicator
    ),
    "tài khoản": _nobodys("forum_portal/user", make.UserFactory, _new_account),
    "thiết lập của cổng": _new("forum_portal/portalsettings", make.PortalSettingsFactory),
    "nguồn": _new("metrics/source", make.SourceFactory, title="Báo cáo mới"),
    "bảng số liệu": _new("metrics/dashboard", make.DashboardFactory, title="Bảng mới"),
    "ô của bảng": _new("metrics/panel", make.PanelFactory, dashboard=make.DashboardFactory),
    "địa bàn": _new("metrics/area", make.AreaFactory, code="moi", name="Địa bàn mới", kind="city"),
    "đơn vị tính": _new("metrics/unit", make.UnitFactory, code="moi", kind="count"),
    "trụ cột": _new("metrics/pillar", make.PillarFactory, code="moi", name="Trụ cột mới"),
    "tổ chức": _new("forum_portal/organisation", make.OrganisationFactory, name="Tổ chức mới"),
    "diễn đàn": _new("events/forum", make.ForumFactory, name="Diễn đàn mới", year="2031"),
    "vai trò của tổ chức": _new(
        "events/forumrole",
        make.ForumRoleFactory,
        forum=make.ForumFactory,
        organisation=make.OrganisationFactory,
    ),
    "phiên": _new("events/session", make.SessionFactory, forum=make.ForumFactory, title="Phiên"),
    "nhân vật": _new("events/person", make.PersonFactory, name="Nguyễn Văn Mới"),
    "lần tham gia": _new(
        "events/appearance",
        make.AppearanceFactory,
        person=make.PersonFactory,
        forum=make.ForumFactory,
        role="speaker",
    ),
    "triển lãm": _new(
        "events/exhibition", make.ExhibitionFactory, forum=make.ForumFactory, title="Triển lãm"
    ),
    "gian hàng": _new(
        "events/booth", make.BoothFactory, exhibition=make.ExhibitionFactory, name="Gian hàng"
    ),
    "giải pháp": _new(
        "events/solution", make.SolutionFactory, forum=make.ForumFactory, name="Giải pháp"
    ),
    "báo cáo": _new("events/report", make.ReportFactory, title="Báo cáo mới"),
    "phát biểu": _new(
        "events/quote",
        make.QuoteFactory,
        person=make.PersonFactory,
        forum=make.ForumFactory,
        source=make.SourceFactory,
        text="Nguyên văn.",
    ),
}
