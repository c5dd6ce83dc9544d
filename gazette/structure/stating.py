"""Which relation a sentence states to the text it cites: the verb that opens it, or what is said after the citation."""

import re

from gazette.model.text import fold_space

_THIS = (
    r"(?:(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Thông tư liên tịch|Quyết định|Chỉ thị|Quy định|Quy chế|Văn bản) này\s+)?"
)
_OF_WORDS = (
    "thay thế, bỏ",
    *(
        f"{verb} {words}"
        for verb in ("thay thế", "thay", "bãi bỏ", "bỏ")
        for words in ("cụm từ", "các cụm từ", "một số cụm từ", "những cụm từ", "các từ", "một số từ", "những từ")
    ),
)
"""Changes of words within a text, which stays."""
_VERBS = (
    ("đính chính", "dinh-chinh"),
    ("hợp nhất", "hop-nhat"),
    ("sửa đổi", "sua-doi-bo-sung"),
    ("bổ sung", "sua-doi-bo-sung"),
    *((words, "sua-doi-bo-sung") for words in _OF_WORDS),
    ("thay thế", "thay-the"),
    ("bãi bỏ", "bai-bo"),
    ("hủy bỏ", "bai-bo"),
    ("huỷ bỏ", "bai-bo"),
    ("quy định chi tiết", "quy-dinh-chi-tiet"),
    ("qui định chi tiết", "quy-dinh-chi-tiet"),
    ("hướng dẫn", "quy-dinh-chi-tiet"),
)
_VERB = "|".join(verb for verb, _ in _VERBS)
_TYPES = dict(_VERBS)
_OPENS = re.compile(
    rf"^(?:V/v |Về việc |Việc |\W*(?:\d+[.)]|[a-zđ]\))\s*)?{_THIS}(?:được ban hành (?:và|để) )?(?P<verb>{_VERB})", re.IGNORECASE
)
_THEN = re.compile(rf"(?:và|,|;)\s+(?:được\s+)?(?P<verb>{_VERB})[^.;]{{0,160}}$", re.IGNORECASE)
_ENACTS = re.compile(
    rf"ban hành (?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Thông tư liên tịch|Quyết định) (?:về )?(?:việc )?(?P<verb>{_VERB})",
    re.IGNORECASE,
)
_OPENERS = re.compile(
    r"(?:\W*\d+[.)]\s*)?(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Thông tư liên tịch|Quyết định|Chỉ thị|Quy định|Quy chế)"
    r" này",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    r"(?P<verb>thay thế|bãi bỏ)(?: cho)?(?: (?:các|toàn bộ|một phần|những))?"
    r"(?: (?:văn bản|quy định)[^.;]{0,160}?)?(?: (?:tại|ban hành (?:kèm )?theo))?(?: các)? ?$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"được (?:sửa đổi|bổ sung|thay thế|bãi bỏ)|(?:theo|tại) (?:quy định )?(?:của |tại )?(?:các )?$", re.IGNORECASE)
_BASIS = re.compile(r"^[\s\W]*(?:Căn cứ|Thực hiện|Thi hành)\s")
_EXPIRES = re.compile(r"^[^.]{0,400}?(?:hết hiệu lực|không còn hiệu lực|bị bãi bỏ|được bãi bỏ)(?! thi hành theo)", re.IGNORECASE)
_EXPIRED_BEFORE = re.compile(r"(?:hết hiệu lực|bãi bỏ)[^.;]{0,80}?(?:sau đây|sau)?\s*:\s*$", re.IGNORECASE)
_ISSUED_WITH = re.compile(r"(?:ban hành\s+)?(?:kèm|đính kèm)\s+theo\s+$", re.IGNORECASE)
_SENTENCES = re.compile(r"(?:[;.]\s|:\s*[“\"])")
_CLOSE = 60
_ROW = re.compile(r"[\s,;]*(?:và)?[\s,;]*(?:các)?\s*(?:số)?\s*")
_BEFORE, _AFTER = 3000, 1000
"""How far around a citation its sentence is looked for, in characters: one that is longer says nothing of it, and costs."""
_FROM_DAY = re.compile(r"hết hiệu lực|không còn hiệu lực", re.IGNORECASE)


def relation_type(text: str, start: int, end: int, default: str) -> str:
    """The relation the words around ``text[start:end]`` state to the text cited there; *default* where no verb says more."""
    if (default == "can-cu" and not text.lstrip().startswith("Sau khi")) or (_BASIS.match(text) and start < 60):
        return "can-cu"
    before = text[max(0, start - _BEFORE) : start]
    sentence = _SENTENCES.split(before)[-1].strip()
    if _ISSUED_WITH.search(before[-_CLOSE:]) and not _stated(sentence):
        return "het-hieu-luc" if _expires(text, end) else default
    otherwise = "dan-chieu" if default == "can-cu" else default
    return _stated(sentence) or ("het-hieu-luc" if _expires(text, end) and not _PASSIVE.search(sentence) else otherwise)


def _stated(sentence: str) -> str:
    if _PASSIVE.search(sentence):
        return ""
    opens = _OPENS.match(sentence)
    then = _THEN.search(sentence) if _OPENERS.match(sentence) else None
    found = then or opens or (_ENACTS.search(sentence) if "ban hành" in sentence else None)
    if found is not None:
        return _TYPES[found.group("verb").lower()]
    closing = _REPLACES.search(sentence) if " này" in sentence and _OPENERS.search(sentence) else None
    return _TYPES[closing.group("verb").lower()] if closing else ""


def _expires(text: str, end: int) -> bool:
    after = text[end : end + _AFTER]
    return bool(_EXPIRES.match(after)) and bool(_FROM_DAY.search(after))


def in_a_row(between: str) -> bool:
    """True when only a comma or ``và`` stands between two citations, so that the first one's relation is the second's too."""
    return bool(_ROW.fullmatch(between))


def evidence(text: str, start: int, end: int) -> str:
    """The words that prove the relation: the citation with what stands close before and after it, in whole words."""
    first, last = max(0, start - 80), min(len(text), end + 40)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return fold_space(text[first:last])
