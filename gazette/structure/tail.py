"""The end of a text: who signed in which capacity, and who receives it."""

import re
from dataclasses import dataclass, field, replace

from gazette.model.draft import Block, Group, Line, Marked, Signer, trimmed
from gazette.model.text import fold_space
from gazette.structure.letterhead import is_motto, kind_title
from gazette.structure.lines import Row, block, flattened, line, printed_lines

_CAPACITY = re.compile(r"^(?:T/?M|K/?T|T/?L|TUQ|T\.?U\.?Q|Q)\s*[.:,/]\s*\S|^[TK]/[MLT]\s+\S|^(?:THAY MẶT|THỪA LỆNH|THỪA ỦY QUYỀN)\b")
_POSITION = re.compile(
    r"^(?:Q\. ?|QUYỀN )?(?:PHÓ )*(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG|PHÓ CHÁNH VĂN PHÒNG|"
    r"CHỦ NHIỆM|TỔNG THANH TRA|THỐNG ĐỐC|VIỆN TRƯỞNG|CHÁNH ÁN|TRƯỞNG|HIỆU TRƯỞNG|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|CHI CỤC TRƯỞNG|VỤ TRƯỞNG|"
    r"TỔNG KIỂM TOÁN|BÍ THƯ|CHÁNH THANH TRA|TỔNG BIÊN TẬP|ĐẠI DIỆN|KẾ TOÁN TRƯỞNG|NGƯỜI LẬP|NGƯỜI KÝ)\b"
)
RECIPIENTS = re.compile(r"^N[ơo]i\s+(?:nhận|gửi)\s*[:.]?", re.IGNORECASE)
ADOPTED = re.compile(
    r"^(?:Bộ [Ll]uật|Luật|Pháp lệnh|Nghị quyết|Hiến pháp)\s+này\s+(?:đã\s+)?(?:được|đó được|đó được).{0,200}thông qua", re.DOTALL
)
_NAME = re.compile(r"^(?:[A-ZĐÀ-Ỹ][\w'’.]*\s+){1,6}[A-ZĐÀ-Ỹ][\w'’.]*$")
_CAPITAL_NAME = re.compile(
    r"^(?:NGUYỄN|TRẦN|LÊ|PHẠM|HUỲNH|HOÀNG|PHAN|VŨ|VÕ|ĐẶNG|BÙI|ĐỖ|HỒ|NGÔ|DƯƠNG|LÝ|ĐÀO|ĐOÀN|VƯƠNG|TRỊNH|TRƯƠNG|ĐINH|LÂM|PHÙNG|MAI|TÔ|HÀ|TẠ|"
    r"LƯƠNG|CAO|CHÂU|THÁI|TĂNG|QUÁCH|KIỀU|TRIỆU|LA|LƯU|NÔNG|HỨA|CHU|ĐẬU|NGHIÊM|LỤC|ĐỒNG|VI|LÒ|THẠCH|SƠN|DANH|H'|Y|K')(?: [^\W\d_]+){1,4}$"
)
_SIGNED = re.compile(r"^\(?(?:đã ký|ký tên|ký, ghi rõ|chữ ký|ký và)", re.IGNORECASE)
_SIGNED_BY = re.compile(r"^\(?[Đđ]ã\s+ký\)?\s*:?\s*(?=[A-ZĐ])")
_BEHALF = re.compile(r"(?:TM|KT|TL|TUQ)\s*\.\s*[A-ZĐ][^.,;:]*$")
_BULLET = re.compile(r"^[-–—+•*]\s*\S")
_RANK = re.compile(
    r"^(?:GS|PGS|TS|ThS|Ths|BS|KS|NGƯT|NGND|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá)\b[.,\s]*"
)


@dataclass(slots=True)
class Tail:
    """The conclusions of a text and what they say."""

    conclusions: list[Block] = field(default_factory=list)
    signers: list[Signer] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


def opens_tail(row: Row) -> bool:
    """True when *row* can begin the end of a text: recipients, a signature, or the sentence of adoption."""
    if row.table is not None:
        return _tail_table(row)
    if RECIPIENTS.match(row.text) and len(row.text) < 200:
        return True
    if ADOPTED.match(row.text):
        return True
    return _office(row)


def _office(row: Row) -> bool:
    """True when *row* names a capacity or a position: in capitals, or behind ``TL.``, ``KT.``, ``TM.`` where a signature stands."""
    if row.capitals:
        return len(row.text) < 120 and bool(_CAPACITY.match(row.text) or _POSITION.match(row.text))
    return len(row.text) < 80 and (row.bold or row.align in ("center", "right")) and bool(_BEHALF.match(row.text))


def _tail_table(row: Row) -> bool:
    table = row.table
    if table is None or len(row.text) > 2500 or len(table.rows) > 8:
        return False
    for cell in flattened(table):
        for one in cell[:6]:
            if RECIPIENTS.match(one.text) or (
                one.capitals and (_CAPACITY.match(one.text) or _POSITION.match(one.text)) and len(one.text) < 120
            ):
                return True
    return False


def signature_only(row: Row) -> bool:
    """True when *row* carries a signature, not only recipients."""
    if row.table is None:
        return _office(row)
    return _tail_table(row)


def read_tail(rows: list[Row]) -> Tail:
    """The conclusions in *rows*, in reading order."""
    tail = Tail()
    reader = _Reader(tail)
    for row in rows:
        if row.table is not None and _tail_table(row):
            for cell in flattened(row.table):
                reader.cell(cell)
            reader.close()
        elif row.table is not None and not row.table.borders and len(row.text) < 300:
            for cell in flattened(row.table):
                reader.cell(cell)
        elif row.table is not None:
            reader.close()
            tail.conclusions.append(block(row))
        else:
            for one in printed_lines(row, tabs=True):
                reader.line(one)
    reader.close()
    return tail


@dataclass(slots=True)
class _Reader:
    tail: Tail
    group: str = ""
    lines: list[Block] = field(default_factory=list)
    capacity: list[str] = field(default_factory=list)
    position: list[str] = field(default_factory=list)
    name: str | None = None
    listing: bool = False
    beside: bool = False
    finished: bool = False
    pause: str = ""

    def cell(self, lines: list[Row]) -> None:
        self.close()
        for one in lines:
            self.line(one)
        self.close()

    def line(self, row: Row) -> None:
        text = row.text
        if RECIPIENTS.match(text):
            self._start("recipients")
            self.listing, self.beside = True, False
            rest = RECIPIENTS.sub("", text).strip()
            self.lines.append(line(row, "recipients-title"))
            if rest:
                self._receives(rest)
        elif self._ends_list(row):
            self.close()
            self.listing = False
            self.tail.conclusions.append(line(row, "other"))
        elif self.group == "recipients" and self._signs_late(row):
            return
        elif self.group == "recipients" and not self._signs(row):
            self.lines.append(line(row, "recipient"))
            if text:
                self._receives(text)
        elif self.group == "signature" and self.beside and self._listed(text):
            self.lines.append(line(row, "recipient"))
            self._receives(text)
        elif self._signs(row):
            self._signature(row)
        elif self._is_name(row) and (self.group == "signature" or self._alone()):
            if self.group != "signature":
                self._start("signature")
            self.name = _name_of(text)
            number = len(self.tail.signers) + 1
            person = Marked("person", trimmed(row.inlines), f"#signer_{number}")
            self.lines.append(Line((Marked("signature", (person,), f"#signer_{number}"),), "signer"))
        elif self.group == "signature":
            if self.name is None and len(text) < 120 and (row.capitals or self._small_position(text)) and not _SIGNED.match(text):
                if self.beside and self.position:
                    self.lines.append(line(row, "other"))
                    return
                title = bool(self.position) or not self.capacity or self._small_position(text)
                (self.position if title else self.capacity).append(text)
                self.lines.append(line(row, "position" if title else "capacity"))
            else:
                self.lines.append(line(row, "other"))
        else:
            self.tail.conclusions.append(line(row, "other"))

    def _small_position(self, text: str) -> bool:
        return bool(self.capacity) and not self.position and len(text) < 60 and bool(_POSITION.match(text.upper()))

    def _ends_list(self, row: Row) -> bool:
        """True when *row* cannot be a recipient: a motto, a title, or a line in capitals after the file copy (``Lưu``)."""
        if self.group != "recipients" or not self.tail.recipients:
            return False
        if is_motto(row.text) or (kind_title(row) is not None and row.centered):
            return True
        return row.capitals and len(row.text) > 4 and self.tail.recipients[-1].startswith("Lưu") and not self._signs(row)

    def _signs_late(self, row: Row) -> bool:
        """Take ``(đã ký) Name`` beside the recipients for the name that the signature above lacks; False when it is none."""
        name = _name_of(row.text)
        last = self.tail.signers[-1] if self.tail.signers else None
        if last is None or last.name is not None or not _SIGNED_BY.match(row.text) or not _NAME.match(name):
            return False
        self.tail.signers[-1] = replace(last, name=name)
        person = Marked("person", trimmed(row.inlines), f"#signer_{len(self.tail.signers)}")
        self.lines.append(Line((Marked("signature", (person,), person.value),), "signer"))
        return True

    def _listed(self, text: str) -> bool:
        """True when *text*, printed between the lines of a signature, belongs to the list of recipients beside it."""
        return bool(_BULLET.match(text)) or (text[:1].islower() and self.listing)

    def _receives(self, text: str) -> None:
        """Add a recipient; a line that goes on in small letters belongs to the one before."""
        before = self.tail.recipients
        if before and text[:1].islower() and not self.finished:
            before[-1] = f"{before[-1]}{self.pause} {_recipient(text)}"
        else:
            before.append(_recipient(text))
        self.finished = text.rstrip().endswith((";", "."))
        self.pause = "," if text.rstrip().endswith(",") else ""

    def _signs(self, row: Row) -> bool:
        return _office(row)

    def _signature(self, row: Row) -> None:
        if self.group != "signature" or self.name is not None:
            beside = self.group == "recipients"
            self._start("signature")
            self.beside = beside
        if _CAPACITY.match(row.text):
            self.capacity.append(row.text)
            self.lines.append(line(row, "capacity"))
        else:
            self.position.append(row.text)
            self.lines.append(Line((Marked("role", trimmed(row.inlines), "#issuer"),), "position"))

    def _is_name(self, row: Row) -> bool:
        text = _name_of(row.text)
        if self.name is not None or _SIGNED.match(text) or len(text) >= 60:
            return False
        if text.isupper():
            return bool(self.position or self.capacity) and bool(_CAPITAL_NAME.match(text))
        return bool(_NAME.match(text)) and not self._small_position(text)

    def _alone(self) -> bool:
        """True when the sentence of adoption stands before, so that a name alone is the signature."""
        return not self.group and any(isinstance(one, Line) and ADOPTED.match(one.text.strip()) for one in self.tail.conclusions)

    def _start(self, group: str) -> None:
        self.close()
        self.group = group

    def close(self) -> None:
        if self.lines:
            self.tail.conclusions.append(Group(self.group, tuple(self.lines)))
        if self.group == "signature":
            capacity, title = fold_space(" ".join(self.capacity)), fold_space(" ".join(self.position))
            self.tail.signers.append(Signer(capacity or None, title or None, self.name))
        self.group, self.lines, self.capacity, self.position, self.name = "", [], [], [], None


def _name_of(text: str) -> str:
    return _RANK.sub("", _SIGNED_BY.sub("", text)).strip()


def _recipient(text: str) -> str:
    return text.lstrip("-–—+•* ").rstrip(" ;.,") or text
