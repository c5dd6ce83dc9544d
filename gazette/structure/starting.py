"""From which day something is done to a text, where the very words that do it name one: ``bãi bỏ … kể từ ngày …``."""

import re
from datetime import date

_DAY = r"ngày\s+(?P<d>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<m>\d{1,2})\s*(?:[/.-]|năm)\s*(?P<y>\d{4})"
_FROM = rf"(?:kể\s+)?từ\s+(?:0\s*giờ\s+(?:00\s+)?)?{_DAY}"
_DONE = (
    r"(?:hết hiệu lực|không còn hiệu lực|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|ngưng hiệu lực|ngừng hiệu lực|đình chỉ|tiếp tục (?:có )?hiệu lực)"
    r"(?: toàn bộ)?(?: thi hành)?,?"
)
_AFTER = re.compile(rf"[^;“\"]{{0,400}}?(?<!\w){_DONE}\s+{_FROM}", re.IGNORECASE)
"""What is said of the text after its citation, with its day: ``… hết hiệu lực kể từ ngày …``."""
_OPENING = re.compile(rf"(?:^|[;:]|\.\s)\W*(?:(?:\d+|[a-zđ])[.)]\s*)?{_FROM}\s*,[^;]*$", re.IGNORECASE)
"""A sentence that begins with its day: ``Kể từ ngày …, bãi bỏ …``."""
_CLOSING = re.compile(rf"(?P<between>[^;:“\"]{{0,400}}?),?\s+{_FROM}\s*(?:[.;]|$|(?:cho )?đến )", re.IGNORECASE)
"""A sentence that ends with its day: ``Bãi bỏ … kể từ ngày …``."""
_ANOTHER_VERB = re.compile(r"(?:hiệu lực|áp dụng|thực hiện|thi hành|tính|thu|hưởng|chi|nộp|trở đi|này)\s*$", re.IGNORECASE)
"""Words that the day behind them belongs to: what the cited text is about, or this text itself."""
_SENTENCE = re.compile(r"\.\s+(?=[A-ZĐÀ-Ỹ])")
_BEFORE, _BEHIND = 300, 500
"""How far around a citation its day is looked for, in characters."""


def starts(text: str, start: int, end: int, signed: date | None) -> str:
    """The day (ISO 8601) from which the text cited at ``text[start:end]`` is done away with, changed or paused; empty when none is named.

    A day before *signed* is what the cited text is about: nothing is ended for a time that is over (Law 64/2025/QH15, Article 54).
    """
    behind = _SENTENCE.split(text[end : end + _BEHIND])[0]
    before = _SENTENCE.split(text[max(0, start - _BEFORE) : start])[-1]
    closing = _CLOSING.match(behind)
    if closing is not None and _ANOTHER_VERB.search(closing.group("between")):
        closing = None
    found = _AFTER.match(behind) or _OPENING.search(before) or closing
    day = _date(found) if found else None
    return day.isoformat() if day is not None and (signed is None or day >= signed) else ""


def _date(found: "re.Match[str]") -> date | None:
    try:
        return date(*(int(found.group(part)) for part in "ymd"))
    except ValueError:
        return None
