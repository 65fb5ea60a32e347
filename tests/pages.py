"""One address of every kind of page and file; a new kind adds its line; English has the same."""

from collections.abc import Iterable

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import override

from metrics.files.formats import FORMATS
from metrics.files.whole import WHOLE

RATE = "/chi-so/ty-le-ho-so-truc-tuyen/"
PAGES = [
    "/",
    "/dien-dan/",
    "/dien-dan/so-sanh/",
    "/dien-dan/2023/",
    "/dien-dan/2024/",
    "/dien-dan/2023/chuong-trinh/",
    "/dien-dan/2023/dien-gia/",
    "/dien-dan/2023/trien-lam/",
    "/dien-dan/2023/ket-qua/",
    "/phien/",
    "/phien/2023-phien-tham-van/",
    "/dien-gia/",
    "/dien-gia/hoang-minh-cuong/",
    "/to-chuc/",
    "/to-chuc/ubnd-thanh-pho-hai-phong/",
    "/gian-hang/",
    "/gian-hang/2023-msb/",
    "/bao-cao/",
    "/bao-cao/ket-qua-dien-dan-2023/",
    "/chi-so/",
    "/chi-so/?tru-cot=chinh-quyen-so&q=ho+so",
    RATE,
    "/chi-so/xep-hang-chuyen-doi-so-dti/",
    f"{RATE}hai-phong-den-2025-06/2023/",
    "/chi-so/kinh-te-so-trong-grdp/hai-phong-tu-2025-07/2021-2025/",
    "/chi-so/kinh-te-so-trong-grdp/hai-phong-den-2025-06/2025/muc-tieu/ke-hoach-106-kh-ubnd-2025/",
    "/nhung/chi-so/ty-le-ho-so-truc-tuyen/",
    "/bang-so-lieu/",
    "/bang-so-lieu/chinh-quyen-so/",
    "/bang-so-lieu/kinh-te-so/",
    "/phat-hanh/",
    "/phat-hanh/tong-hop-tu-nguon-cong-khai/",
    "/nguon/",
    "/nguon/bai-viet-thu-nhat-dien-dan-2023/",
    "/du-lieu/",
    "/tim-kiem/",
    "/tim-kiem/?q=truc+tuyen",
    "/gioi-thieu/",
    "/lien-he/",
    "/quyen-rieng-tu/",
    "/tro-nang/",
    "/api/v1/",
]
FILES = [
    "/tim-kiem/goi-y/?q=truc+tuyen",  # a part of a page
    "/bao-cao/ket-qua-dien-dan-2023/tep/ban-in.pdf",
    "/phien/2023-phien-tham-van/tep/ban-trinh-bay.pdf",
    *(f"/chi-so/ty-le-ho-so-truc-tuyen.{suffix}" for suffix in FORMATS),
    *(f"/dien-dan/2023/chuong-trinh.{suffix}" for suffix in FORMATS),
    *(f"/dien-dan/2023/dien-gia.{suffix}" for suffix in FORMATS),
    *(f"/dien-dan/2023/trien-lam.{suffix}" for suffix in FORMATS),
    *(f"/bang-so-lieu/chinh-quyen-so.{suffix}" for suffix in FORMATS),
    "/dien-dan/2023.png",
    "/phien/2023-phien-tham-van.png",
    "/dien-dan/2023/atom.xml",
    "/bao-cao/rss.xml",
    *(f"/dien-dan/2023/schedule.{suffix}" for suffix in ("ics", "xml", "json")),
    "/phien/2023-phien-tham-van.ics",
    "/dien-gia/hoang-minh-cuong.ics",
    "/dien-gia/hoang-minh-cuong.jpg",
    f"{RATE}atom.xml",
    "/chi-so/ty-le-ho-so-truc-tuyen.svg",
    "/chi-so/xep-hang-chuyen-doi-so-dti.png",
    "/bang-so-lieu/chinh-quyen-so/2.svg",
    "/bang-so-lieu/chinh-quyen-so/4.png",
    f"{RATE}hai-phong-den-2025-06/2023.svg",
    f"{RATE}hai-phong-den-2025-06/2023.png",
    "/phat-hanh/atom.xml",
    # Its .json is the text that is sealed.
    *(f"/phat-hanh/tong-hop-tu-nguon-cong-khai.{suffix}" for suffix in FORMATS),
    "/du-lieu/catalog",
    "/du-lieu/catalog.jsonld",
    "/du-lieu/catalog.ttl",
    *(f"/du-lieu/quan-sat.{suffix}" for suffix in FORMATS),
    *(f"/du-lieu/trich-dan.{suffix}" for suffix in FORMATS),
    *(f"/du-lieu/phat-hanh.{suffix}" for suffix in FORMATS),
    *(f"/du-lieu/thay-doi.{suffix}" for suffix in FORMATS),
    *(f"/du-lieu/{name}.csv" for name in WHOLE),
    "/du-lieu/dien-dan.json",
    "/du-lieu/tat-ca.zip",
]
API = [
    *("openapi.json", "indicators", "indicators/ho_so_truc_tuyen_pct"),
    *("observations", "observations/ho_so_truc_tuyen_pct/hai-phong-den-2025-06/2023"),
    "observations/kts_grdp_pct/hai-phong-den-2025-06/2025/target/ke-hoach-106-kh-ubnd-2025",
    *("releases", "releases/tong-hop-tu-nguon-cong-khai"),
    *("sources", "sources/bai-viet-thu-nhat-dien-dan-2023"),
    *("areas", "areas/hai-phong-den-2025-06"),
    *("forums", "forums/2023", "sessions", "sessions/2023-phien-tham-van"),
    *("people", "people/hoang-minh-cuong"),
    *("organisations", "organisations/ubnd-thanh-pho-hai-phong"),
    *("booths", "booths/2023-msb", "reports", "reports/ket-qua-dien-dan-2023"),
]
FILES += [f"/api/v1/{path}" for path in API]


def in_language(address: str, language: str) -> str:
    """Return the address of the same in a language; the API takes it as a parameter."""
    if language == "vi":
        return address
    if is_of_api(address):
        return f"{address}{'&' if '?' in address else '?'}lang={language}"
    return f"/{language}{address}"


def is_of_api(address: str) -> bool:
    return address.startswith("/api/")


def kinds_of(addresses: Iterable[str]) -> set[str]:
    """Return the names of the views that answer `addresses`."""
    paths = {address.partition("?")[0] for address in addresses}
    with override("en"):  # patterns with a prefix answer to the active language alone
        return {
            resolve(path if is_of_api(path) else f"/en{path.removeprefix('/en')}").view_name
            for path in paths
        }


def kinds_of_the_portal() -> set[str]:
    """Return the names of all views that readers and their programs reach."""
    patterns = get_resolver().url_patterns
    public = next(p for p in patterns if isinstance(p.pattern, LocalePrefixPattern))
    api = next(p for p in patterns if getattr(p, "namespace", None) == "api")
    return {*_names(public), *_names(api)}


def _names(pattern: URLPattern | URLResolver, space: str = "") -> Iterable[str]:
    if isinstance(pattern, URLPattern):
        if pattern.name:  # what answers to all other addresses has none
            yield f"{space}{pattern.name}"
        return
    inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
    for each in pattern.url_patterns:
        yield from _names(each, inner)
