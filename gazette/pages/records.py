"""Documents and issues as data: the JSON that stands beside every page and behind the API."""

from typing import Any

from gazette.model import addresses
from gazette.model.annexes import annex_number
from gazette.model.checks.corrigenda import bars, by_gazette
from gazette.model.document import Document, FileRef, IssueRef
from gazette.model.issue import Issue, IssueItem, IssueLine
from gazette.model.reading import DocumentView, IssueView
from gazette.model.relations import Relation
from gazette.pages.site import Site

PUBLIC_FORMATS = ("pdf", "xml", "docx", "html")
"""The formats that a document's JSON names."""


def document_row(document: Document, site: Site) -> dict[str, Any]:
    """A document as lists give it; what is not known is null. Dates are ISO 8601."""
    slug = document.slug or ""
    return {
        "slug": slug,
        "url": site.absolute(addresses.document(slug)),
        "work": document.work,
        "number": document.number,
        "kind": document.kind,
        "issuer": document.issuer,
        "date": _iso(document.issued_on),
        "title": document.title,
        "subject": document.subject,
        "status": document.status,
        "effective_from": _iso(document.effective_from),
        "own_days": [{"provision": one.eid, "topic": one.topic, "effective_from": _iso(one.day)} for one in document.own_days],
        "signers": [signer.to_json() for signer in document.signers],
        "issues": [_issue_ref(ref) for ref in document.issues],
        "files": [_file(slug, ref, site) for ref in (*map(document.file, PUBLIC_FORMATS), *document.annexes) if ref],
        "check_code": document.check_code,
        "corrections": [correction(one, site) for one in bars(document.relations)],
    }


def correction(one: Relation, site: Site) -> dict[str, Any]:
    """The bar of a correction: ``corrects`` or ``corrected-by``, the other text, and whose error it is."""
    way = {"way": "corrected-by", "error": "gazette" if by_gazette(one.issuer) else "act"} if one.back else {"way": "corrects"}
    url = site.absolute(addresses.document(one.slug)) if one.slug else None
    return {**way, "number": one.number, "date": _iso(one.day), "url": url}


def document_json(view: DocumentView, site: Site, reading: FileRef | None = None) -> dict[str, Any]:
    """A document's whole record (contract: ``/van-ban/<slug>.json``); *reading* is its HTML rendition."""
    row = document_row(view.document, site)
    if reading is not None and not any(file["format"] == "html" for file in row["files"]):
        row["files"].append(_file(row["slug"], reading, site))
    row["relations"] = [_relation(relation, site) for relation in view.relations]
    row["log"] = {"index": view.log.index, "leaf": view.log.leaf} if view.log else None
    return row


def issue_row(line: IssueLine, site: Site) -> dict[str, Any]:
    """An issue as lists give it."""
    issue = line.issue
    year, part = issue.number.year, issue.number.part
    return {
        "year": year,
        "number": issue.number.label,
        "first": issue.number.first,
        "last": issue.number.last,
        "date": issue.date.isoformat(),
        "title": issue.title,
        "url": site.absolute(addresses.issue(year, part)),
        "documents": line.documents,
        "pages": issue.pages,
        "files": [_issue_file(issue, site)] if issue.pdf else [],
        "check_code": issue.check_code,
    }


def issue_json(view: IssueView, site: Site) -> dict[str, Any]:
    """An issue with its contents in printed order."""
    return {**issue_row(IssueLine(view.issue, len(view.issue.items)), site), "contents": [_item(item, site) for item in view.issue.items]}


def _item(item: IssueItem, site: Site) -> dict[str, Any]:
    pages = {"position": item.position, "part": item.part, "first_page": item.first_page, "last_page": item.last_page}
    return {**pages, "document": document_row(item.document, site)}


def _file(slug: str, ref: FileRef, site: Site) -> dict[str, Any]:
    address = addresses.annex(slug, ref.format) if annex_number(ref.format) else addresses.file(slug, ref.format)
    return {"format": ref.format, "url": site.absolute(address), "sha256": ref.sha256, "size": ref.size}


def _issue_file(issue: Issue, site: Site) -> dict[str, Any]:
    ref, number = issue.pdf, issue.number
    assert ref is not None
    address = addresses.issue_file(number.year, number.part, "pdf")
    return {"format": "pdf", "url": site.absolute(address), "sha256": ref.sha256, "size": ref.size}


def _issue_ref(ref: IssueRef) -> dict[str, Any]:
    return {"year": ref.year, "number": ref.number, "pages": ref.pages}


def _relation(relation: Relation, site: Site) -> dict[str, Any]:
    url = site.absolute(addresses.document(relation.slug)) if relation.slug else None
    since = {"since": _iso(relation.since)} if relation.since else {}
    return {"type": relation.type, "work": relation.work, "number": relation.number, "url": url, "evidence": relation.evidence, **since}


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
