"""What can go wrong in the archive: one family, each error with a stable code and a sentence in both languages."""

from datetime import datetime
from typing import ClassVar, Protocol


class Held(Protocol):
    """What a refusal says of a lock: whose it is, and until when."""

    @property
    def owner(self) -> str:
        """Who holds it."""

    @property
    def until(self) -> datetime:
        """Until when (UTC)."""


class ArchiveError(Exception):
    """The family's head; ``code`` never changes, ``message(lang)`` is one sentence for a person, ``details`` fill it."""

    code: ClassVar[str] = "A000"
    vi: ClassVar[str] = "Kho lưu trữ không thực hiện được thao tác."
    en: ClassVar[str] = "The archive could not do this."

    def __init__(self, **details: object) -> None:
        self.details = {name: str(value) for name, value in details.items()}
        super().__init__(self.message("en"))

    def message(self, lang: str = "vi") -> str:
        """The error as one sentence in Vietnamese (``vi``) or English (any other *lang*)."""
        return (self.vi if lang == "vi" else self.en).format(**self.details)


class RecordNotFound(ArchiveError):
    """There is no such record, or this reader may not know of it: both answer with the same text and no details."""

    code = "A404"
    vi = "Không tìm thấy hồ sơ, tài liệu được yêu cầu."
    en = "The record asked for was not found."

    def __init__(self) -> None:
        super().__init__()


class NotPermitted(ArchiveError):
    """A reader who may see the record may not do this to it, or an outsider asks for a member's action."""

    code = "A403"
    vi = "Không được phép thực hiện thao tác này."
    en = "This is not permitted."


class LabelRefused(ArchiveError):
    """The label is above the person's clearance, or not one this deployment's profile may hold."""

    code = "A422"
    vi = "Không tiếp nhận tài liệu với mức xử lý này."
    en = "A document with this label is not accepted."


class StateSecretRefused(LabelRefused):
    """A label with state secrecy outside the closed profile (Law 117/2025/QH15): nothing of the document is stored."""

    code = "A451"
    vi = "Hệ thống này không được phép lưu giữ tài liệu mang dấu bí mật nhà nước; không nội dung nào được lưu lại."
    en = "This system must not keep documents marked as state secrets; nothing of it was stored."


class UnknownLabel(ArchiveError):
    """A level, mark or compartment that the tables do not name."""

    code = "A400"
    vi = "Không có mức xử lý, dấu hoặc nhóm tên là “{name}”."
    en = "There is no level, mark or compartment named “{name}”."


class NameRefused(ArchiveError):
    """A rendition, dossier, principal or media type whose name is empty, too long or not plain text."""

    code = "A407"
    vi = "Tên “{name}” trống, quá dài hoặc có ký tự không dùng được."
    en = "The name “{name}” is empty, too long or not plain text."


class SecondPersonNeeded(ArchiveError):
    """The act takes two different people, both cleared for the record, a reason and the number of the decision."""

    code = "A409"
    vi = "Thao tác này cần hai người khác nhau, đều được quyền đọc tài liệu, và phải nêu lý do, số quyết định."
    en = "This takes two different people, both cleared for the record, a reason and the number of the decision."


class RecordHeld(ArchiveError):
    """A legal hold stands on the record, and a hold beats every way of deleting."""

    code = "A423"
    vi = "Tài liệu đang bị lệnh giữ nguyên trạng nên không được tiêu hủy hoặc đưa khỏi hồ sơ."
    en = "The record is under a hold and must not be destroyed or leave its dossier."


class RecordLocked(ArchiveError):
    """Somebody else is changing the record: ``owner`` until ``until`` (UTC)."""

    code = "A425"
    vi = "Tài liệu đang được {owner} khóa để sửa."
    en = "{owner} has locked the record to change it."

    def __init__(self, lock: "Held") -> None:
        self.owner, self.until = lock.owner, lock.until
        super().__init__(owner=lock.owner)


class LockLost(ArchiveError):
    """The person does not hold the lock, or somebody else took it meanwhile."""

    code = "A426"
    vi = "Bạn không giữ khóa của tài liệu này, hoặc người khác đã lấy khóa."
    en = "You do not hold the lock of this record, or somebody else has taken it."


class ReasonNeeded(ArchiveError):
    """The act takes a reason."""

    code = "A427"
    vi = "Thao tác này phải nêu lý do."
    en = "A reason must be given for this."


class WrongState(ArchiveError):
    """The record's state does not allow the action."""

    code = "A410"
    vi = "Trạng thái của tài liệu không cho phép thao tác này."
    en = "The record's state does not allow this."


class PageNotUnderstood(ArchiveError):
    """The mark of the next page was not made by this archive."""

    code = "A406"
    vi = "Không đọc được dấu trang tiếp theo."
    en = "The mark of the next page cannot be read."


class BagNotUnderstood(ArchiveError):
    """The folder is no BagIt package this program reads (RFC 8493 with a SHA-256 manifest)."""

    code = "A408"
    vi = "Thư mục “{folder}” không phải là gói bàn giao BagIt đọc được."
    en = "The folder “{folder}” is not a BagIt package that can be read."


class BagDamaged(ArchiveError):
    """A file of the package is missing, changed, not listed, or does not say what it should."""

    code = "A412"
    vi = "Gói bàn giao không nguyên vẹn tại “{place}”; chưa nhập nội dung nào."
    en = "The package is not intact at “{place}”; nothing was taken in."


class FolderTaken(ArchiveError):
    """The folder a package is to be written to exists and is not empty."""

    code = "A413"
    vi = "Thư mục “{folder}” đã có nội dung."
    en = "The folder “{folder}” is not empty."


class AuditUnavailable(ArchiveError):
    """The log could not be written, so nothing was shown and nothing was done."""

    code = "A500"
    vi = "Không ghi được nhật ký nên thao tác không được thực hiện."
    en = "The log could not be written, so nothing was done."


class HeadNotUnderstood(ArchiveError):
    """A signed head that cannot be parsed, or whose signature is not by the key given."""

    code = "A401"
    vi = "Đầu nhật ký đã ký không đọc được hoặc chữ ký không đúng."
    en = "The signed head cannot be read, or its signature is wrong."


class BlobMissing(ArchiveError):
    """The bytes of a content id are not in the store."""

    code = "A510"
    vi = "Thiếu nội dung tệp trong kho ({content})."
    en = "The bytes of a file are missing from the store ({content})."


class BlobDamaged(ArchiveError):
    """The stored bytes no longer give the digest they were kept under."""

    code = "A511"
    vi = "Nội dung tệp trong kho đã bị thay đổi ({content})."
    en = "The bytes of a file in the store have changed ({content})."


class StoreFailed(ArchiveError):
    """The blob store could not be written or reached: no space, no permission, no network. Nothing half-written is left."""

    code = "A507"
    vi = "Không ghi hoặc đọc được kho tệp: {reason}."
    en = "The blob store could not be written or read: {reason}."


class StoreNotUnderstood(ArchiveError):
    """The blob store's address or the archive's folder is not one this program opens."""

    code = "A402"
    vi = "Không mở được kho tại “{address}”."
    en = "There is no store this program can open at “{address}”."


class ArchiveLocked(ArchiveError):
    """The keys of what is above Công khai are not at hand: what is public is served, the rest waits until they are."""

    code = "A503"
    vi = "Phần hồ sơ trên mức Công khai đang khóa; cần mở khóa kho trước (gazette archive unlock)."
    en = "What is above Công khai is locked; unlock the archive first (gazette archive unlock)."


class SealBroken(ArchiveError):
    """Sealed bytes were changed, cut, moved, relabelled, or are opened under another key."""

    code = "A512"
    vi = "Nội dung mã hóa đã bị thay đổi, hoặc không thuộc về hồ sơ và mức xử lý này."
    en = "Sealed content was changed, or does not belong to this record and label."


class KeyDestroyed(ArchiveError):
    """The record's key is not in the key store: it was destroyed, or the key store is older than the record."""

    code = "A514"
    vi = "Khóa của hồ sơ không còn trong kho khóa; nội dung không thể đọc lại."
    en = "The record's key is not in the key store; its content cannot be read again."


class KeyRefused(ArchiveError):
    """The key that opens the key store cannot be used: a wrong passphrase, a file open to others, a token that does not answer."""

    code = "A405"
    vi = "Không dùng được khóa chủ của kho: {reason}."
    en = "The archive's master key cannot be used: {reason}."
