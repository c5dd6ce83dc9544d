"""A database full of records and documents as twenty years leave them: labels, compartments, grants, dossiers; the same at every call."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table

from archive import metadata as archived
from gazette.db import Database
from gazette.db.tables import metadata as worked

SPAN = (datetime(2006, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
ARCHIVIST = "luu-tru"
STAFF = [f"can-bo-{number}" for number in range(300)]
COMPARTMENTS = [f"to-{number}" for number in range(1, 9)]
KINDS = ("quyet-dinh", "nghi-quyet", "ke-hoach", "chi-thi", "thong-bao")
_CHUNK = 20_000
_ITEMS = 60
"""How many documents stand in an issue."""

Row = dict[str, Any]


def fill(opened: Database, size: int) -> None:
    """Writes *size* records and as many documents into an empty database."""
    tables = {**archived.tables, **worked.tables}
    with opened.write() as work:
        for name, rows in _written(size):
            _put(work.connection, tables[name], rows)


def _written(size: int) -> Iterator[tuple[str, Iterable[Row]]]:
    dossiers = max(1, size // 25)
    yield "archive_records", (record for record, _ in _records(size))
    yield "archive_renditions", (_rendition(record, f"{place:032x}") for place, (record, _) in enumerate(_records(size)))
    yield "archive_grants", (_grant(record, principal) for record, principals in _records(size) for principal in principals)
    yield "archive_dossier_grants", _workers(dossiers)
    yield "documents", _documents(size)
    yield "files", (_file(place) for place in range(size))
    yield "relations", (_relation(place) for place in range(1, size))
    yield "issues", (_issue(place) for place in range(size // _ITEMS + 1))
    yield "issue_items", ({"issue": f"{place // _ITEMS:032x}", **_item(place)} for place in range(size))
    yield "numbers", _numbers(size)


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
        label = {"level": level, "secrecy": 0, "compartments": names, "marks": "", "personal_data": False, "release_date": None}
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


def _grant(record: Row, principal: str) -> Row:
    return {
        "record": record["id"],
        "principal": principal,
        "created": record["created"],
        "actor": record["actor"],
        "filed": record["created"],
    }


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
    waiting: list[Row] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _CHUNK:
            connection.execute(table.insert(), waiting)
            waiting = []
    if waiting:
        connection.execute(table.insert(), waiting)
