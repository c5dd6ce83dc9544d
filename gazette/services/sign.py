"""Signing: the number is reserved and the page made in one transaction; the leader signs exactly that page, the clerk seals it."""

from datetime import date

import signing
from gazette import akn, typeset
from gazette.db import Taken, Work
from gazette.db.holdings import PAGE, Holdings, Kept
from gazette.db.steps import advance, permit
from gazette.model import addresses
from gazette.model.document import Document, today
from gazette.model.numbers import blank_number
from gazette.model.people import Actor
from gazette.model.refusals import NotAccepted, StepClosed
from gazette.services.describing import described
from gazette.services.failing import SigningRefused, refused, signing_errors
from gazette.services.matching import text_difference
from gazette.services.parts import Parts

ISSUED = "issued"
"""The book of issued documents (sổ văn bản đi)."""

SEAL_KEY = "seal"
"""The signer's name for the agency's seal."""

_HEAD_LINES = 30


class Sign:
    """From the number to the seal."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def reserve(self, actor: Actor, document_id: str) -> Document:
        """Opens the leader's signature: number and today's date from the register, both in text and XML, the page set, all fields made.

        All of it is one transaction: when anything fails, the number was never given. A number the document already bears is kept.
        Raises RoleMissing, StepClosed, NotAccepted when the page cannot be made, NotFound.
        """
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            permit(actor, "reserve", document)
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            xml = holdings.read(document, "xml")
            day = document.issued_on or today(self._parts.clock)
            number = document.number or self._numbered(work, actor, document, (xml, day))
            stamped = akn.stamp(xml, number=number, day=day, place=self._parts.gazette.place)
            holdings.keep(document, Kept("xml", "stamped", stamped, "xml"))
            holdings.keep(document, Kept(PAGE, "typeset", self._page(document, stamped, holdings.images(document)), "stamped"))
            known = described(document, akn.metadata(stamped), today(self._parts.clock))
            return advance(work, actor, "reserve", known, note=number)

    def page(self, actor: Actor, document_id: str) -> bytes:
        """The PDF exactly as it will be signed, or as it is signed so far. Raises NotFound."""
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            format = PAGE if document.state == "numbered" else "pdf"
            return Holdings(work, self._parts.vault, actor.clearance).read(document, format)

    def sign(self, actor: Actor, document_id: str) -> Document:
        """The leader's signature on the page, by the person who opened it. Raises RoleMissing, StepClosed, Unavailable, NotFound."""
        return self._signed(actor, "sign", document_id, (PAGE, signing.Role.LEADER, actor.user))

    def seal(self, actor: Actor, document_id: str) -> Document:
        """The agency's seal, after the leader. Raises RoleMissing, StepClosed, Unavailable, NotFound."""
        return self._signed(actor, "seal", document_id, ("pdf", signing.Role.SEAL, SEAL_KEY))

    def refuse(self, actor: Actor, document_id: str, reason: str) -> Document:
        """The leader does not sign: the number is voided with the reason and never given again; the text goes back as it was."""
        with self._parts.database.write() as work:
            documents = work.documents(actor.clearance)
            document = documents.get(document_id)
            permit(actor, "refuse", document, reason)
            work.numbers.void(document.id, ISSUED, reason.strip())
            documents.drop_file(document.id, PAGE)
            before = Holdings(work, self._parts.vault, actor.clearance).go_back(document, "xml", "xml")
            known = described(document, akn.metadata(before), today(self._parts.clock))
            return advance(work, actor, "refuse", known, note=reason)

    def attest(self, actor: Actor, document_id: str) -> Document:
        """The clerk vouches that the issuer's signed PDF is genuine and says what the Word file says; both are checked here and now.

        Raises NotAccepted when a check fails, RoleMissing, StepClosed, Unavailable, NotFound.
        """
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            permit(actor, "attest", document)
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            pdf, xml = holdings.read(document, "pdf"), holdings.read(document, "xml")
        with signing_errors():
            report = signing.verify(pdf, self._parts.trust())
        if report.verdict is not signing.Verdict.VALID:
            raise NotAccepted(vi=report.reason("vi").rstrip("."), en=report.reason("en").rstrip("."))
        difference = text_difference(pdf, xml)
        if difference is not None:
            raise NotAccepted(vi=difference.message("vi").rstrip("."), en=difference.message("en").rstrip("."))
        with self._parts.database.write() as work:
            return advance(work, actor, "attest", document)

    def _signed(self, actor: Actor, step: str, document_id: str, order: tuple[str, signing.Role, str]) -> Document:
        format, role, key = order
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            permit(actor, step, document)
            work.batches.require_free(document)
            page = Holdings(work, self._parts.vault, actor.clearance).read(document, format)
        # The signer and the time-stamping authority may take seconds: no lock is held meanwhile, the version is asked again below.
        with signing_errors():
            signed = self._parts.signer.sign(page, role, key, self._parts.level, actor=actor.user)
        if not signed.startswith(page) or signed == page:
            raise SigningRefused(vi="Máy ký trả về một tệp khác với tệp được giao.", en="The signer gave back another file.")
        with self._parts.database.write() as work:
            Holdings(work, self._parts.vault, actor.clearance).keep_signed(document, signed)
            return advance(work, actor, step, document)

    def _numbered(self, work: Work, actor: Actor, document: Document, taken: tuple[bytes, date]) -> str:
        """The next number of the document's series, as printed: ``05/QĐ-UBND``, ``05/2026/QĐ-UBND`` for normative acts."""
        xml, day = taken
        symbol, normative = _symbol(document, xml)
        year = f"/{day.year}" if normative else ""
        name = f"{document.issuer_slug or 'office'}/{document.kind or 'van-ban'}{'/qppl' if normative else ''}"
        _, printed = work.numbers.take(Taken(ISSUED, name, day, work.now, actor.user, document.id), f"{year}/{symbol}")
        return printed

    def _page(self, document: Document, xml: bytes, images: dict[str, bytes]) -> bytes:
        address = f"{self._parts.gazette.public_url.rstrip('/')}{addresses.verify(document.check_code)}"
        made = typeset.document(xml, images=images, check=typeset.CheckMark(document.check_code, address))
        if made.value is None:
            raise refused(made.findings)
        with signing_errors():
            boxes = {**_boxes(made.value.boxes), signing.Role.COPY: signing.copy_place(made.value.pdf)}
            return signing.prepare(made.value.pdf, "issued-document", boxes)


def _boxes(spaces: tuple[typeset.Box, ...]) -> dict[signing.Role, signing.Box]:
    """Where the leader's and the agency's pictures go; of several signers, the last printed one signs."""
    return {
        signing.Role(space.role): signing.Box(space.page, space.left, space.bottom, space.right - space.left, space.top - space.bottom)
        for space in spaces
    }


def _symbol(document: Document, xml: bytes) -> tuple[str, bool]:
    """The letters after the number, and whether the blank holds a year, which marks a normative act (Law 64/2025, Article 7.3)."""
    for line in akn.to_text(xml).splitlines()[:_HEAD_LINES]:
        head, colon, rest = line.partition(":")
        blank = blank_number(rest) if colon and head.strip().casefold() == "số" else None
        if blank is not None:
            return blank.symbol, blank.year is not None
    if document.symbol:
        return document.symbol, False
    raise StepClosed(vi="không đọc được ký hiệu văn bản", en="the document's symbol is not known")
