"""The collector looks seldom while a document is worked on, and as before afterwards."""

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from gazette import akn, structure, word
from gazette.model.blocks import Blocks, Paragraph, Run
from gazette.model.collector import OBJECTS, collecting_seldom

_USUAL = (700, 10, 10)


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    """The usual thresholds for one test, and whatever they were afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(*_USUAL)
    yield
    gc.set_threshold(*before)


def test_within_it_looks_seldom_and_afterwards_as_before() -> None:
    with collecting_seldom():
        assert gc.get_threshold() == (OBJECTS, 10, 10)
        assert gc.isenabled()
    assert gc.get_threshold() == _USUAL


def test_it_is_given_back_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), collecting_seldom():
        raise ValueError("broken")
    assert gc.get_threshold() == _USUAL


def test_one_within_another_changes_nothing() -> None:
    with collecting_seldom():
        with collecting_seldom():
            pass
        assert gc.get_threshold()[0] == OBJECTS
    assert gc.get_threshold() == _USUAL


@pytest.mark.parametrize("chosen", [(0, 10, 10), (OBJECTS, 5, 5), (10 * OBJECTS, 5, 5)])
def test_what_somebody_else_has_chosen_stays(chosen: tuple[int, int, int]) -> None:
    gc.set_threshold(*chosen)
    with collecting_seldom():
        assert gc.get_threshold() == chosen
    assert gc.get_threshold() == chosen


def test_what_somebody_else_chooses_meanwhile_stays() -> None:
    with collecting_seldom():
        gc.set_threshold(1000, 5, 5)
    assert gc.get_threshold() == (1000, 5, 5)


def test_threads_that_overlap_leave_it_as_it_was() -> None:
    together = Barrier(4)

    def work(rounds: int) -> None:
        for _ in range(rounds):
            together.wait(60)
            with collecting_seldom():
                together.wait(60)
                assert 0 < gc.get_threshold()[0] <= OBJECTS

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, [20] * 4))
    assert gc.get_threshold() == _USUAL


def test_the_stations_give_it_back() -> None:
    word.read(b"no Word file")
    draft = structure.recognise(Blocks((Paragraph((Run("Điều 1. Phạm vi"),)),))).require()
    akn.write(draft)
    assert gc.get_threshold() == _USUAL
