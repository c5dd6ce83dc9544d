"""The shared corpus of real documents: read or refused, and the visible text in is the text out.

Normal runs read a fixed sample; under the marker ``soak`` every file is read.
"""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from gazette.model.blocks import Blocks, Formula, NoteMark, Paragraph, Run, paragraphs_of
from gazette.word import FileKind, Limits, read, sniff
from gazette.word.libreoffice import LibreOffice
from tests.shared import shared
from tests.word.extractor import folded, visible_text, words
from tests.word.soffice import needs_soffice

_SAMPLED_DOCX = 34
_FIELD_RESIDUE = {"page", "embed", "word", "document", "picture", "excel", "sheet", "pbrush", "8", "2"}
_AUTO_NUMBERED = {"84/2015/QH13": 92, "69/2014/QH13": 66}


@cache
def manifest() -> list[dict[str, str]]:
    with shared("word-corpus", "manifest.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def row_of(name: str) -> dict[str, str]:
    return next(row for row in manifest() if row["file"] == name)


def data_of(row: dict[str, str]) -> bytes:
    return shared("word-corpus", "files", row["file"]).read_bytes()


def typed(blocks: Blocks) -> str:
    """The text of *blocks* without automatic numbers, in the order of the independent extractor."""
    lines: list[str] = []
    for paragraph in blocks.paragraphs():
        lines.append(_typed(paragraph))
        for piece in paragraph.inlines:
            if isinstance(piece, NoteMark):
                lines += [_typed(inner) for inner in paragraphs_of(blocks.notes[piece.note].blocks)]
    return "\n".join(lines)


def _typed(paragraph: Paragraph) -> str:
    return "".join(piece.text for piece in paragraph.inlines if isinstance(piece, (Run, Formula)))


def docx_rows() -> list[dict[str, str]]:
    return [row for row in manifest() if sniff(data_of(row)) is FileKind.DOCX]


def check(row: dict[str, str]) -> None:
    data = data_of(row)
    blocks = read(data, name=row["file"]).require()
    assert folded(typed(blocks)) == folded(visible_text(data)), row["file"]


def test_a_sample_of_real_docx_is_read_to_the_letter() -> None:
    rows = docx_rows()
    odd = [row for row in rows if "tracked" in row["flags"] or "textbox" in row["flags"] or row["has_footnotes"] != "n"]
    for row in (*rows[:: max(1, len(rows) // _SAMPLED_DOCX)], *odd):
        check(row)


@pytest.mark.soak
def test_every_real_docx_is_read_to_the_letter() -> None:
    for row in docx_rows():
        check(row)


@pytest.mark.parametrize("number", _AUTO_NUMBERED)
def test_auto_numbered_laws_have_all_their_articles(number: str) -> None:
    rows = [row for row in manifest() if row["number"] == number]
    if not rows:
        pytest.skip(f"the corpus holds no {number}")
    labels = [p.label.strip() for p in read(data_of(rows[0])).require().paragraphs() if p.label.startswith("Điều ")]
    assert labels == [f"Điều {count}." for count in range(1, _AUTO_NUMBERED[number] + 1)]


def test_typed_articles_are_those_of_the_manifest() -> None:
    rows = docx_rows()[::6]
    wrong = [row["file"] for row in rows if _articles(read(data_of(row)).require()) != int(row["typed_articles"])]
    assert len(wrong) <= len(rows) // 10, wrong


def _articles(blocks: Blocks) -> int:
    return sum(bool(re.match(r"\s*Điều\s+\d+[a-z]?\s*[.:]", line)) for line in typed(blocks).split("\n"))


def legacy_rows() -> list[dict[str, str]]:
    return [row for row in manifest() if row["transcript"]]


def recall(row: dict[str, str]) -> float:
    """The share of the transcript's words that were read; field codes the transcript holds are not text."""
    blocks = read(data_of(row), name=row["file"]).require()
    transcript = shared("word-corpus", "transcripts", row["transcript"]).read_text(encoding="utf-8")
    expected = Counter(word for word in words(transcript) if word not in _FIELD_RESIDUE)
    found = Counter(words(blocks.visible_text()))
    assert _horned(found) >= _horned(expected) * 0.995, row["file"]
    return 1 - sum((expected - found).values()) / max(1, sum(expected.values()))


def _horned(counted: Counter[str]) -> int:
    return sum(word.count("ư") * count for word, count in counted.items())


@needs_soffice
def test_a_sample_of_old_encodings_reads_like_its_transcripts() -> None:
    names = ("8165900df18e9ca8.rtf", "9991a7eb0cc52277.doc", "c434a2ad3f21398f.doc")
    assert min(recall(row_of(name)) for name in names) >= 0.995


@pytest.mark.soak
@needs_soffice
def test_every_old_encoding_reads_like_its_transcript() -> None:
    shares = [recall(row) for row in legacy_rows()]
    assert sum(shares) / len(shares) >= 0.995


@needs_soffice
@pytest.mark.parametrize("name", ["2a3f6fde37170a8c.doc", "afc12aef62383ec7.doc", "6d1756be3bef3d5f.doc"])
def test_a_real_doc_is_read_like_its_conversion(name: str) -> None:
    row = row_of(name)
    converted = _converted(row)
    assert folded(typed(read(converted).require())) == folded(visible_text(converted))


def _converted(row: dict[str, str]) -> bytes:
    data = data_of(row)
    return LibreOffice().convert(data, sniff(data), Limits())


@pytest.mark.soak
@needs_soffice
def test_every_real_doc_and_rtf_is_read() -> None:
    for row in manifest():
        if row["kind"] in ("doc", "rtf"):
            outcome = read(data_of(row), name=row["file"])
            assert outcome.value is not None, (row["file"], [finding.message("en") for finding in outcome.findings])


def test_the_corpus_stands_where_the_tests_look() -> None:
    assert isinstance(shared("word-corpus"), Path)
