"""What this room may find in a Word file: stable codes with their sentences in Vietnamese and English."""

from gazette.model.outcome import Catalogue, FindingKind

CATALOGUE = Catalogue(
    [
        FindingKind("W001", "error", "Tệp rỗng, không có nội dung nào.", "The file is empty."),
        FindingKind(
            "W002",
            "error",
            "Tệp không phải là văn bản Word: nội dung thực là {kind}.",
            "The file is not a Word document: its content is {kind}.",
        ),
        FindingKind(
            "W003",
            "error",
            "Tệp được đặt mật khẩu nên không đọc được; hãy gỡ mật khẩu rồi gửi lại.",
            "The file is protected by a password and cannot be read; remove the password and send it again.",
        ),
        FindingKind(
            "W004",
            "error",
            "Gói tệp Word bị hỏng hoặc bị cắt cụt, không mở được ({reason}).",
            "The Word package is damaged or cut short and cannot be opened ({reason}).",
        ),
        FindingKind(
            "W005",
            "error",
            "Tệp vượt giới hạn an toàn khi giải nén: {reason}.",
            "The file exceeds a safety limit when unpacked: {reason}.",
        ),
        FindingKind(
            "W006",
            "error",
            "Tệp Word không có phần nội dung chính.",
            "The Word file has no main document part.",
        ),
        FindingKind(
            "W007",
            "error",
            "Phần {part} của tệp Word không phải là XML đúng ({reason}).",
            "Part {part} of the Word file is not well-formed XML ({reason}).",
        ),
        FindingKind(
            "W008",
            "error",
            "Phần {part} khai báo kiểu tài liệu hoặc thực thể XML, điều bị cấm trong tệp Word.",
            "Part {part} declares an XML document type or entities, which a Word file must not do.",
        ),
        FindingKind(
            "W009",
            "error",
            "Tệp chứa macro nên không được tiếp nhận; hãy lưu lại dạng .docx không có macro.",
            "The file contains macros and is not accepted; save it again as .docx without macros.",
        ),
        FindingKind(
            "W010",
            "error",
            "Gói tệp Word có hai phần cùng tên {part}, không thể biết phần nào là thật.",
            "The Word package holds two parts named {part}; which one is meant cannot be known.",
        ),
        FindingKind(
            "W011",
            "error",
            "Tệp nhúng nguyên một tài liệu khác ({part}) mà chương trình không đọc được; hãy chép nội dung vào văn bản.",
            "The file embeds another whole document ({part}) that is not read; copy its content into the text.",
        ),
        FindingKind(
            "W012",
            "error",
            "Để đọc tệp {kind} cần cài LibreOffice: gói Debian libreoffice-writer-nogui.",
            "Reading a {kind} file needs LibreOffice: install the Debian package libreoffice-writer-nogui.",
        ),
        FindingKind(
            "W013",
            "error",
            "LibreOffice không chuyển được tệp này ({reason}).",
            "LibreOffice could not convert this file ({reason}).",
        ),
        FindingKind(
            "W014",
            "error",
            "Cấu trúc bên trong tệp lồng nhau quá sâu.",
            "The structure inside the file is nested too deeply.",
        ),
        FindingKind(
            "W020",
            "warning",
            "Có nội dung chèn thêm còn ở chế độ theo dõi thay đổi, chưa được chấp nhận.",
            "Inserted text is still tracked as a change and has not been accepted.",
        ),
        FindingKind(
            "W021",
            "warning",
            "Có nội dung đã xóa còn ở chế độ theo dõi thay đổi, chưa được chấp nhận.",
            "Deleted text is still tracked as a change and has not been accepted.",
        ),
        FindingKind(
            "W022",
            "info",
            "Có thay đổi định dạng còn ở chế độ theo dõi.",
            "A formatting change is still tracked.",
        ),
        FindingKind("W023", "warning", "Có ý kiến nhận xét chưa được gỡ bỏ.", "A comment has not been removed."),
        FindingKind(
            "W024",
            "warning",
            "Có chữ ẩn; chữ ẩn không được đưa vào văn bản.",
            "There is hidden text; it is not taken into the document.",
        ),
        FindingKind(
            "W025",
            "warning",
            "Có đối tượng nhúng ({kind}); chỉ hình hiển thị của nó được giữ.",
            "There is an embedded object ({kind}); only its picture is kept.",
        ),
        FindingKind(
            "W026",
            "warning",
            "Có hình vẽ dạng {kind} mà chữ bên trong không đọc được.",
            "There is a drawing of kind {kind} whose text cannot be read.",
        ),
        FindingKind(
            "W027",
            "warning",
            "Tệp trỏ tới nội dung bên ngoài ({target}); nội dung đó không được tải về.",
            "The file points to outside content ({target}); it was not fetched.",
        ),
        FindingKind(
            "W028",
            "warning",
            "Có tham chiếu chéo bị lỗi trong văn bản: “{text}”.",
            "A cross-reference in the text is broken: “{text}”.",
        ),
        FindingKind(
            "W029",
            "warning",
            "Có hình chìm “{text}” sau trang văn bản.",
            "There is a watermark “{text}” behind the pages.",
        ),
        FindingKind(
            "W030",
            "warning",
            "Không tìm thấy hình ảnh được tham chiếu ({target}).",
            "A picture that is referred to was not found ({target}).",
        ),
        FindingKind(
            "W031",
            "warning",
            "Hình ảnh dạng {kind} chưa hiển thị được trên trang web và tệp PDF.",
            "A picture of type {kind} cannot be shown on the web page or in the PDF yet.",
        ),
        FindingKind(
            "W032",
            "warning",
            "Có ký hiệu {symbol} của phông {font} không rõ chữ tương ứng; đã đánh dấu bằng “�”.",
            "Symbol {symbol} of font {font} has no known character; it is marked with “�”.",
        ),
        FindingKind(
            "W033",
            "warning",
            "Ô bảng bị gộp vẫn chứa chữ; chữ đó được đưa vào ô phía trên.",
            "A merged table cell still holds text; it was moved into the cell above.",
        ),
        FindingKind(
            "W034",
            "info",
            "Tài liệu Word đang được khóa chỉnh sửa; nội dung vẫn đọc được.",
            "The Word document is locked against editing; its content can still be read.",
        ),
        FindingKind(
            "W035",
            "warning",
            "Không tìm thấy nội dung của chú thích {note}.",
            "The content of note {note} was not found.",
        ),
        FindingKind(
            "W036",
            "warning",
            "Phần {part} bị hỏng nên bị bỏ qua: {consequence}.",
            "Part {part} is damaged and was left out: {consequence}.",
        ),
        FindingKind(
            "W037",
            "info",
            "Gói tệp không đúng chuẩn nhưng vẫn đọc được: {reason}.",
            "The package departs from the standard but could be read: {reason}.",
        ),
        FindingKind(
            "W040",
            "warning",
            "Chữ theo bảng mã cũ {encoding} đã chuyển sang Unicode ({count} đoạn), cần kiểm tra lại; ví dụ “{before}” → “{after}”.",
            "Text in the old encoding {encoding} was converted ({count} stretches) and must be checked; such as “{before}” → “{after}”.",
        ),
        FindingKind(
            "W041",
            "warning",
            "Có chữ nghi theo bảng mã cũ nhưng không xác định được, để nguyên: “{text}”.",
            "Text seems to be in an old encoding that could not be determined; it was left as it is: “{text}”.",
        ),
        FindingKind(
            "W042",
            "info",
            "Dấu thanh ở dạng Unicode tổ hợp đã được đưa về dạng dựng sẵn (TCVN 6909:2001).",
            "Decomposed tone marks were composed (TCVN 6909:2001).",
        ),
        FindingKind(
            "W043",
            "info",
            "Chữ “Ð” (eth) dùng thay “Đ” đã được sửa.",
            "The letter “Ð” (eth) used for “Đ” was corrected.",
        ),
        FindingKind(
            "W044",
            "info",
            "Tệp {kind} đã được chuyển qua LibreOffice trước khi đọc.",
            "The {kind} file was converted by LibreOffice before reading.",
        ),
        FindingKind(
            "W045",
            "info",
            "Tên tệp có đuôi {suffix} nhưng nội dung là {kind}; nội dung quyết định.",
            "The file name ends in {suffix} but the content is {kind}; the content decides.",
        ),
        FindingKind(
            "W046",
            "warning",
            "Tệp .doc có macro; macro không được chạy và không được đưa vào văn bản.",
            "The .doc file has macros; they were not run and are not taken into the document.",
        ),
        FindingKind(
            "W099",
            "info",
            "Còn {count} chỗ khác có cùng vấn đề {kind}.",
            "The same matter {kind} occurs in {count} more places.",
        ),
    ]
)
"""Every finding of the room by code: W00x–W01x refuse the file, W02x–W03x concern content, W04x letters and formats."""
