"""Lists and figures: what boards, registers and the public home show, each select with its reader's condition."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, literal, or_, select, tuple_, union, union_all

import archive
from gazette.db.closing import SAID, RowSeal
from gazette.db.mapping import Told
from gazette.db.repositories import ORIGINAL, Documents, Issues, typed
from gazette.db.tables import Row, documents, files, guard, history, issue_items, issues, lastings, numbers, public_kinds, series
from gazette.model.desk import RegisterRow
from gazette.model.document import Document
from gazette.model.issue import Issue, IssueLine
from gazette.model.reading import Tombstone

IssuePlace = tuple[int, int]
"""Where a page of issues ended: the year and first number of its last."""

MANY = 1000
"""A board counts no further: beyond it only says that there are more."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists as one reader may see them."""

    connection: Connection
    clearance: archive.Clearance
    seal: RowSeal

    def by_state(self) -> Mapping[str, int]:
        """How many of the documents the reader may know of stand at each state."""
        query = select(documents.c.state, func.count()).where(guard(self.clearance)).group_by(documents.c.state)
        return {state: count for state, count in self.connection.execute(query)}  # noqa: C416

    def counted(self, states: Iterable[str]) -> Mapping[str, int]:
        """How many documents the reader may know of stand at each of *states*, counted up to one more than ``MANY``."""
        known = guard(self.clearance)
        named = {state: select(literal(1)).where(documents.c.state == state, known).limit(MANY + 1).subquery() for state in states}
        counts = (select(literal(state), func.count()).select_from(part) for state, part in named.items())
        return {state: count for state, count in self.connection.execute(union_all(*counts))}  # noqa: C416

    def desk(self, states: Iterable[str], size: int, after: archive.Place | None = None) -> tuple[Document, ...]:
        """One page of the documents at these states, longest waiting first, from the place where a page ended."""
        query = select(documents).where(documents.c.state.in_(sorted(states)))
        if after is not None:
            moment, last = after
            query = query.where(tuple_(documents.c.received_at, documents.c.id) > tuple_(literal(moment, archive.Utc), literal(last)))
        return self._documents(query.order_by(documents.c.received_at, documents.c.id).limit(size))

    def published(self, size: int, *, after: archive.Place | None = None, field: str | None = None) -> tuple[Document, ...]:
        """Published documents, newest first, those of one moment by their dates; from the place where a page ended (``turn``)."""
        query = select(documents).where(documents.c.state == "published")
        if field:
            query = query.where(documents.c.field == field)
        day = func.coalesce(documents.c.issued_on, literal(date.min))
        if after is not None:
            moment, last = literal(after[0], archive.Utc), _day_and_id(after[1])
            earlier = tuple_(documents.c.published_at, day, documents.c.id) < tuple_(moment, *map(literal, last))
            query = query.where(documents.c.published_at <= moment, earlier)
        return self._documents(query.order_by(documents.c.published_at.desc(), day.desc(), documents.c.id.desc()).limit(size))

    def published_count(self) -> int:
        """How many documents are published, out of the kept counts."""
        return int(self.connection.scalar(select(func.sum(public_kinds.c.documents))) or 0)

    def slugs(self, begin: int = 0, size: int | None = None) -> tuple[tuple[str, date], ...]:
        """Published documents' slugs in their order and the days they were published (UTC): all, or *size* of them from *begin* on."""
        query = select(documents.c.slug, documents.c.published_at).where(documents.c.state == "published", guard(self.clearance))
        rows = self.connection.execute(query.order_by(documents.c.slug).offset(begin).limit(size))
        return tuple((slug, at.date()) for slug, at in rows)

    def astray(self) -> tuple[str, ...]:
        """The ids of documents whose row disagrees with the archive's register: no such record, another label, or another file."""
        records, renditions = (archive.metadata.tables[name] for name in ("archive_records", "archive_renditions"))
        labels = (getattr(documents.c, name) != getattr(records.c, name) for name in ("level", "secrecy", "compartments"))
        unlabelled = (
            select(documents.c.id)
            .outerjoin(records, records.c.id == documents.c.record)
            .where(guard(self.clearance), or_(records.c.id.is_(None), *labels))
        )
        same = (renditions.c.record == documents.c.record, renditions.c.name == files.c.rendition, renditions.c.sha256 == files.c.sha256)
        missing = (
            select(documents.c.id).join(files, files.c.document == documents.c.id).where(guard(self.clearance), ~exists().where(*same))
        )
        return tuple(sorted({*self.connection.scalars(unlabelled), *self.connection.scalars(missing)}))

    def kinds(self) -> tuple[tuple[str, str, int], ...]:
        """Kinds of published documents: slug, name, how many, out of the kept counts; the most frequent first."""
        count = func.sum(public_kinds.c.documents)
        named = select(public_kinds.c.kind, func.min(func.nullif(public_kinds.c.name, "")), count)
        query = named.where(public_kinds.c.kind != "", public_kinds.c.documents > 0)
        rows = self.connection.execute(query.group_by(public_kinds.c.kind).order_by(count.desc(), public_kinds.c.kind))
        return tuple((kind, name or kind, int(total)) for kind, name, total in rows)

    def same_bytes(self, sha256: str) -> Document | None:
        """A document in work or published that came as exactly these bytes, if the reader may know of it."""
        original = select(files.c.document).where(files.c.sha256 == sha256, files.c.rendition == ORIGINAL)
        query = select(documents).where(documents.c.id.in_(original), documents.c.state.not_in(("returned", "withdrawn")))
        return next(iter(self._documents(query.order_by(documents.c.received_at).limit(1))), None)

    def same_act(self, document: Document) -> Document | None:
        """Another document of the same number, issuer and date."""
        if not (document.number and document.issuer and document.issued_on):
            return None
        same = (documents.c.issuer == document.issuer, documents.c.issued_on == document.issued_on)
        found = self._numbered(document, same, lambda other: (other.issuer, other.issued_on) == (document.issuer, document.issued_on))
        return next(iter(found), None)

    def same_number(self, document: Document) -> tuple[Document, ...]:
        """Other documents of the same number and issuer in the same year."""
        if not (document.number and document.issuer_slug and document.issued_on):
            return ()
        of = (document.issuer_slug, document.issued_on.year)
        same = self._series(document)
        return self._numbered(document, same, lambda other: (other.issuer_slug, other.issued_on and other.issued_on.year) == of)

    def _numbered(
        self, document: Document, same: Iterable[ColumnElement[bool]], agrees: Callable[[Document], object]
    ) -> tuple[Document, ...]:
        """Other documents of this number that stand, the first received first; closed ones are found by its keyed hash."""
        mark = self.seal.mark(document.number)
        borne = and_(documents.c.number == document.number, *same)
        alike = borne if mark is None else or_(borne, documents.c.number_mark == mark)
        query = select(documents).where(alike, documents.c.id != document.id, documents.c.state.not_in(("returned", "withdrawn")))
        return tuple(other for other in self._documents(query.order_by(documents.c.received_at)) if agrees(other))

    def numbers_of(self, document: Document) -> tuple[str, ...]:
        """The numbers that documents of the same issuer, kind and symbol bear in its year."""
        if not (document.symbol and document.issuer_slug and document.issued_on):
            return ()
        same = (documents.c.kind == document.kind, documents.c.symbol == document.symbol, *self._series(document))
        query = select(documents.c.number).where(*same, documents.c.number.is_not(None), guard(self.clearance))
        return (*self.connection.scalars(query), *self._closed_numbers_of(document, document.issued_on))

    def _closed_numbers_of(self, document: Document, day: date) -> list[str]:
        mark = self.seal.series_mark(document.kind, document.symbol, document.issuer_slug, day)
        if mark is None:
            return []
        standing = documents.c.state.not_in(("returned", "withdrawn"))
        query = select(documents.c.record, documents.c.sealed).where(documents.c.series_mark == mark, standing, guard(self.clearance))
        rows = self.connection.execute(query).mappings()
        told = (self.seal.open(documents, row["record"], row).get("number") for row in rows)
        return [number for number in told if number]

    @staticmethod
    def _series(document: Document) -> tuple[ColumnElement[bool], ...]:
        year = document.issued_on.year if document.issued_on else 0
        return (
            documents.c.issuer_slug == document.issuer_slug,
            documents.c.issued_on.between(date(year, 1, 1), date(year, 12, 31)),
            documents.c.state.not_in(("returned", "withdrawn")),
        )

    def with_file(self, sha256: str) -> Document | None:
        """The document one of whose files has this SHA-256, or had it when it was published, before a renewal."""
        earlier = select(lastings.c.document).where(lastings.c.sha256 == sha256, lastings.c.replaced.is_not(None))
        holders = union(select(files.c.document).where(files.c.sha256 == sha256), earlier)
        return next(iter(self._documents(select(documents).where(documents.c.id.in_(holders)).limit(1))), None)

    def issue_with_file(self, sha256: str) -> Issue | None:
        """The issue whose PDF has this SHA-256, or had it before a renewal."""
        earlier = select(lastings.c.issue).where(lastings.c.sha256 == sha256, lastings.c.replaced.is_not(None))
        query = select(issues).where(or_(issues.c.sha256 == sha256, issues.c.id.in_(earlier)))
        found = Issues(self.connection, self.clearance, self.seal).select(query.limit(1))
        return next(iter(found), None)

    def withdrawn_with_file(self, sha256: str) -> Tombstone | None:
        """What is left of a withdrawn document one of whose files has this SHA-256, or had it when it was published."""
        earlier = select(lastings.c.document).where(lastings.c.sha256 == sha256, lastings.c.replaced.is_not(None))
        holders = union(select(files.c.document).where(files.c.sha256 == sha256, files.c.format == "pdf"), earlier)
        gone = select(documents.c.slug).where(documents.c.id.in_(holders), documents.c.state == "withdrawn", documents.c.slug.is_not(None))
        slug = self.connection.scalar(gone.limit(1))
        return self.tombstone(slug) if slug else None

    def issues(self, size: int, after: IssuePlace | None = None) -> tuple[Issue, ...]:
        """One page of issues with their items, newest first, from the year and first number where a page ended."""
        return Issues(self.connection, self.clearance, self.seal).select(_newest_issues(size, after))

    def open_issues(self) -> tuple[Issue, ...]:
        """The issues that are not published, without their items, in the order of their numbers."""
        query = select(issues).where(issues.c.state != "published").order_by(issues.c.year, issues.c.first)
        return Issues(self.connection, self.clearance, self.seal).select(query, items=False)

    def all_issues(self, batch: int = 20) -> Iterator[Issue]:
        """Every issue with its items, newest first."""
        after: IssuePlace | None = None
        while found := self.issues(batch, after):
            yield from found
            after = found[-1].number.year, found[-1].number.first

    def issue_lines(self, size: int, after: IssuePlace | None = None) -> tuple[IssueLine, ...]:
        """One page of issues as lines, newest first. To the public without the file where something inside is not public any more."""
        found = Issues(self.connection, self.clearance, self.seal).select(_newest_issues(size, after), items=False)
        inside = issue_items.c.issue.in_([issue.id for issue in found])
        held = select(issue_items.c.issue, func.count()).where(inside).group_by(issue_items.c.issue)
        known = held.join(documents, documents.c.id == issue_items.c.document).where(guard(self.clearance))
        all_of, known_of = ({row[0]: int(row[1]) for row in self.connection.execute(query)} for query in (held, known))
        return tuple(self._line(issue, all_of.get(issue.id, 0), known_of.get(issue.id, 0)) for issue in found)

    def _line(self, issue: Issue, held: int, known: int) -> IssueLine:
        hidden = held > known and not self.clearance.member
        return IssueLine(replace(issue, pdf=None) if hidden else issue, known)

    def last_published(self) -> Issue | None:
        """The issue that was published last, without its items."""
        latest = select(issues).where(issues.c.state == "published").order_by(issues.c.published_at.desc(), issues.c.first.desc()).limit(1)
        return next(iter(Issues(self.connection, self.clearance, self.seal).select(latest, items=False)), None)

    def issue_count(self) -> int:
        """How many issues the reader may see."""
        query = select(func.count()).select_from(issues)
        return int(self.connection.scalar(query if self.clearance.member else query.where(issues.c.state == "published")) or 0)

    def next_issue_number(self, year: int) -> int:
        """The number after the last one taken this year."""
        return int(self.connection.scalar(select(func.max(issues.c.last)).where(issues.c.year == year)) or 0) + 1

    def neighbours(self, issue: Issue) -> tuple[Issue | None, Issue | None]:
        """The issue before and the issue after this one."""
        year, first = issue.number.year, issue.number.first
        earlier = or_(issues.c.year < year, and_(issues.c.year == year, issues.c.first < first))
        later = or_(issues.c.year > year, and_(issues.c.year == year, issues.c.first > first))
        repository = Issues(self.connection, self.clearance, self.seal)
        newest_first = (issues.c.year.desc(), issues.c.first.desc())
        before = repository.select(select(issues).where(earlier).order_by(*newest_first).limit(1), items=False)
        after = repository.select(select(issues).where(later).order_by(issues.c.year, issues.c.first).limit(1), items=False)
        return next(iter(before), None), next(iter(after), None)

    def issue_of(self, document: Document) -> Issue | None:
        """The issue a document stands in, the first that prints some of it."""
        return next(iter(Issues(self.connection, self.clearance, self.seal).holding(document.id)), None)

    def register(self, book: str, name: str | None, year: int, size: int, after: tuple[str, int] = ("", 0)) -> tuple[RegisterRow, ...]:
        """A page of a book by series and number, after a number; the rows of documents the reader may not know of are left out."""
        known = ("kind_name", "subject", "source_name", "issuer", "symbol")
        columns = (*(documents.c[name] for name in known), documents.c.number.label("its_number"))
        further = tuple_(numbers.c.series, numbers.c.number) > after
        query = (
            select(
                numbers, *columns, documents.c.signers, documents.c.recipients, documents.c.record, documents.c.sealed.label("its_sealed")
            )
            .join(documents, documents.c.id == numbers.c.document)
            .where(numbers.c.book == book, numbers.c.year == year, further, guard(self.clearance))
            .order_by(numbers.c.series, numbers.c.number)
            .limit(size)
        )
        if name is not None:
            query = query.where(numbers.c.series == name)
        return tuple(_register_row(self._opened(row)) for row in self.connection.execute(query).mappings())

    def _opened(self, row: Row) -> Told:
        """A number's row joined with its document's, both with what they say."""
        number = self.seal.open(numbers, row["record"], row)
        told = self.seal.open(documents, row["record"], {**row, "number": row["its_number"], "sealed": row["its_sealed"]})
        return {**told, **{name: number[name] for name in (*SAID[numbers], "number")}, "its_number": told["number"]}

    def series(self, book: str, year: int) -> tuple[str, ...]:
        """The names of the series of a book and year that hold a document the reader may know of."""
        held = exists().where(numbers.c.book == book, numbers.c.year == year, numbers.c.series == series.c.name)
        known = held.where(documents.c.id == numbers.c.document, guard(self.clearance))
        query = select(series.c.name).where(series.c.book == book, series.c.year == year, known)
        return tuple(self.connection.scalars(query.order_by(series.c.name)))

    def number_of(self, document: Document, book: str) -> tuple[str, int, int] | None:
        """The series, year and number a document holds in a book, unless voided."""
        query = select(numbers.c.series, numbers.c.year, numbers.c.number).where(
            numbers.c.document == document.id, numbers.c.book == book, numbers.c.voided.is_(False)
        )
        row = self.connection.execute(query).first()
        return (row[0], row[1], row[2]) if row else None

    def tombstone(self, slug: str) -> Tombstone | None:
        """What is left of a withdrawn document: nothing of its content."""
        query = (
            select(history.c.at, history.c.note)
            .join(documents, documents.c.id == history.c.document)
            .where(documents.c.slug == typed(slug), documents.c.state == "withdrawn", history.c.action == "withdraw")
            .order_by(history.c.id.desc())
        )
        row = self.connection.execute(query).first()
        return Tombstone(slug, row[0], row[1]) if row else None

    def free_slug(self, wanted: str) -> str:
        """The slug, with ``-2``, ``-3`` … when it is taken."""
        taken = set(self.connection.scalars(select(documents.c.slug).where(documents.c.slug.startswith(wanted, autoescape=True))))
        candidates = (wanted if count == 1 else f"{wanted}-{count}" for count in range(1, len(taken) + 2))
        return next(candidate for candidate in candidates if candidate not in taken)

    def months(self, column: str) -> Mapping[str, int]:
        """How many documents were ``received`` or ``published`` in each month (UTC), as ``2026-11``."""
        moment = documents.c.received_at if column == "received" else documents.c.published_at
        query: Select[tuple[datetime]] = select(moment).where(moment.is_not(None), guard(self.clearance)).order_by(moment)
        counted: dict[str, int] = {}
        for at in self.connection.scalars(query):
            counted[f"{at:%Y-%m}"] = counted.get(f"{at:%Y-%m}", 0) + 1
        return counted

    def given(self) -> tuple[int, int]:
        """How many numbers the issued documents that the reader may know of were given, and how many of them were voided."""
        mine = select(numbers.c.voided, func.count()).join(documents, documents.c.id == numbers.c.document)
        query = mine.where(numbers.c.book == "issued", guard(self.clearance)).group_by(numbers.c.voided)
        counted = {bool(voided): count for voided, count in self.connection.execute(query)}
        return sum(counted.values()), counted.get(True, 0)

    def _documents(self, query: Select[tuple[object, ...]]) -> tuple[Document, ...]:
        return Documents(self.connection, self.clearance, self.seal).select(query)


def turn(document: Document) -> archive.Place:
    """The place of a published document in the list of all: where the page ends whose last it is."""
    return document.published_at or document.received_at, f"{document.issued_on or date.min} {document.id}"


def _day_and_id(said: str) -> tuple[date, str]:
    day, _, document = said.partition(" ")
    try:
        return date.fromisoformat(day), document if document.isprintable() else ""
    except ValueError:
        raise archive.PageNotUnderstood from None


def _newest_issues(size: int, after: IssuePlace | None) -> Select[tuple[object, ...]]:
    query = select(issues).order_by(issues.c.year.desc(), issues.c.first.desc()).limit(size)
    return query if after is None else query.where(tuple_(issues.c.year, issues.c.first) < after)


def _register_row(row: Told) -> RegisterRow:
    title = " ".join(part for part in (row["kind_name"], row["subject"]) if part) or row["source_name"]
    return RegisterRow(
        number=row["number"],
        series=row["series"],
        printed=row["printed"] if row["book"] == "issued" else row["its_number"] or row["symbol"] or "",
        on=row["day"],
        at=row["at"],
        by=row["actor"],
        document=row["document"],
        title=title,
        issuer=row["issuer"],
        signer=row["signers"][-1]["name"] if row["signers"] else None,
        recipients="; ".join(row["recipients"]),
        voided=row["voided"],
        reason=row["reason"],
    )
