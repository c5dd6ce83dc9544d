"""A small sample town: a province's gazette in a temporary folder, with its own authority, keys, people and clock; no mocks anywhere."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import archive
import search
import signing
from gazette.db import Database
from gazette.jobs import Worker
from gazette.memory import SHARED
from gazette.model.document import Document, Upload
from gazette.model.issue import Issue
from gazette.model.people import ROLES, Account, Actor
from gazette.services import Parts, Services, build
from gazette.services.accounts import Accounts
from signing.sample_server import SampleServices, answering
from signing.timestamps import _timestamper
from templates import ROOT
from tests import migrated

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "documents"
TEXT_FONT = ROOT / "fonts" / "Tinos_400Regular.ttf"
LEADER = "lanh-dao"
PEOPLE = {
    "van-thu": ("Lê Thị Ví Dụ", ("clerk",)),
    "soan-thao": ("Phạm Văn Thử", ("drafter",)),
    "bien-tap": ("Hoàng Thị Mẫu", ("editor",)),
    "bien-tap-2": ("Vũ Văn Nháp", ("editor",)),
    LEADER: ("Nguyễn Văn Mẫu", ("leader",)),
    "lanh-dao-2": ("Trần Thị Thí Dụ", ("leader",)),
    "phat-hanh": ("Đỗ Văn Mẫu", ("publisher",)),
    "luu-tru": ("Ngô Thị Mẫu", ("archivist",)),
    "bao-mat": ("Bùi Văn Mẫu", ("security-officer",)),
    "kiem-soat": ("Đặng Thị Mẫu", ("auditor",)),
    "quan-tri": ("Lý Văn Mẫu", ("administrator",)),
}
WAY = ("received", "converted", "reviewed", "approved", "numbered", "signed", "sealed", "composed", "published")


@dataclass
class TownClock:
    """The town's time: real, shifted by as much as a test says."""

    shift: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def set(self, moment: datetime) -> None:
        """Lets the town's time go on from *moment*."""
        self.shift = moment - datetime.now(UTC)


@contextmanager
def running_authority(folder: Path, days: int = 0) -> Iterator[signing.SampleAuthority]:
    """A sample authority that answers on loopback until the end of the ``with``; its services' certificates hold *days* if told."""
    with answering(lambda environ, respond: services(environ, respond)) as port:
        leaders = {user: name for user, (name, roles) in PEOPLE.items() if "leader" in roles}
        authority = signing.create_sample_authority(folder, people=leaders, base_url=f"http://127.0.0.1:{port}")
        if days:
            authority.replace_services(days=days)
        services = SampleServices(authority)
        yield authority


@dataclass
class InProcessSigner:
    """The orders of the signer process carried out here, with the same keys and the same authority; counts what it signed."""

    authority: signing.SampleAuthority
    signed: list[str] = field(default_factory=list)
    before: Callable[[], None] | None = None
    spool: dict[str, dict[bytes, bytes]] = field(default_factory=dict)

    def sign(
        self,
        pdf: bytes,
        role: signing.Role,
        key_name: str,
        level: signing.Level,
        /,
        *,
        actor: str = "",
        text: str = "",
        at: datetime | None = None,
        profile: str | None = None,
    ) -> bytes:
        """One signature."""
        if self.before is not None:
            self.before()
        self.signed.append(role.value)
        key = self.authority.key(signing.Role.SEAL if role in (signing.Role.COPY, signing.Role.ANNEX) else role, key_name)
        shown = signing.Appearance(text=text, font=TEXT_FONT) if text else None
        return signing.sign(
            pdf,
            role=role,
            key=key,
            level=level,
            authority=self.authority.timestamps,
            trust=self.trust,
            appearance=shown,
            at=at,
            profile=profile,
            signers=self.signers,
        )

    def picture(self, role: signing.Role, key_name: str, /) -> bytes | None:
        """The sample picture of a key, when the authority has pictures."""
        path = self.authority.key_file(role, key_name).with_suffix(".png")
        return path.read_bytes() if path.exists() else None

    def timestamp(self, pdf: bytes, /, *, actor: str = "") -> bytes:
        """The publication timestamp."""
        self.signed.append("timestamp")
        return signing.timestamp(pdf, self.authority.timestamps, self.trust)

    def renew(self, pdf: bytes, /, *, actor: str = "") -> bytes:
        """One more archive timestamp."""
        if self.before is not None:
            self.before()
        self.signed.append("renewal")
        return signing.renew(pdf, self.authority.timestamps, self.trust)

    def batch(self, order: signing.BatchOrder, documents: Iterable[tuple[str, bytes]], /) -> Iterator[signing.Made]:
        """The same to many documents; what was made once for a batch is given out again."""
        made = self.spool.setdefault(order.batch, {})
        for name, pdf in documents:
            try:
                made[pdf] = made[pdf] if pdf in made else self._worked(order, pdf)
            except signing.SigningError as error:
                yield signing.Made(name, error=error)
            else:
                yield signing.Made(name, made[pdf])

    def forget(self, batch: str, /) -> None:
        """Throws a batch's outputs away."""
        self.spool.pop(batch, None)

    def _worked(self, order: signing.BatchOrder, pdf: bytes) -> bytes:
        if order.work == "sign":
            return self.sign(pdf, order.role, order.key_name, order.level, actor=order.actor)
        return self.timestamp(pdf, actor=order.actor) if order.work == "timestamp" else self.renew(pdf, actor=order.actor)

    @cached_property
    def trust(self) -> signing.TrustStore:
        """The authority's trust store."""
        return self.authority.trust

    @cached_property
    def signers(self) -> signing.AllowedSigners:
        """Whose certificates hold which role in this town."""
        return self.authority.signers


class Town:
    """One installation for one test; what it is made of can be taken from elsewhere by a town of another kind."""

    clock_of: Callable[[], TownClock] = TownClock
    signer_of: Callable[[signing.SampleAuthority], InProcessSigner] = InProcessSigner
    log_key: Callable[[], Ed25519PrivateKey] = Ed25519PrivateKey.generate

    def __init__(
        self,
        home: Path,
        authority: signing.SampleAuthority,
        address: str | None = None,
        level: signing.Level = signing.Level.B,
        profile: archive.Profile = archive.Profile.OFFICE,
    ) -> None:
        self.home = home
        self.profile = profile
        self.authority = authority
        self.clock = type(self).clock_of()
        self.address = address or f"sqlite:///{home / 'gazette.db'}"
        migrated.begin(self.address)
        self.signer = type(self).signer_of(authority)
        self._open(level)
        self._people()

    def _open(self, level: signing.Level) -> None:
        self.keys = self._key_store()
        self.database = Database(self.address, self.clock, archive.Notes(self.keys, sealing=self.profile is archive.Profile.CLOSED))
        audit = archive.Audit("gazette.invalid/nhat-ky", self.clock, type(self).log_key(), keys=self.keys)
        blobs = archive.open_blobs(f"file://{self.home / 'vault'}")
        vault = archive.Vault(blobs, audit, self.profile, self.clock, self.database.independent, keys=self.keys)
        self.parts = Parts(
            database=self.database,
            vault=vault,
            signer=self.signer,
            trust=lambda: self.authority.trust,
            index=search.open_index(self.home / "index"),
            clock=self.clock,
            level=level,
            authority=lambda: self.authority.timestamps,
            signers=lambda: self.signer.signers,
            partitions=self._memory,
        )
        self.services: Services = build(self.parts)
        self.worker = Worker(self.database, self.services, "worker")

    def _key_store(self) -> archive.KeyStore:
        custody = archive.KeyFile(self.home / "archive.key")
        if custody.stamp() is None:
            custody.make(archive.new_key())
        keys = archive.open_key_store(f"sqlite:///{self.home / 'keys.db'}", custody, lambda: datetime.now(UTC))
        keys.make(next(custody.candidates()))
        return keys

    def _people(self) -> None:
        # The cheapest honest parameters: what is tested is that a hash is checked, not how long it takes.
        accounts = Accounts(self.database, self.parts.vault, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        rows = [(Account(user, name, roles, "bi-mat"), f"mat-khau-{user}") for user, (name, roles) in PEOPLE.items()]
        accounts.begin(rows)
        self.actors = {user: self._actor(accounts, user) for user in PEOPLE}

    def _actor(self, accounts: Accounts, user: str) -> Actor:
        found = accounts.actor(user)
        assert found is not None
        return found

    @property
    def _memory(self) -> Path:
        """Where the indexes of what staff may search lie: outside the home, in memory where there is such a place."""
        name = f"gazette-town-{hashlib.sha256(os.fsencode(self.home)).hexdigest()[:24]}"
        return (SHARED if SHARED.is_dir() else Path(tempfile.gettempdir())) / name

    def close(self) -> None:
        """Closes the database and the keys, and forgets what lay in memory."""
        shutil.rmtree(self._memory, ignore_errors=True)
        self.database.close()
        self.keys.close()

    def who(self, role: str) -> Actor:
        """The first person of a role."""
        assert role in ROLES
        return next(actor for actor in self.actors.values() if role in actor.roles)

    def receive(self, name: str = "04-qd-to-cong-tac.docx", **options: object) -> Document:
        """A sample document handed in by the clerk."""
        upload = Upload(name, (SAMPLES / name).read_bytes())
        return self.services.receive.receive(self.who("clerk"), upload, **options).document  # type: ignore[arg-type]

    def through(self, state: str, name: str = "04-qd-to-cong-tac.docx", **options: object) -> Document:
        """A sample document driven along the line of Word-only documents until it stands at *state*."""
        return self.forward(self.receive(name, **options), state)

    def forward(self, document: Document, state: str) -> Document:
        """A received document driven along that line until it stands at *state*."""
        for step in WAY[1 : WAY.index(state) + 1]:
            self._steps()[step](document.id)
        return self.document(document.id)

    def document(self, document_id: str) -> Document:
        """The document as the editor sees it now."""
        return self.services.desk.document(self.who("editor"), document_id).document

    def issue(self, *documents: Document, first: int = 12, last: int = 13, day: date | None = None) -> Issue:
        """A draft issue of these documents."""
        editor, compose = self.who("editor"), self.services.compose
        made = compose.new(editor, first=first, last=last, day=day or self.clock().date() + timedelta(days=1))
        for document in documents:
            made = compose.add(editor, made.id, document.id)
        return made

    def approve(self, issue_id: str) -> Issue:
        """An issue that the editor answers for and approves."""
        editor, compose = self.who("editor"), self.services.compose
        for row in compose.check(editor, issue_id).waiting:
            compose.answer(editor, issue_id, row.key, "Đã xem xét (mẫu).")
        return compose.approve(editor, issue_id)

    def publish(self, issue_id: str) -> Issue:
        """An issue approved by the editor, unless it stands approved, and published by the publisher."""
        if not self.services.compose.show(self.who("editor"), issue_id).approved:
            self.approve(issue_id)
        return self.services.publish.publish(self.who("publisher"), issue_id)

    def published(self) -> Document:
        """A sample document, published in an issue of its own."""
        return self.through("published")

    def next_authority(self) -> None:
        """The next generation of time-stamping authority answers from now on, and what was remembered of the last is forgotten."""
        self.authority.replace_services()
        _timestamper.cache_clear()

    def _steps(self) -> dict[str, Callable[[str], object]]:
        services, second = self.services, self.actors["bien-tap-2"]
        leader, clerk = self.who("leader"), self.who("clerk")
        return {
            "converted": lambda _: self.worker.drain(),
            "reviewed": lambda id: services.review.complete(self.who("editor"), id),
            "approved": lambda id: services.review.approve(second, id),
            "numbered": lambda id: services.sign.reserve(leader, id),
            "signed": lambda id: services.sign.sign(leader, id),
            "sealed": lambda id: services.sign.seal(clerk, id),
            "composed": lambda id: self.issue(self.document(id)),
            "published": lambda id: self._published(),
        }

    def _published(self) -> None:
        draft = next(issue for issue in self.services.compose.list(self.who("editor")) if issue.state == "draft")
        self.publish(draft.id)
        self.worker.drain()
