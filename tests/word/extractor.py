"""A second, independent reading of .docx for the corpus tests: zipfile and ElementTree, nothing of the product.

It takes every ``w:t`` that is neither in ``mc:Fallback`` nor deleted, hidden or in a header, in reading order: a paragraph,
then the notes it calls, then its text boxes. Automatic numbers are not its business.
"""

import re
import unicodedata
import zipfile
from io import BytesIO
from xml.etree import ElementTree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_JOINED = "\ufdd0"
_GONE = {_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}tabs"}


def visible_text(data: bytes) -> str:
    """The typed text of a .docx that a reader sees, one paragraph a line."""
    archive = zipfile.ZipFile(BytesIO(data))
    parts = {name.replace("\\", "/"): name for name in archive.namelist()}
    notes = {
        kind: _notes(archive.read(parts[f"word/{kind}s.xml"]), kind) for kind in ("footnote", "endnote") if f"word/{kind}s.xml" in parts
    }
    main = "word/document.xml" if "word/document.xml" in parts else next(name for name in parts if "document" in name)
    body = ElementTree.fromstring(archive.read(parts[main])).find(f"{_W}body")
    assert body is not None
    lines: list[str] = []
    _blocks(body, lines, notes)
    return "\n".join(lines)


def folded(text: str) -> str:
    """*text* for comparison: NFC, đ for eth, white space as one space, no unseen characters, no pictures of symbol fonts."""
    text = unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")
    text = re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", text)
    kept = (char for char in text if char.isascii() or unicodedata.category(char) not in ("So", "Sm", "Co", "Cn"))
    return " ".join("".join(char for char in kept if char not in "•·▪").split())


def words(text: str) -> list[str]:
    """The words of *text*, lower case."""
    return re.findall(r"\w+", folded(text).lower())


def _notes(data: bytes, kind: str) -> dict[str, ElementTree.Element]:
    return {note.get(f"{_W}id", ""): note for note in ElementTree.fromstring(data).iter(f"{_W}{kind}")}


def _blocks(element: ElementTree.Element, lines: list[str], notes: dict[str, dict[str, ElementTree.Element]]) -> None:
    for child in element:
        if child.tag == f"{_W}p":
            _paragraph(child, lines, notes)
        elif child.tag not in _GONE:
            _blocks(child, lines, notes)


def _paragraph(element: ElementTree.Element, lines: list[str], notes: dict[str, dict[str, ElementTree.Element]]) -> None:
    pieces: list[str] = []
    later: list[tuple[str, ElementTree.Element]] = []
    _inside(element, pieces, later)
    if lines and lines[-1].endswith(_JOINED):
        pieces.insert(0, lines.pop().removesuffix(_JOINED))
    if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
        pieces.append(_JOINED)  # its end is deleted: Word joins it to the next
    lines.append("".join(pieces))
    for kind, found in later:
        if kind != "box":
            _blocks(notes[kind][found.get(f"{_W}id", "")], lines, notes)
    for kind, found in later:
        if kind == "box":
            _blocks(found, lines, notes)


def _inside(element: ElementTree.Element, pieces: list[str], later: list[tuple[str, ElementTree.Element]]) -> None:
    for child in element:
        name = child.tag.removeprefix(_W)
        if child.tag in (f"{_W}t", f"{_M}t"):
            pieces.append(re.sub(r"\s", " ", child.text or ""))
        elif child.tag in _CHARACTERS:
            pieces.append(_CHARACTERS[child.tag])
        elif name == "txbxContent":
            later.append(("box", child))
        elif name in ("footnoteReference", "endnoteReference"):
            later.append((name.removesuffix("Reference"), child))
        elif child.tag not in _GONE and not (name == "r" and child.find(f"{_W}rPr/{_W}vanish") is not None):
            _inside(child, pieces, later)
