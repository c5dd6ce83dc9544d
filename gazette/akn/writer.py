"""Draft to Akoma Ntoso: every printed line in reading order, structure as elements, facts as metadata."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from gazette.akn.analysis import Noted, Quoted
from gazette.akn.inlines import legal, write_inlines, write_run
from gazette.akn.meta import write_facts, write_meta
from gazette.akn.names import GZ, NSMAP, joined, tag, work_type
from gazette.akn.targets import Targets, resolved, wrapped
from gazette.model.blocks import Run
from gazette.model.collector import collecting_seldom
from gazette.model.draft import (
    CONTENTS,
    LEVELS,
    Block,
    Component,
    Draft,
    Grid,
    GridCell,
    Inline,
    Item,
    Line,
    Marked,
    Provision,
    Quotation,
)
from gazette.model.eids import EIds
from gazette.model.modifications import bare
from gazette.model.outcome import Outcome

_P, _NUM, _HEADING, _CONTENT, _INTRO, _WRAP = map(tag, ("p", "num", "heading", "content", "intro", "wrapUp"))


@collecting_seldom()
def write(draft: Draft, *, image_folder: str = "") -> Outcome[bytes]:
    """*draft* as Akoma Ntoso 3.0, UTF-8, valid against the strict OASIS schema; pictures point into *image_folder*."""
    return Outcome(_Writer(draft, image_folder).document())


@dataclass(slots=True)
class _Writer:
    draft: Draft
    image_folder: str = ""
    eids: EIds = field(default_factory=EIds)
    in_note: bool = False
    note_number: int = 0
    noted: Noted = field(init=False)
    instruction: str = ""

    def __post_init__(self) -> None:
        self.noted = Noted(Targets(self.draft))

    def document(self) -> bytes:
        root = etree.Element(tag("akomaNtoso"), nsmap=NSMAP)  # type: ignore[arg-type]
        kind = self.draft.kind or "van-ban"
        text = etree.SubElement(root, tag(work_type(kind)), name=kind, contains="originalVersion")
        meta = self._component(text, self.draft.main, "main", "")
        if self.draft.attachments:
            attachments = etree.SubElement(text, tag("attachments"))
            for number, component in enumerate(self.draft.attachments, start=1):
                eid = self.eids.claim(f"att_{number}")
                attachment = etree.SubElement(attachments, tag("attachment"), eId=eid, wId=eid)
                doc = etree.SubElement(attachment, tag("doc"), name=component.kind or "phu-luc")
                self._component(doc, component, eid, eid)
        write_facts(meta, self.draft, self.noted)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    def _component(self, text: etree._Element, component: Component, name: str, prefix: str) -> etree._Element:
        meta = write_meta(text, self.draft, name)
        self._preface(text, component, prefix)
        if component.preamble:
            self._preamble(etree.SubElement(text, tag("preamble")), component.preamble, prefix)
        if local_is_act(text):
            self._items(etree.SubElement(text, tag("body")), wrapped(component.body), prefix)
        else:
            self._items(etree.SubElement(text, tag("mainBody")), component.body or (Line(()),), prefix)
        if component.conclusions:
            self._blocks(etree.SubElement(text, tag("conclusions")), component.conclusions, prefix, grouped=True)
        return meta

    def _preface(self, text: etree._Element, component: Component, prefix: str) -> None:
        if not component.letterhead and not component.title:
            return
        preface = etree.SubElement(text, tag("preface"))
        if component.letterhead:
            eid = self.eids.claim(f"{prefix}__letterhead" if prefix else "letterhead")
            letterhead = etree.SubElement(preface, tag("container"), name="letterhead", eId=eid)
            self._blocks(letterhead, component.letterhead, prefix)
        self._blocks(preface, component.title, prefix)

    def _preamble(self, parent: etree._Element, blocks: Sequence[Block], prefix: str) -> None:
        for role, members in groupby(blocks, key=lambda block: block.role if isinstance(block, Line) else ""):
            if role == "recital":
                eid = self.eids.counted(prefix, "recs")
                recitals = etree.SubElement(parent, tag("recitals"), eId=eid)
                for member in members:
                    recital = etree.SubElement(recitals, tag("recital"), eId=self.eids.counted(eid, "rec"))
                    self._line(recital, member, "", prefix)
            elif role == "enacting":
                formula = etree.SubElement(parent, tag("formula"), name="enacting")
                for member in members:
                    self._line(formula, member, "", prefix)
            else:
                self._blocks(parent, members, prefix)

    def _items(self, parent: etree._Element, items: Iterable[Item], prefix: str) -> None:
        for item in items:
            if isinstance(item, Provision):
                self._provision(parent, item, prefix)
            else:
                self._blocks(parent, (item,), prefix)

    def _provision(self, parent: etree._Element, provision: Provision, prefix: str) -> None:
        eid = self.eids.provision(prefix, provision)
        self.instruction = ""
        element = etree.SubElement(parent, tag(provision.level), eId=eid, wId=eid)
        if provision.level == "hcontainer":
            element.set("name", provision.name or "text")
        if provision.num:
            num = etree.SubElement(element, _NUM)
            if provision.join != "space":
                num.set("class", "apart" if provision.join == "apart" else "joined")
            self._inlines(num, provision.num, eid)
        if provision.heading:
            self._inlines(etree.SubElement(element, _HEADING), provision.heading, eid)
        if not provision.children and not provision.tail:
            if provision.lead:
                self._blocks(etree.SubElement(element, _CONTENT), provision.lead, eid)
            return
        if provision.lead:
            self._blocks(etree.SubElement(element, _INTRO), provision.lead, eid)
        for child in provision.children:
            self._provision(element, child, eid)
        if provision.tail:
            self._blocks(etree.SubElement(element, _WRAP), provision.tail, eid)

    def _blocks(self, parent: etree._Element, blocks: Iterable[Block], prefix: str, *, grouped: bool = False) -> None:
        mod: etree._Element | None = None
        for block in blocks:
            if isinstance(block, Quotation):
                self._quotation(parent, block, prefix, mod)
                continue
            mod = None
            if isinstance(block, Line):
                mod = self._line(parent, block, block.role, prefix)
            elif isinstance(block, Grid):
                self._grid(parent, block, prefix)
            elif block.name == CONTENTS and block.blocks:
                eid = self.eids.counted(prefix, "toc")
                self._blocks(etree.SubElement(parent, tag("blockContainer"), {"class": CONTENTS, "eId": eid}), block.blocks, prefix)
            elif grouped and block.blocks:
                eid = self.eids.claim(f"{prefix}__{block.name}" if prefix else block.name)
                group = etree.SubElement(parent, tag("container"), name=block.name, eId=eid)
                self._blocks(group, block.blocks, prefix)
            else:
                self._blocks(parent, block.blocks, prefix)

    def _line(self, parent: etree._Element, block: Block, role: str, prefix: str) -> etree._Element | None:
        """Write *block*; gives the instruction that ends it, which takes in the quotations that follow."""
        if not isinstance(block, Line):
            self._blocks(parent, (block,), prefix)
            return None
        element = etree.SubElement(parent, _P)
        if role or block.align:
            element.set("class", joined((role, block.align)))
        self._inlines(element, block.inlines, prefix)
        last = block.inlines[-1] if block.inlines else None
        return element[-1] if isinstance(last, Marked) and last.name == "mod" else None

    def _quotation(self, parent: etree._Element, quotation: Quotation, prefix: str, mod: etree._Element | None) -> None:
        if mod is None and self.draft.modifications:
            mod = etree.SubElement(etree.SubElement(parent, _P), tag("mod"), eId=self.eids.counted(prefix, "mod"))
        if mod is None:
            eid = self.eids.counted(prefix, "estr")
            structure = etree.SubElement(etree.SubElement(parent, _P), tag("embeddedStructure"), eId=eid)
        else:
            eid = self.eids.counted(mod.get("eId", ""), "qstr")
            structure = etree.SubElement(mod, tag("quotedStructure"), eId=eid)
        key = self.instruction
        self._items(structure, quotation.items or (Line(()),), eid)
        self.instruction = key
        if key:
            inside = [str(one.get("eId")) for one in structure.iter(*map(tag, LEVELS))]
            self.noted.quoted.setdefault(key, []).append(Quoted(eid, tuple(inside)))

    def _grid(self, parent: etree._Element, grid: Grid, prefix: str) -> None:
        table = etree.SubElement(parent, tag("table"), eId=self.eids.counted(prefix, "table"))
        classes = joined(("" if grid.borders else "plain", "landscape" if grid.landscape else ""))
        if classes:
            table.set("class", classes)
        if grid.widths:
            table.set(f"{{{GZ}}}widths", " ".join(f"{width:g}" for width in grid.widths))
        for row in grid.rows or ((),):
            tr = etree.SubElement(table, tag("tr"))
            for cell in row or (GridCell(()),):
                self._cell(tr, cell, prefix)

    def _cell(self, tr: etree._Element, cell: GridCell, prefix: str) -> None:
        element = etree.SubElement(tr, tag("th" if cell.header else "td"))
        if cell.colspan > 1:
            element.set("colspan", str(cell.colspan))
        if cell.rowspan > 1:
            element.set("rowspan", str(cell.rowspan))
        self._blocks(element, cell.blocks, prefix)

    def _inlines(self, parent: etree._Element, inlines: tuple[Inline, ...], prefix: str) -> None:
        if len(inlines) == 1 and isinstance(inlines[0], Run):
            write_run(parent, inlines[0])
            return
        write_inlines(parent, resolved(inlines, self.noted.targets), self._note)
        marks = [piece for piece in inlines if isinstance(piece, Marked) and piece.name == "mod"]
        if marks:
            for mark, mod in zip(marks, parent.iterchildren(tag("mod")), strict=True):
                self._instruction(mark.value, mod, prefix)
        if self.image_folder:
            for image in parent.iter(tag("img")):
                source = image.get("src", "")
                if not source.startswith(self.image_folder):
                    image.set("src", self.image_folder + source)

    def _instruction(self, key: str, mod: etree._Element, prefix: str) -> None:
        eid = self.eids.counted(prefix, "mod")
        mod.set("eId", eid)
        self.instruction = key
        self.noted.mods[key] = eid
        for phrase in mod.iter(tag("quotedText")):
            phrase.set("eId", self.eids.counted(eid, "qtext"))
            self.noted.phrases.setdefault(key, []).append((bare("".join(map(str, phrase.itertext()))), phrase.get("eId", "")))

    def _note(self, parent: etree._Element, key: str) -> None:
        note = self.draft.notes.get(key)
        if note is None or self.in_note:
            return
        self.in_note = True
        self.note_number += 1
        eid = self.eids.claim(f"note_{self.note_number}")
        element = etree.SubElement(parent, tag("authorialNote"), eId=eid, placement="bottom")
        element.set("marker", legal(note.mark) or str(self.note_number))
        if note.kind == "endnote":
            element.set("class", "endnote")
        self._blocks(element, note.blocks or (Line(()),), eid)
        self.in_note = False


def local_is_act(text: etree._Element) -> bool:
    """True for the root element that takes a ``body``; the others take a ``mainBody``."""
    return text.tag == tag("act")
