"""The grammar of cited texts: ``Nghị định số 30/2020/NĐ-CP ngày …``, laws by name and day or year, lists of numbers, ``Luật này``."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gazette.model.agencies import agency, capitals, opens_agency
from gazette.model.kinds import KINDS, kind_of_symbol, kind_of_title
from gazette.model.laws import name_end, one_spelling
from gazette.model.numbers import DocumentNumber, number_at, parse_number

_LAWS = ("Bộ luật", "Luật", "Pháp lệnh")
_OTHERS = (
    "Nghị quyết liên tịch", "Nghị quyết", "Nghị định", "Thông tư liên tịch", "Thông tư liên bộ", "Thông tư", "Quyết định", "Chỉ thị",
    "Kế hoạch", "Công văn", "Tờ trình", "Thông báo kết luận", "Thông báo ý kiến kết luận", "Báo cáo thẩm tra", "Báo cáo thẩm định",
    "Hướng dẫn liên ngành", "Thông báo", "Hướng dẫn", "Báo cáo", "Chương trình", "Đề án", "Quy trình", "Kết luận",
    "Thông tri", "Sắc lệnh", "Sắc luật", "Lệnh", "Công điện", "Biên bản", "Quy định", "Quy chế", "Giấy mời", "Văn bản hợp nhất", "Văn bản",
)  # fmt: skip
KIND = "|".join((*_LAWS, "Hiến pháp", *_OTHERS))
"""The kinds of texts that are cited, as a pattern."""
_NEVER_NUMBERED = ("Lời kêu gọi", "Tuyên bố", "Điều lệ", "Nội quy", "Quy chuẩn", "Phương án", "Dự án", "Đề cương")
THESE = "|".join(sorted((*_LAWS, *_OTHERS, *_NEVER_NUMBERED), key=len, reverse=True))
"""The kinds of texts that speak of themselves (``Quy chế này``), as a pattern, the longest names first."""
_OWN = re.compile(rf"(?P<kind>{THESE}) này(?!\w)", re.IGNORECASE)
_BY_NUMBER = re.compile(
    rf"(?P<kind>{'|'.join(_OTHERS)})(?: của(?: (?!(?i:{KIND})\b)[^\s;:.()“”\"0-9]+){{1,14}}? số ?:? ?| số ?:? ?| )(?=\d)", re.IGNORECASE
)
_LAW = re.compile(rf"(?P<kind>{'|'.join(_LAWS)})(?= )", re.IGNORECASE)
_CONSTITUTION = re.compile(r"Hiến pháp(?!\w)(?: nước Cộng h(?:òa|oà) xã hội chủ nghĩa Việt Nam)?(?:,? năm (?P<year>\d{4}))?", re.IGNORECASE)
_AMENDING = re.compile(
    r" sửa đổi(?:,| và)? bổ sung (?:một số )?(?:điều|nội dung|khoản)?(?: của)?(?: các)?(?= (?:Bộ luật|Luật|Pháp lệnh)\b)", re.IGNORECASE
)
_NUMBERED = re.compile(r",? (?:số|SỐ) ?:? ?(?=\d)")
_DAY = re.compile(
    r"(?: ?,)? ?ngày (?P<d>\d{1,2})(?: ?(?P<s>[-/.]) ?| tháng ?)(?P<m>\d{1,2})(?: ?[-/.] ?| ?,? năm )(?P<y>\d{4})(?!\d)", re.IGNORECASE
)
_DAY_OF_ISSUER = re.compile(r",? của (?P<issuer>[^;.()“”:\n0-9]{3,120}?)(?P<verb>,? (?:ban hành|ký))?(?=,? ngày \d)", re.IGNORECASE)
_NO_ISSUER = re.compile(
    r"(?<!\w)(?:kể|từ|có|được|bị|đã|hành|hết|về|trước|sau|đến|vào|qua|trong|tại|theo|này|khi|và|thì|của)(?!\w)", re.IGNORECASE
)
_YEAR = re.compile(r",? năm (?P<year>(?:19|20)\d\d)(?!\d)")
_OF = re.compile(r"(?: |, )của (?P<issuer>(?:liên )?[A-ZĐỦỨ][^;.()“”:\n]{3,120})")
_NAME_END = re.compile(r"\s*(?:(?P<joint>,|\bvà\b)|$|V/[vV]\b|\b(?:về|quy định|hướng dẫn|ban hành|ký|sửa đổi|được|đã|có|kể|từ|hết|ngày)\b)")
_GOES_ON = re.compile(
    r"\s*(?:,|và\b)\s+(?!(?:Nghị|Quyết|Thông|Luật|Bộ luật|Chỉ|Công|Pháp|Hiến|Điều|Khoản|Điểm|Chương|Mục|Phụ|Mẫu|Kế|Tờ|Báo)\b)(?P<next>\w)"
)
_OF_ONE_SUBJECT = (
    "BỘ ", "SỞ ", "BAN ", "TỔNG CỤC ", "CỤC ", "VIỆN ", "ỦY BAN PHÁP LUẬT", "ỦY BAN KINH TẾ", "ỦY BAN TÀI CHÍNH", "ỦY BAN VĂN HÓA",
    "ỦY BAN KHOA HỌC", "ỦY BAN QUỐC PHÒNG",
)  # fmt: skip
"""Agencies that are named after their subjects, which are often several."""
_ALONE = re.compile(r"(?<!\w)số ?:? ?(?=\d)", re.IGNORECASE)
_NEXT = re.compile(r"(?: của [^;.()“”0-9]{3,60}?)?(?: ?[,;]| và|, và)(?: các)? (?:số ?:? ?)?(?=\d)", re.IGNORECASE)
_UNTIL_FACT = re.compile(r"(?P<name> [^;:()“”\"0-9]{2,160}?)(?=,? số ?:? ?\d|,? ngày \d|,? năm (?:19|20)\d\d)")
_STOP = re.compile(
    r"[;:.,()“”\"/\n0-9-]|(?<!\w)(?:thì|được|có|quy|này|đã|là|để|theo|trong|khi|mà|về|ban|hiện|do|tại|không|phải|với|từ|đến|trừ|nếu|áp|như|nêu|hoặc|"
    r"cho|mới|sửa|thay|bằng|vào|nhưng|trước|sau|của|cũng|và)(?!\w)"
)
_NO_LAW = re.compile(r" (?:sư|pháp|gia|định|lệ|tục)\b")
_NEAR = 80
_NUMBER_WORD = re.compile(r"số ?:? ?$", re.IGNORECASE)
_TREATY = re.compile(r"Công ước[^;.]{0,60} $")
_BEFORE_NAME = re.compile(r"(?:ban hành|thông qua|công bố|dự thảo|dự án|xây dựng)(?: (?:dự án|dự thảo))? $", re.IGNORECASE)
_BY_SYMBOL = (
    (re.compile(r"(?<![^\W\d_])UBTVQH\d*$"), "uy-ban-thuong-vu-quoc-hoi"),
    (re.compile(r"(?<![^\W\d_])QH\d*$"), "quoc-hoi"),
    (re.compile(r"(?<![^\W\d_])VPQH$"), "van-phong-quoc-hoi"),
    (re.compile(r"TTg$"), "thu-tuong-chinh-phu"),
    (re.compile(r"(?:NĐ|NQ)-CP$"), "chinh-phu"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """A cited text as its words give it; what they do not say is empty.

    ``day`` is an ISO date, or a year where only the year is printed; ``own`` True for ``Luật này`` and its kind; ``small`` True
    when that was printed in small letters; ``issuer`` a slug; ``title`` the name of a law.
    """

    start: int
    end: int
    kind: str
    number: DocumentNumber | None = None
    day: str = ""
    title: str = ""
    issuer: str = ""
    own: bool = False
    small: bool = False

    @property
    def complete(self) -> bool:
        """True when kind, number, issuer and day are all given, so that the words alone name one text."""
        return bool(self.number and self.issuer and len(self.day) == 10)


def act_at(text: str, at: int) -> Act | None:
    """The text cited from *at* on in *text* (single spaces); None when none is."""
    own = _OWN.match(text, at)
    if own:
        kind = kind_of_title(own.group("kind"))
        return Act(at, own.end(), kind[0].slug if kind else "van-ban", own=True, small=text[at].islower())
    constitution = _CONSTITUTION.match(text, at)
    if constitution:
        return Act(at, constitution.end(), "hien-phap", day=constitution.group("year") or "")
    law = _LAW.match(text, at)
    if law:
        return _law(text, law)
    numbered = _BY_NUMBER.match(text, at)
    if numbered:
        return _with_number(text, at, numbered.end(), _kind(numbered.group("kind")))
    return None


def number_alone_at(text: str, at: int) -> Act | None:
    """The text cited by ``số 12/2023/QĐ-UBND`` alone: only when the letters of the number name a kind."""
    word = _ALONE.match(text, at)
    begin = word.end() if word else at
    end = number_at(text, begin)
    number = parse_number(text[begin:end]) if end else None
    if number is None or (word is None and (number.year is None or "/" not in number.raw)):
        return None
    kind = kind_of_symbol(number.groups)
    slug = kind.slug if kind and len(number.groups) > 1 else "luat" if re.match(r"QH\d", number.symbol) else ""
    found = _with_number(text, at, begin, slug or "van-ban")
    return found if found and (slug or (word and found.day)) else None


def following(text: str, act: Act) -> Act | None:
    """The next text of a list after *act*: ``các Luật số …, số … và số …``."""
    joint = _NEXT.match(text, act.end)
    if joint is None or act.number is None:
        return None
    found = _with_number(text, joint.end(), joint.end(), act.kind)
    if found is None:
        return None
    word = _NUMBER_WORD.search(text, max(0, joint.end() - _NEAR), joint.end())
    own = _by_letters(found, act.kind)
    return Act(word.start() if word else found.start, found.end, own, found.number, found.day, "", found.issuer)


def _by_letters(act: Act, before: str) -> str:
    kind = kind_of_symbol(act.number.groups) if act.number and before not in ("cong-van", "thong-tu") else None
    return kind.slug if kind and kind.normative and len(act.number.groups if act.number else ()) > 1 else before


def _kind(words: str) -> str:
    found = kind_of_title(words)
    return "thong-tu-lien-tich" if words.lower().endswith("liên bộ") else found[0].slug if found else "van-ban"


def _with_number(text: str, start: int, at: int, kind: str, title: str = "") -> Act | None:
    end = number_at(text, at)
    if end is None:
        return None
    number = parse_number(text[at:end])
    if number is None:
        return None
    day, after = day_at(text, end)
    kind = "van-ban-hop-nhat" if kind == "van-ban" and number.groups[:1] == ("VBHN",) else kind
    return Act(start, after, kind, number, day, title, _issuer(text, after, number) or _issuer(text, end, number))


def _law(text: str, law: re.Match[str]) -> Act | None:
    kind = _kind(law.group("kind"))
    at = law.end()
    numbered = _NUMBERED.match(text, at)
    if numbered:
        return _with_number(text, law.start(), numbered.end(), kind)
    if text[law.start()].islower() or _NO_LAW.match(text, at) or _TREATY.search(text[max(0, law.start() - _NEAR) : law.start()]):
        return None
    announced = bool(_BEFORE_NAME.search(text[max(0, law.start() - _NEAR) : law.start()]))
    amending = _AMENDING.match(text, at)
    if amending:
        return None if announced else _amending_law(text, law, amending)
    known = name_end(_spelled(text), at + 1, code=kind == "bo-luat")
    if known is not None:
        return _named(text, law.start(), (at + 1, known), kind, announced)
    until = _UNTIL_FACT.match(text, at)
    if until and not re.search(rf"(?:{KIND}|Điều)\b|này\b", until.group("name")) and _opens_name(text, at):
        return _named(text, law.start(), (at + 1, until.end()), kind, announced)
    end = _bare_end(text, at)
    return _named(text, law.start(), (at + 1, end), kind, announced) if end else None


def _opens_name(text: str, at: int) -> bool:
    return text[at + 1 : at + 2].isupper() or not re.match(
        r" (?:số|này|và|của|quy|về|được|có|đã|khác|thì|hoặc|trên|nói)\b", text[at : at + 8]
    )


def _amending_law(text: str, law: re.Match[str], amending: re.Match[str]) -> Act | None:
    """``Luật sửa đổi, bổ sung một số điều của Luật …``: a number or day after it is the amending law's own."""
    at = amending.end()
    while True:
        inner = _LAW.match(text, at + 1)
        end = name_end(_spelled(text), inner.end() + 1, code=_kind(inner.group("kind")) == "bo-luat") if inner else None
        if inner and end is None:
            end = _bare_end(text, inner.end())
        if end is None:
            return None
        more = re.match(r" và(?= (?:Bộ luật|Luật|Pháp lệnh) )", text[end:])
        if not more or re.match(r" (?:Bộ luật|Luật|Pháp lệnh) sửa đổi", text[end + more.end() :]):
            return _named(text, law.start(), (law.end() + 1, end), _kind(law.group("kind")), announced=False)
        at = end + more.end()


def _named(text: str, start: int, name: tuple[int, int], kind: str, announced: bool) -> Act | None:
    """The law called by the name between two places, with the number, day or year that follows it."""
    title, end = text[name[0] : name[1]].strip(), name[1]
    numbered = _NUMBERED.match(text, end)
    if numbered:
        found = _with_number(text, start, numbered.end(), kind, title)
        if found:
            return found
    day, after = _day(text, end)
    if not day:
        year = _YEAR.match(text, end)
        day, after = (year.group("year"), year.end()) if year else ("", end)
    if announced and not day:
        return None
    return Act(start, after, kind, None, day, title)


def _bare_end(text: str, at: int) -> int | None:
    """Where a name that no table knows ends: it begins with a capital and stops at a mark or a word of the sentence."""
    if not text[at + 1 : at + 2].isupper() or text[at + 1 : at + 3].isupper():
        return None
    stop = _STOP.search(text, at + 1)
    end = stop.start() if stop else len(text)
    end = len(text[:end].rstrip())
    return end if at + 4 < end <= at + 120 else None


def day_at(text: str, at: int) -> tuple[str, int]:
    """The day said at *at*, behind a number, and where it ends: ``ngày …``, or ``của Chính phủ ngày …``; empty when none is said."""
    day, after = _day(text, at)
    issuer = None if day else _DAY_OF_ISSUER.match(text, at)
    if issuer is None or _NO_ISSUER.search(issuer.group("issuer")) or not opens_agency(issuer.group("issuer")):
        return day, after
    day, after = _day(text, issuer.end())
    return (day, after) if day else ("", at)


def _day(text: str, at: int) -> tuple[str, int]:
    match = _DAY.match(text, at)
    if not match:
        return "", at
    try:
        return date(int(match.group("y")), int(match.group("m")), int(match.group("d"))).isoformat(), match.end()
    except ValueError:
        return "", at


def _issuer(text: str, at: int, number: DocumentNumber) -> str:
    for pattern, name in _BY_SYMBOL:
        if pattern.search(number.symbol):
            return name
    words = _OF.match(text, at)
    return _agency_in(words.group("issuer")) if words else ""


def _agency_in(words: str) -> str:
    """The agency whose name opens *words*; names hold ``và`` and commas themselves, and half a name is another agency's or nobody's."""
    for end in _NAME_END.finditer(words):
        printed = re.sub(r"^(?:BỘ TRƯỞNG (?=BỘ)|CHỦ TỊCH (?=ỦY BAN|UBND))", "", capitals(words[: end.start()]))
        found = agency(printed)
        if found.name != printed and not _goes_on(printed, words[end.start() :]):
            return found.slug
        if not end.group("joint"):
            break
    return ""


def _goes_on(name: str, rest: str) -> bool:
    """Whether *rest* still belongs to the name: another subject in capitals, and no agency of its own."""
    found = _GOES_ON.match(rest) if name.startswith(_OF_ONE_SUBJECT) else None
    return bool(found and found.group("next").isupper() and not opens_agency(rest[found.start("next") :]))


@lru_cache(maxsize=4)
def _spelled(text: str) -> str:
    """*text* as the names of laws are looked up in it; kept while the line at hand is read."""
    return one_spelling(text)


def address(act: Act) -> str:
    """The FRBR work address of *act*; empty when the words do not give all of it."""
    kind = KINDS.get(act.kind)
    if kind is None or act.number is None or not act.complete:
        return ""
    return f"/akn/vn/{kind.work}/{kind.slug}/{act.issuer}/{act.day}/{act.number.slug}"
