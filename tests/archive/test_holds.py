"""An order to keep beats every way in which something could be destroyed; the ways are counted off the syntax, so none is forgotten."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import Label, Record, RecordHeld, State
from tests.archive.conftest import HEAD, OFFICER, House, key_store

ROOT = Path(__file__).resolve().parents[2] / "archive"
ENDING = {"delete", "destroy", "forget", "unlink", "rmtree"}
WAYS = {
    "destruction.py:_dispose": "asks for holds under the log's lock; dispose and shred go through it",
    "destruction.py:_destroy_keys": "is what shred gives, after _dispose",
    "destruction.py:_purge": "bytes and keys of destroyed records that no other record shares",
    "strongroom.py:tidy": "what a change of label left behind once the other form was read back; keys of destroyed records",
    "blobs.py:delete": "the store's own verb, called by purge and tidy",
    "blobs.py:_forget": "the temporary name of bytes that were kept already or broken off",
    "blobs.py:forget_incoming": "temporary names of streams that were broken off",
    "recovery.py:recover": "what neither the register nor the log says was ever kept",
    "mirror.py:delete": "the same verb over both stores",
    "mirror.py:restore": "a damaged copy, while the good one is at hand",
    "custody.py:destroy": "a key file that others hold now",
    "custody.py:lock": "the opened copy of a key that its holders can open again",
    "holders.py:_hand_over": "the key file, after somebody else holds the key",
    "token.py:_forget_others": "keys of the token that the present one replaced",
    "packages.py:write_bag": "a package that was broken off",
    "__main__.py:_get": "an output that was broken off",
}
"""Every function of the archive that removes something, and why a hold need not be asked there, or is."""


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted(ROOT.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from ((path.name, node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _ends_something(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENDING
    return called or (isinstance(node, ast.keyword) and node.arg == "state" and "DISPOSED" in ast.unparse(node.value))


def test_every_function_that_removes_something_is_known() -> None:
    found = {f"{name}:{function.name}" for name, function in _functions() if any(map(_ends_something, ast.walk(function)))}
    assert found == WAYS.keys()


def test_no_row_of_a_record_its_versions_or_its_holds_is_ever_deleted() -> None:
    calls = (node for _, function in _functions() for node in ast.walk(function) if isinstance(node, ast.Call))
    deleted = {ast.unparse(call.args[0]) for call in calls if isinstance(call.func, ast.Name) and call.func.id == "delete" and call.args}
    assert deleted
    assert not {table for table in deleted if table.rpartition(".")[2] in ("records", "renditions", "holds", "dossier_holds")}


Way = Callable[[House, Record], None]


def _do(house: House, act: Callable[..., Any], *arguments: object) -> Any:
    with house.engine.begin() as connection:
        return act(connection, OFFICER, *arguments)


def _disposed(house: House, record: Record) -> None:
    with pytest.raises(RecordHeld):
        _do(house, house.vault.dispose, record.id, "hết hạn", HEAD, "02/QĐ-VP")


def _shredded(house: House, record: Record) -> None:
    with pytest.raises(RecordHeld):
        _do(house, house.vault.shred, record.id, "hết hạn", HEAD, "02/QĐ-VP")


def _purged(house: House, record: Record) -> None:
    twin = house.deposit(OFFICER, "bi-mat", data=b"noi dung", title="Bản thứ hai", grants=(HEAD.subject,))
    _do(house, house.vault.dispose, twin.id, "trùng", HEAD, "02/QĐ-VP")
    gone = _do(house, house.vault.purge)
    assert gone
    assert not {item.blob for item in record.renditions} & set(gone)


def _regraded(house: House, record: Record) -> None:
    for level in ("cong-khai", "han-che", "bi-mat"):
        _do(house, house.vault.reclassify, record.id, Label.named(level), "đổi mức", HEAD, "03/QĐ-VP")
        with house.engine.begin() as connection:
            house.vault.tidy(connection)


def _moved(house: House, record: Record) -> None:
    with pytest.raises(RecordHeld):
        _do(house, house.vault.place, record.id, "")


@pytest.mark.parametrize("way", [_disposed, _shredded, _purged, _regraded, _moved])
def test_what_lies_in_a_held_dossier_outlives_them_too(lite: House, tmp_path: Path, way: Way) -> None:
    keys = key_store(tmp_path)
    house = House(lite.engine, lite.blobs, keys=keys)
    dossier = _do(house, house.vault.dossiers.open, "01.TH", "Hồ sơ", Label.named("noi-bo"))
    hold = _do(house, house.vault.dossiers.hold, dossier.id, "Có thanh tra")
    record = house.deposit(OFFICER, "bi-mat", data=b"noi dung", dossier=dossier.id, grants=(HEAD.subject,))
    way(house, record)
    assert _do(house, house.vault.read, record.id) == b"noi dung"
    _do(house, house.vault.dossiers.release_hold, dossier.id, hold.id, "Thanh tra xong")
    _do(house, house.vault.dispose, record.id, "hết hạn", HEAD, "02/QĐ-VP")
    keys.close()


@pytest.mark.parametrize("way", [_disposed, _shredded, _purged, _regraded])
def test_what_is_held_outlives_every_way_of_destruction(lite: House, tmp_path: Path, way: Way) -> None:
    keys = key_store(tmp_path)
    house = House(lite.engine, lite.blobs, keys=keys)
    record = house.deposit(OFFICER, "bi-mat", data=b"noi dung", grants=(HEAD.subject,))
    hold = _do(house, house.vault.hold, record.id, "Có thanh tra")
    way(house, record)
    assert _do(house, house.vault.show, record.id).state is State.KEPT
    assert _do(house, house.vault.read, record.id) == b"noi dung"
    _do(house, house.vault.release_hold, record.id, hold.id, "Thanh tra xong")
    destroy = _do(house, house.vault.shred, record.id, "hết hạn", HEAD, "02/QĐ-VP")
    with house.engine.begin() as connection:
        destroy(connection)
    assert keys.is_destroyed(record.id)
    keys.close()
