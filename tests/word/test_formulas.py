"""Every construct of OMML (ISO/IEC 29500-1, 22.1) becomes the MathML that means the same, and no character is lost."""

import pytest
from lxml import etree

from gazette.model.blocks import Formula
from gazette.word import read
from gazette.word.reading import Version
from tests.words import docx


def r(text: str, properties: str = "") -> str:
    return f"<m:r>{properties}<m:t>{text}</m:t></m:r>"


def m(name: str, *parts: str) -> str:
    return f"<m:{name}>{''.join(parts)}</m:{name}>"


def pr(name: str, **values: str) -> str:
    return m(f"{name}Pr", *(f'<m:{key} m:val="{value}"/>' for key, value in values.items()))


def e(*parts: str) -> str:
    return m("e", *parts)


def formula(*parts: str, version: Version = "accepted") -> Formula:
    line = f"xml:<w:p><m:oMath>{''.join(parts)}</m:oMath></w:p>"
    (found,) = next(read(docx(line), version=version).require().paragraphs()).inlines
    assert isinstance(found, Formula)
    etree.fromstring(found.mathml)
    return found


def drawn(*parts: str) -> str:
    """The MathML without its frame and without rows around single signs."""
    made = formula(*parts).mathml.removeprefix('<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow>').removesuffix("</mrow></math>")
    for sign in "abnkxyX":
        made = made.replace(f"<mrow><mi>{sign}</mi></mrow>", sign)
    return made.replace("<mrow><mn>1</mn></mrow>", "1").replace("<mrow><mn>2</mn></mrow>", "2")


ONE, TWO, A, B, X = r("1"), r("2"), r("a"), r("b"), r("x")


@pytest.mark.parametrize(
    ("parts", "mathml"),
    [
        (m("f", m("num", A), m("den", B)), "<mfrac>ab</mfrac>"),
        (m("f", pr("f", type="noBar"), m("num", r("n")), m("den", r("k"))), '<mfrac linethickness="0">nk</mfrac>'),
        (m("f", pr("f", type="lin"), m("num", A), m("den", B)), "<mrow>a<mo>/</mo>b</mrow>"),
        (m("rad", pr("rad", degHide="1"), m("deg", TWO), e(X)), "<msqrt>x</msqrt>"),
        (m("rad", m("deg"), e(X)), "<msqrt>x</msqrt>"),
        (m("rad", m("deg", r("n")), e(X)), "<mroot>xn</mroot>"),
        (m("sSup", e(X), m("sup", TWO)), "<msup>x2</msup>"),
        (m("sSub", e(X), m("sub", ONE)), "<msub>x1</msub>"),
        (m("sSubSup", e(X), m("sub", ONE), m("sup", TWO)), "<msubsup>x12</msubsup>"),
        (m("sPre", m("sub", ONE), m("sup", TWO), e(X)), "<mmultiscripts>x<mprescripts></mprescripts>12</mmultiscripts>"),
        (
            m("nary", pr("nary", chr="∑"), m("sub", ONE), m("sup", r("n")), e(X)),
            "<mrow><munderover><mo>∑</mo>1n</munderover>x</mrow>",
        ),
        (m("nary", m("sub", ONE), m("sup", TWO), e(X)), "<mrow><msubsup><mo>∫</mo>12</msubsup>x</mrow>"),
        (
            m("nary", pr("nary", limLoc="undOvr"), m("sub", ONE), m("sup", TWO), e(X)),
            "<mrow><munderover><mo>∫</mo>12</munderover>x</mrow>",
        ),
        (m("nary", pr("nary", chr="∏", supHide="1"), m("sub", ONE), m("sup"), e(X)), "<mrow><munder><mo>∏</mo>1</munder>x</mrow>"),
        (m("nary", pr("nary", chr="∏", subHide="1", supHide="1"), m("sub"), m("sup"), e(X)), "<mrow><mrow><mo>∏</mo></mrow>x</mrow>"),
        (m("d", e(A), e(B)), "<mrow><mo>(</mo>a<mo>|</mo>b<mo>)</mo></mrow>"),
        (m("d", pr("d", begChr="{", endChr="", sepChr=";"), e(A), e(B)), "<mrow><mo>{</mo>a<mo>;</mo>b</mrow>"),
        (m("m", m("mr", e(A), e(B))), "<mtable><mtr><mtd>a</mtd><mtd>b</mtd></mtr></mtable>"),
        (m("eqArr", e(r("&amp;a")), e(B)), "<mtable><mtr><mtd>a</mtd></mtr><mtr><mtd>b</mtd></mtr></mtable>"),
        (m("func", m("fName", A), e(X)), "<mrow>a<mo>\u2061</mo>x</mrow>"),
        (m("limLow", e(A), m("lim", B)), "<munder>ab</munder>"),
        (m("limUpp", e(A), m("lim", B)), "<mover>ab</mover>"),
        (m("acc", e(A)), '<mover accent="true">a<mo>^</mo></mover>'),
        (m("acc", pr("acc", chr="\u20d7"), e(A)), '<mover accent="true">a<mo>→</mo></mover>'),
        (m("bar", pr("bar", pos="top"), e(X)), "<mover>x<mo>¯</mo></mover>"),
        (m("bar", e(X)), "<munder>x<mo>_</mo></munder>"),
        (m("groupChr", e(X)), "<munder>x<mo>⏟</mo></munder>"),
        (m("groupChr", pr("groupChr", chr="", pos="top"), e(X)), "<mover>x<mrow></mrow></mover>"),
        (m("box", pr("box", opEmu="1"), e(X)), "<mi>x</mi>"),
        (m("borderBox", e(X)), '<menclose notation="box">x</menclose>'),
        (m("phant", pr("phant", show="0"), e(X)), "<mphantom>x</mphantom>"),
        (m("phant", e(X)), "x"),
        (r("1,5 &lt; a"), "<mn>1,5</mn><mtext>\xa0</mtext><mo>&lt;</mo><mtext>\xa0</mtext><mi>a</mi>"),
        (r("Tổng số", m("rPr", "<m:nor/>")), "<mtext>Tổng\xa0số</mtext>"),
        (r("d", pr("r", sty="p")), '<mi mathvariant="normal">d</mi>'),
        (r("Ab1", pr("r", sty="b")), "<mi>𝐀𝐛</mi><mn>𝟏</mn>"),
        (r("R", pr("r", scr="double-struck")), "<mi>ℝ</mi>"),
        (r("ă", pr("r", scr="script")), "<mi>ă</mi>"),
        (r("Vie\u0323\u0302t"), "<mi>Việt</mi>"),
        (m("unknown", e(X)), "<mi>x</mi>"),
    ],
)
def test_a_construct_is_what_it_means(parts: str, mathml: str) -> None:
    assert drawn(parts).removeprefix("<mrow>").removesuffix("</mrow>") == mathml.removeprefix("<mrow>").removesuffix("</mrow>")


def test_the_characters_of_a_formula_are_those_typed_in_their_order() -> None:
    parts = m("rad", m("deg", r("3")), e(m("f", m("num", r("a + 1")), m("den", TWO))))
    assert formula(parts, r(" = Vie\u0323\u0302t")).text == "3a + 12 = Việt"


@pytest.mark.parametrize(("version", "text"), [("accepted", "a1"), ("original", "a2")])
def test_tracked_changes_in_a_formula_are_read_and_reported(version: Version, text: str) -> None:
    parts = f'{A}<w:ins w:id="1">{ONE}</w:ins><w:del w:id="2">{TWO}</w:del>'
    assert formula(parts, version=version).text == text
    found = read(docx(f"xml:<w:p><m:oMath>{parts}</m:oMath></w:p>"), version=version).findings
    assert [finding.code for finding in found] == ["W020", "W021"]


def test_formulas_of_one_paragraph_stand_in_lines() -> None:
    line = f"xml:<w:p><m:oMathPara>{m('oMath', A)}{m('oMath', B)}</m:oMathPara></w:p>"
    (found,) = next(read(docx(line)).require().paragraphs()).inlines
    assert isinstance(found, Formula)
    assert found.text == "ab"
    assert 'display="block"' in found.mathml
    assert found.mathml.count("<mtr>") == 2
