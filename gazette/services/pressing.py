"""The pages of an issue: everything is taken out of the vault first, then set without holding a lock."""

from dataclasses import dataclass

import archive
from gazette import typeset
from gazette.db import Work
from gazette.db.holdings import Holdings
from gazette.model import addresses
from gazette.model.document import slug_of
from gazette.model.issue import Issue, IssueItem
from gazette.model.outcome import Outcome
from gazette.services.failing import refused
from gazette.services.parts import Parts


@dataclass(frozen=True, slots=True)
class Span:
    """The pages a document stands on in an issue."""

    document: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Pressed:
    """A set issue: its PDF, how many pages, and where each document stands."""

    pdf: bytes
    pages: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """All that an issue's PDF is made of."""

    sheet: typeset.IssueSheet
    keys: dict[str, str]

    def press(self) -> Pressed:
        """Sets the issue. Raises NotAccepted when a text cannot be printed faithfully, or the issue is empty."""
        return self._pressed(typeset.issue(self.sheet))

    def preview(self, sections: typeset.Sections) -> Pressed:
        """The same pages in a moment, as a plain PDF marked as a preview; documents in *sections* are not set again. Raises NotAccepted."""
        return self._pressed(typeset.preview(self.sheet, sections))

    def _pressed(self, made: Outcome[typeset.TypesetIssue]) -> Pressed:
        if made.value is None:
            raise refused(made.findings)
        spans = tuple(Span(self.keys[key], first, last) for key, (first, last) in made.value.pages.items())
        return Pressed(made.value.pdf, made.value.count, spans)


class Pressing:
    """Takes an issue's texts out of the vault inside one unit of work."""

    def __init__(self, parts: Parts, work: Work, clearance: archive.Clearance) -> None:
        self._gazette = parts.gazette
        self._public = parts.vault.public
        self._work = work
        self._holdings = Holdings(work, parts.vault, clearance)

    def take(self, issue: Issue) -> Pages:
        """The texts and pictures of an issue, in its order, with what is fixed of its imprint. Each reading is logged."""
        imprint = self._work.imprints.of(issue.id)
        names = {item.document.id: f"{item.position:02d}-{slug_of(item.document)}" for item in issue.items}
        gazette = self._gazette
        address = f"{gazette.public_url.rstrip('/')}{addresses.verify(issue.check_code)}"
        sheet = typeset.IssueSheet(
            number=issue.number,
            day=issue.date,
            province=gazette.province,
            publisher=gazette.publisher,
            items=tuple(self.one(item, names[item.document.id]) for item in issue.items),
            contacts=(gazette.publisher_address,) if gazette.publisher_address else (),
            check=typeset.CheckMark(issue.check_code, address),
            log_head=imprint.public_head if imprint else self.head(),
            commitment=imprint.commitment.digest if imprint else "",
        )
        return Pages(sheet, {name: document for document, name in names.items()})

    def one(self, item: IssueItem, key: str = "") -> typeset.IssueItem:
        """The text and pictures of one item, under a *key* of its own. The reading is logged."""
        document = item.document
        return typeset.IssueItem(
            key=key,
            xml=self._holdings.read(document, "xml"),
            part=item.part,
            issuer=document.issuer or "",
            day=document.issued_on,
            images=self._holdings.images(document),
            signed=document.file("pdf") is not None,
            stretch=item.stretch,
        )

    def head(self) -> str:
        """The public log's present head as it is printed: its size and root."""
        size, root = self._public.head(self._work.connection)
        return f"{size} {root.hex()}"
