"""An index whose files were cut, changed or taken away says so, or answers as before; never anything else."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search import IndexDamaged, IndexOutdated, Query, WhooshIndex, open_index, rebuild_index
from tests.search.conftest import ENTRIES, decision

_QUERIES = (
    *(Query(entry.number) for entry in ENTRIES),
    *(Query(text, size=50) for text in ("gia dat", '"có hiệu lực"', "quy* -giá", "năm:2023", "hòa OR thúy", "")),
    Query("", sort="oldest", kind="quyet-dinh"),
    Query("", sort="number", date_from="2023-01-01"),
)
Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a segment that was built at once, one that was written, and removed entries in both."""
    index = rebuild_index(tmp_path_factory.mktemp("whole") / "index", ENTRIES)
    index.put([decision("77/2024/QĐ-UBND", "Văn bản mới"), decision("78/2024/QĐ-UBND", "Văn bản mới hơn")])
    index.remove(["qd-12", "77-2024-qđ-ubnd"])
    return index.folder


def _told(index: WhooshIndex) -> object:
    answers = [index.search(query) for query in _QUERIES]
    return answers, index.suggest("12"), index.suggest("quy"), index.ids(), index.explain(Query("giá"), "13-2023-qđ-ubnd")


def _noticed(ask: Callable[[], object], before: object) -> bool:
    """Whether the damage was said; otherwise the answers must be those of before."""
    try:
        told = ask()
    except (IndexDamaged, IndexOutdated) as error:
        return "cần dựng lại" in error.sentence("vi")
    assert told == before
    return False


def _damages(file: Path, chance: random.Random, times: int) -> Iterator[Damage]:
    size = file.stat().st_size
    yield Path.unlink
    for _ in range(times):
        at, bit = chance.randrange(size), 1 << chance.randrange(8)
        yield lambda file, at=at: file.write_bytes(file.read_bytes()[:at])  # type: ignore[misc]
        yield lambda file, at=at, bit=bit: file.write_bytes(_flipped(file.read_bytes(), at, bit))  # type: ignore[misc]
        yield lambda file, at=at: file.write_bytes(file.read_bytes()[:at] + bytes(64) + file.read_bytes()[at + 64 :])  # type: ignore[misc]
        yield lambda file, at=at: file.write_bytes(file.read_bytes()[at:])  # type: ignore[misc]


def _flipped(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]


@pytest.mark.parametrize("times", [6, pytest.param(100, marks=pytest.mark.soak)])
def test_no_damage_to_any_file_gives_a_wrong_answer_or_a_strange_error(whole: Path, tmp_path: Path, times: int) -> None:
    before, chance, noticed = _told(open_index(whole)), random.Random(9), 0
    names = [file.relative_to(whole) for file in sorted(whole.rglob("*")) if file.is_file() and file.stat().st_size]
    tried = [(name, damage) for name in names for damage in _damages(whole / name, chance, times)]
    for number, (name, damage) in enumerate(tried):
        folder = shutil.copytree(whole, tmp_path / str(number))
        reader = open_index(folder)
        reader.search(_QUERIES[0])
        damage(folder / name)
        found = _noticed(lambda folder=folder: _told(open_index(folder)), before)  # type: ignore[misc]
        assert _noticed(lambda reader=reader: _told(reader), before) == found  # type: ignore[misc]
        noticed += found
        shutil.rmtree(folder)
    assert noticed == len(tried)


def test_who_reads_a_damaged_index_goes_on_after_a_rebuild_without_opening_it_again(whole: Path, tmp_path: Path) -> None:
    reader = open_index(shutil.copytree(whole, tmp_path / "index"))
    assert reader.search(Query("mức giá")).total == 1
    for damage in (_cut_segments, lambda folder: (folder / "CURRENT").unlink(), shutil.rmtree):
        damage(reader.folder)
        for ask in (
            lambda: reader.search(Query("mức giá")),
            reader.ids,
            reader.stats,
            lambda: reader.suggest("12"),
            lambda: reader.put(ENTRIES),
        ):
            with pytest.raises(IndexDamaged):
                ask()
        rebuild_index(reader.folder, ENTRIES)
        assert reader.search(Query("mức giá")).total == 1
        assert reader.ids() == {entry.id for entry in ENTRIES}


def _cut_segments(folder: Path) -> None:
    for file in folder.rglob("*.seg"):
        with file.open("r+b") as segment:
            segment.truncate(100)
