"""Provisions of an outline are found by their numbers as if all of them were looked through."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from gazette.model.paths import NARROW, WIDE
from gazette.structure.outlines import Outline

LEVELS = ("section", "clause", "point")
NUMBERS = st.dictionaries(st.sampled_from(LEVELS), st.sampled_from("123"), min_size=1)


def own(numbers: Mapping[str, str]) -> str:
    return max(numbers, key=LEVELS.index)


@given(st.lists(NUMBERS, max_size=12), NUMBERS)
def test_what_bears_the_numbers_is_found_and_nothing_else(provisions: list[dict[str, str]], wanted: dict[str, str]) -> None:
    found = Outline(provisions).bearing((*WIDE, *NARROW).index(own(wanted)), wanted)
    fitting = [one for one in provisions if own(one) == own(wanted) and wanted.items() <= one.items()]
    assert list(found) == fitting[:2]
