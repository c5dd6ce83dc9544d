"""Findings speak both languages, and so do their places."""

import pytest

from gazette.model.outcome import Finding, FindingKind

KIND = FindingKind("X001", "info", "Có {what}.", "There is {what}.")


@pytest.mark.parametrize(
    ("where", "vi", "en"),
    [
        ("paragraph 12", "đoạn 12", "paragraph 12"),
        ("dòng 3", "dòng 3", "line 3"),
        ("footnote 2", "cước chú 2", "footnote 2"),
        ("Điều 5", "Điều 5", "Điều 5"),
        ("word/styles.xml", "word/styles.xml", "word/styles.xml"),
        ("", "", ""),
    ],
)
def test_a_place_is_named_in_the_readers_language(where: str, vi: str, en: str) -> None:
    finding = Finding(KIND, where, {"what": "x"})
    assert (finding.place("vi"), finding.place("en")) == (vi, en)
    assert finding.to_json("vi")["where"] == where
