"""Published files by the day their proof ends: what was looked at, what is due, what failed, and which earlier files were replaced."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, null, select, union_all, update

from gazette.db.tables import Row, documents, files, issues, lastings

LONGEST_WAIT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A published PDF: a document's or an issue's."""

    sha256: str
    document: str | None
    issue: str | None


@dataclass(frozen=True, slots=True)
class Failing:
    """A file whose renewal failed: what came of it last, how often it was tried, when it is tried again."""

    file: PublishedFile
    until: datetime | None
    problem: str
    attempts: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Lastings:
    """The rows on one connection. ``now`` is the moment of the transaction."""

    connection: Connection
    now: datetime

    def unexamined(self, size: int) -> tuple[PublishedFile, ...]:
        """Published PDFs that nobody has looked at yet."""
        known = select(lastings.c.sha256)
        of_documents = (
            select(files.c.sha256, files.c.document, null().label("issue"))
            .join(documents, documents.c.id == files.c.document)
            .where(documents.c.state == "published", files.c.format == "pdf", files.c.sha256.not_in(known))
        )
        of_issues = select(issues.c.sha256, null().label("document"), issues.c.id.label("issue")).where(
            issues.c.state == "published", issues.c.sha256.is_not(None), issues.c.sha256.not_in(known)
        )
        rows = self.connection.execute(union_all(of_documents, of_issues).limit(size))
        return tuple({row[0]: PublishedFile(*row) for row in rows}.values())

    def note(self, file: PublishedFile, until: datetime | None, cause: str, detail: str) -> None:
        """What was found out about a file."""
        found = {"until": until, "cause": cause, "detail": detail[:500], "attempts": 0, "due": self.now, "problem": ""}
        row = {"sha256": file.sha256, "document": file.document, "issue": file.issue}
        self.connection.execute(insert(lastings).values(**row, **found))

    def due(self, before: datetime, size: int) -> tuple[PublishedFile, ...]:
        """Files in use whose proof ends before that moment and that may be tried now, the most urgent first."""
        query = select(lastings.c.sha256, lastings.c.document, lastings.c.issue).where(
            self._ending(before), lastings.c.due <= self.now, lastings.c.replaced.is_(None)
        )
        return tuple(
            PublishedFile(*row) for row in self.connection.execute(query.order_by(lastings.c.until, lastings.c.sha256).limit(size))
        )

    def replace(self, file: PublishedFile) -> None:
        """A renewed file, noted before, took this one's place; this one is known as published for ever."""
        self._set(file, replaced=self.now, problem="")

    def fail(self, file: PublishedFile, problem: str) -> None:
        """The renewal failed; it is tried again after a day, two, four …, at most a month."""
        attempts = int(self.connection.scalar(select(lastings.c.attempts).where(lastings.c.sha256 == file.sha256)) or 0) + 1
        wait = min(timedelta(days=2.0 ** min(attempts - 1, 10)), LONGEST_WAIT)
        self._set(file, attempts=attempts, due=self.now + wait, problem=problem[:500])

    def failing(self) -> tuple[Failing, ...]:
        """The files whose last renewal failed, the most urgent first."""
        query = select(lastings).where(lastings.c.problem != "", lastings.c.replaced.is_(None)).order_by(lastings.c.until)
        return tuple(_failing(row) for row in self.connection.execute(query).mappings())

    def _ending(self, before: datetime) -> ColumnElement[bool]:
        return and_(lastings.c.until.is_not(None), lastings.c.until <= before)

    def _set(self, file: PublishedFile, **values: Any) -> None:
        self.connection.execute(update(lastings).where(lastings.c.sha256 == file.sha256).values(**values))


def _failing(row: Row) -> Failing:
    file = PublishedFile(row["sha256"], row["document"], row["issue"])
    return Failing(file, row["until"], row["problem"], row["attempts"], row["due"])
