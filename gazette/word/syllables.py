"""Tells whether a word is a well-formed Vietnamese syllable: the witness for and against an old encoding."""

import re
import unicodedata
from functools import lru_cache

_ONSET_LINE = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYME_LINES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông
uôt up ut uy uya uych uyên uyêt uynh uyt uyp uyn uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu yt ynh ych
"""
_ONSETS = tuple(sorted(_ONSET_LINE.split(), key=len, reverse=True))
_RHYMES = frozenset(_RHYME_LINES.split())
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_STOPPED = ("c", "ch", "p", "t")
_WORD = re.compile("[^\\W\\d_]+")


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether *word* (any case, NFC) could be a Vietnamese syllable: onset, rhyme and tone agree."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(apart)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", _TONES.sub("", apart))
    rhyme = _rhyme(plain)
    if rhyme is None:
        return False
    return not rhyme.endswith(_STOPPED) or (bool(tones) and tones[0] in "\u0301\u0323")


def _rhyme(plain: str) -> str | None:
    for onset in _ONSETS:
        rhyme = plain[len(onset) :]
        if plain.startswith(onset) and rhyme in _RHYMES and _spelled_together(onset, rhyme):
            return rhyme
    return plain if plain in _RHYMES else None


def _spelled_together(onset: str, rhyme: str) -> bool:
    """k, gh, ngh before e ê i y; c, g, ng before the rest (only ``gì`` apart)."""
    front = rhyme[0] in "eêiy"
    if onset in ("gh", "ngh"):
        return front
    return not (front and (onset in ("c", "ng") or (onset == "g" and rhyme[0] != "i")))


def score(text: str) -> int:
    """How many words of *text* with a letter outside ASCII are syllables, less those that are not.

    Single letters prove nothing: a stray sign may turn into one.
    """
    words = [word for word in _WORD.findall(text) if len(word) > 1 and not word.isascii()]
    return sum(1 if is_syllable(word) else -1 for word in words)
