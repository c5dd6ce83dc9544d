"""The control panel: what this installation is, its workflow, and who may do what to which record, out of the tables that are applied."""

from typing import Any

import flask

from archive import LEVELS
from gazette.model import addresses, workflow
from gazette.model.people import Actor
from gazette.model.permissions import matrix
from gazette.web import context, rendering
from gazette.web.guards import permission

screen = flask.Blueprint("panel", __name__, url_prefix=f"{addresses.DESK}/bang-dieu-khien")


@screen.get("")
@permission()
def panel(actor: Actor) -> Any:
    """The panel, for every member of staff: the rules are no secret."""
    del actor
    lang = context.lang()
    rows = list(matrix())
    return rendering.page(
        "desk/panel.html",
        profile=context.services().profile.value,
        levels=context.screens().levels,
        by_level=[(level, [row for row in rows if row.level == level]) for level in LEVELS],
        sentences=workflow.sentences(lang),
        states=workflow.STATES,
        steps=workflow.TRANSITIONS,
    )
