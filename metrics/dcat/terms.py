"""Words of other vocabularies that the catalogue uses: what harvesters compare."""

from metrics.dcat.graph import Iri
from metrics.periods import Frequency

EU = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
CSVW = Iri("http://www.w3.org/ns/csvw")

OPEN_TO_ALL = Iri(f"{EU}access-right/PUBLIC")
VIETNAMESE = Iri(f"{EU}language/VIE")
ENGLISH = Iri(f"{EU}language/ENG")
IRREGULAR = Iri(f"{EU}frequency/IRREG")
# “On a day” and “over several years” say when something was measured, not how often.
FREQUENCIES = {
    Frequency.ANNUAL: Iri(f"{EU}frequency/ANNUAL"),
    Frequency.HALF_YEARLY: Iri(f"{EU}frequency/ANNUAL_2"),
    Frequency.QUARTERLY: Iri(f"{EU}frequency/QUARTERLY"),
    Frequency.MONTHLY: Iri(f"{EU}frequency/MONTHLY"),
    Frequency.DAILY: IRREGULAR,
    Frequency.RANGE: IRREGULAR,
}
FILE_TYPES = {each: Iri(f"{EU}file-type/{each.upper()}") for each in ("csv", "xlsx", "json")}


def media_type(name: str) -> Iri:
    return Iri(MEDIA_TYPES + name)
