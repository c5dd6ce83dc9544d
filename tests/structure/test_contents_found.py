"""Lines that look like the entries of a table of contents: looked through once, however many they are."""

import pytest

from gazette import structure
from gazette.structure import tableofcontents
from tests.structure.notation import word


def test_thousands_of_lines_that_end_in_figures_are_one_chain_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[int] = []
    seen = tableofcontents._entries_end
    monkeypatch.setattr(tableofcontents, "_entries_end", lambda rows, start: starts.append(start) or seen(rows, start))
    lines = [f"Khoản chi {number} ........ {number}" for number in range(1, 1200)]
    draft = structure.recognise(word("\n".join(["Điều 1. Dự toán", *lines]))).require()
    assert draft.count("article") == 1
    assert starts == [1]


def test_titles_without_articles_around_them_begin_no_text_of_their_own() -> None:
    draft = structure.recognise(word("\n".join(["Nội dung", *["~ QUY CHẾ"] * 3000]))).require()
    assert draft.attachments == ()


def test_one_paragraph_that_says_thousands_of_times_when_it_has_effect_is_read_to_its_end() -> None:
    said = " và ".join(["Quyết định này có hiệu lực từ ngày 01 tháng 02 năm 2026"] * 1500)
    draft = structure.recognise(word(f"Điều 1. Hiệu lực\n1. {said}.")).require()
    assert draft.effective is not None
    assert str(draft.effective.day) == "2026-02-01"
