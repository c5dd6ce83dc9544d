"""Saved searches: kept by the staff, seen by everybody."""

import pytest

import search
from gazette.model.errors import BadCall, NotFound
from gazette.model.refusals import RoleMissing
from tests.town import Town

ADDRESS = "https://congbao.example.vn/tim-kiem.csv?q=gi%C3%A1+%C4%91%E1%BA%A5t&loai=quyet-dinh&nam=2023&trang=7&sau=x&la=1"


def test_a_search_is_saved_by_its_address_and_asks_the_same_again(town: Town) -> None:
    saved = town.services.saved.add(town.who("editor"), " Bảng  giá đất ", ADDRESS)
    assert saved.query == search.Query("giá đất", kind="quyet-dinh", year=2023)
    assert [(one.name, one.query, one.by) for one in town.services.saved.all()] == [("Bảng giá đất", saved.query, town.who("editor").user)]
    town.services.saved.remove(town.who("publisher"), saved.id)
    assert town.services.saved.all() == ()
    with pytest.raises(NotFound):
        town.services.saved.remove(town.who("publisher"), saved.id)


def test_plain_words_are_a_question_too(town: Town) -> None:
    assert town.services.saved.add(town.who("archivist"), "Đất", 'đất đai "giá đất"').query == search.Query('đất đai "giá đất"')


@pytest.mark.parametrize(("name", "typed"), [("", ADDRESS), ("Tên", ""), ("Tên", "/tim-kiem?la=1"), ("x" * 201, ADDRESS)])
def test_what_has_no_name_or_asks_nothing_is_refused(town: Town, name: str, typed: str) -> None:
    with pytest.raises(BadCall):
        town.services.saved.add(town.who("editor"), name, typed)


def test_only_those_who_publish_keep_them(town: Town) -> None:
    with pytest.raises(RoleMissing):
        town.services.saved.add(town.who("drafter"), "Tên", ADDRESS)
