"""Drop a PDF and read in plain words whether it is ours, whether it was changed, and whether it is still in force."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.model.issue import Issue
from gazette.web import context, rendering
from gazette.web.guards import public
from gazette.web.limits import limited
from gazette.web.questions import VERIFY_LIMIT, examined
from gazette.web.uploads import sent

screen = flask.Blueprint("verify", __name__)
MOST_FILES = 10
_STYLE = {"valid": "good", "invalid": "bad", "undetermined": "wait"}


@screen.get(addresses.VERIFY)
@public("anybody may check a file")
def form() -> Any:
    """The drop zone; ``?ma=`` takes a check code from the small form."""
    if code := flask.request.args.get("ma", "").strip():
        return flask.redirect(addresses.verify(_tidy(code)), 303)
    return rendering.page("verify/form.html", limit=context.screens().upload_limit, reports=None, missing=False, left=())


@screen.post(addresses.VERIFY)
@public("anybody may check a file; nothing is kept of it")
@limited(VERIFY_LIMIT)
def check() -> Any:
    """The verdict on each file, plainly first."""
    everything = sent("file")
    files, left = everything[:MOST_FILES], [file.name for file in everything[MOST_FILES:]]
    if not files:
        return rendering.page("verify/form.html", 400, limit=context.screens().upload_limit, reports=None, missing=True, left=())
    reports = [examined(file.data, file.name) for file in files]
    return rendering.page("verify/form.html", limit=context.screens().upload_limit, reports=reports, missing=False, style=_STYLE, left=left)


@screen.get(f"{addresses.VERIFY}/<code>")
@public("a check code leads to what is published")
@limited(VERIFY_LIMIT)
def by_code(code: str) -> Any:
    """What stands behind a check code: a published document or issue."""
    found = context.services().verify.by_code(_tidy(code))
    return rendering.page("verify/code.html", found=found, is_issue=isinstance(found, Issue))


def _tidy(code: str) -> str:
    plain = "".join(char for char in code.upper() if char.isascii() and char.isalnum())
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4)) or code
