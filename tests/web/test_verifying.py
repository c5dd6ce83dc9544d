"""The verify page and its twin against what strangers send."""

import io

import pytest

from tests.web.conftest import Street


def sent(street: Street, *files: tuple[bytes, str], path: str = "/xac-thuc") -> str:
    answer = street.anybody().post(path, data={"file": [(io.BytesIO(data), name) for data, name in files]})
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>.pdf", "a\x1b[31m\x00b.pdf", "..\\..\\c.pdf", "x" * 3000, "\u202efdp.exe", "</p><svg onload=x>"]
)
def test_a_file_name_is_shown_and_does_nothing(street: Street, name: str) -> None:
    page = sent(street, (b"%PDF-1.7 nothing", name))
    assert 'data-verdict="undetermined"' in page
    assert "<img src=x" not in page
    assert "<svg onload" not in page
    assert "\x1b" not in page
    assert "\x00" not in page
    assert "\u202e" not in page


def test_an_empty_file_gets_a_report_and_no_file_a_sentence(street: Street) -> None:
    assert "Tệp rỗng." in sent(street, (b"", "rong.pdf"))
    answer = street.anybody().post("/xac-thuc", data={"file": (io.BytesIO(b""), "")})
    assert answer.status_code == 400
    assert "Chưa chọn tệp nào." in answer.text


def test_who_sends_too_many_files_is_told_which_were_not_looked_at(street: Street) -> None:
    page = sent(street, *((b"x", f"tep-{n}.pdf") for n in range(12)))
    assert page.count('data-verdict="') == 10
    assert "tep-10.pdf" in page
    assert "tep-11.pdf" in page
