"""Whether a reader sees the words of a PDF: words hidden, covered or drawn are doubted, honest pages are not."""

import io
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from gazette import akn
from gazette.akn.letterforms import forms
from tests.akn.test_pdf import pdf_of

PAGE = pdf_of(f'#set page(paper: "a4", margin: 2cm)\n{"Điều 1. Cơ quan, tổ chức có trách nhiệm thực hiện. " * 60}')
KNOWN = forms(PAGE)
Change = Callable[[pikepdf.Pdf], None]


def changed(pdf: bytes, change: Change) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


def before(content: bytes) -> Change:
    return lambda pdf: pdf.pages[0].contents_add(content, prepend=True)


def after(content: bytes) -> Change:
    return lambda pdf: pdf.pages[0].contents_add(b"\nQ " * 3 + content)


def replaced(old: bytes, new: bytes) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_coalesce()
        page.Contents.write(page.Contents.read_bytes().replace(old, new))

    return change


def picture_over(pdf: pikepdf.Pdf) -> None:
    image = pdf.make_stream(zlib.compress(b"\xff" * 64 * 3))
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 8, "/Height": 8, "/BitsPerComponent": 8})
    image.ColorSpace, image.Filter = Name.DeviceRGB, Name.FlateDecode
    name = pdf.pages[0].add_resource(image, Name.XObject)
    pdf.pages[0].contents_add(f"\nq 400 0 0 60 90 700 cm {name} Do Q".encode())


def faint(pdf: pikepdf.Pdf) -> None:
    name = pdf.pages[0].add_resource(Dictionary(Type=Name.ExtGState, ca=0.01), Name.ExtGState)
    pdf.pages[0].contents_add(f"{name} gs".encode(), prepend=True)


def note_over(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([90, 500, 400, 600]), Contents="Điều 1. Bãi bỏ")
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].CropBox = Array([0, 0, 595, 700])


def layered(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="a"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def packed(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Collection = Dictionary(Type=Name.Collection)


HIDING: dict[str, Change] = {
    "a picture over the words": picture_over,
    "a white field over the words": after(b"q 1 g 90 700 400 60 re f Q"),
    "a thick line over the words": after(b"q 1 G 60 w 90 740 m 490 740 l S Q"),
    "words in the colour of the page": replaced(b"BT", b"1 1 1 rg BT"),
    "words as black as the field below them": before(b"q 0 g 0 0 595 842 re f Q"),
    "words without ink": replaced(b"0 Tr", b"3 Tr"),
    "words that are all but transparent": faint,
    "words outside the page's window": cropped,
    "words cut off by a clip": before(b"0 0 10 10 re W n"),
    "a note over the words": note_over,
    "layers that can be switched off": layered,
    "another file shown instead": packed,
}


@pytest.mark.parametrize("change", HIDING.values(), ids=HIDING)
def test_what_may_keep_words_from_a_reader_is_doubted(change: Change) -> None:
    assert akn.sight(changed(PAGE, change), known=KNOWN).doubts


def test_honest_files_are_no_cause_for_doubt(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PAGE)
    subprocess.run(["pdftocairo", "-pdf", "a.pdf", "b.pdf"], cwd=tmp_path, check=True, timeout=60)
    for pdf in (PAGE, (tmp_path / "b.pdf").read_bytes(), changed(PAGE, lambda _: None)):
        seen = akn.sight(pdf, known=KNOWN)
        assert not seen.doubts
        assert not seen.shapes
