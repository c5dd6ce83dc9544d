"""What this room may find in Akoma Ntoso: stable codes with their sentences in Vietnamese and English."""

from gazette.model.outcome import Catalogue, FindingKind

CATALOGUE = Catalogue(
    [
        FindingKind(
            "A001",
            "error",
            "Tệp không phải là XML Akoma Ntoso đọc được ({reason}).",
            "The file is not readable Akoma Ntoso XML ({reason}).",
        ),
        FindingKind(
            "A002",
            "error",
            "Tệp Akoma Ntoso không chứa văn bản nào (phần tử act hoặc doc).",
            "The Akoma Ntoso file holds no document (an act or doc element).",
        ),
        FindingKind(
            "A003",
            "error",
            "Không đúng lược đồ Akoma Ntoso 3.0: {reason}.",
            "Not valid against the Akoma Ntoso 3.0 schema: {reason}.",
        ),
        FindingKind(
            "A004",
            "error",
            "Mã định danh eId “{eid}” không theo quy ước (chỉ chữ thường ASCII, chữ số, “_” và “-”).",
            "The eId “{eid}” breaks the naming convention (lower-case ASCII, digits, “_” and “-” only).",
        ),
        FindingKind(
            "A005",
            "error",
            "{element} “{num}” không có mã định danh eId.",
            "{element} “{num}” has no eId.",
        ),
        FindingKind(
            "A006",
            "error",
            "Địa chỉ FRBR “{uri}” không khớp với siêu dữ liệu của văn bản (“{expected}”).",
            "The FRBR address “{uri}” does not fit the document's metadata (“{expected}”).",
        ),
        FindingKind(
            "A007",
            "error",
            "Văn bản không có địa chỉ FRBR của tác phẩm.",
            "The document has no FRBR work address.",
        ),
        FindingKind(
            "A008",
            "error",
            "Nội dung XML khác nội dung tệp Word: bên Word là “{before}”, bên XML là “{after}”.",
            "The XML's text differs from the Word file's: Word has “{before}”, the XML has “{after}”.",
        ),
        FindingKind(
            "A009",
            "error",
            "Siêu dữ liệu riêng (gz) không đúng lược đồ: {reason}.",
            "The product's own metadata (gz) breaks its schema: {reason}.",
        ),
        FindingKind(
            "A010",
            "warning",
            "Viện dẫn trỏ tới “{href}” nhưng trong văn bản không có mục đó.",
            "A reference points to “{href}”, which this document does not have.",
        ),
    ]
)
