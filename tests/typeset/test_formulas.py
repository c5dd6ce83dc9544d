"""Formulas are set as formulas: every construct prints under PDF/UA, with a spoken alternative and the signs of its text."""

import io

import pikepdf
import pytest

from gazette import akn
from gazette.typeset import document
from gazette.typeset.formulas import formula
from tests.typeset.texts import act

A, B, SUM = "<mi>a</mi>", "<mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow>", "<mo>∑</mo>"
CONSTRUCTS = [
    f"<mfrac>{A}{B}</mfrac>",
    f'<mfrac linethickness="0">{A}{B}</mfrac>',
    f"<msqrt>{B}</msqrt>",
    f"<mroot>{A}{B}</mroot>",
    f"<msup>{A}{B}</msup>",
    f"<msub>{A}{B}</msub>",
    f"<msubsup>{A}{B}{B}</msubsup>",
    f"<munderover>{SUM}{A}{B}</munderover>",
    f"<munder>{B}<mo>⏟</mo></munder>",
    f"<mover>{B}<mo>¯</mo></mover>",
    f"<munder>{B}<mo>→</mo></munder>",
    f'<mover accent="true">{A}<mo>^</mo></mover>',
    f"<mmultiscripts>{A}<mprescripts></mprescripts>{B}{B}</mmultiscripts>",
    f"<mrow><mo>{{</mo><mtable><mtr><mtd>{A}</mtd><mtd>{B}</mtd></mtr><mtr><mtd>{B}</mtd></mtr></mtable></mrow>",
    f"<mrow><mo>(</mo><mfrac>{A}{B}</mfrac><mo>)</mo></mrow>",
    f'<menclose notation="box">{B}</menclose>',
    f"{A}<mphantom>{B}</mphantom>",
    "<mi>sin</mi><mo>\u2061</mo><mi>x</mi>",
    '<mi mathvariant="normal">d</mi><mi>ℝ</mi><mi>𝐀</mi>',
    "<mtext>Tổng\xa0số</mtext><mo>≤</mo><mn>2,34</mn>",
    "<mfrac><mi>a</mi></mfrac>",
    "",
]


def xml(mathml: str) -> bytes:
    escaped = mathml.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    inline = f'<inline name="formula" xmlns:gz="https://gazette.invalid/ns/1" gz:mathml="{escaped}">a</inline>'
    return act(f"<article><num>Điều 1.</num><content><p>Đặt {inline} là mức thu.</p></content></article>")


@pytest.mark.parametrize("inner", CONSTRUCTS)
def test_a_construct_is_printed_and_reads_as_the_text(inner: str) -> None:
    given = xml(f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mrow>{inner}</mrow></math>')
    made = document(given).require().pdf
    assert akn.printed_mismatch(given, akn.pdf_text(made)) is None


def test_a_formula_has_a_spoken_alternative() -> None:
    made = document(xml(f'<math xmlns="http://www.w3.org/1998/Math/MathML">{A}</math>')).require().pdf
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert any(
            isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Formula" and str(item.get("/Alt")) == "a" for item in pdf.objects
        )


@pytest.mark.parametrize("source", ["", "no formula", "<math", "<p>a</p>", f"<math>{'<mrow>' * 300}a{'</mrow>' * 300}</math>"])
def test_what_is_no_formula_prints_as_its_text(source: str) -> None:
    assert formula(source) is None
    assert "Đặt a là mức thu." in akn.pdf_text(document(xml(source)).require().pdf)
