"""The index in a database when things go wrong: lost connections, damage, rebuilds that die, nodes that read while others write."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine

from search import Entry, IndexDamaged, IndexOutdated, IndexUnreachable, PostgresIndex, Query, drop_postgres_index, open_postgres_index
from search.postgres_segment import Superseded
from search.postgres_tables import SEALED, extended
from tests.search.conftest import ENTRIES

Open = Callable[..., PostgresIndex]


@pytest.fixture
def node(postgres_database: str) -> Iterator[Open]:
    """Opens a node of one index, in a database of its own, each time it is called."""
    nodes = []

    def opened(**options: object) -> PostgresIndex:
        nodes.append(open_postgres_index(postgres_database, **options))  # type: ignore[arg-type]
        return nodes[-1]

    yield opened
    for one in nodes:
        one.close()


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _run(url: str, statement: str) -> None:
    with _connected(url) as connection:
        connection.exec_driver_sql(statement)


def _cut_connections(url: str) -> None:
    _run(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")


def test_lost_connections_are_replaced_without_a_word(node: Open, postgres_database: str) -> None:
    index = node()
    index.put(ENTRIES)
    index.forget()
    _cut_connections(postgres_database)
    assert index.search(Query("giá đất")).total == 2
    _cut_connections(postgres_database)
    index.put([Entry(id="new", title="giá nước")])
    assert index.search(Query("giá nước")).total == 1


def test_a_rebuild_whose_connection_dies_leaves_the_old_index(node: Open, postgres_database: str) -> None:
    index = node()
    index.put(ENTRIES)

    def entries() -> Iterator[Entry]:
        yield Entry(id="half", title="zirconium")
        _cut_connections(postgres_database)
        yield from (Entry(id=f"e{at}", title="giá", text="đất " * 2000) for at in range(200))

    with pytest.raises(IndexUnreachable):
        index.replace_all(entries())
    assert index.search(Query("zirconium")).total == 0
    assert index.search(Query("giá đất")).total == 2
    with _connected(postgres_database) as connection:
        tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'search_public'").scalars()
        assert set(tables) == {"state", "entry_0", "posting_0", "term_0"}


def test_a_backup_that_reads_the_old_tables_does_not_hold_up_a_rebuild(
    node: Open, postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, other = node(), node()
    index.put(ENTRIES)
    engine = create_engine(postgres_database)
    with engine.begin() as backup:
        backup.exec_driver_sql("SELECT count(*) FROM search_public.entry_0")
        with monkeypatch.context() as patched:
            patched.setattr("search.postgres_index.SWEEP_WAIT", "20ms")
            index.replace_all(ENTRIES[:3])
        assert other.search(Query("")).total == index.search(Query("")).total == 2
    index.replace_all(ENTRIES)
    with engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'search_public'").scalars()
        assert set(tables) == {"state", "entry_2", "posting_2", "term_2"}
    engine.dispose()


def test_a_node_that_asks_for_a_stretch_just_joined_looks_again(node: Open) -> None:
    writer, reader = node(), node()
    writer.put([Entry(id="a", title="giá đất")])
    assert reader.search(Query("nước")).total == 0
    before = reader.executor
    writer.put([Entry(id="b", title="giá nước")])
    with pytest.raises(Superseded):
        before.run(Query("giá"))
    assert reader.search(Query("giá")).total == 2
    assert reader.stats()["segments"] == 1


def test_a_document_that_is_put_again_is_never_missing_to_another_node(node: Open) -> None:
    writer, reader = node(), node()
    writer.put(ENTRIES)
    done = threading.Event()

    def put_again() -> None:
        for at in range(25):
            writer.put([Entry(id="again", title=f"giá vàng {at}"), *(Entry(id=f"other{at}-{n}", title="khác") for n in range(at % 3))])
        done.set()

    writer.put([Entry(id="again", title="giá vàng")])
    thread = threading.Thread(target=put_again)
    thread.start()
    totals = set()
    while not done.is_set():
        found = reader.search(Query("giá vàng"))
        totals.add((found.total, len(found.hits)))
    thread.join()
    assert totals == {(1, 1)}


def test_a_partition_that_was_taken_away_and_made_anew_is_taken_over(node: Open, postgres_database: str) -> None:
    old = node()
    for entry in ENTRIES:
        old.put([entry])
    assert old.search(Query("giá đất")).total == 1
    drop_postgres_index(postgres_database, "public")
    node().put([Entry(id="only", title="giá vàng")])
    assert old.ids() == {"only"}
    assert old.search(Query("giá đất")).total == 0
    assert old.search(Query("giá vàng")).total == 1


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE search_public.posting_0 SET postings = set_byte(postings, length(postings) - 1, 7)",
        "UPDATE search_public.posting_0 SET postings = substr(postings, 1, 11)",
        "UPDATE search_public.posting_0 SET postings = substr(postings, 1, 5)",
        "DROP TABLE search_public.posting_0",
        "DROP TABLE search_public.entry_0",
        "DROP TABLE search_public.state",
        "DELETE FROM search_public.state",
    ],
)
def test_damage_is_said_and_mended_by_a_rebuild(node: Open, postgres_database: str, harm: str) -> None:
    node().put(ENTRIES)
    index = node()
    _run(postgres_database, harm)
    with pytest.raises(IndexDamaged):
        index.search(Query("giá đất"))
    index.replace_all(ENTRIES)
    assert index.search(Query("giá đất")).total == 2
    assert node().search(Query("giá đất")).total == 2


@pytest.mark.parametrize("harm", ["DROP TABLE search_public.posting_0", "DROP TABLE search_public.state"])
def test_a_writer_that_meets_damage_says_so(node: Open, postgres_database: str, harm: str) -> None:
    index = node()
    _run(postgres_database, harm)
    with pytest.raises(IndexDamaged):
        index.put(ENTRIES)


def test_tables_of_an_older_program_are_outdated_not_damaged(node: Open, postgres_database: str) -> None:
    index = node()
    _run(postgres_database, "ALTER TABLE search_public.state DROP COLUMN edges, DROP COLUMN born, ADD COLUMN size integer")
    _run(postgres_database, "UPDATE search_public.state SET version = 3")
    with pytest.raises(IndexOutdated):
        node()
    index.replace_all(ENTRIES)
    assert node().search(Query("giá đất")).total == 2


def test_a_statement_that_is_cut_off_is_told_as_unreachable(node: Open, postgres_database: str) -> None:
    index = node()
    index.put(ENTRIES)
    index.forget()
    told: list[Exception] = []

    def ask() -> None:
        try:
            index.search(Query("giá đất"))
        except IndexUnreachable as error:
            told.append(error)

    engine = create_engine(postgres_database)
    with engine.begin() as blocking, _connected(postgres_database) as watching:
        blocking.exec_driver_sql("LOCK TABLE search_public.posting_0")
        thread = threading.Thread(target=ask)
        thread.start()
        while thread.is_alive():  # what statement_timeout does after half a minute
            watching.exec_driver_sql(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
        thread.join()
    engine.dispose()
    assert len(told) == 1
    assert index.search(Query("giá đất")).total == 2


def test_too_many_readers_at_once_are_told_not_left_with_a_traceback(node: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    node().put(ENTRIES)
    monkeypatch.setattr("search.postgres_database._POOL", {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.01})
    index = node()
    with index._database.writing(), pytest.raises(IndexUnreachable):
        index.search(Query("giá đất"))
    assert index.search(Query("giá đất")).total == 2


def test_a_role_may_have_any_name(node: Open, postgres_database: str) -> None:
    role = '"we""b;{x} %% y"'
    _run(postgres_database, f"CREATE ROLE {role}")
    try:
        index = node(readers=['we"b;{x} % y'])
        index.replace_all(ENTRIES)
        with _connected(postgres_database) as connection:
            connection.exec_driver_sql(f"SET ROLE {role}")
            assert connection.exec_driver_sql("SELECT count(*) FROM search_public.entry_1").scalar() == len(ENTRIES)
    finally:
        _run(postgres_database, f"DROP OWNED BY {role}")
        _run(postgres_database, f"DROP ROLE {role}")


def test_stretches_stay_few_and_long_ones_are_left_alone() -> None:
    edges: tuple[int, ...] = (0,)
    most = 0
    for last in range(1, 3000):
        edges = extended(edges, last)
        most = max(most, len(edges))
    assert most <= 8
    assert extended((0, SEALED), SEALED + 5000) == (0, SEALED, SEALED + 5000)
    assert extended((0, SEALED, SEALED + 5000), SEALED + 7000) == (0, SEALED, SEALED + 7000)
    assert extended((0, SEALED - 1), SEALED + 5000) == (0, SEALED + 5000)
