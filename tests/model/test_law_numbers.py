"""The number of a law by its name and day: out of the table, or not at all."""

import pytest

from gazette.model.law_numbers import CODES, LAWS, law_number


@pytest.mark.parametrize(
    ("kind", "title", "day", "number"),
    [
        ("luat", "Luật Tổ chức chính quyền địa phương", "2015-06-19", "77/2015/QH13"),
        ("luat", "Luật tổ chức  chính quyền địa phương năm 2015", "", "77/2015/QH13"),
        ("luat", "Luật Luật sư", "2006-06-29", "65/2006/QH11"),
        ("luat", "Luật sư", "2006", "65/2006/QH11"),
        ("luat", "Ban hành văn bản quy phạm pháp luật", "2015", "80/2015/QH13"),
        ("luat", "Luật An toàn thông tin mạng", "2015-11-19", "86/2015/QH13"),
        ("bo-luat", "Bộ luật Lao động", "2019-11-20", "45/2019/QH14"),
        ("luat", "Luật Tổ chức chính quyền địa phương", "2015-06-20", ""),
        ("luat", "Luật Tổ chức chính quyền địa phương năm 2016", "2015-06-19", ""),
        ("luat", "Luật Tổ chức chính quyền địa phương", "", ""),
        ("luat", "Luật Đất đai", "1900-01-01", ""),
        ("nghi-dinh", "Nghị định Lao động", "2019-11-20", ""),
    ],
)
def test_a_name_with_its_day_or_year_gives_the_number_and_nothing_else_does(kind: str, title: str, day: str, number: str) -> None:
    assert law_number(kind, title, day) == number


def test_every_number_bears_the_year_of_its_day_and_stands_once() -> None:
    rows = [row.split(" ", 2) for table in (CODES, LAWS) for row in table.strip().split("\n")]
    assert all(number.split("/")[1] == day[:4] for day, number, _ in rows)
    assert len({number for _, number, _ in rows}) == len({(name, day) for day, _, name in rows}) == len(rows)
