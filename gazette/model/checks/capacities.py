"""In which capacity a text is signed, against the signer's title (Decree 30/2020/NĐ-CP, Article 13 and Annex I)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from gazette.model.agencies import capitals
from gazette.model.checks.check import Found
from gazette.model.checks.reading import Reading
from gazette.model.draft import Signer


@dataclass(frozen=True, slots=True)
class CapacityRule:
    """What stands behind a capacity's letters: a body, or the head's post; and whether the signer is the head's deputy (None: either)."""

    for_a_body: bool
    deputy: bool | None = None


RULES: Mapping[str, CapacityRule] = {
    "TM": CapacityRule(for_a_body=True),
    "KT": CapacityRule(for_a_body=False, deputy=True),
    "TL": CapacityRule(for_a_body=False, deputy=False),
    "TUQ": CapacityRule(for_a_body=False),
    "Q": CapacityRule(for_a_body=False),
}
_LETTERS = re.compile(r"(?<!\w)(?:(?P<right>TM|KT|TL|TUQ|Q)\.|(?P<wrong>T[./]?M|K[./]?T|T[./]?L|T[./]?U[./]?Q)[./]?)\s*(?=\w)")
_BODY = re.compile(r"(?:ỦY BAN|UBND|HỘI ĐỒNG|HĐND|THƯỜNG TRỰC|CHÍNH PHỦ|QUỐC HỘI|ĐẢNG ỦY|BAN (?!GIÁM ĐỐC))")
_POST = re.compile(r"(?:PHÓ )?(?:CHỦ TỊCH|(?:TỔNG )?GIÁM ĐỐC|BỘ TRƯỞNG|CHÁNH VĂN PHÒNG|TRƯỞNG|CỤC TRƯỞNG|VỤ TRƯỞNG)(?!\w)")
_PEOPLES = re.compile(r"(?:ỦY BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND)(?!\w)")
_PRESIDES = re.compile(r"(?<!\w)(?:CHỦ TỊCH|CHỦ TỌA|CHỦ TRÌ|ỦY VIÊN|THƯ KÝ)(?!\w)")
_DEPUTY = re.compile(r"(?:PHÓ|THỨ TRƯỞNG)(?!\w)")


@dataclass(frozen=True, slots=True)
class _Capacity:
    """The letters of a capacity, as the decree writes them or not, and for whom they are."""

    letters: str
    written: str
    whom: str


def capacity_against_title(reading: Reading) -> Iterator[Found]:
    """Letters before what they do not stand before (``TM.`` a post, ``KT.`` a body), or a title that they do not go with."""
    for signer in reading.signers:
        title = capitals(signer.title or "")
        if title and (any(_is_wrong(one, title) for one in _capacities(signer.capacity)) or _is_strange(signer, title)):
            yield _told(signer)


def deputy_without_capacity(reading: Reading) -> Iterator[Found]:
    """A deputy who signs for a body, or with nothing before the title, without saying in whose place."""
    in_place = any(_LETTERS.match(capitals(line.text)) for line in reading.own("conclusions"))
    for signer in reading.signers:
        found = _capacities(signer.capacity)
        stated = any(one.letters != "TM" for one in found) or (not found and (in_place or bool(signer.capacity)))
        if _DEPUTY.match(capitals(signer.title or "")) and not stated:
            yield _told(signer)


def capacity_misspelt(reading: Reading) -> Iterator[Found]:
    """Letters of a capacity that are not written as the decree writes them: ``T/M``, ``KT`` without its point."""
    for signer in reading.signers:
        for one in _capacities(signer.capacity):
            if one.written != f"{one.letters}.":
                yield Found("conclusions", {"printed": one.written, "right": f"{one.letters}."})


def capacities_of(capacity: str) -> frozenset[str]:
    """The letters of the capacities in the words before a title."""
    return frozenset(one.letters for one in _capacities(capacity))


def _capacities(capacity: str | None) -> list[_Capacity]:
    """The capacities in the words before a title, in their order: ``TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH`` has two."""
    text = " ".join((capacity or "").upper().split())
    found = list(_LETTERS.finditer(text))
    ends = (one.start() for one in found[1:])
    return [
        _Capacity(re.sub(r"\W", "", one[0]), one[0].strip(), capitals(text[one.end() : end]))
        for one, end in zip_longest(found, ends, fillvalue=None)
        if one
    ]


def _is_wrong(one: _Capacity, title: str) -> bool:
    rule = RULES[one.letters]
    if (_POST if rule.for_a_body else _BODY).match(one.whom):
        return True
    if one.letters == "KT":
        return bool(_DEPUTY.match(one.whom)) or not _DEPUTY.match(title)
    return rule.deputy is False and title == f"PHÓ {one.whom}"


def _is_strange(signer: Signer, title: str) -> bool:
    """Whether somebody signs for a People's Committee or Council, and nothing says why, who does not preside over it."""
    found = _capacities(signer.capacity)
    return bool(title and len(found) == 1 and found[0].letters == "TM" and _PEOPLES.match(found[0].whom) and not _PRESIDES.search(title))


def _told(signer: Signer) -> Found:
    return Found("conclusions", {"capacity": signer.capacity or "", "title": signer.title or ""})
