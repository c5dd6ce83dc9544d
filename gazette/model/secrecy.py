"""The marks of state secrets as they are printed: whatever their case, spacing, signs or look-alike letters."""

import re
import unicodedata

SECRECY_MARKS = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
"""The marks of state secrets, the highest first (Law 117/2025/QH15)."""

_FORMS = {
    "TUYỆT MẬT": ("TUYỆTMẬT", "TUYÖTMËT", "TUYEÄTMAÄT"),
    "TỐI MẬT": ("TỐIMẬT", "TÈIMËT", "TOÁIMAÄT"),
    "MẬT": ("MẬT", "MËT", "MAÄT"),
}
"""Each level as its letters are read in Unicode, and undecoded in TCVN3 and VNI."""
_BY_FORM = {form: level for level, forms in _FORMS.items() for form in forms}
_URGENCY = "HỎATỐC(?:HẸNGIỜ)?|HOẢTỐC(?:HẸNGIỜ)?|THƯỢNGKHẨN|KHẨN"
_AROUND = re.compile(
    rf"^(?:DẤU|(?:MỨC)?ĐỘ(?:MẬT)?|MỨC|(?:CỦA)?(?:TÀILIỆU|VĂNBẢN|HỒSƠ)|BẢNSỐ|BẢNSAO|{_URGENCY})*?"
    rf"(?P<mark>{'|'.join(_BY_FORM)})"
    rf"(?:BẢNSỐ|SỐLƯỢNG(?:BẢN)?|[ABC]|TOPSECRET|SECRET|CONFIDENTIAL|{_URGENCY})*$"
)
_NUMBER_LINE = re.compile(r"^\s*Số\b[^/]{0,20}/", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s\-–—,;.()\[\]]+")
_UNFILLED = re.compile(r"[^:]*độ\s+mật\s*(?::|[.…_]{2,})[\s.…_()]*$", re.IGNORECASE)
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІΑΒΕΖΗΙΚΜΝΟΡΤΥΧÐ", "ABEKMHOPCTYXIABEZHIKMNOPTYXĐ")
_LONGEST = 60


def mark_in(text: str) -> str | None:
    """The level that *text* is, whatever its case, spacing, signs or look-alike letters; None when it says anything else."""
    if len(text) > _LONGEST or ("ẬT" not in (folded := _folded(text)) and "ËT" not in folded and "ÄT" not in folded):
        return None
    if _UNFILLED.match(text.strip()):
        return None
    match = _AROUND.match(folded)
    if match:
        return _BY_FORM[match.group("mark")]
    return _after_number(text) if _NUMBER_LINE.match(text) else None


def _after_number(text: str) -> str | None:
    """The level that the last words of a line with the document's number are."""
    words = [_folded(word) for word in _BETWEEN_WORDS.split(text) if word]
    return _BY_FORM.get("".join(words[-2:])) or _BY_FORM.get(words[-1])


def _folded(text: str) -> str:
    upper = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
    return "".join(letter for letter in unicodedata.normalize("NFC", upper) if letter.isalpha())
