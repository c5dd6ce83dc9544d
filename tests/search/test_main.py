"""`python -m search` by itself."""

import json
from pathlib import Path

import pytest

from search.__main__ import main

LINES = [
    {
        "id": "a",
        "number": "12/2023/QĐ-UBND",
        "kind": "Quyết định",
        "year": 2023,
        "date": "2023-08-31",
        "title": "Giá đất",
        "text": "bảng giá",
    },
    {"id": "b", "number": "13/2023/QĐ-UBND", "title": "Thi đua", "text": "khen thưởng"},
    {"id": "a", "number": "12/2023/QĐ-UBND", "title": "Giá đất (bản sau)", "text": "bảng giá"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of entries, one given twice."""
    path = tmp_path / "entries.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in LINES) + "\n\n", encoding="utf-8")
    return path


def test_a_file_is_loaded_and_asked(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = str(tmp_path / "index")
    assert main(["load", str(file), index]) == 0
    assert json.loads(capsys.readouterr().out)["entries"] == 2
    assert main(["query", index, "12", "2023", "qd"]) == 0
    assert "Giá đất (bản sau)" in capsys.readouterr().out
    assert main(["query", "--json", index, "gia dat"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1
    assert main(["query", index, "không-có-gì"]) == 1
    assert main(["stats", index]) == 0


@pytest.mark.parametrize(
    "content",
    [
        b"{\n",
        b"[1]\n",
        b"\xff\xfe\n",
        b'{"title": "no id"}\n',
        b'"text"\n',
        b'{"id": ["x"]}',
        b'{"id": "a", "title": {"vi": "x"}}',
        b'{"id": "a", "year": true}',
        b'{"id": "a", "year": 1e999}',
        b"[" * 100_000,
        b'{"id": "a", "year": ' + b"9" * 5_000 + b"}",
    ],
    ids=lambda content: str(content[:24]),
)
def test_an_unreadable_line_is_one_sentence_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "whole", "number": "99999999999999999999/2023/Q\xc4\x90"}\n\n' + content)
    assert main(["load", str(path), str(tmp_path / "index")]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "bad.jsonl" in message
    assert not (tmp_path / "index").exists()


def test_what_is_no_index_is_neither_asked_nor_touched(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("Kính gửi")
    (tmp_path / "empty").mkdir()
    for place in ("letters", "empty", "absent"):
        assert main(["query", str(tmp_path / place), "x"]) == 2
        assert main(["stats", str(tmp_path / place)]) == 2
    assert main(["load", str(file), str(tmp_path / "letters")]) == 2
    assert capsys.readouterr().err.count("\n") == 7
    assert [child.name for child in (tmp_path / "letters").iterdir()] == ["a.txt"]
    assert not (tmp_path / "absent").exists()
    assert main(["load", str(tmp_path / "absent.jsonl"), str(tmp_path / "empty")]) == 2


def test_a_damaged_index_is_said(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = tmp_path / "index"
    main(["load", str(file), str(index)])
    (index / "CURRENT").write_text("?")
    assert main(["stats", str(index)]) == 1
    assert "bị hỏng" in capsys.readouterr().err
    assert main(["load", str(file), str(index)]) == 0
