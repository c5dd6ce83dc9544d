"""What one process of a batch does: the key opened once, one document after the other signed, verified and released."""

import hashlib
import multiprocessing
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from glob import escape
from pathlib import Path
from typing import BinaryIO

from signing.appearance import Appearance
from signing.errors import AuthorityUnreachable, CertificateRefused, DocumentRefused
from signing.evidence import Evidence
from signing.findings import Verdict
from signing.keys import KeySource, SigningKey
from signing.pades import Order, sign_stream
from signing.report import EXHAUSTED, Report
from signing.roles import Level, Role
from signing.stamping import renew_stream, timestamp_stream
from signing.timestamps import TimestampAuthority
from signing.tokens import WrongPin
from signing.trust import TrustStore
from signing.verify import verify_output

_EVIDENCE_SECONDS = 600.0
_CHUNK = 1 << 20
_EXAMINATIONS = 3


@dataclass(frozen=True)
class Job:
    """One document of a batch: its name in the journal, the file to sign and the file to come (on the same disk as its folder)."""

    name: str
    source: Path
    target: Path


@dataclass(frozen=True)
class Services:
    """What long-term signatures need: a time-stamping authority and a trust store; and whether outputs are verified before release."""

    authority: TimestampAuthority | None = None
    trust: TrustStore | None = None
    verified: bool = True


@dataclass(frozen=True)
class SignTask:
    """One signature by one role; see `signing.sign`."""

    role: Role
    key: KeySource
    level: Level = Level.B
    appearance: Appearance | None = None
    at: datetime | None = None

    @property
    def long_term(self) -> bool:
        """Whether the output must verify without the network."""
        return self.level.long_term


@dataclass(frozen=True)
class StampTask:
    """The publication time stamp; see `signing.timestamp`."""

    long_term = True


@dataclass(frozen=True)
class RenewTask:
    """One more archive time stamp; see `signing.renew`."""

    long_term = True


Task = SignTask | StampTask | RenewTask


class Bench:
    """The tools of one process: the key, opened once, and what OCSP responders and CRLs answered within the last ten minutes."""

    def __init__(self, task: Task, services: Services) -> None:
        self._task = task
        self._services = services
        self._known: Evidence | None = None
        self._asked = 0.0

    @property
    def key(self) -> SigningKey | None:
        """The key of a task that signs; raises KeyRefused. A PIN that was refused is not tried again."""
        if isinstance(self._opened, WrongPin):
            raise self._opened
        return self._opened

    @cached_property
    def _opened(self) -> SigningKey | WrongPin | None:
        try:
            return self._task.key.open() if isinstance(self._task, SignTask) else None
        except WrongPin as wrong:
            return wrong

    def done(self, job: Job) -> str:
        """Signs, verifies and releases one document; the SHA-256 of the output. Raises SigningError and releases nothing."""
        try:
            for left in job.target.parent.glob(f".{escape(job.target.name)}.*.part"):
                left.unlink(missing_ok=True)
            if job.target.exists():
                return self._recognised(job)
            return self._made(job)
        except OSError as cause:
            raise DocumentRefused(
                f"Không đọc hoặc ghi được tệp của {job.name}.", f"A file of {job.name} cannot be read or written."
            ) from cause

    def _recognised(self, job: Job) -> str:
        """The digest of what a broken run released."""
        if not _begins_with(job.target, job.source):
            raise DocumentRefused(f"Đã có một tệp khác ở nơi xuất của {job.name}.", f"Another file stands where {job.name} would go.")
        self._require_sound(job.target)
        return _digest(job.target)

    def _made(self, job: Job) -> str:
        part = job.target.with_name(f".{job.target.name}.{os.getpid()}.part")
        try:
            shutil.copyfile(job.source, part)
            with part.open("r+b") as stream:
                self._apply(stream)
                stream.flush()
                os.fsync(stream.fileno())
            if self._services.verified:
                self._require_sound(part)
            digest = _digest(part)
            # Not replaced: should a process thought dead have been faster, its output stands.
            os.link(part, job.target)
            _keep_names(job.target.parent)
            return digest
        except FileExistsError:
            return self._recognised(job)
        finally:
            part.unlink(missing_ok=True)

    def _apply(self, stream: BinaryIO) -> None:
        try:
            self._work()(stream)
        except (AuthorityUnreachable, CertificateRefused):
            self._known = None  # what could not be fetched now may be there for the next document
            raise

    def _work(self) -> Callable[[BinaryIO], None]:
        match self._task:
            case SignTask(role, _, level, appearance, at) if self.key is not None:
                order = Order(role, self.key, level, self._services.authority, self._services.trust, appearance, at, self._evidence())
                return lambda stream: sign_stream(stream, order)
            case StampTask():
                return partial(timestamp_stream, authority=self._authority, trust=self._trust, evidence=self._evidence())
        return partial(renew_stream, authority=self._authority, trust=self._trust, evidence=self._evidence())

    @property
    def _authority(self) -> TimestampAuthority:
        if self._services.authority is None:
            raise AuthorityUnreachable("Chưa cấu hình máy chủ cấp dấu thời gian.", "No time-stamping authority is configured.")
        return self._services.authority

    @property
    def _trust(self) -> TrustStore:
        if self._services.trust is None:
            raise CertificateRefused("Chưa có kho tin cậy.", "There is no trust store.")
        return self._services.trust

    def _evidence(self) -> Evidence | None:
        if self._services.trust is None:
            return None
        if self._known is None or time.monotonic() - self._asked > _EVIDENCE_SECONDS:
            self._known, self._asked = Evidence(self._services.trust), time.monotonic()
        return self._known

    def _require_sound(self, path: Path) -> None:
        """Verifies an output; an examination that ran out of time on a busy machine is repeated. Raises DocumentRefused."""
        for _ in range(_EXAMINATIONS):
            report = verify_output(path, self._services.trust or TrustStore(""))
            if sound(report, self._task):
                return
            if not any(finding.code == EXHAUSTED for finding in report.findings):
                break
        vi, en = report.reason("vi"), report.reason("en")
        raise DocumentRefused(f"Chữ ký vừa tạo không kiểm tra được: {vi}", f"The new signature does not verify: {en}")


def sound(report: Report, task: Task) -> bool:
    """Whether an output may be released: valid offline where the level promises it, else intact, whole and nothing disproved."""
    if task.long_term:
        return report.verdict is Verdict.VALID
    fields = [signature for signature in report.signatures if isinstance(task, SignTask) and signature.field == task.role.field]
    return report.verdict is not Verdict.INVALID and any(one.intact and one.covers_whole_file for one in fields)


def _begins_with(whole: Path, start: Path) -> bool:
    with whole.open("rb") as longer, start.open("rb") as shorter:
        while chunk := shorter.read(_CHUNK):
            if longer.read(len(chunk)) != chunk:
                return False
        return bool(longer.read(1))


def _keep_names(folder: Path) -> None:
    """Waits until the names in a folder are on disk as its files are."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


_bench: Bench | None = None


def begin(task: Task, services: Services) -> None:
    """Prepares a process of a batch; it ends with the process that started it, however that ends."""
    global _bench
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _bench = Bench(task, services)


def ready() -> None:
    """Opens the key in a prepared process; raises KeyRefused."""
    _ = _prepared().key


def done(job: Job) -> str:
    """One document in a prepared process; see `Bench.done`."""
    return _prepared().done(job)


def _prepared() -> Bench:
    if _bench is None:
        raise RuntimeError("the process was not prepared")
    return _bench


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
