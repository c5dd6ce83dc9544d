"""What this room may find in a document: stable codes with their sentences in Vietnamese and English."""

from gazette.model.outcome import Catalogue, FindingKind

CATALOGUE = Catalogue(
    [
        FindingKind(
            "S001",
            "warning",
            "Không nhận ra phần đầu văn bản (Quốc hiệu, cơ quan ban hành, số, ngày).",
            "No letterhead (motto, agency, number, date) was recognised.",
        ),
        FindingKind(
            "S002",
            "info",
            "Số văn bản còn để trống (ký hiệu {symbol}).",
            "The document number is still blank (symbol {symbol}).",
        ),
        FindingKind("S003", "warning", "Không tìm thấy số, ký hiệu văn bản.", "No document number was found."),
        FindingKind(
            "S004",
            "warning",
            "Số, ký hiệu “{number}” không theo thể thức quy định.",
            "The number “{number}” does not follow the prescribed form.",
        ),
        FindingKind(
            "S005",
            "info",
            "Dòng địa danh, ngày tháng không có ngày đầy đủ; ngày ban hành được để trống.",
            "The place-and-date line has no complete date; the date is left empty.",
        ),
        FindingKind("S006", "warning", "Không nhận ra loại văn bản.", "The kind of document was not recognised."),
        FindingKind("S007", "info", "Không nhận ra trích yếu nội dung.", "No subject was recognised."),
        FindingKind(
            "S008",
            "warning",
            "Thiếu {label} {missing} giữa {label} {before} và {label} {number}; số thứ tự được giữ nguyên.",
            "{opening_en} {missing} is missing between {label_en} {before} and {label_en} {number}; the numbers are kept as printed.",
        ),
        FindingKind(
            "S009",
            "warning",
            "{opening} {number} xuất hiện hơn một lần; số thứ tự được giữ nguyên.",
            "{opening_en} {number} occurs more than once; the numbers are kept as printed.",
        ),
        FindingKind(
            "S010",
            "warning",
            "{opening} {number} đứng sau {label} {before}, không theo thứ tự; số thứ tự được giữ nguyên.",
            "{opening_en} {number} follows {label_en} {before}, out of order; the numbers are kept as printed.",
        ),
        FindingKind(
            "S011",
            "warning",
            "Văn bản loại này thường chia theo Điều nhưng không nhận ra Điều nào.",
            "Documents of this kind are built by Điều, but none was recognised.",
        ),
        FindingKind(
            "S012",
            "info",
            "Không nhận ra phần chữ ký.",
            "No signature block was recognised.",
        ),
        FindingKind(
            "S013",
            "warning",
            "Dấu ngoặc kép mở mà không đóng; đoạn trích dẫn được giữ như văn bản thường.",
            "A quotation mark opens and never closes; the quoted passage is kept as plain text.",
        ),
        FindingKind(
            "S014",
            "error",
            "Văn bản không có nội dung nào.",
            "The document has no content.",
        ),
        FindingKind(
            "S015",
            "info",
            "Tệp chỉ gồm phụ lục, không có văn bản chính.",
            "The file holds annexes only, without the document they belong to.",
        ),
        FindingKind(
            "S016",
            "warning",
            "{opening} đầu tiên mang số {number} thay vì {first}; số thứ tự được giữ nguyên.",
            "The first {label_en} is numbered {number}, not {first}; the numbers are kept as printed.",
        ),
        FindingKind(
            "S017",
            "warning",
            "Văn bản nêu một thời điểm có hiệu lực mà phần mềm không đọc được ngày: “{words}”.",
            "The text states a time of effect from which no day could be read: “{words}”.",
        ),
        FindingKind(
            "S020",
            "info",
            "Văn bản không cho biết {issuer} thuộc tỉnh, thành phố nào; mã cơ quan để chung, cần người biên tập bổ sung.",
            "The document does not tell which province {issuer} belongs to; its name in addresses stays general until the editor adds it.",
        ),
    ]
)
