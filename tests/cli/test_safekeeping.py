"""backup, restore and keys: an installation made anew is the same one, and a damaged copy makes none."""

import io
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

import archive
from gazette import bootstrap, config
from gazette.db import snapshots
from gazette.model.errors import Unavailable
from tests.demo import Demo, call
from tests.postgres import database

Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture
def saved(own: Demo, tmp_path: Path) -> Path:
    """A backup of the demonstration."""
    target = tmp_path / "backup.tar"
    assert own.call("backup", target).status == 0
    return target


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    path = tmp_path / "phrase"
    path.write_text("một mật khẩu rất dài\n")
    return path


def test_an_installation_comes_back_from_its_backup_with_a_clean_log(own: Demo, saved: Path, tmp_path: Path) -> None:
    head, home = tmp_path / "head", tmp_path / "moi"
    own.call("archive", "list", "--as", "luu-tru")
    own.call("audit", "head", "-o", head)
    assert call("--home", home, "restore", saved).status == 0
    new = Demo(home, own.said)
    assert new.call("audit", "verify").status == 0
    late = new.json("audit", "verify", "--against", head)
    assert [row["code"] for row in late.rows] == ["L006"]
    assert new.call("index", "check").status == 0
    assert new.call("archive", "check", "--as", "bao-mat").status == 0
    for command in (["search", "cây xanh"], ["archive", "list", "--as", "doc-bi-mat"], ["issue", "list"]):
        assert new.json(*command).out == own.json(*command).out
    assert not (home / "authority").exists()
    assert (home / "secrets/audit.key").read_bytes() != (own.home / "secrets/audit.key").read_bytes()


def test_a_backup_is_for_its_owner_and_carries_no_key(own: Demo, saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600
    with tarfile.open(saved) as tar:
        names = tar.getnames()
    data = saved.read_bytes()
    assert not [name for name in names if name.startswith(("secrets", "keys", "authority", "index"))]
    for path in [*(own.home / "secrets").iterdir(), *(own.home / "authority/keys").rglob("*.p12")]:
        assert path.read_bytes() not in data


def test_a_backup_names_the_files_the_store_has_lost_and_still_is_one(own: Demo, tmp_path: Path) -> None:
    lost = next(path for path in (own.home / "vault").rglob("*") if len(path.name) == 64)
    lost.unlink()
    answer = own.json("backup", tmp_path / "b.tar")
    assert (answer.status, answer.row["missing"], lost.name in answer.err) == (1, 1, True)
    assert call("--home", tmp_path / "moi", "restore", tmp_path / "b.tar").status == 0


def test_a_document_whose_text_is_lost_keeps_no_other_from_being_restored_and_found(own: Demo, tmp_path: Path) -> None:
    installation = bootstrap.open_installation(config.load(own.home))
    document, *others = installation.services.read.latest()
    installation.close()
    lost = document.file("xml")
    assert lost is not None
    (own.home / "vault" / lost.sha256[:2] / lost.sha256[2:4] / lost.sha256).unlink()
    assert own.json("backup", tmp_path / "b.tar").status == 1
    home = tmp_path / "moi"
    assert call("--home", home, "restore", tmp_path / "b.tar").status == 0
    for one in (document, *others):
        assert f'"{one.number}"' in call("--home", home, "--json", "search", one.number).out


def test_only_an_empty_home_is_restored_into(own: Demo, saved: Path) -> None:
    before = (own.home / "gazette.toml").read_bytes()
    answer = own.call("restore", saved)
    assert (answer.status, bool(answer.sentence)) == (1, True)
    assert (own.home / "gazette.toml").read_bytes() == before


def _rewritten(source: Path, change: Callable[[Members], None]) -> None:
    with tarfile.open(source) as tar:
        members = [(member, (tar.extractfile(member) or io.BytesIO()).read()) for member in tar]
    change(members)
    with tarfile.open(source, "w") as tar:
        for member, data in members:
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def _with(name: str, kind: bytes = tarfile.REGTYPE) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/hostname"
        members.insert(1, (info, b"" if kind != tarfile.REGTYPE else b"x"))

    return change


def _altered(members: Members) -> None:
    place = next(place for place, (member, _) in enumerate(members) if member.name.startswith("blobs/"))
    member, data = members[place]
    members[place] = (member, data[:-1] + bytes([data[-1] ^ 1]))


def _shorter(members: Members) -> None:
    members[:] = [pair for pair in members if not pair[0].name.startswith("trust/manifest")]


CHANGES = [
    _altered,
    _shorter,
    _with("../ra-ngoai"),
    _with("/tmp/ra-ngoai"),
    _with("trust/../../ra-ngoai"),
    _with("secrets/session.key"),
    _with("trust/lien-ket", tarfile.SYMTYPE),
    _with("trust/lien-ket", tarfile.LNKTYPE),
    lambda members: members.append(members[2]),
    lambda members: members.pop(),
]


@pytest.fixture(scope="module")
def one(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One backup for all damages."""
    folder = tmp_path_factory.mktemp("one")
    own = demo.copied(folder / "home")
    assert own.call("backup", folder / "b.tar").status == 0
    return folder / "b.tar"


@pytest.mark.parametrize("change", CHANGES)
def test_a_backup_with_anything_changed_restores_nothing(one: Path, tmp_path: Path, change: Callable[[Members], None]) -> None:
    source = tmp_path / "b.tar"
    source.write_bytes(one.read_bytes())
    _rewritten(source, change)
    answer = call("--home", tmp_path / "moi", "restore", source)
    assert (answer.status, bool(answer.sentence)) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar"]


@pytest.mark.parametrize("cut", [0, 700, -40_000])
def test_what_is_no_backup_is_told_from_one_that_is_damaged(one: Path, tmp_path: Path, cut: int) -> None:
    source = tmp_path / "b.tar"
    source.write_bytes(one.read_bytes()[:cut])
    assert call("--home", tmp_path / "moi", "restore", source).status in ({2} if cut >= 0 else {1, 2})
    assert call("--home", tmp_path / "moi", "restore", tmp_path / "khong-co").status == 2
    assert not (tmp_path / "moi").exists()


def test_keys_are_listed_without_what_is_secret(own: Demo) -> None:
    rows = own.json("keys", "list").rows
    assert {row["key"] for row in rows} >= {"audit", "seal", "publication", "leader/lanh-dao"}
    seal = next(row for row in rows if row["key"] == "seal")
    assert (bool(seal["name"]), seal["state"], seal["expires"] > "2026") == (True, "current", True)


def test_after_a_rotation_old_heads_are_still_believed_and_forged_ones_are_not(own: Demo, tmp_path: Path) -> None:
    old, forged, stranger = tmp_path / "old", tmp_path / "forged", own.copied(tmp_path / "khac")
    own.call("audit", "head", "-o", old)
    answer = own.json("keys", "rotate")
    assert (answer.status, answer.row["rotated"]) == (0, ["audit", "session"])
    stranger.call("keys", "rotate")
    stranger.call("audit", "head", "-o", forged)
    assert own.call("audit", "verify", "--against", old).status == 0
    assert "L008" in own.call("audit", "verify", "--against", forged).out
    states = [row["state"] for row in own.json("keys", "list").rows if row["key"] == "audit"]
    assert states == ["current", "retired"]
    assert own.call("keys", "rotate", "--as", "van-thu").status == 1


def test_keys_come_back_under_their_passphrase_only(own: Demo, saved: Path, tmp_path: Path, phrase: Path) -> None:
    copy, wrong, home = tmp_path / "keys.enc", tmp_path / "wrong", tmp_path / "moi"
    wrong.write_text("một mật khẩu sai rồi")
    assert own.call("keys", "backup", "-o", copy, "--passphrase-file", phrase).status == 0
    assert (own.home / "secrets/session.key").read_bytes() not in copy.read_bytes()
    assert call("--home", home, "restore", saved, "--keys", copy, "--passphrase-file", wrong).status == 1
    assert not home.exists()
    assert call("--home", home, "restore", saved, "--keys", copy, "--passphrase-file", phrase).status == 0
    for name in ("secrets/audit.key", "secrets/session.key", "authority/keys/seal.p12"):
        assert (home / name).read_bytes() == (own.home / name).read_bytes()
        assert (home / name).stat().st_mode & 0o077 == 0
    short = tmp_path / "short"
    short.write_text("ngắn")
    assert own.call("keys", "backup", "-o", copy, "--passphrase-file", short).status == 1
    copy.write_bytes(b"khong phai khoa")
    assert call("--home", tmp_path / "m2", "restore", saved, "--keys", copy, "--passphrase-file", phrase).status == 2


def test_a_backup_from_postgresql_goes_into_an_empty_database_only(
    tmp_path: Path, postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAZETTE_DATABASE_URL", postgres_database)
    home, paper, target = tmp_path / "home", tmp_path / "a.txt", tmp_path / "b.tar"
    paper.write_text("giấy")
    assert call("--home", home, "init", "--sample").status == 0
    assert call("--home", home, "archive", "put", paper, "--title", "Giấy", "--level", "noi-bo", "--as", "van-thu").status == 0
    assert call("--home", home, "backup", target).status == 0
    assert call("--home", tmp_path / "moi", "restore", target).status == 1
    with database(make_url(postgres_database)) as empty:
        monkeypatch.setenv("GAZETTE_DATABASE_URL", empty)
        assert call("--home", tmp_path / "moi", "restore", target).status == 0
        assert "Giấy" in call("--home", tmp_path / "moi", "archive", "list", "--as", "doc-noi-bo").out
        assert call("--home", tmp_path / "moi", "audit", "verify").status == 0


def test_a_missing_pg_dump_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(Unavailable) as missing:
        snapshots.snapshot("postgresql+psycopg://x@127.0.0.1:1/x", tmp_path)
    assert "pg_dump" in missing.value.message("vi")


CANARY = "zirkon-mật-ong"


@pytest.fixture
def closed(own: Demo, tmp_path: Path) -> str:
    """A record above Công khai with a canary in its content."""
    paper = tmp_path / "mat.txt"
    paper.write_text(f"Nội dung {CANARY}\n", encoding="utf-8")
    kept = own.json("archive", "put", paper, "--title", "Việc nội bộ", "--level", "noi-bo", "--as", "doc-noi-bo")
    assert kept.status == 0, kept.err
    return str(kept.row["record"])


def _get(demo: Demo, record: str, target: Path) -> int:
    return demo.call("archive", "get", record, "-o", target, "--as", "doc-noi-bo").status


def test_a_backup_gives_closed_records_with_the_keys_only_and_never_a_shredded_one(
    own: Demo, closed: str, phrase: Path, tmp_path: Path
) -> None:
    backup, copy = tmp_path / "du-lieu.tar", tmp_path / "khoa.enc"
    assert own.json("backup", backup).row["keys_not_copied"] > 0
    assert own.call("keys", "backup", "-o", copy, "--passphrase-file", phrase).status == 0
    assert own.json("backup", backup.with_suffix(".2")).row["keys_not_copied"] == 0
    assert (tmp_path / "khoa-ky.key").stat().st_size == 32
    assert CANARY.encode() not in backup.read_bytes()

    bare = Demo(tmp_path / "khong-khoa", own.said)
    assert call("--home", bare.home, "restore", backup).status == 0
    assert _get(bare, closed, tmp_path / "x") == 3
    whole = Demo(tmp_path / "co-khoa", own.said)
    assert call("--home", whole.home, "restore", backup, "--keys", copy, "--passphrase-file", phrase).status == 0
    assert _get(whole, closed, tmp_path / "x") == 0
    assert CANARY in (tmp_path / "x").read_text(encoding="utf-8")

    medium = tmp_path / "ket-sat" / "khoa-ky"
    assert own.call("keys", "epoch", medium, "--as", "quan-tri").status == 0
    apart = tmp_path / "khoa-truoc.enc"
    assert own.call("keys", "backup", "-o", apart, "--passphrase-file", phrase).status == 0
    put_back = ("restore", backup, "--keys", apart, "--passphrase-file", phrase, "--epoch")
    kept = shutil.copy(medium, tmp_path / "ban-sao-khoa-ky")
    before = Demo(tmp_path / "truoc", own.said)
    assert call("--home", before.home, *put_back, kept).status == 0
    assert _get(before, closed, tmp_path / "w") == 0

    shredding = ("archive", "shred", closed, "--reason", "hết hạn", "--decision", "02/QĐ", "--second", "doc-noi-bo", "--as", "luu-tru")
    assert own.call(*shredding, "-o", tmp_path / "giay.json").status == 0
    (public,) = (row["public"] for row in own.json("keys", "list").rows if row["key"] == "audit")
    key = archive.VerifierKey.parse(public).key
    assert archive.Certificate.from_json((tmp_path / "giay.json").read_text(encoding="utf-8")).holds(key)
    assert own.call("audit", "verify").status == 0
    first = Demo(tmp_path / "cu", own.said)
    assert call("--home", first.home, "restore", backup, "--keys", copy, "--passphrase-file", phrase).status in (0, 3)
    assert _get(first, closed, tmp_path / "y") == 3
    later = tmp_path / "khoa-sau.enc"
    assert own.call("keys", "backup", "-o", later, "--passphrase-file", phrase).status == 0
    after = Demo(tmp_path / "sau", own.said)
    assert call("--home", after.home, "restore", backup, "--keys", later, "--passphrase-file", phrase, "--epoch", medium).status == 0
    assert _get(after, closed, tmp_path / "y") == 3
    again = Demo(tmp_path / "lai", own.said)
    assert call("--home", again.home, *put_back, medium).status in (0, 3)
    assert _get(again, closed, tmp_path / "y") == 3
    assert not (tmp_path / "y").exists()


def test_the_master_key_goes_to_people_who_unlock_the_archive_together(own: Demo, closed: str, tmp_path: Path) -> None:
    for name in ("mot", "hai", "ba"):
        (tmp_path / name).write_text(f"mật khẩu dài của người {name}\n", encoding="utf-8")
    holders = [word for name in ("mot", "hai", "ba") for word in ("--holder", name, tmp_path / name)]
    assert own.call("keys", "share", "--needed", "2", *holders, "--as", "quan-tri").status == 0
    assert not (own.home / "secrets" / "archive.key").exists()
    assert _get(own, closed, tmp_path / "x") == 0
    assert own.call("archive", "lock").status == 0
    locked = own.call("archive", "get", closed, "-o", tmp_path / "y", "--as", "doc-noi-bo")
    assert (locked.status, "khóa" in locked.err) == (3, True)
    assert own.call("search", "cây xanh").status == 0
    assert own.call("archive", "unlock", *holders[:3]).status == 3
    assert own.call("archive", "unlock", *holders[3:]).status == 0
    assert _get(own, closed, tmp_path / "y") == 0
    present = [word.replace("--holder", "--present") if isinstance(word, str) else word for word in holders[:6]]
    others = ["--holder", "ba", tmp_path / "ba"]
    assert own.call("keys", "holders", "--needed", "1", *present[:3], *others, "--as", "quan-tri").status == 3
    assert own.call("keys", "holders", "--needed", "1", *present, *others, "--as", "quan-tri").status == 0
    own.call("archive", "lock")
    assert own.call("archive", "unlock", *holders[:6]).status == 3
    assert own.call("archive", "unlock", *others).status == 0
    assert _get(own, closed, tmp_path / "z") == 0
    own.call("archive", "lock")


def test_closed_content_lies_open_nowhere_in_the_home(own: Demo, closed: str) -> None:
    found = [path for path in own.home.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    assert (closed, found) == (closed, [])
