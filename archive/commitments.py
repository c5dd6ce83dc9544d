"""What may be printed of a closed log: a salted commitment to its signed head, which tells nothing until it is opened."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Self

from archive.errors import HeadNotUnderstood
from archive.heads import SignedHead

_SALT = 32


@dataclass(frozen=True, slots=True)
class Commitment:
    """A commitment in hexadecimal and what opens it: a salt of 256 random bits (hexadecimal) and the note of a signed head.

    The commitment is SHA-256(salt || note). Nobody can tell the head, not even its size, from it, and nobody can open it to another.
    """

    digest: str
    salt: str
    note: str

    @classmethod
    def to(cls, signed: SignedHead) -> Self:
        """A fresh commitment to a signed head."""
        salt = secrets.token_bytes(_SALT)
        return cls(_digest(salt, signed.note), salt.hex(), signed.note)

    @property
    def holds(self) -> bool:
        """Whether salt and note are what the commitment stands for."""
        return self.digest == _digest(bytes.fromhex(self.salt), self.note)

    @property
    def head(self) -> SignedHead:
        """The head committed to; raises HeadNotUnderstood."""
        return SignedHead.parse(self.note)

    def to_json(self) -> str:
        """The opening as one JSON object: what is handed to whoever holds the printed commitment."""
        return json.dumps({"commitment": self.digest, "salt": self.salt, "head": self.note}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """An opening as it was handed out; raises HeadNotUnderstood."""
        try:
            told = json.loads(text)
            opened = cls(str(told["commitment"]), bytes.fromhex(told["salt"]).hex(), str(told["head"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise HeadNotUnderstood() from None
        return opened


def _digest(salt: bytes, note: str) -> str:
    return hashlib.sha256(salt + note.encode()).hexdigest()
