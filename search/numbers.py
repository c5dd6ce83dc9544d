"""Document numbers (`12/2023/QĐ-UBND`) as search terms, whatever way they are spelt (Decree 30/2020/NĐ-CP, Annex I).

A number is indexed as a small set of terms: its ordinal `n12`, its year `y2023` and each part of its symbol `sqd`, `subnd`.
Every spelling of a query gives some of these terms, so a number is found by any part that names it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.vietnamese import Syllable, exact, normalise, syllables

KIND_SYMBOLS = {
    "nghi quyet": "nq", "quyet dinh": "qd", "chi thi": "ct", "quy che": "qc", "quy dinh": "qyd", "thong cao": "tc",
    "thong bao": "tb", "huong dan": "hd", "chuong trinh": "ctr", "ke hoach": "kh", "phuong an": "pa", "de an": "da",
    "bao cao": "bc", "bien ban": "bb", "to trinh": "ttr", "hop dong": "hd", "cong dien": "cd", "giay moi": "gm",
    "nghi dinh": "nd", "thong tu": "tt", "van ban hop nhat": "vbhn", "phap lenh": "pl", "thong tu lien tich": "ttlt",
}  # fmt: skip
SYMBOLS = {
    *KIND_SYMBOLS.values(), "ubnd", "hdnd", "ttg", "cp", "qh", "ubtvqh", "ctn", "vpcp", "vp", "tw", "tu", "snv", "stc", "bnv", "btc",
    "tandtc", "vksndtc", "hdbt", "l", "kl", "cv", "sy", "mttq", "ubmttq", "hdtp", "vx", "nc", "ttdt", "hctc", "tcbc", "bct",
    "bca", "bqp", "btp", "byt", "bgddt", "bxd", "btnmt", "bkhdt", "btttt", "bgtvt", "bnnptnt", "bldtbxh", "vbhn",
}  # fmt: skip
_ORDINAL = re.compile(r"(\d{1,6})([a-z]?)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SYMBOL = re.compile(r"[a-z]+\d{0,3}")
_SO = {"so", exact("số")}
_LONGEST_KIND = max(len(name.split()) for name in KIND_SYMBOLS)


@dataclass(frozen=True)
class Mention:
    """A document number found in a query: the syllables `start` to `end` (exclusive) and the index terms they stand for.

    `sure` when it can hardly be anything else (a slash, the word "số", a known symbol).
    """

    start: int
    end: int
    terms: frozenset[str]
    sure: bool


def number_terms(number: str, year: int | None = None) -> set[str]:
    """The index terms of a document's own number; `year` is the year of issue when the number does not tell it."""
    pieces = [syllable.folded for syllable in syllables(normalise(number))]
    if not pieces:
        return set()
    terms = {f"y{year}"} if year else set()
    ordinals = [piece for piece in pieces if _ORDINAL.fullmatch(piece)]
    terms.update(_ordinal_term(piece) for piece in ordinals[:1])
    terms.update(f"y{piece}" for piece in ordinals[1:] if _YEAR.fullmatch(piece))
    symbols = [piece for piece in pieces if not piece[0].isdigit()]
    terms.update(f"s{symbol}" for symbol in symbols)
    terms.update(f"s{symbol.rstrip('0123456789')}" for symbol in symbols)
    terms.update(f"s{first}{second}" for first, second in pairwise(symbols))
    terms.add(full_term(number))
    return terms


def full_term(number: str) -> str:
    """The one term that only this whole number has."""
    pieces = [syllable.folded for syllable in syllables(normalise(number))]
    return "=" + "/".join([piece.lstrip("0") or "0" for piece in pieces[:1]] + pieces[1:])


def order_key(number: str, year: int | None) -> int:
    """Sort key of a number: its year, then its ordinal; a document without a number comes last."""
    match = re.search(r"\d{1,6}", number)
    return ((year or 0) * 1_000_000 + int(match.group())) if match else 0


def find_numbers(text: str, items: Sequence[Syllable]) -> list[Mention]:
    """The document numbers mentioned in a query, left to right and not overlapping."""
    mentions, at = [], 0
    while at < len(items):
        mention = _mention(text, items, at)
        if mention:
            mentions.append(mention)
        at = mention.end if mention else at + 1
    return mentions


def _ordinal_term(piece: str) -> str:
    return "n" + (piece.lstrip("0") or "0")


def _mention(text: str, items: Sequence[Syllable], start: int) -> Mention | None:
    if start and text[items[start - 1].end : items[start].start].strip() == "/":  # the middle of a date
        return None
    kind, at = _leading_kind(items, start)
    said = at < len(items) and items[at].exact in _SO
    at += said
    if at >= len(items) or not _ORDINAL.fullmatch(items[at].folded):
        return None
    terms = {_ordinal_term(items[at].folded)}
    terms.update({f"s{kind}"} if kind else ())
    end, slash, year, symbols = _tail(text, items, at)
    if not (said or kind or year or symbols):
        return None
    terms.update({f"y{year}"} if year else ())
    terms.update(f"s{symbol}" for symbol in symbols)
    return Mention(start, end, frozenset(terms), bool(slash or said or symbols))


def _leading_kind(items: Sequence[Syllable], start: int) -> tuple[str, int]:
    for length in range(_LONGEST_KIND, 0, -1):
        folded = [item.folded for item in items[start : start + length]]
        if len(folded) < length:
            continue
        kind = KIND_SYMBOLS.get(" ".join(folded)) or (folded[0] if length == 1 and folded[0] in KIND_SYMBOLS.values() else "")
        if kind:
            return kind, start + length
    return "", start


def _tail(text: str, items: Sequence[Syllable], at: int) -> tuple[int, bool, str | None, list[str]]:
    """What follows the ordinal: where it ends, whether a slash was written, the year and the symbols."""
    slash, end = False, at + 1
    year: str | None = None
    symbols: list[str] = []
    while end < len(items):
        between = text[items[end - 1].end : items[end].start].strip()
        piece = items[end].folded
        if between not in {"", "/", "-", "–", "—"}:
            break
        joined = between != ""
        if (
            year is None
            and not symbols
            and piece == "nam"
            and not joined
            and end + 1 < len(items)
            and _YEAR.fullmatch(items[end + 1].folded)
        ):
            year, end = items[end + 1].folded, end + 2
            continue
        if year is None and not symbols and between in {"", "/"} and _YEAR.fullmatch(piece):
            year = piece
        elif _SYMBOL.fullmatch(piece) and (joined or piece.rstrip("0123456789") in SYMBOLS or piece in SYMBOLS):
            symbols.append(piece)
        else:
            break
        slash = slash or between == "/"
        end += 1
    return end, slash, year, symbols
