"""Whatever numbers an act counts by, its labels are read as printed and in their order."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from gazette import structure
from gazette.model.draft import text_of
from gazette.structure.labels import LETTERS, clause_label, heading_label, loose_clause_label, point_label
from tests.structure.notation import word

LAST = re.compile(r"\w+")
SPACES = st.sampled_from(["", " ", "\t", "\u00a0", "\u00ad", "\u200b "])
ARTICLES = st.lists(st.tuples(st.integers(1, 999), st.sampled_from(["", "a", "b", "đ"])), min_size=1, max_size=8)
POINTS = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(ARTICLES, st.lists(st.tuples(st.integers(1, 40), POINTS), max_size=3), SPACES)
def test_any_sequence_of_numbers_is_recovered_as_printed(
    articles: list[tuple[int, str]], clauses: list[tuple[int, list[str]]], space: str
) -> None:
    lines = []
    for number, letter in articles:
        lines.append(f"* {space}Điều {number}{letter}. Tên điều")
        for clause, points in clauses:
            lines.append(f"{space}{clause}. Khoản này gồm:")
            lines += [f"{space}{point}) Nội dung;" for point in points]
    draft = structure.recognise(word("\n".join(lines))).require()
    own = {"article": [f"{number}{letter}" for number, letter in articles]}
    own["clause"] = [str(clause) for _ in articles for clause, _ in clauses]
    own["point"] = [point for _ in articles for _, points in clauses for point in points]
    for level, expected in own.items():
        found = [LAST.findall(text_of(one.num))[-1] for one in draft.main.provisions() if one.level == level]
        assert found == expected, level


@given(st.text(max_size=30))
def test_a_label_never_ends_beyond_its_line(raw: str) -> None:
    for read in (heading_label, clause_label, loose_clause_label, point_label):
        label = read(raw)
        assert label is None or 0 < label.end <= len(raw)


def test_a_sum_a_date_and_a_range_are_no_labels() -> None:
    for text in ("12.500 đồng", "10 - 15 ngày", "01/01/2026 là ngày", "3/4 số cây", "1.000.000 đồng"):
        assert clause_label(text) is None, text
        assert loose_clause_label(text) is None, text
    assert loose_clause_label("2 người") is None
    assert point_label("e-mail: mau@example.vn") is None


def test_old_signs_are_labels_that_must_continue() -> None:
    for text in ("1- Công dân", "1/ Công dân", "1) Công dân", "1 Công dân"):
        label = loose_clause_label(text)
        assert label is not None, text
        assert (label.number, label.pointed) == ("1", False)
    misspelt = heading_label("Điền 36. Hiệu lực")
    assert misspelt is not None
    assert (misspelt.number, misspelt.pointed) == ("36", False)
