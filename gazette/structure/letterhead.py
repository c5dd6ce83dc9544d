"""The letterhead in its layouts, read by content: agencies, number, place and date, marks."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from gazette.model.agencies import agency, capitals, opens_agency
from gazette.model.blocks import paragraphs_of
from gazette.model.draft import Block, Inline, Line, Marked, cut, text_of, trimmed
from gazette.model.kinds import Kind, kind_of_title
from gazette.model.numbers import DocumentNumber, blank_number, find_number, parse_number
from gazette.model.text import fold_space
from gazette.structure.labels import heading_label
from gazette.structure.lines import Row, flattened, line, printed_lines

MOTTO = re.compile(
    r"(?:^\s*+|(?<=[\n\t])|(?<=[\n\t] )|(?<=\s\s\s))(?:C[ỘO]NG\s*H(?:ÒA|OÀ|ÓA)\s*XÃ\s*HỘI"
    r"|VIỆT\s*NAM\s*DÂN\s*CHỦ\s*CỘNG|ĐẢNG CỘNG SẢN VIỆT NAM)",
    re.IGNORECASE,
)
_MOTTO_TWO = re.compile(r"^[-–—*\s]*độc\s*lập\s*[-–—.,]*\s*tự\s*do", re.IGNORECASE)
RULE = re.compile(r"^[\W_]+$")
NUMBER_LINE = re.compile(
    r"^(?P<label>(?:(?:Bộ )?luật |pháp lệnh |nghị quyết |lệnh |nghị định |thông tư )?số(?: hiệu)?\s*[:.;]?\s*)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
DATE = re.compile(
    r"(?P<whole>ngày\s*+(?P<d>\d{1,2}|[\s.…_]*+)\s*+tháng\s*+(?P<m>\d{1,2}|[\s.…_]*+)\s*+năm\s*+(?P<y>\d{4}|[\d\s.…_]*+))", re.IGNORECASE
)
_SHORT_DATE = re.compile(
    r"^[^\W\d][^\d,;:]{1,40},\s*(?P<whole>(?:ngày\s*)?(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4}))\s?\.?$"
)
_PLACED = re.compile(r"^(?!Hôm|Vào|Lúc|Từ|Kể|Đến|Ngày|Của)[^\W\d][^\d,;:()]{1,40},\s*+(?:ngày(?!\w)|\d)", re.IGNORECASE)
_DAY_ALONE = re.compile(r"(?P<whole>ngày\s*(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4}))", re.IGNORECASE)
_BRACKETED = re.compile(
    r"\((?:(?:số\s*:?\s*\d[\w/.-]*,?|[^\W\d][^\W\d ]{0,20}(?: [^\W\d]{1,10}){0,4},)\s+)?"
    r"ngày\s*\d{1,2}(?:\s*tháng\s*|\s?[/.-]\s?)\d{1,2}(?:\s*năm\s*|\s?[/.-]\s?)\d{4}\)",
    re.IGNORECASE,
)
_HOUR = r"(?:(?:hồi|lúc|vào)\s+)?(?:hồi\s+)?\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{1,2}\s*(?:phút|')?)?\s*,?\s*"
"""The hour of a telegram, before its day."""
_BY_THE_HOUR = re.compile(rf"(?:^|[\s,]){_HOUR}$", re.IGNORECASE)
_PLACE_DATE = re.compile(rf"^(?!Hôm nay)(?P<place>[^,;:]{{0,60}}?)\s*,?\s*(?:{_HOUR})?(?=ngày\s*[\d\s.…_]*\s*tháng)", re.IGNORECASE)
SUBJECT = re.compile(r"^\s*\(?(?:V/?v|Về việc)\b\s*[:.]?\s*", re.IGNORECASE)
URGENCY = {"HỎA TỐC": "hoa-toc", "HOẢ TỐC": "hoa-toc", "THƯỢNG KHẨN": "thuong-khan", "KHẨN": "khan"}
CIRCULATION = ("XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ", "KHÔNG PHỔ BIẾN", "TÀI LIỆU THU HỒI")
ADDRESSEE = re.compile(r"^(?:Kính\s+g[ửở]i|KÍNH\s+GỬI)")
_DRAFT = re.compile(r"^D[ỰƯ] THẢO|^DỰ THẢO")
RECITAL = re.compile(
    r"^(?:[-–+*•]\s*(?=Căn|Xét|Theo))?(?:Căn cứ|Xét|Theo đề nghị|Theo|Thực hiện|Sau khi|Để|Trên cơ sở|Chi[ểế]u|Nay)\b", re.IGNORECASE
)
_NO_AGENCY = re.compile(r"TÊN\s|(?:MẪU|BIỂU|PHỤ LỤC|DỰ THẢO|BẢN)(?!\w)|\(|.*\(\d|\d|[^ ]*\d[^ ]*$")
_REPRINT = re.compile(r"^\s*(?:Nghị định|Nghị quyết|Quyết định|Thông tư|Chỉ thị|Pháp lệnh|Luật)\s+của\s", re.IGNORECASE)
_FORM_NUMBER = re.compile(r"(?:MẪU|Mẫu|BIỂU|Biểu|PHỤ LỤC|Phụ lục)\b(?=.*\d)[^,;]{0,40}$")
_HEAD_ROWS = 14
_OWN_ROWS = 5
_ABOUT = 160
_CONTINUED = 60
"""How long a line in small letters may be that goes on with a subject beside the motto."""
_SHORT_WORDS = 12
"""How long the end of a subject may be that stands in capitals on a line of its own: the letters of a name (``GTGT``)."""
UNFINISHED = (
    "VĂN PHÒNG", "CHỦ TỊCH", "THƯỜNG TRỰC", "ĐOÀN ĐẠI BIỂU", "TRƯỜNG", "BỘ TRƯỞNG", "HỘI ĐỒNG THẨM PHÁN", "ỦY BAN THẨM PHÁN", "ỦY BAN",
    "ỦY BAN THƯỜNG VỤ", "ỦY BAN TRUNG ƯƠNG", "ỦY BAN ĐOÀN KẾT", "HỘI ĐỒNG", "HỘI ĐỒNG NHÂN DÂN VÀ", "VĂN PHÒNG ỦY BAN",
)  # fmt: skip
"""Names that are cut before the agency they belong to, so that the next line goes on with them."""


@dataclass(slots=True)
class Head:
    """What the head of a document says; ``body_at`` is the index of the first row after it."""

    letterhead: list[Block] = field(default_factory=list)
    title: list[Block] = field(default_factory=list)
    body_at: int = 0
    number: DocumentNumber | None = None
    issuer: str | None = None
    issuer_slug: str | None = None
    place: str | None = None
    day: date | None = None
    kind: Kind | None = None
    subject: str | None = None
    urgency: str | None = None
    circulation: str | None = None
    found: bool = False
    letter_subject: str | None = None


def is_motto(text: str) -> bool:
    """True when a line of *text* begins with the national motto or the Party's name, as letterheads print them."""
    return bool(MOTTO.search(text))


def has_motto(row: Row) -> bool:
    """True when *row*, a paragraph or a table, bears the motto of a letterhead."""
    if row.table is None:
        return is_motto(row.raw)
    return len(row.text) < 2000 and any(is_motto(one.text) for one in paragraphs_of((row.table,)))


def opened(row: Row) -> list[Row]:
    """The lines of *row*: of its cells, or cut at soft breaks and between two halves set on one line."""
    if row.table is not None:
        return [one for cell in flattened(row.table, tabs=True) for one in cell]
    return list(printed_lines(row, tabs=True))


def letterhead_end(rows: list[Row]) -> int:
    """The index after the last row of the letterhead; 0 when there is none."""
    last = 0
    for index, row in enumerate(rows[:_HEAD_ROWS]):
        if row.table is None and (heading_label(row.raw) or RECITAL.match(row.text)):
            break
        if has_motto(row) or _number_table(row) or _numbered(row, rows[:index]):
            last = index + 1
            break
    if not last:
        return int(_agencies_alone(rows))
    while last < len(rows) and last < _HEAD_ROWS + 8 and _still_head(rows[last], rows[:last]):
        last += 1
    return last + _rest_of_subject(rows, last)


def _agencies_alone(rows: list[Row]) -> bool:
    """True when a layout table above the title holds nothing but the agency, as on letters of courtesy."""
    if len(rows) < 2 or rows[0].table is None or rows[0].table.borders or len(rows[0].text) > 200 or kind_title(rows[1]) is None:
        return False
    lines = [one for one in opened(rows[0]) if one.text and not RULE.match(one.text)]
    return bool(lines) and opens_agency(lines[0].text) and all(one.capitals for one in lines)


def _rest_of_subject(rows: list[Row], at: int) -> int:
    """How many rows from *at* on go on with a letter's subject: short ones between ``V/v …`` and ``Kính gửi``."""
    if rows[at - 1].table is not None or not SUBJECT.match(rows[at - 1].text):
        return 0
    for taken, row in enumerate(rows[at : at + 3]):
        if row.table is not None or kind_title(row) or len(row.text) > 120:
            return 0
        if ADDRESSEE.match(row.text):
            return taken
    return 0


def _numbered(row: Row, before: list[Row]) -> bool:
    if row.table is not None or len(before) > 2 or len(row.text) > 160:
        return False
    match = NUMBER_LINE.match(row.text)
    if before and before[-1].table is None and _REPRINT.match(before[-1].text):
        return False
    return match is not None and bool(re.match(r"\d{0,6}\w?\s*/", match.group("rest")))


def _number_table(row: Row) -> bool:
    if row.table is None or len(row.text) > 700:
        return False
    return any(NUMBER_LINE.match(one.text.strip()) for one in paragraphs_of((row.table,))) and bool(DATE.search(row.text))


def _still_head(row: Row, before: list[Row]) -> bool:
    text = row.text
    if row.table is not None:
        return (
            len(text) < 300
            and bool(NUMBER_LINE.match(text) or (DATE.search(text[:200]) and not kind_of_title(text)))
            and not re.search(r"Kính\s+g[ửở]i", text)
        )
    if RULE.match(text) or _DRAFT.match(text) or any(motto_line(one.text) for one in printed_lines(row, tabs=True)):
        return True
    if NUMBER_LINE.match(text) and len(text) < 160:
        return True
    if _about_below_number(text, before[-1].text if before[-1].table is None else "") or _agency_beside_rule(row):
        return True
    if is_place_date(text) and len(text) < 160:
        return True
    if text.upper() in URGENCY or text.upper() in CIRCULATION:
        return True
    if SUBJECT.match(text) and not kind_title(row) and any(NUMBER_LINE.match(one.text) or "Số" in one.text for one in before[-3:]):
        return not _has_kind_before(before)
    if text[:1].islower() and len(text) < _CONTINUED and row.align in ("center", "left") and any(_says_about(one) for one in before[-3:]):
        return not _has_kind_before(before)
    last = before[-1]
    after_subject = last.table is None and SUBJECT.match(last.text) and not kind_title(last) and row.centered and row.bold == last.bold
    return bool(after_subject) and len(text) < 200 and not ADDRESSEE.match(text) and not kind_title(row)


def _about_below_number(text: str, above: str) -> bool:
    """True when *text* is the subject of a letter that opens with ``Về`` alone, right below the number."""
    return text.startswith("Về ") and len(text) < _ABOUT and bool(NUMBER_LINE.match(above))


def _agency_beside_rule(row: Row) -> bool:
    """True when *row* sets an agency and the rule below the motto side by side by tabs."""
    halves = [one.text for one in printed_lines(row, tabs=True)]
    return len(halves) > 1 and all(RULE.match(half) or (half.isupper() and opens_agency(half)) for half in halves)


def _says_about(row: Row) -> bool:
    """True when *row*, or a half of it, is the subject of a letter (``V/v …``)."""
    return row.table is None and any(SUBJECT.match(one.text) or one.text.startswith("Về ") for one in printed_lines(row, tabs=True))


def motto_line(text: str) -> bool:
    """True when *text* is either line of the national motto."""
    return bool(_MOTTO_TWO.match(text)) or is_motto(text)


def _has_kind_before(before: list[Row]) -> bool:
    return any(kind_title(row) for row in before if row.table is None)


def is_place_date(text: str) -> bool:
    """True when *text* is the line of place and date, its date in words or in figures (``Tân Lộc, ngày 07/7/2026``)."""
    return (bool(_PLACE_DATE.match(text)) and bool(DATE.search(text))) or bool(_SHORT_DATE.match(text))


def is_placed_date(text: str) -> bool:
    """True when *text* is such a line wherever it stands: a place, a comma, a date or its blanks, and nothing else."""
    match = _PLACED.match(text) if len(text) < 90 else None
    if match is None:
        return False
    found = DATE.search(text)
    return not text[found.end() :].strip(" .…") if found else bool(_SHORT_DATE.match(text))


def is_number_line(text: str) -> bool:
    """True when *text* is the line of the document's number, complete or with a blank, and not words that open with ``Số``."""
    match = NUMBER_LINE.match(text)
    if match is None or len(text) > 80:
        return False
    number, length = _leading_number(match.group("rest"))
    return number is not None and "/" in number.raw and not match.group("rest")[length:].strip(" .")


def kind_title(row: Row) -> tuple[Kind, str] | None:
    """The kind that a title row names (in capitals at least the kind's own words), and what follows on the row."""
    if row.table is not None or len(row.text) > 400:
        return None
    found = kind_of_title(row.text)
    if found is None:
        return None
    word = row.text[: len(found[0].vi)]
    return found if word.isupper() or (row.centered and row.bold and len(row.text) < 60) else None


def own_letterhead_end(rows: list[Row]) -> int:
    """The index after the letterhead that an attachment opens with; 0 when it has none."""
    last = 0
    for index, row in enumerate(rows[:_OWN_ROWS]):
        if has_motto(row):
            last = index + 1
            break
        own = (row.capitals and opens_agency(row.text)) or RULE.match(row.text) or _FORM_NUMBER.match(row.text)
        if row.table is not None or heading_label(row.raw) or not own:
            return 0
    while last and last < len(rows) and rows[last].table is None and _in_letterhead(rows[last]):
        last += 1
    return last


def _in_letterhead(row: Row) -> bool:
    lines = [one.text for one in printed_lines(row, tabs=True)]
    return bool(RULE.match(row.text)) or any(motto_line(text) for text in lines) or (len(row.text) < 160 and is_place_date(row.text))


def letterhead_of(rows: list[Row]) -> list[Block]:
    """The letterhead that an attachment repeats, line by line with their roles; its facts are the main document's."""
    repeated = Head()
    classify(repeated, [one for row in rows for one in opened(row)])
    return [_form_number(one) if isinstance(one, Line) else one for one in repeated.letterhead]


def _form_number(one: Line) -> Line:
    return replace(one, role="annex-number") if one.role == "other" and _FORM_NUMBER.match(one.text.strip()) else one


def classify(head: Head, lines: list[Row]) -> None:
    """Put *lines* into the letterhead of *head*, each with its role, and keep the facts they state."""
    agencies: list[tuple[int, Row]] = []
    previous = ""
    for row in lines:
        role = _role(head, row, previous, bool(agencies))
        if role == "authority":
            agencies.append((len(head.letterhead), row))
        head.letterhead.append(_marked(head, row, role))
        previous = role if role != "rule" else previous
    name_agencies(head, agencies)


def _role(head: Head, row: Row, previous: str, agencies: bool) -> str:
    text = row.text
    upper = text.upper().strip(" .")
    if row.table is not None or not text:
        return "other"
    if RULE.match(text):
        return "rule"
    if is_motto(text) or _MOTTO_TWO.match(text):
        return "motto"
    if upper in URGENCY:
        head.urgency = head.urgency or URGENCY[upper]
        return "urgency"
    if upper in CIRCULATION:
        head.circulation = head.circulation or upper
        return "circulation"
    if NUMBER_LINE.match(text) and head.number is None:
        return "number"
    if is_place_date(text):
        return "place-date"
    if SUBJECT.match(text) or _opens_about(head, row, previous):
        return "subject"
    inside = kind_title(row)
    if head.letter_subject and text[:1].islower() and previous in ("motto", "place-date") and len(text) < _CONTINUED:
        return "subject"
    if previous == "subject" and (not row.capitals or (inside is None and len(text) <= _SHORT_WORDS and not opens_agency(upper))):
        return "subject"
    if inside is not None and previous == "authority" and _goes_on(head):
        return "authority"
    if inside is not None:
        if head.kind is None:
            head.kind, head.subject = inside[0], inside[1] or None
        return "kind"
    if row.capitals and not _DRAFT.match(upper) and head.number is None and previous != "place-date" and len(upper) < 200:
        return "authority" if agencies or opens_agency(upper) or (previous in ("", "authority", "other") and len(upper) > 5) else "other"
    return "other"


def _opens_about(head: Head, row: Row, previous: str) -> bool:
    """True when *row* is the subject of a letter that opens with ``Về`` alone, below the number or the place beside it."""
    below = previous in ("number", "place-date") and head.number is not None and not head.letter_subject
    return below and row.text.startswith("Về ") and len(row.text) < _ABOUT and kind_title(row) is None


def _goes_on(head: Head) -> bool:
    """True when the agency's name above is cut in its middle (``PHÒNG TÀI CHÍNH -``, ``SỞ``), so that it goes on below."""
    above = next((one.text.strip() for one in reversed(head.letterhead) if isinstance(one, Line) and one.role == "authority"), "")
    return above.endswith(("-", "–", ",", " VÀ", " CỦA")) or above in ("SỞ", "PHÒNG", "BAN", "BỘ", "CỤC", "CHI CỤC", "TRUNG TÂM")


def stated(head: Head, row: Row) -> Line | None:
    """The line of number or of place and date that *row* is, its fact kept in *head* unless it has one; None when it is neither."""
    if head.number is None and is_number_line(row.text):
        return Line(_mark_number(head, trimmed(row.inlines)), "number")
    if head.day is None and head.place is None and (is_placed_date(row.text) or (not _dated(head) and in_brackets(row.text))):
        return Line(_mark_date(head, trimmed(row.inlines)), "place-date")
    return None


def _dated(head: Head) -> bool:
    """True when the letterhead has its line of place and date, be it a blank."""
    return any(isinstance(one, Line) and one.role == "place-date" for one in head.letterhead)


def _marked(head: Head, row: Row, role: str) -> Block:
    inlines = trimmed(row.inlines)
    if role == "number":
        return Line(_mark_number(head, inlines), role)
    if role == "place-date":
        return Line(_mark_date(head, inlines), role)
    if role == "subject":
        subject = SUBJECT.sub("", row.text).removesuffix(")") if row.text.startswith("(") else SUBJECT.sub("", row.text)
        head.letter_subject = f"{head.letter_subject} {subject}" if head.letter_subject else subject
        return Line(inlines, role)
    return line(row, role) if row.table is None else Line(inlines, role)


def _mark_number(head: Head, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    text = text_of(inlines)
    match = NUMBER_LINE.match(text)
    start = len(match.group("label")) if match else 0
    rest = text[start:]
    number, length = _leading_number(rest)
    if number is None:
        return inlines
    head.number = number
    before, after = cut(inlines, start)
    inside, after = cut(after, length)
    return (*before, Marked("docNumber", inside), *after)


def _leading_number(rest: str) -> tuple[DocumentNumber | None, int]:
    """The number that *rest* begins with and how many characters it takes."""
    words = re.match(r"\s*\S+", rest)
    whole = parse_number(rest.strip().rstrip("."))
    if whole is not None and whole.ordinal:
        return whole, len(rest.rstrip().rstrip("."))
    blank = blank_number(rest)
    if blank is not None:
        return blank, rest.index(blank.symbol) + len(blank.symbol)
    found = find_number(rest)
    if found is not None and rest.index(found.raw) < 3:
        return found, rest.index(found.raw) + len(found.raw)
    if words and re.match(r"\s*\d", words.group(0)) and len(words.group(0)) < 40:
        raw = words.group(0).strip().rstrip(".,;")
        return DocumentNumber(raw, re.match(r"\D*(\d*)", raw).group(1), re.sub(r"^[\d/.-]*", "", raw)), rest.index(raw) + len(raw)  # type: ignore[union-attr]
    return None, 0


def _mark_date(head: Head, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    text = text_of(inlines)
    found = DATE.search(text) or _SHORT_DATE.match(text) or _DAY_ALONE.search(text)
    if found is None:
        return inlines
    at = found.start("whole")
    place = fold_space(_BY_THE_HOUR.sub("", text[:at])).strip(" ,.(")
    if place and len(place) < 60 and head.place is None and not re.search(r"[.…_\d]{3}|\d", place):
        head.place = place
    day = day_of(found)
    if day is None:
        return inlines
    if head.day is None:
        head.day = day
    before, after = cut(inlines, at)
    inside, after = cut(after, len(found.group("whole").rstrip()))
    return (*before, Marked("docDate", inside, day.isoformat()), *after)


def in_brackets(text: str) -> bool:
    """True when *text* is the day of a text in brackets below its title, its number or place before it (``(ngày 12 tháng 3 năm 2024)``)."""
    return text.startswith("(") and len(text) < 90 and bool(_BRACKETED.fullmatch(text))


def day_of(found: re.Match[str]) -> date | None:
    """The day that a match with the groups d, m and y names; None when there is no such day."""
    try:
        return date(int(found.group("y")), int(found.group("m")), int(found.group("d")))
    except ValueError:
        return None


def name_agencies(head: Head, agencies: list[tuple[int, Row]]) -> None:
    """Join the agency lines into names: a new one opens with an agency's noun, the last one issues."""
    names: list[tuple[str, list[int]]] = []
    for index, row in agencies:
        text = capitals(row.text)
        if _NO_AGENCY.match(text):
            head.letterhead[index] = replace(_line_at(head, index), role="other")
            continue
        starts = opens_agency(text) and not (names and names[-1][0].endswith((" VÀ", " CỦA", "-", *UNFINISHED)))
        if not names or starts:
            names.append((text, [index]))
        else:
            dash = " -" if _line_at(head, names[-1][1][-1]).text.rstrip().endswith(("-", "–")) else ""
            names[-1] = (f"{names[-1][0]}{dash} {text}", [*names[-1][1], index])
    if not names:
        return
    parent = " ".join(name for name, _ in names[:-1])
    found = agency(names[-1][0], parent)
    head.issuer, head.issuer_slug = found.name, found.slug
    for name, indexes in names:
        for index in indexes:
            old = _line_at(head, index)
            if name == names[-1][0]:
                head.letterhead[index] = replace(old, inlines=(Marked("docAuthority", old.inlines),), align="")
            else:
                head.letterhead[index] = replace(old, role="parent-authority", align="")


def _line_at(head: Head, index: int) -> Line:
    old = head.letterhead[index]
    if not isinstance(old, Line):
        raise TypeError("an agency stands on a line")
    return old
