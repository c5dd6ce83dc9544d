"""The keys of one office in one folder: PKCS#12 files and addresses of tokens, each with the secret that opens it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from signing.errors import KeyRefused
from signing.keys import KeySource, SigningKey
from signing.roles import Role
from signing.tokens import SOFTHSM, WrongPin

_LONGEST_SECRET = 4096
_SEALS = (Role.COPY, Role.ANNEX)
KNOWN_MODULES = frozenset({SOFTHSM, "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so", "/usr/lib/x86_64-linux-gnu/pkcs11/opensc-pkcs11.so"})
"""The PKCS#11 libraries a keyring may load when its folder has no file `modules`."""


@dataclass(frozen=True)
class Keyring:
    """`leader/<account>`, `seal` and `publication`, each as `.p12` or as `.uri` (a PKCS#11 address); a PNG beside a key is its picture.

    A leader's key is a person's: its name is the account's. Copies and annexes are signed by the seal. What opens a key stands in `pins`
    (handed over by file descriptor), else in `<key>.pin`, else it is the ring's passphrase. The libraries that may be loaded stand in
    `modules`, one path a line. Keys are opened at first use and kept. A PIN that a token refused is not tried again: that would lock it.
    """

    folder: Path
    passphrase: str = field(repr=False)
    pins: Mapping[str, str] = field(default_factory=dict, repr=False)
    opened: dict[str, tuple[SigningKey, KeySource]] = field(default_factory=dict, repr=False, compare=False)
    refused: dict[str, tuple[str, KeyRefused]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path, passphrase: Path | int | None = None, pins: Mapping[str, Path | int] | None = None) -> "Keyring":
        """The keyring of a folder; the passphrase comes from a file or an open file descriptor, `passphrase` in the folder when left out.

        `pins` says the same for single keys, by name (`seal`, `leader/lanh-dao`). Descriptors are read to their end and closed, here and
        once. Raises KeyRefused when a secret cannot be read, or others than its owner may read its file, or `pins` names no key of the
        ring. A ring whose every PKCS#12 file has a PIN of its own needs no passphrase.
        """
        ring = cls(folder, "", {label: read_secret(source) for label, source in (pins or {}).items()})
        unknown = sorted(set(ring.pins) - set(ring.names()))
        if unknown:
            raise KeyRefused(f"Không có khoá {unknown[0]}.", f"There is no key {unknown[0]}.")
        if passphrase is None and not (folder / "passphrase").exists() and ring.names() and not ring._locked():
            return ring
        return replace(ring, passphrase=read_secret(folder / "passphrase" if passphrase is None else passphrase))

    def _locked(self) -> list[str]:
        """The PKCS#12 files that only the passphrase opens."""
        return [
            label
            for label in self.names()
            if label not in self.pins and not self._beside(label, "uri").exists() and not self._beside(label, "pin").exists()
        ]

    def key(self, role: Role, name: str = "") -> SigningKey:
        """The key of a role; leaders are told apart by account name. Raises KeyRefused when there is none."""
        return self._at_hand(role, name)[0]

    def source(self, role: Role, name: str = "") -> KeySource:
        """What opened the key of a role, for another process of this machine; raises KeyRefused as `key`, which it asks first."""
        return self._at_hand(role, name)[1]

    def refuse(self, source: KeySource, wrong: KeyRefused) -> None:
        """Remembers that a token refused the PIN of this source: it is not sent again before it changes."""
        for label in [label for label, (_, known) in self.opened.items() if known == source]:
            del self.opened[label]
            self.refused[label] = (source.secret, wrong)

    def picture(self, role: Role, name: str = "") -> bytes | None:
        """The PNG that lies beside a key (`leader/<account>.png`, `seal.png`): what the signature shows on the page.

        Copies and annexes show no picture (Decree 30/2020, Annex I).
        """
        if role in _SEALS:
            return None
        path = self._beside(self._label(role, name), "png")
        return path.read_bytes() if path.is_file() else None

    def names(self) -> list[str]:
        """The keys there are, as `leader/<account>`, `seal`, `publication`."""
        found = (path for kind in ("p12", "uri") for path in self.folder.rglob(f"*.{kind}"))
        return sorted({str(path.relative_to(self.folder).with_suffix("")) for path in found})

    def _label(self, role: Role, name: str) -> str:
        if role is Role.LEADER and (not name or "/" in name or name.startswith(".")):
            raise KeyRefused("Thiếu tên khoá của lãnh đạo.", "The name of the leader's key is missing.")
        return f"leader/{name}" if role is Role.LEADER else Role.SEAL.value if role in _SEALS else role.value

    def _at_hand(self, role: Role, name: str) -> tuple[SigningKey, KeySource]:
        label = self._label(role, name)
        if label not in self.opened:
            try:
                self.opened[label] = self._open(label)
            except OSError as cause:
                raise KeyRefused(f"Không đọc được khoá {label}.", f"The key {label} cannot be read.") from cause
        return self.opened[label]

    def _open(self, label: str) -> tuple[SigningKey, KeySource]:
        source = self._source(label)
        if label in self.refused and self.refused[label][0] == source.secret:
            raise self.refused[label][1]
        try:
            return source.open(), source
        except WrongPin as wrong:
            self.refused[label] = (source.secret, wrong)
            raise

    def _source(self, label: str) -> KeySource:
        address = self._beside(label, "uri")
        secret = self._secret(label)
        if not address.is_file():
            return KeySource(str(self._beside(label, "p12")), secret)
        return KeySource(_line(address), secret, self._modules())

    def _secret(self, label: str) -> str:
        if label in self.pins:
            return self.pins[label]
        pin = self._beside(label, "pin")
        return read_secret(pin) if pin.exists() else self.passphrase

    def _beside(self, label: str, kind: str) -> Path:
        # An account may have a dot in its name.
        return self.folder / f"{label}.{kind}"

    def _modules(self) -> frozenset[str]:
        path = self.folder / "modules"
        return frozenset(line.strip() for line in _text(path).splitlines() if line.strip()) if path.exists() else KNOWN_MODULES


def read_secret(source: Path | int) -> str:
    """A PIN or passphrase from a file that only its owner may read, or from an open file descriptor; raises KeyRefused."""
    try:
        with os.fdopen(source, "rb") if isinstance(source, int) else source.open("rb") as file:
            if isinstance(source, Path) and os.fstat(file.fileno()).st_mode & 0o077:
                raise KeyRefused(
                    f"Tệp bí mật {source.name} phải chỉ chủ sở hữu đọc được (0600).",
                    f"The secret file {source.name} must be readable by its owner only (0600).",
                )
            return file.read(_LONGEST_SECRET).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as cause:
        name = source.name if isinstance(source, Path) else f"#{source}"
        raise KeyRefused(f"Không đọc được tệp mật khẩu {name}.", f"The passphrase file {name} cannot be read.") from cause


def _line(path: Path) -> str:
    return _text(path).strip()


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise KeyRefused(f"Không đọc được {path.name}.", f"{path.name} cannot be read.") from cause
