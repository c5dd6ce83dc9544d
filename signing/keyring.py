"""The keys of one office in one folder: PKCS#12 files and addresses of tokens, each with the secret that opens it."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from signing.errors import KeyRefused
from signing.keys import SigningKey, load_pkcs12, open_pkcs11
from signing.roles import Role
from signing.tokens import SOFTHSM, WrongPin

_LONGEST_SECRET = 4096
_SEALS = (Role.COPY, Role.ANNEX)
KNOWN_MODULES = frozenset({SOFTHSM, "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so", "/usr/lib/x86_64-linux-gnu/pkcs11/opensc-pkcs11.so"})
"""The PKCS#11 libraries a keyring may load when its folder has no file `modules`."""


@dataclass(frozen=True)
class Keyring:
    """`leader/<account>`, `seal` and `publication`, each as `.p12` or as `.uri` (a PKCS#11 address); a PNG beside a key is its picture.

    A leader's key is a person's: its name is the account's. Copies and annexes are signed by the seal. What opens a key stands in
    `<key>.pin`, else it is the ring's passphrase. The libraries that may be loaded stand in `modules`, one path a line.
    Keys are opened at first use and kept. A PIN that a token refused is not tried again: that would lock the token.
    """

    folder: Path
    passphrase: str = field(repr=False)
    opened: dict[str, SigningKey] = field(default_factory=dict, repr=False, compare=False)
    refused: dict[str, tuple[str, KeyRefused]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path, passphrase: Path | int | None = None) -> "Keyring":
        """The keyring of a folder; the passphrase comes from a file or an open file descriptor, `passphrase` in the folder when left out.

        Raises KeyRefused when it cannot be read, or others than its owner may read it. A ring of tokens alone needs none.
        """
        if passphrase is None and not (folder / "passphrase").exists() and not any(folder.rglob("*.p12")) and any(folder.rglob("*.uri")):
            return cls(folder, "")
        return cls(folder, read_secret(folder / "passphrase" if passphrase is None else passphrase))

    def key(self, role: Role, name: str = "") -> SigningKey:
        """The key of a role; leaders are told apart by account name. Raises KeyRefused when there is none."""
        label = self._label(role, name)
        if label not in self.opened:
            try:
                self.opened[label] = self._open(label)
            except OSError as cause:
                raise KeyRefused(f"Không đọc được khoá {label}.", f"The key {label} cannot be read.") from cause
        return self.opened[label]

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

    def _open(self, label: str) -> SigningKey:
        address, pin = self._beside(label, "uri"), self._beside(label, "pin")
        secret = read_secret(pin) if pin.exists() else self.passphrase
        if not address.is_file():
            return load_pkcs12(self._beside(label, "p12"), secret)
        if label in self.refused and self.refused[label][0] == secret:
            raise self.refused[label][1]
        try:
            return open_pkcs11(_line(address), secret, self._modules())
        except WrongPin as wrong:
            self.refused[label] = (secret, wrong)
            raise

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
