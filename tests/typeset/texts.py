"""Small Akoma Ntoso texts for the typesetter's tests, and what can be read off a PDF."""

import io
from html import escape
from pathlib import Path

import pikepdf
from pdfminer.high_level import extract_text

EXAMPLE = (Path(__file__).resolve().parents[2] / "docs" / "rooms" / "akn-example.xml").read_bytes()

_HEAD = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" xmlns:gz="https://gazette.invalid/ns/1">'
    '<{root} name="quyet-dinh">'
    '<meta><proprietary source="#gazette"><gz:document number="12/2026/QĐ-UBND" date="{date}" subject="Về cây xanh"/></proprietary></meta>'
    '<preface><p class="kind"><docType>QUYẾT ĐỊNH</docType></p><p class="subject"><docTitle>Về cây xanh</docTitle></p></preface>'
)


def act(body: str, date: str = "2026-03-09", after: str = "") -> bytes:
    """An act with *body* (markup) and whatever comes *after* it."""
    return f"{_HEAD.format(root='act', date=date)}<body>{body}</body>{after}</act></akomaNtoso>".encode()


def article(text: str, number: str = "Điều 1.") -> str:
    """An article whose one paragraph is *text*, escaped."""
    return f"<article><num>{number}</num><content><p>{escape(text)}</p></content></article>"


def table(rows: str, classes: str = "") -> str:
    """A table in an article."""
    return f'<article><num>Điều 1.</num><content><p>Bảng:</p><table class="{classes}">{rows}</table></content></article>'


def text_of(pdf: bytes) -> str:
    """The words of *pdf*, white space folded."""
    return " ".join(extract_text(io.BytesIO(pdf)).split())


def packed(text: str) -> str:
    """*text* without any white space."""
    return "".join(text.split())


def fonts_of(pdf: bytes) -> set[str]:
    """The families of every font in *pdf*, without their subset tags and styles."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = {str(item["/BaseFont"]) for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item}
    return {name.lstrip("/").partition("+")[2].partition("-")[0] for name in found}


def turned(pdf: bytes) -> list[bool]:
    """For each page whether it is wider than high."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [float(page.mediabox[2]) > float(page.mediabox[3]) for page in opened.pages]
