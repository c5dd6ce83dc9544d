"""What a text cites: acts, provisions of acts, and its own provisions, found in one pass over a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gazette.model.text import nfc, small
from gazette.model.values import quick_value
from gazette.structure.acts import KIND, THESE, Act, act_at, following, number_alone_at
from gazette.structure.provisions import LEVEL_WORDS, THIS, Target, begins, provisions_at

_CITING = (
    "này",
    "iều",
    "IỀU",
    "hoản",
    "iểm ",
    "iết ",
    "ục ",
    "hương",
    "hần ",
    "ẫu",
    "iểu",
    "uật",
    "UẬT",
    "Hiến",
    "HIẾN",
    "háp lệnh",
    "số",
    "SỐ",
    "ịnh",
    "hị",
    "/",
)
"""Letters of the words that cite; a title all in capitals cites by few of them."""
_NAMES = ("/", "luật ", "pháp lệnh ", "hiến pháp", "tiết ", " thứ ")
_NUMBERED = re.compile(r"số ?:? ?\d")
_NUMBER = re.compile(r" (?:[\d“\"]|này|[a-zđ][ivxlc]*+[a-zđ\d]?+(?!\w))")
_NUMBERS_FOLLOW = tuple({word.rpartition(" ")[2] for word in (*THESE.lower().split("|"), *LEVEL_WORDS, "từ", "số", "số:")})
_ANCHOR = re.compile(
    rf"(?<!\w)(?:(?P<kind>hiến pháp|{THESE.lower()})(?= |$|[.,;:)])"
    rf"|(?P<level>{'|'.join(LEVEL_WORDS)})(?= )"
    r"|(?P<number>số(?= ?:? ?\d)|\d{1,6}/\d{4}/[a-zđ]))"
)
"""Where a citation may begin, in the small text."""
_TO_ACT = re.compile(r"(?: ?,| ?-)? ?(?:(?:của|tại|trong|thuộc) )?(?:các )?(?:văn bản )?")
_ELSEWHERE = re.compile(
    rf"(?: ?,)? ?(?:của )?(?:{KIND}|Điều lệ|Hiệp định|Công ước|Nghị định thư|Hiệp ước|Hợp đồng|Thỏa thuận|Thoả thuận)\b(?! này)"
)
_ISSUED_WITH = re.compile(r"[^;.]{0,40}?(?:ban hành )?kèm theo ")
_SPACE = re.compile(r"[\s\u200b\u00ad]+")
_DASHES = "‑‐–—−"
_ASKS_FOR_POINT = re.compile(r"(?:tại|của|định|nêu|theo|bổ sung|sửa đổi|thay thế|bãi bỏ|bằng|vào|sau|trước) (?:các )?$", re.IGNORECASE)
_NEAR = 80
_LOOSE_THIS = {("article", True), ("part", True), ("section", True), ("point", True)}


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation: its span in the line, the provisions it names, and the text they are of.

    ``act`` None means the text is not named: the citing text itself, unless ``elsewhere`` (a text named without its number).
    ``issued_with`` is the text an annex or form was issued with.
    """

    start: int
    end: int
    targets: tuple[Target, ...] = ()
    act: Act | None = None
    elsewhere: bool = False
    issued_with: Act | None = None


@quick_value(frozen=True, slots=True)
class _Plain:
    """A line in single spaces with one kind of dash; ``places`` leads back to the printed characters."""

    text: str
    places: tuple[int, ...]


def citations(printed: str) -> Iterator[Citation]:
    """The citations in *printed*, in order, none overlapping another; offsets are those of *printed*."""
    plain = _plain(printed)
    lower = small(plain.text)
    if not may_cite(lower) or not any(map(printed.__contains__, _CITING)):
        return
    for found in _found(plain.text, lower):
        yield _placed(found, plain)


def may_cite(lower: str) -> bool:
    """Whether *lower* (a line in small letters and single spaces) may cite anything: a quick look, for most lines do not."""
    if any(map(lower.__contains__, _NAMES)) or ("số" in lower and _NUMBERED.search(lower)):
        return True
    for number in _NUMBER.finditer(lower):  # noqa: SIM110  # a generator for each line of a document takes as long again
        if lower.endswith(_NUMBERS_FOLLOW, 0, number.start()):
            return True
    return False


def _plain(printed: str) -> _Plain:
    text = printed
    for dash in _DASHES:
        text = text.replace(dash, "-")
    text = text.replace("Ð", "Đ").replace("ð", "đ")
    if text.isprintable() and "  " not in text and nfc(text) == text:
        return _Plain(text, ())
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for space in _SPACE.finditer(text):
        pieces.append(text[at : space.start()])
        places.extend(range(at, space.start()))
        if re.search(r"\s", space.group(0)):
            pieces.append(" ")
            places.append(space.start())
        at = space.end()
    pieces.append(text[at:])
    places.extend(range(at, len(text) + 1))
    return _Plain("".join(pieces), tuple(places))


def _placed(found: Citation, plain: _Plain) -> Citation:
    if not plain.places:
        return found
    places = plain.places

    def end(at: int) -> int:
        return places[at - 1] + 1 if at else 0

    targets = tuple(replace(one, start=places[one.start], end=end(one.end)) for one in found.targets)
    act = replace(found.act, start=places[found.act.start], end=end(found.act.end)) if found.act else None
    return replace(found, start=places[found.start], end=end(found.end), targets=targets, act=act)


def _found(text: str, lower: str) -> Iterator[Citation]:
    at = 0
    while True:
        anchor = _ANCHOR.search(lower, at)
        if anchor is None:
            return
        here = list(_at(text, anchor))
        yield from here
        at = here[-1].end if here else anchor.start() + 1


def _at(text: str, anchor: re.Match[str]) -> Iterator[Citation]:
    at = anchor.start()
    if anchor.group("level"):
        found = _of_provisions(text, at)
        if found is not None:
            yield found
            yield from _list(text, found.act)
        return
    act = act_at(text, at) if anchor.group("kind") else number_alone_at(text, at)
    if act is not None:
        yield Citation(act.start, act.end, act=act)
        yield from _list(text, act)


def _list(text: str, act: Act | None) -> Iterator[Citation]:
    while act is not None and not act.own:
        act = following(text, act)
        if act is not None:
            yield Citation(act.start, act.end, act=act)


def _of_provisions(text: str, at: int) -> Citation | None:
    if begins(text, at) is None:
        return None
    targets, end = provisions_at(text, at)
    if not targets or _is_loose(text, at, targets):
        return None
    if targets[0].path[0][0] in ("annex", "form"):
        issued = _ISSUED_WITH.match(text, end)
        return Citation(at, end, targets, issued_with=act_at(text, issued.end()) if issued else None)
    joint = _TO_ACT.match(text, end)
    after = joint.end() if joint else end
    act = act_at(text, after)
    if act is not None:
        last = replace(targets[-1], end=act.end)
        return Citation(at, act.end, (*targets[:-1], last), act)
    return Citation(at, end, targets, elsewhere=bool(_ELSEWHERE.match(text, end)))


def _is_loose(text: str, at: int, targets: tuple[Target, ...]) -> bool:
    """True for words that only look like a provision: ``điều này``, ``phần này`` in small letters, ``các khoản này``."""
    (level, number), *more = targets[0].path
    if level == "point" and number[0].isdigit() and not more:
        return not _ASKS_FOR_POINT.search(text[max(0, at - _NEAR) : at])
    if len(targets) > 1 or more or number != THIS:
        return False
    if level == "clause":
        return bool(re.search(r"(?:các|những|hai|ba|từng|mọi) $", text[max(0, at - _NEAR) : at], re.IGNORECASE))
    return (level, text[at].islower()) in _LOOSE_THIS
