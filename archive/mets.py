"""METS 1.12 in the E-ARK profile CSIP 2.1: what lies in an information package, by digest, and how it hangs together."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from archive.markup import plain, stamp, written

METS = "METS.xml"
METS_NS, XLINK_NS, CSIP_NS = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink", "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
CONTENT_CATEGORY = "Textual works \N{EN DASH} Digital"
CONTENT_TYPE = {f"{{{CSIP_NS}}}CONTENTINFORMATIONTYPE": "OTHER", f"{{{CSIP_NS}}}OTHERCONTENTINFORMATIONTYPE": "gazette-record-1"}
PACKAGE_TYPE = "AIP"
"""The record comes as it was kept, with its signatures and history. (Of a SIP's creator CSIP12 and SIP11 ask opposite things.)"""

REPRESENTATIONS = "Representations"

for prefix, namespace in (("mets", METS_NS), ("xlink", XLINK_NS), ("csip", CSIP_NS)):
    ET.register_namespace(prefix, namespace)


@dataclass(frozen=True, slots=True)
class Made:
    """When a package was made, by which office, and with which version of which program."""

    when: datetime
    office: str
    program: str = "Gazette"
    version: str = "0"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of a package: its place, SHA-256 in hex, size in bytes, media type, when it was made, and of what METS calls its kind."""

    path: str
    sha256: str
    size: int
    media_type: str
    created: datetime
    kind: str = "OTHER"

    @classmethod
    def of(cls, path: str, data: bytes, media_type: str, created: datetime, kind: str = "OTHER") -> "Listed":
        """The file with these bytes."""
        return cls(path, hashlib.sha256(data).hexdigest(), len(data), media_type, created, kind)

    def values(self) -> dict[str, str]:
        """The attributes with which METS lists it."""
        told = {"MIMETYPE": self.media_type, "SIZE": str(self.size), "CREATED": stamp(self.created)}
        return {**told, "CHECKSUM": self.sha256, "CHECKSUMTYPE": "SHA-256"}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a METS file lists: descriptions of the content, accounts of its keeping, and the groups of files by their CSIP names."""

    descriptive: Sequence[Listed]
    preserving: Sequence[Listed]
    groups: Mapping[str, Sequence[Listed]]


def mets(identifier: str, label: str, made: Made, contents: Contents) -> bytes:
    """The METS file of a package or of one representation in it; *identifier* is the name of its folder."""
    named = {"OBJID": identifier, "LABEL": plain(label), "TYPE": CONTENT_CATEGORY, "PROFILE": PROFILE}
    root = ET.Element(f"{{{METS_NS}}}mets", {**named, **CONTENT_TYPE})
    _header(root, made)
    for place, item in enumerate(contents.descriptive, start=1):
        _metadata(root, "dmdSec", f"dmd-{place}", item)
    administrative = _part(root, "amdSec", ID="amd-1") if contents.preserving else root
    for place, item in enumerate(contents.preserving, start=1):
        _metadata(administrative, "digiprovMD", f"dig-{place}", item)
    files = _part(root, "fileSec", ID="files")
    for group, (name, listed) in enumerate(contents.groups.items(), start=1):
        _group(files, f"grp-{group}", name, listed)
    _structure(root, identifier, contents)
    return written(root)


def _header(root: ET.Element, made: Made) -> None:
    header = _part(root, "metsHdr", CREATEDATE=stamp(made.when), LASTMODDATE=stamp(made.when), RECORDSTATUS="NEW")
    header.set(f"{{{CSIP_NS}}}OAISPACKAGETYPE", PACKAGE_TYPE)
    program = _part(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    _part(program, "name").text = plain(made.program)
    note = _part(program, "note")
    note.set(f"{{{CSIP_NS}}}NOTETYPE", "SOFTWARE VERSION")
    note.text = plain(made.version)
    office = _part(header, "agent", ROLE="ARCHIVIST", TYPE="ORGANIZATION")
    _part(office, "name").text = plain(made.office)


def _metadata(parent: ET.Element, section: str, identifier: str, item: Listed) -> None:
    holder = _part(parent, section, ID=identifier, STATUS="CURRENT", CREATED=stamp(item.created))
    kind = {"MDTYPE": item.kind} | ({"OTHERMDTYPE": "GAZETTE"} if item.kind == "OTHER" else {})
    _part(holder, "mdRef", LOCTYPE="URL", **kind, **_link(item.path), **item.values())


def _group(files: ET.Element, identifier: str, name: str, listed: Sequence[Listed]) -> None:
    group = _part(files, "fileGrp", ID=identifier, USE=name)
    for key, value in CONTENT_TYPE.items():
        group.set(key, value)
    for place, item in enumerate(listed, start=1):
        file = _part(group, "file", ID=f"{identifier}-file-{place}", **item.values())
        _part(file, "FLocat", LOCTYPE="URL", **_link(item.path))


def _structure(root: ET.Element, identifier: str, contents: Contents) -> None:
    tree = _part(_part(root, "structMap", ID="map-1", TYPE="PHYSICAL", LABEL="CSIP"), "div", ID="div-1", LABEL=identifier)
    told = _part(tree, "div", ID="div-metadata", LABEL="Metadata")
    for attribute, section, items in (("DMDID", "dmd", contents.descriptive), ("ADMID", "dig", contents.preserving)):
        if items:
            told.set(attribute, " ".join(f"{section}-{place}" for place in range(1, len(items) + 1)))
    forms: list[tuple[str, str, str]] = []
    for group, (name, listed) in enumerate(contents.groups.items(), start=1):
        if name.startswith(f"{REPRESENTATIONS}/"):
            forms.append((f"grp-{group}", name, listed[0].path))
        else:
            _part(_part(tree, "div", ID=f"div-grp-{group}", LABEL=name), "fptr", FILEID=f"grp-{group}")
    if forms:
        _representations(tree, forms)


def _representations(tree: ET.Element, forms: Sequence[tuple[str, str, str]]) -> None:
    every = _part(tree, "div", ID="div-representations", LABEL=REPRESENTATIONS)
    for group, _, _ in forms:
        _part(every, "fptr", FILEID=group)
    for group, name, path in forms:
        one = _part(every, "div", ID=f"div-{group}", LABEL=name)
        _part(one, "mptr", LOCTYPE="URL", **_link(path), **{f"{{{XLINK_NS}}}title": group})


def _link(path: str) -> dict[str, str]:
    return {f"{{{XLINK_NS}}}type": "simple", f"{{{XLINK_NS}}}href": path}


def _part(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{METS_NS}}}{name}", attributes)
