"""The signer process: private keys stay here, reached over a Unix socket that only their owner may open; every use is written down."""

import json
import os
import socket
import socketserver
import struct
import threading
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from signing.allowed import AllowedSigners
from signing.appearance import Appearance
from signing.bulk import Bulk, Ordered, refused
from signing.client import SignerClient
from signing.crew import Crew
from signing.errors import DocumentRefused, SignerUnavailable, SigningError
from signing.keyring import Keyring
from signing.pades import sign
from signing.roles import Level, Role
from signing.spool import Spool
from signing.stamping import renew, timestamp
from signing.tasks import RenewTask, Services, SignTask, StampTask, Task
from signing.timestamps import TimestampAuthority
from signing.tokens import WrongPin
from signing.trust import TrustStore
from signing.uses import UseLog
from signing.wire import MAX_BYTES, MAX_HEADER, SIGNER_SECONDS, received, send


@dataclass(frozen=True)
class SignerSettings:
    """What the signer process works with: its keys, the authority, the trust store's folder, and where uses are written.

    `signers` is the list of certificates that may sign, read at each signature; `font` draws the text of copies and annexes.
    `spool` is where outputs of batches wait (a folder beside the log when left out), `processes` how many work at a batch (one a core).
    """

    keyring: Keyring
    log: Path
    authority: TimestampAuthority | None = None
    trust: Path | None = None
    signers: Path | None = None
    font: Path | None = None
    spool: Path | None = None
    processes: int | None = None


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
        self.uses = UseLog(settings.log)
        self.bulk = Bulk(Spool(settings.spool or settings.log.parent / "signing-batches"), Crew(settings.processes), self.uses)
        self.bound = False
        super().__init__(path, _Conversation)

    def server_bind(self) -> None:
        """Take the address; only then is the socket ours to remove."""
        super().server_bind()
        self.bound = True

    def server_close(self) -> None:
        """Close and remove the socket, and let the processes of batches end."""
        super().server_close()
        self.bulk.close()
        if self.bound:
            Path(str(self.server_address)).unlink(missing_ok=True)


class _Conversation(socketserver.BaseRequestHandler):
    server: SignerServer

    def handle(self) -> None:
        line: socket.socket = self.request
        line.settimeout(SIGNER_SECONDS)
        with suppress(OSError, EOFError, ValueError, TypeError, RecursionError):
            if _peer(line) != os.getuid():
                return
            told, body = received(line, MAX_HEADER), received(line, MAX_BYTES)
            ordered, answer, document = self._answer(told, body)
            # Held before the caller hears that it may begin: from then on it reckons with what the spool holds.
            with self.server.bulk.holding(ordered.batch) if ordered else nullcontext():
                send(line, json.dumps(answer, ensure_ascii=False).encode())
                send(line, document)
                if ordered is not None:
                    self.server.bulk.converse(line, ordered)

    def _answer(self, told: bytes, body: bytes) -> tuple[Ordered | None, dict[str, Any], bytes]:
        try:
            header = _header(told)
            match header.get("op"):
                case "health":
                    return None, {"ok": True, "keys": self.server.settings.keyring.names()}, b""
                case "picture":
                    role, name = Role(header["role"]), str(header.get("key") or "")
                    return None, {"ok": True}, self.server.settings.keyring.picture(role, name) or b""
                case "batch":
                    return self._ordered(header), {"ok": True, "ahead": self.server.bulk.ahead}, b""
                case "forget":
                    self.server.bulk.forget(str(header["batch"]))
                    return None, {"ok": True}, b""
            with self.server.slots:
                return None, {"ok": True}, self._work(header, body)
        except SigningError as problem:
            return None, refused(problem), b""
        except (KeyError, TypeError, ValueError, RecursionError):
            return None, refused(DocumentRefused("Yêu cầu ký không hợp lệ.", "The signing request is not understood.")), b""

    def _ordered(self, header: Mapping[str, Any]) -> Ordered:
        """A batch whose key is open in the processes that will work at it."""
        settings, crew = self.server.settings, self.server.bulk.crew
        trust = TrustStore.load(settings.trust) if settings.trust else None
        task, services = _task(header, settings), Services(settings.authority, trust)
        try:
            crew.require(task, services)
        except WrongPin as wrong:
            if isinstance(task, SignTask):
                settings.keyring.refuse(task.key, wrong)
            raise
        return Ordered(str(header["batch"]), task, services, {**header, "op": header["work"]})

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
        self.server.uses.write_down(header, pdf, result)
        return result


def _header(told: bytes) -> Mapping[str, Any]:
    header = json.loads(told)
    if not isinstance(header, dict):
        raise ValueError("header")
    return header


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
        signers=_signers(settings),
    )


def _task(header: Mapping[str, Any], settings: SignerSettings) -> Task:
    match header["work"]:
        case "sign":
            role, name = Role(header["role"]), str(header.get("key") or "")
            source, key = settings.keyring.source(role, name), settings.keyring.key(role, name)
            signers = _signers(settings)
            if signers is not None:
                signers.require(role, key.signer.signing_cert)
            return SignTask(role, source, Level(header["level"]), _appearance({}, settings, role, name))
        case "timestamp":
            return StampTask()
        case "renew":
            return RenewTask()
        case other:
            raise ValueError(other)


def _signers(settings: SignerSettings) -> AllowedSigners | None:
    return AllowedSigners.load(settings.signers) if settings.signers and settings.signers.exists() else None


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
