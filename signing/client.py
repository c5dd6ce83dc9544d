"""The way to the signer process: one document, or many over one connection; there is no key on this side."""

import json
import socket
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from signing.errors import SignerUnavailable, SigningError, error_from
from signing.roles import Level, Role
from signing.wire import MAX_BYTES, MAX_HEADER, SIGNER_SECONDS, received, send

_PARTING_SECONDS = 2.0


@dataclass(frozen=True)
class BatchOrder:
    """What is done to every document of a batch.

    `batch` names it, in letters, digits, - and _: under the same name the same document is never signed twice. `actor` is who ordered it,
    for the log. Role, key and level count for `sign` alone.
    """

    batch: str
    work: Literal["sign", "timestamp", "renew"]
    actor: str
    role: Role = Role.SEAL
    key_name: str = ""
    level: Level = Level.LT

    def header(self) -> dict[str, Any]:
        """The order as it goes over the socket."""
        order = {"op": "batch", "batch": self.batch, "work": self.work, "actor": self.actor}
        if self.work == "sign":
            order |= {"role": self.role.value, "key": self.key_name, "level": self.level.value}
        return order


@dataclass(frozen=True)
class Made:
    """One document of a batch by the name it was handed in under: the signed PDF, or why there is none."""

    name: str
    pdf: bytes = b""
    error: SigningError | None = None


@dataclass(frozen=True)
class SignerClient:
    """Asks the signer process; raises the same errors as signing here, and SignerUnavailable when nobody answers."""

    socket_path: Path
    seconds: float = SIGNER_SECONDS

    def sign(
        self,
        pdf: bytes,
        role: Role,
        key_name: str = "",
        level: Level = Level.LT,
        *,
        picture: bytes | None = None,
        text: str = "",
        at: datetime | None = None,
        actor: str = "",
        profile: str | None = None,
    ) -> bytes:
        """One signature by one role; `key_name` is the leader's account, `text` what a copy or an annex shows.

        `actor` is who asked, for the log.
        """
        header = {"op": "sign", "role": role.value, "key": key_name, "level": level.value, "actor": actor}
        header |= {"picture": picture.hex()} if picture else {}
        header |= {"at": at.isoformat()} if at else {}
        header |= {"text": text} if text else {}
        header |= {"profile": profile} if profile else {}
        return self._ask(header, pdf)[1]

    def timestamp(self, pdf: bytes, *, actor: str = "") -> bytes:
        """The publication time stamp."""
        return self._ask({"op": "timestamp", "role": Role.PUBLICATION.value, "actor": actor}, pdf)[1]

    def renew(self, pdf: bytes, *, actor: str = "") -> bytes:
        """One more archive time stamp."""
        return self._ask({"op": "renew", "actor": actor}, pdf)[1]

    def batch(self, order: BatchOrder, documents: Iterable[tuple[str, bytes]]) -> Iterator[Made]:
        """Does the order to many documents (name and PDF each) in the signer's processes; yields each as soon as it is done, verified.

        Documents are asked for as the signer has room. What concerns them all is raised: KeyRefused, SignerUnavailable. The outputs stay
        with the signer until `forget`, so that a batch that was broken off, on whichever side, is handed in again and goes on.
        """
        with self._line() as line:
            with _unanswered():
                ahead = _counted(_asked(line, order.header(), b"")[0].get("ahead"))
            waiting: Counter[str] = Counter()
            for name, pdf in documents:
                if waiting.total() >= ahead:
                    yield _next(line, waiting)
                with _unanswered():
                    _tell(line, {"put": name}, pdf)
                waiting[name] += 1
            while waiting.total():
                yield _next(line, waiting)
            _part(line)

    def forget(self, batch: str) -> None:
        """All of a batch is kept, or wanted no more: the signer throws its outputs away."""
        self._ask({"op": "forget", "batch": batch}, b"")

    def picture(self, role: Role, key_name: str = "") -> bytes | None:
        """The PNG that signatures by a key show, for a signature that is made elsewhere; None when there is none."""
        return self._ask({"op": "picture", "role": role.value, "key": key_name}, b"")[1] or None

    def health(self) -> dict[str, Any]:
        """Whether the signer answers, and which keys it holds."""
        return self._ask({"op": "health"}, b"")[0]

    def _ask(self, header: Mapping[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
        with self._line() as line:
            return _asked(line, header, pdf)

    @contextmanager
    def _line(self) -> Iterator[socket.socket]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(self.seconds)
            with _unanswered():
                line.connect(str(self.socket_path))
            yield line


def _next(line: socket.socket, waiting: "Counter[str]") -> Made:
    told, pdf = _answered(line, {"next": True}, b"")
    name, error = str(told.get("name")), None if told.get("ok") else _error(told)
    if isinstance(error, SignerUnavailable):
        raise error
    with _unanswered():
        if not waiting[name]:
            raise ValueError("a document that was not handed in")
    waiting[name] -= 1
    return Made(name, b"" if error else pdf, error)


def _part(line: socket.socket) -> None:
    """Waits until the signer has hung up, so that it knows of nobody at this batch any more."""
    with suppress(OSError):
        _tell(line, {"next": True}, b"")
        line.settimeout(_PARTING_SECONDS)
        line.recv(1)


def _counted(told: object) -> int:
    if not isinstance(told, int) or told < 1:
        raise ValueError("ahead")
    return told


def _asked(line: socket.socket, header: Mapping[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
    answer, document = _answered(line, header, pdf)
    if not answer.get("ok"):
        raise _error(answer)
    return answer, document


def _answered(line: socket.socket, header: Mapping[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
    with _unanswered():
        _tell(line, header, pdf)
        answer = json.loads(received(line, MAX_HEADER))
        if not isinstance(answer, dict) or not (answer.get("ok") or answer.get("code")):
            raise ValueError("answer")
        return answer, received(line, 2 * MAX_BYTES)


def _tell(line: socket.socket, header: Mapping[str, Any], pdf: bytes) -> None:
    send(line, json.dumps(header, ensure_ascii=False).encode())
    send(line, pdf)


def _error(answer: Mapping[str, Any]) -> SigningError:
    return error_from(str(answer.get("code")), str(answer.get("vi")), str(answer.get("en")))


@contextmanager
def _unanswered() -> Iterator[None]:
    """Inside it, a socket that fails, falls silent or talks nonsense is a signer that does not answer."""
    try:
        yield
    except (OSError, EOFError, ValueError, RecursionError) as cause:
        raise SignerUnavailable("Tiến trình ký không trả lời.", "The signer process does not answer.") from cause
