"""Answers that the description of the API shows, of a city that there is not.

A test holds them against the types.
"""

from typing import Any

from django.conf import settings

ORIGIN = settings.PORTAL_ORIGIN
MOMENT = "2026-11-22T07:00:00+07:00"
CITY_HALL = {"organisation": "ubnd-thanh-pho-a", "name": "UBND Thành phố A"}
RECORDS: dict[str, dict[str, Any]] = {
    "indicators": {
        "indicator": "ho_so_truc_tuyen_pct",
        "indicator_name": "Tỷ lệ hồ sơ trực tuyến",
        "indicator_name_en": "Share of files submitted online",
        "pillar": "chinh-quyen-so",
        "unit": "percent",
        "direction": "up",
        "frequency": "A",
        "definition": None,
        "definition_en": None,
        "method": None,
        "method_en": None,
        "responsible": "so-khcn",
        "predecessor": None,
        "url": f"{ORIGIN}/chi-so/ty-le-ho-so-truc-tuyen/",
    },
    "observations": {
        "indicator": "ho_so_truc_tuyen_pct",
        "indicator_name": "Tỷ lệ hồ sơ trực tuyến",
        "pillar": "chinh-quyen-so",
        "area": "thanh-pho-a",
        "area_name": "Thành phố A",
        "kind": "observed",
        "instrument": None,
        "period": "2023",
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "value": 90.7,
        "unit": "percent",
        "comparator": "eq",
        "out_of": None,
        "numerator": None,
        "denominator": None,
        "obs_status": "A",
        "revision": 1,
        "comment": None,
        "published_at": MOMENT,
        "release": "so-lieu-2023",
        "source": "bao-cao-2023",
        "source_title": "Báo cáo năm 2023",
        "source_url": None,
        "locator": "tr. 8",
        "printed": "90,7%",
        "url": f"{ORIGIN}/chi-so/ty-le-ho-so-truc-tuyen/thanh-pho-a/2023/",
    },
    "releases": {
        "release": "so-lieu-2023",
        "title": "Số liệu năm 2023",
        "title_en": "Figures of 2023",
        "reason": "planned",
        "note": None,
        "note_en": None,
        "published_at": MOMENT,
        "figures": 16,
        "citations": 20,
        "manifest_sha256": "c3236f9f546c0327e6d53c3c9fcce3981270428c2872ff782e992d6852f655dc",
        "chain_sha256": "732bb0b3355ca48154b0109ab7c83f669b8e9e0323b55191f6e983ee23216d5e",
        "url": f"{ORIGIN}/phat-hanh/so-lieu-2023/",
    },
    "sources": {
        "source": "bao-cao-2023",
        "source_title": "Báo cáo năm 2023",
        "kind": "report",
        "legal_number": None,
        "publisher": "UBND Thành phố A",
        "published_on": "2024-01-15",
        "language": "vi",
        "source_url": None,
        "accessed_on": "2026-11-22",
        "effective_on": None,
        "expired_on": None,
        "replaced_by": None,
        "url": f"{ORIGIN}/nguon/bao-cao-2023/",
    },
    "areas": {
        "area": "thanh-pho-a",
        "area_name": "Thành phố A",
        "area_name_en": "City A",
        "kind": "city",
        "parent": "viet-nam",
        "valid_from": None,
        "valid_to": "2025-06-30",
        "merged_into": "thanh-pho-a-moi",
    },
    "forums": {
        "forum": "2023",
        "kind": "forum",
        "series": "Diễn đàn Chuyển đổi số",
        "name": "Diễn đàn Chuyển đổi số 2023",
        "name_en": "Digital Transformation Forum 2023",
        "year": 2023,
        "theme": "Dữ liệu số",
        "theme_en": "Digital data",
        "date_start": "2023-12-27",
        "date_end": None,
        "venue": None,
        "state": "held",
        "area": "dien-dan-2023",
        "organisations": [CITY_HALL | {"role": "host"}],
        "url": f"{ORIGIN}/dien-dan/2023/",
    },
    "sessions": {
        "session": "2023-khai-mac",
        "forum": "2023",
        "title": "Khai mạc",
        "title_en": "Opening",
        "kind": "opening",
        "state": "held",
        "date": "2023-12-27",
        "part_of_day": "morning",
        "start": None,
        "end": None,
        "room": None,
        "track": None,
        "venue": None,
        "abstract": None,
        "hosts": [CITY_HALL],
        "people": [
            {
                "person": "nguyen-van-a",
                "name": "Nguyễn Văn A",
                "role": "opening",
                "job_title": "Chủ tịch",
                "organisation": "UBND Thành phố A",
            }
        ],
        "url": f"{ORIGIN}/phien/2023-khai-mac/",
    },
    "people": {
        "person": "nguyen-van-a",
        "name": "Nguyễn Văn A",
        "honorific": "Ông",
        "appearances": [
            {
                "forum": "2023",
                "session": "2023-khai-mac",
                "role": "opening",
                "job_title": "Chủ tịch",
                "organisation": "UBND Thành phố A",
                "name_as_printed": None,
            }
        ],
        "url": f"{ORIGIN}/dien-gia/nguyen-van-a/",
    },
    "organisations": {
        **CITY_HALL,
        "name_en": "City A People's Committee",
        "short_name": None,
        "kind": "city_body",
        "website": None,
        "valid_from": None,
        "valid_to": None,
        "successor": None,
        "url": f"{ORIGIN}/to-chuc/ubnd-thanh-pho-a/",
    },
    "booths": {
        "booth": "2023-cong-ty-b",
        "forum": "2023",
        "exhibition": "Triển lãm giải pháp số",
        "opened_on": "2023-12-27",
        "category": "enterprise",
        "name": "Công ty B",
        "number": "12",
        "zone": None,
        "organisations": [{"organisation": "cong-ty-b", "name": "Công ty B"}],
        "showed": None,
        "url": f"{ORIGIN}/gian-hang/2023-cong-ty-b/",
    },
    "reports": {
        "report": "ket-qua-2023",
        "forum": "2023",
        "kind": "results",
        "title": "Kết quả Diễn đàn 2023",
        "title_en": "Results of the Forum of 2023",
        "language": "vi",
        "published_on": "2024-01-15",
        "source": None,
        "url": f"{ORIGIN}/bao-cao/ket-qua-2023/",
    },
}
CITATION = {
    "source": "bao-cao-2023",
    "source_title": "Báo cáo năm 2023",
    "publisher": "UBND Thành phố A",
    "published_on": "2024-01-15",
    "source_url": None,
    "stance": "states",
    "position": 1,
    "locator": "tr. 8",
    "printed": "90,7%",
    "sentence": "Tỷ lệ hồ sơ trực tuyến đạt 90,7%.",
    "original": None,
    "note": None,
    "published_at": MOMENT,
    "release": "so-lieu-2023",
}
VERSION = {
    "value": 90.7,
    "comparator": "eq",
    "out_of": None,
    "numerator": None,
    "denominator": None,
    "obs_status": "A",
    "revision": 1,
    "comment": None,
    "published_at": MOMENT,
    "release": "so-lieu-2023",
    "reason": "planned",
    "note": None,
}


def example(path: str, root: str) -> dict[str, Any]:
    """Return an answer of the address with this path, with parameters in braces."""
    name, *single = path.removeprefix(f"{root}/").split("/")
    record = RECORDS[name]
    if not single:
        after = f"{ORIGIN}{path}?cursor=WyJob19zb190cnVjX3R1eWVuX3BjdCJd"
        return {"data": [record], "next": after}
    if name == "observations":
        return record | {"citations": [CITATION], "versions": [VERSION]}
    return record
