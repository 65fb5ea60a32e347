"""Addresses of the API that may give away what is hidden, were it not for the gate."""

from events.models import Booth, Forum, Person, Report, Session
from forum_portal.models import Organisation
from metrics.models import Source
from tests.api.reading import ROOT
from tests.elsewhere import PUBLIC as PUBLIC_ONES
from tests.elsewhere import before
from tests.embargo import DRAFT, FORMERLY_ELSEWHERE, OFF, SCHEDULED, code

FIGURES = f"{ROOT}/observations"
NAMES = [
    *("indicators", "observations", "releases", "sources", "areas"),
    *("forums", "sessions", "people", "organisations", "booths", "reports"),
]
MODELS = {
    Forum: "forums",
    Session: "sessions",
    Person: "people",
    Organisation: "organisations",
    Booth: "booths",
    Report: "reports",
    Source: "sources",
}
HIDDEN = [
    *(f"{ROOT}/{name}s/{code(words[name])}" for words in (SCHEDULED, DRAFT) for name in words
      if name in ("indicator", "release", "area", "source", "organisation")),
    *(f"{ROOT}/{name}s/{code(OFF[name])}" for name in ("forum", "booth", "organisation")),
    f"{ROOT}/people/{code(OFF['person'])}",
    *(f"{ROOT}/sessions/{code(OFF['session'])}-{at}" for at in "01"),
    *(f"{ROOT}/reports/{code(OFF['report'])}-{at}" for at in "01"),
]  # fmt: skip
PUBLIC = [
    *(f"{ROOT}/indicators/{each}" for each in ("ho_so_pct", "dti_rank")),
    *(f"{ROOT}/{each}" for each in ("areas/cu", "releases/dau", "releases/hai", "forums/2023")),
    *(f"{ROOT}/{each}" for each in ("sessions/2023-khai-mac", "people/nguyen-van-a")),
    *(f"{ROOT}/{each}" for each in ("organisations/so-khcn", "booths/2023-fpt", "reports/ket-qua")),
    *(f"{FIGURES}/{each}/cu/{at}" for each in ("ho_so_pct", "dti_rank") for at in (2023, 2025)),
    f"{FIGURES}/ho_so_pct/cu/2023/target/ke-hoach",
    f"{FIGURES}/ho_so_pct/cu/2023/target/{code(SCHEDULED['plan'])}",
]
QUESTIONS = [
    *(f"{ROOT}/{name}?limit={limit}" for name in NAMES for limit in (1, 3)),
    *(f"{ROOT}/{name}?as-of=2024-01-15" for name in NAMES[:5]),
    *(f"{FIGURES}?{name}={code(SCHEDULED[name])}" for name in ("indicator", "area", "release")),
    f"{FIGURES}?pillar={code(SCHEDULED['pillar'])}",
    f"{FIGURES}?since=2024-02-01",
    f"{ROOT}/sessions?forum={code(OFF['forum'])}",
    *(f"{ROOT}/people?forum={each}" for each in ("2023", code(OFF["forum"]))),
]
# Where public records stood before, and hidden ones.
FORMER = [
    *(f"{ROOT}/{name}/{before(PUBLIC_ONES[model])}" for model, name in MODELS.items()),
    *(f"{ROOT}/{name}/{before(FORMERLY_ELSEWHERE[model])}" for model, name in MODELS.items()),
]
ADDRESSES = [
    *FORMER,
    f"{ROOT}/",
    f"{ROOT}/?lang=en",
    f"{ROOT}/openapi.json",
    *(f"{ROOT}/{name}" for name in NAMES),
    *(HIDDEN + PUBLIC + QUESTIONS),
]
# What each says from the moment on and not before.
SURFACES = {
    FIGURES: code(SCHEDULED["indicator"]),
    f"{FIGURES}?area={code(SCHEDULED['area'])}&lang=en": SCHEDULED["area"],
    f"{FIGURES}/ho_so_pct/cu/2023": '"value":47',
    f"{ROOT}/indicators": code(SCHEDULED["indicator"]),
    f"{ROOT}/releases": code(SCHEDULED["release"]),
    f"{ROOT}/releases/{code(SCHEDULED['release'])}": f'"release":"{code(SCHEDULED["release"])}"',
    f"{ROOT}/sources": code(SCHEDULED["source"]),
    f"{ROOT}/areas": code(SCHEDULED["area"]),
    f"{ROOT}/organisations": code(SCHEDULED["organisation"]),
}
