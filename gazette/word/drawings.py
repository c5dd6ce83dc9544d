"""Finds what a drawing shows: its pictures and its text boxes, each once."""

import re
from dataclasses import dataclass, field

from lxml import etree

from gazette.model.blocks import Picture
from gazette.word.diagrams import CHART, DIAGRAM, KINDS, lines_of, text_box, typed
from gazette.word.names import (
    ALTERNATE,
    CHOICE,
    DRAWING,
    FALLBACK,
    MATH,
    OFFICE,
    PLACED,
    R_EMBED,
    R_ID,
    R_LINK,
    RELATIONSHIPS,
    VML,
    number,
    points,
    w,
)
from gazette.word.reading import Reading
from gazette.word.watermarks import is_watermark

_BOX = w("txbxContent")
_BLIP = f"{{{DRAWING}}}blip"
_SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_R_HREF = f"{{{RELATIONSHIPS}}}href"
_IMAGE_DATA = f"{{{VML}}}imagedata"
_TEXT_PATH = f"{{{VML}}}textpath"
_SHAPE_TAGS = tuple(f"{{{VML}}}{name}" for name in ("shape", "rect", "roundrect", "oval", "line", "group"))
_EXTENT = f"{{{PLACED}}}extent"
_PROPERTIES = f"{{{PLACED}}}docPr"
_OLE = f"{{{OFFICE}}}OLEObject"
_SIZE = re.compile(r"(width|height):\s*([0-9.]+(?:pt|in|cm|mm|pc)?)")
_EMU = 12700
_TEXT_BODY = f"{{{DRAWING}}}txBody"
_VISIBLE = (
    _BOX, _BLIP, _IMAGE_DATA, _TEXT_PATH, w("t"), w("tab"), w("br"), w("sym"), w("p"), f"{{{DRAWING}}}t", f"{{{MATH}}}t", CHART, DIAGRAM,
)  # fmt: skip
_KNOWN = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/", "urn:schemas-microsoft-com:")


@dataclass(slots=True)
class Drawn:
    """What one drawing holds, in order."""

    pictures: list[Picture] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Size:
    width: float = 0.0
    height: float = 0.0
    alt: str = ""


def chosen(alternate: etree._Element) -> etree._Element | None:
    """The one branch of ``mc:AlternateContent`` that is read (ISO/IEC 29500-3, 9.3), never two.

    It is the first choice that Word understands and that has anything to see; then the fallback; then any other choice.
    """
    choices, fallbacks = alternate.findall(CHOICE), alternate.findall(FALLBACK)
    known: list[etree._Element] = []
    others: list[etree._Element] = []
    for choice in choices:
        (known if _understood(choice) else others).append(choice)
    branches = (*known, *fallbacks, *others)
    for wanted in (_VISIBLE, tuple(KINDS)):
        for branch in branches:
            if next(branch.iter(*wanted), None) is not None:
                return branch
    return None


def _understood(choice: etree._Element) -> bool:
    spaces = (choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split())
    return all(space.startswith(_KNOWN) for space in spaces)


def drawn(element: etree._Element, reading: Reading) -> Drawn:
    """The pictures, text boxes and word art in *element* (``w:drawing``, ``w:pict`` or ``w:object``)."""
    found = Drawn()
    _walk(element, _Size(), found, reading)
    return found


def _walk(element: etree._Element, size: _Size, found: Drawn, reading: Reading) -> None:
    size = _size_of(element, size)
    for child in element:
        tag = child.tag
        if tag == _BOX:
            found.boxes.append(child)
        elif tag == _BLIP:
            _picture(child.get(R_EMBED) or child.get(R_LINK) or _svg(child), size, found, reading)
        elif tag == _IMAGE_DATA:
            _picture(child.get(R_ID) or child.get(_R_HREF) or "", size, found, reading)
        elif tag == _TEXT_PATH:
            found.words.append(child.get("string", ""))
            if is_watermark(element):
                reading.remarks.note("W029", text=child.get("string", ""))
        elif tag == ALTERNATE:
            branch = chosen(child)
            if branch is not None:
                _walk(branch, size, found, reading)
        elif tag == _TEXT_BODY:
            _add_lines(typed(child), found)
        elif tag in KINDS:
            lines = lines_of(child, reading.images.package, reading.links)
            reading.remarks.note("W026", kind=KINDS[tag], count=len(lines))
            _add_lines(lines, found)
        else:
            if tag == _OLE:
                reading.remarks.note("W025", kind=child.get("ProgID") or "OLE")
            _walk(child, size, found, reading)


def _add_lines(lines: list[str], found: Drawn) -> None:
    if lines:
        found.boxes.append(text_box(lines))


def _size_of(element: etree._Element, size: _Size) -> _Size:
    extent, properties = element.find(_EXTENT), element.find(_PROPERTIES)
    if extent is not None or properties is not None:
        return _Size(
            size.width if extent is None else number(extent.get("cx")) / _EMU,
            size.height if extent is None else number(extent.get("cy")) / _EMU,
            size.alt if properties is None else properties.get("descr") or properties.get("title") or "",
        )
    if element.tag in _SHAPE_TAGS:
        sides = dict(_SIZE.findall(element.get("style", "")))
        return _Size(_side(sides.get("width")), _side(sides.get("height")), element.get("alt", ""))
    return size


def _side(value: str | None) -> float:
    if value is None:
        return 0.0
    return points(value) if value[-1].isalpha() else points(f"{value}pt")


def _svg(blip: etree._Element) -> str:
    """The SVG of a picture that has no other form: Word gives every SVG a PNG beside it, which is taken instead."""
    svg = next(blip.iter(_SVG_BLIP), None)
    return "" if svg is None else svg.get(R_EMBED) or svg.get(R_LINK) or ""


def _picture(reference: str, size: _Size, found: Drawn, reading: Reading) -> None:
    if not reference:
        return
    key = reading.images.key(reading.links.get(reference), reference, (size.width, size.height))
    if key:
        found.pictures.append(Picture(key, size.alt, round(size.width, 1), round(size.height, 1)))
