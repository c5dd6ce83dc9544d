"""Bytes behind the first signature that no revision accounts for: all must be listed objects, cross-reference sections or white space."""
# mypy: disable-error-code="no-untyped-call"

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef, XRefSectionData, XRefSectionMetaInfo

from signing.findings import Finding

_BLANK = b" \t\r\n\f\x00"
# Some software writes its own name as a comment between the trailer and the marker.
_END = re.compile(rb"[\s\x00]*(?:endobj[\s\x00]*)?(?:%(?!PDF-|%EOF)[^\r\n]*[\s\x00]*){0,5}startxref[\s\x00]+(\d{1,12})[\s\x00]+%%EOF")
_OBJECT_END = re.compile(rb"[\s\x00]*endobj")
_COMMENT = re.compile(rb"%(?!PDF-|%EOF)[^\r\n]*")


@dataclass(frozen=True)
class _Revision:
    number: int
    listed: XRefSectionData
    place: XRefSectionMetaInfo


def unclaimed(data: bytes, reader: PdfFileReader, ends: Sequence[int]) -> list[Finding]:
    """V054 when bytes behind the first signature belong to no object that a revision lists, or an update reaches back over it.

    ends   where the signed ranges end, in bytes
    """
    if reader.xrefs.hybrid_xrefs_present:  # (told as V016: such a file is two files already)
        return []
    first = min(ends, default=len(data))
    revisions = _revisions(reader)
    later = [revision for revision in revisions if revision.place.start_location >= first]
    claims = [_section(data, reader, revision) for revision in revisions]
    claims += [claim for revision in later for claim in _objects(data, reader, revision, first)]
    for start, stop in _gaps(sorted(claims), first, len(data)):
        if _COMMENT.sub(b"", data[start:stop]).strip(_BLANK):
            return [Finding("V054", detail=f"bytes {start} to {stop}")]
    strange = next((what for revision in later for what in (*_packed(reader, revision), *_reaching_back(reader, revision, first))), None)
    return [Finding("V054", detail=strange)] if strange else []


def _revisions(reader: PdfFileReader) -> list[_Revision]:
    xrefs = reader.xrefs
    return [_Revision(n, xrefs.get_xref_data(n), xrefs.get_xref_container_info(n)) for n in range(reader.total_revisions)]


def _section(data: bytes, reader: PdfFileReader, revision: _Revision) -> tuple[int, int]:
    """The place of a cross-reference section with its trailer, up to its end marker."""
    place = revision.place
    if place.stream_ref is None:
        stream = io.BytesIO(data)
        stream.seek(place.end_location)
        generic.DictionaryObject.read_from_stream(stream, generic.TrailerReference(reader))
        start, stop = data.rfind(b"xref", 0, place.start_location + 1), stream.tell()
    else:
        start, stop = place.start_location, place.end_location
    marker = _END.match(data, stop)
    return start, marker.end() if marker and int(marker[1]) == place.declared_startxref else stop


def _objects(data: bytes, reader: PdfFileReader, revision: _Revision, first: int) -> Iterable[tuple[int, int]]:
    for number, (generation, offset) in revision.listed.standard_xrefs.items():
        if offset >= first:
            yield offset, _object_end(data, reader, generic.Reference(number, generation, reader), offset)


def _object_end(data: bytes, reader: PdfFileReader, reference: generic.Reference, offset: int) -> int:
    try:
        reader._read_object(reference, offset, never_decrypt=True)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # (an object that cannot be read claims nothing)
        return offset
    stop = reader.stream.tell()
    closing = _OBJECT_END.match(data, stop)
    told = data.rfind(b"endobj", offset, stop)
    return closing.end() if closing else told + len(b"endobj") if told >= 0 else offset


def _gaps(claims: Sequence[tuple[int, int]], start: int, stop: int) -> Iterable[tuple[int, int]]:
    for begin, end in claims:
        if begin > start:
            yield start, begin
        start = max(start, end)
    if stop > start:
        yield start, stop


def _packed(reader: PdfFileReader, revision: _Revision) -> Iterable[str]:
    """Objects inside an object stream that the revision does not list there: a reader that repairs would see them."""
    for number in revision.listed.obj_streams_used:
        stream: Any = reader.get_object(generic.Reference(number, 0, reader), revision=revision.number)
        count, body = int(stream["/N"]), bytes(stream.data)
        inside = [int(n) for n in body[: int(stream["/First"])].split()[: 2 * count : 2]]
        listed = {idnum for idnum, at in revision.listed.xrefs_in_objstm.items() if at.obj_stream_id == number}
        if set(inside) - listed or len(inside) != len(set(inside)):
            yield f"object stream {number}"


def _reaching_back(reader: PdfFileReader, revision: _Revision, first: int) -> Iterable[str]:
    """Entries that give an object a place inside what was signed where it did not stand before."""
    for number, (generation, offset) in revision.listed.standard_xrefs.items():
        if offset < first:
            before = reader.xrefs.get_historical_ref(generic.Reference(number, generation, reader), revision.number - 1)
            if before != offset:
                yield f"object {number} at {offset}"
    for number, at in revision.listed.xrefs_in_objstm.items():
        if at.obj_stream_id not in revision.listed.standard_xrefs:
            before = reader.xrefs.get_historical_ref(generic.Reference(number, 0, reader), revision.number - 1)
            if before != ObjStreamRef(at.obj_stream_id, at.ix_in_stream):
                yield f"object {number} in stream {at.obj_stream_id}"
