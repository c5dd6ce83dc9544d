"""How long a hidden and an absent record take, measured side by side (N9); by the clock, so in the soak only."""

import random
import time
from collections.abc import Sequence
from contextlib import suppress

import pytest

from archive import ArchiveError, Label
from tests.archive.conftest import CLERK, OFFICER, House
from tests.archive.test_same_work import ABSENT

ROUNDS = 400
EFFECT = 0.33
"""Cliff's delta from which a difference counts: below it, it is small (Romano and others 2006)."""


def cliffs_delta(one: Sequence[float], other: Sequence[float]) -> float:
    """How much oftener a value of *one* is above one of *other* than below it: from -1 to 1, 0 when nothing tells them apart."""
    return sum((first > second) - (first < second) for first in one for second in other) / (len(one) * len(other))


def test_the_effect_size_tells_what_differs_from_what_does_not() -> None:
    assert cliffs_delta([1, 2, 3], [1, 2, 3]) == 0
    assert cliffs_delta([4, 5], [1, 2, 3]) == 1
    assert cliffs_delta([1, 2], [2, 3]) == -0.75


@pytest.mark.soak
@pytest.mark.parametrize("way", ["read", "show", "opens"])
def test_hidden_and_absent_take_the_same_time(lite: House, way: str) -> None:
    dossier = lite.dossier(OFFICER, "01.KIN", Label(level=3))
    hidden = lite.deposit(OFFICER, "bi-mat", data=b"x" * 100_000, dossier=dossier, grants=["an", "binh"]).id
    chance, taken = random.Random(7), {hidden: [0.0], ABSENT: [0.0]}
    for number in range(ROUNDS):
        for record in chance.sample([hidden, ABSENT], 2):
            begin = time.perf_counter()
            with suppress(ArchiveError), lite.engine.begin() as connection:
                getattr(lite.vault, way)(connection, CLERK, record)
            if number >= 20:  # (the first ones fill caches)
                taken[record].append(time.perf_counter() - begin)
    assert abs(cliffs_delta(taken[hidden][1:], taken[ABSENT][1:])) < EFFECT
