"""Structural checks that the PDF library does not make: bytes nobody follows, hidden signatures, shared values, odd ranges, scripts."""
# mypy: disable-error-code="no-untyped-call"

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import parser
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from signing.findings import Finding

_BLANK = b" \t\r\n\f\x00"
# Names may be written with #xx escapes; a plain search would miss /B#79teRange.
_BYTE_RANGE = re.compile(
    rb"/(?:B|#42)(?:y|#79)(?:t|#74)(?:e|#65)(?:R|#52)(?:a|#61)(?:n|#6[eE])(?:g|#67)(?:e|#65)[\s\x00]*\[([^\]]{0,200})\]"
)
_SCRIPT = re.compile(rb"/(?:J|#4[aA])(?:a|#61)(?:v|#76)(?:a|#61)(?:S|#53)(?:c|#63)(?:r|#72)(?:i|#69)(?:p|#70)(?:t|#74)[^A-Za-z0-9]")
_AUTOMATIC = re.compile(rb"/(?:A|#41)(?:A|#41)[\s\x00]*(?:<<|\d{1,10}[\s\x00]+\d{1,5}[\s\x00]+R)")
_STARTXREF = re.compile(rb"startxref[\s\x00]+(\d{1,12})[\s\x00]+%%EOF")
_HARMLESS = ("/GoTo", "/Named")
# Square points; a stamp or a seal is far smaller, half a page of A4 is 250 000.
_LARGEST_STAMP = 120_000
_LONGEST_CHAIN = 50


@dataclass(frozen=True)
class SignedField:
    """A filled signature field as the PDF gives it, before anything in it is believed."""

    name: str
    value: Any
    reference: tuple[int, int] | None
    holder: Any = None


def trailing(data: bytes, reader: PdfFileReader) -> list[Finding]:
    """V010 when anything but white space follows the end marker that the reader starts from (incremental saving attacks)."""
    start = reader.last_startxref
    ends = [m for m in _STARTXREF.finditer(data) if int(m[1]) == start]
    if not ends:
        return [Finding("V010", detail="no end marker for the cross-reference section in use")]
    rest = data[ends[0].end() :]
    return [Finding("V010", detail=f"{len(rest)} bytes")] if rest.strip(_BLANK) else []


def chains(data: bytes, reader: PdfFileReader) -> list[Finding]:
    """V017 when the file holds an end marker for a revision that the reader's chain does not reach."""
    known = {reader.xrefs.get_startxref_for_revision(n) for n in range(reader.total_revisions)} | {0, reader.last_startxref}
    strange = sorted({int(m[1]) for m in _STARTXREF.finditer(data)} - known)
    return [Finding("V017", detail=f"startxref {strange[0]}")] if strange else []


def hidden(data: bytes, fields: Sequence[SignedField]) -> list[Finding]:
    """V011 when the raw bytes hold a /ByteRange that belongs to no reachable signature field (signature stripping, wrapping)."""
    strange = ranges(data, fields)
    return [Finding("V011", detail=f"ByteRange {list(strange[0][1])}")] if strange else []


def ranges(data: bytes, known: Sequence[SignedField]) -> list[tuple[int, tuple[int, ...]]]:
    """Each /ByteRange in the raw bytes that belongs to none of the known fields, with the place where it stands."""
    reachable = {_numbers_of(field) for field in known}
    found = [(m.start(), tuple(int(n) for n in re.findall(rb"-?\d{1,15}", m[1]))) for m in _BYTE_RANGE.finditer(data)]
    return [one for one in found if one[1] not in reachable]


def shared(fields: Sequence[SignedField]) -> list[Finding]:
    """V012 for each field whose signature value an earlier field already uses."""
    seen: set[object] = set()
    findings = []
    for field in fields:
        marks: set[object] = {("reference", field.reference)} if field.reference else set()
        marks |= {("range", _numbers_of(field))} if _numbers_of(field) else set()
        if marks & seen:
            findings.append(Finding("V012", field.name))
        seen |= marks
    return findings


def shape(data: bytes, field: SignedField) -> list[Finding]:
    """V013 unless the range is [0 a b c], inside the file, and the gap from a to b is the /Contents string, filled up with zeros."""
    numbers = _numbers_of(field)
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:
        return [Finding("V013", field.name, f"ByteRange {list(numbers)}")]
    _, end, start, length = numbers
    if not (0 < end < start and start + length <= len(data) and length > 0):
        return [Finding("V013", field.name, f"ByteRange {list(numbers)}")]
    gap = data[end:start]
    try:
        told = field.value.raw_get("/Contents")
        content = bytes(told) if isinstance(told, bytes) else told.original_bytes
        same = gap[:1] == b"<" and gap[-1:] == b">" and bytes.fromhex(gap[1:-1].decode("ascii")) == content
    except (AttributeError, KeyError, ValueError):
        same = False
    if not same:
        return [Finding("V013", field.name, "the gap is not the signature value")]
    return [] if _only_zeros_behind(content) else [Finding("V013", field.name, "something stands behind the signature value")]


def _only_zeros_behind(content: bytes) -> bool:
    """Whether the room that was kept for the value holds nothing else; no signature protects what stands there."""
    try:
        told = parser.parse(content)
    except ValueError:
        return True
    return not content[sum(map(len, told[3:])) :].strip(b"\x00")


def scripts(data: bytes, reader: PdfFileReader) -> list[Finding]:
    """V014 when the document runs scripts or actions by itself; V015 when it carries attachments."""
    root = reader.root
    names = _get(root, "/Names")
    runs = _acts(_get(root, "/OpenAction")) or "/AA" in root or _get(names, "/JavaScript") is not None
    runs = runs or _get(_get(root, "/AcroForm"), "/XFA") is not None
    runs = runs or any(_SCRIPT.search(part) or _AUTOMATIC.search(part) for part in (data, *_packed(reader)))
    found = [Finding("V014")] if runs else []
    if _get(names, "/EmbeddedFiles") is not None:
        found.append(Finding("V015"))
    return found


def _acts(action: Any) -> bool:
    """Whether an action, or one that follows it, does more than turn pages."""
    waiting = [action]
    for _ in range(_LONGEST_CHAIN):
        if not waiting:
            return False
        one = waiting.pop()
        if not isinstance(one, generic.DictionaryObject):
            continue
        if str(_get(one, "/S")) not in _HARMLESS:
            return True
        following = _get(one, "/Next")
        waiting += [n.get_object() for n in following] if isinstance(following, generic.ArrayObject) else [following]
    return True


def _packed(reader: PdfFileReader) -> Iterable[bytes]:
    """The object streams, unpacked: what is in them cannot be found in the raw bytes."""
    used = {(r.idnum, r.generation): r for n in range(reader.total_revisions) for r in reader.xrefs.object_streams_used_in(n)}
    for reference in used.values():
        stream: Any = reader.get_object(reference)
        yield bytes(stream.data)


def ends(fields: Sequence[SignedField]) -> list[int]:
    """Where the signed ranges of the usual shape end, in bytes from the beginning of the file."""
    return [numbers[2] + numbers[3] for numbers in map(_numbers_of, fields) if len(numbers) == 4]


def covering(fields: Sequence[SignedField], stamps: Collection[str], first: str) -> list[Finding]:
    """V018 for a time stamp that shows a picture, and for a signature after the first whose picture is larger than any stamp.

    stamps   names of the fields that hold document time stamps
    first    the field signed first, which belongs to the page that was signed; empty when somebody else prepared that page
    """
    found = []
    for field in fields:
        shown = max((_area(widget) for widget in _widgets(field.holder)), default=0.0)
        if shown > (0.0 if field.name in stamps else _LARGEST_STAMP) and (field.name in stamps or field.name != first):
            found.append(Finding("V018", field.name))
    return found


def unsigned_pictures(reader: PdfFileReader, signed: int) -> list[Finding]:
    """V018 for each field made after revision `signed` that nobody has signed and that shows something on a page (sneaky signatures)."""
    found = []
    for name, _, reference in enumerate_sig_fields(reader, filled_status=False):
        new = reader.xrefs.get_introducing_revision(reference) > signed
        if new and any(_area(widget) for widget in _widgets(reference.get_object())):
            found.append(Finding("V018", str(name)))
    return found


def _widgets(holder: Any) -> list[Any]:
    kids = _get(holder, "/Kids")
    return [holder, *(kid.get_object() for kid in kids)] if isinstance(kids, generic.ArrayObject) else [holder]


def _area(widget: Any) -> float:
    corners = _get(widget, "/Rect")
    if (_get(widget, "/AP") is None and _get(widget, "/MK") is None) or not isinstance(corners, generic.ArrayObject) or len(corners) != 4:
        return 0.0
    left, low, right, high = (float(n) for n in corners)
    return abs(right - left) * abs(high - low)


def _get(holder: object, key: str) -> Any:
    if not isinstance(holder, generic.DictionaryObject):
        return None
    try:
        return holder[key]
    except (KeyError, PdfError):
        return None


def _numbers_of(field: SignedField) -> tuple[int, ...]:
    try:
        ranges: Iterable[Any] = field.value["/ByteRange"]
        return tuple(int(n) for n in ranges)
    except (KeyError, TypeError, ValueError, PdfError):
        return ()
