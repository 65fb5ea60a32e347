"""Title and address of the release that corrects or withdraws one figure."""

from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override

from metrics.models import Observation, Release

LONGEST = 80  # signs of an address before its "-lan-2"


def name_correction(release: Release, figure: Observation) -> None:
    """Give the release a title in both languages and an address, numbered over public ones only.

    The address names the figure's whole key: no release that is still hidden can have it, for a
    figure is in one release on its way at most, and none shows in another's address.
    """
    is_withdrawal = release.reason == Release.Reason.WITHDRAWAL
    titles = {}
    for language in ("vi", "en"):
        with override(language):
            pattern = _("Withdrawal: %(figure)s") if is_withdrawal else _("Correction: %(figure)s")
            titles[language] = (pattern % {"figure": _figure_title(figure, language)})[:200]
    release.title, release.title_en = titles["vi"], titles["en"]
    release.slug = _numbered(_stem("thu-hoi" if is_withdrawal else "dinh-chinh", figure))


def _figure_title(figure: Observation, language: str) -> str:
    names = [
        (each.name_en if language == "en" else "") or each.name
        for each in (figure.indicator, figure.area)
    ]
    return ", ".join([*names, str(figure.when)])


def _stem(verb: str, figure: Observation) -> str:
    parts = [verb, figure.indicator.slug, figure.area.code, figure.when.in_address.lower()]
    if figure.kind == Observation.Kind.TARGET:
        parts += ["muc-tieu", *([figure.instrument.slug] if figure.instrument else [])]
    stem = "-".join(parts)
    if len(stem) <= LONGEST:
        return stem
    tail = sha256(stem.encode()).hexdigest()[:8]
    return f"{stem[: LONGEST - 9].rpartition('-')[0]}-{tail}"


def _numbered(stem: str) -> str:
    public = Release.objects.public().filter(slug__startswith=stem).values_list("slug", flat=True)
    count = sum(each == stem or each.startswith(f"{stem}-lan-") for each in public)
    return f"{stem}-lan-{count + 1}" if count else stem
