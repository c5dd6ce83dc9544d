"""Akoma Ntoso to Draft: what the writer wrote, read back without loss."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from lxml import etree

from gazette.akn.analysis import read_modifications
from gazette.akn.findings import CATALOGUE
from gazette.akn.inlines import InlineReader
from gazette.akn.names import GZ, QUOTED, local, quotations_of, tag
from gazette.akn.parsing import NotAkomaNtoso, parse
from gazette.model.blocks import Align
from gazette.model.draft import (
    CONTENTS,
    LEVELS,
    Block,
    Component,
    Draft,
    Grid,
    GridCell,
    Group,
    Inline,
    Item,
    Level,
    Line,
    NoteText,
    Provision,
    Quotation,
    Relation,
    Signer,
)
from gazette.model.effect import RULES, EffectiveDate, PartialEffect
from gazette.model.outcome import Outcome

_ALIGNS = frozenset(("left", "center", "right", "justify"))
_JOINS: dict[str, Literal["space", "none", "apart"]] = {"apart": "apart", "joined": "none"}


def read(xml: bytes) -> Outcome[Draft]:
    """The Draft of *xml*; refused with a finding when it is no Akoma Ntoso document. Pictures are named, their bytes not held."""
    try:
        root = parse(xml)
    except NotAkomaNtoso as error:
        return Outcome(None, (CATALOGUE.finding("A001", reason=error),))
    text = next((child for child in root if local(child.tag) in ("act", "doc")), None)
    if text is None:
        return Outcome(None, (CATALOGUE.finding("A002"),))
    return Outcome(_Reader().draft(text))


def facts_of(root: etree._Element) -> Draft | None:
    """The facts that the metadata of *root* records, in a Draft without text; None when there is no document."""
    text = next((child for child in root if local(child.tag) in ("act", "doc")), None)
    return _with_facts(Draft(Component()), text) if text is not None else None


@dataclass(slots=True)
class _Reader:
    notes: dict[str, NoteText] = field(default_factory=dict)
    inlines: InlineReader = field(init=False)

    def __post_init__(self) -> None:
        self.inlines = InlineReader(self._note)

    def draft(self, text: etree._Element) -> Draft:
        main = self._component(text, "")
        attachments = [
            self._component(doc, doc.get("name", "phu-luc"))
            for attachment in text.iterfind(f"{tag('attachments')}/{tag('attachment')}")
            for doc in attachment
            if local(doc.tag) in ("act", "doc")
        ]
        modifications = read_modifications(text.find(tag("meta")), self.inlines.mods, self.inlines.phrases)
        return _with_facts(Draft(main, tuple(attachments), modifications=tuple(modifications), notes=self.notes), text)

    def _component(self, text: etree._Element, kind: str) -> Component:
        letterhead: tuple[Block, ...] = ()
        title: list[Block] = []
        for child in text.iterfind(f"{tag('preface')}/*"):
            if local(child.tag) == "container" and child.get("name") == "letterhead":
                letterhead = self.blocks(child)
            else:
                title.extend(self._block(child))
        body = text.find(tag("body"))
        body = text.find(tag("mainBody")) if body is None else body
        conclusions = text.find(tag("conclusions"))
        return Component(
            kind=kind or text.get("name", ""),
            letterhead=letterhead,
            title=tuple(title),
            preamble=tuple(self._preamble(text.find(tag("preamble")))),
            body=self._items(body if body is not None else ()),
            conclusions=self.blocks(conclusions) if conclusions is not None else (),
        )

    def _preamble(self, preamble: etree._Element | None) -> Iterable[Block]:
        for child in preamble if preamble is not None else ():
            name = local(child.tag)
            if name == "recitals":
                for recital in child:
                    yield from self._roled(recital, "recital")
            elif name == "formula":
                yield from self._roled(child, "enacting")
            else:
                yield from self._block(child)

    def _roled(self, parent: etree._Element, role: str) -> Iterable[Block]:
        for block in self.blocks(parent):
            yield Line(block.inlines, role, block.align) if isinstance(block, Line) else block

    def _items(self, elements: Iterable[etree._Element]) -> tuple[Item, ...]:
        items: list[Item] = []
        for element in elements:
            if local(element.tag) in LEVELS:
                items.append(self._provision(element))
            else:
                items.extend(self._block(element))
        return tuple(items)

    def _provision(self, element: etree._Element) -> Provision:
        num: tuple[Inline, ...] = ()
        heading: tuple[Inline, ...] = ()
        lead: list[Block] = []
        tail: tuple[Block, ...] = ()
        children: list[Provision] = []
        join: Literal["space", "none", "apart"] = "space"
        for child in element:
            name = local(child.tag)
            if name == "num":
                num, join = self.inlines.read(child), _JOINS.get(child.get("class", ""), "space")
            elif name == "heading":
                heading = self.inlines.read(child)
            elif name in ("intro", "content"):
                lead.extend(self.blocks(child))
            elif name == "wrapUp":
                tail = self.blocks(child)
            elif name in LEVELS:
                children.append(self._provision(child))
        level = cast(Level, local(element.tag))
        label = element.get("name", "") if level == "hcontainer" else ""
        return Provision(level, num, heading, tuple(lead), tuple(children), tail, label, join)

    def blocks(self, parent: Iterable[etree._Element]) -> tuple[Block, ...]:
        return tuple(block for child in parent for block in self._block(child))

    def _block(self, element: etree._Element) -> Iterable[Block]:
        name = local(element.tag)
        if name == "p":
            yield from self._paragraph(element)
        elif name == "table":
            yield self._grid(element)
        elif name == "container":
            yield Group(element.get("name", ""), self.blocks(element))
        elif name == "blockContainer" and element.get("class") == CONTENTS:
            yield Group(CONTENTS, self.blocks(element))
        elif name in ("div", "blockContainer", "recitals", "recital", "formula", "blockList", "item", "ul", "ol", "li"):
            yield from self.blocks(element)
        elif name in ("block", "heading", "num", "longTitle"):
            yield Line(self.inlines.read(element))

    def _paragraph(self, element: etree._Element) -> Iterable[Block]:
        quoted = quotations_of(element)
        if not quoted or not _only_quotes(element):
            classes = element.get("class", "").split()
            align = next((token for token in classes if token in _ALIGNS), "")
            role = " ".join(token for token in classes if token not in _ALIGNS)
            yield Line(self.inlines.read(element), role, cast("Align | Literal['']", align))
        for structure in quoted:
            yield Quotation(self._items(structure))

    def _grid(self, table: etree._Element) -> Grid:
        classes = table.get("class", "").split()
        rows = tuple(tuple(self._cell(cell) for cell in row) for row in table.iterfind(tag("tr")))
        widths = tuple(_number(width) for width in table.get(f"{{{GZ}}}widths", "").split())
        return Grid(rows, widths, borders="plain" not in classes, landscape="landscape" in classes)

    def _cell(self, cell: etree._Element) -> GridCell:
        return GridCell(
            self.blocks(cell),
            int(_number(cell.get("colspan", "1"))),
            int(_number(cell.get("rowspan", "1"))),
            local(cell.tag) == "th",
        )

    def _note(self, element: etree._Element) -> str:
        key = f"n{len(self.notes) + 1}"
        self.notes[key] = NoteText((), mark=element.get("marker", ""))
        kind: Literal["footnote", "endnote"] = "endnote" if element.get("class") == "endnote" else "footnote"
        self.notes[key] = NoteText(self.blocks(element), kind, element.get("marker", ""))
        return key


def _only_quotes(paragraph: etree._Element) -> bool:
    """True when *paragraph* holds quoted structures and no instruction of its own."""
    first = paragraph[0]
    holder = first if local(first.tag) == "mod" else paragraph
    return len(paragraph) == 1 and not paragraph.text and not holder.text and local(holder[0].tag) in QUOTED


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def _with_facts(draft: Draft, text: etree._Element) -> Draft:
    own = text.find(f"{tag('meta')}/{tag('proprietary')}")
    document = own.find(f"{{{GZ}}}document") if own is not None else None
    values: dict[str, str] = {}
    if document is not None:
        values = {str(key): str(value) for key, value in document.attrib.items()}
    return Draft(
        main=draft.main,
        attachments=draft.attachments,
        kind=values.get("kind") or (None if text.get("name") == "van-ban" else text.get("name")),
        number=values.get("number"),
        symbol=values.get("symbol"),
        issuer=values.get("issuer"),
        issuer_slug=values.get("issuer-slug"),
        place=values.get("place"),
        date=_day(values.get("date")),
        adopted=_day(values.get("adopted")),
        subject=values.get("subject"),
        urgency=values.get("urgency"),
        circulation=values.get("circulation"),
        effective=_effective(values),
        partial=tuple(_partial(own)),
        signers=tuple(_signers(own)),
        recipients=tuple(one.get("name", "") for one in _own(own, "recipient")),
        relations=tuple(_relations(own)),
        modifications=draft.modifications,
        notes=draft.notes,
    )


def _own(own: etree._Element | None, name: str) -> list[etree._Element]:
    return own.findall(f"{{{GZ}}}{name}") if own is not None else []


def _signers(own: etree._Element | None) -> Iterable[Signer]:
    for one in _own(own, "signer"):
        yield Signer(one.get("capacity"), one.get("position"), one.get("name"))


def _relations(own: etree._Element | None) -> Iterable[Relation]:
    for one in _own(own, "relation"):
        yield Relation(
            type=one.get("type", ""),
            evidence=one.get("evidence", ""),
            number=one.get("number", ""),
            kind=one.get("kind", ""),
            day=one.get("date", ""),
            title=one.get("title", ""),
            href=one.get("href", ""),
            provisions=one.get("provisions", ""),
            at=one.get("at", ""),
            starts=one.get("starts", ""),
        )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _effective(values: Mapping[str, str]) -> EffectiveDate | None:
    rule = values.get("effective-rule", "")
    if rule not in RULES:
        return None
    days = values.get("effective-days", "0")
    return EffectiveDate(
        _day(values.get("effective-from")), rule, values.get("effective-evidence", ""), int(days) if days.isdecimal() else 0
    )


def _partial(own: etree._Element | None) -> Iterable[PartialEffect]:
    for one in _own(own, "partial"):
        effect = _effective({str(key): str(value) for key, value in one.attrib.items()})
        if effect is not None:
            yield PartialEffect(one.get("at", ""), effect, one.get("topic", ""))
