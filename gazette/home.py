"""What an installation's folder holds, and the sample accounts of a sample installation."""

import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from gazette.model.errors import GazetteError
from gazette.model.people import Account

_ACCOUNTS = (
    Account("van-thu", "Trần Thị Văn Thư (mẫu)", ("clerk",), "noi-bo"),
    Account("soan-thao", "Phạm Văn Soạn Thảo (mẫu)", ("drafter",), "noi-bo"),
    Account("lanh-dao", "Nguyễn Văn Mẫu", ("leader",), "han-che"),
    Account("pho-chu-tich", "Trần Thị Thí Dụ", ("leader",), "noi-bo"),
    Account("bien-tap", "Lê Thị Biên Tập (mẫu)", ("editor",), "noi-bo"),
    Account("phat-hanh", "Hoàng Văn Phát Hành (mẫu)", ("publisher",), "noi-bo"),
    Account("luu-tru", "Vũ Thị Lưu Trữ (mẫu)", ("archivist",), "han-che"),
    Account("bao-mat", "Đặng Văn Bảo Mật (mẫu)", ("security-officer",), "bi-mat"),
    Account("kiem-soat", "Bùi Thị Kiểm Soát (mẫu)", ("auditor",), "noi-bo"),
    Account("quan-tri", "Đỗ Văn Quản Trị (mẫu)", ("administrator",), "cong-khai"),
    Account("doc-cong-khai", "Người đọc công khai (mẫu)", ("archivist",), "cong-khai"),
    Account("doc-noi-bo", "Người đọc nội bộ (mẫu)", ("archivist",), "noi-bo"),
    Account("doc-han-che", "Người đọc hạn chế (mẫu)", ("archivist",), "han-che"),
    Account("doc-bi-mat", "Người đọc bí mật (mẫu)", ("archivist",), "bi-mat"),
)
_LONGEST_SOCKET = 100
SAMPLE_ACCOUNTS: Mapping[str, Account] = {account.user: account for account in _ACCOUNTS}
"""One account per role, and one per clearance."""

SAMPLE_USERS: Mapping[str, str] = {account.roles[0]: account.user for account in reversed(_ACCOUNTS)}
"""The sample account that acts for each role."""


SAMPLE_LEADERS: Mapping[str, str] = {account.user: account.name for account in _ACCOUNTS if "leader" in account.roles}
"""Who has a signing key of their own in a sample installation: account to name."""


SAMPLE_KEYS: Mapping[str, str] = {**SAMPLE_LEADERS, "chu-tich-hdnd": "Lê Thị Ví Dụ"}
"""Every sample person with a signing key: the leaders, and one of another agency whose signed file arrives by post."""


class NotInitialised(GazetteError):
    """The folder holds no installation."""

    code = "G130"
    vi = "Thư mục {home} chưa có cài đặt; chạy: gazette --home {home} init."
    en = "There is no installation in {home}; run: gazette --home {home} init."


class Remains(GazetteError):
    """The folder holds parts of an installation whose secrets are gone."""

    code = "G132"
    vi = "Thư mục {home} còn {part} của một cài đặt đã mất khóa; hãy khôi phục từ bản sao lưu hoặc chọn thư mục khác."
    en = "{home} still holds {part} of an installation whose secrets are gone; restore it from a backup or choose another folder."


@dataclass(frozen=True, slots=True)
class Login:
    """A sample account with its password."""

    user: str
    password: str
    role: str
    clearance: str


@dataclass(frozen=True, slots=True)
class Home:
    """The places inside one installation's folder."""

    folder: Path

    @property
    def settings(self) -> Path:
        """The settings file; an operator may write it before there is an installation."""
        return self.folder / "gazette.toml"

    @property
    def building(self) -> Path:
        """Where a new installation is made, before its parts move up into the folder."""
        return self.folder / ".new"

    @property
    def index(self) -> Path:
        """The public search index."""
        return self.folder / "index" / "public"

    @property
    def trust(self) -> Path:
        """The trust store."""
        return self.folder / "trust"

    @property
    def signers(self) -> Path:
        """The list of certificates that may sign which role; the sample has one, elsewhere the operator writes it."""
        return self.folder / "signers.toml"

    @property
    def authority(self) -> Path:
        """The sample authority, in a sample installation."""
        return self.folder / "authority"

    @property
    def keys(self) -> Path:
        """The signing keys; only the signer opens it."""
        return self.folder / "keys"

    @property
    def socket(self) -> Path:
        """Where the signer listens; in a folder of the machine's own when the home's path is too long for a Unix socket."""
        near = self.folder / "signer.sock"
        if len(os.fsencode(near)) <= _LONGEST_SOCKET:
            return near
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:24]
        return Path(tempfile.gettempdir()) / f"gazette-{os.getuid()}-{name}" / "signer.sock"

    @property
    def audit_key(self) -> Path:
        """The Ed25519 key that signs the heads of the audit log."""
        return self.folder / "secrets" / "audit.key"

    @property
    def session_key(self) -> Path:
        """The key that signs session cookies."""
        return self.folder / "secrets" / "session.key"

    @property
    def key_store(self) -> Path:
        """The folder of the archive's keys and of what holds its master key."""
        return self.folder / "keystore"

    @property
    def log_keys(self) -> Path:
        """The public keys that signed heads of the log before the present one, a line each (C2SP verifier keys). No secret."""
        return self.folder / "log-keys.txt"

    @property
    def logins(self) -> Path:
        """The sample accounts' passwords, in a sample installation."""
        return self.folder / "secrets" / "sample-logins.json"

    @property
    def initialised(self) -> bool:
        """Whether there is an installation."""
        return self.session_key.is_file()

    def require(self) -> None:
        """Raises :class:`NotInitialised` unless there is an installation."""
        if not self.initialised:
            raise NotInitialised(home=self.folder)

    def require_furnished(self) -> None:
        """Raises :class:`NotInitialised` unless there is an installation, as far as it can be told without looking at its secrets."""
        if not self.settings.is_file():
            raise NotInitialised(home=self.folder)

    def require_no_remains(self) -> None:
        """Raises :class:`Remains` when there are parts of an installation here: a new one must not be made over them."""
        parts = (
            self.folder / "gazette.db",
            self.folder / "vault",
            self.index,
            self.keys,
            self.trust,
            self.authority,
            self.audit_key,
            self.key_store,
        )
        found = next((part for part in parts if part.exists()), None)
        if found is not None:
            raise Remains(home=self.folder, part=found.relative_to(self.folder))

    def sample_logins(self) -> list[Login]:
        """The sample accounts with their passwords."""
        return [Login(**row) for row in json.loads(self.logins.read_text(encoding="utf-8"))]


def new_logins() -> list[Login]:
    """A fresh password for every sample account."""
    return [Login(account.user, secrets.token_urlsafe(9), account.roles[0], account.clearance) for account in _ACCOUNTS]


def write_secret(path: Path, data: bytes) -> None:
    """Writes a new file that only its owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def write_logins(path: Path, logins: list[Login]) -> None:
    """Writes the sample logins for their owner only."""
    write_secret(path, json.dumps([asdict(login) for login in logins], ensure_ascii=False, indent=1).encode())
