"""The signer process: private keys stay here, reached over a Unix socket that only their owner may open; every use is written down."""

import hashlib
import json
import os
import socket
import socketserver
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from signing.allowed import AllowedSigners
from signing.appearance import Appearance
from signing.errors import DocumentRefused, SignerUnavailable, SigningError, error_from
from signing.keyring import Keyring
from signing.pades import renew, sign, timestamp
from signing.roles import Level, Role
from signing.timestamps import TimestampAuthority
from signing.trust import TrustStore
from signing.wire import received, send

MAX_DOCUMENT = 128 * 1024 * 1024
MAX_HEADER = 20 * 1024 * 1024
SECONDS = 120.0
_LONGEST_NOTE = 200


@dataclass(frozen=True)
class SignerSettings:
    """What the signer process works with: its keys, the authority, the trust store's folder, and where uses are written.

    `signers` is the list of certificates that may sign, read at each signature; `font` draws the text of copies and annexes.
    """

    keyring: Keyring
    log: Path
    authority: TimestampAuthority | None = None
    trust: Path | None = None
    signers: Path | None = None
    font: Path | None = None


def serve(socket_path: Path, settings: SignerSettings) -> None:
    """Serve on a Unix socket (mode 0600) until the process ends; raises SignerUnavailable when the socket is in use."""
    with open_server(socket_path, settings) as server:
        server.serve_forever(poll_interval=0.2)


def open_server(socket_path: Path, settings: SignerSettings) -> "SignerServer":
    """A server that is bound but not yet serving; closing it removes the socket."""
    if socket_path.exists() and not socket_path.is_socket():
        raise SignerUnavailable(f"{socket_path} không phải là ổ cắm.", f"{socket_path} is not a socket.")
    if socket_path.exists():
        if _answers(socket_path):
            raise SignerUnavailable(f"Tiến trình ký đã chạy tại {socket_path}.", f"A signer already runs at {socket_path}.")
        socket_path.unlink()
    before = os.umask(0o177)
    try:
        return SignerServer(str(socket_path), settings)
    except OSError as cause:
        raise SignerUnavailable(f"Không mở được ổ cắm {socket_path}.", f"The socket {socket_path} cannot be opened.") from cause
    finally:
        os.umask(before)


def _answers(socket_path: Path) -> bool:
    try:
        SignerClient(socket_path, seconds=2.0).health()
    except SigningError:
        return False
    return True


class SignerServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """One thread per connection, one signature at a time per core."""

    daemon_threads = True
    # A Unix socket refuses at once whoever comes when the queue is full.
    request_queue_size = 128

    def __init__(self, path: str, settings: SignerSettings) -> None:
        self.settings = settings
        self.slots = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
        self.log_lock = threading.Lock()
        self.bound = False
        super().__init__(path, _Conversation)

    def server_bind(self) -> None:
        """Take the address; only then is the socket ours to remove."""
        super().server_bind()
        self.bound = True

    def server_close(self) -> None:
        """Close and remove the socket."""
        super().server_close()
        if self.bound:
            Path(str(self.server_address)).unlink(missing_ok=True)


class _Conversation(socketserver.BaseRequestHandler):
    server: SignerServer

    def handle(self) -> None:
        line: socket.socket = self.request
        line.settimeout(SECONDS)
        try:
            if _peer(line) != os.getuid():
                return
            header = received(line, MAX_HEADER)
            body = received(line, MAX_DOCUMENT)
            answer, document = self._answer(header, body)
            send(line, json.dumps(answer, ensure_ascii=False).encode())
            send(line, document)
        except (OSError, EOFError, ValueError):
            return

    def _answer(self, told: bytes, body: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            header = _header(told)
            if header.get("op") == "health":
                return {"ok": True, "keys": self.server.settings.keyring.names()}, b""
            with self.server.slots:
                return {"ok": True}, self._work(header, body)
        except SigningError as problem:
            return {"ok": False, "code": problem.code, "vi": problem.vi, "en": problem.en}, b""
        except (KeyError, TypeError, ValueError, RecursionError):
            return {"ok": False, "code": "document", "vi": "Yêu cầu ký không hợp lệ.", "en": "The signing request is not understood."}, b""

    def _work(self, header: Mapping[str, Any], pdf: bytes) -> bytes:
        settings = self.server.settings
        trust = TrustStore.load(settings.trust) if settings.trust else None
        match header["op"]:
            case "sign":
                result = _signed(pdf, header, settings, trust)
            case "timestamp":
                result = timestamp(pdf, _needed(settings.authority), trust)
            case "renew":
                result = renew(pdf, _needed(settings.authority), trust or TrustStore(""))
            case other:
                raise ValueError(other)
        self._write_down(header, pdf, result)
        return result

    def _write_down(self, header: Mapping[str, Any], pdf: bytes, result: bytes) -> None:
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            **{name: _noted(header.get(name)) for name in ("op", "role", "key", "level", "actor")},
            "before": hashlib.sha256(pdf).hexdigest(),
            "after": hashlib.sha256(result).hexdigest(),
        }
        with self.server.log_lock:
            append_use(self.server.settings.log, entry)


def _header(told: bytes) -> Mapping[str, Any]:
    header = json.loads(told)
    if not isinstance(header, dict):
        raise ValueError("header")
    return header


def _noted(value: object) -> str | None:
    # The chain of the log is read from its last few thousand bytes; no line may be longer.
    return None if value is None else str(value)[:_LONGEST_NOTE]


def append_use(log: Path, entry: Mapping[str, Any]) -> None:
    """Add one line to the seal-use log, chained to the line before by its SHA-256, and wait until it is on disk."""
    descriptor = os.open(log, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "rb+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 8192))
        end = file.read()
        lines = end.splitlines()
        previous = hashlib.sha256(lines[-1]).hexdigest() if lines else ""
        # A line that a crash or a full disk cut off stays as it is, on its own.
        file.write(b"\n" if end and not end.endswith(b"\n") else b"")
        file.write(json.dumps({**entry, "previous": previous}, ensure_ascii=False, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _signed(pdf: bytes, header: Mapping[str, Any], settings: SignerSettings, trust: TrustStore | None) -> bytes:
    role, name = Role(header["role"]), str(header.get("key") or "")
    return sign(
        pdf,
        role=role,
        key=settings.keyring.key(role, name),
        level=Level(header["level"]),
        authority=settings.authority,
        trust=trust,
        appearance=_appearance(header, settings, role, name),
        at=datetime.fromisoformat(header["at"]) if header.get("at") else None,
        profile=header.get("profile"),
        signers=AllowedSigners.load(settings.signers) if settings.signers and settings.signers.exists() else None,
    )


def _appearance(header: Mapping[str, Any], settings: SignerSettings, role: Role, name: str) -> Appearance | None:
    if header.get("text"):
        return Appearance(text=str(header["text"]), font=settings.font)
    picture = bytes.fromhex(header["picture"]) if header.get("picture") else settings.keyring.picture(role, name)
    return Appearance(picture) if picture else None


def _needed(authority: TimestampAuthority | None) -> TimestampAuthority:
    if authority is None:
        raise DocumentRefused("Chưa cấu hình máy chủ cấp dấu thời gian.", "No time-stamping authority is configured.")
    return authority


def _peer(line: socket.socket) -> int:
    credentials = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    uid: int = struct.unpack("3i", credentials)[1]
    return uid


@dataclass(frozen=True)
class SignerClient:
    """Asks the signer process; raises the same errors as signing here, and SignerUnavailable when nobody answers."""

    socket_path: Path
    seconds: float = SECONDS

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

    def health(self) -> dict[str, Any]:
        """Whether the signer answers, and which keys it holds."""
        return self._ask({"op": "health"}, b"")[0]

    def _ask(self, header: Mapping[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(self.seconds)
                line.connect(str(self.socket_path))
                send(line, json.dumps(header, ensure_ascii=False).encode())
                send(line, pdf)
                answer = json.loads(received(line, MAX_HEADER))
                document = received(line, MAX_DOCUMENT * 2)
        except (OSError, EOFError, ValueError) as cause:
            raise SignerUnavailable("Tiến trình ký không trả lời.", "The signer process does not answer.") from cause
        if not answer.get("ok"):
            raise error_from(str(answer.get("code")), str(answer.get("vi")), str(answer.get("en")))
        return answer, document
