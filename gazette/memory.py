"""In the closed profile what is under way lies in memory: folders in which files are converted, uploads as they arrive, signed batches."""

import hashlib
import os
import tempfile
from pathlib import Path

import structlog

from gazette.config import Settings
from gazette.model.errors import Unavailable

MOUNTS = Path("/proc/self/mountinfo")
SHARED = Path("/dev/shm")  # noqa: S108 (a folder in memory, closed to others)
_KINDS = frozenset({"tmpfs", "ramfs"})
_log = structlog.get_logger("gazette.memory")


class NoMemory(Unavailable):
    """The closed profile has nowhere in memory to work in."""

    code = "G123"
    vi = "Cấu hình “closed” cần thư mục tạm trong bộ nhớ (tmpfs): hãy gắn /dev/shm hoặc đặt TMPDIR vào một tmpfs."
    en = "The closed profile needs a temporary folder in memory (tmpfs): mount /dev/shm, or let TMPDIR name one."


def in_memory(folder: Path, mounts: Path = MOUNTS) -> bool:
    """Whether a folder lies on a file system that the machine keeps in memory (mountinfo, proc(5)); False where that cannot be known."""
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    place, best, kind = folder.resolve(), -1, ""
    for line in lines:
        left, _, right = line.partition(" - ")
        point = Path(left.split()[4].encode().decode("unicode_escape"))
        if (place == point or point in place.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), right.split()[0]
    return kind in _KINDS


def work_in_memory(settings: Settings) -> Path | None:
    """Lets this process make its temporary files in memory where the profile is closed; the folder, None in other profiles.

    For the start of a process: what was made before stays where it is. Raises NoMemory.
    """
    if settings.profile != "closed":
        return None
    folder = Path(tempfile.gettempdir())
    if not in_memory(folder):
        folder = _own(settings.home)
        tempfile.tempdir = str(folder)
    _log.info("temporary files in memory", folder=str(folder))
    return folder


def spool(settings: Settings, place: Path) -> Path:
    """Where the signer keeps batches until they are fetched: in memory in the closed profile, else *place*. Raises NoMemory."""
    if settings.profile != "closed":
        return place
    return _own(settings.home) / place.name


def partitions(settings: Settings) -> Path | None:
    """Where the indexes of what staff may search lie, in memory whatever the profile; None where there is no such place."""
    return _place(settings.home, "index") if in_memory(SHARED) and os.access(SHARED, os.W_OK) else None


def _place(home: Path, what: str) -> Path:
    return SHARED / f"gazette-{os.getuid()}-{hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:24]}-{what}"


def _own(home: Path) -> Path:
    """This home's folder in the shared memory, for this user only. Raises NoMemory."""
    if not in_memory(SHARED) or not os.access(SHARED, os.W_OK):
        raise NoMemory
    folder = _place(home, "work")
    folder.mkdir(mode=0o700, exist_ok=True)
    held = folder.lstat()
    if held.st_uid != os.getuid() or held.st_mode & 0o777 != 0o700 or folder.is_symlink():
        raise NoMemory
    return folder
