"""The words of drawings that have a part of their own: SmartArt (ISO/IEC 29500-1 part 21.4) and charts (21.2), as a text box."""

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from gazette.word.names import DRAWING, R_ID, RELATIONSHIPS, w
from gazette.word.package import Package, Relationship

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_DRAWN = "http://schemas.microsoft.com/office/drawing/2008/diagram"
_EXTENDED = "http://schemas.microsoft.com/office/drawing/2014/chartex"
CHART, DIAGRAM = f"{{{_CHART}}}chart", f"{{{_DIAGRAM}}}relIds"
_EXTENDED_CHART = f"{{{_EXTENDED}}}chart"
KINDS = {CHART: "chart", DIAGRAM: "SmartArt", _EXTENDED_CHART: "chart"}
# Each value of a chart becomes a piece of text, and a chart may be shown again and again.
_WEIGHT = 4
_P, _T, _BR = (f"{{{DRAWING}}}{name}" for name in ("p", "t", "br"))
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def lines_of(element: etree._Element, package: Package, links: Mapping[str, Relationship]) -> list[str]:
    """The words that *element*, one of ``KINDS``, shows, line by line; none when its parts are missing or damaged."""
    if element.tag == DIAGRAM:
        data = _part(links.get(element.get(f"{{{RELATIONSHIPS}}}dm", "")), package)
        return [] if data is None else _diagram(data, package, links)
    chart = _part(links.get(element.get(R_ID, "")), package)
    if chart is None:
        return []
    return list(_extended(chart) if element.tag == _EXTENDED_CHART else _chart(chart))


def typed(element: etree._Element) -> list[str]:
    """The paragraphs of DrawingML text in *element*, empty ones left out."""
    return [text for text in map(_paragraph, element.iter(_P)) if text.strip()]


def text_box(lines: Iterable[str]) -> etree._Element:
    """*lines* as the content of a Word text box, one paragraph each."""
    box = etree.Element(w("txbxContent"))
    for line in lines:
        run = etree.SubElement(etree.SubElement(box, w("p")), w("r"))
        for number, piece in enumerate(line.split("\t")):
            if number:
                etree.SubElement(run, w("tab"))
            etree.SubElement(run, w("t"), {_XML_SPACE: "preserve"}).text = piece
    return box


def _part(arrow: Relationship | None, package: Package) -> etree._Element | None:
    return None if arrow is None or arrow.external else package.sound_tree(arrow.target, weight=_WEIGHT)


def _diagram(data: etree._Element, package: Package, links: Mapping[str, Relationship]) -> list[str]:
    """The text as Word last drew it, in the order of the shapes; the bare entries when no drawing was kept."""
    kept = next(data.iter(f"{{{_DRAWN}}}dataModelExt"), None)
    drawing = None if kept is None else _part(links.get(kept.get("relId", "")), package)
    bodies = [] if drawing is None else list(drawing.iter(f"{{{_DRAWN}}}txBody"))
    return [line for body in bodies or data.iter(f"{{{_DIAGRAM}}}t") for line in typed(body)]


def _chart(root: etree._Element) -> Iterator[str]:
    for title in root.iter(f"{{{_CHART}}}title"):
        yield from typed(title) or filter(None, [" ".join(_cached(title))])
    categories: list[str] = []
    for series in root.iter(f"{{{_CHART}}}ser"):
        named = _cached(series.find(f"{{{_CHART}}}tx"))
        found = _cached(_first(series, "cat", "xVal"))
        if found and found != categories:
            categories = found
            yield "\t".join(found)
        values = [_shown(value) for value in _cached(_first(series, "val", "yVal"))]
        line = "\t".join((*named, *values))
        if line:
            yield line


def _extended(root: etree._Element) -> Iterator[str]:
    yield from typed(root)
    for level in root.iter(f"{{{_EXTENDED}}}lvl"):
        yield "\t".join(point.text or "" for point in level)


def _first(series: etree._Element, *names: str) -> etree._Element | None:
    return next((found for name in names if (found := series.find(f"{{{_CHART}}}{name}")) is not None), None)


def _cached(element: etree._Element | None) -> list[str]:
    """The values the chart keeps of its sheet."""
    return [] if element is None else [value.text for value in element.iter(f"{{{_CHART}}}v") if value.text]


def _shown(value: str) -> str:
    """A number without the digits that binary arithmetic left behind it."""
    try:
        return f"{float(value):.10g}"
    except ValueError:
        return value


def _paragraph(element: etree._Element) -> str:
    return "".join(" " if piece.tag == _BR else piece.text or "" for piece in element.iter(_T, _BR))
