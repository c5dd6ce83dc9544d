"""Words that antiword finds in a .doc and LibreOffice did not convert are reported; layout and list numbers are not."""

import os
import shutil

import pytest

from gazette.word import FileKind, Limits, read
from gazette.word.second_opinion import missing_words
from tests.shared import shared
from tests.word.soffice import needs_soffice
from tests.words import docx

needs_antiword = pytest.mark.skipif(shutil.which("antiword") is None and not os.environ.get("CI"), reason="missing package: antiword")
_OLD, _NEW = "c434a2ad3f21398f.doc", "2a3f6fde37170a8c.doc"


def data_of(name: str) -> bytes:
    return shared("word-corpus", "files", name).read_bytes()


@needs_soffice
@needs_antiword
@pytest.mark.parametrize("name", [_OLD, _NEW])
def test_a_real_doc_is_whole_and_lost_words_are_named(name: str) -> None:
    text = read(data_of(name)).require().visible_text()
    assert missing_words(data_of(name), text, Limits()) == []
    half = text[: len(text) // 2]
    assert len(missing_words(data_of(name), half, Limits())) > 50


@needs_antiword
def test_a_conversion_that_loses_text_is_reported() -> None:
    class Losing:
        def convert(self, data: bytes, kind: FileKind, limits: Limits) -> bytes:
            return docx("p:Chỉ còn một dòng")

    findings = read(data_of(_NEW), legacy=Losing()).findings
    assert [finding.code for finding in findings if finding.level == "warning"] == ["W061"]


def test_bytes_that_antiword_cannot_read_have_no_second_opinion() -> None:
    assert missing_words(b"no Word file", "", Limits()) == []


def test_without_antiword_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert missing_words(data_of(_NEW), "", Limits()) == []
