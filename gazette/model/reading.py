"""What the public reads: home, issues, documents, files; published things only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gazette.model.citations import Cited
from gazette.model.desk import ContentsLine
from gazette.model.document import Document, FileRef
from gazette.model.issue import Issue, IssueLine
from gazette.model.relations import Relation


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page: the latest issues and documents, newest first, and how much there is."""

    issues: tuple[Issue, ...]
    documents: tuple[Document, ...]
    issue_count: int
    document_count: int
    by_kind: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class IssueList:
    """One page of the issues, newest first, the mark of the next page, and how many there are."""

    lines: tuple[IssueLine, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class IssueView:
    """One issue with its neighbours in time; ``manifest`` says whether its signed manifest is there."""

    issue: Issue
    previous: Issue | None
    following: Issue | None
    manifest: bool = False


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document's page. ``html`` is its reading view, safe to print as it is; ``log`` its place in the public log.

    ``cited`` are its citations, linked where they lead to something published here.
    """

    document: Document
    html: str
    contents: tuple[ContentsLine, ...]
    relations: tuple[Relation, ...]
    issue: Issue | None
    previous: Document | None
    following: Document | None
    log: "LogPlace | None" = None
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class FileView:
    """A file ready to send: its name for people, its bytes in pieces, and what the headers need."""

    name: str
    ref: FileRef
    chunks: Iterator[bytes]
    published_at: datetime | None

    @property
    def etag(self) -> str:
        """The strong entity tag: the SHA-256 itself."""
        return f'"{self.ref.sha256}"'

    def read(self) -> bytes:
        """All of it at once."""
        return b"".join(self.chunks)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a withdrawn document: that it was, when it went, and why."""

    slug: str
    withdrawn_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Where a published document stands in the tamper-evident log."""

    index: int
    leaf: str


@dataclass(frozen=True, slots=True)
class LogHead:
    """The signed head of the log: how many entries, the root hash in hex, the signed note as text."""

    size: int
    root: str
    note: str
    at: datetime | None = None

    @property
    def is_signed(self) -> bool:
        """Whether the note bears a signature line (C2SP signed note)."""
        return "\n\n\u2014 " in self.note


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address for the sitemap and when it last changed."""

    address: str
    changed: date


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A file of the sitemap: addresses, or how many files they are spread over, numbered from 1."""

    entries: tuple[SitemapEntry, ...] = ()
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """The installation in numbers, as far as one reader may know: documents by state, received and published by month, numbers.

    Jobs are not among them: how many there were tells of documents that the reader may not know of.
    """

    by_state: Mapping[str, int]
    received: Mapping[str, int]
    published: Mapping[str, int]
    numbers_given: int
    numbers_voided: int

    def to_json(self) -> dict[str, object]:
        """The object ``gazette stats --json`` prints."""
        return {
            "by_state": dict(self.by_state),
            "received": dict(self.received),
            "published": dict(self.published),
            "numbers_given": self.numbers_given,
            "numbers_voided": self.numbers_voided,
        }
