"""The structural guards one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic

from signing import TrustStore, verify
from signing.guard import SignedField, hidden, shape, shared
from tests.shared import shared as shared_file


def field(name: str, ranges: list[int], contents: bytes = b"\x30\x00", number: int = 7) -> SignedField:
    value = generic.DictionaryObject(
        {
            generic.NameObject("/ByteRange"): generic.ArrayObject(generic.NumberObject(n) for n in ranges),
            generic.NameObject("/Contents"): generic.ByteStringObject(contents),
        }
    )
    return SignedField(name, value, (number, 0))


def test_a_range_around_exactly_the_value_is_in_shape() -> None:
    assert shape(b"%PDF<3000>tail", field("S", [0, 4, 10, 4])) == []


@pytest.mark.parametrize(
    "ranges",
    [[], [0, 4, 10], [0, 4, 10, 4, 14, 0], [1, 3, 10, 4], [0, 5, 10, 4], [0, 4, 11, 3], [0, 4, 10, 99], [0, 10, 4, 4], [0, -4, 10, 4]],
)
def test_any_other_range_is_not(ranges: list[int]) -> None:
    assert [f.code for f in shape(b"%PDF<3000>tail", field("S", ranges))] == ["V013"]


def test_a_gap_that_holds_something_else_is_not() -> None:
    assert shape(b"%PDF<3100>tail", field("S", [0, 4, 10, 4]))
    assert shape(b"%PDF(3000)tail", field("S", [0, 4, 10, 4]))


def test_two_fields_on_one_value_are_noticed() -> None:
    one, same, other = field("A", [0, 4, 10, 4]), field("B", [0, 4, 10, 4]), field("C", [0, 4, 10, 9], number=8)
    assert [f.where for f in shared([one, same, other])] == ["B"]
    assert shared([one, other]) == []


@pytest.mark.parametrize("name", [b"/ByteRange", b"/B#79teRange", b"/#42#79#74#65#52#61#6e#67#65"])
def test_a_hidden_signature_is_found_under_any_spelling(name: bytes) -> None:
    raw = b"<<" + name + b" [ 0 4\n10 4]>>"
    assert [f.code for f in hidden(raw, [])] == ["V011"]
    assert hidden(raw, [field("S", [0, 4, 10, 4])]) == []


@given(st.binary(max_size=80), st.lists(st.integers(-5, 100), max_size=5))
def test_no_bytes_and_no_range_make_the_guards_raise(data: bytes, ranges: list[int]) -> None:
    one = field("S", ranges)
    assert {f.code for f in [*shape(data, one), *shared([one, one]), *hidden(data, [one])]} <= {"V011", "V012", "V013"}


@pytest.mark.parametrize("name", ["258bfce4ba_DSS1376-rev_n-2.pdf", "9a3f52cb2d_fieldLockChildModificationAllowed.pdf"])
def test_filling_in_a_form_after_signing_is_a_forbidden_change(name: str) -> None:
    report = verify(shared_file("signed-pdfs", "files", name), TrustStore("trống"), offline=True)
    assert "V023" in {finding.code for finding in report.findings}
