"""The text of a PDF: running heads and page numbers dropped, ligatures opened, broken words joined."""

import contextlib

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from gazette import akn
from gazette.model.errors import GazetteError

SOURCE = """#set page(width: 12cm, height: 8cm, header: context [CÔNG BÁO/Số 12/Ngày 24-7-2026], numbering: "1")
#set document(title: "Thử")
#set text(lang: "vi")
= Chương I
Điều 1. Cơ quan, tổ chức, cá nhân có trách nhiệm thực hiện quy định này#footnote[Một chú thích.].
#pagebreak()
Điều 2. Office file affix.
#pagebreak()
Điều 3. Hết.
"""


def pdf_of(source: str = SOURCE) -> bytes:
    return bytes(typst.compile(source.encode()))


_WHOLE = pdf_of("#set document(date: none)\nĐiều 1. Cơ quan (tổ chức).")


def test_the_body_comes_without_running_heads_and_page_numbers() -> None:
    text = akn.pdf_text(pdf_of())
    assert "CÔNG BÁO" not in text
    assert not [line for line in text.split("\n") if line.strip() in ("1", "2", "3")]
    for part in ("Chương I", "trách nhiệm", "Một chú thích.", "Office file affix", "Điều 3. Hết."):
        assert part in " ".join(text.split())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"not a pdf", pdf_of()[:700]])
def test_a_damaged_pdf_is_an_error_with_a_sentence(data: bytes) -> None:
    with pytest.raises(GazetteError):
        akn.pdf_text(data)


@given(st.lists(st.tuples(st.integers(0, 1000), st.sampled_from(b"()<>[]/\\\x00\xff9R ")), min_size=1, max_size=6))
def test_a_pdf_with_changed_bytes_ends_in_text_or_in_our_error(changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(_WHOLE)
    for place, byte in changes:
        damaged[place * len(damaged) // 1001] = byte
    with contextlib.suppress(GazetteError):
        akn.pdf_text(bytes(damaged))


@given(st.binary(max_size=200))
def test_any_bytes_end_in_text_or_in_our_error(data: bytes) -> None:
    with contextlib.suppress(GazetteError):
        akn.pdf_text(b"%PDF-1.4\n" + data)
