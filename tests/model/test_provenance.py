"""Where the values of a head were read, and what people said of them."""

from datetime import UTC, datetime

from gazette.model.checks.reading import PrintedLine
from gazette.model.document import HistoryEntry
from gazette.model.provenance import read_facts

LINES = (
    PrintedLine("ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "preface", "preface", "authority"),
    PrintedLine("Số: 12/2026/QĐ-UBND", "preface", "preface", "number"),
    PrintedLine("Tân Lộc, ngày 09 tháng 3 năm 2026", "preface", "preface", "place-date"),
    PrintedLine("Quyết định này có hiệu lực từ ngày 20 tháng 3 năm 2026.", "body", "art_3"),
)
HEAD = {
    "number": "12/2026/QĐ-UBND",
    "issuer": "Ủy ban nhân dân tỉnh An Phước",
    "place": "Tân Lộc",
    "issued_on": "2026-03-09",
    "subject": "",
}


def _sure(history: tuple[HistoryEntry, ...] = (), **head: str) -> dict[str, str]:
    return {fact.name: fact.confidence for fact in read_facts({**HEAD, **head}, LINES, history, "có hiệu lực từ ngày 20 tháng 3 năm 2026")}


def test_a_value_is_told_with_the_line_it_was_read_in() -> None:
    facts = {fact.name: fact for fact in read_facts({**HEAD, "effective_from": "2026-03-20"}, LINES, (), "có hiệu lực từ ngày 20 tháng 3")}
    assert {name: fact.line for name, fact in facts.items()} == {
        "number": 1,
        "issuer": 0,
        "place": 2,
        "issued_on": 2,
        "subject": -1,
        "effective_from": 3,
    }
    assert {fact.confidence for name, fact in facts.items() if name != "subject"} == {"printed"}


def test_what_is_not_as_printed_is_worked_out_or_missing() -> None:
    sure = _sure(issued_on="2026-03-10", number="21/2026/QĐ-UBND")
    assert (sure["issued_on"], sure["number"], sure["subject"]) == ("derived", "derived", "missing")


def test_the_last_word_of_a_person_counts() -> None:
    at = datetime(2026, 3, 10, tzinfo=UTC)
    said = (
        HistoryEntry(at, "bien-tap", "correct", "converted", "issued_on, number"),
        HistoryEntry(at, "bien-tap", "accept", "converted", "number"),
        HistoryEntry(at, "bien-tap", "return", "converted", "place"),
    )
    sure = _sure(said)
    assert (sure["issued_on"], sure["number"], sure["place"]) == ("entered", "accepted", "printed")
