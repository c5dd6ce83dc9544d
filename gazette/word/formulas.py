"""Turns formulas of Word (OMML, ISO/IEC 29500-1 part 22) into presentation MathML."""

from collections.abc import Callable
from html import escape

from lxml import etree

from gazette.model.blocks import Formula
from gazette.word.names import MATH, w

_NS = "http://www.w3.org/1998/Math/MathML"


def _m(name: str) -> str:
    return f"{{{MATH}}}{name}"


_VAL = _m("val")
_TEXTS = (_m("t"), w("t"))


def formula(element: etree._Element) -> Formula:
    """The formula in an ``m:oMath`` or ``m:oMathPara`` element, with its characters in reading order."""
    text = "".join(child.text or "" for child in element.iter(*_TEXTS))
    display = ' display="block"' if element.tag == _m("oMathPara") else ""
    return Formula(f'<math xmlns="{_NS}"{display}>{_row(element)}</math>', text)


def _row(element: etree._Element | None) -> str:
    parts = [] if element is None else [_piece(child) for child in element]
    return f"<mrow>{''.join(parts)}</mrow>"


def _piece(element: etree._Element) -> str:
    if not isinstance(element.tag, str) or element.tag.endswith("Pr"):
        return ""
    known = _PIECES.get(element.tag)
    if known is not None:
        return known(element)
    return "".join(_piece(child) for child in element) if len(element) else ""


def _part(element: etree._Element, name: str) -> str:
    return _row(element.find(_m(name)))


def _property(element: etree._Element, name: str, default: str) -> str:
    found = element.find(f"*/{_m(name)}")
    return default if found is None else found.get(_VAL, "")


def _text(element: etree._Element) -> str:
    text = "".join(child.text or "" for child in element if child.tag in _TEXTS)
    return "".join(_token(token) for token in _tokens(text))


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for char in text:
        kind = _kind(char)
        if tokens and kind != "mo" and _kind(tokens[-1][-1]) == kind:
            tokens[-1] += char
        else:
            tokens.append(char)
    return tokens


def _kind(char: str) -> str:
    if char.isdigit() or char in ".,":
        return "mn" if char.isdigit() else "mo"
    return "mi" if char.isalpha() else "mtext" if char.isspace() else "mo"


def _token(token: str) -> str:
    kind = _kind(token[0])
    return f"<{kind}>{escape(token)}</{kind}>"


def _of(tag: str, *names: str) -> Callable[[etree._Element], str]:
    return lambda element: f"<{tag}>{''.join(_part(element, name) for name in names)}</{tag}>"


def _operator(char: str) -> str:
    return f"<mo>{escape(char)}</mo>"


def _radical(element: etree._Element) -> str:
    degree = element.find(_m("deg"))
    if degree is None or not len(degree):
        return f"<msqrt>{_part(element, 'e')}</msqrt>"
    return f"<mroot>{_part(element, 'e')}{_row(degree)}</mroot>"


def _nary(element: etree._Element) -> str:
    limits = f"{_operator(_property(element, 'chr', '∫'))}{_part(element, 'sub')}{_part(element, 'sup')}"
    return f"<mrow><munderover>{limits}</munderover>{_part(element, 'e')}</mrow>"


def _delimited(element: etree._Element) -> str:
    left, right = _property(element, "begChr", "("), _property(element, "endChr", ")")
    between = _operator(_property(element, "sepChr", "|"))
    inside = between.join(_row(child) for child in element.findall(_m("e")))
    return f"<mrow>{_operator(left)}{inside}{_operator(right)}</mrow>"


def _matrix(element: etree._Element) -> str:
    rows = ("".join(f"<mtd>{_row(cell)}</mtd>" for cell in row.findall(_m("e"))) for row in element.findall(_m("mr")))
    return f"<mtable>{''.join(f'<mtr>{row}</mtr>' for row in rows)}</mtable>"


def _lines(element: etree._Element) -> str:
    rows = "".join(f"<mtr><mtd>{_row(line)}</mtd></mtr>" for line in element.findall(_m("e")))
    return f"<mtable>{rows}</mtable>"


def _accent(element: etree._Element) -> str:
    return f'<mover accent="true">{_part(element, "e")}{_operator(_property(element, "chr", "̂"))}</mover>'


def _bar(element: etree._Element) -> str:
    tag = "mover" if _property(element, "pos", "bot") == "top" else "munder"
    return f"<{tag}>{_part(element, 'e')}{_operator('¯')}</{tag}>"


def _function(element: etree._Element) -> str:
    return f"<mrow>{_part(element, 'fName')}{_operator(chr(0x2061))}{_part(element, 'e')}</mrow>"


def _before(element: etree._Element) -> str:
    return f"<mmultiscripts>{_part(element, 'e')}<mprescripts/>{_part(element, 'sub')}{_part(element, 'sup')}</mmultiscripts>"


def _group(element: etree._Element) -> str:
    tag = "mover" if _property(element, "pos", "bot") == "top" else "munder"
    return f"<{tag}>{_part(element, 'e')}{_operator(_property(element, 'chr', '⏟'))}</{tag}>"


_PIECES: dict[str, Callable[[etree._Element], str]] = {
    _m("r"): _text,
    w("r"): _text,
    _m("f"): _of("mfrac", "num", "den"),
    _m("sSup"): _of("msup", "e", "sup"),
    _m("sSub"): _of("msub", "e", "sub"),
    _m("sSubSup"): _of("msubsup", "e", "sub", "sup"),
    _m("limLow"): _of("munder", "e", "lim"),
    _m("limUpp"): _of("mover", "e", "lim"),
    _m("sPre"): _before,
    _m("rad"): _radical,
    _m("nary"): _nary,
    _m("d"): _delimited,
    _m("m"): _matrix,
    _m("eqArr"): _lines,
    _m("acc"): _accent,
    _m("bar"): _bar,
    _m("func"): _function,
    _m("groupChr"): _group,
}
