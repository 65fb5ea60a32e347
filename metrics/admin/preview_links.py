"""Links of a previewed page: its neighbours' previews, what is public today, or no link at all."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from typing import Any

from django.urls import Resolver404, ResolverMatch, resolve

from metrics.models import Indicator, Observation, Release
from metrics.record_reading import public_sources

MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def mend_links(html: str, previews: Mapping[str, str], release: Release) -> str:
    """Return the page with the links of its main part mended.

    `previews` are the addresses of the previews there are, by those of the pages they show. What
    nobody finds at its address yet becomes plain text, and so does the page of a figure that
    `release` changes: it still shows the old one. Two queries for each kind of page at most.
    """
    found = MAIN.search(html)
    if found is None:
        return html
    links = {_path(each) for each in _addresses(found[0])}
    absent = _not_public(links - previews.keys(), release)

    def mended(match: re.Match) -> str:
        path = _path(unescape(match[1]))
        if path in previews:
            return match[0].replace(match[1], escape(previews[path]), 1)
        return f"<span>{match[2]}</span>" if path in absent else match[0]

    return html[: found.start()] + LINK.sub(mended, found[0]) + html[found.end() :]


def _addresses(html: str) -> Iterable[str]:
    return (unescape(match[1]) for match in LINK.finditer(html))


def _path(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]


def _not_public(paths: Iterable[str], release: Release) -> set[str]:
    """Return those of `paths` at which no reader finds today what the preview means."""
    known = {path: match for path in paths if (match := _record_page(path))}
    absent: set[str] = set()
    for names, there in KINDS.items():
        asked = {path: match for path, match in known.items() if match.url_name in names}
        if asked:
            absent |= asked.keys() - there(asked)
    return absent | (known.keys() & _changed(release, known.values()))


def _record_page(path: str) -> ResolverMatch | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    is_of_record = match.app_name == "metrics" and bool(match.kwargs)
    return match if is_of_record else None


def _by_slug(records: Callable[[], Any]) -> Callable[[dict[str, ResolverMatch]], set[str]]:
    """Return what keeps the paths whose record is among the public ones of a kind."""

    def there(asked: dict[str, ResolverMatch]) -> set[str]:
        slugs = {match.kwargs["slug"] for match in asked.values()}
        public = set(records().filter(slug__in=slugs).values_list("slug", flat=True))
        return {path for path, match in asked.items() if match.kwargs["slug"] in public}

    return there


def _figures_there(asked: dict[str, ResolverMatch]) -> set[str]:
    """Keep the paths of facts of which some version is public, even one that withdraws it."""
    return _addresses_of(Observation.objects.public(), asked.values())


def _changed(release: Release, pages: Iterable[ResolverMatch]) -> set[str]:
    """Return the addresses of the figures of `release` among `pages`."""
    facts = [match for match in pages if "area" in match.kwargs]
    return _addresses_of(release.observations.all(), facts) if facts else set()


def _addresses_of(figures: Any, pages: Iterable[ResolverMatch]) -> set[str]:
    keys = [match.kwargs for match in pages]
    asked = figures.filter(
        indicator__slug__in={key["slug"] for key in keys},
        area__code__in={key["area"] for key in keys},
    )
    return {each.get_absolute_url() for each in asked.with_labels()}


KINDS: dict[tuple[str, ...], Callable[[dict[str, ResolverMatch]], set[str]]] = {
    ("release-page", "release-file", "release-manifest"): _by_slug(Release.objects.public),
    ("indicator-page", "indicator-file", "indicator-feed"): _by_slug(Indicator.objects.public),
    ("fact-page", "target-page"): _figures_there,
    ("source-page",): _by_slug(lambda: public_sources(None)),
}
