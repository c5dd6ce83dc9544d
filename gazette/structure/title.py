"""The title: kind, subject, the title sentence of a reprint, and whom a letter is addressed to."""

import re

from gazette.model.agencies import agency, capitals, opens_agency
from gazette.model.draft import Block, Inline, Line, Marked, cut, text_of, trimmed
from gazette.model.kinds import KINDS, Kind, kind_of_symbol, kind_of_title
from gazette.model.numbers import DocumentNumber, find_number, number_key
from gazette.model.text import fold_space
from gazette.structure.annexes import ATTACHED
from gazette.structure.divisions import is_division_title
from gazette.structure.labels import heading_label, outline_label
from gazette.structure.letterhead import (
    ADDRESSEE,
    DATE,
    RECITAL,
    RULE,
    SUBJECT,
    Head,
    classify,
    day_of,
    is_number_line,
    is_placed_date,
    kind_title,
    motto_line,
    stated,
)
from gazette.structure.lines import Row, flattened, has_note, line, printed_lines

_SENTENCE = r"(?P<issuer>\D{3,160}?(?:\d{1,2}\D{0,40}?)?),?\s+SỐ\s*:?\s*(?P<number>\d\S*(?:\s[A-ZĐ]{1,4}(?:/[A-ZĐ]{1,4})?(?=\s+NGÀY))?)"
_ISSUED = re.compile(r"(?:^|\s)(?:CỦA|LIÊN TỊCH(?: CỦA)?)\s+" + _SENTENCE, re.IGNORECASE)
_ISSUED_ALONE = re.compile(_SENTENCE, re.IGNORECASE)
"""The same sentence without ``của``: it must open with the agency."""
_ISSUED_DAY = re.compile(
    r"^NGÀY\s+(?P<d>\d{1,2})(?:\s+THÁNG\s+|\s?[/.-]\s?)(?P<m>\d{1,2})(?:\s+NĂM\s*|\s?[/.-]\s?)(?P<y>\d{4})(?!\d)\s*,?", re.IGNORECASE
)
_OFFICER = re.compile(
    r"(?:PHÓ |TỔNG )?(?:CHỦ TỊCH|BỘ TRƯỞNG|THỐNG ĐỐC|GIÁM ĐỐC|HIỆU TRƯỞNG|VIỆN TRƯỞNG|CHÁNH ÁN|CỤC TRƯỞNG|CHỦ NHIỆM|TRƯỞNG BAN|THANH TRA|"
    r"BÍ THƯ|BAN THƯỜNG VỤ|TRƯỞNG)(?!\w)"
)
_GOES_ON = re.compile(r"(?:của|thuộc|và|với|cho|tại|do|,|-|–|theo|giữa|về)$", re.IGNORECASE)
_JOINT = re.compile(r"LIÊN\s+(?:TỊCH|NGÀNH|BỘ|SỞ)(?!\w)")
_OF_AGENCY = re.compile(r"(?:CỦA|[Cc]ủa)\s+(?P<agency>\S.{2,150})$")
_ISSUED_ABOUT = re.compile(r"CỦA\s+(?P<agency>[^\d,;]{3,120}?)\s+(?=V/V\s|VỀ VIỆC\s)")
_ABOUT = re.compile(r"(?:VỀ|V/V)(?!\w)", re.IGNORECASE)
_STATE = re.compile(r"NƯỚC\s+(?:CỘNG\s+H|VIỆT\s+NAM)", re.IGNORECASE)
_PLACE_YEAR = re.compile(r"^[^\d,]{2,40},\s*(?:tháng\s*\d{1,2}\s*(?:năm|/|-)?\s*)?(?:năm\s*)?(?:19|20)\d\d$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{2}")
_SHORT = 30
_FORM_NUMBER = re.compile(r"(?:MẪU|BIỂU)(?: SỐ)?\s*:?\s*\d", re.IGNORECASE)
_SENT_TO = re.compile(r"(?:ĐIỆN|GỬI)\s*:$|^[^.;]{5,200}(?<!\w)điện\s*:$")
FOREWORD = re.compile(r"^LỜI\s+(?:NÓI|MỞ)\s+ĐẦU\W*$", re.IGNORECASE)
"""The words above the foreword of an old law or a regulation, which belong to no title."""
_ISSUER_ENDS = re.compile(r"\s+(?:NƯỚC\s+C|(?:(?<=CHÍNH PHỦ )NƯỚC\s+)?VIỆT\s+NAM\s+DÂN\s+CHỦ|(?:KH[ÓO][AÁ]|SỐ)(?!\w))|,", re.IGNORECASE)


def read_title(head: Head, rows: list[Row]) -> None:
    """Read kind and subject after the letterhead; a letter has its subject in the letterhead and an addressee here."""
    index = head.body_at
    start = index
    while index < len(rows) and index - start < 6:
        row = rows[index]
        if row.table is None and ADDRESSEE.match(row.text):
            break
        found = kind_title(row)
        if found is not None:
            if not head.found:
                _cover_agencies(head, rows[start:index])
            for skipped in rows[head.body_at : index]:
                head.title.extend(_other(skipped))
            _under_kind(head, rows, index, found)
            break
        if row.table is not None or heading_label(row.raw) or RECITAL.match(row.text) or len(row.text) > 300:
            break
        index += 1
    if head.kind is None:
        _unknown_title(head, rows)
    _addressees(head, rows)
    if head.kind is None or (head.number is not None and head.number.groups[:1] == ("VBHN",)):
        head.kind = _kind_without_title(head)
    subject = head.subject or (fold_space(head.letter_subject) if head.letter_subject else None)
    head.subject = subject if subject and _WORDS.search(subject) else None


def _unknown_title(head: Head, rows: list[Row]) -> None:
    """Read a title that names no kind of the table (``PHIẾU ĐỀ XUẤT``): its lines in capitals, then the subject."""
    start = head.body_at
    while start < len(rows) and rows[start].table is None and RULE.match(rows[start].text):
        start += 1
    row = rows[start] if start < len(rows) else None
    if not head.found or head.letter_subject or row is None or not _names_paper(row):
        return
    for skipped in rows[head.body_at : start]:
        head.title.extend(_other(skipped))
    following = rows[start + 1] if start + 1 < len(rows) else None
    subject: list[str] = []
    if following is not None and not following.capitals and _is_subject(head, following, some=True) and not RULE.match(following.text):
        head.title.append(Line((Marked("docType", trimmed(row.inlines)),), "kind"))
        start += 1
    head.body_at = _subject(head, rows, start, subject)
    head.subject = _bare(fold_space(" ".join(subject))) or row.text


def _names_paper(row: Row) -> bool:
    """True when *row* can be a title: some words in capitals in the middle, neither an agency nor an officer who enacts."""
    text = row.text
    if row.table is not None or not (row.capitals and row.centered) or not 2 <= len(text.split()) <= 40:
        return False
    if opens_agency(text) or _OFFICER.match(capitals(text)) or is_division_title(row) or _FORM_NUMBER.match(text):
        return False
    return not (
        text.startswith("(")
        or ADDRESSEE.match(text)
        or heading_label(row.raw)
        or outline_label(row.raw)
        or motto_line(text)
        or text.endswith(":")
    )


def _kind_without_title(head: Head) -> Kind | None:
    """The kind of a document that prints none: a letter by its shape, else what the symbol of its number says."""
    by_symbol = kind_of_symbol(head.number.groups) if head.number is not None else None
    if head.title and head.subject and head.letter_subject is None:
        return by_symbol
    if head.found and _has_addressee(head) and (head.letter_subject is not None or by_symbol is None):
        return KINDS["cong-van"]
    return by_symbol or (KINDS["cong-van"] if head.found and head.letter_subject is not None else None)


def _cover_agencies(head: Head, rows: list[Row]) -> None:
    """Without a motto, the lines in capitals above the title of a cover page are the agencies that issue the document."""
    end = next((index for index, row in enumerate(rows) if not (row.table is None and row.capitals and row.centered)), len(rows))
    if end and opens_agency(rows[0].text):
        while end < len(rows) and rows[end].table is None and RULE.match(rows[end].text):
            end += 1
        classify(head, rows[:end])
        head.body_at += end


def _other(row: Row) -> list[Block]:
    if row.table is None:
        return [line(row, "rule" if RULE.match(row.text) else "other")]
    return [line(one, "other") for cell in flattened(row.table) for one in cell]


def _under_kind(head: Head, rows: list[Row], index: int, found: tuple[Kind, str]) -> None:
    head.kind, rest = found
    row = rows[index]
    if row.capitals and index + 1 < len(rows) and _joint_kind(head, rows[index + 1].text):
        head.title.append(Line((Marked("docType", trimmed(row.inlines)),), "kind"))
        index, row = index + 1, rows[index + 1]
        rest = "" if _JOINT.fullmatch(row.text) else row.text
    pieces = list(printed_lines(row))
    if len(pieces) > 1 and kind_of_title(pieces[0].text):
        rest = kind_of_title(pieces[0].text)[1]  # type: ignore[index]
    if rest and _JOINT.fullmatch(rest):
        rest = ""
    subject: list[str] = []
    if rest and len(pieces) == 1 and _issuer_only(head, rest, rows[index + 1 : index + 2]):
        at = _offset(row.raw.lstrip(), head.kind)
        kind, issued = (trimmed(part) for part in cut(trimmed(row.inlines), at))
        head.title.extend((Line((Marked("docType", kind),), "kind"), Line(issued, "issued")))
    elif rest and len(pieces) == 1 and (_issued_match(head, rest) or not (rest.isupper() or row.capitals)):
        head.title.append(line(row, "kind"))
        subject.append(rest)
    elif rest:
        at = _offset(pieces[0].raw.lstrip(), head.kind)
        head.title.extend(_kind_and_title(trimmed(pieces[0].inlines), at))
        joint = "LIÊN TỊCH " if _JOINT.match(row.text) else ""
        subject.append(joint + fold_space(text_of(trimmed(pieces[0].inlines))[at:]))
    else:
        head.title.append(Line((Marked("docType", trimmed(pieces[0].inlines)),), "kind"))
    for number, piece in enumerate(pieces[1:], start=1):
        if not subject and _names_issuer(head, [*pieces, *rows[index + 1 : index + 2]], number):
            head.title.append(line(piece, "issued"))
            continue
        if fact := stated(head, piece):
            head.title.append(fact)
            continue
        subject.append(piece.text)
        head.title.append(Line((Marked("docTitle", trimmed(piece.inlines)),), "subject"))
    head.body_at = _subject(head, rows, index + 1, subject)
    text = fold_space(" ".join(subject))
    _joint_kind(head, text)
    sentence = _issued_match(head, text)
    head.subject = _issued(head, text) or ("" if sentence and not sentence.start() else _bare(text)) or head.subject


def _joint_kind(head: Head, text: str) -> bool:
    """True when *text* is the second line of a joint document's kind, which *head* then bears."""
    if head.kind is None or not _JOINT.match(text) or f"{head.kind.slug}-lien-tich" not in KINDS:
        return False
    head.kind = KINDS[f"{head.kind.slug}-lien-tich"]
    return True


def _kind_and_title(inlines: tuple[Inline, ...], at: int) -> list[Block]:
    """The lines of a title that names the kind and the subject at once; one line when a note hangs on the kind."""
    kind, title = (trimmed(part) for part in cut(inlines, at))
    if has_note(kind):
        return [Line(inlines, "kind")]
    return [Line((Marked("docType", kind),), "kind"), Line((Marked("docTitle", title),), "subject")]


def _offset(raw: str, kind: Kind) -> int:
    if _JOINT.match(raw):
        return _JOINT.match(raw).end()  # type: ignore[union-attr]
    return _words_end(raw, kind)


def _words_end(raw: str, kind: Kind) -> int:
    """The index in *raw* where the text after the kind's own words begins."""
    match = re.match(r"\s*" + r"\s+".join(r"\S+" for _ in kind.vi.split()) + r"[\s:]*", raw)
    return match.end() if match else 0


def _bare(text: str) -> str:
    """A subject without the brackets and the ``V/v`` that some put around it."""
    text = _JOINT.sub("", text, count=1).strip() if _JOINT.match(text) else text
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    issued = _ISSUED_ABOUT.match(inner)
    if issued is not None and opens_agency(issued.group("agency")):
        inner = inner[issued.end() :]
    return re.sub(r"^V/?v\b\s*[:.]?\s*", "", inner, flags=re.IGNORECASE)


def _issued_match(head: Head, text: str) -> re.Match[str] | None:
    """The title sentence of a reprint in *text*; none where a title merely names another text."""
    match = _ISSUED.search(text) or _ISSUED_ALONE.match(text)
    if match is None or not (opens_agency(match.group("issuer")) or _STATE.match(match.group("issuer"))):
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
    after = text[match.end() :].strip()
    dated = _ISSUED_DAY.match(after)
    day = dated or (None if head.found else DATE.search(after) or DATE.search(text))
    if head.day is None and day is not None:
        head.day = day_of(day)
    before = _JOINT.sub("", text[: match.start()]).strip(" ,")
    if before or dated is not None:
        return before or fold_space(after[dated.end() :] if dated else "") or None
    about = re.search(r"(?<!\w)(?:VỀ|Về|về)(?!\w).*$", after, re.DOTALL)
    return fold_space(about.group(0)) if about else None


def _subject(head: Head, rows: list[Row], index: int, subject: list[str]) -> int:
    taken = 0
    while index < len(rows) and taken < 8:
        row = rows[index]
        if row.table is not None:
            break
        if fact := stated(head, row):
            head.title.append(fact)
            index += 1
            continue
        if (subject or len(row.text) < _SHORT) and (remark := _remark(rows, index)):
            role = "attached-to" if ATTACHED.match(row.text) else "other"
            head.title.extend(line(one, role) for one in rows[index : index + remark])
            index += remark
            continue
        if not _is_subject(head, row, bool(subject)) or _enacts(rows, index, subject):
            break
        if RULE.match(row.text):
            head.title.append(line(row, "rule"))
        elif not subject and _names_issuer(head, rows, index):
            head.title.append(_issuer_line(head, row))
        elif _issued_match(head, row.text) or (_ISSUED_DAY.match(row.text) and not _goes_on(row.text, subject)):
            head.title.append(line(row, "issued"))
            subject.append(row.text)
        else:
            head.title.append(Line((Marked("docTitle", trimmed(row.inlines)),), "subject"))
            subject.append(row.text)
        taken += 1
        index += 1
    return index


def _goes_on(text: str, subject: list[str]) -> bool:
    """True when the day that opens *text* is that of a text named in the subject above (``… số 30/… / ngày … của Chính phủ …``)."""
    day = _ISSUED_DAY.match(text)
    return bool(subject and day and text[day.end() :].strip().lower().startswith("của ") and re.search(r"\d/", subject[-1]))


def _enacts(rows: list[Row], index: int, subject: list[str]) -> bool:
    """True when the row names who enacts: an agency or an officer, right above the bases."""
    text = rows[index].text
    following = next((one for one in rows[index + 1 : index + 3] if not RULE.match(one.text)), None)
    if not subject or following is None or following.table is not None or not RECITAL.match(following.text):
        return False
    if _GOES_ON.search(subject[-1].strip()) or len(text) > 160 or text.endswith("."):
        return False
    return opens_agency(text) or bool(_OFFICER.match(capitals(text)))


def _issuer_line(head: Head, row: Row) -> Line:
    """The line that says whose document it is; it names the issuer where no letterhead does."""
    match = _OF_AGENCY.match(row.text)
    if match is not None and not head.found and head.issuer is None:
        named = agency(_ISSUER_ENDS.split(match.group("agency"))[0].strip(" ,"))
        head.issuer, head.issuer_slug = named.name, named.slug
    return line(row, "issued")


def _names_issuer(head: Head, rows: list[Row], index: int) -> bool:
    """True when the row only says whose document it is (``CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH``) and the number stands elsewhere."""
    return _issuer_only(head, rows[index].text, rows[index + 1 : index + 2])


def _issuer_only(head: Head, text: str, following: list[Row]) -> bool:
    match = _OF_AGENCY.match(text)
    if match is None or not following or RECITAL.match(following[0].text):
        return False
    if (head.number is None or text[0].islower()) and not _ABOUT.match(following[0].text):
        return False
    return not re.search(r"\d", match.group("agency")) and (
        opens_agency(match.group("agency")) or bool(_OFFICER.match(capitals(match.group("agency"))))
    )


def _opens_subject(row: Row, some: bool) -> bool:
    """True when a line that could open a basis opens the subject (``Thực hiện Nghị quyết …`` set in the middle)."""
    return not some and row.centered and not row.text.upper().startswith("CĂN CỨ") and not row.text.endswith((";", ",", "."))


def _remark(rows: list[Row], index: int) -> int:
    """How many rows the remark in brackets below the subject takes (``(lần 2)``, ``(Kèm theo Quyết định số …)``); 0 when there is none."""
    row = rows[index]
    if not row.centered or not row.text.startswith("(") or SUBJECT.match(row.text):
        return 0
    for taken, one in enumerate(rows[index : index + 4], start=1):
        if one.table is not None or not one.centered or len(one.text) > 400:
            return 0
        if one.text.endswith(")"):
            return taken
    return 0


def _is_subject(head: Head, row: Row, some: bool) -> bool:
    text = row.text
    if RULE.match(text) or (row.capitals and not some and _issued_match(head, text)):
        return True
    if (
        heading_label(row.raw)
        or is_division_title(row)
        or is_number_line(text)
        or is_placed_date(text)
        or FOREWORD.match(text)
        or (RECITAL.match(text) and not _opens_subject(row, some))
        or ADDRESSEE.match(text)
        or text.startswith(("[", "□"))
        or (text.startswith("(") and not SUBJECT.match(text))
        or len(text) > 700
    ):
        return False
    if head.issuer and capitals(text) == capitals(head.issuer):
        return False
    if row.capitals and opens_agency(text) and head.kind and head.kind.pattern == "articles" and (some or not row.bold):
        return head.kind.slug in ("luat", "bo-luat", "phap-lenh") and not some
    if _PLACE_YEAR.match(text):
        return False
    if text.endswith(":") or outline_label(row.raw) or motto_line(text):
        return False
    return row.bold or row.centered or row.capitals or bool(SUBJECT.match(text))


def _has_addressee(head: Head) -> bool:
    return any(isinstance(one, Line) and one.role == "addressee" for one in head.title)


def _addressees(head: Head, rows: list[Row]) -> None:
    index = head.body_at
    while index < len(rows) and index - head.body_at < 5 and rows[index].table is None and RULE.match(rows[index].text):
        index += 1
    if index >= len(rows):
        return
    row = rows[index]
    telegram = head.kind is not None and head.kind.slug == "cong-dien" and row.table is None and bool(_SENT_TO.search(row.text))
    if not telegram and not ADDRESSEE.match(row.text):
        return
    for skipped in rows[head.body_at : index]:
        head.title.extend(_other(skipped))
    if row.table is not None:
        head.title.extend(line(one, "addressee") for cell in flattened(row.table) for one in cell)
        head.body_at = index + 1
        return
    head.title.append(line(row, "addressee"))
    index += 1
    while index < len(rows) and _further_addressee(rows[index], rows[index - 1]):
        head.title.append(line(rows[index], "addressee"))
        index += 1
    if index < len(rows) and not head.subject and not head.letter_subject and _subject_below(rows[index]):
        head.letter_subject = SUBJECT.sub("", rows[index].text)
        head.title.append(line(rows[index], "subject"))
        index += 1
    head.body_at = index


def _subject_below(row: Row) -> bool:
    """True when *row* is the subject of a letter that prints it below its addressees."""
    return row.table is None and row.centered and len(row.text) < 300 and bool(SUBJECT.match(row.text))


def _further_addressee(row: Row, before: Row) -> bool:
    """True when *row* goes on with the list of addressees: a dash, a part of a list that ends in semicolons, or an agency's name alone."""
    text = row.text
    if row.table is not None or len(text) >= 200 or text.endswith(":") or RECITAL.match(text) or SUBJECT.match(text):
        return False
    if re.match(r"^[-–+•]", text):
        return True
    if outline_label(row.raw) or heading_label(row.raw):
        return False
    if before.text.endswith(";") or (text.endswith(";") and before.text.endswith((":", ","))):
        return len(text) < 120
    listed = before.text.endswith((":", ",")) or row.centered or text[-1:].isalnum()
    return listed and len(text) < 100 and (row.centered or opens_agency(text) or bool(_OFFICER.match(capitals(text))))


def recital(row: Row) -> bool:
    """True when *row* is a legal basis or a reason given before the enacting formula."""
    return row.table is None and bool(RECITAL.match(row.text))


def rule(row: Row) -> bool:
    """True when *row* is a typed rule only."""
    return row.table is None and bool(RULE.match(row.text))
