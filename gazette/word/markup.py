"""The one XML parser of this room: no entities, no document types, no network, no giant trees."""

import re
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
_WIDE = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_FEED = 1 << 15  # larger stretches leave the processor's cache before they are read
_LARGEST_BLOCK = 32 * 1024 * 1024  # its tree takes up to 25 times that


def parse(data: bytes, part: str) -> etree._Element:
    """The root of *data*; ``Refusal`` W007 when it is not well formed, W008 when it declares a document type."""
    try:
        return etree.fromstring(prepared(data, part), _parser())
    except etree.XMLSyntaxError as error:
        raise Refusal("W007", part=part, reason=_reason(error)) from None
    except (ValueError, LookupError) as error:
        raise Refusal("W007", part=part, reason=type(error).__name__) from None


def stream(data: bytes, part: str, container: str) -> Iterator[etree._Element]:
    """The finished children of the first *container* element, each emptied and cut off the tree once it was handed out.

    A document of any length so needs the memory of one stretch of it; one block beyond 32 MiB is refused (W005). Other errors
    as for :func:`parse`.
    """
    parser = etree.XMLPullParser(events=("start",), tag=container, **_OPTIONS)  # type: ignore[arg-type]
    try:
        yield from _pull(parser, prepared(data, part))
    except etree.XMLSyntaxError as error:
        raise Refusal("W007", part=part, reason=_reason(error)) from None
    except (ValueError, LookupError) as error:
        raise Refusal("W007", part=part, reason=type(error).__name__) from None


def prepared(data: bytes, part: str) -> bytes:
    """*data* as any XML parser may have it: UTF-8, no document type (``Refusal`` W008), strict OOXML as transitional (ISO/IEC 29500-1)."""
    data = _as_utf8(data)
    if b"<!DOCTYPE" in data:
        raise Refusal("W008", part=part)
    if _STRICT in data:
        for strict, loose in _TRANSITIONAL:
            data = data.replace(strict, loose)
    return data


def _as_utf8(data: bytes) -> bytes:
    codec = next((codec for mark, codec in _WIDE if data.startswith(mark)), None)
    if codec is None:
        return data.lstrip(b" \t\r\n").rstrip(b"\x00")
    return _DECLARATION.sub("", data.decode(codec), count=1).encode()


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
    waiting = 0
    for start in range(0, len(data), _FEED):
        parser.feed(data[start : start + _FEED])
        if body is None:
            body = next((element for _, element in parser.read_events()), None)
        waiting = 0 if body is not None and len(body) > 1 else waiting + _FEED
        if waiting > _LARGEST_BLOCK:
            raise Refusal("W005", reason=f"one block > {_LARGEST_BLOCK} bytes")
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


def _reason(error: etree.XMLSyntaxError) -> str:
    return (error.msg or "XML").split("\n")[0][:120]
