"""The public interface described for programs (OpenAPI 3.1)."""

from typing import Any

from gazette.model.outcome import Lang
from gazette.pages import Site

_PAGE = ("trang", "Số trang, từ 1", "Page, from 1", "integer")
_AFTER = ("sau", "Dấu trang sau, lấy trong next", "Mark of a page, as given in next", "string")
_BEFORE = ("truoc", "Các mục trước mục này, lấy trong next", "Rows before this one, as given in next", "integer")
_SIZE = ("so-dong", "Số mục một trang", "Items on a page", "integer")
_QUERY = (
    ("q", "Số hiệu hoặc nội dung, có dấu hay không dấu", "Number or words, with or without accents", "string"),
    ("loai", "Loại văn bản", "Kind of document", "string"),
    ("nam", "Năm ban hành", "Year of issue", "integer"),
    ("co-quan", "Cơ quan ban hành", "Issuer", "string"),
    ("linh-vuc", "Lĩnh vực", "Field", "string"),
    ("hieu-luc", "Tình trạng hiệu lực", "Validity", "string"),
    ("nguoi-ky", "Người ký", "Signer", "string"),
    ("tu", "Ban hành từ ngày (ISO 8601)", "Issued from (ISO 8601)", "string"),
    ("den", "Ban hành đến ngày (ISO 8601)", "Issued until (ISO 8601)", "string"),
    ("sap-xep", "relevance, newest, oldest hoặc number", "relevance, newest, oldest or number", "string"),
    _PAGE,
    _SIZE,
)
_ROWS: tuple[tuple[str, str, str, str, tuple[tuple[str, str, str, str], ...]], ...] = (
    ("/documents", "get", "Văn bản đã công bố, mới nhất trước", "Published documents, newest first", (_AFTER, _SIZE)),
    ("/documents/{slug}", "get", "Một văn bản", "One document", ()),
    ("/issues", "get", "Các số Công báo, mới nhất trước", "Gazette issues, newest first", (_AFTER,)),
    ("/issues/{year}/{part}", "get", "Một số Công báo và mục lục", "One issue and its contents", ()),
    ("/search", "get", "Tìm kiếm như trên trang", "The search of the site", _QUERY),
    ("/log", "get", "Nhật ký công khai: đầu đã ký, các mục mới nhất trước", "The public log: signed head, newest rows first", (_BEFORE,)),
    ("/log/{row}", "get", "Một mục của nhật ký và chứng minh (RFC 9162)", "A row of the log and its proof (RFC 9162)", ()),
    ("/verify", "post", "Kiểm tra chữ ký số của một tệp PDF", "Verify a PDF's signatures", ()),
)
_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def description(site: Site, lang: Lang = "vi") -> dict[str, Any]:
    """The whole description, its sentences in *lang*."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": site.name,
            "version": "1",
            "description": _text(lang, "Dữ liệu mở, không cần khóa.", "Open data, no key needed."),
        },
        "servers": [{"url": site.absolute("/api/v1")}],
        "paths": {path: {method: _operation(path, method, _text(lang, vi, en), given, lang)} for path, method, vi, en, given in _ROWS},
        "components": {"schemas": {"Problem": _problem()}},
    }


def _operation(path: str, method: str, summary: str, given: tuple[tuple[str, str, str, str], ...], lang: Lang) -> dict[str, Any]:
    in_path = [{"name": name, "in": "path", "required": True, "schema": {"type": kind}} for name, kind in _names(path)]
    in_query = [
        {"name": name, "in": "query", "required": False, "description": _text(lang, vi, en), "schema": {"type": kind}}
        for name, vi, en, kind in given
    ]
    operation: dict[str, Any] = {
        "operationId": method + "".join(word.strip("{}").title() for word in path.split("/")),
        "summary": summary,
        "parameters": in_path + in_query,
        "responses": {
            "200": {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}},
            "default": {"description": "Problem (RFC 9457)", "content": {"application/problem+json": {"schema": _PROBLEM}}},
        },
    }
    if method == "post":
        form = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
        operation["requestBody"] = {
            "required": True,
            "content": {"multipart/form-data": {"schema": form}, "application/pdf": {"schema": {}}},
        }
    return operation


def _names(path: str) -> list[tuple[str, str]]:
    kinds = {"slug": "string", "year": "integer", "part": "string", "row": "integer"}
    return [(name, kinds[name]) for name in kinds if f"{{{name}}}" in path]


def _problem() -> dict[str, Any]:
    names = {"type": "string", "title": "string", "status": "integer", "detail": "string", "code": "string"}
    return {"type": "object", "properties": {name: {"type": kind} for name, kind in names.items()}}


def _text(lang: Lang, vi: str, en: str) -> str:
    return vi if lang == "vi" else en
