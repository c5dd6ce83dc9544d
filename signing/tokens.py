"""Keys on PKCS#11 tokens: the address (RFC 7512), the one object it names, and a session that is opened again when the token was away."""
# mypy: disable-error-code="no-untyped-call"

import asyncio
import hmac
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qs, unquote, unquote_to_bytes, urlsplit

import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import open_pkcs11_session, select_pkcs11_signing_params
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.errors import KeyRefused

SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"
_LONGEST_CHAIN = 10
_COMBINED = {KeyType.RSA: Mechanism.SHA256_RSA_PKCS, KeyType.EC: Mechanism.ECDSA_SHA256}
_SECRETS = ("pin-value", "pin-source")
# What a token says that was pulled out, put back, or had its session closed by somebody else.
_AWAY = (
    pkcs11.SessionHandleInvalid,
    pkcs11.SessionClosed,
    pkcs11.DeviceRemoved,
    pkcs11.TokenNotPresent,
    pkcs11.TokenNotRecognised,
    pkcs11.UserNotLoggedIn,
    pkcs11.ObjectHandleInvalid,
    pkcs11.KeyHandleInvalid,
    pkcs11.DeviceError,
)


@dataclass(frozen=True)
class TokenAddress:
    """Where a key is (RFC 7512): module, label or serial number of the token, label or id of the object; what is None is not asked."""

    module: str
    token: str | None
    serial: bytes | None
    label: str | None
    id: bytes | None

    @classmethod
    def parse(cls, uri: str) -> "TokenAddress":
        """The address of `pkcs11:token=MAU;object=con-dau;id=%01?module-path=/usr/lib/…`; raises KeyRefused."""
        parts = urlsplit(uri)
        if parts.scheme != "pkcs11":
            raise KeyRefused("Địa chỉ khoá phải bắt đầu bằng pkcs11:.", "The key address must begin with pkcs11:.")
        path = dict(piece.split("=", 1) for piece in parts.path.split(";") if "=" in piece)
        query = parse_qs(parts.query)
        if any(name in path or name in query for name in _SECRETS):
            raise KeyRefused("Không ghi mã PIN trong địa chỉ khoá.", "A PIN does not belong into a key address.")
        words = {name: unquote(value) for name, value in path.items()}
        if not ("object" in words or "id" in words):
            raise KeyRefused("Địa chỉ khoá thiếu object hoặc id.", "The key address names neither object nor id.")
        identity = unquote_to_bytes(path["id"]) if "id" in path else None
        serial = unquote_to_bytes(path["serial"]) if "serial" in path else None
        return cls(query.get("module-path", [SOFTHSM])[0], words.get("token"), serial, words.get("object"), identity)

    @property
    def name(self) -> str:
        """How sentences call the key: its label, else its id."""
        return self.label if self.label is not None else (self.id or b"").hex()


def open_token(uri: str, pin: str, modules: Collection[str] | None = None) -> Signer:
    """A signer for the one key at *uri*; its session is opened again whenever the token was away.

    *modules* are the libraries that may be loaded, by absolute path; None when whoever wrote the address vouches for it.
    Raises KeyRefused: module not allowed, token absent, PIN wrong or locked, no such key, several such keys, no certificate.
    """
    address = TokenAddress.parse(uri)
    if (modules is not None and address.module not in modules) or not PurePosixPath(address.module).is_absolute():
        raise KeyRefused(
            f"Thư viện PKCS#11 {address.module} không có trong danh sách cho phép.",
            f"The PKCS#11 module {address.module} is not on the list of allowed modules.",
        )
    return _TokenSigner(_Opened(address, pin))


class _Opened:
    """A session with its key and certificates."""

    def __init__(self, address: TokenAddress, pin: str) -> None:
        self.address = address
        self.pin = pin
        with token_errors():
            self.session = _session(address, pin)
        try:
            self.key = self._one_key()
            self.chain = self._chain()
            self.raw = _COMBINED[self.key.key_type] not in self.session.token.slot.get_mechanisms()
        except pkcs11.PKCS11Error as cause:
            raise refusal(cause) from cause
        except BaseException:
            self.session.close()
            raise

    def _one_key(self) -> Any:
        name = self.address.name
        found = self._objects(ObjectClass.PRIVATE_KEY, self.address.label, self.address.id)
        if not found:
            raise KeyRefused(f"Thiết bị ký không có khoá {name!r}.", f"The token holds no key {name!r}.")
        if len(found) > 1:
            raise KeyRefused(
                f"Thiết bị ký có {len(found)} khoá tên {name!r}; thêm id= vào địa chỉ khoá.",
                f"The token holds {len(found)} keys named {name!r}; add id= to the key address.",
            )
        if found[0].key_type not in _COMBINED:
            raise KeyRefused(f"Loại khoá của {name!r} không dùng được.", f"The kind of key {name!r} is not supported.")
        return found[0]

    def _chain(self) -> list[x509.Certificate]:
        """The key's certificate, then the issuers that the token holds."""
        own = self._objects(ObjectClass.CERTIFICATE, None, self.key[Attribute.ID]) or self._objects(
            ObjectClass.CERTIFICATE, self.address.label, None
        )
        if len(own) != 1:
            name = self.address.name
            raise KeyRefused(f"Khoá {name!r} không có đúng một chứng thư.", f"The key {name!r} has not exactly one certificate.")
        known = [_certificate(one) for one in self._objects(ObjectClass.CERTIFICATE, None, None)]
        return _issuers(_certificate(own[0]), known)

    def _objects(self, kind: ObjectClass, label: str | None, identity: bytes | None) -> list[Any]:
        wanted: dict[Attribute, Any] = {Attribute.CLASS: kind}
        wanted |= {Attribute.LABEL: label} if label is not None else {}
        wanted |= {Attribute.ID: identity} if identity else {}
        return list(self.session.get_objects(wanted))

    def again(self) -> "_Opened":
        """The same key in a new session; another certificate in its place is refused."""
        try:
            renewed = _Opened(self.address, self.pin)
        except KeyRefused:
            # Some modules, SoftHSM among them, list their slots once: look again before giving up.
            with token_errors():
                pkcs11.lib(self.address.module).reinitialize()
            renewed = _Opened(self.address, self.pin)
        if renewed.chain[0].sha256 != self.chain[0].sha256:
            raise KeyRefused("Thiết bị ký đã bị thay bằng thiết bị khác.", "The token was replaced by another one.")
        return renewed


_pins: dict[tuple[str, bytes], str] = {}


def _session(address: TokenAddress, pin: str) -> Any:
    """A session of a token that is logged in; a login counts for the whole process, so a second key must bring the PIN of the first."""
    criteria = TokenCriteria(label=address.token, serial=address.serial)
    try:
        session: Any = open_pkcs11_session(address.module, token_criteria=criteria, user_pin=pin)
    except pkcs11.UserAlreadyLoggedIn:
        session = open_pkcs11_session(address.module, token_criteria=criteria)
        if not hmac.compare_digest(_pins.get((address.module, session.token.serial), "").encode(), pin.encode()):
            session.close()
            raise pkcs11.PinIncorrect from None
        return session
    _pins[(address.module, session.token.serial)] = pin
    return session


class _TokenSigner(Signer):
    """Signs in one session, one signature at a time: PKCS#11 knows one operation per session."""

    def __init__(self, opened: _Opened) -> None:
        super().__init__(signing_cert=opened.chain[0], cert_registry=SimpleCertificateStore.from_certs(opened.chain))
        self._opened = opened
        self._lock = threading.Lock()

    @property
    def session(self) -> Any:
        """The session in use."""
        return self._opened.session

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(512)
        return await asyncio.get_running_loop().run_in_executor(None, self._sign, data, digest_algorithm.lower())

    def _sign(self, data: bytes, digest: str) -> bytes:
        with self._lock, token_errors():
            try:
                return self._signed(data, digest)
            except _AWAY:
                self._opened = self._opened.again()
                return self._signed(data, digest)

    def _signed(self, data: bytes, digest: str) -> bytes:
        mechanism = self.get_signature_mechanism_for_digest(digest)
        how = select_pkcs11_signing_params(mechanism, digest, self._opened.raw, {})
        taken = how.pre_sign_transform(data) if how.pre_sign_transform else data
        value: bytes = self._opened.key.sign(taken, **how.sign_kwargs)
        return how.post_sign_transform(value) if how.post_sign_transform else value


@contextmanager
def token_errors() -> Iterator[None]:
    """Inside it, what a token says becomes KeyRefused."""
    try:
        yield
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as cause:
        raise refusal(cause) from cause


def refusal(cause: Exception) -> KeyRefused:
    """The sentence for what a token says."""
    match cause:
        case pkcs11.PinIncorrect() | pkcs11.PinInvalid() | pkcs11.PinLenRange():
            return WrongPin("Sai mã PIN của thiết bị ký.", "The PIN of the token is wrong.")
        case pkcs11.PinLocked():
            return WrongPin("Thiết bị ký đã bị khoá vì nhập sai mã PIN nhiều lần.", "The token is locked after too many wrong PINs.")
        case pkcs11.PinExpired():
            return WrongPin("Mã PIN của thiết bị ký đã hết hạn.", "The PIN of the token has expired.")
    return KeyRefused("Không tìm thấy thiết bị ký.", "The token is not there.")


class WrongPin(KeyRefused):
    """The PIN was refused: trying it again would only lock the token."""


def _certificate(found: Any) -> x509.Certificate:
    return x509.Certificate.load(found[Attribute.VALUE])


def _issuers(certificate: x509.Certificate, known: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    chain = [certificate]
    while chain[-1].subject != chain[-1].issuer and len(chain) < _LONGEST_CHAIN:
        issuer = next((one for one in known if one.subject == chain[-1].issuer and one not in chain), None)
        if issuer is None:
            break
        chain.append(issuer)
    return chain
