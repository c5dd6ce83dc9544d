"""The lines of page headers and footers: no part of the text, but marks are stamped there, and forms carry their number there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Literal

from lxml import etree

from gazette.model.text import nfc
from gazette.word.names import w
from gazette.word.package import Package, Relationship

_P, _T, _BREAKS = w("p"), w("t"), (w("tab"), w("br"))
_LONGEST = 200
_MOST = 100
_WORD = re.compile(r"[^\W\d_]{2,}")
_OF_PAGES = frozenset(
    ("trang", "page", "số", "of", "trên", "tổng", "ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv")
)


def page_lines(package: Package, links: Mapping[str, Relationship], kind: Literal["header", "footer"]) -> tuple[str, ...]:
    """The printed lines of every part of *kind*, those in its text boxes too; an unreadable part gives none."""
    names = sorted({arrow.target for arrow in links.values() if arrow.kind.endswith(f"/{kind}") and arrow.target in package})
    return tuple(islice((line for name in names for line in _lines(package, name)), _MOST))


def telling(lines: Iterable[str]) -> list[str]:
    """Those of *lines* that hold more than the number of a page, each once."""
    told = [" ".join(line.split()) for line in lines if not _OF_PAGES.issuperset(word.lower() for word in _WORD.findall(line))]
    return list(dict.fromkeys(told))


def missing_from(text: str, lines: Iterable[str]) -> list[str]:
    """Those of *lines* that are nowhere in *text*: a running title is."""
    folded = " ".join(text.casefold().split())
    return [line for line in lines if line.casefold() not in folded]


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
