"""Pictures: printed when they can be decoded, named when they cannot."""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTContainer, LTImage
from PIL import Image

from gazette import akn
from gazette.typeset import document
from gazette.typeset.placeholder import placeholder
from tests.typeset.texts import act


def drawn(kind: str, mode: str = "RGB") -> bytes:
    written = io.BytesIO()
    Image.new(mode, (40, 30)).save(written, kind)
    return written.getvalue()


def shown(alt: str = "Biểu trưng") -> bytes:
    return act(
        f'<article><num>Điều 1.</num><content><p class="center"><img src="media/a.png" alt="{alt}" width="90"/></p></content></article>'
    )


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK"), ("JPEG", "L"), ("GIF", "P"), ("TIFF", "RGB")]
)
def test_a_picture_is_printed_with_its_description(kind: str, mode: str) -> None:
    outcome = document(shown(), images={"a.png": drawn(kind, mode)})
    with pikepdf.open(io.BytesIO(outcome.require().pdf)) as pdf:
        assert any(isinstance(item, pikepdf.Dictionary) and str(item.get("/Alt", "")) == "Biểu trưng" for item in pdf.objects)
        assert any(isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image" for item in pdf.objects)


@pytest.mark.parametrize("data", [b"", b"no picture", drawn("PNG")[:60], b'<svg xmlns="http://www.w3.org/2000/svg"/>'])
def test_what_cannot_be_decoded_is_a_frame_in_print_and_is_named(data: bytes) -> None:
    outcome = document(shown("Bản đồ quy hoạch sử dụng đất"), images={"a.png": data})
    assert [finding.code for finding in outcome.findings].count("T006") == 1
    with pikepdf.open(io.BytesIO(outcome.require().pdf)) as pdf:
        assert any(isinstance(item, pikepdf.Dictionary) and str(item.get("/Alt", "")).startswith("Bản đồ") for item in pdf.objects)


def test_the_words_in_a_frame_are_drawn_and_no_text_of_the_document() -> None:
    assert "Biểu trưng" not in akn.pdf_text(document(shown(), images={"a.png": b""}).require().pdf)


@pytest.mark.parametrize(("size", "worded"), [((0.0, 0.0), True), ((300.0, 200.0), True), ((40.0, 40.0), False), ((300.0, 8.0), False)])
def test_a_frame_has_the_size_of_its_picture_and_words_where_they_fit(size: tuple[float, float], worded: bool) -> None:
    frame = placeholder("Sơ đồ quy trình " * 30, size)
    assert f'width="{size[0]:.1f}"'.encode() in frame or not size[0]
    assert (len(frame) > 2000) is worded


def test_a_missing_picture_refuses_the_document() -> None:
    assert [finding.code for finding in document(shown()).findings] == ["T005"]


def test_a_picture_without_description_is_printed_with_a_warning() -> None:
    outcome = document(shown(""), images={"media/a.png": drawn("PNG")})
    assert outcome.value is not None
    assert "T004" in [finding.code for finding in outcome.findings]


@pytest.mark.parametrize(
    ("body", "widest"),
    [
        ('<p><img src="a.png" alt="Sơ đồ" width="900" height="600"/></p>', 426),
        ('<p><img src="a.png" alt="Sơ đồ" width="400" height="1200"/></p>', 208),
        ('<table><tr><td><p><img src="a.png" alt="Sơ đồ" width="400"/></p></td><td><p>hai</p></td><td><p>ba</p></td></tr></table>', 150),
        ('<table><tr><td><p><img src="a.png" alt="Sơ đồ" width="20"/></p></td><td><p>hai</p></td></tr></table>', 20),
    ],
)
def test_no_picture_is_wider_than_its_place_or_higher_than_a_page(body: str, widest: float) -> None:
    made = document(act(f"<article><num>Điều 1.</num><content>{body}</content></article>"), images={"a.png": drawn("PNG")}).require()
    (width,) = [image.x1 - image.x0 for page in extract_pages(io.BytesIO(made.pdf)) for image in images_in(page)]
    assert widest / 2 < width <= widest


def images_in(place: LTContainer) -> Iterator[LTImage]:
    for inner in place:
        if isinstance(inner, LTImage):
            yield inner
        elif isinstance(inner, LTContainer):
            yield from images_in(inner)
