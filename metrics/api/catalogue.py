"""What figures hang from: indicators, areas, sources; each by its natural key."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from forum_portal.api.resources import Resource
from forum_portal.tables import Column, Type
from metrics.columns import PUBLISHED_ON, PUBLISHER, SOURCES
from metrics.models import Area, Indicator, Source

ORIGIN = settings.PORTAL_ORIGIN
IN_VIETNAMESE = _("In Vietnamese.")
IN_ENGLISH = _("Where there is one.")
WHERE_KNOWN = _("Empty where it is not known.")

INDICATORS = Resource(
    name="indicators",
    record="Indicator",
    key="code",
    columns=(
        Column(
            "indicator", "f.code", _("Indicator"), _("Code of the indicator; it never changes.")
        ),
        Column("indicator_name", "f.name", _("Name of the indicator"), IN_VIETNAMESE),
        Column("indicator_name_en", "f.name_en", _("Name in English"), IN_ENGLISH),
        Column(
            "pillar", "pillar.code", _("Pillar"), _("Code of the pillar that it is listed under.")
        ),
        Column("unit", "unit.code", _("Unit"), _("Code of the unit, such as percent or rank.")),
        Column(
            "direction",
            "f.direction",
            _("Good direction"),
            _("up · down · none."),
            words=Indicator.Direction.choices,
        ),
        Column(
            "frequency",
            "f.frequency",
            _("Frequency"),
            _("A a year · S half a year · Q a quarter · M a month · D a day · R several years."),
        ),
        Column("definition", "f.definition", _("Definition"), IN_VIETNAMESE),
        Column("definition_en", "f.definition_en", _("Definition in English"), IN_ENGLISH),
        Column("method", "f.method", _("Method"), IN_VIETNAMESE),
        Column("method_en", "f.method_en", _("Method in English"), IN_ENGLISH),
        Column("responsible", "responsible.slug", _("Responsible organisation"), WHERE_KNOWN),
        Column(
            "predecessor",
            "predecessor.code",
            _("Continues"),
            _("The indicator that this one took over from; their figures are not one line."),
        ),
        Column("url", f"'{ORIGIN}/chi-so/' || f.slug || '/'", _("Address"), _("The page of it.")),
    ),
    source="""
FROM ({gate}) f
JOIN metrics_pillar pillar ON pillar.id = f.pillar_id
JOIN metrics_unit unit ON unit.id = f.unit_id
LEFT JOIN forum_portal_organisation responsible ON responsible.id = f.responsible_id
LEFT JOIN ({known}) predecessor ON predecessor.id = f.predecessor_id
""",
    parts=lambda as_of: {"known": Indicator.objects.public(as_of)},
)
AREAS = Resource(
    name="areas",
    record="Area",
    key="code",
    columns=(
        Column(
            "area",
            "f.code",
            _("Area"),
            _("Code of the area. A city before and after a merger is two areas."),
        ),
        Column("area_name", "f.name", _("Name of the area"), IN_VIETNAMESE),
        Column("area_name_en", "f.name_en", _("Name in English"), IN_ENGLISH),
        Column("kind", "f.kind", _("Kind"), _("Kind of area."), words=Area.Kind.choices),
        Column("parent", "parent.code", _("Lies in"), _("Code of that area.")),
        Column("valid_from", "f.valid_from", _("In these borders since"), WHERE_KNOWN, Type.DATE),
        Column("valid_to", "f.valid_to", _("In these borders until"), WHERE_KNOWN, Type.DATE),
        Column("merged_into", "heir.code", _("Merged into"), _("Code of that area.")),
    ),
    source="""
FROM ({gate}) f
LEFT JOIN ({around}) parent ON parent.id = f.parent_id
LEFT JOIN ({after}) heir ON heir.id = f.merged_into_id
""",
    parts=lambda as_of: {
        "around": Area.objects.public(as_of),
        "after": Area.objects.public(as_of),
    },
)
SOURCES_OF_RECORD = Resource(
    name="sources",
    record="Source",
    columns=(
        *(
            Column(each.name, each.sql.replace("source.", "f."), each.title, each.meaning)
            for each in SOURCES[:2]
        ),
        Column("kind", "f.kind", _("Kind"), _("Kind of document."), words=Source.Kind.choices),
        Column("legal_number", "f.legal_number", _("Number"), _("Of a legal document.")),
        Column("publisher", "f.publisher", PUBLISHER.title, PUBLISHER.meaning),
        Column("published_on", "f.published_on", PUBLISHED_ON.title, WHERE_KNOWN, Type.DATE),
        Column("language", "f.language", _("Language"), _("As a code, such as vi or en.")),
        Column("source_url", "f.url", _("Address of the source"), _("Empty if it has none.")),
        Column("accessed_on", "f.accessed_on", _("Read on"), WHERE_KNOWN, Type.DATE),
        Column("effective_on", "f.effective_on", _("In force from"), WHERE_KNOWN, Type.DATE),
        Column("expired_on", "f.expired_on", _("In force until"), WHERE_KNOWN, Type.DATE),
        Column("replaced_by", "heir.slug", _("Replaced by"), _("The source in force since.")),
        Column("url", f"'{ORIGIN}/nguon/' || f.slug || '/'", _("Address"), _("The page of it.")),
    ),
    source="""
FROM ({gate}) f
LEFT JOIN metrics_source heir ON heir.id = f.replaced_by_id
""",
)
