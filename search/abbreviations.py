"""What Vietnamese offices shorten, as a table: a query finds the short form by the full one and the other way round."""

from functools import lru_cache

from search.vietnamese import syllables

FULL_FORMS = {
    "ANQP": "an ninh quốc phòng", "ANTT": "an ninh trật tự", "ATGT": "an toàn giao thông", "ATTP": "an toàn thực phẩm",
    "BHTN": "bảo hiểm thất nghiệp", "BHXH": "bảo hiểm xã hội", "BHYT": "bảo hiểm y tế", "BVMT": "bảo vệ môi trường",
    "CBCC": "cán bộ, công chức", "CBCCVC": "cán bộ, công chức, viên chức", "CCHC": "cải cách hành chính", "CCVC": "công chức, viên chức",
    "CNTT": "công nghệ thông tin", "CSDL": "cơ sở dữ liệu", "CSGT": "cảnh sát giao thông", "CTMTQG": "chương trình mục tiêu quốc gia",
    "DVC": "dịch vụ công", "DVCTT": "dịch vụ công trực tuyến", "GCN": "giấy chứng nhận", "GDĐT": "giáo dục và đào tạo",
    "GPMB": "giải phóng mặt bằng", "GTVT": "giao thông vận tải", "HĐND": "hội đồng nhân dân", "HTX": "hợp tác xã",
    "KBNN": "kho bạc nhà nước", "KCN": "khu công nghiệp", "KHCN": "khoa học và công nghệ", "KHĐT": "kế hoạch và đầu tư",
    "KTXH": "kinh tế - xã hội", "KTTT": "kinh tế tập thể", "LĐTBXH": "lao động - thương binh và xã hội", "MTTQ": "mặt trận tổ quốc",
    "NNPTNT": "nông nghiệp và phát triển nông thôn", "NSNN": "ngân sách nhà nước", "NTM": "nông thôn mới", "PCCC": "phòng cháy, chữa cháy",
    "PCTN": "phòng, chống tham nhũng", "QLNN": "quản lý nhà nước", "QPPL": "quy phạm pháp luật", "QSDĐ": "quyền sử dụng đất",
    "SXKD": "sản xuất, kinh doanh", "TAND": "tòa án nhân dân", "TĐC": "tái định cư", "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông", "TNHH": "trách nhiệm hữu hạn", "TNMT": "tài nguyên và môi trường", "TTHC": "thủ tục hành chính",
    "TTATGT": "trật tự, an toàn giao thông", "TTTT": "thông tin và truyền thông", "UBMTTQ": "ủy ban mặt trận tổ quốc",
    "UBND": "ủy ban nhân dân", "VBQPPL": "văn bản quy phạm pháp luật", "VHTTDL": "văn hóa, thể thao và du lịch",
    "VKSND": "viện kiểm sát nhân dân", "VPCP": "văn phòng chính phủ", "VSMT": "vệ sinh môi trường", "XDCB": "xây dựng cơ bản",
    "QĐ": "quyết định", "NQ": "nghị quyết", "NĐ": "nghị định",
}  # fmt: skip


def _folded(text: str) -> tuple[str, ...]:
    return tuple(syllable.folded for syllable in syllables(text))


@lru_cache(maxsize=1)
def full_forms() -> dict[str, str]:
    """The full form behind a folded short form."""
    return {_folded(short)[0]: full for short, full in FULL_FORMS.items()}


@lru_cache(maxsize=1)
def short_forms() -> dict[tuple[str, ...], str]:
    """The short form of a full form, given as its folded syllables."""
    return {_folded(full): short for short, full in FULL_FORMS.items()}


LONGEST = max(len(full.split()) for full in FULL_FORMS.values())
