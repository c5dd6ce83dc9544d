"""The index in a database: several nodes, rights of roles, waiting writers, what is left of withdrawn words."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from search import (
    Entry,
    IndexDamaged,
    IndexLocked,
    IndexOutdated,
    IndexUnreachable,
    IndexUnwritable,
    Query,
    open_index,
    open_postgres_index,
)
from search.postgres_tables import Tables
from tests.search.conftest import ENTRIES
from tests.search.province import acts


def _run(url: str, *statements: str) -> list[object]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        results = [connection.exec_driver_sql(statement) for statement in statements]
        rows = [row[0] for row in results[-1]] if results[-1].returns_rows else []
    engine.dispose()
    return rows


def test_both_keepers_of_an_index_give_the_same_answers(postgres_url: str, tmp_path: Path) -> None:
    entries = [entry for at, entry in enumerate(acts()) if at % 20 == 0]
    folder, database = open_index(tmp_path / "index"), open_postgres_index(postgres_url, "same")
    folder.replace_all(entries)
    database.replace_all(entries)
    for entry in entries[:12]:
        title = entry.title.split()
        for text in (
            entry.number,
            entry.title,
            " ".join(title[2:5]),
            f'"{" ".join(title[2:6])}"',
            "gia dat",
            f"năm:{entry.year} -đất",
            "hợp OR tác",
        ):
            assert database.search(Query(text)) == folder.search(Query(text)), text
    database.close()


def test_a_role_with_rights_on_the_public_partition_reads_no_other(postgres_url: str) -> None:
    _run(postgres_url, "DROP ROLE IF EXISTS web", "CREATE ROLE web LOGIN")
    open_to_all = open_postgres_index(postgres_url, "open", readers=["web"])
    closed = open_postgres_index(postgres_url, "closed")
    web = make_url(postgres_url).set(username="web").render_as_string()
    try:
        closed.put([Entry(id="closed", title="zirconium")])
        open_to_all.replace_all(ENTRIES)
        reader = open_postgres_index(web, "open")
        open_to_all.put([Entry(id="new", title="vừa công bố")])
        assert reader.search(Query("vừa công bố")).total == 1
        with pytest.raises(IndexUnwritable):
            reader.put([Entry(id="intruder")])
        with pytest.raises(IndexUnreachable):
            open_postgres_index(web, "closed")
        with pytest.raises(IndexUnwritable):
            open_postgres_index(web, "another")
        reader.close()
    finally:
        open_to_all.close()
        closed.close()
        _run(postgres_url, "DROP OWNED BY web", "DROP ROLE web")


def test_the_words_of_a_withdrawn_document_are_gone_from_the_database_too(postgres_url: str) -> None:
    index = open_postgres_index(postgres_url, "withdrawn")
    index.put([*ENTRIES, Entry(id="hidden", title="zirconium trong đất")])
    index.remove(["hidden"])
    table = "search_withdrawn.term_0"
    assert _run(postgres_url, f"SELECT lexeme FROM {table} WHERE lexeme LIKE '%%zirconium'") == []
    assert _run(postgres_url, f"SELECT count(*) FROM {table} WHERE lexeme = 'tđất'") == [0]
    assert _run(postgres_url, f"SELECT entries > 0 FROM {table} WHERE lexeme = 'tquyết' OR lexeme = 'tquyêt\u0301'") == [True]
    index.close()


def test_a_writer_waits_for_another_and_nothing_is_lost(postgres_url: str) -> None:
    indexes = [open_postgres_index(postgres_url, "crowd") for _ in range(3)]
    threads = [
        threading.Thread(target=lambda index=index, at=at: [index.put([Entry(id=f"e{at}-{n}", title="giá đất")]) for n in range(4)])
        for at, index in enumerate(indexes)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(index.search(Query("giá đất")).total == 12 for index in indexes)
    for index in indexes:
        index.close()


def test_a_writer_that_waits_too_long_is_told(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.postgres_database.LOCK_WAIT", "50ms")
    index = open_postgres_index(postgres_url, "busy")
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT * FROM search_busy.state FOR UPDATE")
        with pytest.raises(IndexLocked):
            index.put(ENTRIES)
    engine.dispose()
    assert index.put(ENTRIES) == len(ENTRIES)
    index.close()


def test_an_index_that_is_of_another_version_damaged_or_out_of_reach_says_so(postgres_url: str) -> None:
    index = open_postgres_index(postgres_url, "odd")
    _run(postgres_url, "UPDATE search_odd.state SET version = 0, change = change + 1")
    with pytest.raises(IndexOutdated):
        index.search(Query("giá"))
    _run(postgres_url, "DROP TABLE search_odd.state")
    with pytest.raises(IndexDamaged):
        index.search(Query("giá"))
    index.close()
    away = make_url(postgres_url).set(database="nowhere").render_as_string()
    with pytest.raises(IndexUnreachable) as caught:
        open_postgres_index(away)
    assert "Không truy cập được" in caught.value.sentence("vi")
    with pytest.raises(ValueError, match="a-b"):
        Tables("a-b")


def test_an_entry_of_twenty_thousand_words_is_found_by_every_one(postgres_url: str) -> None:
    index = open_postgres_index(postgres_url, "long")
    entry = Entry(id="long", title="Bảng mã", text=" ".join(f"x{number:07}" for number in range(20_000)))
    index.put([entry])
    for number in (0, 17_000, 19_999):
        assert index.search(Query(f"x{number:07}")).total == 1
    assert index.search(Query('"x0017000 x0017001"')).total == 1
    assert index.search(Query('"x0017001 x0017000"')).total == 0
    index.close()


def test_a_quote_and_a_stroke_in_a_term_mean_themselves(postgres_url: str) -> None:
    index = open_postgres_index(postgres_url, "odd_terms")
    index.put([Entry(id="a", number="1'2\\3/QĐ", title="năm"), Entry(id="b", number="1/QĐ", title="năm")])
    assert index.search(Query("1'2\\3/QĐ")).hits[0].entry.id == "a"
    index.close()
