"""The public log for everybody: its signed head, its rows, the proof of each, and that it only ever grew."""

from typing import Any

import flask

from gazette.model import addresses
from gazette.web import context, questions, rendering
from gazette.web.guards import public
from gazette.web.limits import limited

screen = flask.Blueprint("transparency", __name__)

_WHY = "the public log is public by purpose"


@screen.get(addresses.LOG)
@public(_WHY)
@limited(questions.SEARCH_LIMIT)
def log() -> Any:
    """The signed head, and the rows: the newest, or those asked for by address, number or digest."""
    wanted = flask.request.args.get("tim", "").strip()[:500]
    transparency = context.services().transparency
    rows = transparency.find(wanted) if wanted else transparency.rows(flask.request.args.get("truoc", type=int))
    return rendering.page("public/log.html", head=context.services().read.log(), rows=rows, wanted=wanted)


@screen.get(f"{addresses.LOG}.json")
@public(_WHY)
def log_json() -> Any:
    """The head as data."""
    return rendering.as_json(_head())


@screen.get(f"{addresses.LOG}/<int:row>")
@public(_WHY)
def row(row: int) -> Any:
    """One row with its proof, and how to check it."""
    return rendering.page("public/log_row.html", proof=context.services().transparency.proof(row))


@screen.get(f"{addresses.LOG}/<int:row>.json")
@public(_WHY)
def row_json(row: int) -> Any:
    """One row with its proof as data: what ``gazette audit published`` checks without a network."""
    return rendering.as_json(context.services().transparency.proof(row))


@screen.get(f"{addresses.LOG}/tang-truong.json")
@public(_WHY)
def growth_json() -> Any:
    """The proof that the log only adds to its first ``tu`` rows."""
    return rendering.as_json(context.services().transparency.growth(flask.request.args.get("tu", 0, type=int)))


@screen.get(f"{addresses.API}/log")
@public(_WHY)
def api_log() -> Any:
    """The head and a page of rows, newest first."""
    found = context.services().transparency.rows(flask.request.args.get("truoc", type=int))
    rows = [{"row": seq, "action": one.action, "object": one.object, "sha256": one.sha256, "time": one.time} for seq, one in found.rows]
    return rendering.as_json({**_head(), "next": found.next, "rows": rows})


@screen.get(f"{addresses.API}/log/<int:row>")
@public(_WHY)
def api_row(row: int) -> Any:
    """One row with its proof."""
    return rendering.as_json(context.services().transparency.proof(row))


def _head() -> dict[str, Any]:
    head = context.services().read.log()
    return {"size": head.size, "root": head.root, "note": head.note}
