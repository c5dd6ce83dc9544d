"""The names of WordprocessingML (ISO/IEC 29500) that this room looks for."""

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
VML = "urn:schemas-microsoft-com:vml"
OFFICE = "urn:schemas-microsoft-com:office:office"


def w(name: str) -> str:
    """The qualified name of *name* in the main Word namespace."""
    return f"{{{WORD}}}{name}"


VAL = w("val")
ALTERNATE = f"{{{COMPATIBILITY}}}AlternateContent"
CHOICE = f"{{{COMPATIBILITY}}}Choice"
FALLBACK = f"{{{COMPATIBILITY}}}Fallback"
R_ID = f"{{{RELATIONSHIPS}}}id"
R_EMBED = f"{{{RELATIONSHIPS}}}embed"
R_LINK = f"{{{RELATIONSHIPS}}}link"


def child(element: etree._Element, tag: str) -> etree._Element | None:
    """The first child called *tag*: what ``find`` gives for a path of one step, in a fifth of the time where it stands first."""
    for one in element:
        if one.tag == tag:
            return one
    return None


def on(value: str | None) -> bool:
    """A toggle's value (ST_OnOff): absent means on."""
    return value not in ("0", "false", "off", "none")


def number(value: str | None, default: int = 0) -> int:
    """A whole number as written in an attribute; *default* when it is none."""
    if value is None:
        return default
    try:
        return int(float(value))
    except (ValueError, OverflowError):
        return default


def points(value: str | None, default: float = 0.0) -> float:
    """A measure in points: plain numbers are twentieths of a point, strict files write ``12pt``, ``1in``, ``2cm`` …"""
    if value is None:
        return default
    for unit, size in (("pt", 1.0), ("in", 72.0), ("cm", 28.3465), ("mm", 2.83465), ("pc", 12.0), ("pi", 12.0)):
        if value.endswith(unit):
            return _float(value[:-2], default / size) * size
    return _float(value, default * 20) / 20


def _float(value: str, default: float) -> float:
    try:
        result = float(value)
    except ValueError:
        return default
    return result if abs(result) < 1e7 else default
