"""The letterhead in its layouts, and the title: agency, number, place and date, marks, kind and subject."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from gazette.model.agencies import agency, capitals, opens_agency
from gazette.model.blocks import paragraphs_of
from gazette.model.draft import Block, Inline, Line, Marked, cut, text_of, trimmed
from gazette.model.kinds import KINDS, Kind, kind_of_symbol, kind_of_title
from gazette.model.numbers import DocumentNumber, blank_number, find_number, number_key, parse_number
from gazette.model.text import fold_space
from gazette.structure.labels import heading_label, outline_label
from gazette.structure.lines import Row, flattened, has_note, line, printed_lines, relined

MOTTO = re.compile(
    r"(?:^\s*+|(?<=[\n\t])|(?<=[\n\t] )|(?<=\s\s\s))(?:C[ỘO]NG\s*H(?:ÒA|OÀ|ÓA)\s*XÃ\s*HỘI\s*CH[ỦU]"
    r"|VIỆT\s*NAM\s*DÂN\s*CHỦ\s*CỘNG|ĐẢNG CỘNG SẢN VIỆT NAM)",
    re.IGNORECASE,
)
_MOTTO_TWO = re.compile(r"^[-–—*\s]*độc\s*lập\s*[-–—.,]*\s*tự\s*do", re.IGNORECASE)
_RULE = re.compile(r"^[\W_]+$")
NUMBER_LINE = re.compile(
    r"^(?P<label>(?:(?:Bộ )?luật |pháp lệnh |nghị quyết |lệnh |nghị định |thông tư )?số(?: hiệu)?\s*[:.;]?\s*)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
DATE = re.compile(
    r"(?P<whole>ngày\s*+(?P<d>\d{1,2}|[\s.…_]*+)\s*+tháng\s*+(?P<m>\d{1,2}|[\s.…_]*+)\s*+năm\s*+(?P<y>\d{4}|[\d\s.…_]*+))", re.IGNORECASE
)
_PLACE_DATE = re.compile(r"^(?P<place>[^,;:]{0,60}?)\s*,?\s*(?=ngày\s*[\d\s.…_]*\s*tháng)", re.IGNORECASE)
_SUBJECT = re.compile(r"^\s*\(?(?:V/?v|Về việc)\b\s*[:.]?\s*", re.IGNORECASE)
URGENCY = {"HỎA TỐC": "hoa-toc", "HOẢ TỐC": "hoa-toc", "THƯỢNG KHẨN": "thuong-khan", "KHẨN": "khan"}
CIRCULATION = ("XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ", "KHÔNG PHỔ BIẾN", "TÀI LIỆU THU HỒI")
_ADDRESSEE = re.compile(r"^Kính\s+g[ửở]i")
_DRAFT = re.compile(r"^D[ỰƯ] THẢO|^DỰ THẢO")
_RECITAL = re.compile(r"^(?:Căn cứ|Xét|Theo đề nghị|Theo|Thực hiện|Sau khi|Để|Trên cơ sở|Chiếu|Nay)\b", re.IGNORECASE)
_ISSUED = re.compile(r"(?:^|\s)CỦA\s+(?P<issuer>\D{3,160}?(?:\d{1,2}\D{0,40}?)?),?\s+SỐ\s*:?\s*(?P<number>\d\S*)", re.IGNORECASE)
_ISSUED_DAY = re.compile(r"^NGÀY\s+\d{1,2}\s+THÁNG\s+\d{1,2}\s+NĂM\s+\d{4}", re.IGNORECASE)
_ISSUER_ENDS = re.compile(r"\s+(?:NƯỚC\s+C|(?:KH[ÓO][AÁ]|SỐ)(?!\w))|,", re.IGNORECASE)
_HEAD_ROWS = 14
UNFINISHED = ("VĂN PHÒNG", "CHỦ TỊCH", "THƯỜNG TRỰC", "ĐOÀN ĐẠI BIỂU", "TRƯỜNG", "BỘ TRƯỞNG")


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


def read_head(rows: list[Row]) -> Head:
    """The head of the document that *rows* open with."""
    head = Head()
    if rows and is_cover(rows[0]):
        return read_cover(rows)
    end = _letterhead_end(rows)
    lines: list[Row] = []
    for row in rows[:end]:
        lines.extend(_opened(row))
    _classify(head, lines)
    head.found = end > 0
    head.body_at = end
    _title(head, rows)
    return head


def _opened(row: Row) -> list[Row]:
    if row.table is not None:
        return [one for cell in flattened(row.table, tabs=True) for one in cell]
    return list(printed_lines(row, tabs=True))


def _letterhead_end(rows: list[Row]) -> int:
    """The index after the last row of the letterhead; 0 when there is none."""
    last = 0
    for index, row in enumerate(rows[:_HEAD_ROWS]):
        if row.table is None and (heading_label(row.raw) or _RECITAL.match(row.text)):
            break
        if has_motto(row) or _number_table(row) or _numbered(row, index):
            last = index + 1
            break
    if not last:
        return 0
    while last < len(rows) and last < _HEAD_ROWS + 8 and _still_head(rows[last], rows[:last]):
        last += 1
    return last


def _numbered(row: Row, index: int) -> bool:
    if row.table is not None or index > 2 or len(row.text) > 160:
        return False
    match = NUMBER_LINE.match(row.text)
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
    if _RULE.match(text) or _DRAFT.match(text) or any(_motto_line(one.text) for one in printed_lines(row, tabs=True)):
        return True
    if NUMBER_LINE.match(text) and len(text) < 160:
        return True
    if _is_place_date(text) and len(text) < 160:
        return True
    if text.upper() in URGENCY or text.upper() in CIRCULATION:
        return True
    if _SUBJECT.match(text) and not kind_title(row) and any(NUMBER_LINE.match(one.text) or "Số" in one.text for one in before[-3:]):
        return not _has_kind_before(before)
    last = before[-1]
    after_subject = last.table is None and _SUBJECT.match(last.text) and not kind_title(last) and row.centered and row.bold == last.bold
    return bool(after_subject) and len(text) < 200 and not _ADDRESSEE.match(text) and not kind_title(row)


def _motto_line(text: str) -> bool:
    return bool(_MOTTO_TWO.match(text)) or is_motto(text)


def _has_kind_before(before: list[Row]) -> bool:
    return any(kind_title(row) for row in before if row.table is None)


def _is_place_date(text: str) -> bool:
    return bool(_PLACE_DATE.match(text)) and bool(DATE.search(text))


def kind_title(row: Row) -> tuple[Kind, str] | None:
    """The kind that a title row names (in capitals at least the kind's own words), and what follows on the row."""
    if row.table is not None or len(row.text) > 400:
        return None
    found = kind_of_title(row.text)
    if found is None:
        return None
    word = row.text[: len(found[0].vi)]
    return found if word.isupper() or (row.centered and row.bold and len(row.text) < 60) else None


def letterhead_of(table_row: Row) -> list[Block]:
    """The letterhead that an attachment repeats, line by line with their roles; its facts are the main document's."""
    repeated = Head()
    _classify(repeated, _opened(table_row))
    return repeated.letterhead


def _classify(head: Head, lines: list[Row]) -> None:
    agencies: list[tuple[int, Row]] = []
    previous = ""
    for row in lines:
        role = _role(head, row, previous, bool(agencies))
        if role == "authority":
            agencies.append((len(head.letterhead), row))
        head.letterhead.append(_marked(head, row, role))
        previous = role if role != "rule" else previous
    _name_agencies(head, agencies)


def _role(head: Head, row: Row, previous: str, agencies: bool) -> str:
    text = row.text
    upper = text.upper().strip(" .")
    if row.table is not None or not text:
        return "other"
    if _RULE.match(text):
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
    if _is_place_date(text):
        return "place-date"
    if _SUBJECT.match(text):
        return "subject"
    if previous == "subject" and not row.capitals:
        return "subject"
    if row.capitals and not _DRAFT.match(upper) and head.number is None and previous != "place-date" and len(upper) < 200:
        return "authority" if agencies or opens_agency(upper) or (previous in ("", "authority", "other") and len(upper) > 5) else "other"
    return "other"


def _marked(head: Head, row: Row, role: str) -> Block:
    inlines = trimmed(row.inlines)
    if role == "number":
        return Line(_mark_number(head, inlines), role)
    if role == "place-date":
        return Line(_mark_date(head, inlines), role)
    if role == "subject":
        subject = _SUBJECT.sub("", row.text).removesuffix(")") if row.text.startswith("(") else _SUBJECT.sub("", row.text)
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
    found = DATE.search(text)
    if found is None:
        return inlines
    place = fold_space(text[: found.start()]).strip(" ,.")
    if place and len(place) < 60 and head.place is None and not re.search(r"[.…_\d]{3}", place):
        head.place = place
    day = _day(found)
    if day is None:
        return inlines
    if head.day is None:
        head.day = day
    before, after = cut(inlines, found.start())
    inside, after = cut(after, len(found.group("whole").rstrip()))
    return (*before, Marked("docDate", inside, day.isoformat()), *after)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found.group("y")), int(found.group("m")), int(found.group("d")))
    except ValueError:
        return None


def _name_agencies(head: Head, agencies: list[tuple[int, Row]]) -> None:
    """Join the agency lines into names: a new one opens with an agency's noun, the last one issues."""
    names: list[tuple[str, list[int]]] = []
    for index, row in agencies:
        text = capitals(row.text)
        starts = opens_agency(text) and not (names and names[-1][0].endswith((" VÀ", " CỦA", "-", *UNFINISHED)))
        if not names or starts:
            names.append((text, [index]))
        else:
            names[-1] = (f"{names[-1][0]} {text}", [*names[-1][1], index])
    if not names:
        return
    parent = " ".join(name for name, _ in names[:-1])
    found = agency(names[-1][0], parent)
    head.issuer, head.issuer_slug = found.name, found.slug
    for name, indexes in names:
        for index in indexes:
            old = head.letterhead[index]
            if not isinstance(old, Line):
                continue
            if name == names[-1][0]:
                head.letterhead[index] = replace(old, inlines=(Marked("docAuthority", old.inlines),), align="")
            else:
                head.letterhead[index] = replace(old, role="parent-authority", align="")


def _title(head: Head, rows: list[Row]) -> None:
    """Read kind and subject after the letterhead; a letter has its subject in the letterhead and an addressee here."""
    index = head.body_at
    start = index
    while index < len(rows) and index - start < 6:
        row = rows[index]
        if row.table is None and _ADDRESSEE.match(row.text):
            break
        found = kind_title(row)
        if found is not None:
            for skipped in rows[start:index]:
                head.title.extend(_other(skipped))
            _read_title(head, rows, index, found)
            break
        if row.table is not None or heading_label(row.raw) or _RECITAL.match(row.text) or len(row.text) > 300:
            break
        index += 1
    if head.kind is None and head.number is not None:
        head.kind = kind_of_symbol(head.number.groups)
    _addressees(head, rows)
    if head.kind is None and (head.letter_subject is not None or _has_addressee(head)) and head.found:
        head.kind = KINDS["cong-van"]
    head.subject = head.subject or (fold_space(head.letter_subject) if head.letter_subject else None)


def _other(row: Row) -> list[Block]:
    if row.table is None:
        return [line(row, "rule" if _RULE.match(row.text) else "other")]
    return [line(one, "other") for cell in flattened(row.table) for one in cell]


def _read_title(head: Head, rows: list[Row], index: int, found: tuple[Kind, str]) -> None:
    head.kind, rest = found
    row = rows[index]
    pieces = list(printed_lines(row))
    if len(pieces) > 1 and kind_of_title(pieces[0].text):
        rest = kind_of_title(pieces[0].text)[1]  # type: ignore[index]
    subject: list[str] = []
    if rest and len(pieces) == 1 and (_issued_match(head, rest) or not (rest.isupper() or row.capitals)):
        head.title.append(line(row, "kind"))
        subject.append(rest)
    elif rest:
        at = _offset(pieces[0].raw.lstrip(), head.kind)
        head.title.extend(_kind_and_title(trimmed(pieces[0].inlines), at))
        subject.append(fold_space(text_of(trimmed(pieces[0].inlines))[at:]))
    else:
        head.title.append(Line((Marked("docType", trimmed(pieces[0].inlines)),), "kind"))
    for piece in pieces[1:]:
        subject.append(piece.text)
        head.title.append(Line((Marked("docTitle", trimmed(piece.inlines)),), "subject"))
    head.body_at = _subject(head, rows, index + 1, subject)
    text = fold_space(" ".join(subject))
    head.subject = _issued(head, text) or _bare(text) or head.subject


def _kind_and_title(inlines: tuple[Inline, ...], at: int) -> list[Block]:
    """The lines of a title that names the kind and the subject at once; one line when a note hangs on the kind."""
    kind, title = (trimmed(part) for part in cut(inlines, at))
    if has_note(kind):
        return [Line(inlines, "kind")]
    return [Line((Marked("docType", kind),), "kind"), Line((Marked("docTitle", title),), "subject")]


def _offset(raw: str, kind: Kind) -> int:
    """The index in *raw* where the text after the kind's own words begins."""
    match = re.match(r"\s*" + r"\s+".join(r"\S+" for _ in kind.vi.split()) + r"[\s:]*", raw)
    return match.end() if match else 0


def _bare(text: str) -> str:
    """A subject without the brackets and the ``V/v`` that some put around it."""
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    return re.sub(r"^V/?v\b\s*[:.]?\s*", "", inner)


def _issued_match(head: Head, text: str) -> re.Match[str] | None:
    """The title sentence of a reprint in *text*; none where a title merely names another text."""
    match = _ISSUED.search(text)
    if match is None or not opens_agency(match.group("issuer")):
        return None
    if head.number is not None and number_key(match.group("number").rstrip(".,;")) != head.number.key:
        return None
    return match if head.found or text[: match.start()].isupper() or not match.start() or text.isupper() else None


def _issued(head: Head, text: str) -> str | None:
    """Read the title sentence of a reprint (``… của Quốc hội … số 06/2007/QH12 ngày … về …``) and give its subject."""
    match = _issued_match(head, text)
    if match is None:
        return None
    found = find_number(match.group("number"))
    raw = match.group("number").rstrip(".,;")
    if head.number is None:
        head.number = found or DocumentNumber(raw, raw, "")
    issuer = _ISSUER_ENDS.split(match.group("issuer"))[0].strip(" ,")
    if head.issuer is None and issuer and opens_agency(issuer):
        named = agency(issuer)
        head.issuer, head.issuer_slug = named.name, named.slug
    after = text[match.end() :]
    day = DATE.search(after) or DATE.search(text)
    if head.day is None and not head.found and day is not None:
        head.day = _day(day)
    about = re.search(r"(?<!\w)(?:VỀ|Về|về)(?!\w).*$", after, re.DOTALL)
    before = text[: match.start()].strip(" ,")
    return before or (fold_space(about.group(0)) if about else None)


def _subject(head: Head, rows: list[Row], index: int, subject: list[str]) -> int:
    taken = 0
    while index < len(rows) and taken < 8:
        row = rows[index]
        if row.table is not None or not _is_subject(head, row, bool(subject)):
            break
        if _RULE.match(row.text):
            head.title.append(line(row, "rule"))
        elif _issued_match(head, row.text) or _ISSUED_DAY.match(row.text):
            head.title.append(line(row, "issued"))
            subject.append(row.text)
        else:
            head.title.append(Line((Marked("docTitle", trimmed(row.inlines)),), "subject"))
            subject.append(row.text)
        taken += 1
        index += 1
    return index


def _is_subject(head: Head, row: Row, some: bool) -> bool:
    text = row.text
    if _RULE.match(text):
        return True
    if (
        heading_label(row.raw)
        or _RECITAL.match(text)
        or _ADDRESSEE.match(text)
        or (text.startswith("(") and not _SUBJECT.match(text))
        or len(text) > 700
    ):
        return False
    if head.issuer and capitals(text) == capitals(head.issuer):
        return False
    if row.capitals and opens_agency(text) and head.kind and head.kind.pattern == "articles" and (some or not row.bold):
        return head.kind.slug in ("luat", "bo-luat", "phap-lenh") and not some
    if text.endswith(":") or outline_label(row.raw) or _motto_line(text):
        return False
    return row.bold or row.centered or row.capitals or bool(_SUBJECT.match(text))


def _has_addressee(head: Head) -> bool:
    return any(isinstance(one, Line) and one.role == "addressee" for one in head.title)


def _addressees(head: Head, rows: list[Row]) -> None:
    index = head.body_at
    while index < len(rows) and index - head.body_at < 5 and rows[index].table is None and _RULE.match(rows[index].text):
        index += 1
    if index >= len(rows):
        return
    row = rows[index]
    if not _ADDRESSEE.match(row.text):
        return
    for skipped in rows[head.body_at : index]:
        head.title.extend(_other(skipped))
    if row.table is not None:
        head.title.extend(line(one, "addressee") for cell in flattened(row.table) for one in cell)
        head.body_at = index + 1
        return
    head.title.append(line(row, "addressee"))
    index += 1
    while index < len(rows) and rows[index].table is None and re.match(r"^[-–+•]", rows[index].text) and len(rows[index].text) < 200:
        head.title.append(line(rows[index], "addressee"))
        index += 1
    head.body_at = index


def recital(row: Row) -> bool:
    """True when *row* is a legal basis or a reason given before the enacting formula."""
    return row.table is None and bool(_RECITAL.match(row.text))


def rule(row: Row) -> bool:
    """True when *row* is a typed rule only."""
    return row.table is None and bool(_RULE.match(row.text))


def piece(row: Row, inlines: tuple[Inline, ...]) -> Row:
    """A part of *row*."""
    return relined(row, inlines)


_COVER = re.compile(r"Mã (?:hiệu|số)\s*:?\s*(?P<code>QT\S*(?:\s?\d+\S*)?)", re.IGNORECASE)
_COVER_DAY = re.compile(r"Ngày ban hành\s*:?\s*(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})", re.IGNORECASE)


def is_cover(row: Row) -> bool:
    """True when *row* is the cover table of a quality procedure (QUY TRÌNH, Mã hiệu, Ngày ban hành)."""
    return row.table is not None and len(row.text) < 900 and "QUY TRÌNH" in row.text and bool(_COVER.search(row.text))


def read_cover(rows: list[Row]) -> Head:
    """The head of a quality procedure from its cover table: agency, title, code, day of issue."""
    head = Head(body_at=1, found=True)
    table = rows[0].table
    lines = [one for cell in flattened(table) for one in cell] if table is not None else []
    named = False
    for one in lines:
        role = "other"
        if one.text == "QUY TRÌNH":
            head.kind, role = KINDS["quy-trinh"], "kind"
        elif _COVER.match(one.text):
            role = "number"
        elif head.kind is not None and head.subject is None and not _COVER_DAY.match(one.text):
            head.subject, role = one.text, "subject"
        elif one.capitals and opens_agency(one.text) and not named:
            found = agency(one.text)
            head.issuer, head.issuer_slug, named, role = found.name, found.slug, True, "authority"
        head.letterhead.append(line(one, role))
    code, day = _COVER.search(rows[0].text), _COVER_DAY.search(rows[0].text)
    if code:
        raw = code.group("code")
        head.number = DocumentNumber(raw, raw, raw.rpartition("/")[2])
    if day:
        head.day = _day(day)
    return head
