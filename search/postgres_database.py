"""The database behind an index: reading, snapshots and writing, and what its errors mean to those who search."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError, TimeoutError

from search.errors import IndexLocked, IndexUnreachable, IndexUnwritable
from search.postgres_segment import Superseded

_OPTIONS = (
    "-c jit=off -c plan_cache_mode=force_custom_plan -c statement_timeout=30s"  # a plan for any stretch would read all its terms
    " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"  # a writer that is cut off holds the lock
)
_GONE = (errors.UndefinedTable, errors.UndefinedColumn, errors.InvalidSchemaName)
_READ_ONLY = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction, errors.DiskFull)
_Failure = (DBAPIError, psycopg.Error, TimeoutError)
LOCK_WAIT, SWEEP_WAIT = "10s", "1s"
_POOL = {"pool_size": 8, "max_overflow": 24, "pool_timeout": 10}


class _BinaryCursor(psycopg.Cursor[Any]):
    """Values as PostgreSQL holds them: as text, bytes would travel as twice as many hexadecimal digits."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.format = psycopg.pq.Format.BINARY


class Database:
    """Connections to one database, shared by threads; `name` stands in the sentences of errors."""

    def __init__(self, url: str, name: str) -> None:
        connecting = {"options": _OPTIONS, "connect_timeout": 10, "tcp_user_timeout": 20_000, "cursor_factory": _BinaryCursor}
        self._name = name
        self._engine = create_engine(url, connect_args=connecting, **_POOL)
        self._reader = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._still = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def ask(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """The rows of a reading statement; a connection that was lost meanwhile is replaced once.

        Raises `Superseded` when its tables do not exist, otherwise `IndexUnreachable`.
        """
        try:
            return self._ask(statement, values)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise self._unread(error) from error
        except TimeoutError as error:
            raise self._unread(error) from error
        try:
            return self._ask(statement, values)
        except (DBAPIError, TimeoutError) as error:
            raise self._unread(error) from error

    @contextmanager
    def snapshot(self) -> Iterator[Callable[[str, tuple[Any, ...]], list[Any]]]:
        """Statements that all see the same state. Raises what `ask` raises."""
        try:
            with self._still.connect() as connection:
                yield lambda statement, values: list(connection.exec_driver_sql(statement, values))
        except _Failure as error:
            raise self._unread(error) from error

    @contextmanager
    def writing(self, patience: str = "") -> Iterator[Connection]:
        """A transaction, committed at the end. Raises `IndexLocked` when another one is in the way for ten seconds, `Superseded`."""
        self.ask("SELECT 1")  # replaces lost connections
        try:
            with self._engine.begin() as connection:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{patience or LOCK_WAIT}'")
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                yield connection
        except _Failure as error:
            raise self._unwritten(error) from error

    def close(self) -> None:
        """Closes the connections."""
        self._engine.dispose()

    def _ask(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        with self._reader.connect() as connection:
            return list(connection.exec_driver_sql(statement, values))

    def _unread(self, error: Exception) -> Exception:
        if isinstance(_cause(error), _GONE):
            return Superseded(reason(error))
        return IndexUnreachable(self._name, reason(error))

    def _unwritten(self, error: Exception) -> Exception:
        cause = _cause(error)
        if isinstance(cause, _GONE):
            return Superseded(reason(error))
        if isinstance(cause, errors.LockNotAvailable):
            return IndexLocked(self._name, "")
        unreached = isinstance(cause, psycopg.OperationalError | TimeoutError) and not isinstance(cause, _READ_ONLY)
        return (IndexUnreachable if unreached else IndexUnwritable)(self._name, reason(error))


def reason(error: Exception) -> str:
    """The first line of what the database said."""
    return (str(_cause(error)).splitlines() or [type(error).__name__])[0]


def _cause(error: Exception) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
