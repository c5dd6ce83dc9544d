"""Documents for the tests of this room, written in the notation of the golden cases."""

from gazette import akn, structure
from gazette.model.blocks import Blocks
from tests.structure.notation import word

DECISION = """[[ ỦY BAN NHÂN DÂN / TỈNH AN PHƯỚC / Số: 12/2026/QĐ-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / \
Độc lập - Tự do - Hạnh phúc / Tân Lộc, ngày 09 tháng 3 năm 2026 ]]
= QUYẾT ĐỊNH
= Ban hành Quy định về cây xanh <đô thị>
= ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
= QUYẾT ĐỊNH:
= Chương I / QUY ĐỊNH CHUNG
* Điều 1. Phạm vi
1. Gồm^[Xem Điều 2.]:
a) Cây bóng mát;
đ) Thảm cỏ.
[ TT | Tên ]
[ 1 | Cây & cỏ ]
* Điều 2. Hiệu lực
Quyết định này có hiệu lực từ ngày 20 tháng 3 năm 2026./.
[[ Nơi nhận: / - Như Điều 2; / - Lưu: VT. | TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH / Nguyễn Văn Mẫu ]]
= QUY ĐỊNH
= Về cây xanh
~ (Kèm theo Quyết định số 12/2026/QĐ-UBND)
* Điều 1. Phạm vi
Mọi cây.
"""
BLANK = DECISION.replace("Số: 12/2026/QĐ-UBND", "Số:      /2026/QĐ-UBND").replace(
    "ngày 09 tháng 3 năm 2026 ]]", "ngày     tháng     năm 2026 ]]"
)


def xml_of(text: str = DECISION) -> bytes:
    """The Akoma Ntoso of *text*."""
    return akn.write(structure.recognise(word(text)).require()).require()


def blocks_of(text: str = DECISION) -> Blocks:
    """The Blocks of *text*."""
    return word(text)
