"""Placing what a release brought: rows of documents and issues, so that a public installation shows what the office published."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import archive
from gazette import akn
from gazette.db import Work
from gazette.model import job
from gazette.model.document import Document, FileRef, check_code, today
from gazette.model.errors import NotFound
from gazette.model.issue import Issue, IssueItem, IssueNumber, Stretch, part_of
from gazette.model.people import Actor
from gazette.services.describing import described, relations


def place_document(work: Work, actor: Actor, row: Mapping[str, Any], record: archive.Record, files: Mapping[str, bytes]) -> None:
    """Writes a released document as published; what its XML says of it is read anew."""
    published_at = _moment(row.get("published_at")) or work.now
    facts = akn.metadata(files["xml"], gazetted=today(lambda: published_at))
    day = today(lambda: work.now)
    log = row.get("log") or {}
    document = Document(
        id=secrets.token_hex(16),
        record=record.id,
        state="published",
        provenance="issuer",
        level="cong-khai",
        book="issued",
        source_name=str(row["title"])[:200],
        received_at=work.now,
        received_by=actor.user,
        received_number=None,
        received_year=day.year,
        check_code=str(row["check_code"]),
    )
    placed = replace(
        described(document, facts, day),
        slug=str(row["slug"]),
        effective_from=_day(row.get("effective_from")) or facts.effective_from,
        status=str(row["status"]),
        field=row.get("field"),
        published_at=published_at,
        log_index=log.get("index"),
        log_leaf=log.get("leaf"),
    )
    documents = work.documents(actor.clearance)
    documents.add(placed, record.label)
    for item in record.renditions:
        format = next(name for name, data in files.items() if archive.ContentId.of(data) == item.sha256)
        documents.keep_file(placed.id, FileRef(format, item.sha256.hex, item.size), item.name)
    documents.relate(placed.id, relations(facts))
    work.queue.put(job.INDEX, document=placed.id)


def place_issue(work: Work, actor: Actor, row: Mapping[str, Any], record: archive.Record) -> None:
    """Writes a released issue as published, with those of its documents that are here."""
    kept = record.renditions[0]
    issue = Issue(
        id=secrets.token_hex(16),
        number=IssueNumber(int(row["year"]), int(row["first"]), int(row["last"])),
        date=date.fromisoformat(row["date"]),
        state="published",
        check_code=str(row.get("check_code") or check_code(secrets.token_bytes(10))),
        record=record.id,
        pdf=FileRef("pdf", kept.sha256.hex, kept.size),
        pages=row.get("pages"),
        created_by=actor.user,
        published_at=_moment(row.get("published_at")) or work.now,
    )
    issues = work.issues(actor.clearance)
    issues.add(issue)
    issues.save(replace(issue, items=tuple(_items(work, actor, row))))


def _items(work: Work, actor: Actor, row: Mapping[str, Any]) -> list[IssueItem]:
    items = []
    for place, said in enumerate(row.get("contents", ()), start=1):
        try:
            document = work.documents(actor.clearance).slugged(str(said["slug"]))
        except NotFound:
            continue
        stretch = Stretch(str(said.get("begins", "")), str(said.get("ends", "")))
        items.append(IssueItem(place, part_of(document), document, said.get("first_page"), said.get("last_page"), stretch))
    return items


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
