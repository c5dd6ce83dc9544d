"""What passes over sockets: bytes with their length in front, between verification and its fenced child, the signer and who asks it."""

import socket
import struct
from dataclasses import dataclass
from datetime import datetime

from signing.allowed import AllowedSigners
from signing.trust import TrustStore

MAX_BYTES = 128 * 1024 * 1024
WALL_SECONDS = 19
IDLE_SECONDS = 60
"""How long a fork waits for another document; it is not asked any more after half of that."""

MAX_HEADER = 20 * 1024 * 1024
"""The longest header on the signer's socket: it may carry a picture."""

SIGNER_SECONDS = 120.0
"""How long either side of the signer's socket waits for the other."""

_LENGTH = struct.Struct("!Q")


@dataclass(frozen=True)
class Question:
    """What is asked about a document; `at` None means now, `signers` None that any trusted certificate may hold any role.

    A `brief` answer has no ETSI report. `sent` says how many of the first bytes were handed out to be signed.
    """

    trust: TrustStore
    at: datetime | None = None
    offline: bool = False
    file: str = ""
    brief: bool = False
    signers: AllowedSigners | None = None
    sent: int = 0


def send(line: socket.socket, data: bytes) -> None:
    """Send bytes with their length in front."""
    line.sendall(_LENGTH.pack(len(data)))
    # Sending nothing to a peer that has already answered and gone would be an error.
    if data:
        line.sendall(data)


def received(line: socket.socket, limit: int = MAX_BYTES) -> bytes:
    """Receive bytes sent by `send`; raises ValueError when they are too many, EOFError when the other side is gone."""
    size = _LENGTH.unpack(_exactly(line, _LENGTH.size))[0]
    if size > limit:
        raise ValueError("too long")
    return bytes(_exactly(line, size))


def _exactly(line: socket.socket, size: int) -> bytearray:
    # Grown as the bytes come: a length that is only promised costs nothing.
    buffer = bytearray()
    while len(buffer) < size:
        chunk = line.recv(min(size - len(buffer), 1 << 20))
        if not chunk:
            raise EOFError
        buffer += chunk
    return buffer
