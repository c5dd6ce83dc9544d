"""Recognising: which published document or issue a PDF is, and by what: its bytes, its revisions, or its words."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice

import archive
from gazette import akn
from gazette.db import Work
from gazette.db.holdings import Holdings
from gazette.model.document import CHECK_CODE, Document
from gazette.model.errors import BadCall, NotFound
from gazette.model.issue import Issue
from gazette.model.numbers import number_at, tidy_number
from gazette.model.recognition import WAYS, Recognised
from gazette.model.text import fold_space
from gazette.services.parts import Parts
from gazette.services.sent import Sent

MOST_CLAIMS = 8
"""How many check codes and attached texts of one file are looked up."""

_CODE = re.compile(rf"\b{CHECK_CODE.pattern}\b")
_END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
_NUMBERED = re.compile(r"\bSố\s?:\s?")
_HEAD = 3000
_EDGE = 3
_MOST_REVISIONS = 100


class Recognise:
    """What the verification page says about a file beyond its signatures. Only what is published is ever told."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def recognise(self, pdf: bytes) -> Recognised | None:
        """The published document or issue that *pdf* is or resembles. A file that cannot be read resembles none."""
        with self._parts.database.read() as work:
            found = _by_bytes(work, pdf)
        return found or self._by_words(pdf)

    def by_digest(self, sha256: str) -> Recognised | None:
        """The published document or issue whose file has this SHA-256 (64 hex digits)."""
        with self._parts.database.read() as work:
            return _with_file(work, sha256.lower())

    def _by_words(self, pdf: bytes) -> Recognised | None:
        sent = Sent(pdf)
        try:
            printed = sent.printed
        except BadCall:
            return None
        numbers = _numbers(printed.body[:_HEAD])
        with self._parts.database.read() as work:
            claimed = _likest_first(_claimed(work, printed), printed)
            numbered = _likest_first(work.documents(archive.ANYONE).published(numbers), printed)
        looked_at = [found for one in claimed if (found := self._held(one, sent))]
        # Many offices give the same numbers, and a text may quote another's code: words that differ accuse only a file that is
        # made out to be this very text.
        looked_at = [found for found in looked_at if found.akin or _posing(found, printed, numbers)]
        if not any(found.akin for found in looked_at):
            others = (self._held(one, sent) for one in numbered)
            looked_at.extend(islice((found for found in others if found and found.akin), 1))
        return min(looked_at, key=lambda found: list(WAYS).index(found.how), default=None)

    def _held(self, candidate: Document | Issue, sent: Sent) -> Recognised | None:
        found = Recognised("unread", candidate) if isinstance(candidate, Document) else Recognised("unread", issue=candidate)
        try:
            return self._document(found, candidate, sent) if isinstance(candidate, Document) else self._issue(found, candidate, sent)
        except BadCall:
            return found
        except NotFound:
            return None

    def _document(self, found: Recognised, document: Document, sent: Sent) -> Recognised:
        with self._parts.database.read() as work:
            holdings = Holdings(work, self._parts.vault, archive.ANYONE)
            signed, xml = holdings.read(document, "pdf"), holdings.read(document, "xml")
        if _begins(signed, sent.pdf):
            return replace(found, how="revision")
        if not sent.printed.body.strip():
            return found
        difference = sent.difference(xml)
        if difference is not None:
            return replace(found, how="differs", difference=(difference.text, difference.printed))
        known = (f"Mã kiểm tra: {document.check_code}. Kiểm tra tại", document.title, document.number or "")
        return replace(found, how="text" if sent.shows(signed, known) else "unsure")

    def _issue(self, found: Recognised, issue: Issue, sent: Sent) -> Recognised:
        with self._parts.database.read() as work:
            signed = self._parts.vault.read(work.connection, archive.ANYONE, issue.record or "", "signed")
        if _begins(signed, sent.pdf):
            return replace(found, how="revision")
        theirs = _words(sent.printed)
        if not theirs:
            return found
        if _words(sent.other(signed)) != theirs:
            return replace(found, how="differs")
        return replace(found, how="text" if sent.shows(signed, ()) else "unsure")


def _by_bytes(work: Work, pdf: bytes) -> Recognised | None:
    """By the whole file, or by a published file that stands whole at its beginning."""
    ends = [match.end() for match in _END.finditer(pdf)][-_MOST_REVISIONS:]
    whole, *earlier = _digests(pdf, [*ends, len(pdf)])
    found = _with_file(work, whole)
    if found is not None:
        return found
    begun = next(filter(None, (_with_file(work, digest) for digest in earlier)), None)
    return Recognised("extended", begun.document, begun.issue, begun.withdrawn) if begun else None


def _digests(pdf: bytes, ends: list[int]) -> list[str]:
    """The SHA-256 of the file up to each of *ends*, the longest first; read once."""
    digest, start, found = hashlib.sha256(), 0, []
    for end in sorted(set(ends)):
        digest.update(memoryview(pdf)[start:end])
        start = end
        found.append(digest.copy().hexdigest())
    return found[::-1]


def _with_file(work: Work, sha256: str) -> Recognised | None:
    lists = work.lists(archive.ANYONE)
    document = lists.with_file(sha256)
    issue = None if document else lists.issue_with_file(sha256)
    withdrawn = None if document or issue else lists.withdrawn_with_file(sha256)
    return Recognised("file", document, issue, withdrawn) if document or issue or withdrawn else None


def _claimed(work: Work, printed: akn.Printed) -> Iterator[Document | Issue]:
    """Published texts that the file says it is, by check codes or by the XML attached to it."""
    documents, issues = work.documents(archive.ANYONE), work.issues(archive.ANYONE)
    codes = dict.fromkeys(_CODE.findall(f"{printed.margins}\n{printed.body}"))
    asks = [(look, code) for code in codes for look in (issues.coded, documents.coded)]
    for look, name in asks[: 2 * MOST_CLAIMS] + [(documents.of_work, uri) for uri in dict.fromkeys(printed.works)][:MOST_CLAIMS]:
        with suppress(NotFound):
            yield look(name)


def _likest_first(candidates: Iterable[Document | Issue], printed: akn.Printed) -> list[Document | Issue]:
    """The candidates whose subject, issuer and place stand in the file before the others: time may not last for all of many namesakes."""
    body = _words(printed).casefold()

    def strange(one: Document | Issue) -> int:
        said = (one.subject, one.issuer, one.place) if isinstance(one, Document) else ()
        return sum(bool(text) and fold_space(text or "").replace(" ", "").casefold() not in body for text in said)

    return sorted(candidates, key=strange)


def _posing(found: Recognised, printed: akn.Printed, numbers: set[str]) -> bool:
    """Whether a file is made out to be what was *found*: by the XML in it, the number at its head, or the code at a page's edge."""
    document = found.document or found.issue
    if document is None or (found.document and (found.document.number in numbers or found.document.work in printed.works)):
        return True
    return document.check_code in f"{printed.margins}\n{_edges(printed.body)}"


def _edges(body: str) -> str:
    pages = (page.strip().splitlines() for page in body.split(akn.PAGE_END))
    return "\n".join(line for lines in pages for line in (*lines[:_EDGE], *lines[-_EDGE:]))


def _begins(signed: bytes, pdf: bytes) -> bool:
    """Whether *pdf* is an earlier revision of *signed*: the same bytes up to the end of one."""
    return signed.startswith(pdf) and pdf[-_EDGE * 4 :].rstrip().endswith(b"%%EOF")


def _numbers(head: str) -> set[str]:
    spans = ((match.end(), number_at(head, match.end())) for match in _NUMBERED.finditer(head))
    return {tidy_number(head[start:end]) for start, end in spans if end}


def _words(printed: akn.Printed) -> str:
    return fold_space(printed.body).replace(" ", "")
