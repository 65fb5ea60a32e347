"""Nothing that readers must not see has any effect on what they do see.

The city is loaded three times: without any draft, embargoed release or unpublished record, with
such that say one thing, and with such that say another. Every public address answers byte for byte
alike. The keys of the three differ, so no key of the database shows either.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import zip_longest

import pytest
from django.apps import apps
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import override

from forum_portal.former_addresses import KINDS
from metrics.files.formats import FORMATS
from metrics.files.whole import WHOLE
from tests import embargo
from tests.api import addresses as api
from tests.elsewhere import PUBLIC, before
from tests.embargo import COMMON, DRAFT, FORMERLY_ELSEWHERE, MOMENT, OFF, SCHEDULED, code, hide
from tests.files import unpacked

pytestmark = pytest.mark.django_db
LEAST_REQUESTS = 600
# The slugs of records, public ones first; with what is scheduled comes what is only a draft.
AREAS = ["cu", code(SCHEDULED["area"]), code(DRAFT["area"])]
INDICATORS = ["ty-le-ho-so", "hang-dti", *map(code, (SCHEDULED["indicator"], DRAFT["indicator"]))]
FORUMS = ["2023", code(OFF["forum"])]
RELEASES = ["dau", "hai", *map(code, (SCHEDULED["release"], DRAFT["release"]))]
SOURCES = [
    *("bai-bao", "ke-hoach", "cho-dung", code(OFF["source"])),
    *(code(words[kind]) for words in (SCHEDULED, DRAFT) for kind in ("source", "plan", "reason")),
]
ORGANISATIONS = [
    *("fpt", "so-tttt", "so-khcn", "cho-viec"),
    *(code(words["organisation"]) for words in (SCHEDULED, DRAFT, OFF)),
]


def in_formats(slugs: Iterable[str]) -> list[list[str]]:
    """Return the first slug with each format of a file, the others with the first."""
    first, *others = slugs
    return [*([first, suffix] for suffix in FORMATS), *([slug, "csv"] for slug in others)]


# What stands for the parameters of each route; a route without parameters needs no line.
ARGUMENTS = {
    "events:forum-page": [[slug] for slug in FORUMS],
    "events:forum-png": [[slug] for slug in FORUMS],
    "events:forum-feed": [[slug] for slug in FORUMS],
    "events:forum-calendar": [[slug] for slug in FORUMS],
    "events:forum-schedule-xml": [[slug] for slug in FORUMS],
    "events:forum-schedule-json": [[slug] for slug in FORUMS],
    "events:forum-programme": [[slug] for slug in FORUMS],
    "events:forum-programme-file": in_formats(FORUMS),
    "events:forum-speakers": [[slug] for slug in FORUMS],
    "events:forum-speakers-file": in_formats(FORUMS),
    "events:forum-exhibition": [[slug] for slug in FORUMS],
    "events:forum-exhibition-file": in_formats(FORUMS),
    "events:forum-results": [[slug] for slug in FORUMS],
    "events:session-page": [["2023-khai-mac"], *([f"{code(OFF['session'])}-{at}"] for at in "01")],
    "events:session-png": [["2023-khai-mac"], [f"{code(OFF['session'])}-0"]],
    "events:session-calendar": [
        ["2023-khai-mac"],
        *([f"{code(OFF['session'])}-{at}"] for at in "01"),
    ],
    "events:session-file": [
        ["2023-khai-mac", "ban-trinh-bay.pdf"],
        ["2023-khai-mac", f"{code(OFF['file'])}.pdf"],
        *([f"{code(OFF['session'])}-{at}", f"{code(OFF['file'])}.pdf"] for at in "01"),
    ],
    "events:person-calendar": [["nguyen-van-a"], [code(OFF["person"])]],
    "events:person-page": [["nguyen-van-a"], [code(OFF["person"])]],
    "events:person-photo": [["nguyen-van-a"], [code(OFF["person"])]],
    "events:organisation-page": [[slug] for slug in ORGANISATIONS],
    "events:booth-page": [["2023-fpt"], [code(OFF["booth"])]],
    "events:report-page": [["ket-qua"], *([f"{code(OFF['report'])}-{at}"] for at in "01")],
    "events:report-file": [
        ["ket-qua", "ban-in.pdf"],
        *([f"{code(OFF['report'])}-{at}", f"{code(OFF['file'])}.pdf"] for at in "01"),
    ],
    "metrics:fact-svg": [
        ["ty-le-ho-so", "cu", "2023"],
        ["ty-le-ho-so", AREAS[1], "2023"],
        [INDICATORS[2], "cu", "2025"],
    ],
    "metrics:fact-png": [["ty-le-ho-so", "cu", "2023"], ["ty-le-ho-so", AREAS[1], "2023"]],
    "metrics:indicator-embed": [[slug] for slug in INDICATORS],
    "metrics:indicator-svg": [[slug] for slug in INDICATORS],
    "metrics:indicator-png": [[slug] for slug in INDICATORS],
    "metrics:indicator-page": [[slug] for slug in INDICATORS],
    "metrics:indicator-file": in_formats(INDICATORS),
    "metrics:indicator-feed": [[slug] for slug in INDICATORS],
    "metrics:fact-page": [
        *([slug, "cu", "2023"] for slug in INDICATORS),
        *(["ty-le-ho-so", area, "2023"] for area in AREAS[1:]),
        *(["ty-le-ho-so", "cu", period] for period in ("2021", "2022", "2025")),
    ],
    "metrics:target-page": [
        ["ty-le-ho-so", "cu", "2023", "ke-hoach"],
        ["ty-le-ho-so", "cu", "2023", code(SCHEDULED["plan"])],
        [INDICATORS[2], "cu", "2026", "-"],
    ],
    "metrics:dashboard-file": in_formats(["cqs", "trang-chu", code(OFF["dashboard"])]),
    "metrics:panel-svg": [[slug, n] for slug in ("cqs", code(OFF["dashboard"])) for n in (1, 2, 3)],
    "metrics:panel-png": [["cqs", 1]],
    "metrics:dashboard-page": [["cqs"], ["trang-chu"], [code(OFF["dashboard"])]],
    "metrics:release-page": [[slug] for slug in RELEASES],
    "metrics:release-file": in_formats(RELEASES),
    "metrics:release-manifest": [[slug] for slug in RELEASES],
    "metrics:source-page": [[slug] for slug in SOURCES],
    "metrics:whole-file": [*([name, "csv"] for name in WHOLE), ["chi-so", "json"]],
    **{
        f"metrics:{table}-file": [[suffix] for suffix in FORMATS]
        for table in ("observations", "citations", "releases", "changes")
    },
}
AS_OF = ["as-of=2024-01-15"]
PILLARS = ["tru-cot=cqs", "tru-cot=cho", f"tru-cot={code(SCHEDULED['pillar'])}"]
FILTERS = [
    *(f"dia-ban={area}" for area in AREAS),
    *(f"chi-so={slug}" for slug in INDICATORS[1:3]),
    *PILLARS,
]
DIALECTS = ["dialect=vi", "dialect=data"]
# Questions, put to every address of a route beside the plain one.
QUERIES = {
    "home": AS_OF,
    "search": [f"q={words}" for words in (COMMON, "41.7", "88.3", "ho so", "cho", "bai bao")]
    + [f"q={words}&as-of=2024-01-15" for words in ("ho so", "41.7")],
    "events:forum-calendar": ["day=2023-12-27"],
    "metrics:indicator-list": [*AS_OF, f"q={COMMON}", "q=ho", *PILLARS],
    "metrics:indicator-embed": AS_OF,
    "metrics:indicator-svg": [*AS_OF, "dia-ban=cu", f"dia-ban={AREAS[1]}"],
    "metrics:indicator-page": AS_OF,
    "metrics:indicator-file": ["layout=wide"],
    "metrics:dashboard-file": ["layout=wide", FILTERS[1]],
    "metrics:observations-file": [*DIALECTS[:1], *FILTERS, "layout=wide"],
    "metrics:citations-file": [*AS_OF, FILTERS[1]],
    "metrics:releases-file": AS_OF,
    "metrics:changes-file": [*AS_OF, "since=2024-01-20"],
    "metrics:everything-file": AS_OF,
    "metrics:dashboard-page": [*AS_OF, *FILTERS[:2], "tu=2021&den=2023"],
    "metrics:release-list": AS_OF,
    "metrics:data-page": AS_OF,
    "metrics:catalog-ttl": AS_OF,
    "metrics:source-list": AS_OF,
}
CHARTS = {"metrics:panel-svg", "metrics:panel-png"}  # the small city's dashboards have none
CHANGING = ("Expires", "Content-Security-Policy")  # headers with a date or a nonce
ELSEWHERE = ["/healthz", "/robots.txt", "/sitemap.xml", *api.ADDRESSES]


def public_routes() -> dict[str, bool]:
    """Return the name of every route that readers reach, and whether it has parameters."""
    patterns = get_resolver().url_patterns
    return dict(_routes(next(p for p in patterns if isinstance(p.pattern, LocalePrefixPattern))))


def _routes(pattern: URLPattern | URLResolver, space: str = "") -> Iterator[tuple[str, bool]]:
    if isinstance(pattern, URLPattern):
        yield f"{space}{pattern.name}", bool(pattern.pattern.converters)
        return
    inner = f"{pattern.namespace}:" if pattern.namespace else space
    for each in pattern.url_patterns:
        yield from _routes(each, inner)


def every_address() -> list[str]:
    """Return every public address in both languages, in Vietnamese with all questions."""
    found = list(ELSEWHERE)
    for language, most in (("vi", 100), ("en", 1)):
        with override(language):
            for name, has_parameters in public_routes().items():
                for arguments in [*ARGUMENTS[name], *formerly(name)] if has_parameters else [()]:
                    path = reverse(name, args=arguments)
                    found += [path, *(f"{path}?{query}" for query in QUERIES.get(name, [])[:most])]
    return found


def formerly(name: str) -> list[list[str]]:
    """Return the parameters by which a route named a public and a hidden record before."""
    if name not in KINDS:
        return []
    model = apps.get_model(KINDS[name])
    slugs = before(PUBLIC[model]), before(FORMERLY_ELSEWHERE[model])
    return [[slug, *ARGUMENTS[name][0][1:]] for slug in slugs]


@contextmanager
def loaded(folder, value: str = "") -> Iterator[None]:
    """Load the city, with what is hidden if there is a `value`; afterwards it is gone.

    Sequences are not rolled back, and a step is taken before: no key is ever that of another time.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(c.oid, nextval(c.oid) + 1000 * random()::int + 77) "
                "FROM pg_class c WHERE c.relkind = 'S'"
            )
        embargo.load(folder)
        if value:
            hide(value)
        yield
        transaction.set_rollback(True)


def answers(addresses: Iterable[str]) -> dict[str, tuple]:
    """Ask as a reader for each address; return status, headers and body, without dates and nonces.

    Not by the test client: it keeps every template's context, which takes long.
    """
    handler, factory = WSGIHandler(), RequestFactory()
    found = {}
    for address in addresses:
        with transaction.atomic():  # what a request sets for itself does not outlive it
            response = handler.get_response(factory.get(address))
            body = b"".join(response)
            if response.headers.get("Content-Type") == "application/zip":
                body = b"".join(unpacked(body).values())
            body = re.sub(rb' nonce="[^"]*"', b"", body).decode("utf-8", "replace")
            transaction.set_rollback(True)
        headers = {name: text for name, text in response.items() if name not in CHANGING}
        found[address] = (response.status_code, headers, body)
    return found


def differences(one: dict[str, tuple], other: dict[str, tuple]) -> dict[str, list]:
    """Return for each address that answers differently the first lines that do."""
    return {
        address: first_different(answer, other[address])
        for address, answer in one.items()
        if answer != other[address]
    }


def first_different(one: tuple, other: tuple) -> list:
    lines = zip_longest(one[2].split("\n"), other[2].split("\n"))
    return [(one[:2], other[:2]), *[pair for pair in lines if pair[0] != pair[1]][:3]]


def test_every_route_has_its_arguments():
    assert {name for name, has_parameters in public_routes().items() if has_parameters} == set(
        ARGUMENTS
    )
    assert set(QUERIES) <= set(public_routes())


def test_what_is_hidden_changes_no_byte(tmp_path):
    addresses = every_address()
    with loaded(tmp_path):
        nothing = answers(addresses)
    with loaded(tmp_path, "41.7"):
        one = answers(addresses)
    with loaded(tmp_path, "88.3"):
        another = answers(each for each in addresses if not re.search(r"^/en/|\?", each))

    found = differences(one, nothing), differences(another, nothing)
    assert found == ({}, {})
    assert len(nothing) + len(one) + len(another) > LEAST_REQUESTS
    assert {answer[0] for answer in nothing.values()} == {200, 301, 400, 404, 410}
    moved = [address for address, answer in nothing.items() if answer[0] == 301]
    of_pages = [each for each in moved if "?" not in each and each not in api.FORMER]
    assert len(of_pages) == 2 * len(KINDS.keys() - CHARTS)
    assert len([each for each in moved if each in api.FORMER]) == len(api.MODELS)


# What each surface says from the moment on and not before; a slug stands for the whole page.
SURFACES = {
    "/": SCHEDULED["release"],
    "/chi-so/": SCHEDULED["indicator"],
    "/chi-so/?tru-cot=cotdien": SCHEDULED["indicator"],
    "/chi-so/ty-le-ho-so/": "47%",
    "/chi-so/ty-le-ho-so/cu/2023/": "47%",
    "/chi-so/ty-le-ho-so/daongoai/2023/": SCHEDULED["area"],
    "/chi-so/ty-le-ho-so/cu/2023/muc-tieu/giaychung/": SCHEDULED["plan"],
    "/chi-so/ty-le-ho-so.csv": ",47,",
    "/chi-so/ty-le-ho-so/atom.xml": SCHEDULED["release"],
    "/chi-so/ty-le-ho-so.svg": "47%",
    "/chi-so/ty-le-ho-so/cu/2023.svg": "47%",
    "/chi-so/hang-dti/": SCHEDULED["release"],
    "/chi-so/hang-dti/cu/2023/": SCHEDULED["release"],
    "/chi-so/bomit/": SCHEDULED["indicator"],
    "/chi-so/bomit/cu/2025/": SCHEDULED["indicator"],
    "/chi-so/bomit.csv": "bomit",
    "/bang-so-lieu/cqs/": SCHEDULED["indicator"],
    "/bang-so-lieu/cqs/?dia-ban=daongoai": "47%",
    "/phat-hanh/": SCHEDULED["release"],
    "/phat-hanh/atom.xml": SCHEDULED["release"],
    "/phat-hanh/xuongrong/": SCHEDULED["release"],
    "/phat-hanh/xuongrong.csv": "bomit",
    "/phat-hanh/xuongrong.json": "bomit",
    "/nguon/": SCHEDULED["source"],
    "/nguon/sachcu/": SCHEDULED["source"],
    "/nguon/dianhac/": SCHEDULED["reason"],
    "/nguon/cho-dung/": "chờ dùng",
    "/du-lieu/catalog": "bomit",
    "/du-lieu/catalog.jsonld": SCHEDULED["area"],
    "/du-lieu/catalog.ttl": SCHEDULED["release"],
    "/du-lieu/quan-sat.csv": "bomit",
    "/du-lieu/quan-sat.csv?dia-ban=daongoai": SCHEDULED["area"],
    "/du-lieu/trich-dan.csv": "bomit",
    "/du-lieu/phat-hanh.csv": "xuongrong",
    "/du-lieu/thay-doi.csv?since=2024-01-01": "bomit",
    "/du-lieu/chi-so.csv": "bomit",
    "/du-lieu/dia-ban.csv": "daongoai",
    "/du-lieu/nguon.csv": "sachcu",
    "/du-lieu/to-chuc.csv": "chimcut",
    "/du-lieu/tat-ca.zip": SCHEDULED["indicator"],
    f"/tim-kiem/?q={COMMON}": SCHEDULED["indicator"],
    "/to-chuc/": SCHEDULED["organisation"],
    "/to-chuc/chimcut/": SCHEDULED["organisation"],
    "/to-chuc/so-khcn/": SCHEDULED["indicator"],
    "/bao-cao/ket-qua/": "47%",
    "/dien-dan/2023/": "47%",
    "/dien-dan/2023/ket-qua/": "47%",
    "/dien-dan/2023/atom.xml": SCHEDULED["release"],
    "/gioi-thieu/": "2100",
}
IN_BOTH_LANGUAGES = {
    "/sitemap.xml": "/chi-so/bomit/",
    **api.SURFACES,
}


def test_every_surface_changes_at_the_moment(tmp_path):
    english = {f"/en{address}": word for address, word in SURFACES.items()}
    said = SURFACES | english | IN_BOTH_LANGUAGES
    with loaded(tmp_path, "47"):
        set_clock(MOMENT - timedelta(microseconds=1))
        before = answers(said)
        set_clock(MOMENT)
        after = answers(said)

    too_early = {each for each, word in said.items() if word in before[each][2]}
    too_late = {each for each, word in said.items() if word not in after[each][2]}
    assert (too_early, too_late) == (set(), set())
    unsaid = [*DRAFT.values(), *OFF.values()]
    assert [word for word in unsaid for answer in after.values() if word in answer[2]] == []


def set_clock(moment: datetime) -> None:
    """Let the clock of what is public stand still at a moment until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql "
            f"STABLE PARALLEL SAFE AS $$ SELECT timestamptz '{moment.isoformat()}' $$"
        )
