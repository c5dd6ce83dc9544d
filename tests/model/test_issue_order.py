"""The order of an issue: by rule, by hand, and what stays together whatever somebody does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model.issue import IssueItem
from gazette.model.issue_order import by_rule, grouped, inserted, moved
from tests.db.rows import DAY
from tests.db.rows import document as row

COUNCIL, COMMITTEE = "Hội đồng nhân dân tỉnh", "Ủy ban nhân dân tỉnh"
LAW, OTHER = "quy-pham-phap-luat", "van-ban-khac"


def item(name: str) -> IssueItem:
    """``H1`` the council's first act, ``U2`` the committee's second, ``K1`` its first other paper."""
    number = f"{name[1:]}/QĐ-UBND" if name[0] == "K" else f"{name[1:]}/2026/QĐ-UBND"
    issuer = COUNCIL if name[0] == "H" else COMMITTEE
    slug = "hdnd-tinh" if name[0] == "H" else "ubnd-tinh"
    document = replace(row(kind="quyet-dinh", number=number, issuer=issuer, issuer_slug=slug, issued_on=DAY), id=name)
    return IssueItem(0, OTHER if name[0] == "K" else LAW, document)


def items(names: str) -> list[IssueItem]:
    return [item(name) for name in names.split()]


def names(found: list[IssueItem]) -> str:
    return " ".join(one.document.id for one in found)


@pytest.mark.parametrize(
    ("before", "name", "position", "after"),
    [
        ("H1 H2 U1 U2 K1", "H2", 1, "H2 H1 U1 U2 K1"),
        ("H1 H2 U1 U2 K1", "H1", 2, "H2 H1 U1 U2 K1"),
        ("H1 H2 U1 U2 K1", "U1", 2, "U1 U2 H1 H2 K1"),
        ("H1 H2 U1 U2 K1", "H2", 3, "U1 U2 H1 H2 K1"),
        ("H1 H2 U1 U2 K1", "U2", 5, "H1 H2 U1 U2 K1"),
        ("H1 U1 K1 K2", "K2", 1, "H1 U1 K2 K1"),
    ],
)
def test_a_document_moves_within_its_issuers_and_takes_them_along_beyond(before: str, name: str, position: int, after: str) -> None:
    all_of_them = items(before)
    chosen = next(one for one in all_of_them if one.document.id == name)
    assert names(moved(all_of_them, chosen, position)) == after


def test_what_is_added_leaves_the_order_that_was_chosen() -> None:
    assert names(inserted(items("U2 U1 H1"), item("H2"))) == "U2 U1 H1 H2"
    assert names(inserted(items("U3 U1"), item("U2"))) == "U3 U1 U2"
    assert names(inserted(items("U1 K1"), item("H1"))) == "H1 U1 K1"


@given(st.permutations(["H1", "H2", "U1", "U2", "K1", "K2"]), st.integers(0, 5), st.integers(-2, 9))
def test_no_order_parts_an_issuers_documents_nor_loses_one(start: list[str], chosen: int, position: int) -> None:
    stood = grouped(items(" ".join(start)))
    found = moved(stood, stood[chosen], position)
    assert names(grouped(found)) == names(found)
    assert names(by_rule(found)) == "H1 H2 U1 U2 K1 K2"
