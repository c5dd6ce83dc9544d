"""search and index."""

import json
import shutil
from pathlib import Path

import pytest

from tests.demo import Demo

HIT = ["document", "work", "provision", "number", "kind", "issuer", "date", "title", "status", "snippet", "url"]


def test_the_answer_has_the_keys_of_the_contract(demo: Demo) -> None:
    answer = demo.json("search", "quyet dinh")
    found = answer.row
    assert answer.status == 0
    assert list(found) == ["query", "in_words", "total", "page", "size", "next", "suggestion", "hits", "facets"]
    assert found["total"] >= 6
    assert all(list(hit) == HIT for hit in found["hits"])
    assert set(found["facets"]) == {"kind", "year", "issuer", "field", "status", "signer"}
    assert all(list(value) == ["value", "label", "count"] for values in found["facets"].values() for value in values)


def test_a_document_is_found_by_its_number_without_accents(demo: Demo) -> None:
    numbers = [hit["number"] for hit in demo.json("search", "quyet dinh").row["hits"] if hit["number"]]
    number = next(number for number in numbers if "QĐ" in number)
    hit = demo.json("search", number.replace("Đ", "D").lower()).row["hits"][0]
    assert hit["number"] == number


def test_only_published_documents_are_found(demo: Demo) -> None:
    total = demo.json("search", "--size", "100").row["total"]
    assert total == demo.json("index", "stats").row["documents"] == 8


def test_nothing_found_is_status_one(demo: Demo) -> None:
    answer = demo.json("search", "xyzkhongcogi")
    assert (answer.status, answer.row["hits"]) == (1, [])


def test_facets_pages_and_order(demo: Demo) -> None:
    first = demo.json("search", "--size", "3", "--sort", "newest").row
    second = demo.json("search", "--size", "3", "--page", "2", "--sort", "newest").row
    assert not {hit["document"] for hit in first["hits"]} & {hit["document"] for hit in second["hits"]}
    kind = first["facets"]["kind"][0]
    narrowed = demo.json("search", "--type", kind["value"]).row
    assert narrowed["total"] == kind["count"]


def test_the_index_holds_what_is_published_and_is_rebuilt_the_same(own: Demo) -> None:
    assert own.call("index", "check").status == 0
    before = own.json("search", "thư viện").row
    assert own.json("index", "rebuild").row["documents"] == 8
    assert own.json("search", "thư viện").row == before


def test_a_lost_index_is_made_anew_by_the_next_command(own: Demo) -> None:
    shutil.rmtree(own.home / "index")
    assert own.call("index", "check").status == 0
    assert own.json("search", "thư viện").row["total"] > 0


def test_a_damaged_index_is_said_in_one_sentence_and_rebuilt(own: Demo) -> None:
    for path in (own.home / "index" / "public").rglob("*"):
        if path.is_file():
            path.write_bytes(b"x")
    for command in (("search", "a"), ("index", "stats")):
        answer = own.call(*command)
        assert answer.status == 3
        assert "cần dựng lại" in answer.sentence
    assert own.json("index", "check").row["code"] == "D036"
    assert own.call("user", "list").status == 0
    assert own.call("index", "rebuild").status == 0
    assert own.call("index", "check").status == 0


def test_an_index_that_an_older_program_wrote_is_rebuilt_by_the_next_command(own: Demo) -> None:
    (own.home / "index" / "public" / "CURRENT").write_text("g000001")
    assert own.call("search", "thư viện").status == 0
    assert own.call("index", "check").status == 0


ENTRY = {"id": "a", "number": "1/2026/QĐ-UBND", "kind": "quyet-dinh", "issuer": "UBND tỉnh An Phước", "year": 2026, "date": "2026-01-02",
         "title": "Về việc thử", "text": "Điều 1. Thử."}  # fmt: skip


def test_a_trial_index_is_filled_from_json_lines(own: Demo, tmp_path: Path) -> None:
    lines = [json.dumps({**ENTRY, "id": str(number)}) for number in range(3)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    loaded = own.json("index", "load", tmp_path / "a.jsonl", "--into", tmp_path / "trial")
    assert (loaded.status, loaded.row["documents"]) == (0, 3)
    assert own.json("index", "stats").row["documents"] == 8


@pytest.mark.parametrize("text", ["x", "[]", "1", "{}", "\n".join(json.dumps({**ENTRY, "id": name}) for name in "aba")])
def test_lines_that_are_no_entries_are_status_two(own: Demo, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.jsonl").write_text(text)
    answer = own.call("index", "load", tmp_path / "a.jsonl", "--into", tmp_path / "trial")
    assert answer.status == 2
    assert "a.jsonl" in answer.sentence


def test_a_missing_file_is_status_two(demo: Demo, tmp_path: Path) -> None:
    assert demo.call("index", "load", tmp_path / "none", "--into", tmp_path / "trial").status == 2
