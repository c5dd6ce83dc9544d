"""A small index of a province that does not exist."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any

import pytest

from search import Entry, Query, Results, SearchIndex, drop_postgres_index, open_index, open_postgres_index

Place = Callable[..., SearchIndex]
"""Opens the same index each time it is called: what several processes or nodes do."""
_numbers = count()
"""Of the schemas that this process made: the session's places are made anew whenever the backend changes from test to test."""


def decision(number: str, title: str, text: str = "", **more: str) -> Entry:
    """A decision of the People's Committee of tỉnh An Phước."""
    values = {"date": "2023-08-31", "kind": "quyet-dinh", "kind_label": "Quyết định", "issuer": "ubnd-tinh-an-phuoc"}
    slug = number.replace("/", "-").lower()
    return Entry(**({"id": slug, "number": number, "title": title, "text": text, "issuer_label": "UBND tỉnh An Phước"} | values | more))


ENTRIES = [
    decision(
        "12/2023/QĐ-UBND",
        "Quy định bảng giá đất trên địa bàn tỉnh An Phước",
        "Điều 1. Ban hành kèm theo Quyết định này bảng giá đất & phụ lục <kèm theo>. Điều 2. Quyết định có hiệu lực từ ngày ký.",
        field="dat-dai",
        status="in_force",
        signer="Nguyễn Văn Mẫu",
        id="qd-12",
        url="/van-ban/qd-12",
        work="/akn/vn/act/quyet-dinh/ubnd-tinh-an-phuoc/2023-08-31/12-2023-qd-ubnd",
    ),
    decision("12/2023/QĐ-UBND", "Điều 2. Hiệu lực thi hành", "Quyết định có hiệu lực từ ngày ký.", id="qd-12#art_2", provision="art_2"),
    decision("13/2023/QĐ-UBND", "Sửa đổi Quyết định số 12/2023/QĐ-UBND", "Sửa mức giá.", date="2023-09-30", status="in_force"),
    decision("12/2022/QĐ-UBND", "Quy chế thi đua", "Gia đạt thành tích; ma quỷ, hoà bình.", date="2022-05-04", status="repealed"),
    decision("112/2023/QĐ-UBND", "Quy hoạch lý luận", "Kỹ thuật số; mà cả; thuý.", date="2023-12-01", field="dat-dai"),
    decision("12/2023/NQ-HĐND", "Ngân sách", "Má và mạ.", date="2023-07-15", kind="nghi-quyet", kind_label="Nghị quyết", issuer="hdnd"),
    decision("05-CT/TW", "Chỉ thị tiết kiệm", "Chống lãng phí.", date="2016-05-15", kind="chi-thi", kind_label="Chỉ thị", issuer="tw"),
]  # fmt: skip


@pytest.fixture(scope="session", params=["whoosh", "postgres"])
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Place]]:
    """Gives new empty places for an index, in a folder or in a database; what is opened there is closed at the end."""
    opened: list[SearchIndex] = []
    schemas: list[str] = []
    url = "" if request.param == "whoosh" else request.getfixturevalue("postgres_url")

    def place() -> Place:
        if request.param == "whoosh":
            found: Place = partial(open_index, tmp_path_factory.mktemp("search") / "index")
        else:
            schemas.append(f"test_{next(_numbers)}")
            found = partial(open_postgres_index, url, schemas[-1])

        def open_here(**options: Any) -> SearchIndex:
            opened.append(found(**options))
            return opened[-1]

        return open_here

    yield place
    for index in opened:
        index.close()
    for schema in schemas:
        drop_postgres_index(url, schema)


@pytest.fixture
def place(places: Callable[[], Place]) -> Iterator[Place]:
    """A place for an index of this test's own; what the test opens is closed after it, for connections are few."""
    opened: list[SearchIndex] = []
    found = places()

    def open_here(**options: Any) -> SearchIndex:
        opened.append(found(**options))
        return opened[-1]

    yield open_here
    for index in opened:
        index.close()


@pytest.fixture
def index(place: Place) -> SearchIndex:
    """The index of the sample entries."""
    index = place()
    index.put(ENTRIES)
    return index


@pytest.fixture(scope="session")
def shared_index(places: Callable[[], Place]) -> SearchIndex:
    """The same, for tests that only read."""
    index = places()()
    index.put(ENTRIES)
    return index


@pytest.fixture
def ask(shared_index: SearchIndex) -> Callable[..., Results]:
    """Asks the index in short."""
    return lambda text="", **filters: shared_index.search(Query(text, **filters))


def numbers(results: Results) -> list[str]:
    """The numbers found, in order."""
    return [hit.entry.number for hit in results.hits]
