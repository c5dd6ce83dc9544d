"""What the fenced child does faster than the libraries comes out as the libraries do it, odd input and errors included."""
# mypy: disable-error-code="no-untyped-call"

import io
from collections.abc import Callable
from typing import Any

from asn1crypto import x509
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic

from signing import swift

PIECES = st.sampled_from([b"0", b"aF", b"9c", b"FE", b" ", b"\n", b"\x00", b">", b"<", b"%", b"% x\n", b"g", b"\xff", b"", b"00" * 600])


def outcome(read: Callable[[Any], Any], data: bytes) -> tuple[Any, ...]:
    """What was read, as what, from which bytes, and where the reading stopped; or the error."""
    stream = io.BytesIO(b"12" + data)
    stream.seek(2)
    try:
        found = read(stream)
    except Exception as problem:
        return type(problem), str(problem)
    return type(found), found, getattr(found, "autodetected_encoding", None), stream.tell()


@given(st.lists(PIECES, max_size=12), st.booleans())
def test_a_hexadecimal_string_is_read_as_the_library_reads_it(pieces: list[bytes], closed: bool) -> None:
    data = b"<" + b"".join(pieces) + (b">" if closed else b"") + b" /Next"
    assert outcome(swift.hexadecimal, data) == outcome(generic.read_hex_string_from_stream, data)


def test_a_string_longer_than_the_windows_is_left_to_the_library() -> None:
    data = b"<" + b"ab" * 200_000 + b">"
    assert outcome(swift.hexadecimal, data) == outcome(generic.read_hex_string_from_stream, data)


@given(st.text(max_size=300))
def test_a_name_is_prepared_as_the_library_prepares_it(text: str) -> None:
    name = x509.NameTypeAndValue({"type": "common_name", "value": x509.DirectoryString("utf8_string", "x")})

    def prepared(how: Callable[[Any, str], str]) -> str | type[Exception]:
        try:
            return how(name, text)
        except (ValueError, IndexError) as problem:
            return type(problem)

    assert prepared(swift.prepared) == prepared(x509.NameTypeAndValue._ldap_string_prep)
