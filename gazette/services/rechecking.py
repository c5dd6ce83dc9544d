"""The issuers' signed PDFs, looked at as they come in, and anew before an issue that holds them is approved or published."""

from collections.abc import Iterable
from dataclasses import replace

import signing
from gazette.db.holdings import Holdings
from gazette.db.steps import record
from gazette.model.document import Document
from gazette.model.findings import CATALOGUE
from gazette.model.outcome import Finding
from gazette.model.people import Actor
from gazette.services.failing import signing_errors
from gazette.services.matching import text_difference
from gazette.services.parts import Parts

LOOKED_FOR = ("D010", "D011", "D012", "D013", "D014")
"""What may be found about an issuer's PDF."""

COMPLETE = 2
"""An electronic document is signed by whoever is competent and by the agency (Decree 30/2020/NĐ-CP, Article 5.1)."""


def looked_at(parts: Parts, signed: bytes, xml: bytes | None) -> tuple[Finding, ...]:
    """What checking an issuer's PDF finds: its signatures first, then its text against that of the XML. Raises Unavailable."""
    with signing_errors():
        report = signing.verify(signed, parts.trust())
    found: list[Finding] = []
    if report.verdict is not signing.Verdict.VALID:
        code = "D010" if report.verdict is signing.Verdict.INVALID else "D012"
        found.append(CATALOGUE.finding(code, reason=report.reason("vi")))
    elif len({one.fingerprint for one in report.signatures if one.level is not None}) < COMPLETE:
        found.append(CATALOGUE.finding("D014"))
    difference = text_difference(signed, xml)
    return (*found, difference) if difference else tuple(found)


def recheck(parts: Parts, actor: Actor, issue_id: str) -> None:
    """Looks again at every issuer's PDF in an issue at work; a document of which something else is found now is written with that.

    A document that changes by it takes the issue's approval back. Raises Unavailable, NotFound.
    """
    for document, signed, xml in _issuers(parts, actor, issue_id):
        found = looked_at(parts, signed, xml)
        if _told(found) != _told(one for one in document.findings if one.code in LOOKED_FOR):
            kept = tuple(one for one in document.findings if one.code not in LOOKED_FOR)
            with parts.database.write() as work:
                record(work, actor, "recheck", replace(document, findings=(*kept, *found)))


def _issuers(parts: Parts, actor: Actor, issue_id: str) -> list[tuple[Document, bytes, bytes]]:
    with parts.database.write() as work:
        holdings = Holdings(work, parts.vault, actor.clearance)
        items = work.issues(actor.clearance).get(issue_id).items
        theirs = (item.document for item in items if item.document.provenance == "issuer" and item.document.state == "composed")
        return [(document, holdings.read(document, "pdf"), holdings.read(document, "xml")) for document in theirs]


def _told(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    return {(one.code, one.message("vi")) for one in findings}
