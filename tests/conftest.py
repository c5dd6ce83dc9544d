"""What every test shares: no network beyond this machine, a real PostgreSQL when one is asked for, and how hypothesis searches."""

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.migrated import migrated_postgres, migrated_template, pytest_sessionfinish
from tests.postgres import postgres_database, postgres_of_its_own, postgres_server, postgres_url

__all__ = [
    "migrated_postgres",
    "migrated_template",
    "postgres_database",
    "postgres_of_its_own",
    "postgres_server",
    "postgres_url",
    "pytest_sessionfinish",
]

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


class NetworkBlocked(OSError):
    """A test tried to reach another machine."""


def _is_here(family: int, address: Any) -> bool:
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = str(address[0]).partition("%")[0]
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded_connect(self: socket.socket, address: Any) -> None:
    if not _is_here(self.family, address):
        raise NetworkBlocked(f"tests reach no other machine: {address!r}")
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    if not _is_here(self.family, address):
        raise NetworkBlocked(f"tests reach no other machine: {address!r}")
    return _connect_ex(self, address)


socket.socket.connect = _guarded_connect  # type: ignore[method-assign]
socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign]

# The everyday run gives the same verdict on the same code, on a busy machine too; the long run looks for new examples each time.
settings.register_profile("every day", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, suppress_health_check=[HealthCheck.too_slow])


def pytest_configure(config: pytest.Config) -> None:
    """The everyday profile for `./run test`, the long one for `./run soak`."""
    settings.load_profile("every day" if config.option.markexpr == "not soak" else "long")
