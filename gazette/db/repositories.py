"""Documents, register numbers, issues, accounts and settings on one connection; every select of documents is guarded by a clearance."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, or_, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

import archive
from gazette.db import mapping
from gazette.db.closing import Closing, Holder, RowSeal
from gazette.db.counting import counted
from gazette.db.errors import ChangedMeanwhile
from gazette.db.mapping import Told
from gazette.db.tables import (
    Row,
    accounts,
    documents,
    files,
    guard,
    history,
    issue_items,
    issue_numbers,
    issues,
    numbers,
    relations,
    series,
    settings,
)
from gazette.model.checks.corrigenda import bars
from gazette.model.document import Document, FileRef, HistoryEntry
from gazette.model.errors import NotFound
from gazette.model.issue import Issue, IssueItem, IssueNumber
from gazette.model.people import Account
from gazette.model.refusals import StepClosed
from gazette.model.relations import REFUSED, Relation


def typed(text: str) -> str:
    """What somebody typed into an address or a form, as both engines can take it; raises NotFound for signs that are in no name."""
    if not text.isprintable():
        raise NotFound
    return text


ORIGINAL = "original"
"""The vault's name of the Word file as received."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents one reader may know of. What the clearance hides is ``NotFound``, exactly as what does not exist."""

    connection: Connection
    clearance: archive.Clearance
    seal: RowSeal

    def get(self, document_id: str) -> Document:
        """The document; raises NotFound."""
        return self.one(documents.c.id == typed(document_id))

    def one(self, *conditions: ColumnElement[bool]) -> Document:
        """The only document that meets all *conditions*; raises NotFound."""
        found = self.select(select(documents).where(*conditions).limit(1))
        if not found:
            raise NotFound
        return found[0]

    def slugged(self, slug: str) -> Document:
        """The document of a slug; raises NotFound."""
        return self.one(documents.c.slug == typed(slug))

    def coded(self, code: str) -> Document:
        """The document of a check code; raises NotFound."""
        return self.one(documents.c.check_code == typed(code))

    def of_work(self, work: str) -> Document:
        """The newest document of a FRBR work address; raises NotFound."""
        found = self.select(select(documents).where(documents.c.work == typed(work)).order_by(documents.c.published_at.desc()).limit(1))
        if not found:
            raise NotFound
        return found[0]

    def published(self, numbers: set[str]) -> tuple[Document, ...]:
        """The published documents that bear one of *numbers* as printed."""
        return self.select(select(documents).where(documents.c.number.in_(numbers), documents.c.state == "published")) if numbers else ()

    def published_of(self, record: str) -> Document | None:
        """The published document of an archive record, if it has one."""
        return next(iter(self.select(select(documents).where(documents.c.record == record, documents.c.state == "published"))), None)

    def stands_on(self, record: str) -> bool:
        """Whether a document's or an issue's files are kept in an archive record. Ask the vault first: this does not ask the clearance."""
        held = (select(table.c.id).where(table.c.record == record) for table in (documents, issues))
        return self.connection.scalar(union_all(*held)) is not None

    def select(self, query: Select[Any]) -> tuple[Document, ...]:
        """The documents of a select over the table's columns, as far as this reader may know of them."""
        rows = self.connection.execute(query.where(guard(self.clearance))).mappings().all()
        return self._whole([self.seal.open(documents, row["record"], row) for row in rows])

    def add(self, document: Document, label: archive.Label) -> None:
        """Writes a new document."""
        told = mapping.document_values(document)
        values = self.seal.document_values(Holder(document.record, label), told) | archive.label_values(label)
        identity = {"id": document.id, "record": document.record, "version": document.version}
        with counted(self.connection, documents.c.id == document.id):
            self.connection.execute(insert(documents).values(**identity, **values))

    def save(self, changed: Document) -> Document:
        """Writes a changed document and counts its version up. Raises ChangedMeanwhile when the version read is no longer the last.

        Raises ArchiveLocked for one that was read while its key was not at hand.
        """
        if changed.source_name == archive.WITHHELD:
            raise archive.ArchiveLocked
        where = and_(documents.c.id == changed.id, documents.c.version == changed.version)
        values = self.seal.document_values(self._holder(changed.id), mapping.document_values(changed)) | {"version": changed.version + 1}
        with counted(self.connection, documents.c.id == changed.id):
            if self.connection.execute(update(documents).where(where).values(**values)).rowcount != 1:
                raise ChangedMeanwhile
        return replace(changed, version=changed.version + 1)

    def label(self, document_id: str) -> archive.Label:
        """The label in force of a document. Ask ``get`` first: this does not ask the clearance."""
        return self._holder(document_id).label

    def _holder(self, document_id: str) -> Holder:
        return Closing(self.connection, self.seal).holder(document_id)

    def relabel(self, record: archive.Record) -> str | None:
        """Gives the document of an archive record the label in force there; the slug of one that is no longer public by it."""
        row = self.connection.execute(select(documents.c.id, documents.c.slug).where(documents.c.record == record.id)).first()
        if row is None:
            return None
        with counted(self.connection, documents.c.id == row.id):
            Closing(self.connection, self.seal).relabel(row.id, record.label)
        slug: str | None = None if record.label.is_public else row.slug
        return slug

    def take_back(self, record: str) -> bool:
        """Notes that the published document of an archive record is no longer published; whether it was."""
        mine = and_(documents.c.record == record, documents.c.state == "published")
        gone = update(documents).where(mine).values(state="withdrawn", status="withdrawn", version=documents.c.version + 1)
        with counted(self.connection, documents.c.record == record):
            return self.connection.execute(gone).rowcount == 1

    def keep_file(self, document_id: str, ref: FileRef, rendition: str) -> None:
        """Notes that the document's file in this format is now this one, kept in the vault as *rendition*."""
        self.connection.execute(delete(files).where(files.c.document == document_id, files.c.format == ref.format))
        row = {"document": document_id, "format": ref.format, "rendition": rendition, "sha256": ref.sha256, "size": ref.size}
        self.connection.execute(insert(files).values(**row))

    def drop_file(self, document_id: str, format: str) -> None:
        """Forgets that the document has a file in this format; the vault keeps the bytes."""
        self.connection.execute(delete(files).where(files.c.document == document_id, files.c.format == format))

    def rendition(self, document_id: str, format: str) -> str:
        """The vault's name of the document's file in *format*; raises NotFound. Ask ``get`` first: this does not ask the clearance."""
        query = select(files.c.rendition).where(files.c.document == document_id, files.c.format == format)
        found = self.connection.scalar(query)
        if found is None:
            raise NotFound
        return str(found)

    def relate(self, document_id: str, found: Iterable[Relation]) -> None:
        """Writes the relations that start in a document, instead of those that were there."""
        self.connection.execute(delete(relations).where(relations.c.document == document_id))
        holder = self._holder(document_id)
        rows = [
            {
                "document": document_id,
                "position": place,
                "type": item.type,
                "number": item.number,
                "day": item.day,
                "title": item.title,
                "evidence": item.evidence,
                "provisions": item.provisions,
                "scope": item.scope,
                "starts": item.since,
                "apart": item.apart,
            }
            for place, item in enumerate(found)
        ]
        if rows:
            self.connection.execute(insert(relations), [self.seal.shut(relations, holder, row) for row in rows])

    def note(self, document: Document, entry: HistoryEntry) -> None:
        """Adds a line to a document's history."""
        row = {"document": document.id, "at": entry.at, "actor": entry.actor, "action": entry.action, "state": entry.state}
        self.connection.execute(insert(history).values(self.seal.shut(history, self._holder(document.id), {**row, "note": entry.note})))

    def history(self, document: Document) -> tuple[HistoryEntry, ...]:
        """A document's history, oldest first."""
        query = select(history).where(history.c.document == document.id).order_by(history.c.id)
        rows = self.connection.execute(query).mappings()
        return tuple(mapping.entry(self.seal.open(history, document.record, row)) for row in rows)

    def _whole(self, rows: Sequence[Told]) -> tuple[Document, ...]:
        ids = [row["id"] for row in rows]
        if not ids:
            return ()
        held = self._by_document(select(files).where(files.c.document.in_(ids)).order_by(files.c.format), "document")
        placed = self._by_document(self._placed(ids), "document")
        related = self._related(rows)
        return tuple(mapping.document(row, held[row["id"]], placed[row["id"]], related[row["id"]]) for row in rows)

    def corrections(self, slugs: Iterable[str]) -> dict[str, tuple[Relation, ...]]:
        """By slug the corrections that these documents make, and those that were made to them."""
        query = select(documents).where(documents.c.slug.in_(list(slugs)), guard(self.clearance))
        rows = [self.seal.open(documents, row["record"], row) for row in self.connection.execute(query).mappings()]
        related = self._related(rows) if rows else {}
        return {row["slug"]: bars(tuple(related[row["id"]])) for row in rows}

    def _placed(self, ids: Sequence[str]) -> Select[Any]:
        columns = (issue_items.c.document, issue_items.c.first_page, issue_items.c.last_page, issues.c.year, issues.c.first, issues.c.last)
        query = select(*columns).join(issues, issues.c.id == issue_items.c.issue).where(issue_items.c.document.in_(ids))
        if not self.clearance.member:
            query = query.where(issues.c.state == "published")
        return query.order_by(issues.c.year, issues.c.first)

    def _related(self, rows: Sequence[Told]) -> dict[str, list[Relation]]:
        result: dict[str, list[Relation]] = defaultdict(list)
        ids = [row["id"] for row in rows]
        order = (relations.c.document, relations.c.position)
        holders = {row["id"]: row["record"] for row in rows}
        held = self.connection.execute(select(relations).where(relations.c.document.in_(ids)).order_by(*order)).mappings()
        found = [self.seal.open(relations, holders[row["document"]], row) for row in held]
        targets = self._published({row["number"] for row in found if row["number"]})
        for row in found:
            result[row["document"]].append(mapping.relation(row, targets.get((row["number"], row["day"]))))
        own = {(row["number"], row["issued_on"]): row["id"] for row in rows if row["number"]}
        numbers = {number for number, _ in own}
        shared = {act for act, bearers in self._bearers(numbers).items() if len(bearers) > 1}
        for row in self._pointing_at(numbers):
            if (row["number"], row["day"]) in own.keys() - shared:
                result[own[row["number"], row["day"]]].append(mapping.relation_back(row))
        return result

    def _published(self, wanted: set[str]) -> dict[tuple[str, date], Row]:
        # A wrong link is worse than none: two acts of one number and date leave the citation plain.
        return {act: rows[0] for act, rows in self._bearers(wanted).items() if len(rows) == 1}

    def _bearers(self, wanted: set[str]) -> dict[tuple[str, date], list[Row]]:
        """The published acts of each number and date."""
        columns = (documents.c.number, documents.c.issued_on, documents.c.work, documents.c.slug)
        query = select(*columns).where(documents.c.number.in_(wanted), documents.c.state == "published", guard(self.clearance))
        grouped: dict[tuple[str, date], list[Row]] = defaultdict(list)
        for row in self.connection.execute(query).mappings():
            grouped[row["number"], row["issued_on"]].append(row)
        return grouped

    def _pointing_at(self, wanted: set[str]) -> Sequence[Row]:
        source = (
            documents.c.number.label("its_number"),
            documents.c.issued_on.label("its_day"),
            documents.c.subject.label("its_subject"),
            documents.c.work.label("its_work"),
            documents.c.slug.label("its_slug"),
            documents.c.effective_from.label("its_effect"),
            documents.c.issuer_slug.label("its_issuer"),
        )
        query = (
            select(relations, *source)
            .join(documents, documents.c.id == relations.c.document)
            .where(relations.c.number.in_(wanted), relations.c.scope != REFUSED, documents.c.state == "published", guard(self.clearance))
            .order_by(documents.c.published_at, documents.c.id, relations.c.position)
        )
        return self.connection.execute(query).mappings().all()

    def _by_document(self, query: Select[Any], column: str) -> dict[str, list[Row]]:
        result: dict[str, list[Row]] = defaultdict(list)
        for row in self.connection.execute(query).mappings():
            result[row[column]].append(row)
        return result


@dataclass(frozen=True, slots=True)
class Taken:
    """A register number as it is taken: which book, series and year, what is printed, for which document, by whom and when."""

    book: str
    series: str
    day: date
    at: datetime
    actor: str
    document: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The registers: gap-free numbers, counted up in the transaction that writes the register's row."""

    connection: Connection
    seal: RowSeal

    def take(self, taken: Taken, symbol: str = "") -> tuple[int, str]:
        """The next number of the series and how it is printed: two digits at least below 10, *symbol* after it (Decree 30/2020)."""
        number = self._next(taken.book, taken.series, taken.day.year)
        printed = f"{number:02d}{symbol}"
        row = {"book": taken.book, "series": taken.series, "year": taken.day.year, "number": number, "printed": printed}
        made = {"day": taken.day, "at": taken.at, "actor": taken.actor, "document": taken.document}
        holder = Closing(self.connection, self.seal).holder(taken.document)
        self.connection.execute(insert(numbers).values(self.seal.number_values(holder, {**row, **made})))
        return number, printed

    def void(self, document_id: str, book: str, reason: str) -> None:
        """Voids the number a document holds in a book; the row stays, with the reason, and the number is never given again."""
        held = and_(numbers.c.document == document_id, numbers.c.book == book, numbers.c.voided.is_(False))
        holder = Closing(self.connection, self.seal).holder(document_id)
        for row in self.connection.execute(select(numbers).where(held)).mappings().all():
            told = self.seal.open(numbers, holder.record, row)
            values = self.seal.number_values(holder, {"printed": told["printed"], "reason": reason})
            self.connection.execute(update(numbers).where(held).values(voided=True, **values))

    def written(self, document_id: str, book: str, page: bytes) -> None:
        """Notes the page that the document's number in a book was written into."""
        held = and_(numbers.c.document == document_id, numbers.c.book == book, numbers.c.voided.is_(False))
        self.connection.execute(update(numbers).where(held).values(page=hashlib.sha256(page).hexdigest(), page_size=len(page)))

    def given(self, book: str, printed: str, data: bytes) -> date | None:
        """The day with which *printed* was given to the very document whose file *data* is, as far as it was written then; else None."""
        mark = self.seal.mark(printed)
        borne = numbers.c.printed == printed if mark is None else or_(numbers.c.printed == printed, numbers.c.mark == mark)
        asked = select(numbers.c.day, numbers.c.page, numbers.c.page_size).where(
            numbers.c.book == book, borne, numbers.c.voided.is_(False), numbers.c.page.is_not(None)
        )
        rows = self.connection.execute(asked)
        return next((row.day for row in rows if hashlib.sha256(data[: row.page_size]).hexdigest() == row.page), None)

    def start(self, book: str, name: str, year: int, last: int) -> None:
        """Lets a series go on after *last*, for an office that begins in the middle of a year; only before its first number."""
        self._open(book, name, year, last)

    def _next(self, book: str, name: str, year: int) -> int:
        place = and_(series.c.book == book, series.c.name == name, series.c.year == year)
        count = update(series).where(place).values(last=series.c.last + 1).returning(series.c.last)
        number = self.connection.scalar(count)
        if number is None:
            self._open(book, name, year, 0)
            number = self.connection.scalar(count)
        return int(number or 0)

    def _open(self, book: str, name: str, year: int, last: int) -> None:
        engine = postgresql.insert if self.connection.dialect.name == "postgresql" else sqlite.insert
        row = engine(series).values(book=book, name=name, year=year, last=last)
        self.connection.execute(row.on_conflict_do_nothing())


@dataclass(frozen=True, slots=True)
class Issues:
    """The gazette's issues, with their items as far as the reader may know the documents."""

    connection: Connection
    clearance: archive.Clearance
    seal: RowSeal

    def get(self, issue_id: str) -> Issue:
        """The issue with its items in order; raises NotFound."""
        return self.one(issues.c.id == typed(issue_id))

    def one(self, *conditions: ColumnElement[bool]) -> Issue:
        """The only issue that meets all *conditions*; raises NotFound. The public sees published ones."""
        found = self.select(select(issues).where(*conditions).limit(1))
        if not found:
            raise NotFound
        return found[0]

    def numbered(self, number: IssueNumber) -> Issue:
        """The issue that bears exactly these numbers; raises NotFound."""
        return self.one(issues.c.year == number.year, issues.c.first == number.first, issues.c.last == number.last)

    def coded(self, code: str) -> Issue:
        """The issue of a check code; raises NotFound."""
        return self.one(issues.c.check_code == typed(code))

    def select(self, query: Select[Any], *, items: bool = True) -> tuple[Issue, ...]:
        """The issues of a select over the table's columns; to the public without the file when something in it is not public any more."""
        if not self.clearance.member:
            query = query.where(issues.c.state == "published")
        rows = self.connection.execute(query).mappings().all()
        placed = self._placed([row["id"] for row in rows]) if items and rows else []
        inside = self._items(placed)
        found = (mapping.issue(row, inside.get(row["id"], ())) for row in rows)
        held = Counter(row["issue"] for row in placed)
        if self.clearance.member:
            return tuple(replace(issue, withheld=held[issue.id] > len(issue.items)) for issue in found)
        # What was withdrawn or regraded must not go on being read in the issue's own file.
        return tuple(issue if held[issue.id] == len(issue.items) else replace(issue, pdf=None) for issue in found)

    def add(self, issue: Issue) -> None:
        """Writes a new issue and takes its numbers. Raises ChangedMeanwhile (through the unit of work) when one is taken already."""
        identity = {"id": issue.id, "year": issue.number.year, "first": issue.number.first, "last": issue.number.last}
        made = {"check_code": issue.check_code, "created_by": issue.created_by, "version": issue.version}
        self.connection.execute(insert(issues).values(**identity, **made, **mapping.issue_values(issue)))
        taken = range(issue.number.first, issue.number.last + 1)
        self.connection.execute(insert(issue_numbers), [{"year": issue.number.year, "number": n, "issue": issue.id} for n in taken])

    def taken(self, year: int, first: int, last: int) -> bool:
        """Whether one of these numbers belongs to an issue already."""
        place = and_(issue_numbers.c.year == year, issue_numbers.c.number.between(first, last))
        return self.connection.scalar(select(issue_numbers.c.number).where(place).limit(1)) is not None

    def save(self, changed: Issue) -> Issue:
        """Writes a changed issue and its items, and counts its version up. Raises ChangedMeanwhile, StepClosed.

        An issue with something in it that this person may not know of is not written: that item would be dropped unseen.
        """
        if self.one(issues.c.id == changed.id).withheld:
            raise StepClosed(vi="một mục của số này đã đổi mức", en="the label of an item of this issue was changed")
        where = and_(issues.c.id == changed.id, issues.c.version == changed.version)
        values = mapping.issue_values(changed) | {"version": changed.version + 1}
        if self.connection.execute(update(issues).where(where).values(**values)).rowcount != 1:
            raise ChangedMeanwhile
        self._write(changed)
        return replace(changed, version=changed.version + 1)

    def keep_pdf(self, issue_id: str, ref: FileRef) -> None:
        """Notes that the issue's PDF is now this one; nothing else of the issue changes."""
        values = {"sha256": ref.sha256, "size": ref.size, "version": issues.c.version + 1}
        self.connection.execute(update(issues).where(issues.c.id == issue_id).values(**values))

    def estimate(self, issue_id: str, pages: Mapping[str, int]) -> None:
        """Notes on how many pages each of these documents is estimated to stand in an issue at work; nothing else of it changes."""
        for document, count in pages.items():
            where = issue_items.c.issue == issue_id, issue_items.c.document == document
            self.connection.execute(update(issue_items).where(*where).values(estimate=count))

    def holding(self, document_id: str) -> tuple[Issue, ...]:
        """The issues that hold a document or a stretch of it, in the order of their numbers."""
        held = select(issue_items.c.issue).where(issue_items.c.document == document_id)
        return self.select(select(issues).where(issues.c.id.in_(held)).order_by(issues.c.year, issues.c.first))

    def drop_order(self, issue_id: str) -> None:
        """Forgets the time that was set for an issue; nothing else of it changes."""
        values = {"ordered_by": None, "due": None, "version": issues.c.version + 1}
        self.connection.execute(update(issues).where(issues.c.id == issue_id).values(**values))

    def _write(self, issue: Issue) -> None:
        self.connection.execute(delete(issue_items).where(issue_items.c.issue == issue.id))
        rows = [{"issue": issue.id, "document": item.document.id, **mapping.item_values(item)} for item in issue.items]
        if rows:
            self.connection.execute(insert(issue_items), rows)

    def _placed(self, ids: Sequence[str]) -> Sequence[Row]:
        query = select(issue_items).where(issue_items.c.issue.in_(ids)).order_by(issue_items.c.issue, issue_items.c.position)
        return self.connection.execute(query).mappings().all()

    def _items(self, rows: Sequence[Row]) -> dict[str, tuple[IssueItem, ...]]:
        if not rows:
            return {}
        wanted = select(documents).where(documents.c.id.in_([row["document"] for row in rows]))
        known = {document.id: document for document in Documents(self.connection, self.clearance, self.seal).select(wanted)}
        others = self._stretches([row["document"] for row in rows if row["begins"] or row["ends"]])
        result: dict[str, list[IssueItem]] = defaultdict(list)
        for row in rows:
            if row["document"] in known:
                result[row["issue"]].append(mapping.issue_item(row, known[row["document"]], others[row["document"]]))
        return {issue_id: tuple(items) for issue_id, items in result.items()}

    def _stretches(self, split: list[str]) -> dict[str, list[Row]]:
        """Where the documents named are printed, by document: of each that runs over several issues every stretch."""
        result: dict[str, list[Row]] = defaultdict(list)
        if split:
            columns = (issue_items.c.document, issue_items.c.begins, issue_items.c.ends, issues.c.year, issues.c.first, issues.c.last)
            query = select(*columns).join(issues, issues.c.id == issue_items.c.issue).where(issue_items.c.document.in_(split))
            for row in self.connection.execute(query).mappings():
                result[row["document"]].append(row)
        return result


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who may log in, and with which password hash."""

    connection: Connection

    def find(self, user: str) -> tuple[Account, str] | None:
        """The account and its password hash."""
        if not user.isprintable():
            return None
        row = self.connection.execute(select(accounts).where(accounts.c.user == user)).mappings().first()
        return (mapping.account(row), row["password"]) if row else None

    def all(self) -> tuple[Account, ...]:
        """Every account by name."""
        return tuple(mapping.account(row) for row in self.connection.execute(select(accounts).order_by(accounts.c.user)).mappings())

    def add(self, account: Account, password: str, created: datetime) -> None:
        """Writes a new account with its password *hash*."""
        row = {"user": account.user, "name": account.name, "password": password, "roles": list(account.roles), "level": account.clearance}
        made = {"compartments": list(account.compartments), "enabled": account.enabled, "created": created}
        self.connection.execute(insert(accounts).values(**row, **made))

    def change(self, user: str, **values: Any) -> None:
        """Sets columns of an account; raises NotFound."""
        if self.connection.execute(update(accounts).where(accounts.c.user == user).values(**values)).rowcount != 1:
            raise NotFound


@dataclass(frozen=True, slots=True)
class Settings:
    """Small values that belong to the installation and change while it runs."""

    connection: Connection

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or *default*."""
        row = self.connection.execute(select(settings.c.value).where(settings.c.name == name)).first()
        return default if row is None else row[0]

    def set(self, name: str, value: Any) -> None:
        """Writes the value."""
        self.drop(name)
        self.connection.execute(insert(settings).values(name=name, value=value))

    def under(self, beginning: str) -> dict[str, Any]:
        """The values whose names begin so."""
        rows = select(settings.c.name, settings.c.value).where(settings.c.name.startswith(beginning, autoescape=True))
        return {row.name: row.value for row in self.connection.execute(rows)}

    def drop(self, name: str) -> bool:
        """Takes a value away; whether there was one."""
        return self.connection.execute(delete(settings).where(settings.c.name == name)).rowcount > 0
