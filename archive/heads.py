"""Signed tree heads: what is kept outside, printed and co-signed so that a rewritten log shows (C2SP checkpoint and signed-note format)."""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from archive.errors import HeadNotUnderstood
from archive.merkle import Hash

_ED25519 = b"\x01"
_TIME = "time "


@dataclass(frozen=True, slots=True)
class Head:
    """The state of a log: whose it is (a name without spaces), how many rows, the root over them, when it was said (UTC, ISO 8601)."""

    origin: str
    size: int
    root: Hash
    time: str = ""

    def body(self) -> str:
        """The text that is signed: origin, size, root in base64, and the time as an extension line."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *([_TIME + self.time] if self.time else [])]
        return "".join(f"{line}\n" for line in lines)

    def sign(self, key: Ed25519PrivateKey) -> "SignedHead":
        """This head with a signature by *key*, named after the origin."""
        signature = _key_id(self.origin, key.public_key()) + key.sign(self.body().encode())
        return SignedHead(self, f"{self.body()}\n— {self.origin} {base64.b64encode(signature).decode()}\n")


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head and the note that carries it: text that any checkpoint tool reads."""

    head: Head
    note: str

    @classmethod
    def parse(cls, note: str) -> "SignedHead":
        """The head in a note, its signature not yet checked; raises HeadNotUnderstood."""
        body, separator, _ = note.partition("\n\n")
        lines = body.split("\n")
        try:
            if not separator or len(lines) < 3:
                raise ValueError("not a signed note")
            extras = [line.removeprefix(_TIME) for line in lines[3:] if line.startswith(_TIME)]
            head = Head(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True), extras[0] if extras else "")
            if head.size < 0 or len(head.root) != 32 or head.body() != f"{body}\n":
                raise ValueError("not a head")
        except ValueError as error:
            raise HeadNotUnderstood() from error
        return cls(head, note)

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        """Whether one of the note's signatures is by *key* over exactly this head."""
        wanted = _key_id(self.head.origin, key)
        return any(raw[:4] == wanted and _verifies(key, raw[4:], self.head.body().encode()) for raw in self._signatures())

    def _signatures(self) -> list[bytes]:
        found = []
        for line in self.note.partition("\n\n")[2].splitlines():
            dash, _, rest = line.partition(" ")
            name, _, value = rest.rpartition(" ")
            if dash == "—" and name == self.head.origin:
                found.append(_decode(value))
        return found


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[:4]


def _verifies(key: Ed25519PublicKey, signature: bytes, data: bytes) -> bool:
    try:
        key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _decode(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        return b""
