"""Fonts that draw other letters than they say: every way of making one is doubted, and honest copies are not."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from gazette import typeset
from gazette.akn.letterforms import forms, looks_like, shape
from gazette.akn.outlines import faces
from gazette.akn.sight import sight
from templates import ROOT
from tests.typeset.texts import act, article

PAGE = typeset.document(act(article("Mức hỗ trợ là 1.250.000 đồng cho 36 xã, phường."))).require().pdf
KNOWN = forms(PAGE)


def with_fonts(change: Callable[[pikepdf.Dictionary, pikepdf.Pdf], None], pdf: bytes = PAGE) -> bytes:
    """The page after *change* was made to every composite font in it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for font in [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Type0"]:
            change(font, opened)
        opened.save(out)
    return out.getvalue()


def codes(font: pikepdf.Dictionary) -> dict[str, int]:
    """The code of each letter, by what the font says of it."""
    found: dict[str, int] = {}
    for line in bytes(font.ToUnicode.read_bytes()).decode("latin1").splitlines():
        parts = line.split()
        if len(parts) == 2 and parts[0].startswith("<") and parts[1].startswith("<"):
            found[bytes.fromhex(parts[1].strip("<>")).decode("utf-16-be")] = int(parts[0].strip("<>"), 16)
    return found


def table(size: int, swapped: dict[int, int]) -> bytes:
    return b"".join(swapped.get(cid, cid).to_bytes(2, "big") for cid in range(size))


def drawn_by_another_table(font: pikepdf.Dictionary, pdf: pikepdf.Pdf) -> None:
    """The table from codes to glyphs shows a 3 for the 1."""
    own = codes(font)
    if {"1", "3"} <= own.keys():
        font.DescendantFonts[0].CIDToGIDMap = pdf.make_stream(table(400, {own["1"]: own["3"], own["3"]: own["1"]}))


def said_by_another_table(font: pikepdf.Dictionary, pdf: pikepdf.Pdf) -> None:
    """The table of texts calls the 3 a 1 and the 1 a 3."""
    own = codes(font)
    if {"1", "3"} <= own.keys():
        text = bytes(font.ToUnicode.read_bytes())
        one, three = (f"<{own[sign]:04X}> <{ord(sign):04X}>".encode() for sign in "13")
        assert one in text
        swapped = text.replace(one, b"@").replace(three, three[:7] + one[7:]).replace(b"@", one[:7] + three[7:])
        font.ToUnicode = pdf.make_stream(swapped)


def drawn_by_another_program(font: pikepdf.Dictionary, pdf: pikepdf.Pdf) -> None:
    """The font's program itself draws a 3 in the place of the 1."""
    own = codes(font)
    descriptor = font.DescendantFonts[0].FontDescriptor
    if {"1", "3"} <= own.keys():
        program = TTFont(io.BytesIO(bytes(descriptor.FontFile2.read_bytes())))
        order, out = program.getGlyphOrder(), io.BytesIO()
        program["glyf"][order[own["1"]]] = program["glyf"][order[own["3"]]]
        program.save(out)
        descriptor.FontFile2 = pdf.make_stream(out.getvalue())


def drawn_as_nothing(font: pikepdf.Dictionary, pdf: pikepdf.Pdf) -> None:
    """The comma or the stop is not drawn: 1.250.000 reads as 1250000."""
    own = codes(font)
    if "." in own:
        font.DescendantFonts[0].CIDToGIDMap = pdf.make_stream(table(400, {own["."]: own[" "]}))


def drawn_by_a_space(font: pikepdf.Dictionary, pdf: pikepdf.Pdf) -> None:
    """What says it is a space draws a zero."""
    own = codes(font)
    if "0" in own:
        font.DescendantFonts[0].CIDToGIDMap = pdf.make_stream(table(400, {own[" "]: own["0"]}))


def coded_by_a_table_of_its_own(font: pikepdf.Dictionary, pdf: pikepdf.Pdf) -> None:
    """An encoding that calls itself Identity-H, and is not."""
    own = codes(font)
    if {"1", "3"} <= own.keys():
        text = f"/CMapName /Identity-H def 1 begincidchar <{own['1']:04X}> {own['3']} endcidchar"
        font.Encoding = pdf.make_stream(text.encode(), CMapName=pikepdf.Name("/Identity-H"), Type=pikepdf.Name.CMap)


def with_two_programs(font: pikepdf.Dictionary, pdf: pikepdf.Pdf) -> None:
    """One reader takes the one program, another the other."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    descriptor.FontFile3 = pdf.make_stream(bytes(descriptor.FontFile2.read_bytes()), Subtype=pikepdf.Name.OpenType)


def without_program(font: pikepdf.Dictionary, pdf: pikepdf.Pdf) -> None:
    """The reader's own font for codes that only this file knows."""
    del font.DescendantFonts[0].FontDescriptor.FontFile2


def with_a_broken_program(font: pikepdf.Dictionary, pdf: pikepdf.Pdf) -> None:
    """A program that nothing can read."""
    font.DescendantFonts[0].FontDescriptor.FontFile2 = pdf.make_stream(b"\x00\x01\x00\x00" + b"\xff" * 200)


LIES = (
    drawn_by_another_table,
    said_by_another_table,
    drawn_by_another_program,
    drawn_as_nothing,
    drawn_by_a_space,
    coded_by_a_table_of_its_own,
    with_two_programs,
    without_program,
    with_a_broken_program,
)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
@pytest.mark.parametrize("known", [KNOWN, frozenset()], ids=["beside the original", "by itself"])
def test_a_font_that_lies_or_cannot_be_proven_is_doubted(lie: Callable[..., None], known: frozenset[str]) -> None:
    pdf = with_fonts(lie)
    assert pdf != with_fonts(lambda *_: None)
    assert "font" in sight(pdf, known).doubts


@pytest.mark.parametrize("known", [KNOWN, frozenset()], ids=["beside the original", "by itself"])
def test_an_honest_copy_is_not_doubted(known: frozenset[str]) -> None:
    assert not sight(with_fonts(lambda *_: None), known).doubts


def simple(font: pikepdf.Dictionary, place: bytes = b"1 0 0 1 50 700 Tm", said: bytes = b"") -> bytes:
    """A page that says 16 in a font of single bytes; *said* is the font's table of texts."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page()
        if said:
            font.ToUnicode = made.make_stream(said)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(b"BT /F1 12 Tf " + place + b" (16) Tj ET")
        made.save(out)
    return out.getvalue()


def times(**more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Times-Roman"), **more)


def test_a_font_of_the_readers_own_is_believed_as_far_as_its_encoding_says_the_same() -> None:
    assert not sight(simple(times())).doubts
    differing = pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=[0x36, pikepdf.Name("/nine")])
    assert not sight(simple(times(Encoding=differing))).doubts, "the 9 is read as a 9"
    assert "font" in sight(simple(times(Encoding=differing), said=b"1 beginbfchar <36> <0036> endbfchar")).doubts
    signs = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Symbol"))
    assert "font" in sight(simple(signs)).doubts


@pytest.mark.parametrize("place", [b"-1 0 0 -1 60 700 Tm", b"-1 0 0 1 60 700 Tm", b"1 0 0 -1 60 700 Tm", b"0 1 -1 0 60 700 Tm"])
def test_a_turned_or_mirrored_letter_is_doubted(place: bytes) -> None:
    assert "turned" in sight(simple(times(), place=place)).doubts
    assert not sight(simple(times(), place=b"1 0 .3 1 60 700 Tm")).doubts, "italics made by leaning"


def test_no_letter_of_a_times_is_taken_for_another_that_looks_different() -> None:
    alike = ["-‐‑\u00ad", ".․", "·‧", "ĐÐ", "‒–", "—―"]
    known = [(letter, shape(outline)) for letter, outline in faces([(ROOT / "fonts" / "Tinos_400Regular.ttf").read_bytes()])]
    asked = "0123456789oôơóòỏõọ.,-–ĐÐ"
    shapes = {letter: seen for letter, seen in known if letter in asked}
    for letter, seen in shapes.items():
        taken = {other for other in asked if looks_like(seen, other)}
        assert taken == {letter} | {other for group in alike if letter in group for other in group if other in asked}
