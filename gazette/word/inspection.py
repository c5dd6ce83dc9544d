"""Looks at what stands around the text: outside links, watermarks, locks, signatures, a package out of order."""

from collections.abc import Mapping

from lxml import etree

from gazette.word.names import on, w
from gazette.word.package import Package, Relationship
from gazette.word.remarks import Remarks
from gazette.word.watermarks import watermarks

_HARMLESS = ("/hyperlink", "/image")
_OUTSIDE = ("http:", "https:", "ftp:", "\\\\", "file://")
_LOCKS = ("documentProtection", "writeProtection")
_SIGNATURES = "_xmlsignatures/"


def note_package(package: Package, links: Mapping[str, Relationship], settings: etree._Element | None, remarks: Remarks) -> None:
    """Remarks W027, W029, W034, W037, W049 on *package*; *links* are those of its main part."""
    if package.backslashes:
        remarks.note("W037", "", reason="\\")
    for arrow in links.values():
        if arrow.external and not arrow.kind.endswith(_HARMLESS):
            remarks.note("W027", "", target=arrow.target[:200])
    _templates(package, links, remarks)
    for text in watermarks(package, links):
        remarks.note("W029", "", text=text)
    if settings is not None and any(_enforced(settings.find(w(lock))) for lock in _LOCKS):
        remarks.note("W034", "")
    if any(name.startswith(_SIGNATURES) and name.endswith(".xml") for name in package.names()):
        remarks.note("W049", "")


def _enforced(lock: etree._Element | None) -> bool:
    return lock is not None and on(lock.get(w("enforcement")))


def _templates(package: Package, links: Mapping[str, Relationship], remarks: Remarks) -> None:
    name = package.part_of(links, "settings")
    for arrow in package.relationships(name).values() if name else ():
        if arrow.external and arrow.target.startswith(_OUTSIDE):
            remarks.note("W027", "", target=arrow.target[:200])
