"""Pictures of every kind are shown, or said to be missing: metafiles painted by LibreOffice, scans by Pillow, nothing fetched."""

import gzip
import io
from dataclasses import replace

import pytest
from PIL import Image

from gazette.model.blocks import Blocks, Picture
from gazette.model.outcome import Outcome
from gazette.word import Limits, WarmLibreOffice, read
from gazette.word.legacy import LegacyFailed, LegacyMissing
from gazette.word.metafiles import page_size
from tests.word.drawn import emf, raster, wmf
from tests.word.soffice import needs_soffice
from tests.words import docx, package, relationships, xml_document

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>'


class Painted:
    """Paints every page as one black point on white, and counts."""

    def __init__(self) -> None:
        self.pages: list[tuple[bytes, tuple[int, int]]] = []

    def paint(self, page: bytes, pixels: tuple[int, int], limits: Limits, seconds: float) -> bytes:
        self.pages.append((page, pixels))
        return bytes(4) + b"\xff" * (pixels[0] * pixels[1] * 4 - 4)


class Missing:
    def paint(self, page: bytes, pixels: tuple[int, int], limits: Limits, seconds: float) -> bytes:
        raise LegacyMissing


class Failing:
    def paint(self, page: bytes, pixels: tuple[int, int], limits: Limits, seconds: float) -> bytes:
        raise LegacyFailed("hỏng")


def shown(*pictures: bytes, size: tuple[int, int] = (100, 50)) -> bytes:
    """A document that shows *pictures*, each *size* points large."""
    extent = f'<wp:extent cx="{size[0] * 12700}" cy="{size[1] * 12700}"/><wp:docPr id="1" name="x" descr="Sơ đồ"/>'
    drawing = f'<w:p><w:r><w:drawing><wp:inline>{extent}<a:blip r:embed="r{{}}"/></wp:inline></w:drawing></w:r></w:p>'
    body = "".join(drawing.format(number) for number in range(len(pictures)))
    links = {f"r{number}": ("image", f"media/image{number}.bin", False) for number in range(len(pictures))}
    parts = {f"word/media/image{number}.bin": data for number, data in enumerate(pictures)}
    return package({"word/document.xml": xml_document(body), "word/_rels/document.xml.rels": relationships(links), **parts})


def codes(outcome: Outcome[Blocks]) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in outcome.findings]


def only(outcome: Outcome[Blocks]) -> Image.Image:
    (image,) = outcome.require().images.values()
    assert image.media_type == "image/png"
    return Image.open(io.BytesIO(image.data))


@needs_soffice
@pytest.mark.parametrize(
    "data", [emf(), wmf(), wmf()[22:], gzip.compress(emf()), gzip.compress(wmf())], ids=["emf", "wmf", "bare", "emz", "wmz"]
)
def test_a_metafile_is_painted_sharp_enough_for_print(data: bytes) -> None:
    outcome = read(shown(data, size=(288, 144)))
    image = only(outcome)
    assert codes(outcome) == [("W039", "")]
    assert image.size == (1200, 600)  # 300 pixels an inch
    assert image.getpixel((900, 300)) == 255
    assert any(image.getpixel((600, y)) < 100 for y in range(60)), "the frame's upper edge is drawn"  # type: ignore[operator]


@needs_soffice
def test_a_warm_office_paints_and_converts_in_turn() -> None:
    rtf = rb"{\rtf1 A}"
    with WarmLibreOffice() as office:
        assert codes(read(shown(emf()), legacy=office)) == [("W039", "")]
        assert read(rtf, legacy=office).require().visible_text().strip() == "A"
        assert codes(read(shown(emf()[:60], wmf()), legacy=office)) == [("W031", "paragraph 1"), ("W039", "")]


@pytest.mark.parametrize("kind", ["TIFF", "BMP"])
def test_a_scan_is_shown_as_png(kind: str) -> None:
    outcome = read(shown(raster(kind)), painter=Missing())
    assert only(outcome).size == (40, 30)
    assert codes(outcome) == [("W039", "")]


def test_a_picture_for_browsers_is_left_as_it_is() -> None:
    outcome = read(shown(raster("PNG"), raster("JPEG"), raster("GIF")), painter=Missing())
    assert [image.data for image in outcome.require().images.values()] == [raster("PNG"), raster("JPEG"), raster("GIF")]
    assert outcome.findings == ()


@pytest.mark.parametrize(
    ("data", "painter", "code"),
    [
        (emf(), Missing(), "W038"),
        (emf(), Failing(), "W031"),
        (raster("TIFF")[:60], Painted(), "W031"),
        (SVG, Painted(), "W031"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", Painted(), "W031"),
    ],
)
def test_what_cannot_be_redrawn_stays_and_is_reported_with_its_place(data: bytes, painter: Painted | Missing | Failing, code: str) -> None:
    outcome = read(shown(raster("PNG"), data, data), painter=painter)
    pictures = [piece for paragraph in outcome.require().paragraphs() for piece in paragraph.inlines]
    assert pictures[1] == Picture("image1.bin", "Sơ đồ", 100.0, 50.0)
    assert outcome.require().images["image1.bin"].data == data
    assert codes(outcome) == [(code, "paragraph 2"), (code, "paragraph 3")]


def test_the_same_picture_is_painted_once() -> None:
    painter = Painted()
    outcome = read(shown(emf(), wmf(), emf()), painter=painter)
    assert len(painter.pages) == 2
    assert len(outcome.require().images) == 3


def test_a_document_in_an_old_encoding_is_painted_once() -> None:
    painter = Painted()
    body = "<w:p><w:r><w:t>C¨n cø LuËt Tæ chøc ChÝnh phñ ngµy 25 th¸ng 12 n¨m 2001</w:t></w:r></w:p>"
    body += '<w:p><w:r><w:pict><v:shape style="width:50pt;height:20pt"><v:imagedata r:id="r1"/></v:shape></w:pict></w:r></w:p>'
    rels = relationships({"r1": ("image", "media/a.emf", False)})
    data = package({"word/document.xml": xml_document(body), "word/_rels/document.xml.rels": rels, "word/media/a.emf": emf()})
    outcome = read(data, painter=painter)
    assert "Căn cứ" in outcome.require().visible_text()
    assert list(outcome.require().images) == ["a.png"]
    assert len(painter.pages) == 1


@pytest.mark.parametrize("bounds", [(-(2**31), -(2**31), 2**31 - 1, 2**31 - 1), (0, 0, 0, 0), (9, 9, -9, -9)])
def test_absurd_bounds_give_a_page_of_a_common_size(bounds: tuple[int, int, int, int]) -> None:
    width, height = page_size(emf(bounds=bounds), "image/x-emf", (0, 0))
    assert 1 <= width <= 1600
    assert 1 <= height <= 1600


def test_a_huge_picture_is_painted_with_bounded_pixels() -> None:
    painter = Painted()
    read(shown(emf(), wmf(), size=(90_000, 30)), painter=painter)
    assert all(max(pixels) <= 3500 for _, pixels in painter.pages)


@pytest.mark.parametrize(
    "limits", [replace(Limits(), picture_bytes=100), replace(Limits(), picture_seconds=0)], ids=["too large", "no time left"]
)
def test_pictures_beyond_a_limit_are_not_painted(limits: Limits) -> None:
    painter = Painted()
    assert codes(read(shown(emf()), painter=painter, limits=limits)) == [("W031", "paragraph 1")]
    assert painter.pages == []


def test_a_bomb_in_a_compressed_metafile_is_not_unpacked() -> None:
    outcome = read(shown(gzip.compress(emf() + bytes(10**7))), painter=Painted(), limits=replace(Limits(), picture_bytes=10**6))
    assert codes(outcome) == [("W031", "paragraph 1")]


def test_a_scan_with_too_many_pixels_is_not_decoded() -> None:
    written = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(written, "TIFF", compression="group4")
    outcome = read(shown(written.getvalue()), painter=Painted())
    assert codes(outcome) == [("W031", "paragraph 1")]


def test_of_a_drawing_in_two_forms_the_png_is_taken() -> None:
    svg = '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rSvg"/>'
    blip = f'<a:blip r:embed="rImage"><a:extLst><a:ext uri="x">{svg}</a:ext></a:extLst></a:blip>'
    drawing = f"<w:r><w:drawing><wp:inline>{blip}</wp:inline></w:drawing></w:r>"
    found = read(docx("p:{image}", f"xml:<w:p>{drawing}</w:p>"), painter=Missing())
    assert list(found.require().images) == ["image1.png"]
    alone = drawing.replace(' r:embed="rImage"', "")
    assert codes(read(docx(f"xml:<w:p>{alone}</w:p>"))) == [("W030", "paragraph 1")]


def test_a_picture_elsewhere_is_never_fetched() -> None:
    rels = relationships({"r1": ("image", "https://vidu.invalid/a.png", True), "r2": ("image", "file:///etc/hostname", True)})
    body = (
        '<w:p><w:r><w:drawing><a:blip r:link="r1"/></w:drawing><w:pict><v:shape><v:imagedata r:href="r2"/></v:shape></w:pict></w:r></w:p>'
    )
    outcome = read(package({"word/document.xml": xml_document(body), "word/_rels/document.xml.rels": rels}))
    assert codes(outcome) == [("W027", "paragraph 1")] * 2
    assert not outcome.require().images
