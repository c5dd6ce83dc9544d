"""Opens the styles, numbering and settings of a package: by python-docx where the package says what they are, by our parser otherwise."""

from functools import _lru_cache_wrapper, lru_cache
from typing import TypeVar

from docx.opc.packuri import PackURI
from docx.opc.part import PartFactory, XmlPart
from docx.package import Package as DocxPackage
from lxml import etree

from gazette.word import markup
from gazette.word.numbering import Lists
from gazette.word.package import Package
from gazette.word.styles import Styles

_LARGEST_KEPT = 1_000_000


def side_part(package: Package, name: str) -> etree._Element:
    """The root of part *name*; ``Refusal`` W004, W005, W007 or W008 when it cannot be had.

    A part that the package declares under its media type is one that python-docx knows and opens; the size was judged and
    document types refused before. Any other part is parsed here. Both ways give the same tree, without comments.
    """
    return _opened(name, package.types.get(name.lower(), ""), package.xml(name))


def styles(package: Package, name: str) -> Styles:
    """The styles in part *name*; errors as for :func:`side_part`.

    They are kept, as lists are: one file is read several times on its way, and an office writes all its documents with a few templates.
    """
    return _read(package, name, _known_styles)


def lists(package: Package, name: str) -> Lists:
    """The lists in part *name*; errors as for :func:`side_part`."""
    return _read(package, name, _known_lists)


T = TypeVar("T")


def _read(package: Package, name: str, known: "_lru_cache_wrapper[T]") -> T:
    data = package.xml(name)
    read = known if len(data) <= _LARGEST_KEPT else known.__wrapped__
    return read(name, package.types.get(name.lower(), ""), data)


@lru_cache(maxsize=16)
def _known_styles(name: str, declared: str, data: bytes) -> Styles:
    return Styles(_opened(name, declared, data))


@lru_cache(maxsize=16)
def _known_lists(name: str, declared: str, data: bytes) -> Lists:
    return Lists(_opened(name, declared, data))


def _opened(name: str, declared: str, data: bytes) -> etree._Element:
    if declared:
        try:
            root = _by_docx(name, declared, data)
        except (etree.XMLSyntaxError, ValueError):
            root = None  # our own parser says what is wrong
        if root is not None:
            return root
    return markup.parse(data, name)


def _by_docx(name: str, declared: str, data: bytes) -> etree._Element | None:
    part = PartFactory(PackURI(f"/{name}"), declared, "", data, DocxPackage())
    if not isinstance(part, XmlPart):
        return None
    root: etree._Element = part.element
    if b"<!--" in data or data.count(b"<?") > 1:
        etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return root
