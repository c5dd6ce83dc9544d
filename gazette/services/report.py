"""Figures of the installation."""

from gazette.model.people import Actor
from gazette.model.reading import Figures
from gazette.services.parts import Parts


class Report:
    """The statistics page."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def figures(self, actor: Actor) -> Figures:
        """What this person may know of, counted."""
        with self._parts.database.read() as work:
            lists = work.lists(actor.clearance)
            given, voided = lists.given()
            return Figures(lists.by_state(), lists.months("received"), lists.months("published"), given, voided)
