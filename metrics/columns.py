"""The columns of the open data: frozen names in a frozen order, each with what it means.

In their SQL `f` is the version of a figure that is in force, or the one that a release published,
`old` the version before it, and `cited` a citation of it; the other names are the tables that these
refer to.
"""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum_portal.tables import Column, Type
from metrics.models import Citation, Observation, Release

FACT_URL = (
    f"'{settings.PORTAL_ORIGIN}/chi-so/' || indicator.slug || '/' || area.code || '/' "
    "|| replace(f.period, '/', '-') || '/' || CASE f.kind WHEN 'target' "
    "THEN 'muc-tieu/' || coalesce(instrument.slug, '-') || '/' ELSE '' END"
)
RELEASE_URL = f"'{settings.PORTAL_ORIGIN}/phat-hanh/' || f.slug || '/'"
SOURCE_PAGE = f"'{settings.PORTAL_ORIGIN}/nguon/' || source.slug || '/'"
REASONS = _(
    "planned · routine_revision · error_correction · definition_change · "
    "territory_change · source_replaced · withdrawal."
)
MANIFEST = _("SHA-256 of all that the release holds, fixed when it was approved.")
IN_FORCE = "CASE WHEN f.obs_status <> 'withdrawn' THEN {} END"
VERSION_PUBLISHED = _("When this version became public, with the offset from UTC.")


def _revision(sql: str) -> Column:
    meaning = _("How many versions of this figure were public, this one included.")
    return Column("revision", sql, _("Version"), meaning, Type.NUMBER)


def _published_at(sql: str, meaning: str | Promise) -> Column:
    return Column("published_at", sql, _("Published at"), meaning, Type.MOMENT)


# What several files have.
UNIT = Column("unit", "unit.code", _("Unit"), _("Code of the unit, such as percent or rank."))
COMPARATOR = Column(
    "comparator",
    "f.comparator",
    _("Comparison"),
    _("eq exactly · ge at least · gt more than · le at most · lt just under · approx about."),
    words=Observation.Comparator.choices,
)
OUT_OF = Column(
    "out_of", "f.out_of", _("Out of"), _("For a rank: how many were ranked."), Type.NUMBER
)
COMMENT = Column(
    "comment", "f.comment", _("Comment"), _("What readers should know of this figure.")
)
RELEASE = Column(
    "release",
    "release.slug",
    _("Release"),
    _("The release that published it: the last part of its address under /phat-hanh/."),
)
SOURCE_TITLE = Column(
    "source_title",
    "coalesce(nullif(source.title, ''), nullif(source.label, ''), source.publisher)",
    _("Title of the source"),
    _("As printed, or what we call it."),
)
PUBLISHER = Column(
    "publisher", "source.publisher", _("Publisher"), _("Empty where it is not known.")
)
PUBLISHED_ON = Column(
    "published_on",
    "source.published_on",
    _("Date of the source"),
    _("Empty where it is not known."),
    Type.DATE,
)
SOURCE_URL = Column(
    "source_url", "source.url", _("Address of the source"), _("Empty if it has none.")
)
LOCATOR = Column("locator", "cited.locator", _("Place"), _("Page or paragraph in the source."))
PRINTED = Column(
    "printed", "cited.printed", _("As printed"), _("The value as the source prints it.")
)
URL = Column(
    "url",
    FACT_URL,
    _("Address"),
    _("The page of this figure, with all its sources."),
    is_address=True,
)
KEY = (
    Column(
        "indicator", "indicator.code", _("Indicator"), _("Code of the indicator; it never changes.")
    ),
    Column("indicator_name", "indicator.name", _("Name of the indicator"), _("In Vietnamese.")),
    Column("pillar", "pillar.code", _("Pillar"), _("Code of the pillar that it is listed under.")),
    Column(
        "area",
        "area.code",
        _("Area"),
        _("Code of the area. A city before and after a merger is two areas."),
    ),
    Column("area_name", "area.name", _("Name of the area"), _("In Vietnamese.")),
    Column(
        "kind",
        "f.kind",
        _("Kind"),
        _("observed: measured; target: aimed at by a plan."),
        words=Observation.Kind.choices,
    ),
    Column(
        "instrument",
        "instrument.slug",
        _("Plan"),
        _("For a target, the document that sets it: the last part of its address under /nguon/."),
    ),
    Column(
        "period",
        "f.period",
        _("Period"),
        _("2023 · 2023-S1 (a half) · 2023-Q4 · 2024-11 · 2023-12-27 · 2021/2025 (several years)."),
    ),
)
OBSERVATIONS = (
    *KEY,
    Column("period_start", "f.period_start", _("First day"), _("Of the period."), Type.DATE),
    Column("period_end", "f.period_end", _("Last day"), _("Of the period."), Type.DATE),
    Column(
        "value",
        IN_FORCE.format("f.value"),
        _("Value"),
        _("Empty where there is none; then the status says why."),
        Type.NUMBER,
    ),
    UNIT,
    COMPARATOR,
    OUT_OF,
    Column(
        "numerator",
        IN_FORCE.format("f.numerator"),
        _("Numerator"),
        _("Of a share, where the source gives it."),
        Type.NUMBER,
    ),
    Column(
        "denominator",
        IN_FORCE.format("f.denominator"),
        _("Denominator"),
        _("Of a share, where the source gives it."),
        Type.NUMBER,
    ),
    Column(
        "obs_status",
        "f.obs_status",
        _("Status"),
        _(
            "SDMX code: A published · E estimated · P provisional · F forecast · "
            "O, L, M, Q no figure; or withdrawn."
        ),
        words=Observation.Status.choices,
    ),
    _revision("f.revision"),
    COMMENT,
    _published_at("f.published_at", VERSION_PUBLISHED),
    RELEASE,
    Column(
        "source",
        "source.slug",
        _("Source"),
        _("The source it is read from: the last part of its address under /nguon/."),
    ),
    SOURCE_TITLE,
    SOURCE_URL,
    LOCATOR,
    PRINTED,
    URL,
)
CITATIONS = (
    *KEY,
    Column(
        "source",
        "source.slug",
        _("Source"),
        _("The source cited: the last part of its address under /nguon/."),
    ),
    SOURCE_TITLE,
    PUBLISHER,
    PUBLISHED_ON,
    SOURCE_URL,
    Column(
        "stance",
        "cited.stance",
        _("What it says"),
        _("states · agrees · rounds · republishes · disagrees."),
        words=Citation.Stance.choices,
    ),
    Column(
        "position",
        "cited.position",
        _("Order"),
        _("1 is the citation that the figure is read from."),
        Type.NUMBER,
    ),
    LOCATOR,
    PRINTED,
    Column("sentence", "cited.sentence", _("Sentence"), _("Word for word, misprints kept.")),
    Column(
        "original",
        "cited.original",
        _("Original"),
        _("The report or the speaker that the source quotes."),
    ),
    Column("note", "cited.note", _("Note"), _("What the editors add, in Vietnamese.")),
    _published_at(
        "release.published_at", _("When this citation became public, with the offset from UTC.")
    ),
    RELEASE,
    URL,
)
CHANGES = (
    *KEY,
    Column(
        "change",
        "CASE WHEN f.obs_status = 'withdrawn' THEN 'withdrawn' "
        "WHEN old.id IS NULL THEN 'added' ELSE 'revised' END",
        _("Change"),
        _("added: not public before; revised: another version was; withdrawn: no longer counts."),
    ),
    Column(
        "old_value",
        "CASE WHEN old.obs_status <> 'withdrawn' THEN old.value END",
        _("Old value"),
        _("Of the version before. Empty where there was none, or it was withdrawn."),
        Type.NUMBER,
    ),
    Column(
        "new_value",
        IN_FORCE.format("f.value"),
        _("New value"),
        _("Empty where there is none; then the status says why."),
        Type.NUMBER,
    ),
    Column(
        "difference",
        "CASE WHEN f.obs_status <> 'withdrawn' AND old.obs_status <> 'withdrawn' "
        "AND f.comparator = 'eq' AND old.comparator = 'eq' "
        "AND f.out_of IS NOT DISTINCT FROM old.out_of THEN f.value - old.value END",
        _("Difference"),
        _(
            "New less old, computed by the portal; for a share in percentage points. Empty unless "
            "both are exact and, for a rank, out of the same number."
        ),
        Type.NUMBER,
    ),
    UNIT,
    Column(
        "old_comparator", "old.comparator", _("Old comparison"), _("As for the new one, below.")
    ),
    COMPARATOR,
    Column(
        "old_out_of", "old.out_of", _("Old out of"), _("As for the new one, below."), Type.NUMBER
    ),
    OUT_OF,
    Column("old_status", "old.obs_status", _("Old status"), _("As for the new one, below.")),
    Column(
        "obs_status",
        "f.obs_status",
        _("Status"),
        _("As in the file of figures."),
        words=Observation.Status.choices,
    ),
    _revision("coalesce(old.versions, 0) + 1"),
    COMMENT,
    Column("reason", "release.reason", _("Reason"), REASONS, words=Release.Reason.choices),
    Column("note", "release.note", _("Note"), _("Of the release, in Vietnamese.")),
    _published_at("release.published_at", VERSION_PUBLISHED),
    RELEASE,
    URL,
    Column("manifest_sha256", "seal.manifest_sha256", _("Seal"), MANIFEST),
)
RELEASES = (
    Column("release", "f.slug", _("Release"), _("The last part of its address under /phat-hanh/.")),
    Column("title", "f.title", _("Title"), _("In Vietnamese.")),
    Column("title_en", "f.title_en", _("Title in English"), _("Where there is one.")),
    Column("reason", "f.reason", _("Reason"), REASONS, words=Release.Reason.choices),
    Column("note", "f.note", _("Note"), _("Of the release, in Vietnamese.")),
    Column("note_en", "f.note_en", _("Note in English"), _("Where there is one.")),
    _published_at("f.published_at", _("When it became public, with the offset from UTC.")),
    Column("figures", "f.figures", _("Figures"), _("How many versions it holds."), Type.NUMBER),
    Column(
        "citations", "f.citations", _("Citations"), _("How many citations it holds."), Type.NUMBER
    ),
    Column("manifest_sha256", "f.manifest_sha256", _("Seal"), MANIFEST),
    Column(
        "chain_sha256",
        "f.chain_sha256",
        _("Chain"),
        _(
            "SHA-256 of the chain's hash before, the seal, the moment in UTC and the address: one "
            "hash kept elsewhere vouches for every release up to it."
        ),
    ),
    Column("url", RELEASE_URL, _("Address"), _("The page of this release.")),
)
SOURCES = (
    Column("source", "source.slug", _("Source"), _("The last part of its address under /nguon/.")),
    SOURCE_TITLE,
    PUBLISHER,
    PUBLISHED_ON,
    SOURCE_URL,
    Column("url", SOURCE_PAGE, _("Address"), _("The page of this source.")),
)
