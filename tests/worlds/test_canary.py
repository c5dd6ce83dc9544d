"""The canary of the closed documents is in nothing that the street is answered, that is logged, or that is indexed (N3, N6, N20, N40)."""

import base64
import gzip
import io
import tarfile
import zipfile
import zlib
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import quote

from gazette import backup, bootstrap, config
from gazette.db.tables import metadata
from gazette.home import Home
from gazette.mailing import SmtpMailer
from gazette.services import Notify
from tests.post_office import post_office
from tests.worlds.asking import questions
from tests.worlds.hunting import found
from tests.worlds.world import CANARY, World


def test_the_forms_of_the_canary_are_noticed() -> None:
    for told in (
        CANARY.encode(),
        b"dzirkon",
        CANARY.encode("utf-16-le"),
        quote(CANARY).encode(),
        base64.b64encode(b"abc" + CANARY.encode()),
        base64.b64encode(f"báo cáo {CANARY}".encode("utf-16-le")),
        _zipped("a.txt", CANARY.encode()),
        gzip.compress(_zipped("a.txt", CANARY.encode())),
        b"%PDF-1.7 1 0 obj stream\n" + zlib.compress(CANARY.encode("utf-16-be")) + b"\nendstream",
        base64.b64encode(gzip.compress(CANARY.encode())),
    ):
        packed = told[:2] in (b"PK", b"\x1f\x8b", b"%P")
        assert found(told if packed else b"... " + told + b" ...")
    assert not found(_zipped("a.txt", b"Zirkon") + base64.b64encode(b"Zirkon" * 9))


def _zipped(name: str, data: bytes) -> bytes:
    done = io.BytesIO()
    with zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, data)
    return done.getvalue()


def test_the_canary_is_in_no_answer_no_log_and_no_index(worlds: dict[str, World]) -> None:
    world = worlds["all"]
    client = world.client(None)
    seen = len(world.chance.logs)
    for question in questions(world, whole=False, staff=False):
        answer = question.put(client) if question.form is None else None
        if answer is not None:
            assert not found(repr(answer[:2]).encode() + answer[2]), question
    assert not found(repr(world.chance.logs[seen:]).encode())
    files = [path for path in (world.town.home / "index").rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if found(path.read_bytes())] == []


def test_no_question_is_written_down(worlds: dict[str, World]) -> None:
    world = worlds["all"]
    seen = len(world.chance.logs)
    for path in ("/tim-kiem", "/tim-kiem.json", "/goi-y", "/api/v1/search"):
        assert world.client(None).get(path, query_string={"q": CANARY}).status_code == 200
    assert len(world.chance.logs) > seen
    assert not found(repr(world.chance.logs[seen:]).encode())


OPEN = ("vault/", "gazette.db")
"""Where what is not published yet lies as it is: its label says that everybody may read it one day. Titles of others lie in the database."""


def _told(folder: Path, *but: str) -> set[str]:
    """The files below *folder* that tell of the canary, by name or by content, but for those that begin so."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name for name, path in files.items() if not name.startswith(but) and (found(name.encode()) or found(path.read_bytes()))}


def test_the_canary_lies_in_no_file_of_the_home_but_the_database_and_the_unpublished(worlds: dict[str, World]) -> None:
    assert _told(worlds["all"].town.home, *OPEN) == set()
    # Where nothing is unpublished, all that is closed lies sealed in the store.
    assert _told(worlds["inner"].town.home, "gazette.db") == set()
    assert any((worlds["inner"].town.home / "vault").rglob("*"))
    assert any((worlds["inner"].town.home / "index").rglob("*"))


def test_the_canary_lies_in_no_temporary_file(worlds: dict[str, World], spare: Path) -> None:
    assert worlds
    assert _told(spare) == set()


def test_a_backup_holds_the_canary_in_its_copy_of_the_database_only(worlds: dict[str, World], tmp_path: Path) -> None:
    town = worlds["inner"].town
    settings = config.load(town.home, sample=True)
    backup.save(bootstrap.Installation(settings, Home(town.home), town.parts, town.services), tmp_path / "sao-luu.tar")
    with tarfile.open(tmp_path / "sao-luu.tar") as saved:
        members = {one.name: file.read() for one in saved if (file := saved.extractfile(one)) is not None}
    assert {name for name, data in members.items() if found(data)} == {"database.sqlite"}
    assert any(name.startswith("blobs/") for name in members)


def test_a_release_holds_nothing_of_the_canary(worlds: dict[str, World], tmp_path: Path) -> None:
    world = worlds["all"]
    with world.kept():
        assert world.town.services.release.export(world.town.who("publisher"), tmp_path / "goi") > 0
    assert _told(tmp_path / "goi") == set()


def test_notices_and_the_mails_really_sent_of_them_hold_nothing_of_the_canary(worlds: dict[str, World]) -> None:
    world = worlds["all"]
    town = world.town
    with world.kept(), post_office() as (address, mails):
        notify = Notify(replace(town.parts, mailer=SmtpMailer(address, "khong-tra-loi@an-phuoc.invalid")))
        record = world.names["record"]["closed"][0]
        town.services.keep.grant(town.who("archivist"), record, "van-thu")
        town.services.emergencies.ask(town.who("editor"), record, f"Cần {CANARY} gấp.")
        waiting = [notice for actor in town.actors.values() for notice in notify.mine(actor)]
        assert {"granted", "proposal", "break-glass-asked"} <= {notice.kind for notice in waiting}
        for actor in town.actors.values():
            notify.set_address(actor, f"{actor.user}@an-phuoc.invalid")
        assert all(notify.deliver(notice.id) for notice in waiting)
        with town.database.read() as work:
            kept = [str(work.connection.execute(table.select()).all()) for table in metadata.sorted_tables if table.name in OUTBOX]
    assert len(mails) == len(waiting)
    assert not any(found(mail) or found(_read(mail)) for mail in mails)
    assert len(kept) == len(OUTBOX)
    assert not any(found(rows.encode()) for rows in kept)


OUTBOX = ("jobs", "notices")
"""The tables in which a mail waits."""


def _read(mail: bytes) -> bytes:
    """A mail as its reader sees it: subject, addresses and body decoded."""
    message = message_from_bytes(mail, policy=policy.default)
    body = message.get_body()
    assert body is not None
    return "\n".join([*map(str, message.values()), body.get_content()]).encode()
