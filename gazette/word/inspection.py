"""Looks at what stands around the text: outside links, watermarks, locks, signatures, a package out of order."""

from collections.abc import Iterator, Mapping

from lxml import etree

from gazette.word.names import PLACED, VML, on, w
from gazette.word.package import Package, Relationship
from gazette.word.refusal import Refusal
from gazette.word.remarks import Remarks

_HARMLESS = ("/hyperlink", "/image")
_OUTSIDE = ("http:", "https:", "ftp:", "\\\\", "file://")
_LOCKS = ("documentProtection", "writeProtection")
_SIGNATURES = "_xmlsignatures/"
_TEXT_PATH = f"{{{VML}}}textpath"
_SHAPE = f"{{{VML}}}shape"
_ANCHOR = f"{{{PLACED}}}anchor"
_PROPERTIES = f"{{{PLACED}}}docPr"
_PICTURE_MARK = "WordPictureWatermark"
_LONGEST_MARK = 200


def note_package(package: Package, links: Mapping[str, Relationship], settings: etree._Element | None, remarks: Remarks) -> None:
    """Remarks W027, W029, W034, W037, W049 on *package*; *links* are those of its main part."""
    if package.backslashes:
        remarks.note("W037", "", reason="\\")
    for arrow in links.values():
        if arrow.external and not arrow.kind.endswith(_HARMLESS):
            remarks.note("W027", "", target=arrow.target[:200])
    _templates(package, links, remarks)
    for text in _watermarks(package, links):
        remarks.note("W029", "", text=text)
    if settings is not None and any(_enforced(settings.find(w(lock))) for lock in _LOCKS):
        remarks.note("W034", "")
    if any(name.startswith(_SIGNATURES) and name.endswith(".xml") for name in package.names()):
        remarks.note("W049", "")


def _enforced(lock: etree._Element | None) -> bool:
    return lock is not None and on(lock.get(w("enforcement")))


def _templates(package: Package, links: Mapping[str, Relationship], remarks: Remarks) -> None:
    name = next((arrow.target for arrow in links.values() if arrow.kind.endswith("/settings")), "")
    for arrow in package.relationships(name).values() if name else ():
        if arrow.external and arrow.target.startswith(_OUTSIDE):
            remarks.note("W027", "", target=arrow.target[:200])


def _watermarks(package: Package, links: Mapping[str, Relationship]) -> Iterator[str]:
    headers = {arrow.target for arrow in links.values() if arrow.kind.endswith("/header") and arrow.target in package}
    for name in sorted(headers):
        try:
            root = package.tree(name)
        except Refusal:
            continue
        yield from filter(None, (text[:_LONGEST_MARK] for text in _marks(root)))


def _marks(header: etree._Element) -> Iterator[str]:
    """What stands behind the pages: word art, pictures Word marks as such, and text boxes behind the text."""
    for path in header.iter(_TEXT_PATH):
        yield path.get("string", "").strip()
    for shape in header.iter(_SHAPE):
        if _PICTURE_MARK in shape.get("id", ""):
            yield "[picture]"
    for anchor in header.iter(_ANCHOR):
        if on(anchor.get("behindDoc", "0")):
            properties = anchor.find(_PROPERTIES)
            named = "" if properties is None else properties.get("name", "")
            words = "".join(text.text or "" for text in anchor.iter(w("t"))).strip()
            yield words or ("[picture]" if _PICTURE_MARK in named else "")
