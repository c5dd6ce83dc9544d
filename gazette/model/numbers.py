"""The grammar of document numbers: ``12/2023/QĐ-UBND``, ``05-CT/TW``, blanks and old forms."""

import re
from dataclasses import dataclass, replace

from gazette.model.kinds import kind_of_symbol
from gazette.model.text import nfc, slug

_UPPER = "A-ZĐÂĂÊÔƠƯÐ"
_LOWER = "a-zđâăêôơưð"
_DASH = r"[-‐‑–—−]"
_ORG = rf"(?:TTg|(?:[{_UPPER}]|(?<=[{_UPPER}])[{_LOWER}]{{1,2}}(?![{_LOWER}]))+)(?:&[{_UPPER}]+)*\d{{0,3}}"
_GROUPS = rf"{_ORG}(?:\s{{0,2}}{_DASH}\s{{0,2}}{_ORG}|\s?/\s?{_ORG}|\.{_ORG})*(?:(?:\.|{_DASH})\d{{1,4}}(?![\d/]))?"
_ORDINAL = rf"\d{{1,6}}[{_LOWER}Z]?"
_YEAR = r"(?:19|20)\d\d|\d\d"
_STATE = re.compile(rf"(?P<n>{_ORDINAL})\s{{0,3}}/\s{{0,3}}(?:(?P<y>{_YEAR})\s{{0,3}}/\s{{0,3}})?(?P<s>{_GROUPS})")
_PARTY = re.compile(rf"(?P<n>{_ORDINAL})\s?{_DASH}\s?(?P<s>{_GROUPS})")
_SPACED = re.compile(rf"(?P<n>{_ORDINAL})\s(?P<s>{_ORG}(?=\s?(?:{_DASH}|/)){_GROUPS[len(_ORG) :]})")
_BLANK = re.compile(rf"[\s.…_]*/\s?(?:(?P<y>(?:19|20)\d\d)\s?/\s?)?(?P<s>{_GROUPS})")
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "Ð": "Đ", "ð": "đ"})
_SPACE = re.compile(r"\s+")
_IN_SMALL = re.compile(rf"{_ORDINAL}\s?[/-]\s?(?:\d{{4}}\s?/\s?)?(?P<first>[{_LOWER}]{{2,4}})(?:[-/][{_LOWER}]{{2,10}})+")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number as printed and as read; ``ordinal`` is empty while the number is still a blank to be filled.

    ``raw`` is the printed text, ``ordinal`` such as ``12`` or ``30c``, ``year`` the year within the number, ``symbol`` the
    letters after it (``QĐ-UBND``, ``CT/TW``).
    """

    raw: str
    ordinal: str
    symbol: str
    year: int | None = None
    party: bool = False

    @property
    def key(self) -> str:
        """The form for comparing: capitals, no spaces, one kind of dash, Đ for the look-alike Ð."""
        return number_key(self.raw)

    @property
    def slug(self) -> str:
        """The number as an ASCII name: ``12-2023-qd-ubnd``."""
        return slug(self.raw.translate(_DASHES))

    @property
    def groups(self) -> tuple[str, ...]:
        """The letters of the symbol one by one: ``QĐ``, ``UBND``."""
        return tuple(part for part in re.split(r"[-/]", number_key(self.symbol)) if part)


def number_key(raw: str) -> str:
    """*raw* for comparing: NFC, capitals, spaces out, dashes unified, Ð as Đ."""
    return tidy_number(raw).upper()


def tidy_number(raw: str) -> str:
    """*raw* as it should be printed: NFC, no spaces, one kind of dash, Đ for the look-alike Ð; its letters as they are."""
    return _SPACE.sub("", nfc(raw)).translate(_DASHES)


def parse_number(text: str) -> DocumentNumber | None:
    """The number that *text* is, wholly; None when it is no number (domain: Decree 30/2020, Law 64/2025, party papers)."""
    raw = nfc(text).strip()
    for pattern in (_STATE, _PARTY, _SPACED, _BLANK):
        match = pattern.fullmatch(raw)
        if match:
            return _number(match, pattern is _PARTY)
    small = _IN_SMALL.fullmatch(raw)
    if small and kind_of_symbol((small.group("first"),)) is not None:
        found = parse_number(raw.upper())
        return replace(found, raw=raw) if found else None
    return None


def number_at(text: str, at: int) -> int | None:
    """Where the number ends that begins at *at* in *text*; None when none begins there."""
    for pattern in (_STATE, _PARTY, _SPACED, _IN_SMALL):
        match = pattern.match(text, at)
        if match and (pattern is not _IN_SMALL or parse_number(match.group(0)) is not None):
            return match.end()
    return None


def find_number(text: str) -> DocumentNumber | None:
    """The first complete number inside *text*, or None."""
    clean = nfc(text)
    match = _STATE.search(clean) or _PARTY.search(clean)
    return _number(match, match.re is _PARTY) if match else None


def blank_number(text: str) -> DocumentNumber | None:
    """The reserved number at the start of *text* (``     /QĐ-UBND``): an empty ordinal and its symbol; None when there is none."""
    match = _BLANK.match(nfc(text))
    return _number(match, party=False) if match else None


def _number(match: re.Match[str], party: bool) -> DocumentNumber:
    groups = match.groupdict()
    year = groups.get("y")
    return DocumentNumber(
        raw=match.group(0).strip(),
        ordinal=groups.get("n") or "",
        symbol=groups["s"],
        year=int(year) if year and len(year) == 4 else None,
        party=party,
    )
