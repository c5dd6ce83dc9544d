"""Drop a PDF and read in plain words whether it is ours, whether it was changed, and whether it is still in force."""

import re
from collections.abc import Sequence
from typing import Any

import flask

from gazette.model import addresses
from gazette.model.document import CHECK_CODE
from gazette.model.errors import NotFound
from gazette.model.issue import Issue
from gazette.web import context, rendering
from gazette.web.crowd import one_of_few
from gazette.web.guards import public
from gazette.web.limits import limited
from gazette.web.questions import VERIFY_LIMIT, examined
from gazette.web.receipts import sealed
from gazette.web.uploads import sent

screen = flask.Blueprint("verify", __name__)
MOST_FILES = 10
_SHA256 = re.compile(r"[0-9A-Fa-f]{64}")
_STYLE = {"valid": "good", "invalid": "bad", "undetermined": "wait"}


@screen.get(addresses.VERIFY)
@public("anybody may check a file")
def form() -> Any:
    """The drop zone; ``?ma=`` takes what people have at hand: a check code, a number, or the SHA-256 of a file."""
    if name := flask.request.args.get("ma", "").strip():
        return flask.redirect(addresses.verify(_tidy(name)), 303)
    return _form()


@screen.post(addresses.VERIFY)
@public("anybody may check a file; nothing is kept of it")
@limited(VERIFY_LIMIT)
@one_of_few
def check() -> Any:
    """The verdict on each file, plainly first."""
    everything = sent("file")
    files, left = everything[:MOST_FILES], [file.name for file in everything[MOST_FILES:]]
    if not files:
        return _form(400, missing=True)
    results = [examined(file.data, file.name) for file in files]
    return _form(results=[(view, report, sealed(view, report)) for view, report in results], left=left)


@screen.get(f"{addresses.VERIFY}/huong-dan")
@public("explains how a document is checked")
def guide() -> Any:
    """What the verdicts mean and what to do, for whoever never saw a certificate."""
    return rendering.page("verify/guide.html")


@screen.post(f"{addresses.VERIFY}/doan-van")
@public("anybody may ask whether words stand in a published text; nothing is kept of them")
@limited(VERIFY_LIMIT)
@one_of_few
def passage() -> Any:
    """Whether a pasted passage stands word for word in a published text, and where."""
    words = flask.request.form.get("doan", "")
    return rendering.page("verify/passage.html", words=words, found=context.services().quote.places(words))


@screen.get(f"{addresses.VERIFY}/<path:name>")
@public("a check code, a number or a SHA-256 leads to what is published")
@limited(VERIFY_LIMIT)
def by_name(name: str) -> Any:
    """What stands behind a check code, the SHA-256 of a file, or a number."""
    verify = context.services().verify
    if _SHA256.fullmatch(name):
        return rendering.page("verify/digest.html", digest=name.lower(), recognised=verify.by_digest(name))
    if CHECK_CODE.fullmatch(_tidy(name)):
        found = verify.by_code(_tidy(name))
        return rendering.page("verify/code.html", found=found, is_issue=isinstance(found, Issue))
    documents = verify.by_number(name)
    if not documents:
        raise NotFound
    return rendering.page("verify/number.html", number=name, documents=documents)


def _form(status: int = 200, *, results: Sequence[Any] | None = None, missing: bool = False, left: Sequence[str] = ()) -> Any:
    limit = context.screens().upload_limit
    return rendering.page("verify/form.html", status, limit=limit, results=results, missing=missing, style=_STYLE, left=left, words="")


def _tidy(name: str) -> str:
    """A check code with its dashes, however it was typed; anything else as it is."""
    plain = "".join(char for char in name.upper() if char.isascii() and char.isalnum())
    code = "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))
    return code if CHECK_CODE.fullmatch(code) and "/" not in name else name
