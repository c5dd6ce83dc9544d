"""Two slow steps of the libraries taken quickly in the fenced child, with the same results: hexadecimal strings, comparable names."""
# mypy: disable-error-code="no-untyped-call"

import binascii
import re
from functools import lru_cache
from typing import Any, BinaryIO

from asn1crypto import x509
from pyhanko.pdf_utils import generic

_BLANK = b" \n\r\t\f\x00"
_PLAIN = re.compile(rb"<([0-9A-Fa-f \n\r\t\f\x00]*)>")
# Short strings are many, signature values few: looked for first in a little, then in much.
_WINDOWS = (1 << 9, 1 << 18)
# Longer names are prepared anew each time: strangers' names shall not fill the memory.
_NAME = 256

_slow_string = generic.read_hex_string_from_stream
_slow_name = x509.NameTypeAndValue._ldap_string_prep


def hasten() -> None:
    """Put the quick steps in place for the rest of this process."""
    generic.read_hex_string_from_stream = hexadecimal
    x509.NameTypeAndValue._ldap_string_prep = prepared


def hexadecimal(stream: BinaryIO) -> Any:
    """A hexadecimal string read at once; one that holds anything but digits and white space is left to the library."""
    place = stream.tell()
    for window in _WINDOWS:
        found = _PLAIN.match(stream.read(window))
        stream.seek(place)
        if found is not None:
            stream.seek(place + found.end())
            digits = found[1].translate(None, _BLANK)
            return generic.pdf_string(binascii.unhexlify(digits + b"0" * (len(digits) % 2)))
    return _slow_string(stream)


def prepared(one: x509.NameTypeAndValue, text: str) -> str:
    """A part of a name as RFC 4518 compares it; the same few names are compared again and again."""
    return _remembered(text) if len(text) <= _NAME else _slow_name(one, text)


@lru_cache(4096)
def _remembered(text: str) -> str:
    return str(_slow_name(None, text))
