"""Procedures by their codes: found exactly, in part, as a field, and while typing."""

import pytest

from search import Entry, Query, SearchIndex
from search.procedures import codes_in, procedure_terms
from tests.search.conftest import Place

CODE = "1.001234.000.00.00.H56"
ACT = "98/QĐ-UBND"


@pytest.fixture
def index(place: Place) -> SearchIndex:
    found = place()
    rows = [("2", "Cấp lại giấy phép xây dựng", "1.001235.000.00.00.H56"), ("1", "Cấp giấy phép xây dựng", CODE)]
    whole = "\n".join("\n".join(row) for row in rows)
    found.put([
        Entry(id="qd-98", number=ACT, title="Công bố danh mục thủ tục hành chính", text=whole, date="2026-02-03", issuer="ubnd-tinh",
              issuer_label="UBND tỉnh An Phước"),
        *(Entry(id=f"qd-98#tr_{at}", number=ACT, title=row[1], text="\n".join(row), date="2026-02-03", url=f"/qd-98#tr_{at}", issuer="ubnd-tinh",
                issuer_label="UBND tỉnh An Phước", provision=f"tr_{at}") for at, row in enumerate(rows)),
        Entry(id="qd-99", title="Bãi bỏ thủ tục", text="Bãi bỏ thủ tục mã số 1.001234.", date="2025-01-02"),
        Entry(id="qd-97", title="Phí", text="Phí 1.001.234 đồng; 000 00 00 H56; hồ sơ T-APH-123456-TT", date="2024-01-02"),
    ])  # fmt: skip
    return found


def opened(index: SearchIndex, text: str) -> list[str]:
    return [hit.entry.id for hit in index.search(Query(text)).hits]


@pytest.mark.parametrize("text", [CODE, CODE.lower(), f"thủ-tục:{CODE}", f"procedure:{CODE}", f"số {CODE}"])
def test_a_code_opens_the_row_that_names_it_and_nothing_else(index: SearchIndex, text: str) -> None:
    assert opened(index, text) == ["qd-98#tr_1"]


def test_a_code_is_marked_as_one_and_its_figures_nowhere_else(index: SearchIndex) -> None:
    assert index.search(Query(CODE)).hits[0].snippet == f"1 Cấp giấy phép xây dựng <mark>{CODE}</mark>"


def test_the_national_code_finds_the_procedure_whoever_handles_it(index: SearchIndex) -> None:
    assert set(opened(index, "1.001234")) == {"qd-98#tr_1", "qd-99"}
    assert opened(index, "-1.001234 thủ tục") == []


def test_a_code_of_the_old_base_is_found_whole(index: SearchIndex) -> None:
    assert opened(index, "t-aph-123456-tt") == ["qd-97"]


def test_a_code_that_nobody_names_gives_what_its_national_code_finds_and_says_so(index: SearchIndex) -> None:
    results = index.search(Query("1.001234.000.00.00.H99"))
    assert (results.suggestion, results.remarks, results.total) == ("1.001234", ("mended",), 2)
    assert index.search(Query("1.999999.000.00.00.H56")).total == 0


def test_a_question_for_a_procedure_says_so_in_words() -> None:
    assert Query(f"tiêu-đề:phép {CODE}").in_words() == f"Mọi văn bản, tiêu đề có “phép”, thủ tục {CODE}"
    assert Query(CODE).in_words("en") == f"All documents, procedure {CODE}"


def test_procedures_are_suggested_by_code_and_by_name_and_open_their_row(index: SearchIndex) -> None:
    by_code = index.suggest("1.00123")
    assert {(one.by, one.text, one.url) for one in by_code} >= {("procedure", CODE, "/qd-98#tr_1"), ("procedure", "1.001234", "")}
    assert [one.by for one in index.suggest("giay phep xay d")] == ["procedure", "procedure"]


def test_agencies_are_suggested_by_name_and_give_a_question_for_their_acts(index: SearchIndex) -> None:
    one = index.suggest("ubnd t")[0]
    assert (one.by, one.title) == ("issuer", "UBND tỉnh An Phước")
    assert opened(index, one.text) == ["qd-98"]
    index.remove(["qd-98"])
    assert not [one for one in index.suggest("ubnd t") if one.by == "issuer"]


@pytest.mark.parametrize("text", ["1.001.234", "12.001234", "1.0012345", "ngày 1.01.2023", "1.001234/2023", "v1.001234"])
def test_amounts_dates_and_longer_numbers_are_no_codes(text: str) -> None:
    assert procedure_terms(text) == set()
    assert not list(codes_in(text))
