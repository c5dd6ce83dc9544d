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
