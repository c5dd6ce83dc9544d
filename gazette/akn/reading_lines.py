"""The printed lines of a text with their places, for the checks before publication."""

from dataclasses import dataclass, field, replace
from typing import cast

from lxml import etree

from gazette.akn.metadata import metadata
from gazette.akn.names import local, quotations_of, tag
from gazette.akn.parsing import parse
from gazette.model.checks.reading import PrintedLine, Reading, Zone
from gazette.model.draft import LEVELS
from gazette.model.text import fold_space

_ZONES = {"preface": "preface", "preamble": "preamble", "body": "body", "mainBody": "body", "conclusions": "conclusions"}
_SPOKEN = frozenset({"authorialNote", "noteRef"})
_CELLS = frozenset({"td", "th"})
_TEXT = frozenset({"p", "heading", "block"})


def reading(xml: bytes) -> Reading:
    """*xml* as the checks of a text look at it. ``Refused`` when it is no Akoma Ntoso document."""
    facts = metadata(xml)
    return Reading(
        lines=_lines(xml, notes=True),
        kind=facts.kind,
        number=facts.number,
        symbol=facts.symbol,
        issuer_slug=facts.issuer_slug,
        day=facts.date,
        signers=facts.signers,
        recipients=facts.recipients,
        relations=facts.relations,
        attachments=facts.counts["annexes"],
    )


def printed_lines(xml: bytes) -> tuple[PrintedLine, ...]:
    """Every printed paragraph of *xml* in reading order, a provision's label on the line of its text; notes are left out."""
    return _lines(xml, notes=False)


def _lines(xml: bytes, *, notes: bool) -> tuple[PrintedLine, ...]:
    lines = _Lines(notes)
    for text in parse(xml):
        if local(text.tag) in ("act", "doc"):
            lines.document(text, "")
    return tuple(lines.found)


@dataclass(slots=True)
class _Lines:
    """The lines as they are found, with the *notes* behind theirs if asked; ``label`` waits for the text that it stands before."""

    notes: bool
    found: list[PrintedLine] = field(default_factory=list)
    label: str = ""

    def document(self, text: etree._Element, component: str) -> None:
        for child in text:
            name = local(child.tag)
            if name in _ZONES:
                zone = cast(Zone, _ZONES[name])
                self._walk(child, PrintedLine("", zone, component or zone, "", component))
            elif name == "attachments":
                for attachment in child:
                    for inner in attachment:
                        self.document(inner, attachment.get("eId", "att"))

    def _walk(self, element: etree._Element, around: PrintedLine) -> None:
        column = 0
        for place, child in enumerate(element):
            name = local(child.tag)
            if name == "num":
                self._close(around)
                self.label = _words(child)
            elif name in _TEXT:
                self._paragraph(child, around)
            elif name and name != "meta":
                inside = _inside(child, name, around)
                if name == "tr":
                    inside = replace(inside, cell=(place, 0))
                elif name in _CELLS and around.cell:
                    inside = replace(inside, cell=(around.cell[0], column))
                    column += int(child.get("colspan", "1"))
                self._walk(child, inside)
                self._close(around)

    def _paragraph(self, element: etree._Element, around: PrintedLine) -> None:
        text = fold_space(f"{self.label} {_words(element)}")
        self.label = ""
        if text:
            self.found.append(_placed(around, text, element.get("class", around.role)))
        for note in element.iter(tag("authorialNote")) if self.notes else ():
            self.found.append(_placed(around, fold_space(" ".join(map(str, note.itertext()))), "note"))
        for quotation in quotations_of(element):
            self._walk(quotation, PrintedLine("", around.zone, around.at, "", around.component, around.table, quoted=True))

    def _close(self, around: PrintedLine) -> None:
        if self.label:
            self.found.append(_placed(around, fold_space(self.label), around.role))
            self.label = ""


def _placed(around: PrintedLine, text: str, role: str) -> PrintedLine:
    return PrintedLine(text, around.zone, around.at, role, around.component, around.table, around.quoted, around.cell)


def _inside(child: etree._Element, name: str, around: PrintedLine) -> PrintedLine:
    """What holds for the lines within *child*."""
    place = child.get("eId", around.at) if name in LEVELS and not around.quoted else around.at
    role = "recital" if name == "recital" else child.get("name", around.role)
    return PrintedLine("", around.zone, place, role, around.component, around.table or name == "table", around.quoted, around.cell)


def _words(element: etree._Element) -> str:
    """The characters of a paragraph or a label, line breaks as spaces; notes and quoted structures left out."""
    said = [element.text or ""]
    for child in element:
        name = local(child.tag)
        if name in ("br", "eol"):
            said.append(" ")
        elif name not in _SPOKEN and child.tag not in (tag("quotedStructure"), tag("embeddedStructure")):
            said.append(_words(child))
        said.append(child.tail or "")
    return "".join(said)
