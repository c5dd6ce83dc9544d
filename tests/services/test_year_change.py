"""The year of a register ends at midnight in Vietnam, wherever the machine stands; each level has a book of its own."""

from datetime import UTC, datetime

import pytest

from gazette.model.document import Document, Upload
from tests.town import Town
from tests.words import docx

LITE = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


def _received(town: Town, at: datetime, level: str = "cong-khai") -> Document:
    town.clock.set(at)
    data = docx("p[center,b]:SỞ MẪU", "p:Số:     /TB-SM", "p[center,b]:THÔNG BÁO", f"p:{at.isoformat()} {level}")
    return town.services.receive.receive(town.who("clerk"), Upload("a.docx", data), level=level).document


@LITE
def test_at_midnight_in_vietnam_each_book_begins_anew_and_goes_on_until_then(town: Town) -> None:
    evening, night = datetime(2026, 12, 31, 16, 20, tzinfo=UTC), datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    levels = ("cong-khai", "cong-khai", "noi-bo", "noi-bo")
    before = [
        _received(town, evening, level) if place % 2 else _received(town, evening.replace(hour=9), level)
        for place, level in enumerate(levels)
    ]
    after = [_received(town, night, level) for level in ("cong-khai", "noi-bo")]
    assert [(one.received_year, one.received_number) for one in before] == [(2026, 1), (2026, 2), (2026, 1), (2026, 2)]
    assert [(one.received_year, one.received_number) for one in after] == [(2027, 1), (2027, 1)]
