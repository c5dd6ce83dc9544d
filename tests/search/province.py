"""Two thousand acts of a province that does not exist, the same at every run, for judging answers."""

import random
from collections.abc import Iterator

from search import Entry

_KINDS = [
    ("quyet-dinh", "Quyết định", "QĐ-UBND", "ubnd-tinh-an-phuoc", "UBND tỉnh An Phước"),
    ("nghi-quyet", "Nghị quyết", "NQ-HĐND", "hdnd-tinh-an-phuoc", "HĐND tỉnh An Phước"),
    ("chi-thi", "Chỉ thị", "CT-UBND", "ubnd-tinh-an-phuoc", "UBND tỉnh An Phước"),
    ("ke-hoach", "Kế hoạch", "KH-UBND", "ubnd-tinh-an-phuoc", "UBND tỉnh An Phước"),
    ("thong-bao", "Thông báo", "TB-VP", "van-phong-ubnd-tinh", "Văn phòng UBND tỉnh An Phước"),
]
_ACTS = [
    "quy định",
    "sửa đổi, bổ sung quy định",
    "phê duyệt",
    "bãi bỏ quy định",
    "công bố danh mục",
    "giao chỉ tiêu",
    "ủy quyền",
    "phân cấp",
]
SUBJECTS = [
    "bảng giá đất", "mức thu phí vệ sinh môi trường", "quản lý cây xanh đô thị", "hỗ trợ hợp tác xã nông nghiệp", "hệ số điều chỉnh giá đất",
    "thủ tục hành chính lĩnh vực đường bộ", "quy chế phối hợp phòng cháy chữa cháy", "đơn giá bồi thường nhà ở", "mức chi giải thưởng thi đua",
    "khung giá rừng", "quy hoạch chi tiết khu dân cư", "kế hoạch cải cách hành chính", "chương trình khuyến công", "định mức xe ô tô công",
    "hoạt động chợ nông thôn", "bảo tồn làng nghề dệt chiếu", "trợ cấp người cao tuổi", "học phí trường mầm non công lập", "thoả thuận cấp nước sạch",
    "xử lý rác thải y tế", "phòng chống sạt lở bờ sông", "số hoá hồ sơ lưu trữ", "khai thác thuỷ sản ven bờ", "tuyển dụng viên chức y tế",
    "đấu giá quyền khai thác khoáng sản", "văn hoá cơ sở", "kiểm soát thủ tục hành chính", "an toàn thực phẩm bếp ăn tập thể",
    "vận tải hành khách bằng xe buýt", "công nhận di tích lịch sử", "lệ phí đăng ký cư trú", "quản lý nhà chung cư", "tặng thưởng sáng kiến",
    "quỹ phòng chống thiên tai", "đào tạo nghề lao động nông thôn", "sử dụng pháo hoa", "trồng lúa chất lượng cao", "thu gom nước mưa",
    "biển hiệu quảng cáo ngoài trời", "giống thuỷ hải sản",
]  # fmt: skip
_PLACES = [
    "thành phố Tân Lộc", "huyện Bình Sơn Đông", "xã Mỹ Hoà", "phường Quý Lộc", "huyện Kỳ Lâm", "xã Thuỷ Tây", "thị trấn Phú Thuận", "xã Đông Hiệp",
    "xã An Lý", "huyện Gò Vàm", "phường Hoà Lợi", "xã Long Khánh", "xã Suối Đá", "huyện Cửa Bắc", "xã Ninh Thới",
]  # fmt: skip
_SENTENCES = [
    "Ủy ban nhân dân cấp xã tiếp nhận hồ sơ và trả kết quả trong thời hạn {n} ngày làm việc", "Sở Tài chính chủ trì, phối hợp với các cơ quan liên quan",
    "Mức hỗ trợ không quá {n} triệu đồng cho mỗi hộ", "Cơ quan, đơn vị báo cáo trước ngày {n} hằng tháng", "Kinh phí thực hiện do ngân sách tỉnh bảo đảm",
    "Chánh Văn phòng và thủ trưởng các đơn vị chịu trách nhiệm thi hành", "Diện tích tối thiểu là {n} mét vuông", "Mã số thủ tục {n}.00{n}7",
    "Trường hợp có vướng mắc, các địa phương phản ánh về Sở Nội vụ", "Việc kiểm tra được tiến hành {n} lần một năm",
]  # fmt: skip
_SIGNERS = ["Nguyễn Văn Mẫu", "Trần Thị Thí Dụ", "Lê Hữu Ví Thử", "Phạm Minh Làm Gương", "Võ Thị Tượng Trưng"]
COUNT = 2_000


def acts() -> Iterator[Entry]:
    """The acts; the number's ordinal runs within a kind and a year."""
    chance = random.Random("An Phước")
    ordinals: dict[tuple[str, int], int] = {}
    for at in range(COUNT):
        kind, label, symbol, issuer, issuer_label = _KINDS[at * 7 % len(_KINDS)]
        year = 2008 + at % 17
        ordinals[kind, year] = ordinals.get((kind, year), 0) + 1
        number = f"{ordinals[kind, year]:02}/{year}/{symbol}"
        lines = [line.format(n=chance.randint(2, 95)) for line in chance.sample(_SENTENCES, 6)]
        yield Entry(
            id=f"v{at}", number=number, kind=kind, kind_label=label, issuer=issuer, issuer_label=issuer_label, signer=chance.choice(_SIGNERS),
            date=f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            title=f"{label} {_ACTS[at // 40 % len(_ACTS)]} {SUBJECTS[at % len(SUBJECTS)]} trên địa bàn {_PLACES[at // 320 * 2 % len(_PLACES)]}",
            text="\n".join(f"Điều {number}. {line} đối với {chance.choice(SUBJECTS)}." for number, line in enumerate(lines, 1)),
        )  # fmt: skip
