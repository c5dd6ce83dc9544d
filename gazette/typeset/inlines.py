"""Text within a paragraph of Akoma Ntoso as runs that the print templates take as data."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from gazette.typeset.formulas import Node, formula

GZ = "https://gazette.invalid/ns/1"
Piece = tuple[str, str] | dict[str, object]
Pieces = list[Piece]

_SPACE = re.compile(r"[ \t\r\n]+")
_LINE = re.compile(r"[\t\r\n]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_C1 = re.compile("[\x80-\x9f]")
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_NUMBER = re.compile(r"(?<![\w/])(\d+[a-z]?(?:/\d{4})?/[A-ZĐ][A-ZĐa-z]*(?:-[A-ZĐ]+)*\d*)(?![\w/-])")
"""A document's number and symbol, such as 12/2026/QĐ-UBND: it is not broken over two lines."""
_MATHML = f"{{{GZ}}}mathml"
_DISPLAY = 'display="block"'
BLANKS = ("docNumber", "docDate")
"""The elements that, when they are empty, keep a place on the page for a number and a day to come."""
_LOOKS = {"b": "b", "i": "i", "u": "u", "sup": "p", "sub": "d"}


def local(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(slots=True)
class InlineReader:
    """Reads the inlines of one document; collects its characters and its pictures on the way."""

    picture: Callable[[str, str, tuple[float, float]], str | None]
    text: set[str] = field(default_factory=set)
    controls: set[str] = field(default_factory=set)
    space: re.Pattern[str] = _SPACE

    def read(self, element: etree._Element | None, without: str = "", *, keep_space: bool = False) -> Pieces:
        """The pieces within *element*, ends trimmed; looks named in *without* are left out (a heading is bold anyway).

        *keep_space* keeps runs of spaces: they are the blanks for a number or a date that is not given yet.
        """
        if element is None:
            return []
        self.space = _LINE if keep_space else _SPACE
        return _trimmed(list(self._content(element, "", without)))

    def _content(self, element: etree._Element, looks: str, without: str) -> Iterator[Piece]:
        yield from self._text(element.text, looks)
        for child in element:
            yield from self._child(child, looks, without)
            yield from self._text(child.tail, looks)

    def _text(self, text: str | None, looks: str) -> Iterator[Piece]:
        if text and (shown := _UNSEEN.sub("", self.space.sub(" ", self._repaired(text)))):
            self.text.update(shown)
            for index, piece in enumerate(_NUMBER.split(shown)):
                if piece:
                    yield piece, looks + "n" if index % 2 else looks

    def _repaired(self, text: str) -> str:
        """C1 controls as the Windows-1252 signs they were typed as, which is how every browser shows them."""
        found = _C1.findall(text)
        self.controls.update(found)
        return text.translate(_WINDOWS) if found else text

    def _child(self, child: etree._Element, looks: str, without: str) -> Iterator[Piece]:
        name = local(child)
        if name in _LOOKS:
            look = _LOOKS[name]
            yield from self._content(child, looks if look in without or look in looks else looks + look, without)
        elif name == "br":
            yield {"is": "break"}
        elif name in BLANKS and not len(child) and not child.text:
            yield {"is": "blank", "holds": name, "looks": looks}
        elif name == "authorialNote":
            yield self._note(child)
        elif name == "img":
            yield from self._picture(child)
        elif name == "inline" and (found := formula(child.get(_MATHML, ""))) is not None:
            yield self._formula(child, *found)
        elif name == "span" and child.get("class") == "strike":
            yield from self._content(child, looks + "k", without)
        elif name not in ("", "quotedStructure", "embeddedStructure"):
            yield from self._content(child, looks, without)

    def _note(self, note: etree._Element) -> Piece:
        mark = note.get("marker", "*")
        self.text.update(mark)
        lines = [self.read(paragraph) for paragraph in note.iter("{*}p")]
        return {"is": "note", "mark": mark, "pieces": [[piece for piece in line if isinstance(piece, tuple)] for line in lines]}

    def _formula(self, element: etree._Element, body: Node, shown: str) -> Piece:
        self.text.update(shown)
        alt = " ".join("".join(str(piece) for piece in element.itertext()).split()) or shown
        return {"is": "formula", "body": body, "alt": alt, "display": _DISPLAY in element.get(_MATHML, "")}

    def _picture(self, image: etree._Element) -> Iterator[Piece]:
        size = _number(image.get("width", "")), _number(image.get("height", ""))
        stored = self.picture(image.get("src", ""), image.get("alt", ""), size)
        if stored is not None:
            alt = image.get("alt", "").strip() or "Hình minh họa trong văn bản"
            yield {"is": "image", "image": stored, "alt": alt, "width": size[0], "height": size[1]}


def _number(text: str) -> float:
    try:
        return max(0.0, min(float(text), 2000.0))
    except ValueError:
        return 0.0


def _trimmed(pieces: Pieces) -> Pieces:
    """*pieces* without white space at the ends of lines."""
    kept: Pieces = []
    for piece in pieces:
        if isinstance(piece, tuple) and (not kept or _broken(kept[-1])):
            piece = (piece[0].lstrip(" "), piece[1])
        if isinstance(piece, dict) and _broken(piece):
            _strip_end(kept)
        if not isinstance(piece, tuple) or piece[0]:
            kept.append(piece)
    _strip_end(kept)
    return kept


def _broken(piece: Piece) -> bool:
    return isinstance(piece, dict) and piece["is"] == "break"


def _strip_end(pieces: Pieces) -> None:
    while pieces and isinstance(last := pieces[-1], tuple):
        stripped = last[0].rstrip(" ")
        if stripped:
            pieces[-1] = (stripped, last[1])
            return
        pieces.pop()


def plain(pieces: Pieces) -> str:
    """The characters of *pieces*, breaks as spaces."""
    return "".join(piece[0] if isinstance(piece, tuple) else " " if piece["is"] == "break" else "" for piece in pieces)
