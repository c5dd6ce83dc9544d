"""Published files by the day their proof ends: what was looked at, what is due, what failed, and which earlier files were replaced."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, null, select, union_all, update

from gazette.db.tables import Row, documents, files, issues, lastings
from gazette.model import addresses
from gazette.model.annexes import SIGNED_FORMATS
from gazette.model.issue import IssueNumber
from gazette.model.outcome import Lang

LONGEST_WAIT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A published PDF: a document's, one of its annexes, or an issue's."""

    sha256: str
    document: str | None
    issue: str | None


@dataclass(frozen=True, slots=True)
class Failing:
    """A file whose renewal failed: what came of it last (``code``, ``vi``, ``en``), how often it was tried, when it is tried again.

    ``address`` is where the public finds it; what was withdrawn meanwhile has none.
    """

    file: PublishedFile
    address: str
    until: datetime | None
    code: str
    vi: str
    en: str
    attempts: int
    due: datetime

    def problem(self, lang: Lang = "vi") -> str:
        """What came of it last, in *lang*."""
        return self.en if lang == "en" and self.en else self.vi


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
            .where(documents.c.state == "published", files.c.format.in_(("pdf", *SIGNED_FORMATS)), files.c.sha256.not_in(known))
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

    def fail(self, file: PublishedFile, code: str, sentences: tuple[str, str]) -> None:
        """The renewal failed; it is tried again after a day, two, four …, at most a month."""
        attempts = int(self.connection.scalar(select(lastings.c.attempts).where(lastings.c.sha256 == file.sha256)) or 0) + 1
        wait = min(timedelta(days=2.0 ** min(attempts - 1, 10)), LONGEST_WAIT)
        told = {"code": code[:40], "problem": sentences[0][:500], "problem_en": sentences[1][:500]}
        self._set(file, attempts=attempts, due=self.now + wait, **told)

    def due_now(self) -> None:
        """Lets what failed be tried again at once."""
        failed = update(lastings).where(lastings.c.problem != "", lastings.c.replaced.is_(None))
        self.connection.execute(failed.values(due=self.now))

    def failing(self) -> tuple[Failing, ...]:
        """The files whose last renewal failed, the most urgent first."""
        columns = (lastings, documents.c.slug, files.c.format, issues.c.year, issues.c.first, issues.c.last)
        query = (
            select(*columns)
            .outerjoin(documents, documents.c.id == lastings.c.document)
            .outerjoin(files, and_(files.c.document == lastings.c.document, files.c.sha256 == lastings.c.sha256))
            .outerjoin(issues, issues.c.id == lastings.c.issue)
        )
        failed = query.where(lastings.c.problem != "", lastings.c.replaced.is_(None))
        return tuple(_failing(row) for row in self.connection.execute(failed.order_by(lastings.c.until)).mappings())

    def _ending(self, before: datetime) -> ColumnElement[bool]:
        return and_(lastings.c.until.is_not(None), lastings.c.until <= before)

    def _set(self, file: PublishedFile, **values: Any) -> None:
        self.connection.execute(update(lastings).where(lastings.c.sha256 == file.sha256).values(**values))


def _failing(row: Row) -> Failing:
    file = PublishedFile(row["sha256"], row["document"], row["issue"])
    told = (row["code"], row["problem"], row["problem_en"])
    return Failing(file, _address(row), row["until"], *told, row["attempts"], row["due"])


def _address(row: Row) -> str:
    if row["issue"] is not None:
        return addresses.issue_file(row["year"], IssueNumber(row["year"], row["first"], row["last"]).part, "pdf")
    return addresses.pdf(row["slug"], row["format"]) if row["slug"] and row["format"] else ""
