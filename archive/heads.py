"""Signed tree heads: what is kept outside, printed and co-signed so that a rewritten log shows (C2SP checkpoint and signed-note format)."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Self

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
        return SignedHead(self, sign_note(self.body(), self.origin, key))


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

    def is_signed_by(self, *keys: Ed25519PublicKey) -> bool:
        """Whether one of the note's signatures is by one of *keys* over exactly this head."""
        return any(note_is_signed_by(self.note, self.head.body(), VerifierKey(self.head.origin, key)) for key in keys)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs under; as text the one line ``<name>+<id>+<base64>`` (C2SP signed-note verifier key)."""

    name: str
    key: Ed25519PublicKey

    def __str__(self) -> str:
        encoded = base64.b64encode(_ED25519 + self.key.public_bytes_raw()).decode()
        return f"{self.name}+{_key_id(self.name, self.key).hex()}+{encoded}"

    @classmethod
    def parse(cls, line: str) -> Self:
        """The key on a line; raises HeadNotUnderstood."""
        name, _, rest = line.strip().partition("+")
        identity, _, encoded = rest.partition("+")
        raw = _decode(encoded)
        if not name or raw[:1] != _ED25519 or len(raw) != 33:
            raise HeadNotUnderstood()
        made = cls(name, Ed25519PublicKey.from_public_bytes(raw[1:]))
        if _key_id(name, made.key).hex() != identity:
            raise HeadNotUnderstood()
        return made


def sign_note(body: str, name: str, key: Ed25519PrivateKey) -> str:
    """*body*, which ends with a new line and has no empty one, as a note signed by *key* under *name*."""
    signature = _key_id(name, key.public_key()) + key.sign(body.encode())
    return f"{body}\n— {name} {base64.b64encode(signature).decode()}\n"


def note_is_signed_by(note: str, body: str, verifier: VerifierKey) -> bool:
    """Whether the note's text is *body* and one of its signatures is the verifier's."""
    text, separator, tail = note.partition("\n\n")
    if not separator or f"{text}\n" != body:
        return False
    wanted = _key_id(verifier.name, verifier.key)
    signatures = _signatures(tail, verifier.name)
    return any(raw[:4] == wanted and _verifies(verifier.key, raw[4:], body.encode()) for raw in signatures)


def _signatures(tail: str, signer: str) -> list[bytes]:
    found = []
    for line in tail.splitlines():
        dash, _, rest = line.partition(" ")
        name, _, value = rest.rpartition(" ")
        if dash == "—" and name == signer:
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
