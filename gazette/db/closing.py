"""Rows about closed documents: in the closed profile what they say is sealed under the record's key; ids and labels lie open."""

import base64
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, LargeBinary, Table, select, update

import archive
from gazette.db.mapping import Told
from gazette.db.tables import (
    Row,
    as_json,
    distribution_lists,
    document_checks,
    documents,
    emergencies,
    history,
    numbers,
    relations,
    signing_requests,
)

SAID: Mapping[Table, Mapping[str, Any]] = {
    documents: {
        **dict.fromkeys(
            ("kind", "kind_name", "number", "symbol", "issuer", "issuer_slug", "issued_on", "place", "subject", "effective_from", "field")
        ),
        **dict.fromkeys(("urgency", "circulation", "work")),
        **{"source_name": "", "signers": [], "recipients": [], "findings": [], "own_days": []},
    },
    relations: {"number": None, "day": None, "title": "", "evidence": "", "provisions": "", "starts": None},
    history: {"note": ""},
    numbers: {"printed": "", "reason": ""},
    document_checks: {"findings": []},
    emergencies: {"reason": "", "review": ""},
    signing_requests: {"prepared": None, "tail": None, "vi": "", "en": ""},
    distribution_lists: {"name": ""},
}
"""The columns of each table that tell what a document says, and what stands there while the row's ``sealed`` holds the truth."""

TOLD = frozenset({"withdraw"})
"""Steps whose reason is for the public, on what is left of a withdrawn page: their note stays open."""

_HANGING = (relations, history, numbers, document_checks, signing_requests)
"""The tables whose rows hang on a document by its id."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Under whose key a row is sealed: the archive record (or list) it is about, and the label in force there."""

    record: str
    label: archive.Label


@dataclass(frozen=True, slots=True)
class RowSeal:
    """Seals and opens rows with the archive's keys. Outside the closed profile rows are written as they are; sealed ones still open."""

    notes: archive.Notes

    def shut(self, table: Table, holder: Holder, values: Mapping[str, Any]) -> dict[str, Any]:
        """*values* as they are written: of what is closed, what the row says goes into ``sealed``. Raises ArchiveLocked, KeyRefused."""
        blank = {name: empty for name, empty in SAID[table].items() if name in values}
        if not self.notes.seals(holder.label) or (table is history and values["action"] in TOLD):
            return {**values, "sealed": None}
        said = {name: _plain(values[name]) for name in blank}
        text = self.notes.seal(table.name, holder.record, holder.label, as_json(said))
        return {**values, **blank, "sealed": text if archive.is_sealed(text) else None}

    def open(self, table: Table, record: str, row: Told) -> Told:
        """The row with what it says; :data:`archive.WITHHELD` stands in every text while the key is not at hand or destroyed."""
        if row["sealed"] is None:
            return row
        text = self.notes.open(table.name, record, row["sealed"])
        if text is None:
            return {**row, **{name: archive.WITHHELD for name, empty in SAID[table].items() if empty == ""}}
        return {**row, **{name: _typed(table, name, value) for name, value in json.loads(text).items()}}

    def mark(self, *parts: object) -> str | None:
        """A keyed hash of what identifies a document, to look it up by; None where nothing is sealed, or the keys are not at hand."""
        folded = (unicodedata.normalize("NFC", str(part)).casefold().split() for part in parts)
        return self.notes.mark("\n".join(" ".join(words) for words in folded))

    def document_values(self, holder: Holder, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a document's row, with the hashes that a closed one is found by."""
        shut = self.shut(documents, holder, values)
        if shut["sealed"] is None:
            return {**shut, "number_mark": None, "series_mark": None}
        number, day = values["number"], values["issued_on"]
        series = self.series_mark(values["kind"], values["symbol"], values["issuer_slug"], day) if day else None
        return {**shut, "number_mark": self.mark(number) if number else None, "series_mark": series}

    def series_mark(self, kind: str | None, symbol: str | None, issuer_slug: str | None, day: date) -> str | None:
        """The keyed hash of what numbers are counted by: kind, symbol, issuer and year."""
        return self.mark(kind, symbol, issuer_slug, day.year)

    def number_values(self, holder: Holder, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a number's row, with the hash that a closed one is found by."""
        shut = self.shut(numbers, holder, values)
        return {**shut, "mark": self.mark(values["printed"]) if shut["sealed"] is not None else None}


@dataclass(frozen=True, slots=True)
class Closing:
    """Carries a label on to all rows about a document, and seals what an earlier version or another profile left open."""

    connection: Connection
    seal: RowSeal

    def holder(self, document_id: str) -> Holder:
        """Under whose key the rows of a document are sealed."""
        row = self.connection.execute(select(documents).where(documents.c.id == document_id)).mappings().one()
        return holder_of(row)

    def relabel(self, document_id: str, label: archive.Label) -> None:
        """Writes every row about a document as *label* asks for, its own with the label. Raises ArchiveLocked."""
        row = self.connection.execute(select(documents).where(documents.c.id == document_id)).mappings().one()
        holder = Holder(row["record"], label)
        told = self.seal.open(documents, holder.record, row)
        values = {name: told[name] for name in SAID[documents]}
        self._require(row, values["source_name"])
        changed = {**self.seal.document_values(holder, values), **archive.label_values(label)}
        self.connection.execute(update(documents).where(documents.c.id == document_id).values(**changed))
        for table in _HANGING:
            self._relabel_hanging(table, document_id, holder)

    def close_rest(self, size: int) -> int:
        """Seals up to *size* documents above Công khai whose rows lie open; how many there were. 0 where rows are not sealed."""
        open_rows = select(documents).where(documents.c.sealed.is_(None), documents.c.source_name != archive.WITHHELD)
        closed = open_rows.where((documents.c.level > 0) | (documents.c.secrecy > 0) | (documents.c.compartments != ""))
        found = self.connection.execute(closed.limit(size)).mappings().all()
        found = [row for row in found if self.seal.notes.seals(archive.label_of(row))]
        for row in found:
            self.relabel(row["id"], archive.label_of(row))
        return len(found)

    def forget(self, record: str) -> None:
        """Takes out of the rows about a destroyed record what they said of it."""
        for document_id in self.connection.scalars(select(documents.c.id).where(documents.c.record == record)).all():
            gone = {**SAID[documents], "source_name": archive.WITHHELD, "sealed": None, "number_mark": None, "series_mark": None}
            self.connection.execute(update(documents).where(documents.c.id == document_id).values(**gone))
            for table in _HANGING:
                also = {"mark": None} if table is numbers else {}
                rows = update(table).where(table.c.document == document_id)
                self.connection.execute(rows.values(**SAID[table], sealed=None, **also))
        self.connection.execute(update(emergencies).where(emergencies.c.record == record).values(**SAID[emergencies], sealed=None))

    def _relabel_hanging(self, table: Table, document_id: str, holder: Holder) -> None:
        keys = list(table.primary_key)
        for row in self.connection.execute(select(table).where(table.c.document == document_id)).mappings().all():
            told = dict(self.seal.open(table, holder.record, row))
            written = self.seal.number_values(holder, told) if table is numbers else self.seal.shut(table, holder, told)
            values = {name: written[name] for name in (*SAID[table], "sealed", *(["mark"] if table is numbers else []))}
            self.connection.execute(update(table).where(*(key == row[key.name] for key in keys)).values(**values))

    @staticmethod
    def _require(row: Row, source_name: str) -> None:
        if row["sealed"] is not None and source_name == archive.WITHHELD:
            raise archive.ArchiveLocked


def holder_of(row: Row) -> Holder:
    """The holder of a document's own row."""
    return Holder(row["record"], archive.label_of(row))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is not None and isinstance(kind, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if value is not None and isinstance(kind, LargeBinary) else value
