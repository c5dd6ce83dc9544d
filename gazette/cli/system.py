"""What the operating system refuses, as a sentence in both languages."""

import errno
from os import PathLike

from gazette.model.errors import BadCall
from gazette.model.outcome import Lang

_DENIED = ("không có quyền đọc hoặc ghi", "permission denied")
_FULL = ("ổ đĩa đã hết chỗ trống", "no space is left on the disk")
_REASONS = {
    errno.ENOENT: ("không có tệp hoặc thư mục này", "there is no such file or folder"),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EISDIR: ("đây là thư mục, không phải tệp", "this is a folder, not a file"),
    errno.ENOTDIR: ("đường dẫn đi qua một tệp không phải thư mục", "the path leads through a file that is no folder"),
    errno.EEXIST: ("đã có tệp cùng tên ở đó", "a file of that name is already there"),
    errno.ENAMETOOLONG: ("tên tệp quá dài", "the file name is too long"),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EROFS: ("ổ đĩa chỉ cho phép đọc", "the disk is read-only"),
    errno.EMFILE: ("đang mở quá nhiều tệp", "too many files are open"),
    errno.EADDRINUSE: ("cổng đang được tiến trình khác sử dụng", "another process is using it"),
    errno.EADDRNOTAVAIL: ("máy này không có địa chỉ đó", "this machine has no such address"),
}


class Unreadable(BadCall):
    """A named file cannot be opened; ``vi`` and ``en`` say why."""

    code = "G401"
    vi = "Không đọc được {path}: {vi}."
    en = "{path} cannot be read: {en}."


def unreadable(path: PathLike[str], error: OSError) -> Unreadable:
    """The refusal of *path* with the system's reason."""
    return Unreadable(path=path, vi=reason(error, "vi"), en=reason(error, "en"))


def reason(error: OSError, lang: Lang) -> str:
    """Why the system refused, as a part of a sentence; what the table does not know in the system's own words."""
    own = error.strerror or str(error) or type(error).__name__
    vi, en = _REASONS.get(error.errno or 0, (own, own))
    return vi if lang == "vi" else en


def sentence(error: OSError, lang: Lang) -> str:
    """The refusal as one sentence, with the file it is about."""
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{reason(error, lang)}."
