"""The words and pictures that headers and footers put behind every page, such as DỰ THẢO."""

from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from gazette.word.names import FALLBACK, PLACED, VML, on, w
from gazette.word.package import Package, Relationship

_ANCHOR, _PROPERTIES = f"{{{PLACED}}}anchor", f"{{{PLACED}}}docPr"
_TEXT_PATH = f"{{{VML}}}textpath"
_SHAPES = tuple(f"{{{VML}}}{name}" for name in ("shape", "rect", "roundrect", "oval"))
_PICTURE = "[picture]"
_MOST, _MOST_SHAPES = 200, 2000


def watermarks(package: Package, links: Mapping[str, Relationship]) -> Iterator[str]:
    """What stands behind the pages: word art, text boxes behind the text, and pictures that Word calls a watermark."""
    kinds = ("/header", "/footer")
    for name in dict.fromkeys(arrow.target for arrow in links.values() if arrow.kind.endswith(kinds) and arrow.target in package):
        root = package.sound_tree(name)
        if root is not None:
            yield from (" ".join(text.split())[:_MOST] for text in _behind(root) if text.strip())


def is_watermark(shape: etree._Element | None) -> bool:
    """Whether a VML shape is one of those that Word's own command makes."""
    return shape is not None and "watermark" in shape.get("id", "").lower()


def _behind(root: etree._Element) -> Iterator[str]:
    for path in root.iter(_TEXT_PATH):
        yield path.get("string", "")
    for shape in islice(root.iter(*_SHAPES), _MOST_SHAPES):
        if is_watermark(shape) and shape.find(_TEXT_PATH) is None:
            yield shape.get("alt", "") or _PICTURE
        elif "z-index:-" in shape.get("style", "").replace(" ", ""):
            yield _words(shape)
    for anchor in islice(root.iter(_ANCHOR), _MOST_SHAPES):
        about = anchor.find(_PROPERTIES)
        name = "" if about is None else about.get("name", "")
        if "watermark" in name.lower():
            yield _words(anchor) or (about.get("descr", "") if about is not None else "") or _PICTURE
        elif on(anchor.get("behindDoc", "0")):
            yield _words(anchor)


def _words(element: etree._Element) -> str:
    """The typed words of the text boxes within *element*, each once; a page's number is none."""
    texts = (text for text in islice(element.iter(w("t")), _MOST) if next(text.iterancestors(FALLBACK), element) is element)
    words = "".join(text.text or "" for text in texts)
    return words if any(char.isalpha() for char in words) else ""
