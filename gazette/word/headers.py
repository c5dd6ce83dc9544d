"""The lines of page headers: no part of the text, but a place where marks are stamped."""

from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from gazette.model.text import nfc
from gazette.word.names import w
from gazette.word.package import Package, Relationship

_P, _T, _BREAKS = w("p"), w("t"), (w("tab"), w("br"))
_LONGEST = 200
_MOST = 100


def header_lines(package: Package, links: Mapping[str, Relationship]) -> tuple[str, ...]:
    """The printed lines of every header part of *package*, those in its text boxes too; an unreadable part gives none."""
    names = sorted({arrow.target for arrow in links.values() if arrow.kind.endswith("/header") and arrow.target in package})
    return tuple(islice((line for name in names for line in _lines(package, name)), _MOST))


def _lines(package: Package, name: str) -> Iterator[str]:
    root = package.sound_tree(name)
    for paragraph in () if root is None else root.iter(_P):
        line = nfc("".join(_pieces(paragraph))[:_LONGEST])
        if line.strip():
            yield line


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    """The text of *paragraph* without that of the paragraphs in its text boxes."""
    for element in paragraph.iter(_T, *_BREAKS):
        if next(element.iterancestors(_P)) is paragraph:
            yield (element.text or "") if element.tag == _T else "\t"
