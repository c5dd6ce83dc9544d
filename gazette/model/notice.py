"""Notices: that something waits for somebody, of which kind, and never what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gazette.model import addresses
from gazette.model.outcome import Lang


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice: what the desk says, and the page where the reader learns the rest within their own clearance."""

    vi: str
    en: str
    page: str

    def says(self, lang: Lang = "vi") -> str:
        """The sentence."""
        return self.vi if lang == "vi" else self.en


KINDS: Mapping[str, NoticeKind] = {
    "break-glass-asked": NoticeKind(
        "Báo động: có người đề nghị mở khẩn cấp một hồ sơ.",
        "Alarm: somebody asks for a record by break-glass.",
        addresses.archive("khan-cap"),
    ),
    "break-glass-opened": NoticeKind(
        "Báo động: một hồ sơ đã được mở khẩn cấp, cần xem xét lại.",
        "Alarm: a record was opened by break-glass and waits for its review.",
        addresses.archive("khan-cap"),
    ),
    "secret-refused": NoticeKind(
        "Một tài liệu mang dấu bí mật nhà nước vừa bị từ chối; cần cho làm sạch.",
        "A document with a state-secret mark was refused; what is left of it must be cleaned.",
        addresses.archive("bang-bao-mat"),
    ),
    "proposal": NoticeKind(
        "Có đề nghị cấp quyền chờ người thứ hai.",
        "A proposal about somebody's rights waits for a second person.",
        addresses.desk("quyen-doc"),
    ),
    "lock-taken": NoticeKind(
        "Khóa để sửa mà bạn đang giữ đã được người khác lấy.",
        "A lock you held to change something was taken over by somebody else.",
        addresses.archive(),
    ),
    "granted": NoticeKind(
        "Bạn được giao cần biết một hồ sơ.",
        "A record was assigned to you.",
        addresses.archive(),
    ),
}
"""Every kind. A notice and its mail are the same whatever record or document they are about."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one person: its opaque id, kind, when it was made, when it was seen and mailed."""

    id: str
    user: str
    kind: str
    made: datetime
    seen: datetime | None = None
    mailed: datetime | None = None
