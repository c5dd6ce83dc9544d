"""What strangers' PDFs say is read behind a fence: the same words as without it, and no file that takes the process with it."""

import io
import time

import pikepdf
import pytest

from gazette.akn import compared, pdf_text, printed
from gazette.akn.fenced import SECONDS
from gazette.model.errors import BadCall
from tests.akn.documents import xml_of
from tests.akn.test_pdf import pdf_of


def page_saying(content: bytes) -> bytes:
    """A PDF of one page with this content stream, packed."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page()
        page.Contents = made.make_stream(content)
        made.save(out, compress_streams=True)
    return out.getvalue()


def test_the_words_are_those_read_without_a_fence() -> None:
    pdf = pdf_of()
    assert printed(pdf).body == pdf_text(pdf)
    assert printed(pdf, by_columns=True).body == pdf_text(pdf, by_columns=True)


def test_the_margins_and_the_works_of_attached_xml_are_told() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of())) as opened:
        opened.attachments["a.xml"] = pikepdf.AttachedFileSpec(opened, xml_of(), mime_type="application/xml")
        opened.attachments["b.xml"] = pikepdf.AttachedFileSpec(opened, b"<not-akoma/>", mime_type="application/xml")
        opened.save(out)
    (work,) = printed(out.getvalue()).works
    assert work.startswith("/akn/vn/")


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"<<" * 100_000])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(BadCall):
        printed(data)


def test_a_file_that_unpacks_to_more_than_the_memory_is_refused_in_time() -> None:
    bomb = page_saying(b"BT " + b"(a) Tj " * 20_000_000)
    assert len(bomb) < 2_000_000
    started = time.monotonic()
    with pytest.raises(BadCall, match="limits"):
        printed(bomb)
    assert time.monotonic() - started < 10 * SECONDS


def test_a_comparison_tells_the_same_as_without_a_fence() -> None:
    xml = xml_of()
    found = compared(xml, "Điều 1. Chữ khác hẳn")
    assert found is not None
    assert found.text
