"""Lists of documents to be taken in, as offices write them: any separator, encoding, order and language of headings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.model.accession import day_of, read_list

HEAD = "Số, ký hiệu;Ngày ban hành;Cơ quan ban hành;Trích yếu;Tên tệp;Mức xử lý;Hồ sơ"
LINE = "12/2019/QĐ-UBND;03/4/2019;UBND tỉnh An Phước;Về việc mẫu, thử;a.pdf;Hạn chế;01.TH"


def _values(data: bytes) -> tuple[str, ...]:
    (row,) = read_list(data).require()
    return (row.number, row.day, row.issuer, row.title, row.file, row.level, row.dossier)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_is_read_with_or_without_a_mark_and_with_any_line_end(encoding: str, end: str) -> None:
    assert _values(f"{HEAD}{end}{LINE}{end}".encode(encoding)) == tuple(LINE.split(";"))


def test_a_list_in_windows_1258_is_read_with_composed_letters() -> None:
    head = "Tên tệp,Trích yếu"  # Windows-1258 writes tone marks as letters of their own
    data = f"{head}\r\na.pdf,Về việc mẫu\r\n"
    for composed, apart in (("ệ", "ê\u0323"), ("ế", "ê\u0301"), ("ề", "ê\u0300"), ("ẫ", "â\u0303"), ("í", "í")):
        data = data.replace(composed, apart)
    found = read_list(data.encode("cp1258"))
    assert [(row.file, row.title) for row in found.require()] == [("a.pdf", "Về việc mẫu")]
    assert [finding.code for finding in found.findings] == ["K004"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("file,title\na.pdf,Report\n", ("a.pdf", "Report")),
        ("FILE\tTitle\na.pdf\tReport\n", ("a.pdf", "Report")),
        ('tệp,tiêu đề\n"a.pdf","Một\nhai ""ba"""\n', ("a.pdf", 'Một hai "ba"')),
        ("Tệp,Tiêu đề\na.pdf,Báo cáo\n", ("a.pdf", "Báo cáo")),
    ],
)
def test_headings_are_known_in_both_languages_however_they_are_written(text: str, values: tuple[str, str]) -> None:
    (row,) = read_list(text.encode()).require()
    assert (row.file, row.title) == values


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "K001"),
        (b"\xff\xfea", "K001"),
        (b"\x81\x8d\x8f\xd2", "K001"),
        ("Trích yếu,Ngày\nx,y\n".encode(), "K002"),
        (b"file,path\na,b\n", "K005"),
        (b'file\n"' + b"a" * 200_000, "K001"),
    ],
)
def test_what_cannot_be_read_as_a_list_is_a_finding(data: bytes, code: str) -> None:
    found = read_list(data)
    assert found.value is None
    assert code in [finding.code for finding in found.findings]


def test_rows_that_do_not_fit_and_cells_that_are_too_long_are_findings_of_the_row() -> None:
    rows = read_list(b"title,file\nonly one\n" + b"x" * 3000 + b",b.pdf\n\n , \nok,c.pdf,more\n").require()
    assert [(row.line, [finding.code for finding in row.findings]) for row in rows] == [(2, ["K011"]), (3, ["K016"]), (6, [])]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-04-03", date(2019, 4, 3)),
        ("03/4/2019", date(2019, 4, 3)),
        ("3.4.2019", date(2019, 4, 3)),
        ("31/02/2019", None),
        ("04/2019", None),
        ("3/4/19", None),
        ("hôm qua", None),
        ("٣/٤/٢٠١٩", None),
        ("0000-01-01", None),
        ("", None),
    ],
)
def test_days_are_read_as_offices_write_them(text: str, day: date | None) -> None:
    assert day_of(text) == day


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: ("file;title\n" + text).encode("utf-8", "surrogatepass")))
def test_no_bytes_make_reading_a_list_fail(data: bytes) -> None:
    read_list(data)
