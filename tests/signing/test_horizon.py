"""Until when a signed file verifies without help."""

import pytest

import signing
from tests.signing.office import Office


def test_a_file_without_a_timestamp_has_no_horizon(office: Office) -> None:
    assert signing.verifiable_until(office.page) is None


def test_the_last_timestamp_authority_sets_the_horizon(office: Office) -> None:
    assert signing.verifiable_until(office.published) == office.authority.certificate("tsa").not_valid_after_utc


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(signing.DocumentRefused):
        signing.verifiable_until(b"not a pdf")
