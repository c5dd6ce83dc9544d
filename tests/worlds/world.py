"""A world: a town that always comes out the same, in which closed documents may or may not lie between the open ones."""

import hashlib
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import flask
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient

import archive
import signing
from gazette.model.clearing import Wanted
from gazette.model.document import Upload
from gazette.model.people import ROLES, Account
from gazette.pages import Site
from gazette.services import NewList
from gazette.web import create_app
from tests.town import PEOPLE, SAMPLES, InProcessSigner, Town
from tests.web.conftest import token
from tests.words import docx
from tests.worlds.chance import BEGIN, CHANCE, Chance, FrozenClock

CANARY = "Dzirkôn"
"""A word that stands in closed documents only."""

PASSWORD = "mat-khau-cua-the-gioi"
STRANGER = "198.51.100.7"
EVERY_ROLE = tuple(ROLES)
VIEWERS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "moi-vai": (EVERY_ROLE, "cong-khai", ()),
    "moi-vai-noi-bo": (EVERY_ROLE, "noi-bo", ()),
    "moi-vai-bi-mat": (EVERY_ROLE, "bi-mat", ("to-b",)),
    **{f"chi-{role}": ((role,), "cong-khai", ()) for role in ROLES},
}
"""Accounts that look at the worlds: roles, clearance, compartments. Nobody here made, or was given, anything closed."""


class RememberingSigner(InProcessSigner):
    """Signs a page once: the same page signed again, in another world, is the same file."""

    def sign(self, pdf: bytes, role: signing.Role, key_name: str, level: signing.Level, /, **more: Any) -> bytes:
        """One signature."""
        asked = ("sign", id(self.authority), hashlib.sha256(pdf).digest(), role, key_name, level, *sorted(more.items()))
        return CHANCE.once(asked, lambda: InProcessSigner.sign(self, pdf, role, key_name, level, **more))

    def timestamp(self, pdf: bytes, /, *, actor: str = "") -> bytes:
        """The publication timestamp."""
        asked = ("timestamp", id(self.authority), hashlib.sha256(pdf).digest())
        return CHANCE.once(asked, lambda: InProcessSigner.timestamp(self, pdf, actor=actor))


class FrozenTown(Town):
    """A town without chance."""

    clock_of = FrozenClock
    signer_of = RememberingSigner

    @staticmethod
    def log_key() -> Ed25519PrivateKey:
        """The same key in every world."""
        return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@dataclass
class World:
    """A town, its site, and the names of what lies in it: kind of name, then ``open`` or ``closed``."""

    town: Town
    app: flask.Flask
    chance: Chance
    names: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def name(self, kind: str, where: str, value: str) -> None:
        """Notes that *value* names something open or closed."""
        self.names.setdefault(kind, {}).setdefault(where, []).append(value)

    def client(self, user: str | None) -> FlaskClient:
        """A stranger's browser, or that of somebody who has logged in; far from this machine."""
        # The first one ever makes a hash for nobody, which draws on chance.
        self.town.services.accounts.authenticate("khong-co-ai", "")
        self.chance.begin(f"client/{user}")
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = STRANGER
        if user is not None:
            sent = {"csrf_token": token(client, "/dang-nhap"), "user": user, "password": PASSWORD}
            assert client.post("/dang-nhap", data=sent).status_code == 303, user
        return client

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Afterwards the world is what it was before, with its bytes; one on PostgreSQL is used once and left as it is."""
        path, vault, clock = self.town.home / "gazette.db", self.town.home / "vault", self.town.clock()
        if not self.town.address.startswith("sqlite"):
            yield
            return
        with sqlite3.connect(path) as live, sqlite3.connect(":memory:") as copy, TemporaryDirectory() as spare:
            live.backup(copy)
            shutil.copytree(vault, Path(spare, "vault"))
            self.town.services.index.rebuild()
            yield
            copy.backup(live)
            shutil.rmtree(vault)
            shutil.copytree(Path(spare, "vault"), vault)
        live.close()
        copy.close()
        self.town.clock.set(clock)


@dataclass(frozen=True)
class Step:
    """One thing that happens in a world, and in which worlds: ``open`` in all of them."""

    name: str
    kind: str
    do: Callable[[World], None]


def build(folder: Path, authority: signing.SampleAuthority, chance: Chance, kinds: frozenset[str], address: str | None = None) -> World:
    """The world in which the open things happened, and of the others those of *kinds*."""
    chance.begin("town")
    folder.mkdir()
    town = FrozenTown(folder, authority, address)
    app = create_app(town.services, secret_key="khóa thử", site=Site(sample=True), rate_limits=False)
    world = World(town, app, chance)
    for place, step in enumerate(STEPS):
        town.clock.set(BEGIN + timedelta(minutes=10 * place))
        if step.kind in {"open", *kinds}:
            chance.begin(step.name)
            step.do(world)
    town.clock.set(BEGIN + timedelta(days=1))
    town.services.partitions.catch_up()
    return world


@cache
def closed_word(name: str) -> bytes:
    """A Word file with the canary in its text, its table, a footnote, a comment and the names of recipient and signer."""
    return docx(
        "table[noborders]:ỦY BAN NHÂN DÂN\\nTỈNH AN PHƯỚC|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\\nĐộc lập - Tự do - Hạnh phúc;"
        "Số:       /QĐ-UBND|Tân Lộc, ngày      tháng 11 năm 2026",
        "p[center,b]:QUYẾT ĐỊNH",
        f"p[center,b]:Về việc {CANARY} {name}",
        f"p:Một. Nội dung {CANARY}{{note:Chú thích {CANARY}}}{{comment:Nhận xét {CANARY}}} của {name}.",
        f"table:Cột|{CANARY};{CANARY}|{name}",
        f"table[noborders]:Nơi nhận:\\n- {CANARY};\\n- Lưu: VT.|CHỦ TỊCH\\n\\n\\nNguyễn Văn {CANARY}",
    )


@cache
def closed_decision(name: str) -> bytes:
    """A decision of the Office with the canary in it: it takes its number in the series of the open decisions."""
    done = BytesIO()
    with zipfile.ZipFile(SAMPLES / "04-qd-to-cong-tac.docx") as given, zipfile.ZipFile(done, "w") as made:
        for part in given.infolist():
            data = given.read(part).decode() if part.filename == "word/document.xml" else given.read(part)
            if isinstance(data, str):
                data = data.replace("công tác", f"công tác {CANARY} {name}")
                assert CANARY in data
            made.writestr(part, data)
    return done.getvalue()


def _accounts(world: World) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with world.town.database.write() as work:
        for user, (roles, level, compartments) in VIEWERS.items():
            work.accounts.add(Account(user, f"Người xem {user}", roles, level, compartments), cheap.hash(PASSWORD), work.now)
        work.accounts.add(Account("nguoi-thu", "Người thử", ("clerk",), "cong-khai"), cheap.hash(PASSWORD), work.now)
    world.name("user", "open", "nguoi-thu")
    until = world.town.clock().date() + timedelta(days=30)
    wanted = Wanted("nguoi-thu", "vì thử", "noi-bo", (), until)
    world.name("proposal", "open", world.town.services.clearing.propose(world.town.who("administrator"), wanted).id)


def _dossier(world: World, code: str, level: str, where: str) -> None:
    label, title = archive.Label.named(level), f"Hồ sơ {CANARY}" if where == "closed" else "Hồ sơ công việc (mẫu)"
    with world.town.database.write() as work:
        opened = world.town.parts.vault.dossiers.open(work.connection, world.town.who("archivist").clearance, code, title, label)
    world.name("code", where, opened.id)
    world.name("code", where, code)


def _list(world: World, level: str, where: str) -> None:
    circulation, archivist = world.town.services.circulation, world.town.who("archivist")
    name = f"Danh sách {CANARY}" if where == "closed" else "Danh sách mở (mẫu)"
    made = circulation.make(archivist, NewList(name, level=level))
    circulation.enrol(archivist, made.id, "van-thu")
    if where == "open":
        circulation.enrol(archivist, made.id, "chi-editor")
    world.name("list_id", where, made.id)


def _published(world: World) -> None:
    town = world.town
    sealed = [town.through("sealed", "01-qd-quy-dinh-cay-xanh.docx"), town.through("sealed", "10-qd-cong-bo-tthc.docx", field="tthc")]
    issue = town.issue(*sealed, day=town.clock().date() + timedelta(days=1))
    town.publish(issue.id)
    town.worker.drain()
    for document in town.services.read.latest(10):
        world.name("slug", "open", document.slug or "")
        world.name("work", "open", (document.work or "").removeprefix("/akn/"))
        world.name("name", "open", document.check_code)
        world.name("name", "open", document.number or "")
        world.name("document", "open", document.id)
    world.name("issue", "open", issue.id)


def _at_work(world: World) -> None:
    town = world.town
    world.name("document", "open", town.through("converted", "16-qd-con-vet-sua.docx").id)
    world.name("document", "open", town.through("numbered", "06-cv-ra-soat.docx").id)
    sealed = town.through("sealed", "08-bc-cong-tac-van-thu.docx")
    world.name("document", "open", sealed.id)
    world.name("issue", "open", town.issue(town.document(sealed.id), first=14, last=14, day=town.clock().date() + timedelta(days=1)).id)
    signed = town.through("signed", "02-qd-ho-tro-thu-vien.docx")
    world.name("batch", "open", town.services.batches.order(town.who("clerk"), [signed.id]).id)
    town.worker.drain()


def _put(world: World, level: str, where: str, *compartments: str) -> None:
    word = CANARY if where == "closed" else "Mở"
    town, data = world.town, f"{word} {level} {' '.join(compartments)}".encode()
    actor = town.who("archivist")
    if compartments:
        cleared = Account(actor.user, actor.name, tuple(actor.roles), "bi-mat", compartments)
        with town.database.write() as work:
            work.accounts.change(actor.user, compartments=list(compartments))
        found = town.services.accounts.actor(cleared.user)
        assert found is not None
        actor = found
    title = f"Hồ sơ {CANARY}" if where == "closed" else "Hồ sơ mở (mẫu)"
    record = town.services.keep.put(actor, Upload(f"{word}.pdf", data), title=title, level=level, compartments=compartments)
    with town.database.write() as work:
        work.accounts.change(actor.user, compartments=[])
    world.name("record", where, record.id)
    world.name("name", where, hashlib.sha256(data).hexdigest())


def _receive(world: World, level: str, name: str, state: str) -> None:
    town = world.town
    made = closed_decision(name) if state == "numbered" else closed_word(name)
    upload = Upload(f"{CANARY} {name}.docx", made)
    document = town.services.receive.receive(town.who("clerk"), upload, level=level, book="incoming").document
    world.name("document", "closed", document.id)
    world.name("record", "closed", document.record)
    world.name("name", "closed", document.check_code)
    world.name("name", "closed", hashlib.sha256(upload.data).hexdigest())
    with town.database.write() as work:
        for user in PEOPLE:
            town.parts.vault.grant(work.connection, town.who("clerk").clearance, document.record, user)
    if state == "returned":
        town.worker.drain()
        town.services.review.return_(town.who("editor"), document.id, f"thiếu {CANARY}")
        return
    moved = town.forward(document, state)
    if moved.number:
        world.name("name", "closed", moved.number)


def _draft_issue(world: World) -> None:
    town = world.town
    sealed = town.through("sealed", "04-qd-to-cong-tac.docx")
    issue = town.issue(town.document(sealed.id), first=15, last=16, day=town.clock().date() + timedelta(days=2))
    world.name("document", "closed", sealed.id)
    world.name("issue", "closed", issue.id)
    world.name("part", "closed", "15+16")
    world.name("slug", "closed", sealed.id)
    signed = town.through("signed", "11-qd-sua-doi-thu-vien.docx")
    world.name("batch", "closed", town.services.batches.order(town.who("clerk"), [signed.id]).id)


STEPS = (
    Step("accounts", "open", _accounts),
    Step("open dossier", "open", lambda world: _dossier(world, "01.TH", "cong-khai", "open")),
    Step("closed dossier", "closed", lambda world: _dossier(world, "77.KIN", "han-che", "closed")),
    Step("open list", "open", lambda world: _list(world, "cong-khai", "open")),
    Step("closed list", "closed", lambda world: _list(world, "han-che", "closed")),
    Step("closed before", "closed", lambda world: _put(world, "bi-mat", "closed")),
    Step("inner list", "inner", lambda world: _list(world, "noi-bo", "closed")),
    Step("inner before", "inner", lambda world: _receive(world, "noi-bo", "sơ bộ", "numbered")),
    Step("unpublished before", "unpublished", lambda world: _receive(world, "cong-khai", "dự thảo", "converted")),
    Step("published", "open", _published),
    Step("closed between", "closed", lambda world: _receive(world, "han-che", "giữa kỳ", "converted")),
    Step("compartment", "closed", lambda world: _put(world, "noi-bo", "closed", "to-a")),
    Step("inner between", "inner", lambda world: _put(world, "noi-bo", "closed")),
    Step("open record", "open", lambda world: _put(world, "cong-khai", "open")),
    Step("at work", "open", _at_work),
    Step("closed after", "closed", lambda world: _receive(world, "bi-mat", "cuối kỳ", "numbered")),
    Step("inner after", "inner", lambda world: _receive(world, "noi-bo", "trả lại", "returned")),
    Step("unpublished after", "unpublished", _draft_issue),
)
"""What happens in the worlds, ten minutes apart: closed things come before, between and after the open ones."""

KINDS = {
    "open": frozenset[str](),
    "closed": frozenset({"closed"}),
    "inner": frozenset({"closed", "inner"}),
    "all": frozenset({"closed", "inner", "unpublished"}),
}
"""The worlds: open things only; with what lies from Hạn chế up or in a compartment; with Nội bộ besides; with the unpublished besides."""


def fuller(user: str | None) -> str:
    """The fullest world this viewer may not tell from the open one."""
    if user is None:
        return "all"
    return "inner" if VIEWERS[user][1] == "cong-khai" else "closed"
