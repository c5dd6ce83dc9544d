"""What the values of a document's head are called on the screens."""

from gazette.pages import later

FIELD_NAMES = {
    "kind": later("Loại văn bản"),
    "number": later("Số, ký hiệu"),
    "issuer": later("Cơ quan ban hành"),
    "place": later("Địa danh"),
    "issued_on": later("Ngày ban hành"),
    "subject": later("Trích yếu"),
    "effective_from": later("Ngày có hiệu lực"),
    "field": later("Lĩnh vực"),
}
