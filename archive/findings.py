"""What a check of the log or the store found: values with a stable code, a place and a sentence in both languages."""

from dataclasses import dataclass

SENTENCES = {
    "L001": ("Dòng nhật ký đã bị sửa.", "A row of the log was edited."),
    "L002": ("Dòng nhật ký đã bị xóa.", "Rows of the log were deleted."),
    "L003": ("Chi tiết của dòng nhật ký đã bị sửa.", "The details of a row were edited."),
    "L004": ("Các dòng nhật ký đã bị đổi thứ tự.", "Rows of the log were put in another order."),
    "L005": ("Thời gian của dòng nhật ký sớm hơn dòng đứng trước.", "A row bears a time before that of the row above it."),
    "L006": ("Phần cuối nhật ký đã bị cắt.", "The tail of the log was cut off."),
    "L007": (
        "Nhật ký không khớp với đầu nhật ký đã ký: các dòng trong khoảng này đã bị làm lại.",
        "The log does not match a signed head: rows in this range were made anew.",
    ),
    "L008": ("Chữ ký trên đầu nhật ký không đúng.", "The signature on a head is wrong."),
    "L009": ("Bộ đếm của nhật ký không khớp với các dòng.", "The log's counter does not match its rows."),
    "L010": ("Dòng nhật ký bị lặp số thứ tự.", "A row of the log stands twice."),
    "L011": (
        "Nút của cây băm đã lưu không khớp với các dòng nhật ký.",
        "A stored node of the hash tree does not match the rows.",
    ),
    "L012": ("Bản mở không khớp với mã cam kết đã in.", "What was opened is not what the printed commitment stands for."),
    "L013": ("Dấu thời gian trên đầu nhật ký không đúng.", "The timestamp over a signed head does not hold."),
    "L014": ("Chứng minh không dẫn từ mục này tới đầu nhật ký.", "The proof does not lead from the row to the log's head."),
    "L015": ("Tệp không phải là tệp mà mục này của nhật ký nói tới.", "The file is not the one that this row of the log is about."),
    "F001": ("Thiếu nội dung tệp trong kho.", "The bytes of a file are missing from the store."),
    "F002": ("Nội dung tệp trong kho đã bị thay đổi.", "The bytes of a file in the store have changed."),
    "F003": ("Kích thước tệp trong kho không khớp với sổ.", "The size of a file in the store differs from the register."),
    "F004": ("Tệp trong kho không thuộc hồ sơ nào.", "A file in the store belongs to no record."),
    "F006": ("Đã phục hồi tệp từ bản sao thứ hai.", "The file was mended from the second copy."),
    "F007": ("Bản sao thứ hai thiếu hoặc sai tệp; đã chép lại.", "The second copy lacked the file or had it wrong; it was copied anew."),
    "F008": ("Không đọc được bản sao thứ hai.", "The second copy cannot be read."),
    "F009": (
        "Việc tiêu hủy khóa của hồ sơ chưa xong; mở khóa kho hoặc nối phương tiện giữ khóa kỳ rồi kiểm tra lại.",
        "The keys of a destroyed record are still to be destroyed: unlock the archive or connect the epoch's medium, then check again.",
    ),
    "F005": ("Sổ không còn hồ sơ mà nhật ký ghi là đã nộp.", "A record that the log says was deposited stands in the register no longer."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault found: its code, and the place, which is a row or range of rows (``5``, ``5-9``) or a content id."""

    code: str
    where: str

    def message(self, lang: str = "vi") -> str:
        """The finding as one sentence, with its place."""
        vietnamese, english = SENTENCES[self.code]
        return f"{vietnamese if lang == 'vi' else english} [{self.where}]"


def span(first: int, last: int) -> str:
    """The rows from *first* to *last* as a place."""
    return str(first) if first == last else f"{first}-{last}"
