"""What would eat the machine ends with a report: nested, endless, swollen and crowded PDF files, within the fence's time and memory."""

import time
import zlib
from collections.abc import Callable

import pytest

from signing import TrustStore, Verdict, verify

_SECONDS = 20


def pdf(objects: list[bytes], *, root: bytes = b"<</Type/Catalog/Pages 2 0 R>>", trailer: bytes = b"") -> bytes:
    """A PDF with a catalogue, a page tree and the given objects from number 3 on."""
    bodies = [root, b"<</Type/Pages/Count 0/Kids[]>>", *objects]
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, rows)
    data += b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, start)
    return bytes(data)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def with_form(fields: bytes, objects: list[bytes]) -> bytes:
    return pdf(objects, root=b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]>>>>" % fields)


def bomb(layers: int) -> bytes:
    data = zlib.compress(b"\0" * 400_000_000, 9)
    for _ in range(layers):
        data = zlib.compress(data, 9)
    return data


def nested_arrays() -> bytes:
    return pdf([b"[" * 100_000 + b"]" * 100_000], root=b"<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>")


def nested_fields() -> bytes:
    """Each field the only child of the one before."""
    kids = [b"<</T(a)/Kids[%d 0 R]>>" % (number + 4) for number in range(5_000)]
    return with_form(b"3 0 R", [*kids, b"<</T(z)/FT/Sig>>"])


def fields_in_a_circle() -> bytes:
    return with_form(b"3 0 R", [b"<</T(a)/Kids[4 0 R]>>", b"<</T(b)/Kids[3 0 R]>>"])


def many_fields() -> bytes:
    places = b" ".join(b"%d 0 R" % number for number in range(3, 100_003))
    return with_form(places, [b"<</T(f%d)/FT/Sig>>" % number for number in range(100_000)])


def many_signatures() -> bytes:
    value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 9 99 9]/Contents<30820100>>>"
    places = b" ".join(b"%d 0 R" % number for number in range(3, 1_003))
    return with_form(places, [b"<</T(f%d)/FT/Sig/V %s>>" % (number, value) for number in range(1_000)])


def many_ranges() -> bytes:
    return pdf([b"<</ByteRange[0 %d %d 9]/Contents<%s>>>" % (n, n + 9, b"30" * 300) for n in range(2_000)])


def swollen_object_stream() -> bytes:
    packed = stream(bomb(0), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
    return pdf([packed, stream(bomb(1), b"/Filter[/FlateDecode/FlateDecode]")], root=b"<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>")


def tables_in_a_circle() -> bytes:
    made = pdf([])
    start = int(made.split()[-2])
    return made.replace(b"/Size 3>>", b"/Size 3/Prev %d>>" % start)


def a_long_chain_of_tables() -> bytes:
    data = bytearray(pdf([]))
    start = int(bytes(data).split()[-2])
    for _ in range(20_000):
        begin = len(data)
        data += b"xref\n0 0\ntrailer\n<</Root 1 0 R/Size 3/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (start, begin)
        start = begin
    return bytes(data)


def unfinished_words() -> bytes:
    return pdf([b"<</A" + b"(" * 2_000_000])


QUICK: tuple[Callable[[], bytes], ...] = (
    nested_arrays,
    fields_in_a_circle,
    many_signatures,
    many_ranges,
    swollen_object_stream,
    tables_in_a_circle,
    unfinished_words,
)
SLOW: tuple[Callable[[], bytes], ...] = (nested_fields, many_fields, a_long_chain_of_tables)


def ends_with_a_report(data: bytes) -> None:
    begun = time.monotonic()
    report = verify(data, TrustStore("trống"), offline=True)
    assert time.monotonic() - begun < _SECONDS + 5
    assert report.verdict is not Verdict.VALID
    assert report.findings


@pytest.mark.parametrize("made", QUICK, ids=lambda made: made.__name__)
def test_what_would_eat_the_machine_ends_with_a_report(made: Callable[[], bytes]) -> None:
    ends_with_a_report(made())


@pytest.mark.soak
@pytest.mark.parametrize("made", SLOW, ids=lambda made: made.__name__)
def test_what_takes_all_the_time_there_is_ends_with_a_report(made: Callable[[], bytes]) -> None:
    ends_with_a_report(made())
