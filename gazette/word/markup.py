"""The one XML parser of this room: no entities, no document types, no network, no giant trees."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from gazette.word.refusal import Refusal

_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", b"http://schemas.openxmlformats.org/drawingml/2006/picture"),
)
_FEED = 1 << 17


def parse(data: bytes, part: str) -> etree._Element:
    """The root of *data*; ``Refusal`` W007 when it is not well formed, W008 when it declares a document type."""
    _forbid_doctype(data, part)
    try:
        return etree.fromstring(transitional(data), _parser())
    except etree.XMLSyntaxError as error:
        raise Refusal("W007", part=part, reason=_reason(error)) from None
    except (ValueError, LookupError) as error:
        raise Refusal("W007", part=part, reason=type(error).__name__) from None


def stream(data: bytes, part: str, container: str) -> Iterator[etree._Element]:
    """The finished children of the first *container* element, each emptied and cut off the tree once it was handed out.

    A document of any length so needs the memory of one stretch of it. Errors as for :func:`parse`.
    """
    _forbid_doctype(data, part)
    parser = etree.XMLPullParser(events=("start",), tag=container, **_OPTIONS)  # type: ignore[arg-type]
    try:
        yield from _pull(parser, transitional(data))
    except etree.XMLSyntaxError as error:
        raise Refusal("W007", part=part, reason=_reason(error)) from None
    except (ValueError, LookupError) as error:
        raise Refusal("W007", part=part, reason=type(error).__name__) from None


def transitional(data: bytes) -> bytes:
    """*data* with the namespaces of strict OOXML (ISO/IEC 29500-1) as their transitional twins."""
    if _STRICT in data:
        for strict, loose in _TRANSITIONAL:
            data = data.replace(strict, loose)
    return data


_OPTIONS = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _parser() -> etree.XMLParser:
    return etree.XMLParser(**_OPTIONS)  # type: ignore[arg-type]


def _pull(parser: "etree.XMLPullParser", data: bytes) -> Iterator[etree._Element]:
    body: Any = None
    for start in range(0, len(data), _FEED):
        parser.feed(data[start : start + _FEED])
        if body is None:
            body = next((element for _, element in parser.read_events()), None)
        if body is not None:
            yield from _finished(body, keep=1)
    parser.close()
    if body is not None:
        yield from _finished(body, keep=0)


def _finished(body: etree._Element, keep: int) -> Iterator[etree._Element]:
    ready: list[etree._Element] = list(body)
    if keep:
        del ready[-keep:]
    yield from ready
    for element in ready:
        # Cutting off a large element whole takes lxml the square of its size; emptied, it costs nothing.
        element.clear()
    del body[: len(ready)]


def _forbid_doctype(data: bytes, part: str) -> None:
    if b"<!DOCTYPE" in data or any("<!DOCTYPE".encode(codec) in data[:65536] for codec in ("utf-16-le", "utf-16-be")):
        raise Refusal("W008", part=part)


def _reason(error: etree.XMLSyntaxError) -> str:
    return (error.msg or "XML").split("\n")[0][:120]
