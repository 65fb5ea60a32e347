"""The tables of the figures' side that staff import."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.importing.archiving import let_out
from forum_portal.importing.imports import Import, Outcome, register
from forum_portal.importing.kinds import KINDS as PORTAL
from forum_portal.importing.loading import Known
from forum_portal.importing.tables import Kind, Row
from forum_portal.importing.uploads import Upload
from forum_portal.office.import_records import import_records
from forum_portal.office.import_rights import may_import, right_to
from forum_portal.office.site import Group
from metrics.admin.import_target import TargetForm
from metrics.importing import KINDS as METRICS
from metrics.importing.content import (
    AREAS,
    BREAKS,
    HOME_AREAS,
    INDICATORS,
    PILLARS,
    SOURCES,
    UNITS,
)
from metrics.importing.contents import (
    citation_contents,
    every_citation,
    every_figure,
    every_release,
    figure_contents,
)
from metrics.importing.dashboards import DASHBOARDS, PANELS
from metrics.importing.drafts import hold_draft
from metrics.importing.record_import import (
    CITATION_IMPORT,
    CITATIONS,
    FIGURE_IMPORT,
    FIGURES,
    RecordImport,
)
from metrics.importing.record_words import WITHOUT_VALUE, lines
from metrics.importing.releases import RELEASES
from metrics.importing.unsourced import unsourced
from metrics.lifecycle import step
from metrics.models import (
    Area,
    Break,
    Dashboard,
    HomeArea,
    Indicator,
    Panel,
    Pillar,
    Release,
    ReleaseStep,
    Source,
    Unit,
)
from metrics.ownership import kept_by, seen_of
from metrics.record_reading import public_sources
from metrics.sealing import wait_for_turn


def _outcome(upload: Upload) -> Outcome:
    result = upload.result
    sentence = _("%(new)d new and %(changed)d changed rows stand in the draft “%(title)s”.")
    release = reverse("admin:metrics_release_change", args=[result["release"]])
    submit = reverse("admin:metrics_release_submit", args=[result["release"]])
    links = [(_("Open the draft"), release), (_("Send for approval"), submit)]
    return Outcome(sentence % result, links)


def _may_record_breaks(user: Any, record: Any, changed: set[str], values: dict[str, Any]) -> str:
    """A break belongs to who keeps up its indicator; one of an area alone to who keeps up areas."""
    code = record.indicator.code if record and record.indicator else values.get("indicator")
    if code is None:
        return "" if user.has_perm("metrics.change_area") else _("Name the indicator that breaks.")
    if kept_by(user, Indicator).filter(code=code).exists():
        return right_to(Break)(user, record, changed, values)
    return _("Another organisation keeps up this indicator.")


def _sign_drafts(upload: Upload, rows: list[Row], known: Known) -> None:
    """A release that somebody imports is a draft of theirs."""
    for row in rows:
        draft = Release.objects.get(slug=row.key)
        draft.author = upload.by
        draft.save()
        step(draft, ReleaseStep.Action.CREATED, upload.by)


# A release becomes public by its own pages alone.
DRAFTS = replace(
    RELEASES,
    columns=tuple(each for each in RELEASES.columns if each.name != "published_at"),
    beside={"published_at": gettext_lazy("public from")},
    check=None,
    make=None,
    finish=None,
)
ALL = (*PORTAL, *(DRAFTS if kind is RELEASES else kind for kind in METRICS))


def _into_draft(kind: Kind, into: RecordImport, purpose: Any, **rest: Any) -> Import:
    return Import(
        kind,
        capfirst(kind.model._meta.verbose_name_plural),
        purpose,
        compare=into.compare,
        take_over=into.take_over,
        lines=lambda upload, rows: lines(upload, kind, rows),
        may=lambda user: may_import(user, kind.model),
        outcome=_outcome,
        begin=hold_draft,
        target_form=TargetForm,
        group=Group.FIGURES,
        **rest,
    )


def _records(kind: Kind, group: Group, purpose: Any, **rest: Any) -> Import:
    return import_records(kind, ALL, group, purpose, turn=wait_for_turn, **rest)


let_out(Release, Release.objects.public)
let_out(Indicator, Indicator.objects.public)
let_out(Break, Break.objects.public)
let_out(Source, lambda: public_sources(None))
let_out(Dashboard, Dashboard.objects.published)
let_out(Panel, lambda: Panel.objects.filter(dashboard__in=Dashboard.objects.published()))
let_out(Area, Area.objects.public, followed=("parent", "merged_into"))
let_out(Area, Area.objects.home)
let_out(HomeArea, HomeArea.objects.all)
let_out(Pillar, Pillar.objects.public)
let_out(Unit, lambda: Unit.objects.filter(indicators__in=Indicator.objects.public()))
register(
    [
        _into_draft(
            FIGURES,
            FIGURE_IMPORT,
            gettext_lazy("Values of indicators with their sources. They go into a draft."),
            missing=WITHOUT_VALUE,
            remarks=unsourced,
            contents=figure_contents,
            shown=gettext_lazy("The public figures that you keep up, each with its first source."),
            archived=every_figure,
        ),
        _into_draft(
            CITATIONS,
            CITATION_IMPORT,
            gettext_lazy("Where figures stand, word for word. They go into a draft."),
            contents=citation_contents,
            shown=gettext_lazy("The public citations of the figures that you keep up."),
            archived=every_citation,
        ),
        _records(
            INDICATORS,
            Group.FIGURES,
            gettext_lazy("What is measured: name, unit, definition, who answers for it."),
        ),
        _records(
            BREAKS,
            Group.FIGURES,
            gettext_lazy("Where series break, and why."),
            right=_may_record_breaks,
        ),
        _records(
            SOURCES,
            Group.FIGURES,
            gettext_lazy("The documents that figures and facts rest on."),
        ),
        _records(
            DRAFTS,
            Group.FIGURES,
            gettext_lazy("Drafts of releases: title, reason, note."),
            after=_sign_drafts,
            seen=seen_of(Release),
            shown=gettext_lazy("The releases that your account may look at."),
            archived=every_release,
        ),
        _records(DASHBOARDS, Group.SETUP, gettext_lazy("Titles and texts of dashboards.")),
        _records(PANELS, Group.SETUP, gettext_lazy("What stands on each dashboard, and where.")),
        _records(AREAS, Group.SETUP, gettext_lazy("Territories, agencies, forums with figures.")),
        _records(UNITS, Group.SETUP, gettext_lazy("What values count, and between which ends.")),
        _records(PILLARS, Group.SETUP, gettext_lazy("The headings under which indicators stand.")),
        _records(HOME_AREAS, Group.SETUP, gettext_lazy("The areas that the portal speaks for.")),
    ]
)
