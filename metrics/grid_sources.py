"""The sources of a grid: which are offered, and which one is meant by what was typed."""

from collections.abc import Iterable

from django.db.models import Q

from forum_portal.text import fold
from metrics.grid import Series, source_names
from metrics.importing.naming import AMBIGUOUS, ids_by_name
from metrics.models import Citation, Release, Source

MOST_OFFERED = 400  # what a browser searches without waiting
MOST_NAMED = 5  # of several sources that a text fits
SHORTEST = 3  # signs that may be a word of one source alone

Offer = tuple[str, str]


def sources_offered(series: Series, release: Release) -> list[Offer]:
    """Return (name, more) of sources to choose from: those of the indicator, then the newest ones.

    `more` says who published it and what else it is called; browsers look into both.
    """
    of_series = Q(observation__indicator=series.indicator)
    reachable = Q(release__in=Release.objects.public()) | Q(release=release)
    used = Citation.objects.filter(of_series & reachable).order_by().values("source")
    mine = list(Source.objects.filter(pk__in=used).order_by("-pk")[:MOST_OFFERED])
    others = Source.objects.exclude(pk__in=[each.pk for each in mine]).order_by("-pk")
    offered = [*mine, *others[: MOST_OFFERED - len(mine)]]
    names = source_names(offered)
    return [(names[each.pk], _more(each, names[each.pk])) for each in offered]


def _more(source: Source, name: str) -> str:
    texts = (source.publisher, source.label, source.title, source.legal_number)
    other = [each for each in dict.fromkeys(texts) if each and each not in name]
    return " · ".join([name, *other])


def ids_of_sources(texts: Iterable[str]) -> dict[str, int]:
    """Return the id of the source that each text means, AMBIGUOUS for several; else left out.

    What is nobody's name is searched as words: the one source that has all of them is meant.
    """
    asked = list(texts)
    found = ids_by_name(Source, asked)
    sought = {each: fold(each).split() for each in asked if each not in found}
    sought = {text: words for text, words in sought.items() if len("".join(words)) >= SHORTEST}
    if not sought:
        return found
    records = list(Source.objects.order_by().values_list("pk", "search_text"))
    for text, words in sought.items():
        ids = [pk for pk, searched in records if all(word in searched for word in words)]
        if ids:
            found[text] = ids[0] if len(ids) == 1 else AMBIGUOUS
    return found


def names_meant(text: str) -> list[str]:
    """Return what to type for each source that a text fits, by name; every editor sees sources."""
    wanted, words = fold(text), fold(text).split()
    fields = ("title", "label", "legal_number", "url")
    found = [
        each
        for each in Source.objects.order_by("-pk")
        if any(fold(getattr(each, name)) == wanted for name in fields)
        or all(word in each.search_text for word in words)
    ]
    return sorted(source_names(found).values())


def source_name(text: str) -> str:
    """Return the name of the source that a text means; the text itself where it means none."""
    pk = ids_of_sources([text]).get(text, AMBIGUOUS)
    return source_names(Source.objects.filter(pk=pk)).get(pk, text)
