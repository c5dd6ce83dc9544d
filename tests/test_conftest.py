"""The guards that every test runs behind."""

import socket

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import NetworkBlocked


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_no_test_reaches_another_machine(address: tuple[str, int]) -> None:
    with socket.socket() as door, pytest.raises(NetworkBlocked):
        door.connect(address)


def test_a_test_reaches_its_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as door:
        assert door.getpeername() == server.getsockname()


def test_each_test_that_asks_gets_an_empty_real_postgresql(postgres_database: str, postgres_url: str) -> None:
    assert postgres_database != postgres_url
    engine = create_engine(postgres_database)
    with engine.begin() as connection:
        assert "PostgreSQL" in str(connection.scalar(text("select version()")))
        connection.execute(text("create table t (a text)"))
    engine.dispose()
