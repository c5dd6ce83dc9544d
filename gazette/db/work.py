"""The unit of work: one transaction, its repositories, and the only commit in the product."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

import archive
from gazette.db import street
from gazette.db.batches import Batches
from gazette.db.checks import Checks
from gazette.db.circulation import Circulation
from gazette.db.closing import Closing, RowSeal
from gazette.db.emergencies import Emergencies
from gazette.db.engines import compact, open_engines
from gazette.db.errors import translated
from gazette.db.imprints import Imprints
from gazette.db.lastings import Lastings
from gazette.db.lists import Lists
from gazette.db.notices import Notices
from gazette.db.proposals import Proposals
from gazette.db.queue import Queue
from gazette.db.remote import Remotes
from gazette.db.repositories import Accounts, Documents, Issues, Numbers, Settings
from gazette.db.retention import Retention
from gazette.db.sessions import Sessions
from gazette.model.document import Clock, today
from gazette.model.errors import BadCall


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction: its connection (for the vault) and moment, and the repositories on it."""

    connection: Connection
    now: datetime
    seal: RowSeal

    def documents(self, clearance: archive.Clearance) -> Documents:
        """The documents this clearance may know of."""
        return Documents(self.connection, clearance, self.seal)

    def issues(self, clearance: archive.Clearance) -> Issues:
        """The issues, with the items this clearance may know of."""
        return Issues(self.connection, clearance, self.seal)

    def lists(self, clearance: archive.Clearance) -> Lists:
        """Lists for this clearance."""
        return Lists(self.connection, clearance, self.seal)

    @property
    def closing(self) -> Closing:
        """What carries labels on to the rows about documents."""
        return Closing(self.connection, self.seal)

    @property
    def numbers(self) -> Numbers:
        """The registers."""
        return Numbers(self.connection, self.seal)

    @property
    def queue(self) -> Queue:
        """The jobs."""
        return Queue(self.connection, self.now)

    @property
    def lastings(self) -> Lastings:
        """Until when published files verify."""
        return Lastings(self.connection, self.now)

    @property
    def accounts(self) -> Accounts:
        """The accounts."""
        return Accounts(self.connection)

    @property
    def sessions(self) -> Sessions:
        """Who is logged in."""
        return Sessions(self.connection, self.now)

    @property
    def proposals(self) -> Proposals:
        """What was proposed about accounts."""
        return Proposals(self.connection)

    @property
    def emergencies(self) -> Emergencies:
        """Break-glass."""
        return Emergencies(self.connection, self.now, self.seal)

    @property
    def circulation(self) -> Circulation:
        """Distribution lists and who is on them."""
        return Circulation(self.connection, self.now, today(lambda: self.now), self.seal)

    @property
    def notices(self) -> Notices:
        """What waits for somebody."""
        return Notices(self.connection, self.now)

    @property
    def remotes(self) -> Remotes:
        """What was handed out to be signed elsewhere."""
        return Remotes(self.connection, self.now, self.seal)

    @property
    def batches(self) -> Batches:
        """The batches of documents to be sealed, and their journal."""
        return Batches(self.connection, self.now, self.seal)

    @property
    def imprints(self) -> Imprints:
        """What issues print of the logs."""
        return Imprints(self.connection, self.now)

    @property
    def checks(self) -> Checks:
        """What the checks ask and leave behind."""
        return Checks(self.connection, self.now, self.seal)

    @property
    def retention(self) -> Retention:
        """How long dossiers are kept, and what is to be destroyed."""
        return Retention(self.connection, self.now)

    @property
    def settings(self) -> Settings:
        """The installation's own values."""
        return Settings(self.connection)


class Database:
    """The database of an installation, opened by its address; hands out units of work. Close it when done.

    *notes* seal what rows say of closed documents; without them, rows are written as they are. With *read_only* nothing can be written
    through it: units that write raise Unavailable.
    """

    def __init__(self, address: str, clock: Clock, notes: archive.Notes | None = None, *, read_only: bool = False) -> None:
        self.address = address
        self._seal = RowSeal(notes or archive.Notes(None))
        self._clock = clock
        self._writer, self._reader = open_engines(address, read_only=read_only)

    @contextmanager
    def write(self) -> Iterator[Work]:
        """A transaction that commits at the end of the ``with`` and rolls back on any exception; SQLite takes its write lock at once."""
        with translated(), self._writer.connect() as connection:
            yield self._work(connection)
            connection.commit()

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A transaction that only reads and never waits for a writer."""
        with translated(), self._reader.connect() as connection:
            yield self._work(connection)
            connection.rollback()

    def independent(self) -> AbstractContextManager[Connection]:
        """A transaction of its own, for the archive's log of refusals."""
        return self._writer.begin()

    def open_to(self, role: str) -> None:
        """Lets a PostgreSQL role read what is published, and nothing else. Raises BadCall on SQLite, and for a name that is none."""
        with self.write() as work:
            if work.connection.dialect.name != "postgresql":
                raise BadCall(reason="SQLite")
            try:
                street.open_to(work.connection, role)
            except ValueError:
                raise BadCall(reason=role) from None

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations and backup."""
        return self._writer

    def compact(self) -> None:
        """Leaves no page behind in which what a row said could linger, where the engine lets us: SQLite's file is written anew."""
        compact(self._writer)

    def close(self) -> None:
        """Closes every connection."""
        self._writer.dispose()
        self._reader.dispose()

    def _work(self, connection: Connection) -> Work:
        return Work(connection, self._clock(), self._seal)
