"""The grammar of provisions: ``điểm a, b và c khoản 2 Điều 5``, lists, ranges and ``Điều này`` (Decree 78/2025)."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise, product, takewhile

LEVELS = ("annex", "form", "part", "chapter", "section", "subsection", "article", "clause", "point", "item")
"""The levels a path can name, from the widest to the narrowest."""
LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The letters of điểm in their order (Decree 78/2025, Article 63)."""
THIS = "này"

_WORDS = {
    "phụ lục": "annex",
    "mẫu": "form",
    "phần": "part",
    "chương": "chapter",
    "mục": "section",
    "tiểu mục": "subsection",
    "điều": "article",
    "khoản": "clause",
    "điểm": "point",
    "tiết": "item",
}
LEVEL_WORDS = ("phụ lục", "biểu mẫu", "mẫu biểu", "biểu", "mẫu", "phần", "chương", "tiểu mục", "mục", "điều", "khoản", "điểm", "tiết")
"""The words for levels, in small letters."""
_ORDINALS = {
    "nhất": "1", "hai": "2", "ba": "3", "tư": "4", "bốn": "4", "năm": "5", "sáu": "6", "bảy": "7", "bẩy": "7", "tám": "8", "chín": "9",
    "mười": "10",
}  # fmt: skip
_NOT_BEFORE = "".join(
    f"(?<!{word} )"
    for word in (
        "tài", "điều", "chuyển", "danh", "hạng", "đề", "chuyên", "thời", "địa", "cổ", "thành", "góp", "học", "một", "đa", "huân", "huy",
        "văn", "quan", "đặc", "ưu", "nhược", "trọng", "thí", "chi", "tiền", "thư", "biểu",
    )
)  # fmt: skip
_LEVEL = re.compile(
    rf"(?<!\w){_NOT_BEFORE}(?P<word>{'|'.join(LEVEL_WORDS)})"
    rf"(?P<plural> từ| số:?| thứ)? +(?=[\dIVXLCA-Zna-zđ“\"])",
    re.IGNORECASE,
)
_UNITS = (
    "ngày|tháng|năm|người|triệu|tỷ|tỉ|đồng|nghìn|ngàn|trăm|lần|giờ|phút|km|m2|mét|USD|phiếu|bộ|bản|tuổi|tấn|kg|cơ quan|đơn vị|trường hợp"
)
_NOT_AFTER = rf"(?!\d|\.\d|,\d{{3}})(?! ?%)(?! (?:{_UNITS})\b)"
_ROMAN = r"[IVXLC]{1,7}[a-zđ]?(?!\w)"
_END = r"(?:(?!\w)|(?=(?:và|của|hoặc|Điều|khoản)\b))"
_COUNT = rf"\d{{1,4}}(?:[a-zđ](?!\w))?{_END}(?!/){_NOT_AFTER}"
_DOTTED = rf"\d{{1,3}}(?:\.\d{{1,2}})*(?:[a-zđ](?!\w))?{_END}(?!/){_NOT_AFTER}"
_ITEMS = {
    "annex": re.compile(r"(?:[IVXLC]{1,7}(?:[.-]\d+)?|\d{1,3}[a-zA-Z]?(?:\.\d+)?|[A-Z])(?![\w/])"),
    "form": re.compile(r"(?:\d{1,3}[a-zA-ZđĐ]?|[IVXL]+)(?:[./-][\wĐđ]+)*(?!\w)"),
    "part": re.compile(rf"(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w)|{_ROMAN}|{_COUNT}|[A-Z](?!\w)"),
    "chapter": re.compile(rf"{_ROMAN}|{_COUNT}"),
    "section": re.compile(rf"{_ROMAN}|{_DOTTED}|[A-ZĐ](?!\w)"),
    "subsection": re.compile(rf"{_ROMAN}|{_DOTTED}"),
    "article": re.compile(_COUNT),
    "clause": re.compile(_DOTTED),
    "point": re.compile(rf"[“\"]?(?:[a-zđA-ZĐ]\d?(?![\w/.]\w)(?!\w)|{_DOTTED})[”\"]?"),
    "item": re.compile(rf"(?:[a-zđivx]{{1,4}}|{_DOTTED})(?!\w)"),
}
_THIS = re.compile(r"này(?!\w)", re.IGNORECASE)
_PLURAL = re.compile(r"(?:tại |của |các |cả |những |quy định tại )*", re.IGNORECASE)
_SEP = re.compile(r" *(?:[,;]|(?:,? *\b(?:và|hoặc|hay)\b)) *(?=\S)", re.IGNORECASE)
_RANGE = re.compile(r" +(?:cho +)?đến +(?:hết +)?", re.IGNORECASE)
_OF = re.compile(r" *(?:,|-)? *(?:(?:của|thuộc|tại|trong) +)?(?:các +)?", re.IGNORECASE)
_MOST = 60


@dataclass(frozen=True, slots=True)
class Target:
    """One provision that the words name: where its own words stand, and its path from the widest level to the narrowest."""

    start: int
    end: int
    path: tuple[tuple[str, str], ...]

    def number(self, level: str) -> str:
        """The number at *level*; empty when the words do not go there."""
        return dict(self.path).get(level, "")


@dataclass(frozen=True, slots=True)
class _Item:
    number: str
    start: int
    end: int
    through: bool = False


@dataclass(frozen=True, slots=True)
class _Segment:
    """A level word with its numbers: ``các khoản 1, 2 và 3``. ``link`` says how it follows the one before: of, list or range."""

    level: str
    items: tuple[_Item, ...]
    start: int
    end: int
    link: str = ""


def level_of(word: str) -> str:
    """The level a word in small or capital letters names: ``Khoản`` is a clause."""
    return _WORDS.get(word.lower(), "form")


def begins(text: str, at: int) -> re.Match[str] | None:
    """The level word at *at*, with a number or ``này`` to come."""
    return _LEVEL.match(text, at)


def provisions_at(text: str, at: int) -> tuple[tuple[Target, ...], int]:
    """The provisions named from *at* on in *text* (its white space single spaces), and where their words end."""
    segments = _segments(text, at)
    if not segments:
        return (), at
    chains = _inherited(_chains(segments))
    targets = [target for chain in chains for target in _targets(chain)]
    return tuple(targets[:_MOST]), segments[-1].end


def _segments(text: str, at: int) -> list[_Segment]:
    found: list[_Segment] = []
    segment = _segment(text, at)
    while segment is not None and len(found) < _MOST:
        found.append(segment)
        segment = _following(text, segment)
    return found


def _following(text: str, last: _Segment) -> _Segment | None:
    for pattern, link in ((_RANGE, "range"), (_SEP, "list"), (_OF, "of")):
        joint = pattern.match(text, last.end)
        if joint is None:
            continue
        plural = _PLURAL.match(text, joint.end())
        start = plural.end() if plural and link == "list" else joint.end()
        segment = _segment(text, start)
        if segment is not None:
            comma = "," in joint.group(0) and not re.search(r"\w", joint.group(0))
            wider = LEVELS.index(segment.level) < LEVELS.index(last.level)
            return replace(segment, link="of" if link == "list" and comma and wider else link)
    return None


def _segment(text: str, at: int) -> _Segment | None:
    word = begins(text, at)
    if word is None:
        return None
    level = level_of(word.group("word"))
    if level == "form" and (word.group("plural") or "").strip().lower().rstrip(":") != "số" and not re.match(r"\d", text[word.end() :]):
        return None
    this = _THIS.match(text, word.end())
    if this:
        return _Segment(level, (_Item(THIS, word.start(), this.end()),), word.start(), this.end()) if level != "form" else None
    items = _items(text, level, word)
    return _Segment(level, tuple(items), word.start(), items[-1].end) if items else None


def _items(text: str, level: str, word: re.Match[str]) -> list[_Item]:
    pattern = _ITEMS[level]
    first = pattern.match(text, word.end())
    if first is None or (level in ("part", "point", "item") and _is_word(text, first, word)):
        return []
    found = [_Item(_plain(first.group(0)), word.start(), first.end())]
    while len(found) < _MOST:
        through = _RANGE.match(text, found[-1].end)
        joint = through or _SEP.match(text, found[-1].end)
        more = pattern.match(text, joint.end()) if joint else None
        if more is None or _is_word(text, more, word) or (through is None and level in ("form", "annex")):
            return found
        found.append(_Item(_plain(more.group(0)), more.start(), more.end(), through is not None))
    return found


def _is_word(text: str, item: re.Match[str], word: re.Match[str]) -> bool:
    """True when the supposed number is a word of the sentence: ``phần hai bên``, ``điểm c ủa``."""
    number = item.group(0)
    if number.lower() in _ORDINALS:
        return (word.group("plural") or "").strip().lower() != "thứ"
    return number.isalpha() and number.isupper() and text[item.end() : item.end() + 1].isalpha()


def _plain(number: str) -> str:
    bare = number.strip('“”"')
    return _ORDINALS.get(bare.lower(), bare)


def _chains(segments: list[_Segment]) -> list[list[_Segment]]:
    """The segments as chains: each a list and what it lies in, ``điểm a | khoản 1 | Điều 5``."""
    chains: list[list[_Segment]] = [[segments[0]]]
    for segment in segments[1:]:
        chain = chains[-1]
        last = chain[-1]
        if segment.level == last.level and len(chain) == 1 and segment.link in ("list", "range"):
            first = replace(segment.items[0], through=segment.link == "range")
            chain[-1] = replace(last, items=(*last.items, first, *segment.items[1:]), end=segment.end)
        elif segment.link == "of" and segment.level not in {one.level for one in chain}:
            chain.append(segment)
        else:
            chains.append([segment])
    return chains


def _inherited(chains: list[list[_Segment]]) -> list[list[_Segment]]:
    """*chains* where one that stops short lies in what the next one lies in: ``khoản 1 và điểm b khoản 2 Điều 5``."""
    done = [chains[-1]]
    for chain in reversed(chains[:-1]):
        widest = min(LEVELS.index(one.level) for one in chain)
        after = done[0]
        narrowest = max(LEVELS.index(one.level) for one in after)
        above = [one for one in after if LEVELS.index(one.level) < widest] if narrowest >= widest else []
        done.insert(0, [*chain, *above])
    return done


def _targets(chain: list[_Segment]) -> list[Target]:
    ordered = sorted(chain, key=lambda one: LEVELS.index(one.level))
    own = max(chain, key=lambda one: LEVELS.index(one.level))
    last = max(one.end for one in chain if one.end >= own.end and one in chain)
    found: list[Target] = []
    for combination in product(*(_expanded(one) for one in ordered)):
        item = combination[-1]
        path = tuple((segment.level, one.number) for segment, one in zip(ordered, combination, strict=True))
        found.append(Target(item.start, item.end, path))
    if found and last > found[-1].end and _adjacent(chain):
        found[-1] = replace(found[-1], end=last)
    if chain[0] is not own and found:
        found = [replace(one, start=chain[0].start) for one in found[:1]] + found[1:]
    return found


def _adjacent(chain: list[_Segment]) -> bool:
    """True when the chain's words stand together, nothing between them belonging to another chain."""
    return all(after.start - before.end < 16 for before, after in pairwise(chain))


def _expanded(segment: _Segment) -> list[_Item]:
    """The items of a segment with the numbers between the ends of a range filled in."""
    found: list[_Item] = []
    for item in segment.items:
        if item.through and found:
            found.extend(_Item(number, item.start, item.start) for number in _between(found[-1].number, item.number))
        found.append(item)
    return found


def _between(first: str, last: str) -> list[str]:
    if first.isdigit() and last.isdigit():
        return [str(number) for number in range(int(first) + 1, min(int(last), int(first) + 500))]
    if first in LETTERS and last in LETTERS and len(first) == len(last) == 1:
        after = LETTERS[LETTERS.index(first) + 1 :]
        return list(takewhile(lambda letter: letter != last, after)) if last in after else []
    return []
