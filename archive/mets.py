"""METS 1.12 and PREMIS 3 of a record's package: what the files are, where they come from, and what was done to the record."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from archive.register import Record, Rendition
from archive.rows import LogRow

METS_NS, PREMIS_NS, XLINK_NS = "http://www.loc.gov/METS/", "http://www.loc.gov/premis/v3", "http://www.w3.org/1999/xlink"
METS, PREMIS = "METS.xml", "metadata/preservation/premis.xml"
PAYLOAD = "data/"

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

for prefix, namespace in (("mets", METS_NS), ("premis", PREMIS_NS), ("xlink", XLINK_NS)):
    ET.register_namespace(prefix, namespace)


def premis(record: Record, names: Sequence[str], rows: Sequence[LogRow]) -> bytes:
    """PREMIS: an object for each rendition (digest, size, form, from what it was made), an event for each act of the log, its agents."""
    root = ET.Element(f"{{{PREMIS_NS}}}premis", {"version": "3.0"})
    files = {item.name: name for name, item in zip(names, record.renditions, strict=True)}
    for name, item in zip(names, record.renditions, strict=True):
        _object(root, name, item, files.get(item.derived_from))
    for row in rows:
        event = _child(root, "event")
        _identifier(event, "event", "audit log row", str(row.seq))
        _child(event, "eventType", row.action)
        _child(event, "eventDateTime", row.time)
        _child(_child(event, "eventOutcomeInformation"), "eventOutcome", row.outcome)
        link = _child(event, "linkingAgentIdentifier")
        _child(link, "linkingAgentIdentifierType", "account")
        _child(link, "linkingAgentIdentifierValue", row.actor)
    for actor in sorted({row.actor for row in rows}):
        agent = _child(root, "agent")
        _identifier(agent, "agent", "account", actor)
    return _written(root)


def _object(root: ET.Element, name: str, item: Rendition, source: str | None) -> None:
    kind = "{http://www.w3.org/2001/XMLSchema-instance}type"
    made = _child(root, "object")
    made.set(kind, "premis:file")
    _identifier(made, "object", "file", PAYLOAD + name)
    told = _child(made, "objectCharacteristics")
    fixity = _child(told, "fixity")
    _child(fixity, "messageDigestAlgorithm", "SHA-256")
    _child(fixity, "messageDigest", item.sha256.hex)
    _child(told, "size", str(item.size))
    _child(_child(_child(told, "format"), "formatDesignation"), "formatName", item.media_type)
    _child(made, "originalName", item.name)
    if source:
        relation = _child(made, "relationship")
        _child(relation, "relationshipType", "derivation")
        _child(relation, "relationshipSubType", "has source")
        _identifier(relation, "relatedObject", "file", PAYLOAD + source)


def mets(record: Record, names: Sequence[str], tags: Mapping[str, bytes], made: tuple[datetime, str]) -> bytes:
    """METS: the package's other description files by digest, every payload file, and how they hang together.

    *made* is when and by which office the package was made.
    """
    when, office = made
    root = ET.Element(f"{{{METS_NS}}}mets", {"OBJID": record.id, "TYPE": "Textual works", "LABEL": _plain(record.title)})
    header = _part(root, "metsHdr", CREATEDATE=_stamp(when), RECORDSTATUS="NEW")
    agent = _part(header, "agent", ROLE="CREATOR", TYPE="ORGANIZATION")
    _part(agent, "name").text = _plain(office)
    administrative = _part(root, "amdSec", ID="amd-1")
    for place, (path, data) in enumerate(sorted(tags.items()), start=1):
        section = _part(administrative, "digiprovMD", ID=f"dig-{place}", STATUS="CURRENT", CREATED=_stamp(when))
        kind = "PREMIS" if path == PREMIS else "OTHER"
        reference = _part(section, "mdRef", LOCTYPE="URL", MDTYPE=kind, **({} if kind == "PREMIS" else {"OTHERMDTYPE": "GAZETTE"}))
        media = "text/xml" if path.endswith(".xml") else "application/json"
        _point(reference, path, (hashlib.sha256(data).hexdigest(), len(data), media, when))
    files = _part(_part(root, "fileSec"), "fileGrp", ID="grp-1", USE="Representations")
    tree = _part(_part(root, "structMap", TYPE="PHYSICAL", LABEL="CSIP"), "div", ID="div-1", LABEL=record.id)
    _part(tree, "div", ID="div-2", LABEL="Metadata", ADMID=" ".join(f"dig-{place}" for place in range(1, len(tags) + 1)))
    forms = _part(tree, "div", ID="div-3", LABEL="Representations")
    for place, (name, item) in enumerate(zip(names, record.renditions, strict=True), start=1):
        file = _part(files, "file", ID=f"file-{place}")
        _described(file, (item.sha256.hex, item.size, item.media_type, item.created))
        _part(file, "FLocat", LOCTYPE="URL", **_link(PAYLOAD + name))
        _part(forms, "fptr", FILEID=f"file-{place}")
    return _written(root)


def _point(reference: ET.Element, path: str, told: tuple[str, int, str, datetime]) -> None:
    for name, value in _link(path).items():
        reference.set(name, value)
    _described(reference, told)


def _described(element: ET.Element, told: tuple[str, int, str, datetime]) -> None:
    digest, size, media, created = told
    values = {"MIMETYPE": media, "SIZE": str(size), "CREATED": _stamp(created), "CHECKSUM": digest, "CHECKSUMTYPE": "SHA-256"}
    for name, value in values.items():
        element.set(name, value)


def _link(path: str) -> dict[str, str]:
    return {f"{{{XLINK_NS}}}type": "simple", f"{{{XLINK_NS}}}href": path}


def _part(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{METS_NS}}}{name}", attributes)


def _child(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, f"{{{PREMIS_NS}}}{name}")
    made.text = _plain(text) if text is not None else None
    return made


def _identifier(parent: ET.Element, of: str, kind: str, value: str) -> None:
    identifier = _child(parent, f"{of}Identifier")
    _child(identifier, f"{of}IdentifierType", kind)
    _child(identifier, f"{of}IdentifierValue", value)


def _plain(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _written(root: ET.Element) -> bytes:
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text
