"""What can be locked while somebody changes it, as data: for how long, who may, who may take it over; and who holds it, for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from gazette.model.errors import Conflict
from gazette.model.outcome import Lang
from gazette.model.permissions import DEPOSITORS


@dataclass(frozen=True, slots=True)
class LockKind:
    """One kind of work that keeps others out: its name, how long a lock lasts, and which roles may take one, or take one over."""

    vi: str
    en: str
    lasting: timedelta
    holders: tuple[str, ...]
    stealers: tuple[str, ...]

    def label(self, lang: Lang = "vi") -> str:
        """The kind as the screens print it."""
        return self.vi if lang == "vi" else self.en


LOCKS: Mapping[str, LockKind] = {
    "file": LockKind("sửa hồ sơ lưu trữ", "changing a record", timedelta(hours=8), DEPOSITORS, ("archivist", "security-officer")),
    "text": LockKind("chỉnh sửa văn bản", "repairing a document", timedelta(minutes=30), ("editor", "drafter"), ("editor",)),
}
"""Every kind of lock. A lock that ran out keeps nobody out, and its holder goes on as long as nobody took it."""


@dataclass(frozen=True, slots=True)
class LockView:
    """A lock as a screen shows it: whose, by account and name, since when, until when, and whether it is the reader's own."""

    kind: str
    owner: str
    name: str
    taken: datetime
    until: datetime
    own: bool


class CopyElsewhere(Conflict):
    """The same person put another text by meanwhile: in another tab, on another machine, or before this page was opened."""

    vi = "Chưa ghi nháp: bạn có bản nháp khác, ghi lúc {at}, ở thẻ hay máy khác hoặc chưa mở. Hãy mở hoặc bỏ bản nháp đó trước."
    en = "Not put by: there is another draft of yours, of {at}, from another tab or machine or not opened. Open or drop that one first."


class LockedByAnother(Conflict):
    """Somebody else is changing it: who, and until when by the clock on the wall."""

    code = "G423"
    vi = "{name} đang khóa để sửa đến {until}; sau lúc đó, hoặc khi khóa được trả lại, bạn có thể sửa."
    en = "{name} has locked it to change it until {until}; after that, or once the lock is given back, you may."
    status = 423
