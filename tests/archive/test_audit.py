"""The log under attack by someone who owns the database: each kind of edit is found, and the place is named."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, select, text
from sqlalchemy.exc import DBAPIError

from archive import Clearance, Entry, Label, LogRow, SignedHead, merkle, verify
from archive.audit import log_rows
from archive.rows import canonical
from tests.archive.conftest import KEY, OFFICER, House
from tests.archive.tampering import disarm, rewrite, set_row


def _fill(house: House, count: int) -> None:
    with house.engine.begin() as connection:
        for number in range(count):
            house.audit.append(connection, Entry("an", "read", f"{number:032x}", details={"rendition": "original"}))


def _sign(house: House) -> SignedHead:
    with house.engine.begin() as connection:
        return house.audit.sign_head(connection)


@pytest.fixture
def full(house: House) -> tuple[House, list[SignedHead]]:
    """A log of twelve rows with heads kept outside at eight and at twelve."""
    _fill(house, 8)
    first = _sign(house)
    _fill(house, 4)
    return house, [first, _sign(house)]


def _swap(connection: Connection, one: int, other: int) -> None:
    rows = {row.seq: asdict(row) for row in map(_row, connection.execute(select(log_rows)).mappings())}
    for target, source in ((one, other), (other, one)):
        values = {name: value for name, value in rows[source].items() if name not in ("seq", "time", "leaf")}
        set_row(connection, target, **values, leaf=replace(LogRow(**rows[source]), seq=target, time=rows[target]["time"]).computed_leaf())


def _swap_contents(connection: Connection, one: int, other: int) -> None:
    rows = {row.seq: asdict(row) for row in map(_row, connection.execute(select(log_rows)).mappings())}
    for target, source in ((one, other), (other, one)):
        set_row(connection, target, **{name: value for name, value in rows[source].items() if name not in ("seq", "leaf")})


def _row(row: object) -> LogRow:
    return LogRow(**{**row, "compartments": tuple(row["compartments"])})  # type: ignore[dict-item, index]


ATTACKS: dict[str, tuple[Callable[[Connection], object], set[tuple[str, str]]]] = {
    "a row is edited": (lambda c: set_row(c, 5, actor="binh"), {("L001", "5")}),
    "the outcome of a row is edited": (lambda c: set_row(c, 9, outcome="refused"), {("L001", "9")}),
    "the label of a row is lowered": (lambda c: set_row(c, 9, level=1), {("L001", "9")}),
    "the details of a row are edited": (lambda c: set_row(c, 3, details='{"rendition":"xml"}'), {("L003", "3")}),
    "a row is dropped": (lambda c: c.execute(delete(log_rows).where(log_rows.c.seq == 4)), {("L002", "4"), ("L007", "1-8")}),
    "the tail is cut": (lambda c: c.execute(delete(log_rows).where(log_rows.c.seq > 10)), {("L006", "11-12")}),
    "the tail and the counter are cut": (lambda c: rewrite(c, lambda rows: rows[:10]), {("L006", "11-12")}),
    "a row is back-dated": (
        lambda c: rewrite(c, lambda rows: [*rows[:9], replace(rows[9], time="2026-01-01T00:00:00.000000Z"), *rows[10:]]),
        {("L005", "10"), ("L007", "9-12")},
    ),
    "two rows change places": (
        lambda c: [set_row(c, 6, seq=99), set_row(c, 7, seq=6), set_row(c, 99, seq=7)],
        {("L004", "6"), ("L004", "7"), ("L005", "7"), ("L007", "1-8")},
    ),
    "two rows change contents": (lambda c: _swap_contents(c, 10, 11), {("L004", "10"), ("L004", "11")}),
    "two rows change contents and leaves": (lambda c: _swap(c, 10, 11), {("L007", "9-12")}),
    "everything is recomputed after an edit": (
        lambda c: rewrite(c, lambda rows: [*rows[:9], replace(rows[9], actor="binh"), *rows[10:]]),
        {("L007", "9-12")},
    ),
    "an older copy is restored": (lambda c: rewrite(c, lambda rows: rows[:8]), {("L006", "9-12")}),
    "the log is emptied": (lambda c: rewrite(c, lambda rows: []), {("L006", "1-12")}),
    "a row is put in": (lambda c: rewrite(c, lambda rows: [*rows[:2], rows[1], *rows[2:]]), {("L005", "3"), ("L007", "1-8")}),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_an_owner_of_the_database_changes_is_found_and_located(full: tuple[House, list[SignedHead]], attack: str) -> None:
    house, heads = full
    act, expected = ATTACKS[attack]
    with house.engine.begin() as connection:
        disarm(connection)
        act(connection)
    offline = [LogRow.from_json(row.to_json()) for row in house.log()]
    found = {(finding.code, finding.where) for finding in verify(offline, heads, KEY.public_key())}
    assert expected <= found, found
    with house.engine.begin() as connection:
        assert house.audit.verify(connection, heads)


def test_an_untouched_log_gives_no_finding(full: tuple[House, list[SignedHead]]) -> None:
    house, heads = full
    with house.engine.begin() as connection:
        assert house.audit.verify(connection, heads) == []
    assert verify(house.log(), heads, KEY.public_key()) == []


def test_a_head_that_somebody_else_signed_is_not_believed(full: tuple[House, list[SignedHead]]) -> None:
    house, heads = full
    forged = SignedHead.parse(heads[0].note.replace("\n8\n", "\n6\n", 1))
    assert [(finding.code, finding.where) for finding in verify(house.log(), [forged], KEY.public_key())] == [("L008", "6")]


def test_a_cut_tail_shows_from_the_counter_even_without_an_outside_head(house: House) -> None:
    _fill(house, 5)
    with house.engine.begin() as connection:
        disarm(connection)
        connection.execute(delete(log_rows).where(log_rows.c.seq == 5))
        assert [finding.code for finding in house.audit.verify(connection)] == ["L009"]


@pytest.mark.parametrize("table", ["archive_audit", "archive_heads"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET time = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_log(full: tuple[House, list[SignedHead]], table: str, statement: str) -> None:
    house, _ = full
    with pytest.raises(DBAPIError, match="append-only"), house.engine.begin() as connection:
        connection.execute(text(statement.format(table)))


def test_a_row_and_a_beginning_are_provable_offline(full: tuple[House, list[SignedHead]]) -> None:
    house, heads = full
    with house.engine.begin() as connection:
        proof = house.audit.inclusion(connection, 5)
        growth = house.audit.consistency(connection, 8)
        with pytest.raises(IndexError):
            house.audit.inclusion(connection, 13)
    leaf = bytes.fromhex(house.log()[4].computed_leaf())
    path = [bytes.fromhex(step) for step in proof.path]
    assert merkle.included(leaf, 4, 12, path, heads[1].head.root)
    steps = [bytes.fromhex(step) for step in growth.path]
    assert merkle.consistent(8, 12, heads[0].head.root, heads[1].head.root, steps)


def test_a_clock_set_back_neither_reorders_nor_repeats_a_time(house: House) -> None:
    _fill(house, 2)
    house.clock.now = house.clock.now.replace(year=2020)
    _fill(house, 2)
    times = [row.time for row in house.log()]
    assert times == sorted(set(times))


def test_whatever_the_clock_does_the_log_goes_on_in_order_and_says_what_the_clock_showed(house: House) -> None:
    heads, shown = [], []
    for jump in (timedelta(), timedelta(hours=-1), timedelta(days=366), timedelta(days=-366), timedelta(seconds=3)):
        house.clock.now += jump
        house.deposit(OFFICER)
        with house.engine.begin() as connection:
            heads.append(house.audit.sign_head(connection))
        shown.append(heads[-1].head.time)
    rows = house.log()
    assert [row.seq for row in rows] == list(range(1, 6))
    assert [row.time for row in rows] == sorted({row.time for row in rows})
    told = [json.loads(row.details or "{}").get("clock") for row in rows]
    assert [clock is not None for clock in told] == [False, True, False, True, True]
    # A head says what the clock showed when it was signed: before or after the rows it covers.
    assert all(clock < row.time for clock, row in zip(told, rows, strict=True) if clock)
    assert shown[1] < rows[1].time
    assert shown[2][:4] == rows[4].time[:4] == "2027"
    assert shown[4][:4] == told[4][:4] == "2026"
    with house.engine.begin() as connection:
        assert house.audit.verify(connection, heads) == []


def test_an_auditor_below_the_label_sees_an_opaque_row(house: House) -> None:
    with house.engine.begin() as connection:
        house.audit.append(connection, Entry("an", "hold", "ab" * 16, Label(level=3), details={"reason": "vụ việc kín"}))
        (low,) = house.audit.entries(connection, Clearance("kiem-toan", level=1))
        (high,) = house.audit.entries(connection, Clearance("kiem-toan", level=3))
    assert (low.object, low.details) == ("ab" * 16, None)
    assert high.details is not None
    assert "kín" in high.details
    assert hashlib.sha256(high.details.encode()).hexdigest() == low.details_sha256


def test_there_is_one_form_of_json_and_no_fractions_in_it() -> None:
    assert canonical({"b": ["đ", 1, None, True], "a": {"z": "\n"}}) == '{"a":{"z":"\\n"},"b":["đ",1,null,true]}'.encode()
    with pytest.raises(TypeError):
        canonical({"a": [0.5]})


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", '{"seq": 1}', "{"])
def test_what_is_not_an_exported_row_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not a row"):
        LogRow.from_json(line)
