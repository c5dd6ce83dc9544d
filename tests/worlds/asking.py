"""Every question that can be put to the site: each route, method, target and condition, out of the routes themselves and tables of values."""

import ast
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule

from gazette.model.desk import EDITABLE
from gazette.web.desk import STEPS
from gazette.web.guards import guard_of
from tests.worlds.world import CANARY, World, closed_word

ABSENT = "0" * 32
MALFORMED = ("%00", "..%2f..", "%F0%9F%98%80", "x" * 300)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")

ARGUMENTS: Mapping[str, Sequence[str]] = {
    "row": ("1", "9999999"),
    "slug": ("khong-co",),
    "work": ("vn/act/quyet-dinh/khong-co/2026-01-01/01",),
    "document": (ABSENT,),
    "record": (ABSENT,),
    "issue": (ABSENT,),
    "batch": (ABSENT,),
    "user": ("khong-co-ai",),
    "name": ("AAAA-BBBB-CCCC-DDDD", "f" * 64, "999/QĐ-UBND"),
    "year": ("2026", "2025"),
    "part": ("12+13", "14", "15+16", "0"),
    "format": ("docx", "xml", "pdf", "page", "images", "manifest", "khong"),
    "annex": ("phu-luc-1",),
    "rendition": ("original", "xml", "khong-co"),
    "step": (*STEPS, "khong-co"),
    "secret": ("x" * 43,),
    "request_id": (ABSENT,),
    "proposal": (ABSENT,),
    "emergency": (ABSENT,),
    "disposal": (ABSENT,),
    "code": ("khong-co",),
    "list_id": (f"ds~{ABSENT}",),
    "filename": ("site.css", "khong-co.css"),
}
"""For each argument of a route: values beside the names that the worlds hold (``World.names``)."""

FIELDS: Mapping[str, Sequence[str]] = {
    "q": (CANARY, "dzirkon", f"{CANARY[:5]}*", f'"{CANARY}"', "Dzirkon~2", "01/BC-UBND", "cây xanh", "quyết định"),
    "loai": ("bao-cao",),
    "nam": ("2026",),
    "co-quan": ("ubnd-tinh-an-phuoc",),
    "linh-vuc": ("tthc",),
    "hieu-luc": ("in_force",),
    "nguoi-ky": ("Nguyễn Văn Mẫu",),
    "tu": ("2026-01-01",),
    "den": ("2026-12-31",),
    "sap-xep": ("number",),
    "trang": ("2",),
    "phan": ("1", "x"),
    "so-dong": ("1",),
    "sau": ("",),
    "truoc": ("0.0~20260101~khong-co",),
    "cum-tu": (CANARY,),
    "tim": (CANARY, "1", "01/BC-UBND"),
    "mot-trong": (f"{CANARY} xanh",),
    "khong-co": (CANARY,),
    "trong-tieu-de": (CANARY,),
    "ban": ("1",),
    "buoc": ("converted", "returned", "numbered"),
    "so": ("den/noi-bo", "den/han-che", "den"),
    "tiep": ("/luu-tru",),
    "lang": ("en",),
    "ma": (),
    "title": ("Tiêu đề thử",),
    "compartments": ("to-a", ""),
    "level": ("cong-khai", "bi-mat"),
    "clearance": ("noi-bo",),
    "reason": ("vì thử",),
    "second": ("lanh-dao",),
    "second_password": ("mat-khau-lanh-dao",),
    "principal": ("chi-editor",),
    "book": ("issued",),
    "field": ("",),
    "form": ("sao-y",),
    "way": ("hash",),
    "signature": ("AAAA",),
    "first": ("15",),
    "last": ("16",),
    "date": ("2026-11-04",),
    "document": (),
    "listed": (),
    "which": ("document",),
    "position": ("1",),
    "user": ("nguoi-thu",),
    "name": ("Người thử",),
    "password": ("mat-khau-khac",),
    "present": ("sai",),
    "role": ("clerk",),
    "ket-qua": ("x",),
    "doan": (f"Nội dung {CANARY} của giữa kỳ, một đoạn văn đủ dài để được đối chiếu với những gì đã công bố.",),
    "text": ("Điều 1. Thử",),
    "base": ("x",),
    "rest": ("accept",),
    "copy": ("x",),
    "open": ("1",),
    "seen": ("x",),
    "ho-so": (),
    "record": (),
    "until": ("2026-12-31",),
    "decision": ("12/QĐ-VP",),
    "review": ("đã xem xét",),
    "code": ("77.KIN", "02.TH"),
    "dossier": ("01.TH",),
    "heading": ("Tổng hợp",),
    "thu": ("1",),
    "attached_to": (),
    "copy_of": (),
    "hold": (ABSENT,),
    "list": ("",),
    "kind": ("list",),
    "since": ("",),
    "email": ("",),
    "mark": ("luu-hanh-noi-bo",),
    "personal_data": ("1",),
    "recipients": ("chi-editor",),
    "release_date": ("2030-01-01",),
    "save": ("1",),
    "muc": ("warning", "bi-mat"),
    "trang-thai": ("kept", "withdrawn", "x"),
    "lay": ("1",),
    "nhap": ("",),
    "key": ("0" * 64,),
    "phien-ban": ("1",),
    "ban-nhap": ("1",),
    "undo": ("1",),
    "before": ("Điều 1. Thử",),
    "ben": ("pdf",),
    "thay-doi": ("1",),
    "ky-hieu": ("01/2026-HS",),
    "settlement": ("accept",),
    "move": ("article",),
    "line": ("1",),
    "column": ("0",),
    "keep": ("1",),
    "version": ("1",),
    "give": ("1",),
    "beside": ("1",),
    "due": ("2030-01-01T08:00",),
    "row": (ABSENT,),
    "dong": (ABSENT,),
    "address": ("/tim-kiem?q=cay+xanh",),
    "person": ("Nguyễn Văn Mẫu",),
    "agency": ("ubnd-tinh-an-phuoc",),
    "capacities": ("KT",),
    "short": ("",),
    "symbol": ("UBND",),
    "after": ("",),
    "source": ("",),
    "lich-su": ("1",),
    "day": ("2026-01-02",),
    "day_kind": ("holiday",),
    "entry": (ABSENT,),
    "maker": ("Nguyễn Văn Mẫu",),
    "note": ("",),
    "tra-lai": ("",),
    "years": ("10",),
    "ground": ("QĐ 9/QĐ-VP",),
    "khong": ("1",),
    "pages": ("3",),
    "at": ("dieu-1",),
    "following": ("dieu-2",),
    **dict.fromkeys(EDITABLE, ("",)),
}
"""For each field of a form or of an address: values; those that name something are filled with what is asked about."""

NAMING = {
    "document": "document",
    "listed": "document",
    "ma": "name",
    "sau": "record",
    "ho-so": "record",
    "record": "record",
    "attached_to": "record",
    "copy_of": "record",
    "list": "list_id",
}
FILES = {"file": "application/pdf", "annex": "application/pdf", "word": "application/msword", "signed": None, "table": "text/csv"}


class NoData(AssertionError):
    """A route, a field or a file has no values here: put some into the tables of this module."""


@dataclass(frozen=True)
class Question:
    """One request: what makes it, in words that tell it from all others."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        told = f" {dict(self.headers)}" if self.headers else ""
        return f"{self.method} {self.path}{told}{' with a form' if self.form else ''}"

    def put(self, client: FlaskClient, csrf: str = "") -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        """Status, headers and body of the answer."""
        sent = {"data": {**self._form(), "csrf_token": csrf}, "content_type": "multipart/form-data"} if self.form is not None else {}
        answer = client.open(self.path, method=self.method, headers=dict(self.headers), buffered=True, **sent)  # type: ignore[arg-type]
        return answer.status_code, tuple(sorted(answer.headers)), answer.data

    def _form(self) -> dict[str, Any]:
        return {name: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value for name, value in (self.form or {}).items()}


def questions(world: World, *, whole: bool, staff: bool) -> Iterator[Question]:
    """Every question about every route; with *whole* every condition and field too. *world* gives the names: the fullest one.

    Whoever is no *staff* is asked about everything that is public, and once about what is not; whoever is, about what is not public.
    """
    asked = _Asked(world, whole)
    rules = sorted(world.app.url_map.iter_rules(), key=lambda rule: (_last(rule), rule.rule, rule.endpoint))
    for rule in rules:
        guard = guard_of(world.app.view_functions[rule.endpoint])
        public = guard is None or guard.public
        if public != staff:
            yield from asked.about(rule)
        elif not public:
            yield from _Asked(world, False).about(rule)


def _last(rule: Rule) -> int:
    # Reading comes before changing, and leaving comes last.
    return 2 if rule.endpoint in ("session.logout", "session.login") else 0 if "GET" in (rule.methods or ()) else 1


@dataclass(frozen=True)
class _Asked:
    world: World
    whole: bool

    def about(self, rule: Rule) -> Iterator[Question]:
        methods = rule.methods or set()
        first = True
        for where, path in self._paths(rule):
            if "GET" in methods:
                yield from self._readings(where, path)
            if "POST" in methods:
                yield from self._changes(rule, where, path)
            if self.whole and first:
                yield from (Question("GET", f"{path}?{name}={value}") for name, value in self._fields(rule, "args", "given"))
                yield from (Question(method, path) for method in METHODS if method not in methods or method == "OPTIONS")
                first = False
        if self.whole and rule.arguments and "GET" in methods and _takes(rule):
            yield from (Question("GET", self._url(rule, dict.fromkeys(rule.arguments, odd))) for odd in MALFORMED)

    def _paths(self, rule: Rule) -> Iterator[tuple[str, str]]:
        """Addresses of the rule: of open things, of closed ones, of what never was."""
        names = sorted(rule.arguments)
        for chosen in product(*(list(self._values(rule, name)) for name in names)):
            wheres = [where for where, _ in chosen]
            where = "closed" if "closed" in wheres else "absent" if "absent" in wheres else "open"
            yield where, self._url(rule, dict(zip(names, (value for _, value in chosen), strict=True)))

    def _values(self, rule: Rule, name: str) -> Iterator[tuple[str, str]]:
        converter = rule._converters[name]
        if isinstance(converter, AnyConverter):
            values: Sequence[str] = sorted(converter.items)
            yield from (("open", value) for value in (values if self.whole else values[:1]))
            return
        if name not in ARGUMENTS:
            raise NoData(f"{rule.rule}: the argument {name!r} stands neither in ARGUMENTS nor among the worlds' names")
        held = self.world.names.get(name, {})
        for where in ("open", "closed"):
            yield from ((where, value) for value in (held.get(where, []) if self.whole else held.get(where, [])[:1]))
        beside = "absent" if held else "open"
        yield from ((beside, value) for value in (ARGUMENTS[name] if self.whole else ARGUMENTS[name][:1]))

    def _url(self, rule: Rule, values: Mapping[str, str]) -> str:
        return self.world.app.url_map.bind("localhost").build(rule.endpoint, dict(values), append_unknown=False)

    def _readings(self, where: str, path: str) -> Iterator[Question]:
        yield Question("GET", path)
        if self.whole and where == "closed":
            yield Question("HEAD", path)
            yield Question("GET", path, {"Range": "bytes=0-0", "Accept": "application/json"})
            yield Question("GET", path, {"If-None-Match": "*"})
            yield Question("GET", path, {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"})
        elif self.whole:
            yield Question("HEAD", path, {"Range": "bytes=0-0"})

    def _changes(self, rule: Rule, where: str, path: str) -> Iterator[Question]:
        single: dict[str, Any] = dict(self._fields(rule, "form", "sent"))
        yield Question("POST", path, form=single)
        if self.whole and where == "open":
            yield from (
                Question("POST", path, form=single | {name: (_bytes(FILES[name]), f"{name}.docx")})
                for name in sorted(_uploads(_module(self.world, rule)))
            )

    def _fields(self, rule: Rule, *holders: str) -> Iterator[tuple[str, str]]:
        for name in sorted(_named(_module(self.world, rule), holders)):
            if name not in FIELDS:
                raise NoData(f"{rule.rule}: the field {name!r} of a form or an address stands not in FIELDS")
            closed = self.world.names.get(NAMING.get(name, ""), {}).get("closed", [])
            yield from ((name, value) for value in (*FIELDS[name], *closed))


def _takes(rule: Rule) -> bool:
    return not any(isinstance(converter, AnyConverter) or converter.regex == r"\d+" for converter in rule._converters.values())


def _bytes(media: str | None) -> bytes:
    return b"%PDF-1.4 " + CANARY.encode() if media == "application/pdf" else closed_word("giữa kỳ")


def _module(world: World, rule: Rule) -> str:
    return world.app.view_functions[rule.endpoint].__module__


@cache
def _uploads(module: str) -> frozenset[str]:
    """The files that the screens of a module take."""
    calls = [node for node in _nodes(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    taking = [call.args[0] for call in calls if ast.unparse(call.func) in ("sent", "sent_one")]
    found = frozenset(name.value for name in taking if isinstance(name, ast.Constant) and isinstance(name.value, str))
    if found - FILES.keys():
        raise NoData(f"{module}: the files {sorted(found - FILES.keys())} stand not in FILES")
    return found


@cache
def _named(module: str, holders: tuple[str, ...]) -> frozenset[str]:
    """The fields that the screens of a module read, by themselves or through other modules of the room."""
    found = set()
    for node in _nodes(module):
        match node:
            case ast.Call(func=ast.Attribute(value=holder, attr="get" | "getlist"), args=[first, *_]):
                if ast.unparse(holder).rpartition(".")[2] in holders:
                    found |= {part.value for part in ast.walk(first) if isinstance(part, ast.Constant) and isinstance(part.value, str)}
            case ast.Subscript(value=holder, slice=ast.Constant(value=str(name))):
                if ast.unparse(holder).rpartition(".")[2] in holders:
                    found.add(name)
            case ast.Name(id="EDITABLE"):
                found |= set(EDITABLE) if "form" in holders else set()
    return frozenset(found)


@cache
def _nodes(module: str) -> tuple[ast.AST, ...]:
    """The syntax of a module of the screens and of ``questions``, if it asks those."""
    trees = [ast.parse(Path(sys.modules[name].__file__ or "").read_text(encoding="utf-8")) for name in (module,)]
    if any(isinstance(node, ast.Name) and node.id in ("questions", "asked") for tree in trees for node in ast.walk(tree)):
        trees.append(ast.parse(Path(sys.modules["gazette.web.questions"].__file__ or "").read_text(encoding="utf-8")))
    return tuple(node for tree in trees for node in ast.walk(tree))
