"""Turns formulas of Word (OMML, ISO/IEC 29500-1 part 22) into presentation MathML that MathML Core draws."""

import re
from collections.abc import Callable, Iterator
from html import escape
from unicodedata import normalize

from lxml import etree

from gazette.model.blocks import Formula
from gazette.word.letters import check_marks
from gazette.word.mathletters import lettered
from gazette.word.names import MATH, on, w
from gazette.word.reading import Reading

_NS = "http://www.w3.org/1998/Math/MathML"
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\s+|.")
_INTEGRALS = "∫∬∭∮∯∰∱∲∳⨌"
_SPACING = dict(zip("\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u030c\u20d6\u20d7\u20e1", "`´^~¯¯˘˙¨ˇ←→↔", strict=True))
"""Accents that stand alone: MathML stretches these, and not their combining twins."""


def _m(name: str) -> str:
    return f"{{{MATH}}}{name}"


_VAL = _m("val")
_TEXTS = (_m("t"), w("t"), w("delText"))
_INSERTED, _DELETED = (w("ins"), w("moveTo")), (w("del"), w("moveFrom"))
_RUNS = (_m("r"), w("r"))


def formula(element: etree._Element, reading: Reading) -> Formula:
    """The formula in an ``m:oMath`` or ``m:oMathPara`` element, with its characters in reading order; remarks W020 and W021."""
    accepted = reading.version == "accepted"
    for code, names in (("W020", _INSERTED), ("W021", _DELETED)):
        if next(element.iter(*names), None) is not None:
            reading.remarks.note(code)
    return Formula(*_Writer(_DELETED if accepted else _INSERTED).written(element))


class _Writer:
    def __init__(self, gone: tuple[str, ...]) -> None:
        self._gone = gone
        self._pieces: dict[str, Callable[[etree._Element], str]] = {
            **dict.fromkeys(_RUNS, self._run),
            _m("f"): self._fraction,
            _m("sSup"): self._of("msup", "e", "sup"),
            _m("sSub"): self._of("msub", "e", "sub"),
            _m("sSubSup"): self._of("msubsup", "e", "sub", "sup"),
            _m("limLow"): self._of("munder", "e", "lim"),
            _m("limUpp"): self._of("mover", "e", "lim"),
            _m("sPre"): self._before,
            _m("rad"): self._radical,
            _m("nary"): self._nary,
            _m("d"): self._delimited,
            _m("m"): self._matrix,
            _m("eqArr"): self._lines,
            _m("acc"): self._accent,
            _m("bar"): self._bar,
            _m("func"): self._function,
            _m("groupChr"): self._group,
            _m("borderBox"): self._framed,
            _m("phant"): self._phantom,
        }

    def written(self, element: etree._Element) -> tuple[str, str]:
        """The MathML and the characters of a formula."""
        typed = "".join(self._characters(element))
        check_marks(typed)
        text = normalize("NFC", typed)
        lines = element.findall(_m("oMath")) if element.tag == _m("oMathPara") else []
        content = _table([[self._row(line)] for line in lines]) if len(lines) > 1 else self._row(element)
        display = ' display="block"' if element.tag == _m("oMathPara") else ""
        return f'<math xmlns="{_NS}"{display}>{content}</math>', text

    def _characters(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            if child.tag in _TEXTS:
                yield child.text or ""
            elif child.tag not in self._gone:
                yield from self._characters(child)

    def _row(self, element: etree._Element | None) -> str:
        return f"<mrow>{self._inside(element)}</mrow>"

    def _inside(self, element: etree._Element | None) -> str:
        return "" if element is None else "".join(self._piece(child) for child in element)

    def _piece(self, element: etree._Element) -> str:
        if element.tag in self._gone or element.tag.endswith("Pr"):
            return ""
        known = self._pieces.get(element.tag)
        return known(element) if known is not None else self._inside(element)

    def _part(self, element: etree._Element, name: str) -> str:
        return self._row(element.find(_m(name)))

    def _of(self, tag: str, *names: str) -> Callable[[etree._Element], str]:
        return lambda element: f"<{tag}>{''.join(self._part(element, name) for name in names)}</{tag}>"

    def _run(self, element: etree._Element) -> str:
        text = normalize("NFC", "".join(child.text or "" for child in element if child.tag in _TEXTS))
        if next(element.iterancestors(_m("eqArr")), None) is not None:
            text = text.replace("&", "")  # marks where lines are aligned; Word does not show it
        if _on(element, "nor"):
            return f"<mtext>{escape(text, quote=False).replace(' ', chr(0xA0))}</mtext>" if text else ""
        style, script = _property(element, "sty", ""), _property(element, "scr", "")
        return "".join(_token(lettered(token, style, script), upright=style == "p") for token in _TOKEN.findall(text))

    def _fraction(self, element: etree._Element) -> str:
        top, bottom = self._part(element, "num"), self._part(element, "den")
        kind = _property(element, "type", "bar")
        if kind in ("lin", "skw"):
            return f"<mrow>{top}<mo>/</mo>{bottom}</mrow>"
        thin = ' linethickness="0"' if kind == "noBar" else ""
        return f"<mfrac{thin}>{top}{bottom}</mfrac>"

    def _radical(self, element: etree._Element) -> str:
        degree = element.find(_m("deg"))
        if degree is None or _on(element, "degHide") or not any(self._characters(degree)):
            return f"<msqrt>{self._part(element, 'e')}</msqrt>"
        return f"<mroot>{self._part(element, 'e')}{self._row(degree)}</mroot>"

    def _nary(self, element: etree._Element) -> str:
        sign = _property(element, "chr", "∫")
        beside = _property(element, "limLoc", "subSup" if sign in _INTEGRALS else "undOvr") == "subSup"
        below = "" if _on(element, "subHide") else self._part(element, "sub")
        above = "" if _on(element, "supHide") else self._part(element, "sup")
        names = {(True, True): "msubsup munderover", (True, False): "msub munder", (False, True): "msup mover"}
        name = names.get((bool(below), bool(above)), "mrow mrow").split()[0 if beside else 1]
        return f"<mrow><{name}>{_operator(sign)}{below}{above}</{name}>{self._part(element, 'e')}</mrow>"

    def _delimited(self, element: etree._Element) -> str:
        left, right = _property(element, "begChr", "("), _property(element, "endChr", ")")
        inside = _operator(_property(element, "sepChr", "|")).join(self._row(child) for child in element.findall(_m("e")))
        return f"<mrow>{_operator(left)}{inside}{_operator(right)}</mrow>"

    def _matrix(self, element: etree._Element) -> str:
        return _table([[self._row(cell) for cell in row.findall(_m("e"))] for row in element.findall(_m("mr"))])

    def _lines(self, element: etree._Element) -> str:
        return _table([[self._row(line)] for line in element.findall(_m("e"))])

    def _accent(self, element: etree._Element) -> str:
        sign = _property(element, "chr", "\u0302")
        return f'<mover accent="true">{self._part(element, "e")}{_operator(_SPACING.get(sign, sign))}</mover>'

    def _bar(self, element: etree._Element) -> str:
        above = _property(element, "pos", "bot") == "top"
        return self._stacked(element, "¯" if above else "_", above=above)

    def _group(self, element: etree._Element) -> str:
        return self._stacked(element, _property(element, "chr", "⏟"), above=_property(element, "pos", "bot") == "top")

    def _stacked(self, element: etree._Element, sign: str, *, above: bool) -> str:
        tag = "mover" if above else "munder"
        return f"<{tag}>{self._part(element, 'e')}{_operator(sign) or '<mrow></mrow>'}</{tag}>"

    def _function(self, element: etree._Element) -> str:
        return f"<mrow>{self._part(element, 'fName')}<mo>\u2061</mo>{self._part(element, 'e')}</mrow>"

    def _before(self, element: etree._Element) -> str:
        scripts = f"{self._part(element, 'sub')}{self._part(element, 'sup')}"
        return f"<mmultiscripts>{self._part(element, 'e')}<mprescripts></mprescripts>{scripts}</mmultiscripts>"

    def _framed(self, element: etree._Element) -> str:
        return f'<menclose notation="box">{self._part(element, "e")}</menclose>'

    def _phantom(self, element: etree._Element) -> str:
        found = element.find(f"*/{_m('show')}")
        if found is not None and not on(found.get(_VAL)):
            return f"<mphantom>{self._part(element, 'e')}</mphantom>"
        return self._part(element, "e")


def _table(rows: list[list[str]]) -> str:
    return f"<mtable>{''.join(f'<mtr>{_cells(row)}</mtr>' for row in rows)}</mtable>"


def _cells(row: list[str]) -> str:
    return "".join(f"<mtd>{cell}</mtd>" for cell in row)


def _token(token: str, *, upright: bool) -> str:
    if token[0].isdigit():
        return f"<mn>{token}</mn>"
    if token[0].isalpha():
        return f'<mi mathvariant="normal">{token}</mi>' if upright else f"<mi>{token}</mi>"
    if token.isspace():
        return f"<mtext>{chr(0xA0) * len(token)}</mtext>"
    return _operator(token)


def _operator(sign: str) -> str:
    return f"<mo>{escape(sign, quote=False)}</mo>" if sign else ""


def _property(element: etree._Element, name: str, default: str) -> str:
    found = element.find(f"*/{_m(name)}")
    return default if found is None else found.get(_VAL, "")


def _on(element: etree._Element, name: str) -> bool:
    found = element.find(f"*/{_m(name)}")
    return found is not None and on(found.get(_VAL))
