"""Settings: read once from ``gazette.toml`` and ``GAZETTE_*`` variables; the only reader of the environment."""

import os
import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from gazette.model.errors import GazetteError
from gazette.model.signing_rules import RULES, SigningRule

FILE = "gazette.toml"
PREFIX = "GAZETTE_"


class SettingsError(GazetteError):
    """A setting is unknown, or its value cannot be used."""

    code = "G110"
    vi = "Cấu hình sai: {name}: {vi}."
    en = "The configuration is wrong: {name}: {en}."
    exit_code = 2


class Settings(BaseSettings):
    """Everything an installation can be told; frozen. Every name is a key of ``gazette.toml`` and, in capitals, of the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", str_strip_whitespace=True)

    home: Path
    database_url: str = ""
    public_database_url: str = ""
    blobs: str = ""
    key_store: str = ""
    archive_key: str = ""
    blobs_copy: str = ""
    search: Literal["whoosh", "postgres"] = "whoosh"
    search_url: str = ""
    search_readers: tuple[str, ...] = ()
    search_memory_mb: int = Field(default=512, ge=16)
    profile: Literal["public", "office", "closed"] = "office"
    timezone: Literal["Asia/Ho_Chi_Minh"] = "Asia/Ho_Chi_Minh"
    sample: bool = False
    province: str = "tỉnh An Phước"
    place: str = "Tân Lộc"
    publisher: str = "Văn phòng Ủy ban nhân dân tỉnh An Phước"
    publisher_address: str = ""
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    upload_limit_mb: int = Field(default=64, ge=1)
    signing_level: Literal["B-B", "B-T", "B-LT", "B-LTA"] = "B-LTA"
    tsa_url: str = ""
    authority_port: int = Field(default=0, ge=0, le=65535)
    smtp: str = ""
    mail_from: str = ""
    smtp_password_file: Path | None = None
    signing_rules: tuple[SigningRule, ...] = RULES

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is said on the command line beats the environment, which beats the file."""
        del dotenv_settings, file_secret_settings
        home = Path(init_settings()["home"])
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=home / FILE)

    @field_validator("smtp")
    @classmethod
    def _mail_server(cls, address: str) -> str:
        if address and not re.fullmatch(r"(smtp|smtp\+starttls|smtps)://[^/\s]+", address):
            raise ValueError("smtp://host:port, smtp+starttls://user@host, smtps://user@host")
        return address

    @model_validator(mode="after")
    def _index_has_a_place(self) -> Self:
        if self.search == "postgres" and not self.search_database.startswith("postgresql+psycopg://"):
            raise ValueError("search_url: postgresql+psycopg://…")
        return self

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().resolve()

    @property
    def database(self) -> str:
        """The database's address; a SQLite file in the home folder unless set."""
        return self.database_url or f"sqlite:///{self.home / 'gazette.db'}"

    @property
    def public_database(self) -> str:
        """The address by which the process of the public site alone reads the database; that of the installation unless set."""
        return self.public_database_url or self.database

    @property
    def blob_store(self) -> str:
        """The blob store's address; a folder in the home folder unless set."""
        return self.blobs or f"file://{self.home / 'vault'}"

    @property
    def key_database(self) -> str:
        """The address of the database of the archive's keys; a SQLite file of its own in the home folder unless set."""
        return self.key_store or f"sqlite:///{self.home / 'keystore' / 'keys.db'}"

    @property
    def archive_key_file(self) -> Path:
        """The file that holds the archive's master key while no people or token hold it; among the secrets unless set."""
        return Path(self.archive_key).expanduser() if self.archive_key else self.home / "secrets" / "archive.key"

    @property
    def search_database(self) -> str:
        """The address of the PostgreSQL database that keeps the search index; that of the product unless set."""
        return self.search_url or self.database

    @property
    def search_memory(self) -> int:
        """What a process may keep of the search index in memory, in bytes."""
        return self.search_memory_mb * 1024 * 1024

    @property
    def upload_limit(self) -> int:
        """The largest upload, in bytes."""
        return self.upload_limit_mb * 1024 * 1024


def home_from(option: str | None) -> Path:
    """The home folder: the command line's *option*, else ``GAZETTE_HOME``, else ``./var``."""
    return Path(option or os.environ.get(f"{PREFIX}HOME") or "var").expanduser().resolve()


_PLACE = re.compile(r"line (\d+), column (\d+)")
_UNKNOWN = ("khóa lạ", "unknown key")
_REASONS = {
    "extra_forbidden": _UNKNOWN,
    "missing": ("thiếu giá trị", "a value is missing"),
    "int_parsing": ("phải là số nguyên", "must be a whole number"),
    "int_type": ("phải là số nguyên", "must be a whole number"),
    "int_from_float": ("phải là số nguyên", "must be a whole number"),
    "bool_parsing": ("phải là true hoặc false", "must be true or false"),
    "bool_type": ("phải là true hoặc false", "must be true or false"),
    "string_type": ("phải là chuỗi ký tự", "must be text"),
    "literal_error": ("phải là một trong: {expected}", "must be one of: {expected}"),
    "greater_than_equal": ("không được nhỏ hơn {ge}", "must not be less than {ge}"),
    "less_than_equal": ("không được lớn hơn {le}", "must not be more than {le}"),
}


def load(home: Path, **overrides: object) -> Settings:
    """The settings of the installation in *home*; raises :class:`SettingsError` for an unknown key or an unusable value."""
    _refuse_unknown_variables()
    try:
        return Settings(home=home, **overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise _refused(error.errors()[0]) from None
    except ValueError as error:  # a gazette.toml that is not TOML
        place = _PLACE.search(str(error))
        vi = f", dòng {place[1]}, cột {place[2]}" if place else ""
        raise SettingsError(name=FILE, vi=f"không đúng cú pháp TOML{vi}", en=f"not proper TOML: {error}") from None
    except OSError as error:
        raise SettingsError(name=FILE, vi=f"không đọc được ({error.strerror})", en=f"cannot be read ({error.strerror})") from None


def _refused(first: ErrorDetails) -> SettingsError:
    details = {name: str(value).replace("' or '", "', '") for name, value in first.get("ctx", {}).items()}
    vi, en = _REASONS.get(first["type"], ("giá trị không dùng được", first["msg"]))
    return SettingsError(name=".".join(str(part) for part in first["loc"]), vi=vi.format(**details), en=en.format(**details))


def _refuse_unknown_variables() -> None:
    for name in os.environ:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in Settings.model_fields:
            raise SettingsError(name=name, vi=_UNKNOWN[0], en=_UNKNOWN[1])
