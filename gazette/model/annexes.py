"""Annexes in files of their own: how they are named among a document's files, and how many there may be."""

import re

MOST = 20
"""How many a document may have."""

_NAMED = re.compile(r"(?P<waiting>cho-ky-)?phu-luc-(?P<number>[1-9]|1\d|20)")


def signed_format(number: int) -> str:
    """The format name of a signed annex, and its name in addresses."""
    return f"phu-luc-{number}"


SIGNED_FORMATS = tuple(signed_format(number) for number in range(1, MOST + 1))
"""The formats of all signed annexes."""


def waiting_format(number: int) -> str:
    """The format name of an annex that waits for its signature; never public."""
    return f"cho-ky-phu-luc-{number}"


def annex_number(format: str) -> int | None:
    """Which annex a format names, signed or waiting; None when it names none."""
    found = _NAMED.fullmatch(format)
    return int(found["number"]) if found else None


def is_waiting(format: str) -> bool:
    """Whether a format names an annex that waits for its signature."""
    found = _NAMED.fullmatch(format)
    return found is not None and found["waiting"] is not None
