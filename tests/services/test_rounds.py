"""The nightly round of the product: missed nights are made up for, the log says what was walked, the next night is asked for."""

from datetime import timedelta

from sqlalchemy import text

from tests.town import Town


def test_missed_nights_are_made_up_for_and_the_log_says_which(town: Town) -> None:
    town.through("sealed")
    first = town.services.rounds.tonight()
    assert len(first.nights) == 1
    town.clock.set(town.clock() + timedelta(days=120))
    second = town.services.rounds.tonight()
    assert (len(second.nights), second.findings) == (90, ())
    assert second.read > 0
    assert town.services.rounds.last() == second.nights[-1]
    with town.database.read() as work:
        waiting = work.connection.scalar(text("SELECT count(*) FROM jobs WHERE kind = 'round' AND state = 'waiting'"))
    assert waiting == 1
    assert len(town.services.rounds.tonight().nights) == 1


def test_the_officer_s_board_tells_what_the_rounds_found_and_how_much_of_the_cycle_is_done(town: Town) -> None:
    town.through("sealed")
    officer = town.who("security-officer")
    assert town.services.watch.board(officer).nights is None
    town.services.rounds.tonight()
    first = town.services.watch.board(officer).nights
    assert first is not None
    assert (first.found, first.mended, first.walked) == (0, 0, 1)
    for file in (town.home / "vault").rglob("*"):
        if file.is_file():
            file.chmod(0o600)
            file.write_bytes(b"hong")
    town.clock.set(town.clock() + timedelta(days=120))
    found = len(town.services.rounds.tonight().findings)
    last = town.services.watch.board(officer).nights
    assert last is not None
    assert (last.found, last.mended, last.walked) == (found, 0, 90)
    assert found > 0
