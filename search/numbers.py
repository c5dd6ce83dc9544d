"""Document numbers (`12/2023/QĐ-UBND`) as search terms, whatever way they are spelt (Decree 30/2020/NĐ-CP, Annex I).

A number is indexed as a small set of terms: its ordinal `n12`, its year `y2023` and each part of its symbol `sqd`, `subnd`.
Every spelling of a query gives some of these terms, so a number is found by any part that names it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from search.vietnamese import Syllable, exact, fold_text, normalise, syllables

KIND_SYMBOLS = {
    "nghi quyet": "nq", "quyet dinh": "qd", "chi thi": "ct", "quy che": "qc", "quy dinh": "qyd", "thong cao": "tc",
    "thong bao": "tb", "huong dan": "hd", "chuong trinh": "ctr", "ke hoach": "kh", "phuong an": "pa", "de an": "da",
    "bao cao": "bc", "bien ban": "bb", "to trinh": "ttr", "hop dong": "hd", "cong dien": "cd", "giay moi": "gm",
    "nghi dinh": "nd", "thong tu": "tt", "van ban hop nhat": "vbhn", "phap lenh": "pl", "thong tu lien tich": "ttlt",
    "ket luan": "kl", "cong van": "cv", "lenh": "l", "sac lenh": "sl", "du an": "da", "luat": "luat", "bo luat": "boluat",
}  # fmt: skip
_NAMES = {"luat", "boluat"}  # laws have no symbol; these stand for them
SYMBOLS = {
    *KIND_SYMBOLS.values(), "ubnd", "hdnd", "ttg", "cp", "qh", "ubtvqh", "ctn", "vpcp", "vp", "tw", "tu", "snv", "stc", "bnv", "btc",
    "tandtc", "vksndtc", "hdbt", "l", "kl", "cv", "sy", "mttq", "ubmttq", "hdtp", "vx", "nc", "ttdt", "hctc", "tcbc", "bct",
    "bca", "bqp", "btp", "byt", "bgddt", "bxd", "btnmt", "bkhdt", "btttt", "bgtvt", "bnnptnt", "bldtbxh", "vbhn", "bkhcn",
    "bvhttdl", "bnnmt", "sgddt", "syt", "sxd", "sct", "sgtvt", "stnmt", "snnptnt", "snnmt", "skhdt", "sldtbxh", "stttt", "skhcn",
    "stp", "svhttdl", "vpubnd", "ctubnd", "tccb", "ktn", "kgvx", "bcd", "vpqh",
} - _NAMES  # fmt: skip
ORDINAL_FIGURES = 6
_ORDINAL = re.compile(r"(\d{1,6})([a-z]?)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SYMBOL = re.compile(r"[a-z]+\d{0,3}")
_GLUED = re.compile(r"(\d{1,6}?)((?:19|20)\d\d)?([a-z]{2,})(\d{0,3})")
_GLUED_KIND = re.compile(r"([a-z]+)(\d{1,6}[a-z]?)")
_STROKES = {ord(stroke): "/" for stroke in "\\⁄∕／"} | {ord(dash): "-" for dash in "_‐‑‒–—―−﹘﹣－"}
_BETWEEN = re.compile(r"[-/.,( ]*")
_JOINTS = {"", "/", "-", "."}
_SO = {"so", exact("số")}
_OF_SO = (["hieu"], ["ky", "hieu"], ["ki", "hieu"])
_LONGEST_KIND = max(len(name.split()) for name in KIND_SYMBOLS)
_KINDS = frozenset(symbol for symbol in KIND_SYMBOLS.values() if len(symbol) > 1)
_CENTURY = 45  # a year of two figures from here on is one of the last century


@dataclass(frozen=True)
class Mention:
    """A document number found in a query: the syllables `start` to `end` (exclusive) and the index terms they stand for.

    `core` are the syllables of the number alone, without its kind, the word "số" and a year added after it. `glued` are the terms of
    the same number with its symbols written as one; `full` is the term that only this very number has.
    `nearer` is a term that some acts with this number may have, which then stand first: its year. `sure` when it can hardly be
    anything else (a slash, the word "số", a known symbol). `kind` is the term of the kind that was said before it.
    """

    start: int
    end: int
    core: tuple[int, int]
    terms: frozenset[str]
    glued: frozenset[str]
    full: str
    nearer: str
    sure: bool
    kind: str = ""

    def without_kind(self) -> "Mention":
        """The same number whatever the kind of the act."""
        return replace(self, terms=self.terms - {self.kind}, glued=self.glued - {self.kind}, kind="")


class _Atom(NamedTuple):
    """A part of a number: its folded letters, its syllable, and what joins it to the part before.

    `joint` is a stroke, a dot or a comma, empty for spaces, None for what joins nothing. `toneless` when it has no mark but đ, as
    every symbol.
    """

    piece: str
    item: int
    joint: str | None
    toneless: bool


@dataclass
class _Read:
    """What has been read of a number so far; `at` is the next part, `end` the one after the number itself."""

    at: int
    ordinal: str
    year: str = ""
    symbols: list[str] = field(default_factory=list)
    sure: bool = False
    end: int = 0
    nearer: str = ""


def number_terms(number: str, year: int | None = None, kind: str = "") -> set[str]:
    """The index terms of a document's own number.

    `year` is the year of issue when the number does not tell it, `kind` the kind's name when its symbol does not stand in the number.
    """
    text = normalise(number)
    pieces = [atom.piece for atom in _atoms(text, list(syllables(text)))]
    if not pieces:
        return set()
    terms = {f"y{year}"} if year else set()
    terms.update(f"s{symbol}" for symbol in (KIND_SYMBOLS.get(fold_text(kind)),) if symbol)
    ordinals = [piece for piece in pieces if _ORDINAL.fullmatch(piece)]
    terms.update(_ordinal_term(piece) for piece in ordinals[:1])
    for piece in (_whole_year(piece) for piece in ordinals[1:]):
        terms.update((f"y{piece}", _dated(ordinals[0], piece)) if piece else ())
    symbols = [piece for piece in pieces if not piece[0].isdigit()]
    terms.update(f"s{symbol}" for symbol in symbols)
    terms.update(f"s{symbol.rstrip('0123456789')}" for symbol in symbols)
    terms.update(f"s{first}{second}" for first, second in pairwise(symbols))
    terms.add(f"s{''.join(symbols)}")
    return (terms - {"s"}) | {full_term(pieces)}


def full_term(pieces: Sequence[str]) -> str:
    """The one term that only this whole number has, however its parts are joined; the beginning of a number gives the beginning of it."""
    figures = [piece for piece in pieces if piece[0].isdigit()]
    told = [_plain(piece) if at == 0 else _whole_year(piece) or piece for at, piece in enumerate(figures)]
    return "=" + "/".join([*told, "".join(piece for piece in pieces if not piece[0].isdigit())])


def begun_term(pieces: Sequence[str]) -> str:
    """How the full terms of the numbers begin that go on from what was typed so far; empty when that is no number."""
    if not pieces or not pieces[0][0].isdigit():
        return ""
    if all(piece[0].isdigit() for piece in pieces):
        return "=" + "/".join([_plain(pieces[0]), *pieces[1:]])
    return full_term(pieces)


def order_key(number: str, year: int | None) -> int:
    """Sort key of a number: its year, then its ordinal; a document without a number comes last."""
    match = re.search(r"\d{1,6}", number)
    return ((year or 0) * 10**ORDINAL_FIGURES + int(match.group())) if match else 0


def year_of(word: str) -> str:
    """The year that a word is (`2023`); empty for every other word."""
    return word if _YEAR.fullmatch(word) else ""


def find_numbers(text: str, items: Sequence[Syllable]) -> list[Mention]:
    """The document numbers mentioned in a query, left to right and not overlapping."""
    atoms, mentions, at = _atoms(text, items), list[Mention](), 0
    while at < len(atoms):
        found = _mention(atoms, items, at)
        if found:
            mentions.append(found[0])
        at = found[1] if found else at + 1
    return mentions


def _atoms(text: str, items: Sequence[Syllable]) -> list[_Atom]:
    atoms: list[_Atom] = []
    for at, item in enumerate(items):
        between = text[items[at - 1].end : item.start].translate(_STROKES) if at else ","
        joint = between.strip()[:1] if _BETWEEN.fullmatch(between) else None
        for place, piece in enumerate(_split(item.folded)):
            atoms.append(_Atom(piece, at, "-" if place else joint, item.exact.replace("đ", "d") == item.folded))
    return atoms


def _split(piece: str) -> list[str]:
    """`nq50` as nq and 50, `2023qd` as 2023 and qd: where a number was written without its strokes."""
    if (match := _GLUED_KIND.fullmatch(piece)) and match[1] in _KINDS:
        return [match[1], match[2]]
    if (match := _GLUED.fullmatch(piece)) and _known(match[3]):
        return [part for part in (match[1], match[2], match[3] + match[4]) if part]
    return [piece]


def _known(letters: str) -> bool:
    """Whether these letters are known symbols, one or several without a joint."""
    return letters in SYMBOLS or any(letters[:cut] in SYMBOLS and _known(letters[cut:]) for cut in range(2, len(letters) - 1))


def _plain(piece: str) -> str:
    return piece.lstrip("0") or "0"


def _whole_year(piece: str) -> str:
    """`99` as 1999; empty for what is no year."""
    if len(piece) == 2 and piece.isdigit():
        return f"{19 if int(piece) >= _CENTURY else 20}{piece}"
    return piece if _YEAR.fullmatch(piece) else ""


def _ordinal_term(piece: str) -> str:
    return "n" + _plain(piece)


def _dated(ordinal: str, year: str) -> str:
    """The term of a number that itself tells its year."""
    return f"^{_plain(ordinal)}/{year}"


def _mention(atoms: Sequence[_Atom], items: Sequence[Syllable], start: int) -> tuple[Mention, int] | None:
    """The number that begins here, and the place of the next part."""
    if atoms[start].joint == "/":  # the middle of a date
        return None
    kind, at = _leading_kind(atoms, start)
    after = _after_so(atoms, items, at)
    said, at = after > at, after
    if at >= len(atoms) or not _ORDINAL.fullmatch(atoms[at].piece):
        return None
    read = _read(atoms, _Read(at + 1, atoms[at].piece))
    if not (said or kind or read.year or read.symbols):
        return None
    plain = {_ordinal_term(read.ordinal), *((f"s{kind}",) if kind else ()), *((f"y{read.year}",) if read.year else ())}
    return Mention(
        atoms[start].item,
        atoms[read.at - 1].item + 1,
        (atoms[at].item, atoms[read.end - 1].item + 1),
        frozenset({*plain, *(f"s{symbol}" for symbol in read.symbols)}),
        frozenset({*plain, *([f"s{''.join(read.symbols)}"] if read.symbols else [])}),
        full_term([read.ordinal, *([read.year] if read.year else []), *read.symbols]),
        read.nearer,
        read.sure or said or len(read.symbols) > 1 or bool(kind and read.symbols),
        f"s{kind}" if kind and kind not in read.symbols else "",
    ), read.at


def _leading_kind(atoms: Sequence[_Atom], start: int) -> tuple[str, int]:
    for length in range(_LONGEST_KIND, 0, -1):
        folded = [atom.piece for atom in atoms[start : start + length]]
        if len(folded) < length:
            continue
        short = length == 1 and folded[0] in _KINDS and atoms[start].toneless
        kind = KIND_SYMBOLS.get(" ".join(folded)) or (folded[0] if short else "")
        if kind:
            return kind, start + length
    return "", start


def _after_so(atoms: Sequence[_Atom], items: Sequence[Syllable], at: int) -> int:
    """The place after "số", "số hiệu", "số ký hiệu"; the same place where none of them stands."""
    if at >= len(atoms) or items[atoms[at].item].exact not in _SO:
        return at
    following = [atom.piece for atom in atoms[at + 1 : at + 3]]
    return at + 1 + next((len(words) for words in _OF_SO if following[: len(words)] == words), 0)


def _read(atoms: Sequence[_Atom], read: _Read) -> _Read:
    """Reads on after the ordinal: its year, its symbols, and a year that follows them."""
    while read.at < len(atoms) and atoms[read.at].joint in _JOINTS and (_take_year(atoms, read) or _take_symbol(atoms[read.at], read)):
        pass
    read.end = read.at
    if read.symbols and not read.year:
        _take_later_year(atoms, read)
    return read


def _take_year(atoms: Sequence[_Atom], read: _Read) -> bool:
    if read.year or read.symbols:
        return False
    (piece, _, joint, _), *rest = atoms[read.at : read.at + 3]
    if piece == "nam" and not joint and rest and _YEAR.fullmatch(rest[0].piece):
        read.year, read.at = rest[0].piece, read.at + 2
        return True
    symbol_follows = bool(rest) and bool(rest[0].joint) and bool(_SYMBOL.fullmatch(rest[0].piece))
    told = piece if _YEAR.fullmatch(piece) and (joint in {"", "/"} or symbol_follows) else ""
    told = told or (_whole_year(piece) if joint == "/" and symbol_follows else "")
    if not told:
        return False
    read.year, read.at, read.sure = told, read.at + 1, read.sure or joint == "/"
    read.nearer = _dated(read.ordinal, told)
    return True


def _take_symbol(atom: _Atom, read: _Read) -> bool:
    joined = atom.joint in {"/", "-"}
    known = atom.toneless and (_known(atom.piece.rstrip("0123456789")) or _known(atom.piece))
    if not _SYMBOL.fullmatch(atom.piece) or not (joined or known):
        return False
    read.symbols.append(atom.piece)
    read.at, read.sure = read.at + 1, read.sure or joined
    return True


def _take_later_year(atoms: Sequence[_Atom], read: _Read) -> None:
    """The year of issue as people add it (`12/QĐ-UBND năm 2023`, `12/QĐ-UBND/2023`): it brings an act nearer and is not asked for."""
    following = [atom.piece for atom in atoms[read.at : read.at + 2]]
    said = following[:1] == ["nam"]
    at = read.at + said
    if at >= len(atoms) or not _YEAR.fullmatch(atoms[at].piece) or (at + 1 < len(atoms) and atoms[at + 1].joint == "-"):
        return
    if all(atom.joint is not None for atom in atoms[read.at : at + 1]):
        read.nearer, read.at = f"y{atoms[at].piece}", at + 1
