"""The master key in the care of a token or HSM (PKCS#11): sealed by a key that never leaves it, opened with a PIN into memory."""

import base64
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from archive.custody import Custody, beside, write_private
from archive.errors import KeyRefused

SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"
_FORMAT = b"gazette-token-1"


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Which key on which token, by a PKCS#11 address (RFC 7512): token, object and module-path; never a PIN."""

    token: str
    label: str
    module: str = SOFTHSM

    @classmethod
    def parse(cls, uri: str) -> "TokenPlace":
        """The place that ``pkcs11:token=…;object=…?module-path=…`` names; raises KeyRefused."""
        path, _, query = uri.removeprefix("pkcs11:").partition("?")
        told = {name: unquote(value) for name, _, value in (part.partition("=") for part in path.split(";"))}
        if not uri.startswith("pkcs11:") or not told.get("token") or not told.get("object") or "pin" in uri:
            raise KeyRefused(reason="địa chỉ PKCS#11 cần token và object, không có PIN / token and object, and no PIN")
        return cls(told["token"], told["object"], dict(parse_qsl(query)).get("module-path", SOFTHSM))


class Token(Custody):
    """The master key sealed by an AES key of 256 bits that a token made, keeps, and lets nobody extract.

    A replacement makes a new key on the token and destroys the old one: copies of the sealed file made before open no more.
    """

    def __init__(self, place: TokenPlace, sealed: Path, opened: Path, pin: str = "") -> None:
        super().__init__(opened)
        self.place = place
        self.sealed = sealed
        self._pin = pin

    def make(self, key: bytes) -> None:
        """Makes the token's key, seals the first master key, and opens it. Raises KeyRefused, FileExistsError."""
        if self.sealed.exists():
            raise FileExistsError(self.sealed)
        self.write(self.sealed, key)
        self.put(key)

    def unlock(self, pin: str) -> None:
        """Asks the token for the key. Raises KeyRefused."""
        self._pin = pin
        waiting = beside(self.sealed)
        if waiting.exists():
            write_private(beside(self.opened), self._unseal(waiting))
        self.put(self._unseal(self.sealed))

    def prepare(self, key: bytes) -> None:
        self.write(beside(self.sealed), key)
        write_private(beside(self.opened), key)

    def settle(self) -> None:
        if beside(self.sealed).exists():
            beside(self.sealed).replace(self.sealed)
        super().settle()
        self._forget_others()

    def write(self, path: Path, key: bytes) -> None:
        """Makes a key on the token and writes what it sealed to *path*. Raises KeyRefused."""
        from pkcs11 import Attribute, GCMParams, KeyType, Mechanism

        identity, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        with self._session() as session:
            lasting = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
            held = session.generate_key(KeyType.AES, 256, id=identity, label=self.place.label, store=True, template=lasting)
            sealed = held.encrypt(key, mechanism=Mechanism.AES_GCM, mechanism_param=GCMParams(nonce, _FORMAT))
        told = {"format": _FORMAT.decode(), "id": identity.hex(), "nonce": nonce.hex(), "sealed": base64.b64encode(sealed).decode()}
        write_private(path, json.dumps(told).encode())

    def _unseal(self, path: Path) -> bytes:
        from pkcs11 import GCMParams, Mechanism, ObjectClass

        told = _told(path)
        with self._session() as session:
            held = session.get_key(object_class=ObjectClass.SECRET_KEY, id=bytes.fromhex(told["id"]))
            parameters = GCMParams(bytes.fromhex(told["nonce"]), _FORMAT)
            return bytes(held.decrypt(base64.b64decode(told["sealed"]), mechanism=Mechanism.AES_GCM, mechanism_param=parameters))

    def _forget_others(self) -> None:
        from pkcs11 import Attribute, ObjectClass

        kept = bytes.fromhex(_told(self.sealed)["id"])
        with self._session() as session:
            for held in session.get_objects({Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.LABEL: self.place.label}):
                if held[Attribute.ID] != kept:
                    held.destroy()

    @contextmanager
    def _session(self) -> Iterator[Any]:
        import pkcs11  # only an archive whose key is on a token pays for loading it

        try:
            token = pkcs11.lib(self.place.module).get_token(token_label=self.place.token)
            with token.open(rw=True, user_pin=self._pin) as session:
                yield session
        except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
            raise KeyRefused(reason=f"token “{self.place.token}”: {type(error).__name__}") from None


def _told(path: Path) -> dict[str, str]:
    try:
        told: dict[str, str] = json.loads(path.read_bytes())
        if told["format"] != _FORMAT.decode() or not all(isinstance(value, str) for value in told.values()):
            raise ValueError(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KeyRefused(reason=f"không đọc được {path.name} / cannot be read") from None
    return told
