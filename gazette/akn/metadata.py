"""What a document says of itself, as the conversion report and the catalogue carry it; and stamping the reserved number."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from gazette.akn.blanks import BLANK_DATE, UNDATED, unnumbered
from gazette.akn.names import work_uri
from gazette.akn.reader import read
from gazette.akn.targets import Targets
from gazette.akn.writer import write
from gazette.model.blocks import Picture, Run
from gazette.model.draft import (
    Block,
    Component,
    Draft,
    Grid,
    Group,
    Inline,
    Item,
    Line,
    Marked,
    Provision,
    Quotation,
    Relation,
    Signer,
    cut,
    text_of,
    tidy,
)
from gazette.model.effect import Counts, EffectiveDate, OwnDay, PartialEffect, counted
from gazette.model.errors import Refused
from gazette.model.own_days import OwnDays, own_days
from gazette.model.text import date_in_words, fold_space


@dataclass(frozen=True, slots=True)
class Metadata:
    """The facts of one document; what it does not state is None.

    ``own`` are the days from which relations and changes hold that have one of their own, ``own_days`` the provisions that have one.
    ``blank`` is the printed number that waits for its ordinal (``/2026/QĐ-UBND``), None when the number is complete.
    """

    work: str
    kind: str | None
    number: str | None
    symbol: str | None
    blank: str | None
    issuer: str | None
    issuer_slug: str | None
    place: str | None
    date: datetime.date | None
    subject: str | None
    urgency: str | None
    circulation: str | None
    effective: EffectiveDate | None
    partial: tuple[PartialEffect, ...]
    signers: tuple[Signer, ...]
    recipients: tuple[str, ...]
    relations: tuple[Relation, ...]
    own: OwnDays
    own_days: tuple[OwnDay, ...]
    counts: dict[str, int]

    @property
    def effective_from(self) -> datetime.date | None:
        """The day of effect, None while it is not known."""
        return self.effective.day if self.effective else None

    def to_json(self) -> dict[str, object]:
        """The facts under the keys of the conversion report."""
        return {
            "work": self.work,
            "kind": self.kind,
            "number": self.number,
            "issuer": self.issuer,
            "place": self.place,
            "date": self.date.isoformat() if self.date else None,
            "subject": self.subject,
            "signers": [{"capacity": one.capacity, "title": one.title, "name": one.name} for one in self.signers],
            "recipients": list(self.recipients),
            "counts": dict(self.counts),
        }


def metadata(xml: bytes, gazetted: datetime.date | None = None) -> Metadata:
    """The facts of *xml*; once it is *gazetted*, with the days that count from its publication.

    ``Refused`` when it is no Akoma Ntoso document.
    """
    draft = _draft(xml)
    if gazetted is not None:
        draft = _in_effect(draft, gazetted, "gazette")
    return Metadata(
        work=work_uri(draft),
        kind=draft.kind,
        number=draft.number,
        symbol=draft.symbol,
        blank=_blank(draft),
        issuer=draft.issuer,
        issuer_slug=draft.issuer_slug,
        place=draft.place,
        date=draft.date,
        subject=draft.subject,
        urgency=draft.urgency,
        circulation=draft.circulation,
        effective=draft.effective,
        partial=draft.partial,
        signers=draft.signers,
        recipients=draft.recipients,
        relations=draft.relations,
        own=own_days(draft),
        own_days=_provisions_apart(draft),
        counts=counts_of(draft),
    )


def _blank(draft: Draft) -> str | None:
    lines = [line for line in draft.main.letterhead if isinstance(line, Line) and line.role == "number"]
    marks = [piece for line in lines for piece in line.inlines if isinstance(piece, Marked) and piece.name == "docNumber"]
    return fold_space(text_of(marks[0].inlines)) if marks and draft.number is None else None


def _draft(xml: bytes) -> Draft:
    outcome = read(xml)
    if outcome.value is None:
        raise Refused(reason="; ".join(finding.message() for finding in outcome.findings))
    return outcome.value


def counts_of(draft: Draft) -> dict[str, int]:
    """How many of each thing *draft* holds, under the keys of the conversion report; citations are another station's to count."""
    tally = dict.fromkeys(("tables", "images"), 0)
    for component in draft.components():
        for item in (*component.letterhead, *component.title, *component.preamble, *component.body, *component.conclusions):
            _tally(item, tally)
    for note in draft.notes.values():
        for block in note.blocks:
            _tally(block, tally)
    return {
        "parts": draft.count("part"),
        "chapters": draft.count("chapter"),
        "sections": draft.count("section") + draft.count("subsection"),
        "articles": draft.count("article"),
        "clauses": draft.count("clause"),
        "points": draft.count("point"),
        "tables": tally["tables"],
        "footnotes": len(draft.notes),
        "images": tally["images"],
        "annexes": len(draft.attachments),
    }


def _tally(item: Item, tally: dict[str, int]) -> None:
    if isinstance(item, Line):
        _tally_inlines(item.inlines, tally)
    elif isinstance(item, Grid):
        tally["tables"] += 1
        for row in item.rows:
            for cell in row:
                for block in cell.blocks:
                    _tally(block, tally)
    elif isinstance(item, Group):
        for block in item.blocks:
            _tally(block, tally)
    elif isinstance(item, Quotation):
        for inner in item.items:
            _tally(inner, tally)
    else:
        _tally_provision(item, tally)


def _tally_provision(provision: Provision, tally: dict[str, int]) -> None:
    _tally_inlines(provision.num, tally)
    _tally_inlines(provision.heading, tally)
    for item in (*provision.lead, *provision.children, *provision.tail):
        _tally(item, tally)


def _tally_inlines(inlines: tuple[Inline, ...], tally: dict[str, int]) -> None:
    for piece in inlines:
        if isinstance(piece, Picture):
            tally["images"] += 1
        elif isinstance(piece, Marked):
            _tally_inlines(piece.inlines, tally)


def stamp(xml: bytes, *, number: str, day: datetime.date, place: str | None = None) -> bytes:
    """*xml* with the reserved *number* and *day* in the printed lines, the FRBR addresses and the metadata.

    The number goes into the blank of ``Số:      /QĐ-UBND``, the day (and *place*, when the line names none) into the
    place-and-date line, both into the blanks of "(Kèm theo Quyết định số      /QĐ-UBND ngày    tháng    năm …)" above what is
    attached. ``Refused`` when the document has no place for them, or already bears another number or date.
    """
    draft = _draft(xml)
    if draft.number not in (None, number) or draft.date not in (None, day):
        raise Refused(reason=f"văn bản đã mang số {draft.number} và ngày {draft.date}")
    filled = _filled(draft, _Ink(number, date_in_words(day), day.isoformat(), None if draft.place else place))
    stamped = replace(filled, number=number, date=day, place=draft.place or place)
    return write(_in_effect(stamped, day, "signing")).require()


def places(xml: bytes, *, place: str | None = None) -> bytes:
    """*xml* for a page on which number and day will be written later: an empty ``docNumber`` or ``docDate`` wherever ``stamp`` writes.

    *place* as for ``stamp``. ``Refused`` when the document bears a number or date already, or has no place for them.
    """
    draft = _draft(xml)
    if draft.number is not None or draft.date is not None:
        raise Refused(reason=f"văn bản đã mang số {draft.number} và ngày {draft.date}")
    return write(_filled(draft, _Ink("", "", "", None if draft.place else place))).require()


@dataclass(frozen=True, slots=True)
class _Ink:
    """What is written into the blanks: number and day as printed, the day in ISO 8601, a place if the line names none; or nothing yet."""

    number: str
    day: str
    iso: str
    place: str | None

    def written(self, name: str, look: Run) -> Inline:
        """The number or the day in the middle of a text; an empty mark while it is not known."""
        text = self.number if name == "docNumber" else self.day
        return replace(look, text=text) if text else Marked(name, ())

    def marked(self, name: str, look: Run) -> Marked:
        """The same in the letterhead, where it says what it is."""
        inner = self.written(name, look)
        return Marked(name, (inner,), self.iso if name == "docDate" else "") if isinstance(inner, Run) else Marked(name, ())


def _filled(draft: Draft, ink: _Ink) -> Draft:
    lines = list(draft.main.letterhead)
    _stamp_line(lines, "number", lambda line: _numbered(line, ink))
    _stamp_line(lines, "place-date", lambda line: _dated(line, ink))
    attached = tuple(_told(component, draft.symbol or "", ink) for component in draft.attachments)
    return replace(draft, main=replace(draft.main, letterhead=tuple(lines)), attachments=attached)


def _in_effect(draft: Draft, start: datetime.date, counts: Counts) -> Draft:
    """*draft* with the days of effect that count from *start*, the day of signing or of publication."""
    partial = tuple(replace(one, effect=counted(one.effect, start, counts)) for one in draft.partial)
    return replace(draft, effective=counted(draft.effective, start, counts) if draft.effective else None, partial=partial)


def _provisions_apart(draft: Draft) -> tuple[OwnDay, ...]:
    targets = Targets(draft)
    return tuple(OwnDay(targets.of(one.at).lstrip("#") if one.at else "", one.effect.day, one.topic) for one in draft.partial)


def _stamp_line(lines: list[Block], role: str, change: Callable[[Line], Line]) -> None:
    for index, one in enumerate(lines):
        if isinstance(one, Line) and one.role == role:
            lines[index] = change(one)
            return
    reason = "số văn bản" if role == "number" else "địa danh, ngày tháng"
    raise Refused(reason=f"phần đầu văn bản không có dòng {reason}")


def _told(component: Component, symbol: str, ink: _Ink) -> Component:
    """An attached text whose "(Kèm theo … số … ngày …)" names the document it belongs to."""

    def filled(block: Block) -> Block:
        if not isinstance(block, Line) or block.role != "attached-to":
            return block
        named = (
            _replaced(block, unnumbered(symbol), lambda look: (replace(look, text=" "), ink.written("docNumber", look)))
            if symbol
            else block
        )
        return _replaced(named, UNDATED, lambda look: (ink.written("docDate", look),)) if named != block else block

    return replace(component, letterhead=tuple(map(filled, component.letterhead)), title=tuple(map(filled, component.title)))


def _replaced(line: Line, blank: re.Pattern[str], fill: Callable[[Run], tuple[Inline, ...]]) -> Line:
    found = blank.search(text_of(line.inlines))
    if found is None:
        return line
    before, rest = cut(line.inlines, found.start())
    _, after = cut(rest, found.end() - found.start())
    look = next((piece for piece in rest if isinstance(piece, Run)), Run(""))
    return replace(line, inlines=tidy((*before, *fill(look), *after)))


def _numbered(line: Line, ink: _Ink) -> Line:
    index = next((at for at, piece in enumerate(line.inlines) if isinstance(piece, Marked) and piece.name == "docNumber"), None)
    if index is None:
        label = Run(text_of(line.inlines).rstrip() + " ")
        return replace(line, inlines=(label, ink.marked("docNumber", Run(""))))
    mark = line.inlines[index]
    before = line.inlines[:index]
    if before and isinstance(before[-1], Run):
        before = tidy((*before[:-1], replace(before[-1], text=before[-1].text.rstrip() + " ")))
    look = next((piece for piece in mark.inlines if isinstance(piece, Run)), Run("")) if isinstance(mark, Marked) else Run("")
    return replace(line, inlines=(*before, ink.marked("docNumber", look), *line.inlines[index + 1 :]))


def _dated(line: Line, ink: _Ink) -> Line:
    text = text_of(line.inlines)
    found = BLANK_DATE.search(text)
    if found is None:
        raise Refused(reason="dòng địa danh, ngày tháng không có chỗ ghi ngày")
    plain = tuple(inner for piece in line.inlines for inner in (piece.inlines if isinstance(piece, Marked) else (piece,)))
    before, rest = cut(plain, found.start())
    _, after = cut(rest, len(found.group("whole").rstrip()))
    look = next((piece for piece in rest if isinstance(piece, Run)), Run(""))
    if ink.place:
        before = (replace(look, text=f"{ink.place}, "),)
    return replace(line, inlines=(*tidy(before), ink.marked("docDate", look), *tidy(after)))
