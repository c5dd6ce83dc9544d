"""The judged questions: what must stand first, and what among the first three."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from search import Entry, Query, SearchIndex
from search.vietnamese import exact, words
from tests.search.conftest import Place
from tests.search.province import acts

JUDGED = [line.split("\t") for line in Path(__file__).with_name("judged.tsv").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def index(places: Callable[[], Place]) -> SearchIndex:
    """The province's two thousand acts."""
    index = places()()
    index.replace_all(acts())
    return index


def test_the_judged_set_is_large_enough() -> None:
    assert len(JUDGED) >= 150


def test_numbers_stand_first_and_titles_among_the_first_three(index: SearchIndex) -> None:
    missed: dict[str, list[str]] = defaultdict(list)
    asked: dict[str, int] = defaultdict(int)
    for kind, text, right in JUDGED:
        group = "number" if kind == "number" else "title"
        asked[group] += 1
        found = [hit.entry.id for hit in index.search(Query(text, size=3)).hits]
        if right not in found[: 1 if group == "number" else 3]:
            missed[group].append(f"{kind}: {text} -> {found}, not {right}")
    assert len(missed["number"]) <= asked["number"] // 100, missed["number"]
    assert len(missed["title"]) <= asked["title"] // 20, missed["title"]


def test_a_question_with_accents_never_ranks_another_tone_above_the_right_one(index: SearchIndex) -> None:
    checked = 0
    for kind, text, _ in JUDGED:
        if kind not in {"title in part", "other spelling of the same word", "decomposed", "kind, year and subject"}:
            continue
        exactly = {exact(word) for word in words(text)}
        right = [exactly <= _exact_words(hit.entry) for hit in index.search(Query(text, size=10)).hits]
        assert right == sorted(right, reverse=True), text
        checked += len(right)
    assert checked > 100


def _exact_words(entry: Entry) -> set[str]:
    parts = (entry.number, entry.title, entry.kind_label, entry.issuer_label, entry.signer, entry.text)
    return {exact(word) for part in parts for word in words(part)}
