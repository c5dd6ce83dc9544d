"""One-way release: what is published, as a signed package, and such a package taken in elsewhere."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import archive
from gazette import akn
from gazette.db import Work
from gazette.db.errors import translated
from gazette.db.holdings import IMAGES, Holdings
from gazette.db.holdings import Kept as Stored
from gazette.db.lists import turn
from gazette.model.annexes import annex_number
from gazette.model.blocks import Image
from gazette.model.document import Document, Upload, today
from gazette.model.issue import Issue, IssueItem, IssueLine
from gazette.model.people import Actor
from gazette.model.pictures import pack
from gazette.model.refusals import NotAccepted, RoleMissing, StepClosed
from gazette.pages import Site
from gazette.pages.records import document_row, issue_row
from gazette.services.marks import refuse_marked
from gazette.services.parts import Parts
from gazette.services.placing import place_document, place_issue
from gazette.services.sealing import PackageSeal
from gazette.services.shown import FORMATS, public

NOTE = "release.note"
PURPOSE = "gazette release"
_PUBLIC = "cong-khai"
_BATCH = 200
_RENDITIONS = {"pdf": "signed", "xml": "xml", "docx": "original"}


@dataclass(frozen=True, slots=True)
class _Parcel:
    """One document or issue of a package: its path, what is said of it, and its files by format."""

    path: str
    row: Mapping[str, Any]
    files: Mapping[str, bytes]

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.row["title"])


class Release:
    """From one installation to another, published things only, in one direction."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._seal = PackageSeal(parts, NOTE, PURPOSE)

    def export(self, actor: Actor, folder: Path) -> int:
        """Writes everything published to *folder* and signs it with the log's key; how many documents. Raises NotAllowed, Refused.

        What goes out is what the public may read and nothing else: the package is filled with the public's own clearance.
        """
        _need(actor, "publisher", "archivist")
        info = {
            "Source-Organization": self._parts.gazette.publisher,
            "Bagging-Date": today(self._parts.clock).isoformat(),
            "External-Description": PURPOSE,
            "Label-Level": _PUBLIC,
        }
        with self._parts.database.write() as work:
            self._parts.vault.audit.append(work.connection, archive.Entry(actor.user, "release-export"))
        with self._parts.database.read() as work:
            bag = archive.write_bag(folder, self._payload(work), info, sign=self._seal.sign)
        return sum(path.startswith("data/documents/") and path.endswith(".json") for path in bag.payload)

    def take_in(self, actor: Actor, folder: Path, keys: Iterable[archive.VerifierKey] = ()) -> int:
        """Keeps every document and issue of a release as a published record of the archive, once; how many there were.

        A public installation shows them besides, as documents and issues of its own site: it has no other content.

        The signature must be by one of *keys*, or by this installation's own; every digest must hold; nothing above Công khai may be
        named in it. Raises NotAllowed, NotAccepted, StepClosed (taken in before), StateSecretMark, BadCall.
        """
        _need(actor, "archivist")
        with translated():
            bag = archive.open_bag(folder)
            self._seal.check(bag, keys)
            parcels = tuple(_parcels(bag))
        words = (Upload(parcel.title, data) for parcel in parcels for format, data in parcel.files.items() if format == "docx")
        refuse_marked(self._parts, actor, *words)
        with self._parts.database.write() as work:
            if work.settings.get(_taken(bag)) is not None:
                raise StepClosed(vi="gói phát hành này đã được nhập", en="this release was taken in before")
            for parcel in parcels:
                with _described_rightly(parcel):
                    self._keep(work, actor, parcel)
            work.settings.set(_taken(bag), work.now.isoformat())
            details = {"seal": bag.seal.hex}
            self._parts.vault.audit.append(work.connection, archive.Entry(actor.user, "release-import", details=details))
        return len(parcels)

    def _payload(self, work: Work) -> Iterator[archive.Payload]:
        lists, after = work.lists(archive.ANYONE), None
        while documents := lists.published(_BATCH, after=after):
            for document in map(public, documents):
                yield from self._document(work, document)
            after = turn(documents[-1])
        for issue in lists.all_issues():
            yield from self._issue(work, issue)

    def _document(self, work: Work, document: Document) -> Iterator[archive.Payload]:
        name = f"documents/{document.slug}"
        log = {"index": document.log_index, "leaf": document.log_leaf}
        more = {"level": document.level, "log": log, "field": document.field, "published_at": _at(document.published_at)}
        pictures = self._pictures(work, document)
        told = [{"format": IMAGES, "sha256": archive.ContentId.of(pictures).hex, "size": len(pictures)}] if pictures else []
        row = document_row(document, self._site())
        yield _json(name, {**row, **more, "files": [*row["files"], *told]})
        if pictures:
            yield archive.Payload(f"{name}.{IMAGES}", [pictures])
        for ref in document.files:
            rendition = work.documents(archive.ANYONE).rendition(document.id, ref.format)
            opened = self._parts.vault.open(work.connection, archive.ANYONE, document.record, rendition)
            yield archive.Payload(f"{name}.{ref.format}", opened.chunks, archive.ContentId(ref.sha256))

    def _pictures(self, work: Work, document: Document) -> bytes:
        """The pictures that the published text shows, as a parcel of their own; what the Word file held besides stays at home."""
        holdings = Holdings(work, self._parts.vault, archive.ANYONE)
        kept = work.documents(archive.ANYONE).get(document.id)
        held = holdings.images(kept)
        named = akn.image_names(holdings.read(kept, "xml")) if held else ()
        found = {name: Image(held[name], "") for name in named if name in held}
        return pack(found) if found else b""

    def _issue(self, work: Work, issue: Issue) -> Iterator[archive.Payload]:
        if issue.pdf is None or issue.record is None:
            return
        name = f"issues/{issue.number.year}-{issue.number.part}"
        contents = [_item(item) for item in issue.items]
        more = {"level": _PUBLIC, "contents": contents, "published_at": _at(issue.published_at)}
        yield _json(name, {**issue_row(IssueLine(issue, len(issue.items)), self._site()), **more})
        opened = self._parts.vault.open(work.connection, archive.ANYONE, issue.record, "signed")
        yield archive.Payload(f"{name}.pdf", opened.chunks, archive.ContentId(issue.pdf.sha256))

    def _site(self) -> Site:
        gazette = self._parts.gazette
        return Site(gazette.province, gazette.place, gazette.publisher, gazette.publisher_address, gazette.public_url)

    def _keep(self, work: Work, actor: Actor, parcel: _Parcel) -> None:
        vault = self._parts.vault
        (first, data), *others = parcel.files.items()
        record = vault.deposit(
            work.connection,
            actor.clearance,
            data,
            title=parcel.title,
            label=archive.Label(level=0),
            media_type=Stored(first, "", b"").media_type,
            rendition=_RENDITIONS.get(first, first),
        )
        items = [*record.renditions]
        for format, data in others:
            name, media_type = _RENDITIONS.get(format, format), Stored(format, "", b"").media_type
            items.append(vault.add_rendition(work.connection, actor.clearance, record.id, name, data, media_type))
        vault.publish(work.connection, actor.clearance, record.id)
        if vault.profile is archive.Profile.PUBLIC:
            whole = replace(record, renditions=tuple(items))
            if parcel.path.startswith("data/documents/"):
                place_document(work, actor, parcel.row, whole, parcel.files)
            else:
                place_issue(work, actor, parcel.row, whole)


def _parcels(bag: archive.Bag) -> Iterator[_Parcel]:
    """What a checked package holds; raises BagDamaged for what is not described, NotAccepted for what is not public."""
    if bag.info.get("Label-Level") != _PUBLIC:
        raise _too_high("bag-info.txt")
    described: set[str] = set()
    for path in sorted(bag.payload):
        if not path.endswith(".json"):
            continue
        try:
            row = json.loads(bag.read(path))
            level, _, files = row["level"], str(row["title"]), _files(bag, path, row["files"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise archive.BagDamaged(place=path) from None
        if level != _PUBLIC:
            raise _too_high(path)
        described |= {path, *(f"{path.removesuffix('json')}{format}" for format in files)}
        yield _Parcel(path, row, files)
    for path in sorted(bag.payload.keys() - described):
        raise archive.BagDamaged(place=path)


def _files(bag: archive.Bag, path: str, rows: list[Mapping[str, Any]]) -> dict[str, bytes]:
    found = {}
    for row in rows:
        if row["format"] not in (*FORMATS, IMAGES) and not annex_number(row["format"]):
            continue
        place = f"{path.removesuffix('json')}{row['format']}"
        if bag.payload[place].hex != row["sha256"]:
            raise ValueError(place)
        found[row["format"]] = bag.read(place)
    if not found:
        raise ValueError(path)
    return found


@contextmanager
def _described_rightly(parcel: _Parcel) -> Iterator[None]:
    """Inside it, a description that makes no sense is a damaged package."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        raise archive.BagDamaged(place=parcel.path) from None


def _item(item: IssueItem) -> dict[str, Any]:
    stretch = {} if item.stretch.whole else {"begins": item.stretch.begins, "ends": item.stretch.ends}
    return {"slug": item.document.slug, "first_page": item.first_page, "last_page": item.last_page, **stretch}


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _too_high(place: str) -> NotAccepted:
    return NotAccepted(
        vi=f"gói phát hành có nội dung trên mức Công khai ({place})", en=f"the release holds something above Public ({place})"
    )


def _json(name: str, row: Mapping[str, Any]) -> archive.Payload:
    return archive.Payload(f"{name}.json", [json.dumps(row, ensure_ascii=False, indent=1).encode()])


def _taken(bag: archive.Bag) -> str:
    return f"release {bag.seal.hex[:40]}"


def _need(actor: Actor, *roles: str) -> None:
    if not actor.has(*roles):
        raise RoleMissing(vi="cần vai trò Lưu trữ cơ quan hoặc Người phát hành", en="needs the role Archivist or Publisher")
