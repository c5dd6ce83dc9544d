"""What the start of a row says: Phần, Chương, Mục, Tiểu mục, Điều, khoản, điểm, and the labels of outlines."""

import re
from dataclasses import dataclass

from gazette.model.naming import IN_WORDS, in_words

_SPACE = r"[\s\u00ad\u200b-\u200f\u2060\ufeff]*+"
_Q = _SPACE + r"(?P<quote>[“”\"«‘']{0,2})" + _SPACE
_ROMAN = r"[IVXLC]+"
_PART = re.compile(
    _Q + r"(?:Phần|PHẦN)\s+(?P<n>(?:[Tt]hứ|THỨ)\s+\w+(?:\s+(?:một|MỘT|hai|HAI|ba|BA))?|" + _ROMAN + r"(?![\w])|\d{1,2}[a-zđ]?)"
    r"\s*[.:\-–]?(?=\s|$)"
)
_CHAPTER = re.compile(_Q + r"(?:Chương|CHƯƠNG)\s+(?P<n>(?:" + _ROMAN + r"|\d{1,3})\s?(?:[a-zđ]\b)?|(?:thứ|THỨ)\s+\w+)\s*[.:\-–]?(?=\s|$)")
_SECTION = re.compile(
    _Q + r"(?:Mục|MỤC)\s+(?P<n>(?:\d{1,3}|" + _ROMAN + r")[a-zđ]?(?=\s*[.:\-–]?(?:\s|$))|[A-ZĐ](?=\s*[.:\-–]?\s*(?:\n|$)))\s*[.:\-–]?"
)
_SUBSECTION = re.compile(_Q + r"(?:Tiểu [Mm]ục|TIỂU MỤC)\s+(?P<n>(?:\d{1,3}|" + _ROMAN + r")[a-zđ]?)\s*[.:\-–]?(?=\s|$)")
_ARTICLE_WORD = r"(?:[ĐÐ]iều|ĐIỀU|(?P<misspelt>[ĐÐD][iíìỉ][êềếểệ][nuùú]\.?))"
_ARTICLE = re.compile(
    _Q + _ARTICLE_WORD + _SPACE
    + r"(?:(?:thứ|THỨ)\s+(?P<said>\d{1,3}(?!\w)|(?i:" + IN_WORDS + r")(?!\w))|(?P<n>\d{1,4}\s?(?:[a-zđ]{1,2}\d?\b)?))"
    + r"\s*(?P<point>[.:]|[-–—](?=\s*[^\W\d_a-zà-ỹ])|$|(?=\s))"
)  # fmt: skip
_CLAUSE = re.compile(_Q + r"(?P<n>\d{1,3}[a-zđ]?\d?)\s*(?P<sign>[.)/]|[-–](?=\s*[^\W\d]))(?!\d)\s*")
_BARE_CLAUSE = re.compile(_Q + r"(?P<n>\d{1,2})\s+(?=(?P<first>[^\W\d_]))")
_POINT = re.compile(_Q + r"(?P<n>[a-zđ]{1,2}\d{0,2})\s*(?P<sign>[)/.]|[-–](?=\s*(?P<first>[^\W\d_])))\s*")
_DECIMAL = re.compile(
    _Q + r"(?P<n>(?:\d{1,2}|[IVX]{1,5}|[A-ZĐ])(?:\.\d{1,2}){1,4})(?:\s*[.):/]?\s+|\s?[-–]\s*(?=[^\W\d])|[.)](?=[^\W\d_]{2}))"
)
_ROMAN_ITEM = re.compile(_Q + r"(?!V/[vV](?!\w))(?P<n>" + _ROMAN + r")\s*[.)/\-–:]\s*(?=\S)")
_LETTER_ITEM = re.compile(_Q + r"(?P<n>[A-ZĐ])\s*[.)/\-–:]\s+(?=\S)")
_DASH = re.compile(r"\s*(?P<n>[-–—+*•])\s*(?=[^\W\d_])")
_LOW = re.compile(_Q + r"(?:\d|[A-ZĐIVX]{1,5}\.\d|[a-zđ]{1,2}\d{0,2}\s*[)/.\-–])|\s*[-–—+*•]")
_BEFORE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff“”\"«‘'"
LETTERS = ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"]
"""The letters of điểm, in order (Decree 30/2020, Annex I)."""
PLAIN_LETTERS = [chr(code) for code in range(ord("a"), ord("z") + 1)]
"""The alphabet that careless writers number điểm by: without đ, with f and j."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a row: its style, its number as printed, and where the text after it begins.

    ``pointed`` False says that the sign after the number is not the prescribed one (``1-``, ``a.``, ``Điều 5`` without a point,
    a misspelt ``Điền 5.``): such a label counts only where it continues the numbers before it.
    """

    style: str
    number: str
    end: int
    quoted: bool = False
    pointed: bool = True


_NAMED = (
    ("P", _PART, "part"),
    ("C", _CHAPTER, "chapter"),
    ("M", _SECTION, "section"),
    ("T", _SUBSECTION, "subsection"),
)


def heading_label(raw: str) -> Label | None:
    """The label of a Phần, Chương, Mục, Tiểu mục or Điều at the start of *raw*, or None."""
    start = raw[:8].lstrip(_BEFORE)[:1]
    if start in "ĐÐD":
        match = _ARTICLE.match(raw)
        return _article(match, raw) if match else None
    for letter, pattern, style in _NAMED:
        if start == letter:
            match = pattern.match(raw)
            if match:
                return Label(style, match.group("n").strip(), match.end(), bool(match.group("quote")))
    return None


def _article(match: re.Match[str], raw: str) -> Label | None:
    pointed = (bool(match.group("point")) or not raw[match.end() :].strip()) and not match.group("misspelt")
    said = match.group("said")
    number = match.group("n").replace(" ", "") if said is None else said if said.isdecimal() else str(in_words(said))
    return Label("article", number, match.end(), bool(match.group("quote")), pointed)


def may_be_low(raw: str) -> bool:
    """Whether *raw* may open with the label of anything below an Điều: a quick look, for most words are no label."""
    return _LOW.match(raw) is not None


def clause_label(raw: str) -> Label | None:
    """A khoản label (``1.``) at the start of *raw*, or None; ``1.1`` is none."""
    match = _CLAUSE.match(raw)
    if not match or match.group("sign") != ".":
        return None
    return Label("clause", match.group("n"), match.end(), bool(match.group("quote")))


def loose_clause_label(raw: str) -> Label | None:
    """A khoản label of old or careless texts (``1-``, ``1/``, ``1)``, or a bare ``1`` before a capital) at the start of *raw*, or None."""
    match = _CLAUSE.match(raw)
    if match is None:
        match = _BARE_CLAUSE.match(raw)
        if match is None or not match.group("first").isupper():
            return None
    return Label("clause", match.group("n"), match.end(), bool(match.group("quote")), pointed=False)


def bare(label: Label, raw: str) -> bool:
    """True when nothing but white space stands between the number of *label* and the text."""
    return raw[: label.end].rstrip().endswith(label.number)


def point_label(raw: str) -> Label | None:
    """A điểm label (``a)``, ``đ)``, ``a1)``, old ``a.``, ``a/`` and ``a-``) at the start of *raw*, or None."""
    match = _POINT.match(raw)
    if not match or (len(match.group("n").rstrip("0123456789")) > 1 and match.group("sign") != ")"):
        return None
    if match.group("first") and not match.group("first").isupper():
        return None
    return Label("point", match.group("n"), match.end(), bool(match.group("quote")), match.group("sign") == ")")


def dash_label(raw: str) -> Label | None:
    """A tiết sign (dash, plus) at the start of *raw*, or None."""
    match = _DASH.match(raw)
    return Label("dash", match.group("n"), match.end()) if match else None


def decimal_label(raw: str) -> Label | None:
    """A number of two or more figures (``1.1.``, ``2.3.1``) at the start of *raw*, or None."""
    match = _DECIMAL.match(raw)
    return Label("decimal", match.group("n"), match.end(), bool(match.group("quote"))) if match else None


_OUTLINE = (("decimal", _DECIMAL), ("roman", _ROMAN_ITEM), ("letter", _LETTER_ITEM))


def outline_label(raw: str) -> Label | None:
    """A label of an outline at the start of *raw* (``I.``, ``A.``, ``1.1.``, ``1.``, ``a)``), or None."""
    for style, pattern in _OUTLINE:
        match = pattern.match(raw)
        if match:
            return Label(style, match.group("n"), match.end(), bool(match.group("quote")))
    match = _CLAUSE.match(raw)
    if match:
        return Label("clause", match.group("n"), match.end(), bool(match.group("quote")))
    return point_label(raw)
