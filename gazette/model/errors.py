"""What can go wrong with an operation, each with a stable code and a sentence in both languages."""

from typing import ClassVar

from gazette.model.outcome import Lang


class GazetteError(Exception):
    """The family's head: a code, a sentence template in Vietnamese and English, and the details that fill it.

    ``status`` is the HTTP status and ``exit_code`` the exit status that the screens and the command line translate it to.
    """

    code: ClassVar[str] = "G000"
    vi: ClassVar[str] = "Thao tác không thực hiện được."
    en: ClassVar[str] = "The operation failed."
    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 3

    def __init__(self, **details: object) -> None:
        self.details = {name: str(value) for name, value in details.items()}
        super().__init__(self.message("en"))

    def message(self, lang: Lang = "vi") -> str:
        """The error as one sentence in *lang*."""
        return (self.vi if lang == "vi" else self.en).format(**self.details)


class NotFound(GazetteError):
    """There is no such thing, or this person may not know of it: both answer alike."""

    code = "G404"
    vi = "Không tìm thấy nội dung được yêu cầu."
    en = "What was asked for was not found."
    status = 404
    exit_code = 1


class NotAllowed(GazetteError):
    """The person's roles do not permit the action."""

    code = "G403"
    vi = "Tài khoản không có quyền thực hiện thao tác này."
    en = "This account is not permitted to do that."
    status = 403
    exit_code = 1


class Conflict(GazetteError):
    """The thing changed meanwhile, or is not in a state that allows the action."""

    code = "G409"
    vi = "Văn bản không ở trạng thái cho phép thao tác này: {reason}."
    en = "The document is not in a state that allows this: {reason}."
    status = 409
    exit_code = 1


class Refused(GazetteError):
    """The input was understood and is not accepted."""

    code = "G422"
    vi = "Không tiếp nhận: {reason}."
    en = "Not accepted: {reason}."
    status = 422
    exit_code = 1


class StateSecretMark(Refused):
    """The document bears a state-secret mark: nothing of it may be stored or indexed here (Law 117/2025/QH15)."""

    code = "G451"
    vi = "Văn bản mang dấu độ mật nên hệ thống này không được phép tiếp nhận; không nội dung nào được lưu lại."
    en = "The document bears a state-secret mark, so this system must not take it in; nothing of it was stored."


class BadCall(GazetteError):
    """The call cannot be understood, or the input cannot be read."""

    code = "G400"
    vi = "Không đọc được yêu cầu: {reason}."
    en = "The call cannot be understood: {reason}."
    status = 400
    exit_code = 2


class Unavailable(GazetteError):
    """Something the operation needs is locked, full or not reachable."""

    code = "G503"
    vi = "Tạm thời không thực hiện được: {reason}."
    en = "Not possible at the moment: {reason}."
    status = 503
    exit_code = 3
