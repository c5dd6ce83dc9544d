"""Pages out of templates: the frame around every page, and answers that browsers may ask for conditionally."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import flask
from flask_wtf.csrf import generate_csrf

from gazette import pages
from gazette.model import addresses
from gazette.model.outcome import Lang
from gazette.model.people import Actor
from gazette.pages import later
from gazette.web import context, display

SECTIONS = (
    ("/", later("Trang chủ")),
    (addresses.ISSUES, later("Công báo")),
    (addresses.SEARCH, later("Tìm kiếm")),
    (addresses.PROCEDURES, later("Thủ tục hành chính")),
    (addresses.VERIFY, later("Kiểm tra chữ ký số")),
)
MEDIA = {"html": "text/html", "json": "application/json", "atom": "application/atom+xml", "csv": "text/csv", "xml": "application/xml"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page. ``bare`` frames (errors) repeat nothing of the request, so hidden and absent look alike.

    ``door`` says whether the staff can log in here.
    """

    lang: Lang
    actor: Actor | None
    shown: display.Display
    path: str = ""
    arguments: Mapping[str, Sequence[str]] = field(default_factory=dict)
    messages: tuple[tuple[str, str], ...] = ()
    door: bool = True
    sections = SECTIONS

    @property
    def bare(self) -> bool:
        """True when the frame repeats nothing of the request."""
        return not self.path

    @property
    def html_class(self) -> str:
        """The classes of the ``html`` element."""
        return self.shown.html_class

    @property
    def size(self) -> str:
        """The chosen text size."""
        return self.shown.size

    @property
    def contrast(self) -> bool:
        """Whether high contrast is on."""
        return self.shown.contrast

    @property
    def section(self) -> str:
        """The part of the site this page belongs to."""
        if self.path == "/" or self.bare:
            return self.path
        if self.path.startswith("/van-ban"):
            return addresses.ISSUES
        return next((path for path, _ in SECTIONS[1:] if self.path.startswith(path)), "")

    def display(self, *, size: str | None = None, contrast: bool | None = None) -> str:
        """The link that changes the display and comes back here."""
        return display.link(self._here(self.arguments) if self.path else "/", size=size, contrast=contrast)

    def in_language(self, lang: str) -> str:
        """This page in *lang*; relative on a bare frame."""
        return self._here({**self.arguments, "lang": (lang,)})

    def token(self) -> str:
        """The token that a form must carry (CSRF)."""
        token: str = generate_csrf()
        return token

    def _here(self, arguments: Mapping[str, Sequence[str]]) -> str:
        return self.path + (f"?{urlencode(arguments, doseq=True)}" if arguments else "")


def page(template: str, status: int = 200, *, bare: bool = False, **values: object) -> flask.Response:
    """*template* as an answer, in the reader's language and display."""
    return flask.Response(fragment(template, bare=bare, **values), status, mimetype="text/html")


def fragment(template: str, *, bare: bool = False, **values: object) -> str:
    """*template* as text, filled with *values* and what every template may use."""
    return pages.render(
        template,
        context.lang(),
        {"site": context.screens().site, "frame": _frame(bare), **values},
    )


def data(template: str, media: str, **values: object) -> flask.Response:
    """*template* as a machine's file of the type *media* (a key of ``MEDIA``)."""
    return flask.Response(fragment(template, bare=True, **values), mimetype=MEDIA[media])


def as_json(value: Any, status: int = 200, mimetype: str = "application/json") -> flask.Response:
    """*value* as JSON, letters as letters."""
    return flask.Response(json.dumps(value, ensure_ascii=False, indent=1) + "\n", status, mimetype=mimetype)


def _frame(bare: bool) -> Frame:
    shown, lang, actor = display.current(), context.lang(), context.actor()
    door = context.screens().staff
    if bare:
        return Frame(lang, actor, shown, door=door)
    arguments = {name: values for name, values in flask.request.args.lists() if name != "lang"}
    flashes = flask.get_flashed_messages(with_categories=True) if actor or flask.session else []
    return Frame(lang, actor, shown, flask.request.path, arguments, tuple(flashes), door)  # type: ignore[arg-type]
