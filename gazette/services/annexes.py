"""Annexes in files of their own: attached before the text is approved, signed by the organisation once there is a number."""

from dataclasses import replace

import signing
from gazette import akn
from gazette.db.holdings import Holdings, Kept
from gazette.db.steps import record
from gazette.model.annexes import MOST, annex_number, is_waiting, signed_format, waiting_format
from gazette.model.desk import REPAIRABLE
from gazette.model.document import Document, Upload
from gazette.model.errors import BadCall, NotFound
from gazette.model.people import ROLES, Actor
from gazette.model.refusals import NotAccepted, RoleMissing, StepClosed
from gazette.model.workflow import STATES
from gazette.services.failing import SigningRefused, signing_errors
from gazette.services.marks import refuse_marked_lines
from gazette.services.parts import SEAL_KEY, Parts

ATTACHERS = ("clerk", "drafter", "editor")
"""Who may attach an annex, or take one off."""

SIGNERS = ("clerk",)
"""Who applies the organisation's signature to annexes (Decree 30/2020, Article 32)."""

SIGNED_STATES = ("signed", "sealed")

_UNREADABLE = frozenset({"V002", "V003", "V004", "V005", "V006", "V007"})


class Annexes:
    """The other files of a document (Decree 30/2020, Annex I, II.8)."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def attach(self, actor: Actor, document_id: str, upload: Upload) -> Document:
        """Takes a PDF in as the document's next annex; the document must be reviewed again.

        Raises RoleMissing, StepClosed, StateSecretMark before anything is stored, NotAccepted for what is no plain unsigned PDF, NotFound.
        """
        _require(actor, ATTACHERS)
        self._examined(actor, upload)
        with self._parts.database.write() as work:
            document = _changeable(work.documents(actor.clearance).get(document_id))
            taken = {annex_number(ref.format) for ref in document.files}
            number = next((free for free in range(1, MOST + 1) if free not in taken), None)
            if number is None:
                raise StepClosed(vi=f"văn bản đã có {MOST} phụ lục", en=f"the document has {MOST} annexes already")
            kept = Kept(waiting_format(number), f"annex-{number}", upload.data)
            Holdings(work, self._parts.vault, actor.clearance).keep(document, kept)
            record(work, actor, "attach", _reopened(document, actor), f"phụ lục {number}")
            return work.documents(actor.clearance).get(document.id)

    def detach(self, actor: Actor, document_id: str, format: str) -> Document:
        """Takes an annex that is not signed yet off the document. Raises RoleMissing, StepClosed, NotFound."""
        _require(actor, ATTACHERS)
        with self._parts.database.write() as work:
            document = _changeable(work.documents(actor.clearance).get(document_id))
            if not is_waiting(format) or document.file(format) is None:
                raise NotFound
            work.documents(actor.clearance).drop_file(document.id, format)
            record(work, actor, "detach", _reopened(document, actor), f"phụ lục {annex_number(format)}")
            return work.documents(actor.clearance).get(document.id)

    def sign(self, actor: Actor, document_id: str) -> Document:
        """The organisation's signature on every annex that waits: number, symbol and time at the top right, no picture.

        Raises RoleMissing, StepClosed, Unavailable, Conflict when an annex takes no signature, NotFound.
        """
        _require(actor, SIGNERS)
        with self._parts.database.write() as work:
            document = _signable(work.documents(actor.clearance).get(document_id), actor)
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            waiting = [(ref, holdings.read(document, ref.format)) for ref in document.annexes if is_waiting(ref.format)]
        # The signer may take seconds: no lock is held meanwhile, the version is asked again below.
        signed = [(ref, self._signed(actor, document, pdf)) for ref, pdf in waiting]
        with self._parts.database.write() as work:
            holdings = Holdings(work, self._parts.vault, actor.clearance)
            for ref, pdf in signed:
                number = annex_number(ref.format) or 0
                holdings.keep(document, Kept(signed_format(number), f"annex-{number}-signed", pdf, f"annex-{number}"))
                work.documents(actor.clearance).drop_file(document.id, ref.format)
            record(work, actor, "annex", document, ", ".join(f"phụ lục {annex_number(ref.format)}" for ref, _ in signed))
            return work.documents(actor.clearance).get(document.id)

    def _signed(self, actor: Actor, document: Document, pdf: bytes) -> bytes:
        at = self._parts.clock()
        text = signing.annex_text(document.number or "", at)
        with signing_errors():
            signed = self._parts.signer.sign(pdf, signing.Role.ANNEX, SEAL_KEY, self._parts.level, actor=actor.user, text=text, at=at)
        if not signed.startswith(pdf) or signed == pdf:
            raise SigningRefused(vi="Máy ký trả về một tệp khác với tệp được giao.", en="The signer gave back another file.")
        return signed

    def _examined(self, actor: Actor, upload: Upload) -> None:
        """The file is opened by the fenced verifier first; what that cannot read is not read here."""
        with signing_errors():
            report = signing.verify(upload.data, self._parts.trust(), offline=True)
        codes = {finding.code for finding in report.findings}
        if codes & _UNREADABLE:
            raise NotAccepted(vi="phụ lục không phải là tệp PDF đọc được", en="the annex is not a readable PDF")
        if report.signatures:
            raise NotAccepted(vi="phụ lục đã có chữ ký số", en="the annex is signed already")
        if "V014" in codes:
            raise NotAccepted(vi="phụ lục chứa mã lệnh tự chạy", en="the annex holds scripts")
        try:
            lines = akn.pdf_text(upload.data).splitlines()
        except BadCall as error:
            raise NotAccepted(vi="phụ lục không phải là tệp PDF đọc được", en="the annex is not a readable PDF") from error
        refuse_marked_lines(self._parts, actor, lines)


def _require(actor: Actor, roles: tuple[str, ...]) -> None:
    if not actor.has(*roles):
        vi, en = (" / ".join(ROLES[role].label(lang) for role in roles) for lang in ("vi", "en"))
        raise RoleMissing(vi=f"cần vai trò {vi}", en=f"needs the role {en}")


def _changeable(document: Document) -> Document:
    if document.provenance != "office":
        raise StepClosed(vi="văn bản đã được cơ quan ban hành ký", en="the document was signed by its issuer")
    if document.state not in REPAIRABLE:
        state = STATES[document.state]
        raise StepClosed(vi=f"văn bản đang ở bước “{state.vi}”", en=f"the document stands at “{state.en}”")
    return document


def _reopened(document: Document, actor: Actor) -> Document:
    """What is attached belongs to what is reviewed and approved, and whoever attached it is one of its authors."""
    return replace(document.written_by("attach", actor.user), state="converted")


def _signable(document: Document, actor: Actor) -> Document:
    if document.state not in SIGNED_STATES or document.number is None:
        raise StepClosed(vi="văn bản chưa được lãnh đạo ký và cấp số", en="the document is not signed and numbered yet")
    if not any(is_waiting(ref.format) for ref in document.files):
        raise StepClosed(vi="không có phụ lục nào chờ ký", en="no annex waits for a signature")
    if document.doers.get("sign") == actor.user:
        raise StepClosed(vi="người đã ký văn bản không ký phụ lục thay cơ quan", en="whoever signed the document does not sign its annexes")
    return document
