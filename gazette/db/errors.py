"""What the database can refuse, in the model's words; and the archive's refusals likewise."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError

import archive
from gazette.model.errors import BadCall, Conflict, GazetteError, NotAllowed, NotFound, Refused, StateSecretMark, Unavailable


class DatabaseLocked(Unavailable):
    """Another process holds the database's write lock for longer than the wait allows."""

    vi = "Cơ sở dữ liệu đang bị một tiến trình khác khóa; hãy thử lại sau ít phút."
    en = "The database is locked by another process; try again in a few minutes."


class DiskFull(Unavailable):
    """No space is left for the database."""

    vi = "Ổ đĩa đã hết chỗ trống; chưa ghi gì vào cơ sở dữ liệu."
    en = "The disk is full; nothing was written to the database."


class DatabaseUnreachable(Unavailable):
    """The database cannot be opened, or its server does not answer."""

    vi = "Không kết nối được với cơ sở dữ liệu."
    en = "The database cannot be reached."


class OldDatabase(Unavailable):
    """The database waits for a migration, which whoever only reads it cannot make."""

    vi = "Cơ sở dữ liệu chưa được nâng cấp; hãy chạy gazette serve của cài đặt này trước."
    en = "The database waits for a newer revision; run this installation's gazette serve first."


class OutOfRange(BadCall):
    """A value is larger than the database can hold, or holds signs it cannot."""

    vi = "Giá trị nằm ngoài phạm vi cho phép."
    en = "A value is out of range."


class ChangedMeanwhile(Conflict):
    """Somebody else changed the same thing between reading and writing it."""

    vi = "Nội dung vừa được người khác thay đổi; hãy tải lại trang rồi thực hiện lại."
    en = "Somebody else has just changed this; reload the page and try again."


class ArchiveRefused(Refused):
    """The archive does not accept; ``vi`` and ``en`` are its own sentences."""

    vi = "{vi}"
    en = "{en}"


class ArchiveNotUnderstood(BadCall):
    """What was handed to the archive cannot be read; ``vi`` and ``en`` are its own sentences."""

    vi = "{vi}"
    en = "{en}"


class LockGone(Conflict):
    """The person's lock is somebody else's now, or nobody's; ``vi`` and ``en`` are the archive's own sentences."""

    vi = "{vi}"
    en = "{en}"


class ArchiveUnavailable(Unavailable):
    """The archive's store does not work; ``vi`` and ``en`` are its own sentences."""

    vi = "{vi}"
    en = "{en}"


class ArchiveForbids(NotAllowed):
    """The archive does not permit this to this person; ``vi`` and ``en`` are its own sentences."""

    vi = "{vi}"
    en = "{en}"


_KINDS: tuple[tuple[type[archive.ArchiveError], type[GazetteError]], ...] = (
    (archive.RecordNotFound, NotFound),
    (archive.StateSecretRefused, StateSecretMark),
    (archive.NotPermitted, ArchiveForbids),
    (archive.SecondPersonNeeded, ArchiveForbids),
    (archive.LockLost, LockGone),
    (archive.RecordLocked, LockGone),
    (archive.BagNotUnderstood, ArchiveNotUnderstood),
    (archive.HeadNotUnderstood, ArchiveNotUnderstood),
    (archive.PageNotUnderstood, ArchiveNotUnderstood),
    (archive.StoreFailed, ArchiveUnavailable),
    (archive.AuditUnavailable, ArchiveUnavailable),
    (archive.BlobMissing, ArchiveUnavailable),
    (archive.BlobDamaged, ArchiveUnavailable),
    (archive.ArchiveLocked, ArchiveUnavailable),
    (archive.KeyRefused, ArchiveUnavailable),
    (archive.KeyDestroyed, ArchiveUnavailable),
    (archive.SealBroken, ArchiveUnavailable),
    (archive.ArchiveError, ArchiveRefused),
)


@contextmanager
def translated() -> Iterator[None]:
    """Inside it, what SQLAlchemy and the archive raise becomes an error of ``gazette.model.errors``."""
    try:
        yield
    except archive.ArchiveError as error:
        kind = next(ours for theirs, ours in _KINDS if isinstance(error, theirs))
        raise kind(vi=error.message("vi"), en=error.message("en")) from error
    except SQLAlchemyError as error:
        raise _database(error) from error


def _database(error: SQLAlchemyError) -> GazetteError:
    cause = error.orig if isinstance(error, DBAPIError) else None
    text = str(cause or error)
    if isinstance(cause, sqlite3.OperationalError) and "locked" in text:
        return DatabaseLocked()
    state = getattr(cause, "sqlstate", None)
    if state in ("53100", "53200") or "disk is full" in text or "No space left" in text:
        return DiskFull()
    if state in ("55P03", "40001", "40P01"):
        return DatabaseLocked()
    if isinstance(error, DataError):
        return OutOfRange()
    if state == "23505" or "UNIQUE constraint" in text:
        return ChangedMeanwhile()
    return DatabaseUnreachable()
