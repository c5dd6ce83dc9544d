"""Whether what a text says is attached is there, and what is there is named (Decree 30/2020/NĐ-CP, Annex I, part III)."""

import re
from collections.abc import Iterator
from itertools import islice

from gazette.model.checks.check import Found
from gazette.model.checks.reading import PrintedLine, Reading
from gazette.model.kinds import KINDS
from gazette.model.naming import roman
from gazette.model.text import fold_space

_PAPERS = (
    "Quyết định", "Nghị quyết", "Nghị định", "Thông tư", "Chỉ thị", "Kế hoạch", "Thông báo", "Công văn", "Văn bản", "Tờ trình", "Báo cáo",
    "Hướng dẫn", "Chương trình",
)  # fmt: skip
_KINDS = rf"(?:{'|'.join(_PAPERS)})".replace(" ", r"\s+")
_ATTACHED = re.compile(rf"kèm\s+theo\s+(?P<kind>{_KINDS})\s+này(?!\w)", re.IGNORECASE)
_NUMBER = r"(?:số\s+)?(?:[IVXL]+|\d{1,2})(?![\w/])"
_WITH = r"(?:(?:ban\s+hành|gửi|đính)\s+)?kèm(?:\s+theo)?"
_CLOSED = r"\s*(?:[).;,]|$)"
_ANNEX = re.compile(
    rf"(?<!\w)(?:các\s+)?Phụ\s+lục\s+(?P<numbers>{_NUMBER}(?:(?:\s*,\s*|\s+và\s+|\s*,\s*và\s+)(?:Phụ\s+lục\s+)?{_NUMBER})*)"
    rf"(?:(?!(?<!\w){_KINDS}(?!\s+này))[^.;:]){{0,60}}?"
    rf"(?:(?:kèm\s+theo|theo|của)\s+(?P<kind>{_KINDS})\s+này(?!\w)|(?<!\w){_WITH}{_CLOSED})"
)
_LIST = re.compile(
    rf"(?<!\w)(?:có|theo|tại|chi\s+tiết)\s+(?:các\s+)?(?:phụ\s+lục|danh\s+sách|danh\s+mục|bảng(?:\s+\w+)?|biểu(?:\s+\w+)?|phụ\s+biểu)\s+{_WITH}{_CLOSED}",
    re.IGNORECASE,
)
_ONE = re.compile(r"[IVXL]+|\d{1,2}")
_HEADED = re.compile(r"^\W*Phụ\s+lục\s+(?:số\s+)?(?P<number>[IVXL]+|\d{1,2})(?!\w)", re.IGNORECASE)
_NAMED = re.compile(
    r"(?<!\w)(?:kèm\s+theo|đính\s+kèm|phụ\s+lục|sau\s+đây|dưới\s+đây|ban\s+hành|phê\s+duyệt|danh\s+mục|mẫu|biểu)(?!\w)", re.IGNORECASE
)


def annex_missing(reading: Reading) -> Iterator[Found]:
    """The text issues something with itself, and nothing is attached: the first such place."""
    found = ((line, _ATTACHED.search(line.text)) for line in _own_text(reading))
    yield from _first((line, one[0]) for line, one in found if one and _is_this(reading, one["kind"]))


def list_missing(reading: Reading) -> Iterator[Found]:
    """The text speaks of an annex or a list beside it, not saying of what, and nothing is attached: the first such place."""
    if not any(annex_missing(reading)):
        found = ((line, _LIST.search(line.text)) for line in _own_text(reading))
        yield from _first((line, one[0].strip(" ().,;")) for line, one in found if one)


def numbered_annex_missing(reading: Reading) -> Iterator[Found]:
    """The text names an annex of its own by a number that none of those attached bears."""
    headed = {_value(found["number"]) for line in reading.lines if line.component and (found := _HEADED.match(line.text))}
    told: set[int] = set()
    for line in reading.lines if headed else ():
        for found in () if line.quoted else _ANNEX.finditer(line.text):
            for number in _ONE.findall(found["numbers"]) if _is_this(reading, found["kind"]) else ():
                if _value(number) not in headed | told:
                    told.add(_value(number))
                    yield Found(line.at, {"annex": f"Phụ lục {number}"})


def annex_not_named(reading: Reading) -> Iterator[Found]:
    """Something is attached, and the text says nothing of it."""
    own = [line for line in reading.lines if not line.component and line.zone == "body"]
    if reading.attachments and own and not any(_NAMED.search(line.text) for line in own):
        yield Found("att_1", {})


def _value(number: str) -> int:
    return int(number) if number.isdigit() else roman(number) or 0


def _own_text(reading: Reading) -> Iterator[PrintedLine]:
    """The lines of the text itself, where nothing is attached to it."""
    return (line for line in reading.own("body") if not line.quoted and not reading.attachments)


def _first(found: Iterator[tuple[PrintedLine, str]]) -> Iterator[Found]:
    return (Found(line.at, {"words": words}) for line, words in islice(found, 1))


def _is_this(reading: Reading, kind: str | None) -> bool:
    """Whether ``<kind> này`` means the document that is read: a form taken over from elsewhere may mean another."""
    mine = KINDS.get(reading.kind or "")
    called = (mine.vi, "Văn bản") if mine and reading.kind == "cong-van" else (mine.vi,) if mine else ()
    return kind is None or mine is None or fold_space(kind).casefold() in map(str.casefold, called)
