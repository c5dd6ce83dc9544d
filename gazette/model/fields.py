"""The fields of work documents are filed under, as data; an office may order its gazette and search by them."""

from collections.abc import Mapping
from dataclasses import dataclass

from gazette.model.errors import BadCall
from gazette.model.outcome import Lang


@dataclass(frozen=True, slots=True)
class Field:
    """One field (lĩnh vực): its stable id and its names."""

    id: str
    vi: str
    en: str

    def label(self, lang: Lang = "vi") -> str:
        """The field as the screens print it."""
        return self.vi if lang == "vi" else self.en


FIELDS: Mapping[str, Field] = {
    field.id: field
    for field in (
        Field("tthc", "Thủ tục hành chính", "Administrative procedures"),
        Field("noi-vu", "Nội vụ, tổ chức bộ máy", "Home affairs and organisation"),
        Field("tai-chinh", "Tài chính, ngân sách", "Finance and budget"),
        Field("xay-dung", "Xây dựng, đô thị", "Construction and urban affairs"),
        Field("giao-thong", "Giao thông vận tải", "Transport"),
        Field("nong-nghiep", "Nông nghiệp, môi trường", "Agriculture and environment"),
        Field("dat-dai", "Đất đai", "Land"),
        Field("cong-thuong", "Công Thương", "Industry and trade"),
        Field("khoa-hoc", "Khoa học, công nghệ, chuyển đổi số", "Science, technology, digital transformation"),
        Field("giao-duc", "Giáo dục và đào tạo", "Education and training"),
        Field("y-te", "Y tế", "Health"),
        Field("van-hoa", "Văn hóa, thể thao, du lịch", "Culture, sport, tourism"),
        Field("lao-dong", "Lao động, xã hội", "Labour and social affairs"),
        Field("tu-phap", "Tư pháp", "Justice"),
        Field("quoc-phong", "Quốc phòng, an ninh", "Defence and security"),
        Field("van-thu", "Văn thư, lưu trữ", "Records and archives"),
    )
}


def known_field(field: str | None) -> None:
    """Raises BadCall for an id that is not in the table; a document need not have a field."""
    if field is not None and field not in FIELDS:
        raise BadCall(reason=f"lĩnh vực / field: {field[:60]}")


def field_label(field: str | None, lang: Lang = "vi") -> str:
    """The name of a field; an id that is not in the table names itself, nothing is empty."""
    return FIELDS[field].label(lang) if field and field in FIELDS else field or ""
