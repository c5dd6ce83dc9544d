"""The error family: one stable code each, one sentence in each language, and nothing about what may not be known."""

import inspect

import pytest

from archive import errors

FAMILY = [item for _, item in inspect.getmembers(errors, inspect.isclass) if issubclass(item, errors.ArchiveError)]


def test_every_code_is_used_once() -> None:
    assert len({error.code for error in FAMILY}) == len(FAMILY)


@pytest.mark.parametrize("error", FAMILY, ids=lambda error: error.code)
def test_every_error_has_its_own_sentence_in_both_languages(error: type[errors.ArchiveError]) -> None:
    assert error is errors.ArchiveError or {"code", "vi", "en"} <= vars(error).keys()
    for sentence in (error.vi, error.en):
        assert sentence.endswith(".")
        assert "độ mật" not in sentence


def test_not_found_says_nothing_of_what_was_asked() -> None:
    with pytest.raises(TypeError):
        errors.RecordNotFound(record="x")  # type: ignore[call-arg]
    assert errors.RecordNotFound().details == {}


def test_details_fill_the_sentence() -> None:
    assert errors.UnknownLabel(name="x").message("en") == "There is no level, mark or compartment named “x”."
