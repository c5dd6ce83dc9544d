"""Reading: what everybody may see, which is what is published and nothing else; no reading of the public is logged."""

from collections.abc import Iterable, Iterator, Mapping

import archive
from gazette import akn
from gazette.db import Work
from gazette.db.holdings import Holdings
from gazette.db.lists import Lists, turn
from gazette.model import addresses
from gazette.model.annexes import annex_number
from gazette.model.checks.corrigenda import bar_in_words, bars
from gazette.model.document import Document, FileRef
from gazette.model.errors import NotFound
from gazette.model.issue import Issue, IssueNumber
from gazette.model.manifest import MANIFEST
from gazette.model.pictures import shown
from gazette.model.reading import (
    DocumentView,
    FileView,
    HomeView,
    IssueList,
    IssueView,
    LogHead,
    LogPlace,
    Sitemap,
    SitemapEntry,
    Tombstone,
)
from gazette.model.relations import REFUSED, Relation
from gazette.services.citing import held
from gazette.services.contents import lines
from gazette.services.issue_pages import ISSUES_A_PAGE, issue_page
from gazette.services.parts import Parts
from gazette.services.shown import public

SITEMAP_FILE = 50_000
"""No more addresses stand in one file of a sitemap (sitemaps.org)."""
LATEST = 12

PROCEDURES = "tthc"
"""The field under which decisions publishing administrative procedures stand."""


class Read:
    """The public site's answers."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def home(self) -> HomeView:
        """The latest issues and documents."""
        with self._parts.database.read() as work:
            lists = work.lists(archive.ANYONE)
            documents = tuple(public(document) for document in lists.published(LATEST))
            issues = lists.issues(1) + tuple(line.issue for line in lists.issue_lines(6)[1:])
            return HomeView(issues, documents, lists.issue_count(), lists.published_count(), lists.kinds())

    def issues(self, after: str | None = None) -> IssueList:
        """One page of the published issues, newest first, from the mark that the page before gave. Raises BadCall for any other."""
        with self._parts.database.read() as work:
            lists = work.lists(archive.ANYONE)
            lines, following = issue_page(lists, ISSUES_A_PAGE, after)
            return IssueList(lines, following, lists.issue_count())

    def issue(self, year: int, part: str) -> IssueView:
        """A published issue by year and number as in addresses (``12+13``). Raises NotFound."""
        with self._parts.database.read() as work:
            issue = _issue(work, year, part)
            before, after = work.lists(archive.ANYONE).neighbours(issue)
            return IssueView(issue, before, after, manifest=self._manifest(work, issue) is not None)

    def document(self, slug: str) -> DocumentView | Tombstone:
        """The page of a published document; of a withdrawn one only its tombstone. Raises NotFound."""
        with self._parts.database.read() as work:
            lists = work.lists(archive.ANYONE)
            try:
                document = work.documents(archive.ANYONE).slugged(slug)
            except NotFound:
                stone = lists.tombstone(slug)
                if stone is None:
                    raise
                return stone
            holdings = Holdings(work, self._parts.vault, archive.ANYONE)
            xml, images = holdings.read(document, "xml"), holdings.images(document)
            issue = lists.issue_of(document)
            cited = held(xml, work.documents(archive.ANYONE))
        before, after = _around(issue, document)
        place = LogPlace(document.log_index, document.log_leaf) if document.log_index and document.log_leaf else None
        return DocumentView(
            document=public(document),
            html=akn.to_html(xml, image_url=lambda source: shown(images, source)),
            contents=lines(akn.contents(xml)),
            relations=tuple(one for one in document.relations if one.scope != REFUSED),
            issue=issue,
            previous=before,
            following=after,
            log=place,
            cited=cited,
        )

    def file(self, slug: str, format: str) -> FileView:
        """A file of a published document: ``pdf xml docx phu-luc-1``, or ``html`` as a page of its own. Raises NotFound."""
        with self._parts.database.read() as work:
            document = public(work.documents(archive.ANYONE).slugged(slug))
            if format == "html":
                return self._page(work, document)
            ref = document.file(format)
            if ref is None:
                raise NotFound
            rendition = work.documents(archive.ANYONE).rendition(document.id, format)
            opened = self._parts.vault.open(work.connection, archive.ANYONE, document.record, rendition)
            name = f"{slug}-{format}.pdf" if annex_number(format) else f"{slug}.{format}"
            return FileView(name, ref, opened.chunks, document.published_at)

    def issue_file(self, year: int, part: str, format: str = "pdf") -> FileView:
        """The PDF of a published issue, or its signed ``manifest``. Raises NotFound."""
        with self._parts.database.read() as work:
            issue = _issue(work, year, part)
            if issue.pdf is None or issue.record is None:
                raise NotFound
            manifest = self._manifest(work, issue) if format == MANIFEST else None
            if manifest is not None:
                opened = self._parts.vault.open(work.connection, archive.ANYONE, issue.record, MANIFEST)
                return FileView(f"cong-bao-{year}-{issue.number.part}.txt", manifest, opened.chunks, issue.published_at)
            if format != "pdf":
                raise NotFound
            opened = self._parts.vault.open(work.connection, archive.ANYONE, issue.record, "signed")
            return FileView(f"cong-bao-{year}-{issue.number.part}.pdf", issue.pdf, opened.chunks, issue.published_at)

    def _manifest(self, work: Work, issue: Issue) -> FileRef | None:
        """The manifest of an issue whose file is public; none of what came out before there were manifests."""
        if issue.pdf is None or issue.record is None:
            return None
        item = self._parts.vault.show(work.connection, archive.ANYONE, issue.record).rendition(MANIFEST)
        return FileRef(MANIFEST, item.sha256.hex, item.size) if item else None

    def by_work(self, uri: str) -> str:
        """The slug of the published document of a FRBR address; expressions and components lead to their work. Raises NotFound."""
        work_uri = uri.partition("/vie@")[0].partition("/!")[0].rstrip("/")
        with self._parts.database.read() as work:
            return work.documents(archive.ANYONE).of_work(work_uri).slug or ""

    def corrections(self, slugs: Iterable[str]) -> Mapping[str, tuple[Relation, ...]]:
        """The bars of published documents in a list: by slug what each corrects, and what corrects it."""
        with self._parts.database.read() as work:
            return work.documents(archive.ANYONE).corrections(slugs)

    def by_sha256(self, digest: str) -> Document | Issue | None:
        """The published document or issue one of whose files has this SHA-256."""
        with self._parts.database.read() as work:
            lists = work.lists(archive.ANYONE)
            return lists.with_file(digest.lower()) or lists.issue_with_file(digest.lower())

    def procedures(self) -> tuple[Document, ...]:
        """The published decisions on administrative procedures, newest first."""
        with self._parts.database.read() as work:
            return tuple(public(document) for document in work.lists(archive.ANYONE).published(1000, field=PROCEDURES))

    def latest(self, count: int = 50) -> tuple[Document, ...]:
        """The newest of the published documents, at most 500."""
        return self.documents(count)[0]

    def documents(self, count: int = 50, after: str | None = None) -> tuple[tuple[Document, ...], str | None, int]:
        """One page of the published documents, newest first, at most 500, the mark of the next, and how many there are in all.

        Raises BadCall for an unknown mark.
        """
        size = min(max(count, 1), 500)
        with self._parts.database.read() as work:
            lists = work.lists(archive.ANYONE)
            found = lists.published(size + 1, after=archive.place(after) if after else None)
            total = lists.published_count()
        return tuple(map(public, found[:size])), archive.mark(*turn(found[size - 1])) if len(found) > size else None, total

    def sitemap(self, part: int = 0) -> Sitemap:
        """Every public page with the day it last changed; one *part* of them where they are more than one file may hold.

        The first part names the issues, the others the documents. Raises NotFound for a part that is not there.
        """
        with self._parts.database.read() as work:
            lists = work.lists(archive.ANYONE)
            documents, issues = lists.published_count(), lists.issue_count()
            parts = 0 if documents + issues <= SITEMAP_FILE else 1 + -(-documents // SITEMAP_FILE)
            if not 0 <= part <= parts:
                raise NotFound(name=f"sitemap {part}")
            if parts and not part:
                return Sitemap(parts=parts)
            first = _issues(lists) if part <= 1 else ()
            return Sitemap((*first, *(_documents(lists, max(part - 2, 0)) if part != 1 else ())))

    def log(self) -> LogHead:
        """The head of the public log, with the last signed note when there is one."""
        with self._parts.database.read() as work:
            public = self._parts.vault.public
            size, root = public.head(work.connection)
            return LogHead(size, root.hex(), public.note(work.connection))

    def _page(self, work: Work, document: Document) -> FileView:
        holdings = Holdings(work, self._parts.vault, archive.ANYONE)
        xml, images = holdings.read(document, "xml"), holdings.images(work.documents(archive.ANYONE).get(document.id))
        notices = tuple(bar_in_words(one) for one in bars(document.relations))
        data = akn.to_html(xml, standalone=True, image_url=lambda source: shown(images, source), notices=notices).encode()
        ref = FileRef("html", str(archive.ContentId.of(data).hex), len(data))
        return FileView(f"{document.slug}.html", ref, _once(data), document.published_at)


def _issue(work: Work, year: int, part: str) -> Issue:
    try:
        number = IssueNumber.parse(year, part)
    except ValueError:
        raise NotFound from None
    return work.issues(archive.ANYONE).numbered(number)


def _around(issue: Issue | None, document: Document) -> tuple[Document | None, Document | None]:
    if issue is None:
        return None, None
    row = [item.document for item in issue.items]
    place = next((place for place, other in enumerate(row) if other.id == document.id), None)
    if place is None:
        return None, None
    return (row[place - 1] if place else None), (row[place + 1] if place + 1 < len(row) else None)


def _once(data: bytes) -> Iterator[bytes]:
    yield data


def _issues(lists: Lists) -> Iterator[SitemapEntry]:
    for line in lists.issue_lines(SITEMAP_FILE):
        if published := line.issue.published_at:
            number = line.issue.number
            yield SitemapEntry(addresses.issue(number.year, number.part), published.date())


def _documents(lists: Lists, file: int) -> Iterator[SitemapEntry]:
    for slug, day in lists.slugs(file * SITEMAP_FILE, SITEMAP_FILE):
        yield SitemapEntry(addresses.document(slug), day)
