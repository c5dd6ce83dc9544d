"""A closed document on its way from receipt to seal: its text lies open in no file of the installation, in no spelling of it.

In the closed profile that goes for its title, its file's name, its subject and what people wrote about it too.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

import archive
import signing
from gazette.db import Database
from gazette.db.tables import documents, metadata
from gazette.model.document import Document, Upload
from gazette.services.circulation import NewList
from gazette.services.dossiers import NewDossier
from gazette.services.keep import Decision
from tests.town import Town, running_authority
from tests.words import docx
from tests.worlds.hunting import found
from tests.worlds.world import CANARY

LINES = (
    "p[center,b]:ỦY BAN NHÂN DÂN",
    "p[center,b]:TỈNH AN PHƯỚC",
    "p[center,b]:CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "p[center,b]:Độc lập - Tự do - Hạnh phúc",
    "p:Số:      /QĐ-UBND",
    "p:Tân Lộc, ngày     tháng     năm 2026",
    "p[center,b]:QUYẾT ĐỊNH",
    "p[center,b]:Về việc thành lập tổ công tác",
    "p[center,b]:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC",
    "p:Căn cứ Luật Tổ chức chính quyền địa phương;",
    "p[center,b]:QUYẾT ĐỊNH:",
    f"p:Điều 1. Thành lập Tổ công tác {CANARY} trực thuộc Văn phòng.",
    f"p:Điều 2. Tổ công tác {CANARY} có trách nhiệm báo cáo hằng tháng.",
    "p:Điều 3. Quyết định này có hiệu lực kể từ ngày ký.",
    "p[b]:TM. ỦY BAN NHÂN DÂN",
    "p[b]:CHỦ TỊCH",
    "p[b]:Nguyễn Văn Mẫu",
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.SampleAuthority]:
    with running_authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


def _telling(folder: Path) -> list[str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.relative_to(folder).as_posix() for path in files if found(path.read_bytes())]


def _walked(town: Town, level: str, until: str = "sealed") -> None:
    upload = Upload("quyet-dinh.docx", docx(*LINES))
    received = town.services.receive.receive(town.who("clerk"), upload, book="issued", level=level).document
    assert received.state == "received"
    done = town.forward(received, until)
    assert (done.state, done.level) == (until, level)
    assert {ref.format for ref in done.files} >= ({"docx", "xml", "pdf"} if until == "sealed" else {"docx", "xml"})
    town.database.engine.dispose()


def test_what_is_not_public_lies_open_nowhere(tmp_path: Path, authority: signing.SampleAuthority) -> None:
    town = Town(tmp_path / "home", authority)
    _walked(town, "noi-bo")
    assert _telling(tmp_path / "home") == []
    town.close()
    assert _telling(tmp_path / "home") == []


TITLED = (
    *LINES[:7],
    f"p[center,b]:Về việc thành lập tổ công tác {CANARY}",
    *LINES[8:10],
    f"p:Căn cứ Quyết định số 15/2024/QĐ-{CANARY} ngày 02 tháng 5 năm 2024 của Ủy ban nhân dân tỉnh An Phước;",
    *LINES[10:],
)


def _received(town: Town, level: str) -> Document:
    """A document that bears the canary, and of which everybody in town needs to know."""
    upload = Upload(f"{CANARY}.docx", docx(*TITLED))
    received = town.services.receive.receive(town.who("clerk"), upload, book="issued", level=level).document
    with town.database.write() as work:
        for user in town.actors:
            town.parts.vault.grant(work.connection, town.who("clerk").clearance, received.record, user)
    return town.document(received.id)


def _numbered(town: Town) -> Document:
    return town.forward(_received(town, "bi-mat"), "numbered")


@pytest.fixture
def closed(tmp_path: Path, authority: signing.SampleAuthority) -> Iterator[Town]:
    """A town of the closed profile."""
    town = Town(tmp_path / "home", authority, profile=archive.Profile.CLOSED)
    yield town
    town.close()


def _spoken_of(town: Town) -> None:
    """A closed document, a record and a list, all named by the canary, and notes about them."""
    document = _numbered(town)
    town.services.sign.refuse(town.who("leader"), document.id, f"Xem lại {CANARY}")
    keep, clerk = town.services.keep, town.who("clerk")
    kept = keep.put(clerk, Upload("a.txt", CANARY.encode()), title=f"Báo cáo {CANARY}", level="bi-mat")
    town.services.circulation.make(town.who("security-officer"), NewList(f"Danh sách {CANARY}", level="bi-mat"))
    dossier = town.services.dossiers.open(town.who("archivist"), NewDossier(CANARY, f"Hồ sơ {CANARY}", f"I. {CANARY}", "han-che"))
    assert town.services.dossiers.show(town.who("archivist"), CANARY) == dossier
    assert CANARY in (document.subject or "")
    assert document.source_name == f"{CANARY}.docx"
    assert CANARY in town.services.desk.document(clerk, document.id).history[-1].note
    assert any(CANARY in relation.evidence for relation in document.relations)
    assert keep.show(clerk, kept.id).title == f"Báo cáo {CANARY}"


def test_in_the_closed_profile_titles_and_notes_lie_open_nowhere_either(closed: Town) -> None:
    _spoken_of(closed)
    for name in ("gazette.db-wal", "keys.db-wal"):
        assert (closed.home / name).stat().st_size > 0, "what is looked into while the connections are open"
    assert _telling(closed.home) == []
    closed.database.engine.dispose()
    assert _telling(closed.home) == []


def test_nor_in_the_files_of_postgresql(tmp_path: Path, authority: signing.SampleAuthority, postgres_database: str) -> None:
    town = Town(tmp_path / "home", authority, postgres_database, profile=archive.Profile.CLOSED)
    server = create_engine(postgres_database, isolation_level="AUTOCOMMIT")
    with server.connect() as disk:
        begin = disk.exec_driver_sql(_HERE).one()
        _spoken_of(town)
        assert not any(found(data) for data in _lying(disk, *begin))
        with town.database.write() as work:
            work.connection.execute(documents.update().values(subject=f"Về việc {CANARY}"))
        assert sum(found(data) for data in _lying(disk, *begin)) == 2, "the table, and the log that is written ahead of it"
    server.dispose()
    town.close()


_HERE = "SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_lsn())"
_TABLES = "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't') AND oid >= 16384"


def _lying(disk: Connection, first: str, offset: int) -> Iterator[bytes]:
    """A database's tables and indexes as they lie on its server's disk, and the log written ahead of them since that place."""
    disk.exec_driver_sql("CHECKPOINT")
    tables = disk.exec_driver_sql(_TABLES).scalars().all()
    assert len(tables) > 50
    yield from (_file(disk, path) for path in tables)
    last, end = disk.exec_driver_sql(_HERE).one()
    between = f"SELECT name FROM pg_ls_waldir() WHERE name >= '{first}' AND name < '{last}' ORDER BY name"
    ahead = [*disk.exec_driver_sql(between).scalars()]
    yield b"".join([*(_file(disk, f"pg_wal/{name}") for name in ahead), _file(disk, f"pg_wal/{last}")[:end]])[offset:]


def _file(disk: Connection, path: str) -> bytes:
    return bytes(disk.exec_driver_sql(f"SELECT pg_read_binary_file('{path}')").scalar_one())


def test_a_closed_number_is_found_by_its_keyed_hash_and_only_while_the_keys_are_there(closed: Town) -> None:
    first = _numbered(closed)
    other, editor = replace(first, id="another"), closed.who("editor")
    with closed.database.read() as work:
        lists = work.lists(editor.clearance)
        assert lists.same_act(other) == lists.same_number(other)[0] == first
        assert first.number in lists.numbers_of(other)
        assert work.lists(archive.Clearance("khach", level=1)).same_act(other) is None
    (closed.home / "archive.key").rename(closed.home / "taken-away.key")
    assert closed.document(first.id).title == archive.WITHHELD
    with closed.database.write() as work:
        held = work.documents(editor.clearance)
        assert work.lists(editor.clearance).same_act(other) is None
        with pytest.raises(archive.ArchiveLocked):
            held.save(held.get(first.id))
    (closed.home / "taken-away.key").rename(closed.home / "archive.key")


def test_rows_follow_the_label_of_their_document_and_go_with_its_keys(closed: Town) -> None:
    document = _received(closed, "bi-mat")
    keep, officer, second = closed.services.keep, closed.who("security-officer"), closed.actors["quan-tri"]
    decision = Decision("giải mật", "QĐ 1")
    keep.reclassify(officer, second, document.record, "cong-khai", decision)
    assert _rows(closed) == ["documents"]
    assert closed.document(document.id) == replace(document, level="cong-khai")
    keep.reclassify(officer, second, document.record, "han-che", decision)
    assert _rows(closed) == []
    assert closed.document(document.id) == replace(document, level="han-che")
    keep.shred(closed.who("archivist"), second, document.record, decision)
    with closed.database.read() as work:
        (row,) = work.connection.execute(documents.select()).mappings()
        assert (row["source_name"], row["sealed"]) == (archive.WITHHELD, None)


def test_rows_of_another_profile_are_sealed_on_opening(tmp_path: Path, authority: signing.SampleAuthority) -> None:
    town = Town(tmp_path / "home", authority)
    document = _received(town, "bi-mat")
    assert _rows(town) != []
    strict = Database(town.address, town.clock, archive.Notes(town.keys))
    with strict.write() as work:
        assert work.closing.close_rest(100) == 1
        assert work.closing.close_rest(100) == 0
    assert "documents" not in _rows(town)
    assert town.document(document.id) == document
    strict.close()
    town.close()


def _rows(town: Town) -> list[str]:
    """The tables of the product in which the canary can be read."""
    with town.database.read() as work:
        found = ((table.name, str(work.connection.execute(table.select()).all())) for table in metadata.sorted_tables)
        return [name for name, text in found if CANARY in text]


def test_the_search_for_it_finds_it_where_it_may_lie_open(tmp_path: Path, authority: signing.SampleAuthority) -> None:
    town = Town(tmp_path / "home", authority)
    _walked(town, "cong-khai", until="converted")
    assert any(name.startswith("vault/") for name in _telling(tmp_path / "home"))
    town.close()
