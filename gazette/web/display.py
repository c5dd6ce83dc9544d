"""Text size and contrast: small cookies set by plain links, so that they work without script."""

from dataclasses import dataclass
from urllib.parse import urlencode

import flask

from gazette.web.guards import public

SIZES = ("nho", "vua", "lon")
_SIZE, _CONTRAST = "co-chu", "tuong-phan"
_YEAR = 365 * 24 * 3600
PATH = "/hien-thi"

screen = flask.Blueprint("display", __name__)


@dataclass(frozen=True, slots=True)
class Display:
    """What the reader chose."""

    size: str = "vua"
    contrast: bool = False

    @property
    def html_class(self) -> str:
        """The classes of the ``html`` element."""
        return " ".join([*([f"chu-{self.size}"] if self.size != "vua" else []), *(["tuong-phan"] if self.contrast else [])])


def current() -> Display:
    """What this reader's cookies say."""
    size = flask.request.cookies.get(_SIZE, "vua")
    return Display(size if size in SIZES else "vua", flask.request.cookies.get(_CONTRAST) == "cao")


def link(back: str, *, size: str | None = None, contrast: bool | None = None) -> str:
    """The address that changes the display and returns to *back*."""
    chosen = {_SIZE: size, _CONTRAST: None if contrast is None else ("cao" if contrast else "thuong"), "tiep": back}
    return f"{PATH}?{urlencode({name: value for name, value in chosen.items() if value is not None})}"


def local(path: str | None, default: str = "/") -> str:
    """*path* when it stays on this site, else *default*: no page sends a reader elsewhere on a stranger's word."""
    plain = path or ""
    safe = plain.startswith("/") and not plain.startswith(("//", "/\\")) and plain.isprintable()
    return plain if safe else default


@screen.get(PATH)
@public("changes nothing but the reader's own cookies")
def change() -> flask.Response:
    """Sets the cookies and goes back."""
    response = flask.redirect(local(flask.request.args.get("tiep")))
    for name, allowed in ((_SIZE, SIZES), (_CONTRAST, ("cao", "thuong"))):
        if (value := flask.request.args.get(name)) in allowed:
            response.set_cookie(name, str(value), max_age=_YEAR, samesite="Lax", httponly=True, secure=flask.request.is_secure)
    return response  # type: ignore[return-value]
