"""XML as the descriptions in packages are written: no control characters, moments in UTC, indented."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def stamp(moment: datetime) -> str:
    """A moment as ``xs:dateTime`` in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(root: ET.Element) -> bytes:
    """The document in UTF-8, with its declaration."""
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text
