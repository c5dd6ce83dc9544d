"""The day of effect with the rule that gives it."""

import pytest

from gazette import structure
from tests.structure.notation import word


@pytest.mark.parametrize(
    ("clause", "day", "rule"),
    [
        ("Quyết định này có hiệu lực thi hành kể từ ngày 20 tháng 3 năm 2026.", "2026-03-20", "named-day"),
        ("Quyết định này có hiệu lực từ ngày ký.", "2026-03-09", "signing-day"),
        ("Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.", "2026-03-19", "days-after-signing"),
        ("Quyết định này có hiệu lực sau 15 ngày kể từ ngày đăng Công báo.", None, None),
        ("Khoản 2 Điều 5 của Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2026.", None, None),
        ("Quyết định số 5/QĐ-UBND có hiệu lực từ ngày 01 tháng 01 năm 2020.", None, None),
    ],
)
def test_the_effective_day_comes_with_its_rule_or_not_at_all(clause: str, day: str | None, rule: str | None) -> None:
    head = (
        "[[ ỦY BAN NHÂN DÂN / TỈNH AN PHƯỚC / Số: 1/QĐ-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Tân Lộc, ngày 09 tháng 3 năm 2026 ]]\n"
    )
    draft = structure.recognise(word(head + "= QUYẾT ĐỊNH\n= Thử\nĐiều 1. " + clause)).require()
    found = draft.effective
    assert (found.day.isoformat() if found else None, found.rule if found else None) == (day, rule)
