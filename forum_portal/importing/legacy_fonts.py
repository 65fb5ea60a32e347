"""Text typed for the fonts of before Unicode: TCVN3 (.VnTime) and VNI. It reads as gibberish.

"§Þnh h­íng" is "Định hướng" in TCVN3, "Dieãn ñaøn" is "Diễn đàn" in VNI. A word counts as such text
when it is no Vietnamese syllable as it stands, and one in the other reading.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from forum_portal.importing.tables import UnreadableError, unreadable
from forum_portal.text import nfc

TCVN3, VNI = "TCVN3", "VNI"
ENOUGH = 3  # words; a foreign name or two prove nothing

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {
    "ñ": "đ",
    "ô": "ơ",
    "ö": "ư",
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
}


def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for letter in "aeouyôö":
        plain = _VNI_SINGLE.get(letter, letter)
        pairs |= {letter + sign: nfc(plain + tone) for sign, tone in _VNI_TONES.items()}
    for letter, hat in zip("aeo", "âêô", strict=True):
        pairs |= {letter + sign: nfc(hat + tone) for sign, tone in _VNI_HAT.items()}
    pairs |= {"a" + sign: nfc("ă" + tone) for sign, tone in _VNI_BREVE.items()}
    return pairs | _VNI_SINGLE


_VNI = _vni_pairs()
_VNI_PARTS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD = re.compile(r"[A-Za-z\u00a1-\u024f\u1ea0-\u1ef9]+")
# Letters and signs that no Vietnamese word in Unicode has: without one of them nothing is amiss.
_STRANGE = re.compile("[µ¸¶·¹¨»¾¼½Æ©ÇËÎÏÑÖ×ØÜÞß®ªäåæçëîïñöøûüþ÷«¬\u00ad¡¢£¤¥¦§ÄÅ]")
_LETTER = re.compile(r"[A-Za-z]")
_NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi ôi ơi oo ua uâ uê ui uô "
    "uơ uy ưa ưi ươ ưu ya yê iêu oai oao oay oeo uây uôi uya uyê uyu ươi ươu yêu"
)
_SYLLABLE = re.compile(
    r"(?:ngh?|gh|gi|kh|ph|th|tr|ch|nh|qu|[bcdđghklmnprstvx])?"
    rf"(?:{'|'.join(sorted(_NUCLEI.split(), key=len, reverse=True))})(?:ch|nh|ng|[cmnpt])?"
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def legacy_font(text: str, enough: int = ENOUGH) -> str:
    """Return TCVN3 or VNI when most marked words of `text` are typed for such a font, else ""."""
    if not _STRANGE.search(text):
        return ""
    votes = {TCVN3: 0, VNI: 0}
    sound = 0
    for word in set(_WORD.findall(text)):
        if word.isascii() or not _LETTER.search(word):
            continue
        if _is_syllable(nfc(word)):
            sound += 1
            continue
        votes[TCVN3] += _is_syllable("".join(_TCVN3.get(each, each) for each in word))
        votes[VNI] += _is_syllable(_from_vni(word))
    font = max(votes, key=lambda name: votes[name])
    return font if votes[font] >= enough and votes[font] > sound else ""


def no_unicode(font: str) -> UnreadableError:
    """Return the refusal of a file whose text is typed for `font`."""
    reason = _(
        "The file is written for an old font (%(font)s), not in Unicode. Convert it to Unicode "
        "(UniKey does it), save it and upload it again."
    )
    return unreadable(reason % {"font": font})


def _from_vni(word: str) -> str:
    return _VNI_PARTS.sub(lambda match: _VNI[match[0]], word.lower())


def _is_syllable(word: str) -> bool:
    if not (word.islower() or word.isupper() or word.istitle()):  # "triÓn" is no word
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    toneless = nfc("".join(each for each in decomposed if each not in _TONES))
    return _SYLLABLE.fullmatch(toneless) is not None
