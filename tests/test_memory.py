"""The closed profile works in memory, or not at all."""

import tempfile
from pathlib import Path

import pytest

from gazette import config, memory

MOUNTS = r"""22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
30 22 0:26 / /dev/shm rw,nosuid - tmpfs tmpfs rw
31 22 8:2 / /dev/shm/dia rw shared:1 - ext4 /dev/sdb1 rw
32 22 0:27 / /mnt/bo\040nho rw master:2 - ramfs ramfs rw
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    listed = tmp_path / "mountinfo"
    listed.write_text(MOUNTS, encoding="utf-8")
    return listed


@pytest.mark.parametrize(
    ("folder", "there"), [("/dev/shm/a/b", True), ("/dev/shm", True), ("/dev/shm/dia/c", False), ("/tmp", False), ("/mnt/bo nho/x", True)]
)
def test_a_folder_lies_where_its_nearest_mount_does(mounts: Path, folder: str, there: bool) -> None:
    assert memory.in_memory(Path(folder), mounts) is there


def test_what_cannot_be_known_is_not_in_memory(tmp_path: Path) -> None:
    assert not memory.in_memory(tmp_path, tmp_path / "absent")


def test_only_the_closed_profile_asks_for_memory(tmp_path: Path) -> None:
    settings = config.load(tmp_path)
    assert memory.work_in_memory(settings) is None
    assert memory.spool(settings, tmp_path / "dot") == tmp_path / "dot"


def test_without_memory_the_closed_profile_does_not_start(tmp_path: Path, mounts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "in_memory", lambda folder: False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings = config.load(tmp_path, profile="closed")
    with pytest.raises(memory.NoMemory):
        memory.work_in_memory(settings)
    with pytest.raises(memory.NoMemory):
        memory.spool(settings, tmp_path / "dot")
    assert tempfile.gettempdir() == str(tmp_path)


@pytest.mark.skipif(not memory.in_memory(memory.SHARED), reason="no /dev/shm in memory here")
def test_temporary_files_of_the_closed_profile_lie_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings = config.load(tmp_path, profile="closed")
    folder = memory.work_in_memory(settings)
    assert folder is not None
    with tempfile.TemporaryDirectory() as made:
        assert memory.in_memory(Path(made)) or memory.in_memory(tmp_path)
    assert memory.in_memory(memory.spool(settings, tmp_path / "dot").parent)
    if folder.is_relative_to(memory.SHARED):
        folder.rmdir()
