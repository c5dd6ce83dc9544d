"""Who may open which screen, declared on the screen: an endpoint that declares nothing stops the application from starting."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import flask

from gazette.model.errors import NotAllowed
from gazette.model.people import ROLES
from gazette.web import context

View = Callable[..., Any]
_MARK = "__gazette_guard__"
DESK_READERS = ("clerk", "drafter", "leader", "editor", "publisher", "archivist", "security-officer", "auditor")
"""Who may open a document at work, within the clearance; administrators keep accounts and read nothing by it."""


class LoginNeeded(NotAllowed):
    """Nobody is logged in, and the page is for the staff."""

    code = "G401"
    vi = "Trang này dành cho cán bộ của Văn phòng; cần đăng nhập."
    en = "This page is for the staff of the Office; please log in."
    status = 401


class Unguarded(RuntimeError):
    """An endpoint says neither which roles it needs nor why it is public."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What an endpoint declares: the roles of which one is needed (none named: any member of staff), or why it is public."""

    public: bool
    roles: tuple[str, ...] = ()
    reason: str = ""


def public(reason: str) -> Callable[[View], View]:
    """Marks a screen as open to everybody, and says why."""
    return lambda view: _marked(view, Guard(True, reason=reason))


def permission(*roles: str) -> Callable[[View], View]:
    """Opens a screen to members of staff with one of *roles*; the screen gets the :class:`Actor` as its first argument.

    The roles are asked before anything is loaded, so a refusal says nothing of what exists.
    """
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"no such role: {', '.join(sorted(unknown))}")

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            actor = context.actor()
            if actor is None:
                raise LoginNeeded
            if roles and not actor.has(*roles):
                raise NotAllowed
            return view(actor, **arguments)

        return _marked(guarded, Guard(False, roles))

    return guard


def guard_of(view: View) -> Guard | None:
    """What *view* declares; ``None`` when it declares nothing."""
    found: Guard | None = getattr(view, _MARK, None)
    return found


def require_guards(app: flask.Flask) -> None:
    """Raises :class:`Unguarded` when any endpoint of *app* declares nothing."""
    bare = sorted(name for name, view in app.view_functions.items() if guard_of(view) is None)
    if bare:
        raise Unguarded("endpoints without @permission or @public: " + ", ".join(bare))


def _marked(view: View, guard: Guard) -> View:
    setattr(view, _MARK, guard)
    return view
