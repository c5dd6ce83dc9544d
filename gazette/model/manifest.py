"""The manifest of an issue: what was published, in one signed text, chained to the manifest of the issue published before."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from gazette.model import addresses
from gazette.model.issue import Issue

_FIRST = "cong-bao-dien-tu/so-cong-bao/v1"
MANIFEST = "manifest"
"""Its name among the forms of an issue."""

NONE = "0" * 64
"""What stands for the manifest before the first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the issue: its address on the site, its SHA-256, and for a document the pages it stands on."""

    address: str
    sha256: str
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An issue as it was published: its address, when (UTC), the digest of the manifest before it, and its files."""

    issue: str
    at: datetime
    before: str
    files: tuple[Line, ...]

    @property
    def body(self) -> str:
        """The text that is signed; every line ends with a new line, none is empty."""
        lines = (f"{line.sha256} {line.address}{f' {line.pages}' if line.pages else ''}" for line in self.files)
        return "\n".join((_FIRST, self.issue, self.at.isoformat(), f"truoc {self.before}", *lines)) + "\n"

    @classmethod
    def of(cls, issue: Issue, at: datetime, before: str) -> "Manifest":
        """The manifest of an issue that is being published."""
        number = issue.number
        files = [Line(addresses.issue_file(number.year, number.part, "pdf"), issue.pdf.sha256)] if issue.pdf else []
        for item in issue.items:
            pages = f"{item.first_page}-{item.last_page}" if item.first_page else ""
            public = (ref for ref in item.document.files if ref.format in ("pdf", "xml"))
            files += [Line(addresses.file(item.document.slug or "", ref.format), ref.sha256, pages) for ref in public]
        return cls(addresses.issue(number.year, number.part), at, before, tuple(files))

    @classmethod
    def parse(cls, note: str) -> "Manifest":
        """The manifest a signed note holds; ValueError when it is none. The signature is not looked at."""
        body = note.partition("\n\n")[0]
        first, issue, at, before, *rest = body.split("\n")
        if first != _FIRST or not before.startswith("truoc "):
            raise ValueError("no manifest of an issue")
        files = (line.split(" ") for line in rest)
        return cls(issue, datetime.fromisoformat(at), before.removeprefix("truoc "), tuple(Line(a, s, *p) for s, a, *p in files))


def digest_of(note: str) -> str:
    """The name by which the next manifest knows this one: the SHA-256 of the signed text."""
    return hashlib.sha256(note.encode()).hexdigest()


def breaks(notes: Iterable[str]) -> Iterator[str]:
    """The addresses of the issues whose manifest does not follow the one before; *notes* in the order they were published."""
    before = NONE
    for note in notes:
        manifest = Manifest.parse(note)
        if manifest.before != before:
            yield manifest.issue
        before = digest_of(note)
