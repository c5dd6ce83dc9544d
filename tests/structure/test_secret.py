"""A state-secret mark is seen in a mark's place and nowhere else."""

import unicodedata
from dataclasses import replace

import pytest

from gazette import structure
from tests.structure.notation import word

HEAD = (
    "[[ ỦY BAN NHÂN DÂN / TỈNH AN PHƯỚC{left} / Số: 12/QĐ-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc{right} ]]"
)
BODY = "\n= QUYẾT ĐỊNH\n= Về việc thử\nĐiều 1. Nội dung."


@pytest.mark.parametrize(
    ("left", "right", "mark"),
    [
        (" / MẬT", "", "MẬT"),
        ("", " / TỐI MẬT", "TỐI MẬT"),
        (" / T U Y Ệ T  M Ậ T", "", "TUYỆT MẬT"),
        (" / (MẬT)", "", "MẬT"),
        (" / ĐỘ MẬT: TỐI MẬT", "", "TỐI MẬT"),
        (" / " + unicodedata.normalize("NFD", "TỐI MẬT"), "", "TỐI MẬT"),
        ("", "", None),
        (" / KHẨN", "", None),
        (" / Mật", "", "MẬT"),
        (" / Tối mật", "", "TỐI MẬT"),
        (" / Độ mật: Tuyệt mật", "", "TUYỆT MẬT"),
        (" / Mức độ mật: Mật", "", "MẬT"),
        (" / Độ mật: ………", "", None),
        (" / Độ mật: Không", "", None),
        (" / MẬT (Số lượng: 03 bản)", "", "MẬT"),
        (" / Bản số 05 - TỐI MẬT", "", "TỐI MẬT"),
        (" / TÀI LIỆU MẬT", "", "MẬT"),
        (" / \u041c \u1eac \u0422", "", "MẬT"),
        (" / \uff2dẬ\uff34", "", "MẬT"),
        (" / M.Ậ.T.", "", "MẬT"),
        (" / MËT", "", "MẬT"),
        (" / TèI MËT", "", "TỐI MẬT"),
        (" / TOÁI MAÄT", "", "TỐI MẬT"),
        (" / MẬT (A)", "", "MẬT"),
        (" / TUYỆT MẬT (TOP SECRET)", "", "TUYỆT MẬT"),
        (" / Độ mật của tài liệu: Mật", "", "MẬT"),
        (" / Mật - Hỏa tốc", "", "MẬT"),
        (" / HỎA TỐC - TỐI MẬT", "", "TỐI MẬT"),
        (" / HỎA TỐC HẸN GIỜ", "", None),
        (" / BÍ MẬT", "", None),
        (" / V/v danh mục bí mật nhà nước độ / Tối mật", "", None),
        (" / V/v kiểm tra kho / TỐI MẬT", "", "TỐI MẬT"),
    ],
)
def test_a_mark_in_the_letterhead_is_seen(left: str, right: str, mark: str | None) -> None:
    assert structure.secret_mark(word(HEAD.format(left=left, right=right) + BODY)) == mark


@pytest.mark.parametrize(
    "text",
    [
        "[box] MẬT\n" + HEAD.format(left="", right="") + BODY,
        "MẬT\n" + HEAD.format(left="", right="") + BODY,
        "> MẬT\n" + HEAD.format(left="", right="") + BODY,
        "[ MẬT ]\n" + HEAD.format(left="", right="") + BODY,
        HEAD.format(left="", right="") + "\n[box] MẬT" + BODY,
        HEAD.format(left="", right="") + "\nMẬT" + BODY,
        "PHỤ LỤC I\n> MẬT\n~ (Kèm theo Quyết định số 12/QĐ-UBND)\nI. NỘI DUNG",
        "ỦY BAN NHÂN DÂN\tMật\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" + BODY,
        "[box] M\n[box] Ậ\n[box] T\n" + HEAD.format(left="", right="") + BODY,
        "ỦY BAN NHÂN DÂN\tMẬT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" + BODY,
    ],
)
def test_a_stamp_near_the_top_is_seen(text: str) -> None:
    assert structure.secret_mark(word(text)) == "MẬT"


@pytest.mark.parametrize(
    "text",
    [
        HEAD.format(left="", right="") + BODY + "\nTài liệu đóng dấu MẬT phải giữ kín.\nMẬT",
        HEAD.format(left="", right="") + "\n= QUYẾT ĐỊNH\n= Ban hành mẫu dấu MẬT, TỐI MẬT\nĐiều 1. Dấu MẬT.",
        HEAD.format(left="", right="") + BODY + "\n= PHỤ LỤC\n= MẪU DẤU\nMẬT\nTỐI MẬT\n[ MẬT | TỐI MẬT ]",
        HEAD.format(left="", right="") + "\n= QUYẾT ĐỊNH\n= Ban hành Danh mục bí mật nhà nước\n= độ Tối mật\nĐiều 1. Nội dung.",
        HEAD.format(left="", right="") + "\n= LUẬT\n= BẢO VỆ BÍ MẬT NHÀ NƯỚC\nĐiều 1. Nội dung.",
        HEAD.format(left="", right="") + "\n= QUYẾT ĐỊNH\n= Về việc đóng dấu\n= MẬT, TỐI MẬT\nĐiều 1. Nội dung.",
        "PHỤ LỤC VI\nMẪU DẤU CHỈ ĐỘ MẬT\nMẬT\nTỐI MẬT",
        "Mẫu số 01\nMẬT\n" + HEAD.format(left=" / MẬT", right=""),
    ],
)
def test_running_text_and_sample_forms_carry_no_mark(text: str) -> None:
    assert structure.secret_mark(word(text)) is None


@pytest.mark.parametrize(
    ("after", "mark"), [(" MẬT", "MẬT"), (" - TỐI MẬT", "TỐI MẬT"), (" (Mật)", "MẬT"), (" T.MẬT", "MẬT"), ("", None), (" KHẨN", None)]
)
def test_a_mark_behind_the_number_is_seen(after: str, mark: str | None) -> None:
    head = HEAD.format(left="", right="").replace("12/QĐ-UBND", f"12/QĐ-UBND{after}")
    assert structure.secret_mark(word(head + BODY)) == mark


def test_words_of_one_mark_in_two_cells_are_one_mark() -> None:
    assert structure.secret_mark(word("[ TỐI | MẬT ]\n" + HEAD.format(left="", right="") + BODY)) == "TỐI MẬT"


def test_a_list_that_tells_levels_of_secrecy_bears_none() -> None:
    rows = "".join(f"\n[ {number} | Hồ sơ số {number} | Mật ]" for number in range(1, 9))
    assert structure.secret_mark(word("PHỤ LỤC\nDANH MỤC BÍ MẬT NHÀ NƯỚC\n[ STT | Tên tài liệu | Độ mật ]" + rows)) is None


def test_a_mark_in_a_page_header_is_seen() -> None:
    blocks = word(HEAD.format(left="", right="") + BODY)
    assert structure.secret_mark(replace(blocks, headers=("2", "TỐI MẬT"))) == "TỐI MẬT"
    assert structure.secret_mark(replace(blocks, headers=("Luật Bảo vệ bí mật nhà nước", "Trang 2"))) is None


def test_the_highest_of_several_marks_counts() -> None:
    assert structure.secret_mark(word(HEAD.format(left=" / MẬT", right=" / TUYỆT MẬT") + BODY)) == "TUYỆT MẬT"
