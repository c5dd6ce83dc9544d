"""Looks at what stands around the text: outside links, watermarks, editing locks, a package out of order."""

import re
from collections.abc import Mapping

from lxml import etree

from gazette.word.names import w
from gazette.word.package import Package, Relationship
from gazette.word.refusal import Refusal
from gazette.word.remarks import Remarks

_HARMLESS = ("/hyperlink",)
_WATERMARK = re.compile(rb'<v:textpath[^>]*?\bstring="([^"]{1,200})"')


def note_package(package: Package, links: Mapping[str, Relationship], settings: etree._Element | None, remarks: Remarks) -> None:
    """Remarks W027, W029, W034, W037 on *package*; *links* are those of its main part."""
    if package.backslashes:
        remarks.note("W037", "", reason="\\")
    for arrow in links.values():
        if arrow.external and not arrow.kind.endswith(_HARMLESS) and not arrow.kind.endswith("/image"):
            remarks.note("W027", "", target=arrow.target[:200])
    _templates(package, links, remarks)
    for text in _watermarks(package, links):
        remarks.note("W029", "", text=text)
    if settings is not None and settings.find(w("documentProtection")) is not None:
        remarks.note("W034", "")


def _templates(package: Package, links: Mapping[str, Relationship], remarks: Remarks) -> None:
    name = next((arrow.target for arrow in links.values() if arrow.kind.endswith("/settings")), "")
    for arrow in package.relationships(name).values() if name else ():
        if arrow.external and arrow.target.startswith(("http:", "https:", "ftp:", "\\\\", "file://")):
            remarks.note("W027", "", target=arrow.target[:200])


def _watermarks(package: Package, links: Mapping[str, Relationship]) -> list[str]:
    found: list[str] = []
    for arrow in links.values():
        if not arrow.kind.endswith("/header") or arrow.target not in package:
            continue
        try:
            data = package.read(arrow.target)
        except Refusal:
            continue
        found += [match.decode("utf-8", "replace") for match in _WATERMARK.findall(data)]
    return found
