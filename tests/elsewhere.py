"""Records that stood at other addresses before: public ones of the small city, and hidden ones.

A hidden record may have stood where a public one stood before it, or stand there now.
"""

from django.db.models import Model

from events.models import Booth, Forum, Person, Report, Session
from forum_portal.models import Organisation
from metrics.models import Dashboard, Indicator, Source
from tests import factories as make

PUBLIC = {
    Forum: "2023",
    Session: "2023-khai-mac",
    Person: "nguyen-van-a",
    Organisation: "fpt",
    Booth: "2023-fpt",
    Report: "ket-qua",
    Indicator: "ty-le-ho-so",
    Dashboard: "cqs",
    Source: "bai-viet-le",
}


def before(slug: str) -> str:
    """Return an address at which the record that stands at `slug` stood before."""
    return f"truoc-{slug}"


def stood_elsewhere(model: type[Model], slug: str, *places: str) -> None:
    """Let the record at `slug` have stood at each of `places` before."""
    records = model._default_manager.filter(pk=model._default_manager.get(slug=slug).pk)
    for place in (*places, slug):
        records.update(slug=place)


def public_ones_were() -> None:
    """Let one public record of each kind have stood at another address."""
    for model, slug in PUBLIC.items():
        stood_elsewhere(model, slug, before(slug))


def hidden_ones_were(hidden: dict[type[Model], str]) -> None:
    """Let hidden records have stood elsewhere, after a public one at its former address."""
    for model, slug in hidden.items():
        stood_elsewhere(model, slug, before(PUBLIC[model]), before(slug))


def hidden_ones_are_where_public_ones_were() -> None:
    """Put a hidden record of each kind to the former address of a public one."""
    forum = make.ForumFactory(slug=before(PUBLIC[Forum]), is_published=False)
    make.SessionFactory(slug=before(PUBLIC[Session]), forum=forum)
    make.BoothFactory(slug=before(PUBLIC[Booth]), exhibition__forum=forum)
    make.ReportFactory(slug=before(PUBLIC[Report]), is_published=False)
    make.DashboardFactory(slug=before(PUBLIC[Dashboard]), is_published=False)
    make.PersonFactory(slug=before(PUBLIC[Person]))
    make.OrganisationFactory(slug=before(PUBLIC[Organisation]))
    make.IndicatorFactory(slug=before(PUBLIC[Indicator]))
    make.SourceFactory(slug=before(PUBLIC[Source]))
