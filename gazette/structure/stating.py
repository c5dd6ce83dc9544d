"""Which relation a sentence states to the text it cites: the verb that opens it, or what is said after the citation."""

import re

from gazette.model.text import fold_space, small

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
STOPS = r"(?:tạm )?đình chỉ (?:việc )?(?:thi hành|hiệu lực|áp dụng|thực hiện)"
PAUSES = r"(?:tạm )?(?:ngưng|ngừng|dừng) (?:việc )?(?:hiệu lực|thi hành|áp dụng|thực hiện)(?: thi hành)?"
RESUMES = r"(?:khôi phục|phục hồi|tiếp tục) hiệu lực(?: thi hành)?"
"""How a text is suspended by order of a higher body, how its effect pauses, and how it goes on (Law 64/2025/QH15, Articles 8 and 56)."""
PAUSED = frozenset(("dinh-chi", "ngung-hieu-luc"))
"""The relations that suspend; behind the text they name, their evidence goes on to the day on which the suspension is over."""
_PAUSING = ((re.compile(STOPS), "dinh-chi"), (re.compile(PAUSES), "ngung-hieu-luc"), (re.compile(RESUMES), "tiep-tuc-hieu-luc"))
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
_VERB = "|".join((*(verb for verb, _ in _VERBS), STOPS, PAUSES, RESUMES))
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
_ISSUED_WITH = re.compile(r"(?:ban hành\s+)?(?:kèm|đính kèm)\s+theo\s+$", re.IGNORECASE)
_SENTENCES = re.compile(r";\s|(?<![:;.]\s\d)(?<![:;.]\s\d\d)\.\s|:\s*[“\"]")
_CLOSE = 60
_ROW = re.compile(r"[\s,;]*(?:và)?[\s,;]*(?:các)?\s*(?:số)?\s*")
_BEFORE, _AFTER = 1200, 1000
"""How far around a citation its sentence is looked for, in characters: one that is longer says nothing of it, and costs."""
_FIRST = 200
"""How far from ``Căn cứ`` the first basis may stand, in characters."""
_IN_TITLE = re.compile(
    r"(?:thi hành|của|hướng dẫn|thực hiện|quy định chi tiết|sửa đổi|bổ sung)(?: một số điều(?: của)?)?(?: các)? $", re.IGNORECASE
)
_REPEALED = re.compile(
    r"[^.;]{0,400}?(?<!đã) (?:bị|được) (?:bãi bỏ|hủy bỏ|huỷ bỏ)(?: toàn bộ)?(?: (?:kể )?từ |\s*[.;]?\s*$|[.;]\s)", re.IGNORECASE
)
_GOVERNED = re.compile(r"(?<!\w)(?:theo|đã|được|do|dự án|công trình)(?!\w)")
"""Words that come between a verb of pausing and the text that only approved or ordered what pauses."""
_PAUSE_WORDS = re.compile("ngưng|ngừng|dừng|đình chỉ|tiếp tục")
_SUBJECT = re.compile(
    r"(?:(?:kể )?từ (?:ngày|thời điểm) [^;]{0,200}, )?\W*(?:(?:\d+|[a-zđ])[.)])?\s*(?:(?:các|toàn bộ)\s*)?", re.IGNORECASE
)
_NEXT_OF_LIST = re.compile(r";\s+(?:\W*(?:\d{1,2}|[a-zđ])[.)]\s*)?(?:(?:và|các|toàn bộ)\s+)*(?:số\s*:?\s*)?$")
_NEXT_BASIS = re.compile(r"[,;]\s+(?:[-–+]\s*)?(?:(?:và|căn cứ|các)\s+)*(?:số\s*:?\s*)?$", re.IGNORECASE)
_MAIN_CLAUSE = re.compile(r"\.\s|,\s(?:Ủy ban|Uỷ ban|UBND|Hội đồng|HĐND|Sở|Bộ|Chủ tịch|Giám đốc|Văn phòng|Phòng|Thủ tướng|Chính phủ)\s")
_SUSPENDED = re.compile(
    rf"[^.;]{{0,400}}? (?:(?:bị|được|sẽ) )*(?P<verb>{STOPS}|{PAUSES}|tiếp tục (?:có )?hiệu lực(?= (?:thi hành )?(?:kể )?từ ))"
    r"(?: thi hành)?,?"
    r"(?: toàn bộ)?(?: (?:kể )?từ | trong (?:thời|\d)| cho đến |\s*[.;]?\s*$|[.;]\s)",
    re.IGNORECASE,
)
_STAYS = re.compile(r"[^;]{0,300}?(?<!\w)(?:tiếp tục|vẫn) (?:được |còn |có )?(?:hiệu lực|áp dụng|thi hành|thực hiện)", re.IGNORECASE)
_FROM_DAY = re.compile(r"hết hiệu lực|không còn hiệu lực", re.IGNORECASE)


def relation_type(text: str, start: int, end: int, default: str, previous: int = 0) -> str:
    """The relation the words around ``text[start:end]`` state to the text cited there; *default* where no verb says more.

    *previous* is where the last citation of the line ends: what only stands in the title of a basis is no basis.
    """
    if default == "can-cu" and not text.lstrip().startswith("Sau khi"):
        return "dan-chieu" if previous and _IN_TITLE.search(text[max(previous, start - _CLOSE) : start]) else "can-cu"
    if _BASIS.match(text) and not previous and _is_first_basis(text, start, end):
        return "can-cu"
    before = text[max(0, start - _BEFORE) : start]
    sentence = _SENTENCES.split(before)[-1].strip()
    otherwise = "dan-chieu" if default == "can-cu" else default
    if _ISSUED_WITH.search(before[-_CLOSE:]) and not _stated(sentence):
        return _undergone(text, end, sentence) or default
    return _stated(sentence) or ("" if _PASSIVE.search(sentence) else _undergone(text, end, sentence)) or otherwise


def _is_first_basis(text: str, start: int, end: int) -> bool:
    """Whether the words since ``Căn cứ`` lead to the text cited there: close by, or further off by its number."""
    return start < _CLOSE or (start < _FIRST and any(map(str.isdigit, text[start:end])) and not re.search(r"[,;.] ", text[:start]))


def _stated(sentence: str) -> str:
    if _PASSIVE.search(sentence):
        return ""
    opens = _OPENS.match(sentence)
    then = _THEN.search(sentence) if _OPENERS.match(sentence) else None
    found = then or opens or (_ENACTS.search(sentence) if "ban hành" in sentence else None)
    if found is not None:
        verb = small(found.group("verb"))
        return _type_of(verb) if verb in _TYPES or not _GOVERNED.search(sentence, found.end("verb")) else ""
    closing = _REPLACES.search(sentence) if " này" in sentence and _OPENERS.search(sentence) else None
    return _TYPES[small(closing.group("verb"))] if closing else ""


def _type_of(verb: str) -> str:
    """The relation that *verb*, in small letters, states."""
    return _TYPES.get(verb) or next((type for pattern, type in _PAUSING if pattern.match(verb)), "tiep-tuc-hieu-luc")


def _undergone(text: str, end: int, sentence: str) -> str:
    """What is said after the citation of the text it names: that it loses its force, or is repealed."""
    after = text[end : end + _AFTER]
    if _EXPIRES.match(after) and _FROM_DAY.search(after):
        return "het-hieu-luc"
    paused = _SUSPENDED.match(after) if _PAUSE_WORDS.search(after) else None
    if paused and _SUBJECT.fullmatch(sentence):
        return _type_of(small(paused.group("verb")))
    return "bai-bo" if _REPEALED.match(after) and _SUBJECT.fullmatch(sentence) else ""


def goes_on(between: str) -> bool:
    """True when after the words *between* two citations the second is the next of a list that the first one's verb governs."""
    return bool(_NEXT_OF_LIST.search(between))


def stays(text: str, end: int) -> bool:
    """True when the words after the citation that ends at *end* keep the text in force, whatever was said before it."""
    return bool(_STAYS.match(text, end))


def next_basis(between: str) -> bool:
    """True when after the words *between* two citations the second is one more basis of the same ``Căn cứ``."""
    return bool(_NEXT_BASIS.search(between)) and not _MAIN_CLAUSE.search(between)


def in_a_row(between: str) -> bool:
    """True when only a comma or ``và`` stands between two citations, so that the first one's relation is the second's too."""
    return bool(_ROW.fullmatch(between))


def evidence(text: str, start: int, end: int, opening: str = "", *, after: int = 40) -> str:
    """The words that prove the relation: the citation with what stands close before and after it, in whole words.

    It goes on to *after* characters behind the citation. *opening* are the words that open the list in which the citation is an
    item; they come first where they stand further away.
    """
    first, last = max(0, start - 80), min(len(text), end + after)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    shown = fold_space(text[first:last])
    return shown if opening in shown else f"{opening} … {shown}"
