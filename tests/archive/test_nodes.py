"""The stored nodes of the log's tree: the proofs made of them are those of the whole log, and a wrong node is seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, event, select, text, update

from archive import Entry, LocalBlobs, Publication, create_all, merkle, refill_nodes
from archive.audit import log_rows
from archive.nodes import tree_nodes
from tests.archive.conftest import House, sqlite_engine
from tests.archive.tampering import disarm

ROWS = 300


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A log of three hundred rows: four blocks and a half."""
    folder: Path = tmp_path_factory.mktemp("log")
    engine = sqlite_engine(folder / "archive.db")
    house = House(engine, LocalBlobs(folder / "blobs"))
    with engine.begin() as connection:
        create_all(connection)
        for number in range(ROWS):
            house.audit.append(connection, Entry("an", "read", f"{number:032x}"))
    yield house
    engine.dispose()


@pytest.fixture(scope="module")
def leaves(long: House) -> list[bytes]:
    with long.engine.begin() as connection:
        return [bytes.fromhex(leaf) for leaf in connection.scalars(select(log_rows.c.leaf).order_by(log_rows.c.seq))]


@given(data=st.data())
def test_a_stored_proof_is_the_proof_over_all_leaves(long: House, leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, ROWS))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    with long.engine.begin() as connection:
        proof = long.audit.inclusion(connection, index + 1, size)
        growth = long.audit.consistency(connection, old, size)
    assert [bytes.fromhex(step) for step in proof.path] == merkle.inclusion_proof(leaves[:size], index)
    assert [bytes.fromhex(step) for step in growth.path] == merkle.consistency_proof(leaves[:size], old)
    assert (proof.leaf, proof.root) == (leaves[index].hex(), merkle.root(leaves[:size]).hex())
    assert (growth.leaf, growth.root) == (merkle.root(leaves[:old]).hex(), proof.root)


def test_a_proof_reads_two_blocks_of_leaves_at_most(long: House) -> None:
    read: list[str] = []
    with long.engine.begin() as connection:
        event.listen(connection, "before_cursor_execute", lambda _c, _cursor, statement, *_: read.append(statement))
        long.audit.inclusion(connection, 1)
    assert sum("archive_audit" in statement and "BETWEEN" in statement for statement in read) <= 2
    assert not any("archive_audit" in statement and "ORDER BY" in statement for statement in read)


def test_a_proof_looks_every_node_up_by_its_whole_key(long: House) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []
    with long.engine.begin() as connection:
        event.listen(connection, "before_cursor_execute", lambda _c, _cursor, statement, values, *_: asked.append((statement, values)))
        long.audit.inclusion(connection, 1)
        nodes = [one for one in asked if "FROM archive_nodes" in one[0]]
        plans = [row[3] for statement, values in nodes for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    read = [plan for plan in plans if "archive_nodes" in plan]
    assert read
    assert all("tree=? AND level=? AND place=?" in plan for plan in read)


def _changed(connection: Connection) -> None:
    connection.execute(update(tree_nodes).where(tree_nodes.c.level == 6, tree_nodes.c.place == 1).values(hash="00" * 32))


def _gone(connection: Connection) -> None:
    connection.execute(delete(tree_nodes).where(tree_nodes.c.level == 6, tree_nodes.c.place == 1))


@pytest.mark.parametrize("spoil", [_changed, _gone])
def test_a_wrong_node_is_found_and_made_anew(house: House, spoil: object) -> None:
    with house.engine.begin() as connection:
        for number in range(130):
            house.audit.append(connection, Entry("an", "read", f"{number:032x}"))
        spoil(connection)  # type: ignore[operator]
        assert [(one.code, one.where) for one in house.audit.verify(connection)] == [("L011", "65-128")]
        refill_nodes(connection)
        assert house.audit.verify(connection) == []


def test_a_proof_is_made_of_the_rows_left_when_nodes_are_gone(lite: House) -> None:
    with lite.engine.begin() as connection:
        for number in range(130):
            lite.audit.append(connection, Entry("an", "read", f"{number:032x}"))
        whole = lite.audit.inclusion(connection, 3)
        connection.execute(delete(tree_nodes))
        assert lite.audit.inclusion(connection, 3) == whole


def test_an_edited_row_is_told_of_and_not_the_nodes_above_it(lite: House) -> None:
    with lite.engine.begin() as connection:
        for number in range(70):
            lite.audit.append(connection, Entry("an", "read", f"{number:032x}"))
        disarm(connection)
        connection.execute(text("UPDATE archive_audit SET actor = 'binh' WHERE seq = 5"))
        assert [(one.code, one.where) for one in lite.audit.verify(connection)] == [("L001", "5")]


def test_the_public_log_proves_its_rows_and_its_growth(lite: House) -> None:
    with lite.engine.begin() as connection:
        leaves = [
            bytes.fromhex(lite.vault.public.append(connection, Publication("publish", f"/van-ban/{place}", "ab" * 32, "2026"))[1])
            for place in range(70)
        ]
        proof, growth = lite.vault.public.inclusion(connection, 5), lite.vault.public.consistency(connection, 64)
    assert merkle.included(leaves[4], 4, 70, [bytes.fromhex(step) for step in proof.path], merkle.root(leaves))
    assert merkle.consistent(64, 70, merkle.root(leaves[:64]), merkle.root(leaves), [bytes.fromhex(step) for step in growth.path])
