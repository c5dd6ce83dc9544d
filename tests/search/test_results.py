"""Answers: totals, facets, snippets, JSON."""

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Entry, Query, Results, SearchIndex
from search.parser import parse
from search.snippets import snippet
from tests.search.conftest import Place

Ask = Callable[..., Results]
CONTRACT_KEYS = ["query", "in_words", "total", "page", "size", "next", "suggestion", "hits", "facets"]
HIT_KEYS = ["document", "work", "provision", "number", "kind", "issuer", "date", "title", "status", "snippet", "url"]


def test_the_json_has_the_contract_s_shape(ask: Ask) -> None:
    answer = ask("12/2023/QĐ-UBND", size=1).to_json("vi")
    assert list(answer) == CONTRACT_KEYS
    assert list(answer["hits"][0]) == HIT_KEYS
    assert list(answer["facets"]) == ["kind", "year", "issuer", "field", "status", "signer"]
    assert answer["facets"]["kind"] == [{"value": "quyet-dinh", "label": "Quyết định", "count": 2}]
    assert answer["next"].startswith("?q=12%2F2023%2FQ%C4%90-UBND&trang=2&sau=")
    assert answer["hits"][0]["issuer"] == "UBND tỉnh An Phước"


def test_the_caller_s_own_address_leads_to_the_next_page(ask: Ask) -> None:
    assert ask("", size=2).to_json(address=lambda query: f"/p/{query.page}")["next"] == "/p/2"
    assert ask("", size=50).to_json()["next"] is None


@pytest.mark.parametrize(
    "asked",
    [
        Query(),
        Query("quyết định"),
        Query("gia", kind="quyet-dinh"),
        Query("", year=2023, field="dat-dai"),
        Query("", date_from="2023", date_to="2023-08"),
    ],
)
def test_every_facet_count_is_the_total_of_choosing_it(shared_index: SearchIndex, asked: Query) -> None:
    facets = shared_index.search(asked).facets
    checked = 0
    for name, values in facets.items():
        for value in values:
            chosen = replace(asked, **{name: int(value.value) if name == "year" else value.value})
            assert shared_index.search(chosen).total == value.count, (name, value)
            checked += 1
    assert checked


def test_a_chosen_facet_still_offers_its_other_values(ask: Ask) -> None:
    offered = {value.value: value.count for value in ask("", kind="quyet-dinh").facets["kind"]}
    assert offered == {"quyet-dinh": 4, "nghi-quyet": 1, "chi-thi": 1}
    assert {value.value for value in ask("", kind="quyet-dinh").facets["issuer"]} == {"ubnd-tinh-an-phuoc"}


def test_years_stand_newest_first_and_other_facets_by_count(ask: Ask) -> None:
    facets = ask("").facets
    assert [value.value for value in facets["year"]] == ["2023", "2022", "2016"]
    counts = [value.count for value in facets["kind"]]
    assert counts == sorted(counts, reverse=True)


def test_date_limits_include_their_days(ask: Ask) -> None:
    assert ask("", date_from="2023-08-31", date_to="2023-08-31").total == 1
    assert ask("", date_from="2023", date_to="2023").total == 4


def test_a_snippet_marks_the_words_in_their_own_spelling_and_escapes_the_rest(ask: Ask) -> None:
    found = ask("gia dat").hits[0].snippet
    assert "<mark>giá đất</mark> &amp; phụ lục &lt;kèm theo&gt;" in found


def test_a_snippet_marks_another_tone_only_when_the_right_one_is_absent() -> None:
    words = parse("má").words()
    assert snippet("mà má mạ", words) == "mà <mark>má</mark> mạ"
    assert snippet("mà mạ", words) == "<mark>mà mạ</mark>"


def test_a_snippet_shows_the_passage_with_most_of_the_words() -> None:
    text = "giá " + "x " * 400 + "bảng giá đất của tỉnh " + "y " * 400 + "đất"
    assert "<mark>giá đất</mark> của" in snippet(text, parse("giá đất").words())


def test_words_that_stand_apart_are_shown_in_two_passages() -> None:
    text = f"Đầu. {'xen kẽ ' * 60} giá đất {'ở giữa ' * 900} cấp nước {'đoạn cuối ' * 90}"
    shown = snippet(text, parse("cấp nước giá đất").words())
    first, second = shown.removeprefix("… ").removesuffix(" …").split(" … ")
    assert "<mark>giá đất</mark>" in first
    assert "<mark>cấp nước</mark>" in second
    assert len(shown) < 420


def test_a_long_text_without_the_words_shows_its_beginning() -> None:
    found = snippet("Căn cứ Luật. " * 100, parse("zzz").words())
    assert found.startswith("Căn cứ Luật.")
    assert found.endswith("…")
    assert len(found) < 260


class _Marks(HTMLParser):
    """Collects the tags and the text of a snippet."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.shown += data


@given(st.text(alphabet="<>&\"'abáx/ \n", max_size=200), st.text(alphabet='<>&"abá ', max_size=12))
def test_a_snippet_never_holds_a_tag_but_mark(text: str, query: str) -> None:
    parser = _Marks()
    parser.feed(snippet(text, parse(query).words()))
    parser.close()
    assert parser.tags <= {"mark"}
    assert all(piece in " ".join(text.split()) for piece in parser.shown.removeprefix("… ").removesuffix(" …").split(" … "))


def test_suggestions_go_on_from_a_number_or_a_title(shared_index: SearchIndex) -> None:
    assert [one.number for one in shared_index.suggest("12/2023/q") if one.by == "number"] == ["12/2023/QĐ-UBND"]
    assert shared_index.suggest("12/2023/q")[0].number == "12/2023/QĐ-UBND"
    assert {one.number for one in shared_index.suggest("qd 12/20")} >= {"12/2023/QĐ-UBND", "12/2022/QĐ-UBND"}
    assert [one.title for one in shared_index.suggest("bang gi")] == ["Quy định bảng giá đất trên địa bàn tỉnh An Phước"]
    assert shared_index.suggest("") == []
    assert shared_index.suggest("zzz") == []


def test_the_newest_of_very_many_numbers_with_one_beginning_are_suggested(place: Place) -> None:
    index = place()
    index.put(Entry(id=f"d{at}", number=f"{at}/QĐ-UBND", title="Giao đất", date="2020-01-01") for at in range(1_000, 1_250))
    index.put([Entry(id="new", number="01999/QĐ-UBND", title="Giao đất", date="2023-01-01")])
    index.remove(f"d{at}" for at in range(1_000, 1_240))
    index.put([Entry(id="newest", number="199a/QĐ-UBND", title="Giao đất", date="2024-01-01")])
    assert [one.document for one in index.suggest("1", 3)] == ["newest", "new", "d1240"]
    assert [one.document for one in index.suggest("19")] == ["newest", "new"]
    assert [one.document for one in index.suggest("199a")] == ["newest"]


def test_a_withdrawn_procedure_takes_no_place_among_the_suggested(place: Place) -> None:
    index = place()
    index.put(Entry(id=f"d{at}", title=f"Cấp giấy phép {at}", text=f"Mã 1.{at:06}.000.00.00.H56") for at in range(100, 140))
    index.remove(f"d{at}" for at in range(100, 130))
    assert {one.document for one in index.suggest("1.0001", 50)} == {f"d{at}" for at in range(130, 140)}


def test_a_beginning_that_few_titles_have_is_suggested_too(place: Place) -> None:
    index = place()
    index.put(Entry(id=f"d{at}", title=f"Kế hoạch năm {at}", date=f"2023-01-{at % 28 + 1:02}") for at in range(100))
    index.put(
        [Entry(id="old", title="Kế hoạch xây cầu", date="2001-01-01"), Entry(id="older", title="Kế hoạch xây chợ", date="2000-01-01")]
    )
    assert [one.document for one in index.suggest("kế hoạch xâ")] == ["old", "older"]
    assert [one.document for one in index.suggest("kế hoạch nă", 3)] == ["d27", "d55", "d83"]
