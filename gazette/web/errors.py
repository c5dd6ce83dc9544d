"""The one place where errors become pages or problem documents (RFC 9457); never a traceback, never an echo of the request."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass

import flask
import structlog
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from archive import (
    ArchiveError,
    LabelRefused,
    NotPermitted,
    RecordHeld,
    RecordNotFound,
    SecondPersonNeeded,
    UnknownLabel,
    WrongState,
)
from gazette.model import addresses
from gazette.model.errors import GazetteError
from gazette.web import context, rendering
from gazette.web.guards import LoginNeeded
from gazette.web.language import said as _
from search import SearchError
from signing import SigningError

_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (RecordNotFound, 404),
    (NotPermitted, 403),
    (LabelRefused, 422),
    (UnknownLabel, 400),
    (SecondPersonNeeded, 409),
    (RecordHeld, 409),
    (WrongState, 409),
)
"""The HTTP status of the libraries' errors; what is not named here is a failure of the operation (503)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a reader is told: HTTP status, stable code, and one sentence."""

    status: int
    code: str
    detail: str


def attach(app: flask.Flask) -> None:
    """Joins the translation to *app*."""
    handlers: tuple[tuple[type[Exception], Callable[[Exception], flask.Response]], ...] = (
        (LoginNeeded, _login),
        (GazetteError, _gazette),
        (ArchiveError, _library),
        (SigningError, _library),
        (SearchError, _library),
        (CSRFError, _http),
        (HTTPException, _http),
        (Exception, _unexpected),
    )
    for family, handler in handlers:
        app.register_error_handler(family, handler)


def answer(problem: Problem) -> flask.Response:
    """*problem* as a page, or as ``application/problem+json`` for programs."""
    if for_programs():
        body = {
            "type": "about:blank",
            "title": _title(problem.status),
            "status": problem.status,
            "detail": problem.detail,
            "code": problem.code,
        }
        return rendering.as_json(body, problem.status, "application/problem+json")
    return rendering.page("errors/error.html", problem.status, bare=True, problem=problem, title=_title(problem.status))


def for_programs() -> bool:
    """Whether a program asks: ``/api/…``, ``….json``, or a wish for JSON before HTML."""
    path = flask.request.path
    if path.startswith(addresses.API + "/") or path.endswith(".json"):
        return True
    return flask.request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html") == "application/json"


def _login(error: Exception) -> flask.Response:
    if for_programs() or flask.request.method not in ("GET", "HEAD"):
        return _gazette(error)
    return flask.redirect(f"{addresses.LOGIN}?tiep={flask.request.path}", 303)  # type: ignore[return-value]


def _gazette(error: Exception) -> flask.Response:
    if not isinstance(error, GazetteError):
        return _unexpected(error)
    if error.status >= 500:
        _record(error)
    return not_found() if error.status == 404 else answer(Problem(error.status, error.code, error.message(context.lang())))


def _library(error: Exception) -> flask.Response:
    status = next((status for family, status in _STATUS if isinstance(error, family)), 503)
    if status == 404:
        return not_found()
    if status == 503:
        _record(error)
    return answer(Problem(status, str(getattr(error, "code", "S000")), _own_words(error)))


def not_found() -> flask.Response:
    """The one answer for what is absent and for what is hidden."""
    return answer(Problem(404, "G404", _("Không tìm thấy nội dung được yêu cầu.")))


def _own_words(error: Exception) -> str:
    if isinstance(error, ArchiveError | SigningError):
        return error.message(context.lang())
    if isinstance(error, SearchError):  # whose own words name folders and machines
        return _("Tìm kiếm tạm thời không thực hiện được, xin thử lại sau; văn bản và Công báo vẫn mở được theo địa chỉ.")
    return _("Thao tác không thực hiện được.")


def _http(error: Exception) -> flask.Response:
    if not isinstance(error, HTTPException):
        return _unexpected(error)
    if error.response is not None and error.code is not None and error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    status = error.code or 500
    if status == 404:
        return not_found()
    limit = context.screens().upload_limit // (1024 * 1024)
    sentences = {
        400: _("Không đọc được yêu cầu."),
        403: _("Tài khoản không có quyền thực hiện thao tác này."),
        405: _("Địa chỉ này không nhận thao tác vừa gửi."),
        413: _("Tệp gửi lên lớn hơn giới hạn %(limit)s MB; không nội dung nào được lưu lại.", limit=limit),
        416: _("Tệp không có đoạn được yêu cầu."),
        429: _("Quá nhiều yêu cầu trong thời gian ngắn; xin thử lại sau ít phút."),
    }
    detail = sentences.get(status, _("Thao tác không thực hiện được."))
    if isinstance(error, CSRFError):
        detail = _("Phiên làm việc đã cũ hoặc biểu mẫu không hợp lệ; xin tải lại trang và gửi lại.")
    response = answer(Problem(status, f"G{status}", detail))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Content-Range"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> flask.Response:
    _record(error)
    return answer(Problem(500, "G500", _("Hệ thống gặp lỗi ngoài dự kiến; sự việc đã được ghi lại để khắc phục.")))


def _record(error: Exception) -> None:
    """Notes where it broke; the error's own words may hold text of a document, so they are left out."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    structlog.get_logger("gazette.web").error("request.failed", error=type(error).__name__, at=places, request=flask.g.get("request_id"))


def _title(status: int) -> str:
    titles = {
        400: _("Yêu cầu không hợp lệ"),
        401: _("Cần đăng nhập"),
        403: _("Không có quyền"),
        404: _("Không tìm thấy"),
        405: _("Thao tác không phù hợp"),
        409: _("Trạng thái đã thay đổi"),
        410: _("Văn bản đã được gỡ"),
        413: _("Tệp quá lớn"),
        422: _("Không tiếp nhận"),
        423: _("Đang có người sửa"),
        429: _("Quá nhiều yêu cầu"),
        503: _("Tạm thời không thực hiện được"),
    }
    return titles.get(status, _("Lỗi"))
