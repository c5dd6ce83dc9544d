"""Rows to model values and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

import archive
from gazette.db.tables import Row
from gazette.model.document import Document, FileRef, HistoryEntry, IssueRef, Signer, stored_finding
from gazette.model.effect import OwnDay
from gazette.model.issue import WHOLE, Approval, Issue, IssueItem, IssueNumber, Order, Stretch
from gazette.model.outcome import Finding
from gazette.model.people import Account
from gazette.model.relations import Relation

_COMPOSED = frozenset({"level", "signers", "recipients", "findings", "files", "issues", "relations", "own_days", "doers"})
Told = Mapping[Any, Any]
"""A row with what it says, opened where it was sealed."""

PLAIN = tuple(field.name for field in fields(Document) if field.name not in _COMPOSED)
"""The columns of ``documents`` that a ``Document`` carries under the same name."""


def document(row: Told, held: Iterable[Row], placed: Iterable[Row], related: Iterable[Relation]) -> Document:
    """A document from its row and the rows that hang on it."""
    return Document(
        **{name: row[name] for name in PLAIN},
        level=archive.label_of(row).id,
        signers=tuple(Signer(**signer) for signer in row["signers"]),
        recipients=tuple(row["recipients"]),
        findings=tuple(finding(**one) for one in row["findings"]),
        own_days=tuple(map(OwnDay.of_json, row["own_days"])),
        doers=row["doers"],
        files=tuple(FileRef(file["format"], file["sha256"], file["size"]) for file in held),
        issues=tuple(issue_ref(item) for item in placed),
        relations=tuple(related),
    )


def document_values(changed: Document) -> dict[str, Any]:
    """The columns of a document that a step may change."""
    values: dict[str, Any] = {name: getattr(changed, name) for name in PLAIN if name not in ("id", "record", "version")}
    values["signers"] = [signer.to_json() for signer in changed.signers]
    values["recipients"] = list(changed.recipients)
    values["findings"] = [finding_values(one) for one in changed.findings]
    values["own_days"] = [one.to_json() for one in changed.own_days]
    values["doers"] = dict(changed.doers)
    return values


def finding(details: Mapping[str, str] | None = None, **written: Any) -> Finding:
    """A finding out of what :func:`finding_values` wrote."""
    return replace(stored_finding(**written), details=details or {})


def finding_values(told: Finding) -> dict[str, Any]:
    """A finding as it is written down: its sentences filled in, and what filled them."""
    return {
        "code": told.code,
        "level": told.level,
        "vi": told.message("vi"),
        "en": told.message("en"),
        "where": told.where,
        "details": dict(told.details),
    }


def issue_ref(row: Row) -> IssueRef:
    """Where a document stands, from a joined row of items and issues."""
    number = IssueNumber(row["year"], row["first"], row["last"])
    return IssueRef(number.year, number.label, number.part, row["first_page"], row["last_page"])


def issue(row: Row, items: Sequence[IssueItem] = ()) -> Issue:
    """An issue from its row and its items in order."""
    pdf = FileRef("pdf", row["sha256"], row["size"]) if row["sha256"] else None
    return Issue(
        id=row["id"],
        number=IssueNumber(row["year"], row["first"], row["last"]),
        date=row["day"],
        state=row["state"],
        check_code=row["check_code"],
        items=tuple(items),
        record=row["record"],
        pdf=pdf,
        pages=row["pages"],
        created_by=row["created_by"],
        published_at=row["published_at"],
        version=row["version"],
        approval=_approval(row),
        order=Order(row["ordered_by"], row["due"]) if row["due"] else None,
        budget=row["budget"],
    )


def _approval(row: Row) -> Approval | None:
    return Approval(row["approved_by"], row["approved_at"], row["approved_as"]) if row["approved_at"] else None


def issue_values(changed: Issue) -> dict[str, Any]:
    """The columns of an issue that a step may change."""
    day: date = changed.date
    return {
        "day": day,
        "state": changed.state,
        "record": changed.record,
        "sha256": changed.pdf.sha256 if changed.pdf else None,
        "size": changed.pdf.size if changed.pdf else None,
        "pages": changed.pages,
        "published_at": changed.published_at,
        "approved_by": changed.approval.by if changed.approval else None,
        "approved_at": changed.approval.at if changed.approval else None,
        "approved_as": changed.approval.seal if changed.approval else None,
        "ordered_by": changed.order.by if changed.order else None,
        "due": changed.order.due if changed.order else None,
        "budget": changed.budget,
    }


def issue_item(row: Row, document: Document, others: Iterable[Row]) -> IssueItem:
    """An item from its row; *others* are the rows of the same document, joined with their issues: they hold the neighbouring stretches."""
    numbers = {(one["begins"], one["ends"]): IssueNumber(one["year"], one["first"], one["last"]) for one in others}
    begins, ends = row["begins"], row["ends"]
    previous = next((number for (_, end), number in numbers.items() if begins and end == begins), None)
    following = next((number for (begin, _), number in numbers.items() if ends and begin == ends), None)
    mine = numbers.get((begins, ends))
    stretch = Stretch(begins, ends, previous, following, mine.year) if mine else WHOLE
    return IssueItem(row["position"], row["part"], document, row["first_page"], row["last_page"], stretch, row["estimate"])


def item_values(item: IssueItem) -> dict[str, Any]:
    """The columns of an item that a step may change."""
    stretch = item.stretch
    pages = {"first_page": item.first_page, "last_page": item.last_page, "estimate": item.estimate}
    return {"position": item.position, "part": item.part, "begins": stretch.begins, "ends": stretch.ends, **pages}


def entry(row: Told) -> HistoryEntry:
    """One line of a document's history."""
    return HistoryEntry(row["at"], row["actor"], row["action"], row["state"], row["note"])


def relation(row: Told, target: Row | None) -> Relation:
    """A relation, resolved when *target* is the one published act it means."""
    work, slug = (target["work"], target["slug"]) if target else (None, None)
    told = (row["type"], row["number"], row["day"], row["title"], row["evidence"])
    return Relation(*told, work, slug, provisions=row["provisions"], scope=row["scope"], since=row["starts"], apart=row["apart"])


def relation_back(row: Row) -> Relation:
    """A relation read from its other end; the row also carries who it starts in."""
    source = (row["its_number"], row["its_day"], row["its_subject"] or "")
    end = Relation(row["type"], *source, row["evidence"], row["its_work"], row["its_slug"], back=True)
    since = row["starts"] if row["apart"] else row["its_effect"]
    return replace(end, provisions=row["provisions"], scope=row["scope"], since=since, issuer=row["its_issuer"], apart=row["apart"])


def account(row: Row) -> Account:
    """An account without its password."""
    return Account(row["user"], row["name"], tuple(row["roles"]), row["level"], tuple(row["compartments"]), row["enabled"], row["until"])
