"""The quick interpreter sets every sign where pdfminer's own sets it."""

import io

import pikepdf
import pytest
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from gazette import typeset
from gazette.akn.operators import Interpreter
from gazette.akn.signs import Setter, Sign
from tests.akn.test_fenced import page_saying
from tests.typeset.texts import EXAMPLE


class Signs(Setter):
    """Keeps every sign."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.found: list[Sign] = []

    def sign(self, sign: Sign, font: object, cid: int) -> None:
        self.found.append(sign)


def quick(pdf: bytes) -> list[Sign]:
    resources = PDFResourceManager()
    device = Signs(resources)
    interpreter = Interpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        interpreter.process_page(page)
    return device.found


def slow(pdf: bytes) -> list[Sign]:
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources)
    interpreter = PDFPageInterpreter(resources, device)
    found: list[Sign] = []
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        interpreter.process_page(page)
        found += [Sign(one.get_text(), one.x0, one.y0, one.x1, one.y1, one.size) for one in chars(device.get_result())]
    return found


def chars(container: LTContainer) -> list[LTChar]:
    return [
        char
        for item in container
        for char in ([item] if isinstance(item, LTChar) else chars(item) if isinstance(item, LTContainer) else [])
    ]


def saying(content: bytes) -> bytes:
    """A page with this content and the font F1."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(page_saying(content))) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Times-Roman"))
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        pdf.save(out)
    return out.getvalue()


def nested() -> bytes:
    """A page whose words stand in a form, which also draws itself."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(saying(b"/X0 Do BT /F1 9 Tf 5 5 Td (after) Tj ET"))) as pdf:
        page = pdf.pages[0]
        form = pdf.make_stream(b"q 2 0 0 2 10 10 cm BT /F1 12 Tf (inside) Tj ET Q /X0 Do")
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 400, 400]
        form.Resources = pikepdf.Dictionary(Font=page.Resources.Font, XObject=pikepdf.Dictionary(X0=form))
        page.Resources.XObject = pikepdf.Dictionary(X0=form)
        pdf.save(out)
    return out.getvalue()


PAGES = {
    "our own page": typeset.document(EXAMPLE).require().pdf,
    "strings of every kind": saying(
        b"BT /F1 12 Tf 10 50 Td (a\\(b\\)\\101\\n) Tj <414243> Tj [(x) -250 (y) 12.5 <7A>] TJ T* (q) ' 1 2 (w) \" ET"
    ),
    "turned, leaning and mirrored": saying(
        b"BT /F1 12 Tf 0 1 -1 0 50 50 Tm (up) Tj 1 .3 .2 1 9 9 Tm (lean) Tj -1 0 0 1 90 9 Tm (back) Tj ET"
    ),
    "spaced, raised and stretched": saying(b"BT /F1 12 Tf 3 Tc 5 Tw 80 Tz 4 Ts 20 TL 10 50 Td (a b c) Tj ET"),
    "an inline picture between": saying(b"BT /F1 12 Tf (a) Tj ET BI /W 1 /H 1 /CS /G /BPC 8 ID x EI BT /F1 12 Tf 5 5 Td (b) Tj ET"),
    "unknown operators and too few operands": saying(b"1 2 nope BT /F1 Tf /F1 12 Tf Td (a) Tj 3 w cm ET"),
    "marks": saying(b"/P <</MCID 0 /A [1 (b) /c true null]>> BDC BT /F1 12 Tf (a) Tj ET EMC /Artifact BMC EMC"),
    "a form within itself": nested(),
}


@pytest.mark.parametrize("pdf", PAGES.values(), ids=PAGES)
def test_every_sign_stands_where_the_slow_interpreter_sets_it(pdf: bytes) -> None:
    found, known = quick(pdf), slow(pdf)
    assert found
    assert [sign.text for sign in found] == [sign.text for sign in known]
    assert [sign[1:] for sign in found] == [pytest.approx(sign[1:], abs=1e-6) for sign in known]
