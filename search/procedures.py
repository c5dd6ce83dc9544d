"""Codes of administrative procedures as search terms, however much of one is written (Decree 63/2010/NĐ-CP; the national base).

`1.001234.000.00.00.H56` is the procedure 1.001234 as the province H56 handles it: it is found by the whole code and by the national
one. Codes of the base before 2019 (`T-APH-123456-TT`) are found whole.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

NATIONAL, OLD = r"\d\.\d{6}", r"[TB]-[A-Z]{2,6}-\d{6}-TT(?:-[A-Z]{2})?"
_TAIL = r"(?:\.\d{2,3}){0,3}(?:\.[A-Z]\d{2,3}(?:\.\d{2,3}){0,3})?"
_CODE = re.compile(rf"(?<![\w.,/-])(?:(?P<national>{NATIONAL}){_TAIL}|{OLD})(?![\w/-]|[.,]\d)", re.IGNORECASE | re.ASCII)
_BEGUN = re.compile(rf"\d\.\d{{1,6}}|(?:{NATIONAL})[.\w]*|[TB]-[A-Z]{{2,6}}-[\w-]*", re.IGNORECASE | re.ASCII)
_HINT = re.compile(r"\.\d{6}|-TT")  # begins with a letter, so that a long text without a code costs next to nothing
ANY = "*"
"""The term of every entry that names a procedure."""


class Code(NamedTuple):
    """A code in a text: where it stands, and how it is written."""

    start: int
    end: int
    written: str

    @property
    def term(self) -> str:
        """Its index term."""
        return self.written.lower()


def codes_in(text: str) -> Iterator[Code]:
    """The codes written in a text, as they stand."""
    for match in _CODE.finditer(text):
        yield Code(match.start(), match.end(), match.group())


def procedure_terms(*texts: str) -> set[str]:
    """The index terms of the procedures that the texts name: whole codes and national codes; empty when there is none."""
    found = [match for text in texts if _HINT.search(text) for match in _CODE.finditer(text)]
    terms = {term for match in found for term in (match.group(), match["national"]) if term}
    return {ANY, *(term.lower() for term in terms)} if terms else set()


def national(code: str) -> str:
    """The national code in a term; empty when it has none, or is nothing else."""
    match = _CODE.fullmatch(code)
    return match["national"] if match and match["national"] and match["national"] != code else ""


def begun(typed: str) -> str:
    """The beginning of a term in what somebody is typing; empty when it is no code."""
    return typed.lower() if _BEGUN.fullmatch(typed) else ""
