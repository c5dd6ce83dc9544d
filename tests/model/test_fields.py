"""The fields of work: a table, and what is not in it is not accepted."""

import pytest

from gazette.model.errors import BadCall
from gazette.model.fields import FIELDS, field_label, known_field


def test_every_field_has_a_name_in_both_languages() -> None:
    assert all(field.id == key and field.vi and field.en for key, field in FIELDS.items())


def test_a_document_need_not_have_a_field() -> None:
    known_field(None)
    assert field_label(None) == ""


def test_a_field_that_is_not_in_the_table_is_not_accepted() -> None:
    with pytest.raises(BadCall):
        known_field("linh-tinh")
