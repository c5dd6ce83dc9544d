"""A database full of records and documents as twenty years leave them: labels, compartments, grants, dossiers; the same at every call."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Index, Table, update

from archive import metadata as archived
from archive import settle_all
from archive.audit import log_rows, log_state
from gazette.db import Database, planning
from gazette.db.counting import recount
from gazette.db.tables import metadata as worked

SPAN = (datetime(2006, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
ARCHIVIST = "luu-tru"
STAFF = [f"can-bo-{number}" for number in range(300)]
COMPARTMENTS = [f"to-{number}" for number in range(1, 9)]
KINDS = ("quyet-dinh", "nghi-quyet", "ke-hoach", "chi-thi", "thong-bao")
_ITEMS = 60
"""How many documents stand in an issue."""

Row = dict[str, Any]


def fill(opened: Database, size: int) -> None:
    """Writes *size* records, as many documents and rows of the log into an empty database, and works out what is kept of them.

    Indexes are dropped before and made again after; the engines' own ways of taking rows in bulk are used.
    """
    tables = {**archived.tables, **worked.tables}
    with opened.write() as work:
        connection = work.connection
        filled = [tables[name] for name, _ in _written(0)]
        indexes = [index for table in filled for index in sorted(table.indexes, key=_named)]
        for index in indexes:
            index.drop(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no look-up of each row's foreign keys
        for name, rows in _written(size):
            _put(connection, tables[name], rows)
        peaks = " ".join("0" * 64 for _ in range(size.bit_count()))
        connection.execute(update(log_state).values(size=size, peaks=peaks, last=_moment(SPAN[1])))
        for index in indexes:
            index.create(connection)
        settle_all(connection)
        recount(connection)
        planning.tell(connection)  # what was told of an index goes with it
    opened.engine.dispose()  # a connection reads what was told when it is opened


def _named(index: Index) -> str:
    return str(index.name)


def _written(size: int) -> Iterator[tuple[str, Iterable[Row]]]:
    dossiers = max(1, size // 25)
    yield "archive_records", (record for record, _ in _records(size))
    yield "archive_renditions", (_rendition(record, f"{place:032x}") for place, (record, _) in enumerate(_records(size)))
    yield "archive_grants", (_grant(record, principal) for record, principals in _records(size) for principal in principals)
    yield "archive_holds", (_hold(record["id"], f"{place:032x}") for place, (record, _) in enumerate(_records(size)) if place % 1000 == 7)
    yield "archive_dossiers", _dossiers(dossiers)
    yield "archive_dossier_grants", _workers(dossiers)
    yield "documents", _documents(size)
    yield "files", (_file(place) for place in range(size))
    yield "relations", (_relation(place) for place in range(1, size))
    yield "issues", (_issue(place) for place in range(size // _ITEMS + 1))
    yield "issue_items", ({"issue": f"{place // _ITEMS:032x}", **_item(place)} for place in range(size))
    yield "numbers", _numbers(size)
    yield log_rows.name, (_logged(place, size) for place in range(size))


def _logged(place: int, size: int) -> Row:
    """One row of the log, with a leaf that proves nothing: most of them readings, one in a thousand refused."""
    at = _moment(SPAN[0] + (SPAN[1] - SPAN[0]) / size * place)
    said = {"action": "read", "object": f"{place // 10:032x}", "outcome": "done" if place % 1000 else "refused", "request": ""}
    told = {"details": "{}", "details_sha256": "0" * 64, "leaf": "0" * 64}
    return {"seq": place + 1, "time": at, "actor": STAFF[place % 300], "level": place % 4, "secrecy": 0, "compartments": "", **said, **told}


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"


def _records(size: int) -> Iterator[tuple[Row, set[str]]]:
    chance = random.Random(7)
    step = (SPAN[1] - SPAN[0]) / size
    for place in range(size):
        closed = place > size * 0.9
        level = chance.choice((2, 3)) if closed else chance.choices((0, 1, 2, 3), (30, 50, 15, 5))[0]
        names = (
            "".join(f"|{name}|" for name in sorted(chance.sample(COMPARTMENTS, chance.choice((1, 1, 2))))) if chance.random() < 0.05 else ""
        )
        kept, state = SPAN[0] + step * place, _state(chance, level, names, place / size)
        depositor = ARCHIVIST if chance.random() < 0.2 else chance.choice(STAFF)
        label = {
            "level": level,
            "secrecy": 0,
            "compartments": names,
            "marks": "",
            "personal_data": False,
            "release_date": _due(place, level),
        }
        own = {"own_level": level, "own_secrecy": 0, "own_compartments": names, "attached_to": ""}
        record = {
            "id": f"{chance.getrandbits(128):032x}",
            "title": f"Hồ sơ mẫu số {place}",
            "state": state,
            "created": kept,
            "actor": depositor,
        }
        filed = f"HS-{place // 25}" if place % 3 else ""
        yield {**record, **label, **own, "dossier": filed}, {depositor, *chance.sample(STAFF, 1 if level > 1 else 0)}


def _due(place: int, level: int) -> date | None:
    return date(2007, 1, 1) + timedelta(days=place % 7000) if level and place % 500 == 0 else None


def _state(chance: random.Random, level: int, compartments: str, age: float) -> str:
    if age < 0.3 and chance.random() < 0.5:
        return "disposed"
    if level or compartments:
        return "kept"
    return chance.choices(("published", "kept", "withdrawn"), (80, 18, 2))[0]


def _rendition(record: Row, name: str) -> Row:
    form = {"name": "original", "version": 1, "media_type": "application/pdf", "size": 1, "sha256": "0" * 64, "blob": "0" * 64}
    made = {"made_by": "", "derived_from": "", "created": record["created"], "actor": record["actor"]}
    return {"id": name, "record": record["id"], **form, **made}


def _hold(record: str, name: str) -> Row:
    return {"id": name, "record": record, "reason": "Vụ việc mẫu", "placed": SPAN[1], "actor": ARCHIVIST}


def _grant(record: Row, principal: str) -> Row:
    return {
        "record": record["id"],
        "principal": principal,
        "created": record["created"],
        "actor": record["actor"],
    }


def _dossiers(count: int) -> Iterator[Row]:
    chance = random.Random(10)
    for number in range(count):
        closed = number > count * 0.9
        names = f"|{chance.choice(COMPARTMENTS)}|" if chance.random() < 0.05 else ""
        level = chance.choice((2, 3)) if closed else chance.choices((0, 1, 2, 3), (10, 70, 15, 5))[0]
        label = {"level": level, "secrecy": 0, "compartments": names, "marks": "", "personal_data": False, "release_date": None}
        said = {"id": f"HS-{number}", "code": f"HS-{number}", "title": f"Hồ sơ công việc mẫu {number}", "heading": f"{number % 40:02}"}
        yield {**said, **label, "created": SPAN[0] + (SPAN[1] - SPAN[0]) / count * number, "actor": ARCHIVIST}


def _workers(dossiers: int) -> Iterator[Row]:
    chance = random.Random(8)
    for number in range(dossiers):
        for principal in chance.sample(STAFF, 2):
            yield {"dossier": f"HS-{number}", "principal": principal, "created": SPAN[0], "actor": ARCHIVIST}


def _documents(size: int) -> Iterator[Row]:
    chance = random.Random(9)
    waiting = min(size // 50, 2000)
    for place in range(size):
        state = chance.choice(("converted", "numbered", "sealed")) if place >= size - waiting else _finished(chance)
        level = 2 if state in ("converted", "returned") and chance.random() < 0.3 else 0
        at = SPAN[0] + (SPAN[1] - SPAN[0]) / size * place
        yield _document(place, state, level, at, chance.choice(KINDS))


def _finished(chance: random.Random) -> str:
    return chance.choices(("published", "withdrawn", "returned"), (96, 2, 2))[0]


def _document(place: int, state: str, level: int, at: datetime, kind: str) -> Row:
    issue = SPAN[0] + timedelta(days=((at - SPAN[0]).days // 3 + 1) * 3)
    label = {"level": level, "secrecy": 0, "compartments": "", "marks": "", "personal_data": False, "release_date": None}
    name = {"id": f"{place:032x}", "record": f"{place:032x}", "check_code": f"{place:024x}", "slug": f"van-ban-mau-{place}"}
    head = {"kind": kind, "kind_name": kind, "number": f"{place}/MAU", "issuer": "UBND tỉnh An Phước", "issued_on": at.date()}
    came = {"received_at": at, "received_by": "van-thu", "received_number": place, "received_year": at.year, "source_name": "mau.docx"}
    work = {"state": state, "provenance": "office", "book": "incoming", "subject": "Văn bản mẫu", "status": "in_force", "version": 1}
    lists: Row = {"signers": [], "recipients": [], "findings": [], "doers": {}}
    return {**name, **label, **head, **came, **work, **lists, "published_at": issue if state == "published" else None}


def _file(place: int) -> Row:
    return {"document": f"{place:032x}", "format": "pdf", "rendition": "signed", "sha256": f"{place:064x}", "size": 1}


def _relation(place: int) -> Row:
    day = {"number": f"{place - 1}/MAU", "day": SPAN[0].date()}
    told = {"title": "Văn bản mẫu", "evidence": "", "provisions": "", "scope": ""}
    return {"document": f"{place:032x}", "position": 0, "type": "cites", **day, **told}


def _issue(place: int) -> Row:
    number = {"year": 2006 + place // 200, "first": place % 200 + 1, "last": place % 200 + 1, "day": SPAN[0].date()}
    name = {"id": f"{place:032x}", "check_code": f"s{place:023x}", "record": None, "state": "published"}
    return {**name, **number, "created_by": "bien-tap", "published_at": SPAN[0], "version": 1}


def _item(place: int) -> Row:
    return {"document": f"{place:032x}", "position": place % _ITEMS, "part": "", "first_page": 1, "last_page": 2}


def _numbers(size: int) -> Iterator[Row]:
    counted: dict[int, int] = {}
    for place in range(0, size, 2):
        day: date = (SPAN[0] + (SPAN[1] - SPAN[0]) / size * place).date()
        number = counted[day.year] = counted.get(day.year, 0) + 1
        row = {"book": "issued", "series": "QĐ", "year": day.year, "number": number, "printed": f"{number}/QĐ", "day": day}
        yield {**row, "at": SPAN[0], "actor": "van-thu", "document": f"{place:032x}", "voided": False, "reason": ""}


def _put(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    names = list(first)
    bound = [table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) or _as_is for name in names]
    ready = (tuple(make(row[name]) for name, make in zip(names, bound, strict=True)) for row in chain([first], rows))
    listed = ", ".join(f'"{name}"' for name in names)
    cursor = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table.name} ({listed}) FROM STDIN") as copy:
            for row in ready:
                copy.write_row(row)
    else:
        cursor.executemany(f"INSERT INTO {table.name} ({listed}) VALUES ({', '.join('?' * len(names))})", ready)


def _as_is(value: Any) -> Any:
    return value
