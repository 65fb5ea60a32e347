"""Text for fonts of before Unicode is known; Vietnamese and foreign names are not taken for it."""

import pytest
from django.conf import settings

from forum_portal.importing.legacy_fonts import TCVN3, VNI, legacy_font


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("§Þnh h\u00adíng ph¸t triÓn chÝnh quyÒn sè", TCVN3),
        ("Tû lÖ hå s¬ trùc tuyÕn", TCVN3),
        ("céng hßa x· héi chñ nghÜa", TCVN3),
        ("Dieãn ñaøn chuyeån ñoåi soá Haûi Phoøng", VNI),
        ("Tyû leä hoà sô tröïc tuyeán", VNI),
        ("Diễn đàn chuyển đổi số Hải Phòng", ""),
        ("hoà bình, xoá, thuý, «Hải» 5 m² ½ 10×20 © 30°", ""),
        ("Müller, Zürich, Malmö, São Paulo, Köln, naïve, café, José, Gödel, Ångström", ""),
        ("Côte d'Ivoire, Señor, Peña, Björk, Besançon, Nguyễn", ""),
        ("", ""),
    ],
)
def test_fonts(text, font):
    assert legacy_font(text) == font


def test_nothing_of_the_city_is_taken_for_it():
    for path in (settings.BASE_DIR / "data/haiphong").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert [line for line in text.splitlines() if legacy_font(line)] == []
