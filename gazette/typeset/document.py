"""One document as tagged PDF/A-3a with its Akoma Ntoso attached, in the layout of Decree 30/2020/NĐ-CP."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import segno

from gazette.model.outcome import Finding, Outcome
from gazette.typeset.findings import CATALOGUE
from gazette.typeset.fonts import face
from gazette.typeset.pdf import UNDATED, Job, marks, points, press
from gazette.typeset.sources import Facts, Source, parse, source_of

_NO_IMAGES: Mapping[str, bytes] = MappingProxyType({})
_A4 = (595.276, 841.89)
_SIGNATURE = (113.0, 57.0)
_SEAL = 102.0


@dataclass(frozen=True, slots=True)
class CheckMark:
    """What lets a reader check the paper against the gazette: the check code and the address that takes it."""

    code: str
    address: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What will be written later: the widest number and day there is room for, and the XML that is attached meanwhile."""

    number: str
    day: str
    attached: bytes


@dataclass(frozen=True, slots=True)
class Box:
    """A place for a signature's picture: PDF points from the lower left corner of page ``page`` (counted from 0)."""

    role: Literal["leader", "seal"]
    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def rectangle(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top, as a PDF rectangle."""
        return self.left, self.bottom, self.right, self.top


@dataclass(frozen=True, slots=True)
class Blank:
    """A place kept for the number or the day: where its baseline begins (PDF points, page from 0), width, font and size."""

    holds: Literal["docNumber", "docDate"]
    page: int
    left: float
    baseline: float
    width: float
    size: int
    font: Path


@dataclass(frozen=True, slots=True)
class TypesetDocument:
    """The PDF, the number of its pages, where the leader's signature and the agency's seal belong, and the places kept for later."""

    pdf: bytes
    pages: int
    boxes: tuple[Box, ...]
    blanks: tuple[Blank, ...] = ()


def document(
    xml: bytes, *, images: Mapping[str, bytes] = _NO_IMAGES, check: CheckMark | None = None, kept: Kept | None = None
) -> Outcome[TypesetDocument]:
    """*xml* (Akoma Ntoso 3.0) as PDF/A-3a and PDF/UA-1 with *xml* attached as ``akn.xml``, relationship source.

    *images* are the pictures by the name the text gives them; *check* is printed with a QR code at the foot of every page; *kept* says
    how much place an empty ``docNumber`` and ``docDate`` keep. The same input gives the same bytes. A text that cannot be printed
    faithfully has no value and says why in its findings.
    """
    text = parse(xml)
    if isinstance(text, Finding):
        return Outcome(None, (text,))
    source = source_of(text, images)
    if source.refused:
        return Outcome(None, tuple(source.findings))
    attached = kept.attached if kept else xml
    job = Job("document.typ", _data(source, check, kept), {**source.files, **check_files(check), "akn.xml": attached}, source.facts.day)
    made, problems = press(job)
    if made is None:
        return Outcome(None, (*source.findings, *problems))
    boxes = signature_boxes(marks(job, "signature-space"))
    pages = int(str(marks(job, "last-page")[0]["pages"]))
    return Outcome(TypesetDocument(made, pages, boxes, _blanks(job) if kept else ()), (*source.findings, *_remarks(source, boxes)))


def title_of(facts: Facts) -> str:
    """The title a PDF bears: kind, number and subject as far as they are known."""
    kind = facts.kind.capitalize()
    named = f"{kind} số {facts.number}" if facts.number and kind else kind or facts.number
    return " ".join(part for part in (named, facts.subject) if part) or "Văn bản"


def signature_boxes(spaces: list[dict[str, object]]) -> tuple[Box, ...]:
    """Boxes from the spaces the template left: the signature centred between title and name, the seal on its left covering a third."""
    made = []
    for space in spaces:
        width, height = points(space["width"]), points(space["height"])
        left, top = points(space["x"]), points(space["page-height"]) - points(space["y"])
        page = int(str(space["page"])) - 1
        middle, centre = left + width / 2, top - height / 2
        wide, high = _SIGNATURE
        sign = Box("leader", page, middle - wide / 2, centre - high / 2, middle + wide / 2, centre + high / 2)
        right = sign.left + wide / 3
        made += [sign, Box("seal", page, right - _SEAL, centre - _SEAL / 2, right, centre + _SEAL / 2)]
    return tuple(made)


def _blanks(job: Job) -> tuple[Blank, ...]:
    """The places the template kept, in reading order, each by the baseline of its line."""
    return tuple(
        Blank(
            "docNumber" if mark["holds"] == "docNumber" else "docDate",
            int(str(mark["page"])) - 1,
            points(mark["x"]),
            points(mark["page-height"]) - points(mark["y"]) - points(mark["ascent"]),
            points(mark["width"]),
            round(points(mark["size"])),
            face(italic=bool(mark["italic"])),
        )
        for mark in marks(job, "blank")
    )


def _data(source: Source, check: CheckMark | None, kept: Kept | None) -> dict[str, object]:
    facts = source.facts
    day = facts.day or UNDATED
    return {
        "title": title_of(facts),
        "author": facts.issuer or "—",
        "date": [day.year, day.month, day.day],
        "check": check and {"line": f"Mã kiểm tra: {check.code}. Kiểm tra tại {check.address}", "alt": f"Mã QR dẫn đến {check.address}"},
        "attached": [{"name": "akn.xml", "description": "Akoma Ntoso 3.0"}],
        "widest": {"docNumber": kept.number if kept else "", "docDate": kept.day if kept else ""},
        "leaves": [leaf.to_json() for leaf in source.leaves],
    }


def check_files(check: CheckMark | None) -> dict[str, bytes]:
    """The QR code of *check* as the file the templates read; nothing without one."""
    if check is None:
        return {}
    drawn = io.BytesIO()
    segno.make(check.address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return {"check.svg": drawn.getvalue()}


def _remarks(source: Source, boxes: tuple[Box, ...]) -> list[Finding]:
    remarks = []
    if not boxes:
        remarks.append(CATALOGUE.finding("T008"))
    if source.facts.day is None:
        remarks.append(CATALOGUE.finding("T009"))
    return remarks
