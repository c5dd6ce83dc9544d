"""Making an installation: whole or not at all."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

import search
from gazette import bootstrap, config
from gazette.home import Home, NotInitialised, Remains
from tests.demo import no_settings

__all__ = ["no_settings"]


def test_an_installation_is_made_once(tmp_path: Path) -> None:
    home = tmp_path / "a" / "home"
    assert bootstrap.initialise(home)
    kept = Home(home).audit_key.read_bytes()
    assert not bootstrap.initialise(home)
    assert Home(home).audit_key.read_bytes() == kept
    assert not Home(home).building.exists()
    with bootstrap.opened(config.load(home)) as installation:
        assert not installation.services.accounts.any()


def test_the_search_index_may_stand_in_a_database_and_begins_anew_when_an_older_program_wrote_it(
    tmp_path: Path, postgres_database: str
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / config.FILE).write_text(f'search = "postgres"\nsearch_url = "{postgres_database}"\n')
    bootstrap.initialise(tmp_path / "home")
    engine = create_engine(postgres_database)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE search_public.state SET version = 0")
    engine.dispose()
    with bootstrap.opened(config.load(tmp_path / "home")) as installation:
        assert installation.services.find.find(search.Query("giá đất")).total == 0
        assert installation.services.index.stats()["entries"] == 0
    assert not Home(tmp_path / "home").index.exists()


def test_secrets_are_their_owners_only(tmp_path: Path) -> None:
    bootstrap.initialise(tmp_path / "home")
    home = Home(tmp_path / "home")
    for path in (home.audit_key, home.session_key):
        assert path.stat().st_mode & 0o777 == 0o600
    assert home.audit_key.parent.stat().st_mode & 0o077 == 0
    assert home.keys.stat().st_mode & 0o077 == 0


def test_what_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "_first_accounts", broken)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.initialise(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_killed_attempt_is_thrown_away_or_finished_by_the_next(tmp_path: Path) -> None:
    halfway = tmp_path / "halfway"
    Home(halfway).building.mkdir(parents=True)
    (Home(halfway).building / "gazette.db").write_bytes(b"half")
    assert bootstrap.initialise(halfway)
    assert Home(halfway).initialised

    moving = tmp_path / "moving"
    bootstrap.initialise(moving)
    kept = Home(moving).session_key.read_bytes()
    Home(moving).building.mkdir()
    Home(moving).session_key.parent.replace(Home(moving).building / "secrets")
    assert not Home(moving).initialised
    assert bootstrap.initialise(moving)
    assert Home(moving).session_key.read_bytes() == kept


def test_what_an_operator_wrote_before_is_kept(tmp_path: Path) -> None:
    (tmp_path / "gazette.toml").write_text('place = "Tân Lộc"\nport = 9001\n')
    assert bootstrap.initialise(tmp_path)
    settings = config.load(tmp_path)
    assert (settings.place, settings.port) == ("Tân Lộc", 9001)


def test_the_address_asked_for_is_written_down_unless_the_operator_named_one(tmp_path: Path) -> None:
    asked, named = tmp_path / "asked", tmp_path / "named"
    named.mkdir()
    (named / "gazette.toml").write_text('public_url = "https://congbao.example"\n')
    for home, expected in ((asked, "http://127.0.0.1:9001"), (named, "https://congbao.example")):
        assert bootstrap.initialise(home, address="http://127.0.0.1:9001")
        assert config.load(home).public_url == expected


def test_nothing_is_made_over_the_remains_of_another(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    with pytest.raises(Remains, match="vault"):
        bootstrap.initialise(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_nothing_is_opened_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(NotInitialised):
        bootstrap.open_installation(config.load(tmp_path))
    assert not list(tmp_path.iterdir())


def test_a_home_deep_down_has_a_socket_of_a_length_that_works(tmp_path: Path) -> None:
    deep = Home(tmp_path / ("x" * 100))
    assert len(str(deep.socket)) < 108
    assert deep.socket != Home(tmp_path / ("y" * 100)).socket
    assert Home(Path("/srv/gazette")).socket == Path("/srv/gazette/signer.sock")
