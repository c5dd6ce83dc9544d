"""Signing: the leader's page is opened by the way of signing its kind follows, signed exactly as it stands, numbered, sealed."""

from dataclasses import replace

import signing
from gazette import akn
from gazette.db.holdings import PAGE, Holdings, Kept
from gazette.db.steps import advance, permit
from gazette.model.document import Document, today
from gazette.model.people import Actor
from gazette.model.refusals import NotAccepted
from gazette.model.signing_rules import NUMBER_FIRST, NUMBER_LATER, profile_for
from gazette.model.text import date_in_words
from gazette.services.describing import described
from gazette.services.failing import SigningRefused, signing_errors
from gazette.services.matching import text_difference
from gazette.services.numbering import ISSUED, numbered
from gazette.services.paging import page_to_number, page_to_sign
from gazette.services.parts import SEAL_KEY, Parts


class Sign:
    """From the number to the seal."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def reserve(self, actor: Actor, document_id: str) -> Document:
        """Opens the leader's signature: the page set, all fields made, by the way of signing that the document's kind follows today.

        Unless the number comes after the leader, it is taken now, with today's date, and stands in text, XML and page.
        All of it is one transaction: when anything fails, the number was never given. A number the document already bears is kept.
        Raises RoleMissing, StepClosed, NotAccepted when the page cannot be made, NotFound.
        """
        with self._parts.database.write() as work:
            found = work.documents(actor.clearance).get(document_id)
            permit(actor, "reserve", found)
            document = replace(found, profile=self.profile(found))
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            xml, images = holdings.read(document, "xml"), holdings.images(document)
            if document.profile == NUMBER_LATER:
                page = page_to_number(self._parts, document, xml, images)
                holdings.keep(document, Kept(PAGE, "typeset", page, "xml"))
                return advance(work, actor, "reserve", document)
            day = document.issued_on or today(self._parts.clock)
            number = document.number or numbered(work, actor, document, (xml, day))
            stamped = akn.stamp(xml, number=number, day=day, place=self._parts.gazette.place)
            holdings.keep(document, Kept("xml", "stamped", stamped, "xml"))
            holdings.keep(document, Kept(PAGE, "typeset", page_to_sign(self._parts, document, stamped, images), "stamped"))
            known = described(document, akn.metadata(stamped), today(self._parts.clock))
            return advance(work, actor, "reserve", known, note=number)

    def number(self, actor: Actor, document_id: str) -> Document:
        """Number and date from the register, written once into the fields of a page that its leader signed without them, and into the XML.

        All of it is one transaction, as in ``reserve``. Raises RoleMissing, StepClosed, Conflict when the page takes no values, NotFound.
        """
        with self._parts.database.write() as work:
            document = work.documents(actor.clearance).get(document_id)
            permit(actor, "number", document)
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            xml, signed, day = holdings.read(document, "xml"), holdings.read(document, "pdf"), today(self._parts.clock)
            number = numbered(work, actor, document, (xml, day))
            with signing_errors():
                filled = signing.fill(signed, {signing.NUMBER_FIELD: number, signing.DATE_FIELD: date_in_words(day)})
            work.numbers.written(document.id, ISSUED, filled)
            stamped = akn.stamp(xml, number=number, day=day, place=self._parts.gazette.place)
            holdings.keep(document, Kept("xml", "stamped", stamped, "xml"))
            holdings.keep_signed(document, filled)
            known = described(document, akn.metadata(stamped), day)
            return advance(work, actor, "number", known, note=number)

    def profile(self, document: Document) -> str:
        """The way of signing the document follows: as it was opened, else what the table says for today.

        A document that came with its number has nothing to wait for.
        """
        if document.profile is not None:
            return document.profile
        told = profile_for(self._parts.rules, document.kind, today(self._parts.clock))
        return NUMBER_FIRST if told == NUMBER_LATER and document.number is not None else told

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
            return advance(work, actor, "refuse", known, note=reason, profile=None)

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
            signed = self._parts.signer.sign(page, role, key, self._parts.level, actor=actor.user, profile=document.profile)
        if not signed.startswith(page) or signed == page:
            raise SigningRefused(vi="Máy ký trả về một tệp khác với tệp được giao.", en="The signer gave back another file.")
        with self._parts.database.write() as work:
            Holdings(work, self._parts.vault, actor.clearance).keep_signed(document, signed)
            return advance(work, actor, step, document)
