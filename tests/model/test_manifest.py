"""The manifest of an issue: read back as written, and chained."""

from datetime import UTC, datetime

import pytest

from gazette.model.manifest import NONE, Line, Manifest, breaks, digest_of

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)


def _signed(before: str, issue: str) -> str:
    body = Manifest(issue, AT, before, (Line(f"{issue}.pdf", "a" * 64), Line("/van-ban/mau.pdf", "b" * 64, "3-5"))).body
    return f"{body}\n— gazette.invalid AAAA\n"


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    note = _signed(NONE, "/cong-bao/2026/12+13")
    assert Manifest.parse(note).body == note.partition("\n\n")[0] + "\n"
    assert Manifest.parse(note).files[1].pages == "3-5"
    with pytest.raises(ValueError, match="no manifest"):
        Manifest.parse("mot\nhai\nba\nbon\n\n— x AAAA\n")


def test_a_missing_or_changed_issue_breaks_the_chain() -> None:
    first = _signed(NONE, "/cong-bao/2026/12")
    second = _signed(digest_of(first), "/cong-bao/2026/13")
    third = _signed(digest_of(second), "/cong-bao/2026/14")
    assert list(breaks([first, second, third])) == []
    assert list(breaks([first, third])) == ["/cong-bao/2026/14"]
    assert list(breaks([first.replace("b" * 64, "c" * 64), second, third])) == ["/cong-bao/2026/13"]
