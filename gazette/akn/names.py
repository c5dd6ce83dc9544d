"""Names in Akoma Ntoso: namespaces, FRBR addresses, and ASCII eIds by the naming convention."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from gazette.model.draft import Draft, Provision, text_of
from gazette.model.kinds import KINDS
from gazette.model.text import fold_space, slug, without_accents

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
GZ = "https://gazette.invalid/ns/1"
NSMAP = {None: AKN, "gz": GZ}
UNKNOWN_DATE = "1000-01-01"

PREFIXES = {
    "part": "part",
    "chapter": "chp",
    "section": "sec",
    "subsection": "subsec",
    "article": "art",
    "clause": "clause",
    "point": "point",
    "hcontainer": "hcontainer",
}
_ROMAN = re.compile(r"^(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_WORDS = {
    "nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_TRAILING = re.compile(r"[\s.:)/\]-]+$")
_LABELLED = re.compile(r"(?:phần|chương|mục|tiểu mục|điều)\s*(?:thứ\s+)?(?:số\s+)?(.*)$", re.DOTALL)
_ROMAN_LETTERED = re.compile(r"^([ivxlcdm]+)([a-z]?)$")
_NOT_NAME = re.compile(r"[^a-z0-9]+")


def tag(name: str) -> str:
    """*name* in the Akoma Ntoso namespace, as lxml writes it."""
    return f"{{{AKN}}}{name}"


def local(element_tag: object) -> str:
    """The local name of an element's tag; empty for comments and processing instructions."""
    return element_tag.rpartition("}")[2] if isinstance(element_tag, str) else ""


def roman(text: str) -> int | None:
    """The value of a Roman number, or None."""
    low = text.lower()
    if not _ROMAN.match(low):
        return None
    values = [_VALUES[char] for char in low]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def number_name(label: str, level: str) -> str:
    """The ASCII name of a printed label: ``Chương IV`` is ``4``, ``Điều 12a.`` is ``12a``, ``đ)`` is ``dd``; empty when it has none."""
    folded = fold_space(label).lstrip("“”\"'(« ")
    low = folded.lower().replace("ð", "đ")
    match = _LABELLED.match(low) if level not in ("clause", "point") else None
    core = _TRAILING.sub("", without_accents((match.group(1) if match else low).replace("đ", "dd")))
    if level in ("part", "chapter", "section", "subsection"):
        lettered = _ROMAN_LETTERED.match(core)
        value = roman(lettered.group(1)) if lettered else None
        if lettered and value:
            return f"{value}{lettered.group(2)}"
        value = _in_words(core)
        if value:
            return str(value)
    return _NOT_NAME.sub("-", core).strip("-")


def _in_words(core: str) -> int | None:
    words = core.split()
    if not words or any(word not in _WORDS for word in words) or len(words) > 2:
        return None
    if len(words) == 2:
        return 10 + _WORDS[words[1]] if words[0] == "muoi" else None
    return _WORDS[words[0]]


@dataclass(slots=True)
class EIds:
    """Gives out the eIds of one document: each once, a second claim gets ``-2``."""

    taken: set[str] = field(default_factory=set)
    counters: dict[str, int] = field(default_factory=dict)

    def claim(self, wanted: str) -> str:
        """*wanted*, or *wanted* with the first free ``-n``."""
        if wanted not in self.taken:
            self.taken.add(wanted)
            return wanted
        number = self.counters.get(wanted, 1) + 1
        while f"{wanted}-{number}" in self.taken:
            number += 1
        self.counters[wanted] = number
        self.taken.add(f"{wanted}-{number}")
        return f"{wanted}-{number}"

    def counted(self, parent: str, prefix: str) -> str:
        """The next ``parent__prefix_n``."""
        base = under(parent, prefix)
        number = self.counters.get(base + "#", 0) + 1
        self.counters[base + "#"] = number
        return self.claim(f"{base}_{number}")

    def provision(self, parent: str, provision: Provision) -> str:
        """The eId of *provision* below *parent*."""
        prefix = PREFIXES[provision.level]
        name = "" if provision.level == "hcontainer" else number_name(text_of(provision.num), provision.level)
        return self.claim(under(parent, f"{prefix}_{name}")) if name else self.counted(parent, prefix)


def under(parent: str, name: str) -> str:
    """*name* below *parent*, joined by two low lines."""
    return f"{parent}__{name}" if parent else name


def work_uri(draft: Draft) -> str:
    """The FRBR work address of *draft* (``/akn/vn/act/quyet-dinh/…``); unknown parts are ``nodate`` and ``nonumber``."""
    kind = draft.kind or "van-ban"
    day = draft.date.isoformat() if draft.date else "nodate"
    number = slug(draft.number.replace("/", "-")) if draft.number else "nonumber"
    return f"/akn/vn/{work_type(kind)}/{kind}/{draft.issuer_slug or 'unknown'}/{day}/{number or 'nonumber'}"


def work_type(kind: str | None) -> str:
    """``act`` for kinds built by Điều, else ``doc``."""
    found = KINDS.get(kind or "")
    return found.work if found else "doc"


def joined(values: Iterable[str]) -> str:
    """The non-empty *values* as class tokens."""
    return " ".join(value for value in values if value)
