"""Signing on people's own devices: what is handed out, once and for ten minutes, and every check before it counts as signed."""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

import signing
from gazette.db import Work
from gazette.db.holdings import PAGE, Holdings
from gazette.db.steps import advance, permit
from gazette.model.document import Document, HistoryEntry
from gazette.model.errors import GazetteError, NotFound
from gazette.model.people import Actor
from gazette.model.refusals import NotAccepted, RoleMissing, StepClosed
from gazette.model.remote import LASTS, DeviceKey, RemoteRequest, Way
from gazette.model.signing_rules import NUMBER_FIRST
from gazette.services.allowing import allowed_signers
from gazette.services.failing import signing_errors
from gazette.services.parts import SEAL_KEY, Parts

STEPS = {"sign": (PAGE, signing.Role.LEADER), "seal": ("pdf", signing.Role.SEAL)}
"""The steps of the workflow that a device may take: which file it signs, and in which role."""

HANDED_OUT, NOT_ACCEPTED = "hand-out", "not-accepted"
"""What the history of a document calls handing it out, and refusing what came back."""

_SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A new request: its one-time secrets when the whole file goes out, the bytes to sign when the hash does."""

    request: RemoteRequest
    document: Document
    download: str = field(default="", repr=False)
    upload: str = field(default="", repr=False)
    attributes: bytes = b""
    fingerprint: str = ""


class Remote:
    """From the page to a signature made elsewhere."""

    def __init__(self, parts: Parts, person: Callable[[str], Actor | None]) -> None:
        self._parts = parts
        self._person = person

    def allow(self, actor: Actor, user: str, role: str, certificate: bytes) -> DeviceKey:
        """Lets an account sign with this certificate (PEM or DER) in a role: by an administrator, never for oneself.

        Raises RoleMissing, NotAccepted, NotFound for an unknown account.
        """
        _administrator(actor, user)
        if role not in {kind.value for _, kind in STEPS.values()}:
            raise NotAccepted(vi=f"không có vai trò ký {role}", en=f"there is no signing role {role}")
        with signing_errors():
            own = signing.read_certificate(certificate)
        with self._parts.database.write() as work:
            if work.accounts.find(user) is None:
                raise NotFound
            key = DeviceKey(user, role, own.fingerprint, own.der, work.now, actor.user)
            work.remotes.allow(key)
        return key

    def disallow(self, actor: Actor, user: str, role: str, fingerprint: str) -> None:
        """Takes a certificate away from an account; what is handed out to it comes back in vain. Raises RoleMissing, NotFound."""
        _administrator(actor, "")
        with self._parts.database.write() as work:
            if not work.remotes.disallow(user, role, fingerprint):
                raise NotFound

    def keys(self, actor: Actor) -> tuple[DeviceKey, ...]:
        """One's own certificates; an administrator's or auditor's call shows everybody's."""
        with self._parts.database.read() as work:
            return work.remotes.keys(None if actor.has("administrator", "auditor") else actor.user)

    def ready(self, actor: Actor, document_id: str, step: str) -> tuple[Document, tuple[DeviceKey, ...]]:
        """The document that waits for this step and one's certificates for it. Raises RoleMissing, StepClosed, NotFound."""
        role = _role(step)
        with self._parts.database.read() as work:
            document = work.documents(actor.clearance).get(document_id)
            permit(actor, step, document)
            return document, work.remotes.keys(actor.user, role.value)

    def begin(self, actor: Actor, document_id: str, step: str, way: Way) -> HandedOut:
        """Hands a document out for one step, as ``permit`` allows it. Raises RoleMissing, StepClosed, Unavailable, NotFound."""
        role = _role(step)
        with self._parts.database.write() as work:
            work.remotes.forget_before(work.now)
            document = work.documents(actor.clearance).get(document_id)
            permit(actor, step, document)
            work.batches.require_free(document)
            keys = work.remotes.keys(actor.user, role.value)
            if not keys:
                raise StepClosed(
                    vi="tài khoản chưa được đăng ký chứng thư của thiết bị ký", en="no device certificate is registered for this account"
                )
            pdf = Holdings(work, self._parts.vault, actor.clearance).read(document, STEPS[step][0])
            now = work.now
        request = RemoteRequest(
            secrets.token_hex(16),
            document.id,
            document.version,
            actor.user,
            step,
            way,
            hashlib.sha256(pdf).hexdigest(),
            "waiting",
            now,
            now + LASTS,
        )
        made = self._with_hash(request, document, pdf, keys[0]) if way == "hash" else _with_addresses(request, document)
        with self._parts.database.write() as work:
            work.remotes.add(made.request, made.download or None, made.upload or None)
            _note(work, actor, document, HANDED_OUT)
        return made

    def state(self, actor: Actor, request_id: str) -> tuple[RemoteRequest, str]:
        """One's own request and how it stands: ``waiting judging signed refused expired``. Raises NotFound."""
        with self._parts.database.read() as work:
            request = work.remotes.get(request_id, actor.user)
            return request, request.told(work.now)

    def hand_out(self, secret: str) -> bytes:
        """The document behind a one-time download address. Raises NotFound for a used or unknown one, RequestClosed when too late."""
        with self._parts.database.write() as work:
            request = work.remotes.take_out(secret)
            _, _, pdf = self._still_open(work, request)
            return pdf

    def take_back(self, secret: str, returned: bytes) -> RemoteRequest:
        """Judges the file sent to a one-time upload address; the request says how that ended. Raises NotFound, RequestClosed."""
        with self._parts.database.write() as work:
            request = work.remotes.claim(secret)
        with self._judging(request):
            actor, document, pdf = self._sent(request)
            role = STEPS[request.step][1]
            ceremony, own = self._ceremony(), signing.PROFILES[document.profile or NUMBER_FIRST].own_fields
            expected = signing.Expected(role.field, self._allowed(request, role), own_field=own, signers=ceremony.signers)
            signed = signing.accept_external(pdf, returned, expected, ceremony)
            self._keep(actor, document, request, signed)
        return self._ended(request)

    def complete(self, actor: Actor, request_id: str, signature: bytes) -> RemoteRequest:
        """Judges the signature value for one's own request; the request says how that ended. Raises NotFound, RequestClosed."""
        with self._parts.database.write() as work:
            request = work.remotes.claim_own(request_id, actor.user)
        with self._judging(request):
            actor, document, pdf = self._sent(request)
            asked = signing.SigningRequest.from_json(request.prepared or {}, request.tail or b"")
            allowed = self._allowed(request, asked.role)
            signed = signing.complete_remote(pdf, asked, signature, self._ceremony(), allowed)
            self._keep(actor, document, request, signed)
        return self._ended(request)

    def _with_hash(self, request: RemoteRequest, document: Document, pdf: bytes, key: DeviceKey) -> HandedOut:
        role = STEPS[request.step][1]
        with signing_errors():
            picture = self._parts.signer.picture(role, SEAL_KEY if role is signing.Role.SEAL else request.user)
            shown = signing.Appearance(picture) if picture else None
            asked = signing.begin_remote(pdf, role, key.certificate, self._ceremony(), appearance=shown, profile=document.profile)
        kept = replace(request, prepared=asked.to_json(), tail=asked.tail)
        return HandedOut(kept, document, attributes=asked.attributes, fingerprint=key.fingerprint)

    def _ceremony(self) -> signing.Ceremony:
        with self._parts.database.read() as work:
            signers = allowed_signers(self._parts, work)
        return signing.Ceremony(self._parts.trust(), self._parts.level, self._parts.authority(), signers)

    def _allowed(self, request: RemoteRequest, role: signing.Role) -> frozenset[str]:
        """Asked when the answer is judged, not when the document went out: a certificate taken away meanwhile counts no more."""
        with self._parts.database.read() as work:
            return frozenset(key.fingerprint for key in work.remotes.keys(request.user, role.value))

    def _sent(self, request: RemoteRequest) -> tuple[Actor, Document, bytes]:
        with self._parts.database.write() as work:
            return self._still_open(work, request)

    def _still_open(self, work: Work, request: RemoteRequest) -> tuple[Actor, Document, bytes]:
        """The account as it is now, the document and the bytes handed out, when the step is still open to this account."""
        actor = self._person(request.user)
        if actor is None:
            raise RoleMissing(vi="tài khoản đã bị khóa", en="the account is closed")
        document = work.documents(actor.clearance).get(request.document)
        permit(actor, request.step, document)
        pdf = Holdings(work, self._parts.vault, actor.clearance).read(document, STEPS[request.step][0])
        if document.version != request.version or hashlib.sha256(pdf).hexdigest() != request.sent:
            raise StepClosed(vi="văn bản đã thay đổi sau khi được giao để ký", en="the document changed after it was handed out")
        return actor, document, pdf

    def _keep(self, actor: Actor, document: Document, request: RemoteRequest, signed: bytes) -> None:
        with self._parts.database.write() as work:
            Holdings(work, self._parts.vault, actor.clearance).keep_signed(document, signed)
            advance(work, actor, request.step, document)
            work.remotes.finish(request, "signed")

    @contextmanager
    def _judging(self, request: RemoteRequest) -> Iterator[None]:
        """Inside it, every reason not to accept ends the request and stands in the document's history; the document stays as it was."""
        try:
            yield
        except signing.SigningError as error:
            self._refuse(request, getattr(error, "reason", error.code), (error.message("vi"), error.message("en")))
        except GazetteError as error:
            self._refuse(request, error.code, (error.message("vi"), error.message("en")))

    def _refuse(self, request: RemoteRequest, reason: str, sentences: tuple[str, str]) -> None:
        actor = self._person(request.user)
        with self._parts.database.write() as work:
            work.remotes.finish(request, "refused", reason, sentences)
            if actor is not None:
                with suppress(NotFound):
                    document = work.documents(actor.clearance).get(request.document)
                    _note(work, actor, document, NOT_ACCEPTED, sentences[0])

    def _ended(self, request: RemoteRequest) -> RemoteRequest:
        with self._parts.database.read() as work:
            return work.remotes.get(request.id, request.user)


def _role(step: str) -> signing.Role:
    if step not in STEPS:
        raise NotFound
    return STEPS[step][1]


def _with_addresses(request: RemoteRequest, document: Document) -> HandedOut:
    return HandedOut(request, document, secrets.token_urlsafe(_SECRET_BYTES), secrets.token_urlsafe(_SECRET_BYTES))


def _note(work: Work, actor: Actor, document: Document, action: str, note: str = "") -> None:
    work.documents(actor.clearance).note(document, HistoryEntry(work.now, actor.user, action, document.state, note))


def _administrator(actor: Actor, user: str) -> None:
    if not actor.has("administrator"):
        raise RoleMissing(vi="cần vai trò Quản trị hệ thống", en="needs the role Administrator")
    if actor.user == user:
        raise RoleMissing(vi="không tự đăng ký chứng thư cho mình", en="nobody registers certificates for themselves")
