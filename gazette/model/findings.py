"""What the desk may find about a document or an issue, apart from what the stations find."""

from gazette.model.outcome import Catalogue, FindingKind

CATALOGUE = Catalogue(
    [
        FindingKind(
            "D001",
            "warning",
            "Trùng số, ký hiệu, cơ quan ban hành và ngày với một văn bản đã tiếp nhận ({title}).",
            "Another document received here bears the same number, issuer and date ({title}).",
        ),
        FindingKind(
            "D010",
            "error",
            "Chữ ký trên bản PDF của cơ quan ban hành không hợp lệ: {reason}",
            "The signature on the issuer's PDF is not valid: {reason}",
        ),
        FindingKind(
            "D011",
            "error",
            "Nội dung bản PDF đã ký khác bản Word: “{word}” so với “{pdf}”.",
            "The text of the signed PDF differs from the Word file: “{word}” against “{pdf}”.",
        ),
        FindingKind(
            "D012",
            "warning",
            "Không kiểm tra được chữ ký trên bản PDF của cơ quan ban hành: {reason}",
            "The signature on the issuer's PDF could not be checked: {reason}",
        ),
        FindingKind(
            "D013",
            "error",
            "Bản PDF đã ký không có lớp chữ (tệp quét hoặc ảnh) nên không đối chiếu được với bản Word.",
            "The signed PDF holds no text (a scan or a picture), so it cannot be compared with the Word file.",
        ),
        FindingKind(
            "D014",
            "warning",
            "Bản PDF của cơ quan ban hành mới có một chữ ký; cần cả chữ ký của người có thẩm quyền và của cơ quan, tổ chức.",
            "The issuer's PDF bears one signature only; it takes that of whoever is competent and that of the agency.",
        ),
        FindingKind(
            "D015",
            "info",
            "Mọi thay đổi được theo dõi trong tệp Word đã được chấp nhận.",
            "All tracked changes of the Word file were accepted.",
        ),
        FindingKind(
            "D016",
            "info",
            "Mọi thay đổi được theo dõi trong tệp Word đã bị từ chối; văn bản theo bản gốc.",
            "All tracked changes of the Word file were rejected; the text is the original one.",
        ),
        FindingKind(
            "D017",
            "info",
            "Ý kiến nhận xét trong tệp Word đã được đọc và không thuộc văn bản.",
            "The comments in the Word file were read; they are no part of the text.",
        ),
        FindingKind(
            "D018",
            "info",
            "Chữ ẩn trong tệp Word đã được xem và không thuộc văn bản.",
            "The hidden text in the Word file was seen; it is no part of the text.",
        ),
        FindingKind(
            "D019",
            "info",
            "Đã xử lý từng dấu vết trong tệp Word: chấp nhận {accepted} và từ chối {rejected} thay đổi, xử lý {read} ý kiến, "
            "đưa vào văn bản {shown} và bỏ {left_out} chỗ chữ ẩn.",
            "Traces in the Word file were settled one by one: {accepted} changes accepted, {rejected} rejected, "
            "{read} comments dealt with, {shown} hidden passages made text, {left_out} left out.",
        ),
        FindingKind("D020", "error", "Số Công báo chưa có văn bản nào.", "The issue holds no document."),
        FindingKind(
            "D021",
            "error",
            "“{title}” không còn ở mức Công khai nên không được đăng.",
            "“{title}” is no longer labelled Public and must not be published.",
        ),
        FindingKind("D022", "error", "“{title}” còn lỗi {error}: {message}", "“{title}” still has error {error}: {message}"),
        FindingKind(
            "D023",
            "error",
            "“{title}” được ban hành ngày {issued}, sau ngày của số Công báo ({day}).",
            "“{title}” was issued on {issued}, after the date of the issue ({day}).",
        ),
        FindingKind("D024", "error", "“{title}” chưa có bản PDF đã ký.", "“{title}” has no signed PDF."),
        FindingKind(
            "D025",
            "warning",
            "“{title}” chưa xác định được ngày có hiệu lực.",
            "The effective date of “{title}” is not known.",
        ),
        FindingKind("D026", "error", "“{title}” không có ngày ban hành hoặc số, ký hiệu.", "“{title}” lacks its date or its number."),
        FindingKind(
            "D027",
            "error",
            "“{title}” mang dấu “{mark}” nên không được đăng.",
            "“{title}” bears the mark “{mark}” and must not be published.",
        ),
        FindingKind(
            "D028",
            "error",
            "Một mục đã được đổi mức, không còn là Công khai; người biên tập có mức tiếp cận phù hợp phải đưa ra trước khi phát hành.",
            "The label of an item was changed and it is no longer Public; an editor who is cleared for it must take it out first.",
        ),
        FindingKind(
            "D033",
            "error",
            "Phần trước của “{title}” ở {earlier} chưa phát hành.",
            "The part of “{title}” before this one, in {earlier}, is not published yet.",
        ),
        FindingKind(
            "D034",
            "error",
            "“{title}” đăng tiếp ở số ngày {day}, trước ngày của phần trước ({earlier}).",
            "“{title}” goes on in an issue of {day}, before the date of the part before it ({earlier}).",
        ),
        FindingKind(
            "D035",
            "warning",
            "Đến “{title}”, số Công báo dự kiến dài {pages} trang, vượt {budget} trang đã định.",
            "With “{title}” the issue is estimated at {pages} pages, more than the {budget} it should have.",
        ),
        FindingKind("D030", "error", "Chỉ mục thiếu văn bản đã đăng: {slug}.", "The index lacks a published document: {slug}."),
        FindingKind(
            "D031", "error", "Chỉ mục chứa văn bản không được đăng: {slug}.", "The index holds a document that is not published: {slug}."
        ),
        FindingKind(
            "D032",
            "error",
            "Văn bản không khớp với sổ lưu trữ (hồ sơ, mức xử lý hoặc tệp).",
            "A document disagrees with the archive's register (record, label or files).",
        ),
        FindingKind(
            "D036", "error", "Không đọc được chỉ mục tìm kiếm; cần dựng lại.", "The search index cannot be read; it must be rebuilt."
        ),
    ]
)
