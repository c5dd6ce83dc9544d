"""The end of a text: who signed in which capacity, and who receives it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from gazette.model.agencies import opens_agency
from gazette.model.draft import Block, Group, Line, Marked, Signer, trimmed
from gazette.model.text import fold_space
from gazette.structure.letterhead import Head, is_motto, is_placed_date, kind_title, stated
from gazette.structure.lines import Row, block, cut_row, flattened, line, placed, printed_lines
from gazette.structure.signatures import (
    bare_name,
    is_capacity,
    is_capital_name,
    is_name,
    is_office,
    is_party,
    is_position,
    is_signed,
    is_signed_by,
    is_signed_name,
)

RECIPIENTS = re.compile(r"^N[ơo]i\s+(?:nhận|gửi)(?!\s+(?-i:[^\W\d_A-ZÀ-ỸĐ]))\s*[:.]?", re.IGNORECASE)
ADOPTED = re.compile(
    r"^(?:Bộ [Ll]uật|Luật|Pháp lệnh|Nghị quyết|Hiến pháp)\s+này\s+(?:đã\s+)?(?:được|đó được|đó được).{0,200}thông qua", re.DOTALL
)
_MOST_ROWS = 24
_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{0,9}\t|[ \u00a0]{8})\s*(?=\S)")
_FILED = re.compile(r"Lưu(?=\W*(?:VT|V[PT]|H[CS]|T[CH]|hồ sơ|văn)\b|\s*:)", re.IGNORECASE)
"""The file copy, last of the recipients; Lưu is a family name too."""
_BULLET = re.compile(r"^[-–—+•*]\s*\S")


@dataclass(slots=True)
class Tail:
    """The conclusions of a text and what they say; ``place`` and ``day`` when they are printed above the signature."""

    conclusions: list[Block] = field(default_factory=list)
    place: str | None = None
    day: date | None = None
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
    return is_office(row)


def parties_sign(rows: Sequence[Row]) -> bool:
    """True when the first of *rows* names who signs without an office (``THƯ KÝ``), one or two side by side, and a name stands below."""
    if not rows or rows[0].table is not None or not rows[0].capitals:
        return False
    halves = list(_halves(rows[0]))
    if not any(map(is_party, halves)) or not all(is_office(half) or is_party(half) for half in halves):
        return False
    if len(halves) == 1 and rows[0].align not in ("center", "right"):
        return False
    below = [half for row in rows[1:4] if row.table is None for half in _halves(row)]
    return any(is_signed(half.text) or is_name(half.text) for half in below)


def _halves(row: Row) -> tuple[Row, ...]:
    """*row*, or its two halves when it is set in two by tabs."""
    gap = _GAP.search(row.raw)
    return cut_row(row, [gap.start()]) if gap else (row,)


def _tail_table(row: Row) -> bool:
    table = row.table
    if table is None or row.contents or len(row.text) > 2500 or len(table.rows) > _MOST_ROWS:
        return False
    if len(table.rows) <= 2 and len(row.text) < 100 and is_signed_name(one for _, one in placed(table)):
        return True
    if not table.borders and any(_party_signs(cell) for cell in flattened(table)):
        return True
    for cell in flattened(table):
        for one in cell[:6]:
            if RECIPIENTS.match(one.text) or (one.capitals and (is_capacity(one.text) or is_position(one.text)) and len(one.text) < 120):
                return True
    return False


def _party_signs(cell: list[Row]) -> bool:
    """True when *cell* is a signature's by its shape: a party above a name, or an agency above an office in small letters."""
    if not cell or len(cell) > 8:
        return False
    if is_party(cell[0]):
        return any(is_signed(one.text) or is_name(one.text) for one in cell[1:])
    return len(cell) > 1 and cell[0].capitals and opens_agency(cell[0].text) and _in_small_letters(cell[1])


def read_tail(rows: list[Row]) -> Tail:
    """The conclusions in *rows*, in reading order; the columns of a table are understood one by one."""
    tail = Tail()
    reader = _Reader(tail, signed=signed_alone(rows))
    sides, taken = _sides(rows)
    reader.table(sides)
    for at, row in enumerate(rows[taken:], start=taken):
        if row.table is not None and (_tail_table(row) or (not row.table.borders and len(row.text) < 300)):
            reader.table(placed(row.table, tabs=True))
        elif row.table is not None:
            reader.close()
            reader.made.append((_LOOSE, block(row)))
        else:
            party = parties_sign(rows[at : at + 4])
            for number, one in enumerate(printed_lines(row, tabs=True)):
                reader.line(one, right=number > 0, party=party and is_party(one))
    reader.close()
    for (name, _), made in groupby(reader.made, key=lambda pair: pair[0]):
        blocks = tuple(one for _, one in made)
        tail.conclusions.extend((Group(name, blocks),) if name else blocks)
    return tail


def signed_alone(rows: list[Row]) -> bool:
    """True when *rows* are a signature without any office: a name beside ``(Đã ký)``, or a name alone on the right or in the middle."""
    if not rows or any(row.table is not None for row in rows):
        return False
    alone = len(rows) == 1 and rows[0].align in ("right", "center") and is_name(rows[0].text)
    return len(rows) <= 2 and (alone or is_signed_name(rows)) and any(is_capital_name(row.text.upper()) for row in rows)


def _sides(rows: list[Row]) -> tuple[list[tuple[int, Row]], int]:
    """The halves of the lines that open *rows* where two signatures stand side by side, set apart by tabs, and how many rows they take."""
    sides: list[tuple[int, Row]] = []
    for taken, row in enumerate(rows):
        halves = _halves(row) if row.table is None else ()
        if sides and len(halves) == 1 and row.raw.startswith("\t"):
            sides.append((1, row))
        elif len(halves) == 2 and (sides or all(is_office(half) or is_party(half) for half in halves)):
            sides.extend(enumerate(halves))
        else:
            return sides, taken
    return sides, len(rows)


Place = tuple[str, int]
"""The group a line belongs to (``recipients``, ``signature`` or none) and which signature it is."""
_LOOSE: Place = ("", 0)
_RECIPIENTS: Place = ("recipients", 0)


@dataclass(slots=True)
class _Reader:
    """Reads lines one by one; ``made`` holds what became of each, ``capacity``, ``position`` and ``name`` the signature at hand."""

    tail: Tail
    made: list[tuple[Place, Block]] = field(default_factory=list)
    group: str = ""
    capacity: list[str] = field(default_factory=list)
    position: list[str] = field(default_factory=list)
    name: str | None = None
    listing: bool = False
    beside: bool = False
    signed: bool = False
    finished: bool = False
    pause: str = ""

    def table(self, lines: list[tuple[int, Row]]) -> None:
        """Read *lines* column by column and leave them in reading order."""
        if not lines:
            return
        self.close()
        self.signed = is_signed_name(row for _, row in lines)
        start, column = len(self.made), 0
        order = sorted(range(len(lines)), key=lambda index: (lines[index][0], index))
        for place, index in enumerate(order):
            if lines[index][0] != column:
                self.close()
                column = lines[index][0]
            below = lines[order[place + 1]] if place + 1 < len(order) else None
            if below is not None and below[0] == column and _party_above(lines[index][1], below[1]):
                self._signature(lines[index][1], capacity=True)
            elif is_party(lines[index][1]):
                self._signature(lines[index][1])
            else:
                self.line(lines[index][1])
        self.close()
        self.signed = False
        by_column = self.made[start:]
        for place, index in enumerate(order):
            self.made[start + index] = by_column[place]

    def line(self, row: Row, *, right: bool = False, party: bool = False) -> None:
        """Take one line; *right* when it stands on the right of another on the same paper line, *party* when one signs so below it."""
        text = row.text
        if is_placed_date(text):
            self._dated(row)
        elif RECIPIENTS.match(text):
            self._start("recipients")
            self.listing, self.beside = True, False
            self._add(_RECIPIENTS, line(row, "recipients-title"))
            rest = RECIPIENTS.sub("", text).strip()
            if rest:
                self._receives(rest)
        elif self._ends_list(row):
            self.close()
            self.listing = False
            self._add(_LOOSE, line(row, "other"))
        elif party:
            self._signature(row)
        elif self.group == "recipients" and not is_office(row):
            self._beside_or_recipient(row, right)
        elif self.group == "signature" and self.beside and self._listed(text):
            self._receives(text)
            self._add(_RECIPIENTS, line(row, "recipient"))
        elif is_office(row):
            self._signature(row)
        elif self._is_name(row) and (self.group == "signature" or self._alone()):
            if self.group != "signature":
                self._start("signature")
            self.name = bare_name(text)
            self._add_name(row)
        elif self.group == "signature":
            self._below_capacity(row)
        else:
            self._add(_LOOSE, line(row, "other"))

    def _dated(self, row: Row) -> None:
        """Take the line of place and date above a signature; it dates the text only when it is the first."""
        self.close()
        facts = Head()
        made = stated(facts, row)
        self._add(_LOOSE, made or line(row, "place-date"))
        if not self.tail.signers and self.tail.place is None and self.tail.day is None:
            self.tail.place, self.tail.day = facts.place, facts.day

    def _beside_or_recipient(self, row: Row, right: bool) -> None:
        """Take a line among the recipients: one of them, or the name that the signature beside them lacks."""
        last = self.tail.signers[-1] if self.tail.signers else None
        if last is not None and last.name is None and is_name(row.text) and (right or is_signed_by(row.text)):
            self.tail.signers[-1] = replace(last, name=bare_name(row.text))
            self._add_name(row)
        elif is_signed(row.text):
            self._add(("signature", len(self.tail.signers)) if last else _LOOSE, line(row, "other"))
        else:
            self._add(_RECIPIENTS, line(row, "recipient"))
            if row.text:
                self._receives(row.text)

    def _below_capacity(self, row: Row) -> None:
        text = row.text
        titled = row.capitals or self._small_position(text)
        if self.name is not None or len(text) >= 120 or not titled or is_signed(text) or (self.beside and self.position):
            self._add(self._signing(), line(row, "other"))
            return
        title = bool(self.position) or not self.capacity or self._small_position(text)
        (self.position if title else self.capacity).append(text)
        self._add(self._signing(), line(row, "position" if title else "capacity"))

    def _small_position(self, text: str) -> bool:
        return bool(self.capacity) and not self.position and len(text) < 60 and is_position(text.upper())

    def _ends_list(self, row: Row) -> bool:
        """True when *row* cannot be a recipient: a motto, a title, or a line in capitals after the file copy (``Lưu``)."""
        if self.group != "recipients" or not self.tail.recipients:
            return False
        if is_motto(row.text) or (kind_title(row) is not None and row.centered):
            return True
        return row.capitals and len(row.text) > 4 and self.tail.recipients[-1].startswith("Lưu") and not is_office(row)

    def _listed(self, text: str) -> bool:
        """True when *text*, printed between the lines of a signature, belongs to the list of recipients beside it."""
        return bool(_BULLET.match(text)) or (self.listing and (text[:1].islower() or text.endswith(";") or bool(_FILED.match(text))))

    def _receives(self, text: str) -> None:
        """Add a recipient; a line that goes on in small letters belongs to the one before."""
        before = self.tail.recipients
        if before and text[:1].islower() and not self.finished:
            before[-1] = f"{before[-1]}{self.pause} {_recipient(text)}"
        else:
            before.append(_recipient(text))
        self.finished = text.rstrip().endswith((";", "."))
        self.pause = "," if text.rstrip().endswith(",") else ""

    def _signature(self, row: Row, *, capacity: bool = False) -> None:
        if self.group != "signature" or self.name is not None:
            beside = self.group == "recipients"
            self._start("signature")
            self.beside = beside
            if beside and not is_capacity(row.text):
                self._resume()
        if capacity or is_capacity(row.text):
            self.capacity.append(row.text)
            self._add(self._signing(), line(row, "capacity"))
        elif self._other_office(row):
            self._add(self._signing(), line(row, "other"))
        else:
            self.position.append(row.text)
            self._add(self._signing(), Line((Marked("role", trimmed(row.inlines), "#issuer"),), "position"))

    def _other_office(self, row: Row) -> bool:
        """True when *row* is one more office of who signs in another (``PHÓ TRƯỞNG BAN``, then ``PHÓ CHỦ TỊCH UBND TỈNH``)."""
        if not self.position or not is_position(row.text):
            return False
        above = self.position[-1].rstrip()
        return not above.startswith(("ĐẠI DIỆN", "NGƯỜI")) and not above.endswith((",", "-", "–", " VÀ", " KIÊM"))

    def _resume(self) -> None:
        """Go on with the signature whose capacity was printed above the recipients that stand beside it."""
        last = self.tail.signers[-1] if self.tail.signers else None
        if last is not None and last.capacity and not last.title and not last.name:
            self.tail.signers.pop()
            self.capacity = [last.capacity]

    def _is_name(self, row: Row) -> bool:
        text = row.text
        if self.name is not None or (is_signed(text) and not is_signed_by(text)) or len(text) >= 60:
            return False
        if bare_name(text).isupper():
            return bool(self.position or self.capacity) and is_capital_name(text)
        return is_name(text) and not self._small_position(text)

    def _alone(self) -> bool:
        """True when a name alone is the signature: the sentence of adoption stands before it, or ``(Đã ký)`` beside it."""
        adopted = any(isinstance(one, Line) and ADOPTED.match(one.text.strip()) for _, one in self.made)
        return not self.group and (adopted or self.signed)

    def _signing(self) -> Place:
        return "signature", len(self.tail.signers) + 1

    def _add(self, place: Place, one: Line) -> None:
        self.made.append((place, one))

    def _add_name(self, row: Row) -> None:
        number = len(self.tail.signers) + (1 if self.group == "signature" else 0)
        person = Marked("person", trimmed(row.inlines), f"#signer_{number}")
        self._add(("signature", number), Line((Marked("signature", (person,), person.value),), "signer"))

    def _start(self, group: str) -> None:
        self.close()
        self.group = group

    def close(self) -> None:
        """End the group at hand; a signature becomes a signer."""
        if self.group == "signature":
            capacity, title = fold_space(" ".join(self.capacity)), fold_space(" ".join(self.position))
            self.tail.signers.append(Signer(capacity or None, title or None, self.name))
        self.group, self.capacity, self.position, self.name = "", [], [], None


def _party_above(row: Row, below: Row) -> bool:
    """True when *row* is the agency or the party for which the office *below* signs."""
    if not row.capitals or len(row.text) >= 120:
        return False
    if row.text.startswith("ĐẠI DIỆN") or is_party(row):
        return is_office(below) and not is_party(below)
    return opens_agency(row.text) and not is_office(row) and (is_office(below) or _in_small_letters(below))


def _in_small_letters(row: Row) -> bool:
    """True when *row* is a position in small letters (``Chủ tịch``)."""
    return len(row.text) < 60 and is_position(row.text.upper())


def _recipient(text: str) -> str:
    return text.lstrip("-–—+•* ").rstrip(" ;.,") or text
