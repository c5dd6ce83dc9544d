"""What every screen reaches for: the services, the site, and who is at the keyboard."""

from dataclasses import dataclass

import flask

from archive import Label, Rank, dominates
from gazette.model.outcome import Lang
from gazette.model.people import Actor
from gazette.pages import Site
from gazette.services import Services

_KEY = "gazette"
SIGNING_TOOL = "127.0.0.1:8987"
"""Where the signing tools of Vietnamese offices listen on the machine they run on."""


@dataclass(frozen=True, slots=True)
class Screens:
    """The parts a Flask application of the gazette carries: its services, the site's words, the largest upload in bytes.

    ``signing_tool`` is where the signing tool on the reader's own machine listens (host and port), ``staff`` whether the staff work here.
    """

    services: Services
    site: Site
    upload_limit: int
    signing_tool: str = SIGNING_TOOL
    staff: bool = True

    @property
    def levels(self) -> tuple[Rank, ...]:
        """The levels that a person may choose in this deployment."""
        return self.services.profile.levels()


def attach(app: flask.Flask, screens: Screens) -> None:
    """Hangs *screens* on *app*; the functions below find them there."""
    app.extensions[_KEY] = screens


def screens() -> Screens:
    """The parts of the application that serves this request."""
    found: Screens = flask.current_app.extensions[_KEY]
    return found


def services() -> Services:
    """The services of the application that serves this request."""
    return screens().services


def remember(actor: Actor | None, lang: Lang) -> None:
    """Notes for the length of this request who asks and in which language."""
    flask.g.actor, flask.g.lang = actor, lang


def actor() -> Actor | None:
    """The person who is logged in, ``None`` for the public."""
    found: Actor | None = flask.g.get("actor")
    return found


def lang() -> Lang:
    """The language of the answer."""
    found: Lang = flask.g.get("lang", "vi")
    return found


def levels_of(actor: Actor) -> list[tuple[str, str]]:
    """The levels that *actor* may give here, as id and name: those of the deployment that the clearance reaches, from the floor up."""
    labels = ((rank, Label.named(rank.id)) for rank in screens().levels)
    floor = (actor.floor.level, actor.floor.secrecy)
    reached = (rank for rank, label in labels if dominates(actor.clearance, label) and (label.level, label.secrecy) >= floor)
    return [(rank.id, rank.name(lang())) for rank in reached]
