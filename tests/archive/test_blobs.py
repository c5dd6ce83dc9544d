"""Bytes under their digest: written once, found again, never half there."""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from obstore.store import MemoryStore

from archive import BlobDamaged, BlobMissing, BlobStore, ContentId, LocalBlobs, ObjectBlobs, StoreFailed, StoreNotUnderstood, open_blobs
from archive.digest import chunks_of
from tests.archive.conftest import s3_environment

ABSENT = ContentId("0" * 64)


@pytest.fixture(params=["folder", "memory", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "s3":
        return open_blobs(request.getfixturevalue("bucket"))
    return LocalBlobs(tmp_path / "kho") if request.param == "folder" else ObjectBlobs(MemoryStore())


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("data", [b"", b"a", bytes(range(256)) * 20000])
def test_bytes_come_back_as_they_were_whole_and_in_parts(blobs: BlobStore, data: bytes) -> None:
    blob = blobs.put(data)
    assert blob.content == ContentId.of(data)
    assert blobs.put_chunks(chunks_of(io.BytesIO(data))) == blob
    assert blobs.get(blob.content) == data == b"".join(blobs.stream(blob.content))
    assert b"".join(blobs.stream(blob.content, 0, 3)) == data[:3]
    assert b"".join(blobs.stream(blob.content, 2, 2)) == b""
    assert b"".join(blobs.stream(blob.content, len(data))) == b""
    assert b"".join(blobs.stream(blob.content, 1)) == data[1:]
    assert list(blobs.contents()) == [blob]


def test_the_same_bytes_twice_are_kept_once_and_the_first_file_stays(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path)
    blobs.put(b"mot lan")
    (path,) = _files(tmp_path)
    before = path.stat().st_ino
    blobs.put(b"mot lan")
    blobs.put_chunks([b"mot ", b"lan"])
    assert [item.stat().st_ino for item in _files(tmp_path)] == [before]


def test_what_is_not_there_is_missing_and_its_removal_is_no_error(blobs: BlobStore) -> None:
    assert not blobs.exists(ABSENT)
    with pytest.raises(BlobMissing):
        blobs.get(ABSENT)
    blobs.delete(ABSENT)
    kept = blobs.put(b"x").content
    blobs.delete(kept)
    assert not blobs.exists(kept)


def test_changed_bytes_are_not_given_out(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path)
    content = blobs.put(b"goc").content
    _files(tmp_path)[0].write_bytes(b"sua")
    with pytest.raises(BlobDamaged):
        blobs.get(content)


def test_a_stream_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * 100
        raise ConnectionError("đứt đường truyền")

    blobs = LocalBlobs(tmp_path)
    with pytest.raises(StoreFailed):
        blobs.put_chunks(broken())
    assert _files(tmp_path) == []


def test_a_full_disk_is_one_error_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk takes root")
    disk = tmp_path / "dia"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        blobs = LocalBlobs(disk / "kho")
        for keep in (blobs.put, lambda data: blobs.put_chunks(chunks_of(io.BytesIO(data)))):
            with pytest.raises(StoreFailed) as caught:
                keep(os.urandom(1 << 20))
            assert "\n" not in caught.value.message("vi")
            assert list(blobs.contents()) == []
            assert sum(path.stat().st_size for path in _files(disk)) == 0
        assert blobs.get(blobs.put(b"con cho").content) == b"con cho"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_that_cannot_be_made_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x")
    with pytest.raises(StoreFailed):
        LocalBlobs(tmp_path / "tep" / "kho")


def test_a_folder_that_vanished_is_one_error_or_is_made_again(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path / "kho")
    content = blobs.put(b"x").content
    shutil.rmtree(tmp_path / "kho")
    with pytest.raises(BlobMissing):
        blobs.get(content)
    assert not blobs.exists(content)


def test_the_folder_is_closed_to_other_users(tmp_path: Path) -> None:
    LocalBlobs(tmp_path / "kho")
    assert (tmp_path / "kho").stat().st_mode & 0o077 == 0


def test_a_store_is_opened_by_its_address(tmp_path: Path) -> None:
    store = open_blobs((tmp_path / "có dấu").as_uri())
    assert store.get(store.put(b"x").content) == b"x"
    assert isinstance(open_blobs("s3://kho-luu-tru/tai-lieu"), ObjectBlobs)
    for wrong in ("", "ftp://x/y", "file:", "s3://", "kho"):
        with pytest.raises(StoreNotUnderstood):
            open_blobs(wrong)


@pytest.mark.parametrize("wrong", ["", "x", "A" * 64, "0" * 63, "0" * 65, "../" * 20 + "abcd", "0" * 64 + "\n"])
def test_a_content_id_is_a_digest_and_nothing_else(wrong: str) -> None:
    with pytest.raises(ValueError, match="64"):
        ContentId(wrong)


@given(st.lists(st.binary()))
def test_the_digest_does_not_depend_on_how_the_bytes_come(chunks: list[bytes]) -> None:
    assert ContentId.of_chunks(chunks) == ContentId.of(b"".join(chunks))


class _Failing(BaseHTTPRequestHandler):
    """Answers 500 to everything, or nothing at all for longer than anybody waits."""

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(500)
        self.send_header("content-length", "0")
        self.end_headers()

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Keeps silent."""


def test_an_s3_that_fails_is_one_error_and_nothing_is_believed_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Failing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for name, value in s3_environment(f"http://127.0.0.1:{server.server_port}").items():
            monkeypatch.setenv(name, value)
        blobs = open_blobs("s3://kho-luu-tru")
        for act in (lambda: blobs.put(b"x"), lambda: blobs.put_chunks([b"x"]), lambda: blobs.get(ABSENT), lambda: blobs.exists(ABSENT)):
            with pytest.raises(StoreFailed) as caught:
                act()
            assert "\n" not in caught.value.message("vi")
        server.shutdown()
