"""Documents as values: titles, slugs, validity, check codes, legal dates."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model.document import IssueRef, check_code, slug_of, status_label, stored_finding, today, validity
from tests.db.rows import document


def test_a_title_has_kind_number_and_subject_and_otherwise_the_files_name() -> None:
    known = document(kind_name="Quyết định", number="05/QĐ-UBND", subject="Về việc mẫu")
    assert known.title == "Quyết định số 05/QĐ-UBND Về việc mẫu"
    assert document().title == "mau.docx"


def test_a_slug_is_kind_number_and_issuer_in_ascii() -> None:
    made = document(kind="quyet-dinh", number="12/2026/QĐ-UBND", issuer_slug="ubnd-tinh-an-phuoc")
    assert slug_of(made) == "quyet-dinh-12-2026-qd-ubnd-ubnd-tinh-an-phuoc"
    assert slug_of(document()) == "mau-docx"


@given(st.binary(min_size=10, max_size=10))
def test_a_check_code_can_be_typed_and_tells_chances_apart(chance: bytes) -> None:
    code = check_code(chance)
    assert len(code) == 19
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567-")
    assert code != check_code(bytes([chance[0] ^ 1]) + chance[1:])


def test_the_legal_day_is_hanois() -> None:
    assert today(lambda: datetime(2026, 12, 31, 16, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert today(lambda: datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("effective", "status"), [(None, "unknown"), (date(2026, 11, 25), "not_yet_in_force"), (date(2026, 11, 24), "in_force")]
)
def test_validity_follows_the_effective_date(effective: date | None, status: str) -> None:
    assert validity(effective, date(2026, 11, 24)) == status
    assert status_label(status) != status


def test_a_stored_finding_keeps_braces_in_its_sentence() -> None:
    assert stored_finding("X1", "info", "ngoặc {này}", "this {brace}", "").message("vi") == "ngoặc {này}"


@pytest.mark.parametrize(("pages", "shown"), [((None, None), None), ((3, 3), "3"), ((3, 7), "3-7"), ((3, None), "3")])
def test_pages_are_shown_as_one_or_as_a_range(pages: tuple[int | None, int | None], shown: str | None) -> None:
    assert IssueRef(2026, "12", "12", *pages).pages == shown
