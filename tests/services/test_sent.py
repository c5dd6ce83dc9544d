"""A copy counts as one only when a reader sees the words that are read out of it, and no others."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name

from tests.akn.test_sight import picture_over
from tests.services.test_recognise import how, on_one_engine, pdf_of, resaved, seen
from tests.town import Town

Change = Callable[[pikepdf.Pdf], None]


def changed(pdf: bytes, change: Change) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(resaved(pdf))) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


def picture_below_the_text(pdf: pikepdf.Pdf) -> None:
    picture_over(pdf)
    page = pdf.pages[0]
    page.contents_coalesce()
    page.Contents.write(page.Contents.read_bytes().replace(b"400 0 0 60 90 700 cm", b"200 0 0 40 90 62 cm"))


def in_the_margin(pdf: pikepdf.Pdf) -> None:
    font = pdf.pages[0].add_resource(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), Name.Font)
    pdf.pages[0].contents_add(f"\n/Artifact BMC BT {font} 14 Tf 90 400 Td (HET HIEU LUC TU NGAY MAI) Tj ET EMC".encode())


def outlined(pdf: pikepdf.Pdf) -> None:
    letters = b"".join(b"%d 65 m %d 75 %d 80 %d 65 c %d 60 l h f " % (x, x, x + 4, x + 8, x + 4) for x in range(90, 490, 8))
    pdf.pages[0].contents_add(b"\n0 g " + letters)


@on_one_engine
def test_words_that_a_reader_may_not_see_make_no_copy_and_honest_copies_are_known(town: Town, tmp_path: Path) -> None:
    pdf = pdf_of(town, town.published())
    for change in (picture_over, picture_below_the_text, in_the_margin, outlined):
        view = seen(town, changed(pdf, change))
        assert how(view) == "unsure", change
        assert view.published["match"] is False
        assert view.document is None
    (tmp_path / "a.pdf").write_bytes(pdf)
    subprocess.run(["pdftocairo", "-pdf", "a.pdf", "b.pdf"], cwd=tmp_path, check=True, timeout=60)
    whole = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(whole, linearize=True)
    copies = {"printed": (tmp_path / "b.pdf").read_bytes(), "resaved": whole.getvalue()}
    assert {name: how(seen(town, copy)) for name, copy in copies.items()} == dict.fromkeys(copies, "text")
