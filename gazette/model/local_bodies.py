"""The bodies that every province, district or commune has of its own, named with its place: courts, taxes, unions, the Front."""

from collections.abc import Mapping

_NAMES = (
    "Liên đoàn Lao động",
    "Hội Nông dân",
    "Hội Nông dân Việt Nam",
    "Hội Cựu chiến binh",
    "Hội Cựu chiến binh Việt Nam",
    "Hội Liên hiệp Phụ nữ",
    "Hội Liên hiệp Phụ nữ Việt Nam",
    "Hội Chữ thập đỏ",
    "Hội Luật gia",
    "Hội Nhà báo",
    "Tòa án nhân dân",
    "Viện kiểm sát nhân dân",
    "Công an",
    "Thanh tra",
    "Cục Thuế",
    "Chi cục Thuế",
    "Cục Hải quan",
    "Cục Thống kê",
    "Cục Thi hành án dân sự",
    "Chi cục Thi hành án dân sự",
    "Kho bạc Nhà nước",
    "Bảo hiểm xã hội",
    "Bộ Chỉ huy quân sự",
    "Ban Chỉ huy quân sự",
    "Bộ Chỉ huy Bộ đội Biên phòng",
    "Ban Quản lý các khu công nghiệp",
    "Ban Quản lý khu kinh tế",
    "Ban Dân tộc",
    "Đài Phát thanh và Truyền hình",
    "Mặt trận Tổ quốc Việt Nam",
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Ban Chấp hành Đoàn",
    "Ban Chấp hành Đảng bộ",
    "Ban Thường vụ Đảng ủy",
    "Trung tâm Phục vụ hành chính công",
)
_SHORT = {
    "BCH ĐOÀN": "Ban Chấp hành Đoàn",
    "ỦY BAN MTTQ VIỆT NAM": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "ỦY BAN MTTQVN": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "UBMTTQ VIỆT NAM": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "UBMTTQVN": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "MTTQ VIỆT NAM": "Mặt trận Tổ quốc Việt Nam",
    "LĐLĐ": "Liên đoàn Lao động",
    "HỘI LHPN": "Hội Liên hiệp Phụ nữ",
    "HỘI LHPN VIỆT NAM": "Hội Liên hiệp Phụ nữ Việt Nam",
}

LOCAL_BODIES: Mapping[str, str] = {**{name.upper(): name for name in _NAMES}, **_SHORT}
"""Their names by what letterheads print in capitals, short forms too; without a place behind it none is meant."""
