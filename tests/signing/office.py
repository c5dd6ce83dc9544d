"""A small office for tests: a sample authority that really answers on loopback, and documents to sign."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import typst

from signing import Box, Level, Role, SampleAuthority, create_sample_authority, prepare, serving, sign, timestamp

BOXES = {Role.LEADER: Box(-1, 330, 120, 150, 60), Role.SEAL: Box(-1, 280, 110, 100, 100)}
_PAGE = """#set document(title: "Quyết định mẫu", date: datetime(year: 2026, month: 3, day: 5))
#set text(lang: "vi")
#pdf.attach("akn.xml", bytes("<akomaNtoso/>"), relationship: "source", mime-type: "application/xml", description: "AKN")
= Quyết định số 12/2026/QĐ-UBND
Tân Lộc, ngày 05 tháng 3 năm 2026. Giá đất được phép điều chỉnh là 10.000.000 đồng.
"""


@dataclass
class Clock:
    """The time the sample authority believes in; `shift` moves it."""

    shift: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift


@dataclass
class Office:
    """A sample authority with its services running, and documents at every step, each made once."""

    authority: SampleAuthority
    clock: Clock
    folder: Path

    @cached_property
    def page(self) -> bytes:
        source = self.folder / "page.typ"
        source.write_text(_PAGE, "utf-8")
        return bytes(typst.compile(str(source), pdf_standards=["a-3a", "ua-1"], timestamp=1_770_000_000))

    @cached_property
    def prepared(self) -> bytes:
        return prepare(self.page, "issued-document", BOXES)

    @cached_property
    def by_leader(self) -> bytes:
        return self.signed(self.prepared, Role.LEADER)

    @cached_property
    def sealed(self) -> bytes:
        return self.signed(self.by_leader, Role.SEAL)

    @cached_property
    def published(self) -> bytes:
        return timestamp(self.sealed, self.authority.timestamps, self.authority.trust)

    def signed(self, pdf: bytes, role: Role, level: Level = Level.LT, account: str = "lanh-dao") -> bytes:
        trust = self.authority.trust
        return sign(pdf, role=role, key=self.authority.key(role, account), level=level, authority=self.authority.timestamps, trust=trust)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def open_office(folder: Path) -> Iterator[Office]:
    authority = create_sample_authority(folder / "ca", base_url=f"http://127.0.0.1:{free_port()}")
    clock = Clock()
    with serving(authority, clock):
        yield Office(authority, clock, folder)
