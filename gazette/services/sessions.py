"""Sessions: kept here and not in the cookie, so that whoever may end one ends it at once."""

import hashlib
import secrets
from dataclasses import replace

from gazette.db import Database
from gazette.model.people import Actor
from gazette.services.acting import acting


class Sessions:
    """Who is logged in; every request asks anew."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, user: str) -> str:
        """A new session of an account; what its cookie carries. Nothing of an account can be told from it."""
        carried = secrets.token_urlsafe(32)
        with self._database.write() as work:
            work.sessions.open(_digest(carried), user)
        return carried

    def bearer(self, carried: str) -> Actor | None:
        """The person whose session it is, with the roles, clearance and floor of this moment; ``None`` when it was ended or is over."""
        with self._database.read() as work:
            session = _digest(carried)
            user = work.sessions.user(session)
            found = work.accounts.find(user) if user else None
            if found is None or not found[0].enabled:
                return None
            return replace(acting(work, found[0]), session=session, floor=work.sessions.floor(session))

    def close(self, carried: str) -> None:
        """Ends a session."""
        with self._database.write() as work:
            work.sessions.end(digest=_digest(carried))


def _digest(carried: str) -> str:
    return hashlib.sha256(carried.encode("utf-8", "replace")).hexdigest()
