"""A document on its way from the door to the street, and the list rows and history that are shown of it."""

import base64
import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from gazette.model.annexes import annex_number
from gazette.model.effect import OwnDay
from gazette.model.outcome import Finding, FindingKind, Lang, Level
from gazette.model.relations import Relation
from gazette.model.text import slug

Clock = Callable[[], datetime]
Provenance = Literal["office", "issuer"]
Book = Literal["incoming", "issued"]
Status = Literal["unknown", "not_yet_in_force", "in_force", "partly_expired", "suspended", "expired", "withdrawn"]

CHECK_CODE = re.compile("[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}")
"""A check code as ``check_code`` makes them."""

HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

STATUSES: Mapping[str, tuple[str, str]] = {
    "unknown": ("Chưa xác định", "Not determined"),
    "not_yet_in_force": ("Chưa có hiệu lực", "Not yet in force"),
    "in_force": ("Còn hiệu lực", "In force"),
    "partly_expired": ("Hết hiệu lực một phần", "Partly out of force"),
    "suspended": ("Ngưng hiệu lực", "Suspended"),
    "expired": ("Hết hiệu lực", "Expired"),
    "withdrawn": ("Đã thu hồi", "Withdrawn"),
}
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xml": "application/akn+xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "manifest": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a person hands it in: its name, for people only, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of a document: format (``pdf xml docx``), SHA-256 in hex, size in bytes."""

    format: str
    sha256: str
    size: int

    @property
    def media_type(self) -> str:
        """The Internet media type of the format."""
        return "application/pdf" if annex_number(self.format) else MEDIA_TYPES.get(self.format, "application/octet-stream")


@dataclass(frozen=True, slots=True)
class IssueRef:
    """Where a document stands in the gazette: the issue's year, its number as printed and as in addresses, and the pages."""

    year: int
    number: str
    part: str
    first_page: int | None = None
    last_page: int | None = None

    @property
    def pages(self) -> str | None:
        """The pages as ``3`` or ``3-7``; ``None`` while they are not known."""
        if self.first_page is None:
            return None
        return str(self.first_page) if self.last_page in (None, self.first_page) else f"{self.first_page}-{self.last_page}"


@dataclass(frozen=True, slots=True)
class Signer:
    """One printed signature: capacity (``TM. ỦY BAN NHÂN DÂN``), title (``CHỦ TỊCH``), name; absent parts are empty."""

    capacity: str = ""
    title: str = ""
    name: str = ""

    def to_json(self) -> dict[str, str]:
        """The object the reports carry."""
        return {"capacity": self.capacity, "title": self.title, "name": self.name}


@dataclass(frozen=True, slots=True)
class Document:
    """All that the work in progress knows of one document; its bytes are in the vault under ``record``.

    ``profile`` is the way it is signed, set when the leader's page is opened.
    ``id`` is opaque and never public; ``slug`` names the published page and is set by publication. ``received_number`` is
    the number in the register of its book (số đến). ``doers`` says who did each step last: transition id to user, and
    for changes of the text everybody who made one, a line each.
    ``own_days`` are the provisions that take effect on a day of their own.
    ``received_at`` is in UTC; ``issued_on`` and ``effective_from`` are legal dates. What the document does not say is ``None``.
    """

    id: str
    record: str
    state: str
    provenance: Provenance
    level: str
    book: Book
    source_name: str
    received_at: datetime
    received_by: str
    received_number: int | None
    received_year: int
    check_code: str
    slug: str | None = None
    kind: str | None = None
    kind_name: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    issuer_slug: str | None = None
    issued_on: date | None = None
    place: str | None = None
    subject: str | None = None
    effective_from: date | None = None
    status: str = "unknown"
    field: str | None = None
    urgency: str | None = None
    circulation: str | None = None
    work: str | None = None
    text_in: int | None = None
    text_out: int | None = None
    text_identical: bool | None = None
    published_at: datetime | None = None
    log_index: int | None = None
    log_leaf: str | None = None
    profile: str | None = None
    signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: tuple[FileRef, ...] = ()
    issues: tuple[IssueRef, ...] = ()
    relations: tuple[Relation, ...] = ()
    own_days: tuple[OwnDay, ...] = ()
    doers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    version: int = 1

    @property
    def title(self) -> str:
        """The document as lists name it: kind, number and subject; the file's name while nothing is known."""
        named = f"{self.kind_name or ''} số {self.number}".strip() if self.number else self.kind_name or ""
        return " ".join(part for part in (named, self.subject) if part) or self.source_name

    def written_by(self, step: str, user: str) -> "Document":
        """The document with one more author: whoever changed its text by *step* stays one, whoever changes it after them."""
        known = self.doers.get(step, "").splitlines()
        return dataclasses.replace(self, doers={**self.doers, step: "\n".join(dict.fromkeys((*known, user)))})

    def file(self, format: str) -> FileRef | None:
        """The document's file in *format*, if there is one."""
        return next((ref for ref in self.files if ref.format == format), None)

    def file_with(self, sha256: str) -> FileRef | None:
        """The document's file with these bytes, if there is one."""
        return next((ref for ref in self.files if ref.sha256 == sha256), None)

    @property
    def annexes(self) -> tuple[FileRef, ...]:
        """The annexes in files of their own, in their order, signed or waiting for it."""
        found = [(number, ref) for ref in self.files if (number := annex_number(ref.format))]
        return tuple(ref for _, ref in sorted(found, key=lambda pair: pair[0]))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop it."""
        return tuple(finding for finding in self.findings if finding.level == "error")


@dataclass(frozen=True, slots=True)
class Received:
    """What receiving gave: the document, and the id of an earlier one with the same bytes (then nothing new was stored)."""

    document: Document
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step: when (UTC), who, what (transition id), which state it led to, and the reason given."""

    at: datetime
    actor: str
    action: str
    state: str
    note: str = ""


def today(clock: Clock) -> date:
    """The legal date: the day in Asia/Ho_Chi_Minh at this moment."""
    return clock().astimezone(HANOI).date()


def validity(effective_from: date | None, day: date) -> Status:
    """The validity an effective date gives on *day*; ``unknown`` without a date."""
    if effective_from is None:
        return "unknown"
    return "in_force" if effective_from <= day else "not_yet_in_force"


def status_label(status: str, lang: Lang = "vi") -> str:
    """The validity as the screens print it."""
    vi, en = STATUSES.get(status, STATUSES["unknown"])
    return vi if lang == "vi" else en


def slug_of(document: Document) -> str:
    """``<kind>-<number folded to ASCII>-<issuer-slug>``; the file's name stands in where nothing is known."""
    parts = (document.kind, slug(document.number or ""), document.issuer_slug)
    return "-".join(part for part in parts if part) or slug(document.source_name) or "van-ban"


def check_code(chance: bytes) -> str:
    """A code people can type, made of ten random bytes: ``K7QM-2ZHA-5TRC-X3WD`` (base 32, RFC 4648)."""
    letters = base64.b32encode(chance[:10]).decode()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def stored_finding(code: str, level: Level, vi: str, en: str, where: str) -> Finding:
    """A finding as it was written down, with its sentences already filled in."""
    kind = FindingKind(code, level, vi.replace("{", "{{").replace("}", "}}"), en.replace("{", "{{").replace("}", "}}"))
    return Finding(kind, where)
