"""Walks a package from the first paragraph to the last note and gives Blocks."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace

from lxml import etree

from gazette.model.blocks import Block, Blocks, Frame, Note, Paragraph, SectionBreak
from gazette.word import formulas, markup
from gazette.word.deciding import GONE
from gazette.word.drawings import chosen
from gazette.word.fields import is_prompt
from gazette.word.gather import Gather
from gazette.word.letters import clean
from gazette.word.names import ALTERNATE, MATH, VAL, child, points, w
from gazette.word.notes import NOTE_KINDS, NoteMarks, NotePart
from gazette.word.numbering import Label
from gazette.word.package import Package
from gazette.word.paragraphs import ParagraphReader
from gazette.word.reading import Call, Reading
from gazette.word.refusal import Refusal
from gazette.word.styles import HIDDEN, PLAIN, Look, Shape, Style, look_of, shape_of
from gazette.word.symbols import is_symbol_font
from gazette.word.tables import table

_SDT = w("sdt")
_P, _TBL, _PPR, _R = w("p"), w("tbl"), w("pPr"), w("r")
_SECTPR, _BODY = w("sectPr"), w("body")
_MATHS = (f"{{{MATH}}}oMath", f"{{{MATH}}}oMathPara")
_EMBEDDED = (w("altChunk"), w("subDoc"))
_NO_BLOCKS = frozenset((_SECTPR, _PPR, w("tcPr"), w("sdtPr")))
_INSERTED, _DELETED = (w("ins"), w("moveTo")), (w("del"), w("moveFrom"))
_CHANGED = frozenset((*_INSERTED, *_DELETED))


class Reader:
    """Reads the stories of one package (body, notes, text boxes) with one :class:`Reading`."""

    def __init__(self, package: Package, reading: Reading) -> None:
        self._package = package
        self._reading = reading
        self._inside = ParagraphReader(reading)
        self._carried: Gather | None = None
        self._page_ended = False
        default = reading.styles.paragraph("")
        self._plain = (default.shape, default, None)
        self._shapes: dict[tuple[Shape, str], tuple[Shape, Style]] = {}
        self._section: etree._Element | None = None
        self._calls_by_section: list[tuple[int, etree._Element]] = []
        accepted = reading.version == "accepted"
        self._gone = _DELETED if accepted else _INSERTED

    def document(self) -> Blocks:
        """The whole file; ``Refusal`` when its main part cannot be read."""
        main = self._package.main
        blocks = self._body(markup.stream(self._package.read(main), main, _BODY))
        notes = self._notes()
        for number_format in sorted(self._reading.numbering.unknown):
            self._reading.remarks.note("W047", "", kind=number_format)
        return Blocks(blocks, notes, self._reading.images.found)

    def _body(self, elements: Iterable[etree._Element]) -> tuple[Block, ...]:
        done: list[Block] = []
        sections: list[tuple[int, etree._Element]] = []
        for element in elements:
            if element.tag == _SECTPR:
                sections.append((len(done), self._ended(deepcopy(element))))
                continue
            done.extend(self._block(element))
            if self._section is not None:
                sections.append((len(done), self._ended(self._section)))
                self._section = None
        done.extend(self._flush())
        return _with_sections(done, sections)

    def _ended(self, section: etree._Element) -> etree._Element:
        self._calls_by_section.append((len(self._reading.calls), section))
        return section

    def blocks(self, container: etree._Element) -> tuple[Block, ...]:
        """The blocks within a cell, text box, note or content control."""
        reading = self._reading
        reading.depth += 1
        if reading.depth > reading.limits.depth:
            raise Refusal("W014")
        carried, self._carried = self._carried, None
        done: list[Block] = []
        for element in container:
            done.extend(self._block(element))
        done.extend(self._flush())
        self._carried = carried
        reading.depth -= 1
        return tuple(done)

    def _block(self, element: etree._Element) -> Iterable[Block]:
        tag = element.tag
        if tag == _P:
            return self._paragraph(element)
        if tag == _TBL:
            found = table(element, self._reading, self.blocks)
            return () if found is None else (found,)
        if tag in _EMBEDDED:
            raise Refusal("W011", part=tag.rpartition("}")[2])
        if tag in _MATHS:
            return (Paragraph((formulas.formula(element, self._reading),), where=self._reading.next_paragraph()),)
        if tag in _CHANGED:
            self._reading.remarks.note("W020" if tag in _INSERTED else "W021", f"paragraph {self._reading.count + 1}")
            if tag in self._gone:
                return ()
        if tag == _R:
            return self._stray(element)
        if tag == ALTERNATE:
            branch = chosen(element)
            return () if branch is None else self._inner(branch)
        if tag == _SDT and is_prompt(element):
            self._reading.remarks.note("W051", f"paragraph {self._reading.count + 1}")
        return self._inner(element) if len(element) and tag not in _NO_BLOCKS else ()

    def _stray(self, run: etree._Element) -> list[Block]:
        """A run outside any paragraph, which no schema allows: its letters are read as a paragraph."""
        where, gather = self._reading.next_paragraph(), Gather()
        self._inside.walk((run,), self._plain[1].look, gather)
        return [] if gather.empty else self._finished(gather, PLAIN.shape, None, where)

    def _inner(self, element: etree._Element) -> Iterator[Block]:
        for inner in element:
            yield from self._block(inner)

    def _paragraph(self, element: etree._Element) -> list[Block]:
        reading = self._reading
        where = reading.next_paragraph()
        properties = child(element, _PPR)
        shape, style, mark = self._plain if properties is None else self._properties(properties)
        gather, self._carried = self._carried or Gather(), None
        self._inside.walk(element, style.look, gather)
        if self._mark_is_gone(mark):
            self._carried = gather
            return []
        if gather.empty and (gather.hidden or mark is not None) and _hidden(mark, style.look):
            return self._finished(gather, shape, None, where) if gather.pieces else []
        label = self._label(shape, style)
        return self._finished(gather, shape, label, where)

    def _properties(self, properties: etree._Element) -> tuple[Shape, Style, etree._Element | None]:
        reading = self._reading
        own, name, mark, section, changed = shape_of(properties)
        if changed:
            reading.remarks.note("W022")
        if section is not None and not reading.depth:
            self._section = section
        known = self._shapes.get((own, name))
        if known is None:
            style = reading.styles.paragraph(name)
            shape = own.over(style.shape)
            if own.number is not None and own.indent is None:
                # An item's indent is its level's, not its style's (17.9.22).
                shape = shape._replace(indent=None)
            known = self._shapes[(own, name)] = (shape, style)
        return (*known, mark)

    def _mark_is_gone(self, mark: etree._Element | None) -> bool:
        if mark is None:
            return False
        changes = [change.tag for change in mark if change.tag in _CHANGED]
        for tag in changes:
            self._reading.remarks.note("W020" if tag in _INSERTED else "W021")
        return any(tag in self._gone for tag in changes) or child(mark, GONE) is not None

    def _label(self, shape: Shape, style: Style) -> Label | None:
        if shape.number is None or shape.number[0] in ("", "0"):
            return None
        label = self._reading.numbering.label(shape.number[0], shape.number[1], style.line)
        if label is None:
            self._reading.remarks.note("W048", list=shape.number[0], level=max(shape.number[1], 0) + 1)
        return label

    def _finished(self, gather: Gather, shape: Shape, label: Label | None, where: int) -> list[Block]:
        done: list[Block] = []
        for part in _at_page_breaks(gather) if gather.breaks else (gather,):
            new_page = bool(done or self._page_ended or shape.page_break)
            self._page_ended = False
            done.append(self._made(part, shape, label, (new_page, where)))
            label = None
        if gather.breaks and gather.breaks[-1] == len(gather.pieces):
            self._page_ended = True
        for box in gather.boxes:
            inner = self.blocks(box)
            if inner:
                done.append(Frame(inner, where))
        return done

    def _made(self, gather: Gather, shape: Shape, label: Label | None, place: tuple[bool, int]) -> Paragraph:
        inlines = gather.inlines(self._reading)
        align, heading = shape.align or "left", shape.heading or 0
        if label is None:
            return Paragraph(inlines, "", align, _indent(shape.indent), heading, *place)
        indent = _indent(label.indent if shape.indent is None else shape.indent)
        return Paragraph(inlines, self._decoded(label), align, indent, heading, *place, label.suffix)

    def _decoded(self, label: Label) -> str:
        font = label.font
        if not label.text or (label.text.isascii() and not font):
            return label.text
        (text,) = self._reading.decoder.paragraph([(font, label.text)], self._reading.remarks)
        return clean(text, font if is_symbol_font(font) else "", self._reading.remarks)

    def _flush(self) -> list[Block]:
        gather, self._carried = self._carried, None
        if gather is None or not (gather.pieces or gather.boxes):
            return []
        return self._finished(gather, PLAIN.shape, None, self._reading.count)

    def _notes(self) -> dict[str, Note]:
        reading = self._reading
        if not reading.calls:
            return {}
        sources = {kind: NotePart(self._package, reading.links, kind) for kind in NOTE_KINDS}
        reading.in_notes = True
        notes: dict[str, Note] = {}
        marks = NoteMarks(self._calls_by_section)
        for place, call in enumerate(reading.calls):
            if call.key in notes:
                continue
            mark = "" if call.typed else marks.mark(call.kind, place)
            reading.remarks.place = f"{call.kind} {mark or call.identifier}"
            notes[call.key] = Note(self._note(call, sources[call.kind]), call.kind, mark)
        reading.remarks.place = ""
        if marks.by_page:
            reading.remarks.note("W052", "")
        return notes

    def _note(self, call: Call, source: NotePart) -> tuple[Block, ...]:
        element = source.note(call.identifier, self._reading.remarks)
        if element is None:
            return ()
        self._reading.links = source.links
        return self.blocks(element)


def _hidden(mark: etree._Element | None, look: Look) -> bool:
    own = look if mark is None else look_of(mark).over(look)
    return bool(own.bits & HIDDEN)


def _indent(points: float | None) -> float:
    return 0.0 if points is None else round(points, 1)


def _at_page_breaks(gather: Gather) -> list[Gather]:
    """The pieces before and after each page break; a break with nothing before it makes no paragraph of its own."""
    parts: list[Gather] = []
    start = 0
    for end in (*gather.breaks, len(gather.pieces)):
        parts.append(Gather(gather.pieces[start:end]))
        start = end
    while len(parts) > 1 and not parts[-1].pieces:
        parts.pop()
    return parts


def _with_sections(blocks: list[Block], sections: list[tuple[int, etree._Element]]) -> tuple[Block, ...]:
    done: list[Block] = []
    start, present = 0, SectionBreak()
    for end, properties in sections:
        section = _section(properties)
        first = len(done)
        if _differs(section, present):
            done.append(section)
            first += 1
        done.extend(blocks[start:end])
        if start and _new_page(properties) and first < len(done):
            done[first] = _on_new_page(done[first])
        start, present = end, section
    done.extend(blocks[start:])
    return tuple(done)


def _section(properties: etree._Element) -> SectionBreak:
    size = properties.find(w("pgSz"))
    if size is None:
        return SectionBreak()
    default = SectionBreak()
    width, height = points(size.get(w("w")), default.width), points(size.get(w("h")), default.height)
    return SectionBreak(size.get(w("orient")) == "landscape" or width > height, round(width, 1), round(height, 1))


def _differs(one: SectionBreak, other: SectionBreak) -> bool:
    return one.landscape != other.landscape or abs(one.width - other.width) > 5 or abs(one.height - other.height) > 5


def _new_page(properties: etree._Element) -> bool:
    kind = properties.find(w("type"))
    return (None if kind is None else kind.get(VAL)) not in ("continuous", "nextColumn")


def _on_new_page(block: Block) -> Block:
    return replace(block, page_break_before=True) if isinstance(block, Paragraph) else block
