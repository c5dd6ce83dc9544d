"""PREMIS 3 of a record: an object for each rendition, an event for each act of the log, an agent for each person."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from archive.markup import plain, written
from archive.register import Rendition
from archive.rows import LogRow

PREMIS_NS = "http://www.loc.gov/premis/v3"

ET.register_namespace("premis", PREMIS_NS)


def premis(objects: Sequence[tuple[str, Rendition]], rows: Sequence[LogRow] = ()) -> bytes:
    """What was kept (place, digest, size, form, from what it was made) and what was done to it.

    *objects* are the renditions with their places; one made from another that is not among them is said to be of its name only.
    """
    root = ET.Element(f"{{{PREMIS_NS}}}premis", {"version": "3.0"})
    places = {item.name: place for place, item in objects}
    for place, item in objects:
        _object(root, place, item, places.get(item.derived_from))
    for row in rows:
        _event(root, row)
    for actor in sorted({row.actor for row in rows}):
        _identifier(_child(root, "agent"), "agent", "account", actor)
    return written(root)


def _event(root: ET.Element, row: LogRow) -> None:
    event = _child(root, "event")
    _identifier(event, "event", "audit log row", str(row.seq))
    _child(event, "eventType", row.action)
    _child(event, "eventDateTime", row.time)
    _child(_child(event, "eventOutcomeInformation"), "eventOutcome", row.outcome)
    link = _child(event, "linkingAgentIdentifier")
    _child(link, "linkingAgentIdentifierType", "account")
    _child(link, "linkingAgentIdentifierValue", row.actor)


def _object(root: ET.Element, place: str, item: Rendition, source: str | None) -> None:
    made = _child(root, "object")
    made.set("{http://www.w3.org/2001/XMLSchema-instance}type", "premis:file")
    _identifier(made, "object", "file", place)
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
        _identifier(relation, "relatedObject", "file", source)


def _child(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, f"{{{PREMIS_NS}}}{name}")
    made.text = plain(text) if text is not None else None
    return made


def _identifier(parent: ET.Element, of: str, kind: str, value: str) -> None:
    identifier = _child(parent, f"{of}Identifier")
    _child(identifier, f"{of}IdentifierType", kind)
    _child(identifier, f"{of}IdentifierValue", value)
