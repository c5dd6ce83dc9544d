"""What this room may find in a text that is to be printed: stable codes with their sentences in Vietnamese and English."""

from gazette.model.outcome import Catalogue, FindingKind

CATALOGUE = Catalogue(
    (
        FindingKind(
            "T001",
            "error",
            "Nội dung XML không đọc được nên không dàn trang được: {reason}.",
            "The XML cannot be read, so nothing was typeset: {reason}.",
        ),
        FindingKind(
            "T002",
            "error",
            "Tệp không phải là văn bản Akoma Ntoso có thân văn bản.",
            "The file is not an Akoma Ntoso document with a body.",
        ),
        FindingKind(
            "T003",
            "error",
            "Phông chữ in không có các ký tự: {characters}; hãy thay ký tự trong văn bản gốc rồi dàn trang lại.",
            "The print font lacks these characters: {characters}; change them in the source and typeset again.",
        ),
        FindingKind(
            "T004",
            "warning",
            "Hình {name} không có mô tả bằng lời; đã ghi mô tả chung.",
            "Picture {name} has no description; a general one was set.",
        ),
        FindingKind("T005", "error", "Thiếu hình {name} mà văn bản dẫn đến.", "Picture {name}, which the text refers to, is missing."),
        FindingKind(
            "T006",
            "warning",
            "Hình {name} không phải ảnh đọc được (PNG, JPEG, GIF, WebP, BMP, TIFF); bản in chỉ có khung với lời mô tả hình.",
            "Picture {name} is no readable PNG, JPEG, GIF, WebP, BMP or TIFF; the print shows a frame with its description.",
        ),
        FindingKind("T007", "error", "Trình dàn trang báo lỗi: {reason}", "The typesetter reports: {reason}"),
        FindingKind(
            "T008",
            "warning",
            "Văn bản không có chỗ ký của người có thẩm quyền nên không có vị trí cho chữ ký và con dấu.",
            "The document has no signature block, so there is no place for the signature and the seal.",
        ),
        FindingKind(
            "T011",
            "warning",
            "Văn bản có mã điều khiển {characters}; đã in như ký tự Windows-1252 tương ứng, cần đối chiếu với bản gốc.",
            "The text holds control codes {characters}; printed as the Windows-1252 signs they stand for, compare with the source.",
        ),
        FindingKind(
            "T010",
            "error",
            "Số Công báo chưa có văn bản nào.",
            "The gazette issue holds no document.",
        ),
        FindingKind(
            "T012",
            "error",
            "Không chia được văn bản tại {begins} … {ends}: chỗ chia không có trong văn bản.",
            "The document cannot be split at {begins} … {ends}: the place is not in the text.",
        ),
        FindingKind(
            "T009",
            "info",
            "Văn bản chưa có ngày ban hành; bản in để ngày trống.",
            "The document has no date of issue yet; the print leaves it blank.",
        ),
    )
)
