"""What the services are made of: everything they reach outside themselves, joined once by the bootstrap."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import archive
import search
import signing
from gazette.db import Database
from gazette.model.document import Clock
from gazette.model.signing_rules import RULES, SigningRule
from gazette.word import LegacyConverter, LibreOffice

SEAL_KEY = "seal"
"""The signer's name for the agency's seal."""


class Signer(Protocol):
    """Where the keys are: ``signing.SignerClient``, or the same orders carried out in this process."""

    def sign(
        self,
        pdf: bytes,
        role: signing.Role,
        key_name: str,
        level: signing.Level,
        /,
        *,
        actor: str = "",
        text: str = "",
        at: datetime | None = None,
        profile: str | None = None,
    ) -> bytes:
        """The PDF with one more signature. *key_name* is a leader's account, or ``seal``, ``publication``. Raises signing.SigningError.

        *text* is what a copy or an annex shows, *at* the time it states; *profile* which of the profiles with these fields is meant.
        """

    def picture(self, role: signing.Role, key_name: str, /) -> bytes | None:
        """The PNG that signatures by this key show: a leader's signature, the seal. Raises signing.SigningError."""

    def timestamp(self, pdf: bytes, /, *, actor: str = "") -> bytes:
        """The PDF with the publication timestamp, which covers it to its end. Raises signing.SigningError."""

    def batch(self, order: signing.BatchOrder, documents: Iterable[tuple[str, bytes]], /) -> Iterator[signing.Made]:
        """The same to many documents, by name, verified, in any order; under the batch's name no document is signed twice.

        Raises signing.SigningError for what concerns them all.
        """

    def forget(self, batch: str, /) -> None:
        """All of a batch is kept. Raises signing.SigningError."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: to whom, its subject and its text."""

    to: str
    subject: str
    text: str


class Mailer(Protocol):
    """What carries mails out of the house."""

    def send(self, mail: Mail, /) -> None:
        """Hands one mail on; raises Unavailable."""


@dataclass(frozen=True, slots=True)
class Gazette:
    """Who publishes: printed on issues and pages."""

    province: str = "tỉnh An Phước"
    place: str = "Tân Lộc"
    publisher: str = "Văn phòng Ủy ban nhân dân tỉnh An Phước"
    publisher_address: str = ""
    public_url: str = "http://127.0.0.1:8000"


def _no_authority() -> signing.TimestampAuthority | None:
    return None


def _open_list() -> signing.AllowedSigners:
    return signing.AllowedSigners()


def _cold(_label: archive.Label) -> LegacyConverter:
    return LibreOffice()


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything ``build`` needs.

    - ``database``: an upgraded ``gazette.db.Database``.
    - ``vault``: ``archive.Vault(blobs, audit, profile, clock, database.independent)``; its tables live in the same database.
    - ``signer``: see ``Signer``. ``trust``: gives the trust store to verify against, asked at each verification.
    - ``index``: the search index of published documents.
    - ``clock``: now, in UTC, aware.
    - ``authority``: gives the time-stamping authority, for signatures that are made elsewhere and completed here.
    - ``signers``: gives the office's list of which certificates hold which role, asked at each signature and verification.
    - ``gazette``: the names printed on pages. ``level``: the PAdES level of every signature.
    - ``mailer``: what carries notices by mail; without one they stay on the desk.
    - ``rules``: which way of signing a document follows, by kind and day.
    - ``partitions``: a folder in memory for the indexes of what staff may search; without one the archive cannot be searched.
    - ``legacy``: gives what reads .doc and .rtf files of a label; a LibreOffice for each file alone when left out.
    """

    database: Database
    vault: archive.Vault
    signer: Signer
    trust: Callable[[], signing.TrustStore]
    index: search.SearchIndex
    clock: Clock
    gazette: Gazette = field(default_factory=Gazette)
    level: signing.Level = signing.Level.LTA
    legacy: Callable[[archive.Label], LegacyConverter] = _cold
    authority: Callable[[], signing.TimestampAuthority | None] = _no_authority
    signers: Callable[[], signing.AllowedSigners] = _open_list
    rules: tuple[SigningRule, ...] = RULES
    mailer: Mailer | None = None
    partitions: Path | None = None
