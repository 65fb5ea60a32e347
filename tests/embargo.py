"""What readers must not see: drafts, a release that is scheduled, and all that hangs from them.

`hide` puts it into the small city of tests/city.py, wherever it can touch what is public.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from events.models import Booth, Forum, Material, Person, Quote, Report, Session
from forum_portal.models import Organisation
from metrics.lifecycle import step
from metrics.manifest import manifest_sha256
from metrics.models import Area, Break, Dashboard, Indicator, Observation, Panel, Release, Source
from metrics.sealing import seal
from tests import elsewhere
from tests.city import City
from tests.factories import (
    AppearanceFactory,
    AreaFactory,
    AttachmentFactory,
    BoothFactory,
    CitationFactory,
    DashboardFactory,
    EvidenceFactory,
    ExhibitionFactory,
    ForumFactory,
    ForumRoleFactory,
    IndicatorFactory,
    ObservationFactory,
    OrganisationFactory,
    PanelFactory,
    PanelIndicatorFactory,
    PersonFactory,
    PhotoFactory,
    PillarFactory,
    QuoteFactory,
    ReleaseFactory,
    ReportFactory,
    SessionFactory,
    SourceFactory,
    UnitFactory,
    kept_file,
    publish,
)

MOMENT = datetime(2100, 1, 1, tzinfo=UTC)
# One word for each record that only what is hidden names; `hide` builds names and slugs of them.
SCHEDULED = {
    "release": "Xuongrong",
    "indicator": "Bomit",
    "pillar": "Cotdien",
    "area": "Daongoai",
    "source": "Sachcu",
    "plan": "Giaychung",
    "reason": "Dianhac",
    "organisation": "Chimcut",
}
DRAFT = {
    "release": "Hoasung",
    "indicator": "Mangcau",
    "pillar": "Nhachoi",
    "area": "Laoxa",
    "source": "Vobuom",
    "plan": "Tobaotin",
    "reason": "Banghinh",
    "organisation": "Cadong",
}
ABANDONED = "Conngong"
OFF = {
    "forum": "Duongdua",
    "session": "Kimtien",
    "person": "Trangphuc",
    "organisation": "Hangnuoc",
    "booth": "Quaybanh",
    "report": "Bantuong",
    "file": "Teptin",
    "dashboard": "Lucgiac",
    "source": "Nguonle",
}
COMMON = "Giaukin"  # a word in the name of every hidden record

FORMERLY_ELSEWHERE = {
    Forum: OFF["forum"].lower(),
    Session: f"{OFF['session'].lower()}-0",
    Person: OFF["person"].lower(),
    Organisation: SCHEDULED["organisation"].lower(),
    Booth: OFF["booth"].lower(),
    Report: f"{OFF['report'].lower()}-1",
    Indicator: SCHEDULED["indicator"].lower(),
    Dashboard: OFF["dashboard"].lower(),
    Source: OFF["source"].lower(),
}


def load(folder: Path) -> None:
    """Load the small city with more that hidden records can touch."""
    city = City(folder)
    # Nobody uses these yet; the drafts will.
    city.add("sources", slug="cho-dung", kind="report", title="Báo cáo chờ dùng")
    city.add("sources", slug="bai-viet-le", kind="article", title="Bài viết lẻ")
    city.add("evidence", forum="2023", field="theme", source="bai-viet-le")
    city.add("organisations", slug="cho-viec", name="Cơ quan chờ việc", kind="department")
    city.add("pillars", code="cho", name="Trụ cột chờ", position="2")
    for indicator in ("ho_so_pct", "dti_rank"):
        figure = {"release": "dau", "indicator": indicator, "area": "cu", "out_of": ""}
        for period, value in (("2021", "11"), ("2022", "12")):
            city.add("observations", **figure | {"period": period, "value": value})
            city.add("citations", **_key(figure, period), source="bai-bao", printed=value)
    # The forum has an area of its own, so it has figures and its feed has releases.
    city.add("areas", code="dien-dan", name="Diễn đàn 2023", kind="forum")
    city.change("forums", 0, area="dien-dan")
    own = {"release": "dau", "indicator": "ho_so_pct", "area": "dien-dan", "period": "2023"}
    city.add("observations", **own, value="14")
    city.add("citations", **own, source="bai-bao", printed="14%")
    city.change("observations", 1, comment="Theo bảng xếp hạng.", comment_en="As ranked.")
    city.add(
        "citations",
        **{"release": "dau", "indicator": "ho_so_pct", "area": "cu", "period": "2023"},
        **{"source": "ke-hoach", "stance": "disagrees", "position": "2", "printed": "91%"},
    )
    release = {"slug": "hai", "title": "Hai", "reason": "error_correction"}
    city.add("releases", **release, published_at="2024-02-01T07:00:00+07:00")
    later = {"release": "hai", "indicator": "ho_so_pct", "area": "cu"}
    city.add("observations", **later, period="2022", value="13")
    city.add("citations", **later, period="2022", source="bai-bao", printed="13%")
    city.add("observations", **later, period="2021", value="", obs_status="withdrawn")
    home = {"slug": "trang-chu", "title": "Trang chủ", "is_published": "1", "is_home": "1"}
    city.add("dashboards", **home)
    own = {"dashboard": "trang-chu", "indicators": "ho_so_pct;dti_rank"}
    city.add("panels", **own, position="1", kind="figure")
    for position, kind in enumerate(("figure", "line", "progress"), start=2):
        panel = {"dashboard": "cqs", "kind": kind, "indicators": "ho_so_pct"}
        city.add("panels", **panel, position=str(position), areas="cu")
    city.add("panels", dashboard="cqs", position="9", kind="text", title="Lời", text="…")
    city.load()
    AttachmentFactory(report=Report.objects.get(slug="ket-qua"), title="Bản in")
    Material.objects.create(session=Session.objects.get(), title="Bản trình bày", **kept_file())
    PhotoFactory(person=Person.objects.get(slug="nguyen-van-a"))
    elsewhere.public_ones_were()
    # The loader refuses a text that names a figure which is not public; staff may write one.
    name_hidden_figures(Report.objects.all(), "body")
    name_hidden_figures(Panel.objects.filter(kind="text"), "text")


def name_hidden_figures(texts: QuerySet, field: str) -> None:
    """Let texts that are public refer to figures that are not."""
    references = " ".join(
        f"{{{{so: {code(words['indicator'])} 2025 cu}}}}" for words in (SCHEDULED, DRAFT)
    )
    texts.update(**{field: Concat(field, Value(f"\n\nSắp có {references}."))})


def _key(figure: dict, period: str) -> dict:
    return {name: figure[name] for name in ("release", "indicator", "area")} | {"period": period}


def code(word: str) -> str:
    """Return the code and the slug of a hidden record."""
    return word.lower()


def called(word: str) -> dict[str, str]:
    """Return slug and name of a hidden record."""
    return {"slug": code(word), "name": f"{word} {COMMON}"}


def titled(word: str) -> dict[str, str]:
    """Return slug and title of a hidden record."""
    return {"slug": code(word), "title": f"{word} {COMMON}"}


def hide(value: str) -> None:
    """Put releases that are not public and what is off the site into the city; all say `value`.

    At MOMENT the scheduled release becomes public.
    """
    scheduled = _release(SCHEDULED, value)
    waiting = _release(DRAFT, value)
    given_up = ReleaseFactory(**titled(ABANDONED), note=value)
    for release in (scheduled, waiting, given_up):
        step(release, "submitted", None, f"{COMMON} {value}")
    Release.objects.filter(pk=waiting.pk).update(state="in_review")
    Release.objects.filter(pk=given_up.pk).update(state="abandoned")
    publish(scheduled, MOMENT)
    seal(scheduled, manifest_sha256(scheduled), MOMENT)
    _off_the_site(value)
    elsewhere.hidden_ones_were(FORMERLY_ELSEWHERE)
    elsewhere.hidden_ones_are_where_public_ones_were()


def _release(words: dict[str, str], value: str) -> Release:
    release = ReleaseFactory(**titled(words["release"]), reason="error_correction", note=value)
    _figures(release, words, value)
    _places_of(words)
    return release


def _figures(release: Release, words: dict[str, str], value: str) -> None:
    known, ranked = Indicator.objects.get(code="ho_so_pct"), Indicator.objects.get(code="dti_rank")
    city = Area.objects.get(code="cu")
    area = AreaFactory(code=code(words["area"]), name=words["area"])
    source = SourceFactory(**titled(words["source"]), publisher=value)
    plan = SourceFactory(**titled(words["plan"]), legal_number=value)
    new = IndicatorFactory(
        **called(words["indicator"]),
        code=code(words["indicator"]),
        pillar=PillarFactory(code=code(words["pillar"]), name=words["pillar"]),
        unit=UnitFactory(code=f"dv-{release.pk}"),
        responsible=OrganisationFactory(**called(words["organisation"])),
        predecessor=known,
    )
    keys = [
        dict(indicator=known, area=city, period="2023"),
        dict(indicator=known, area=city, period="2025"),
        dict(indicator=known, area=area, period="2023"),
        dict(indicator=known, area=Area.objects.get(code="dien-dan"), period="2023"),
        dict(indicator=new, area=city, period="2025"),
        dict(indicator=new, area=area, period="2024"),
        dict(indicator=known, area=city, period="2023", kind="target", instrument=plan),
        dict(indicator=new, area=city, period="2026", kind="target"),
    ]
    for key in keys:
        figure = ObservationFactory(release=release, value=value, comment=value, **key)
        CitationFactory(observation=figure, source=source, printed=value)
    gone = ObservationFactory(
        release=release, indicator=ranked, area=city, value=None, obs_status="withdrawn"
    )
    CitationFactory(observation=gone, source=Source.objects.get(slug="cho-dung"))
    for figure in Observation.objects.filter(indicator=ranked, release__slug="dau"):
        CitationFactory(
            **dict(observation=figure, release=release, source=source),
            **dict(stance="disagrees", printed=value, position=0),
        )


def _places_of(words: dict[str, str]) -> None:
    """Let everything that is public and can name the hidden records do so."""
    new = Indicator.objects.get(code=code(words["indicator"]))
    area = Area.objects.get(code=code(words["area"]))
    why = SourceFactory(**titled(words["reason"]))
    change = {"period": "2023", "starts_on": "2023-01-01", "kind": "method"}
    for subject in (
        dict(indicator=new),
        dict(area=area),
        dict(indicator=Indicator.objects.get(code="ho_so_pct"), area=area),
    ):
        Break.objects.create(**subject, **change, explanation=words["indicator"], source=why)
    # Bodies, pillars and predecessors that are in the catalogue already.
    Indicator.objects.filter(code="dti_rank").update(predecessor=new)
    for place, slug in enumerate(("so-khcn", "cho-viec")):
        other = IndicatorFactory(
            **dict(code=f"{new.code}-{place}", slug=f"{new.slug}-{place}", name=f"{new} {place}"),
            **dict(unit=new.unit, responsible=Organisation.objects.get(slug=slug)),
        )
        figure = ObservationFactory(
            **dict(release=Release.objects.get(slug=code(words["release"])), indicator=other),
            area=Area.objects.get(code="cu"),
        )
        CitationFactory(observation=figure, source=why)
    for quote in Quote.objects.all():
        quote.indicators.add(new)
    for panel in Panel.objects.exclude(kind="text"):
        PanelIndicatorFactory(panel=panel, indicator=new, position=0)
        if panel.areas.exists():
            panel.areas.add(area)
    for dashboard in Dashboard.objects.filter(is_published=True):
        for position, kind in enumerate(("figure", "table", "line", "progress")):
            panel = PanelFactory(dashboard=dashboard, kind=kind, position=position)
            PanelIndicatorFactory(panel=panel, indicator=new)


def _off_the_site(value: str) -> None:
    """Add an unpublished forum with all its parts, and unpublished parts of the public one."""
    source = SourceFactory(**titled(OFF["source"]))
    body = OrganisationFactory(**called(OFF["organisation"]))
    forum = ForumFactory(
        **called(OFF["forum"]),
        **dict(year=2026, theme=value, is_published=False, area=AreaFactory(name=OFF["forum"])),
    )
    role = ForumRoleFactory(forum=forum, organisation=body, role="host")
    exhibition = ExhibitionFactory(forum=forum, title=OFF["forum"])
    booth = BoothFactory(**called(OFF["booth"]), exhibition=exhibition)
    booth.organisations.add(body, Organisation.objects.get(slug="cho-viec"))
    person = PersonFactory(**called(OFF["person"]))
    PhotoFactory(person=person, alt=value, credit=value)
    known = Person.objects.get(slug="nguyen-van-a")
    public = Forum.objects.get(slug="2023")
    for place, at in enumerate((forum, public)):
        session = SessionFactory(
            **dict(slug=f"{code(OFF['session'])}-{place}", title=f"{OFF['session']} {COMMON}"),
            **dict(forum=at, is_published=at == forum),
        )
        session.hosts.add(body)
        Material.objects.create(session=session, title=value, url="https://example.vn/")
        for who in (person, known):
            speech = AppearanceFactory(
                **dict(person=who, forum=at, session=session, organisation=body),
                **dict(role="keynote", job_title=value),
            )
            QuoteFactory(
                **dict(person=who, forum=at, session=session, source=source, position=9),
                text=f"{COMMON} {value}",
            )
            EvidenceFactory(forum=None, appearance=speech, source=source, sentence=value)
        EvidenceFactory(forum=None, session=session, source=source)
        Material.objects.create(session=session, title=OFF["file"], **kept_file())
        report = ReportFactory(
            **dict(slug=f"{code(OFF['report'])}-{place}", title=f"{OFF['report']} {COMMON}"),
            **dict(forum=at, source=source, body=value, is_published=at == forum),
        )
        AttachmentFactory(report=report, title=OFF["file"])
    for subject in (dict(forum_role=role), dict(exhibition=exhibition), dict(booth=booth)):
        EvidenceFactory(forum=None, **subject, source=Source.objects.get(slug="bai-bao"))
    dashboard = DashboardFactory(**titled(OFF["dashboard"]), is_published=False)
    PanelFactory(dashboard=dashboard, kind="text", text=value)
