"""The table of checks of a text: what they say, how grave they are, which article they follow, how they look."""

from datetime import date

from gazette.model.checks import annexes, capacities, form, private
from gazette.model.checks.check import Check, row
from gazette.model.checks.reading import Reading
from gazette.model.effect import Source

_SINCE_30 = date(2020, 3, 5)


def _decree_30(article: str) -> tuple[Source, ...]:
    return (Source("Nghị định số 30/2020/NĐ-CP", article, _SINCE_30),)


_SHORTENED = (
    Source("Luật số 64/2025/QH15", "Điều 53 khoản 1", date(2025, 4, 1)),
    Source("Luật số 80/2015/QH13", "Điều 151 khoản 2", date(2016, 7, 1), date(2025, 3, 31)),
)


TEXT_CHECKS: tuple[Check[Reading], ...] = (
    Check(
        row(
            "R101",
            "warning",
            "Số văn bản dưới 10 phải ghi thêm số 0 phía trước: {number}.",
            "A number below 10 is written with a zero before it: {number}.",
        ),
        form.number_not_padded,
        _decree_30("Phụ lục I phần I mục II khoản 3"),
    ),
    Check(
        row(
            "R102",
            "warning",
            "Ngày dưới 10, tháng 1 và tháng 2 phải ghi thêm số 0 phía trước: “{printed}”.",
            "Days below 10 and months 1 and 2 are written with a zero before them: “{printed}”.",
        ),
        form.day_not_padded,
        _decree_30("Phụ lục I phần I mục II khoản 4"),
    ),
    Check(
        row(
            "R103",
            "info",
            "Từ tháng 3 đến tháng 9 không ghi thêm số 0: “{printed}”.",
            "Months 3 to 9 are written without a zero: “{printed}”.",
        ),
        form.month_padded,
        _decree_30("Phụ lục I phần I mục II khoản 4"),
    ),
    Check(
        row(
            "R104",
            "warning",
            "Căn cứ có hiệu lực pháp lý cao hơn đứng sau căn cứ thấp hơn: “{basis}” sau “{before}”.",
            "A legal basis of higher rank stands after a lower one: “{basis}” after “{before}”.",
        ),
        form.bases_out_of_rank,
        _decree_30("Phụ lục I phần I mục II khoản 6"),
    ),
    Check(
        row(
            "R105",
            "info",
            "Cuối mỗi dòng căn cứ phải có dấu chấm phẩy: “{basis}”.",
            "Each legal basis ends with a semicolon: “{basis}”.",
        ),
        form.bases_not_closed,
        _decree_30("Phụ lục I phần I mục II khoản 6"),
    ),
    Check(
        row("R106", "info", "Kết thúc nội dung văn bản không có dấu “./.”.", "The text does not end with the mark “./.”."),
        form.no_end_mark,
        _decree_30("Phụ lục V"),
    ),
    Check(
        row(
            "R107",
            "warning",
            "Quyền hạn ký “{capacity}” không phù hợp với chức vụ “{title}”.",
            "The capacity “{capacity}” does not go with the title “{title}”.",
        ),
        capacities.capacity_against_title,
        _decree_30("Điều 13; Phụ lục I phần I mục II khoản 7"),
    ),
    Check(
        row(
            "R108",
            "warning",
            "Cấp phó ký thay phải ghi “KT.” trước chức vụ của cấp trưởng: “{capacity}”, “{title}”.",
            "A deputy signs with “KT.” before the head's title: “{capacity}”, “{title}”.",
        ),
        capacities.deputy_without_capacity,
        _decree_30("Điều 13 khoản 1; Phụ lục I phần I mục II khoản 7"),
    ),
    Check(
        row(
            "R109",
            "info",
            "Không ghi học hàm, học vị trước họ tên người ký: “{name}”.",
            "No academic degree stands before a signer's name: “{name}”.",
        ),
        form.learned_title,
        _decree_30("Phụ lục I phần I mục II khoản 7"),
    ),
    Check(
        row(
            "R110",
            "warning",
            "Ký hiệu {number} là của {other}, trong khi văn bản là {kind}.",
            "The symbol of {number} is that of {other}, and the document is a {kind}.",
        ),
        form.symbol_against_kind,
        _decree_30("Phụ lục III"),
    ),
    Check(
        row("R111", "info", "Nơi nhận không có dòng “Lưu”.", "The recipients name no file copy (“Lưu”)."),
        form.nobody_keeps,
        _decree_30("Phụ lục I phần I mục II khoản 9"),
    ),
    Check(
        row("R112", "warning", "Không đọc được họ tên người ký ở cuối văn bản.", "No signer's name could be read at the end of the text."),
        form.nobody_signs,
        _decree_30("Điều 8 khoản 2"),
    ),
    Check(
        row("R113", "warning", "Văn bản không có trích yếu nội dung.", "The document has no subject."),
        form.nameless,
        _decree_30("Điều 8 khoản 2"),
    ),
    Check(
        row(
            "R114",
            "info",
            "Chữ viết tắt về quyền hạn ký ghi “{printed}”; thể thức là “{right}”.",
            "The capacity of the signer is written “{printed}”; the form is “{right}”.",
        ),
        capacities.capacity_misspelt,
        _decree_30("Điều 13; Phụ lục I phần I mục II khoản 7"),
    ),
    Check(
        row(
            "R206",
            "info",
            "Văn bản ghi được ban hành theo trình tự, thủ tục rút gọn: được có hiệu lực sớm, và phải được đăng ngay.",
            "The text says that it was made by the shortened procedure: it may take effect early, and must be published at once.",
        ),
        form.shortened_procedure,
        _SHORTENED,
    ),
    Check(
        row(
            "R601",
            "error",
            "Văn bản nêu có tài liệu “{words}” nhưng không có phụ lục hoặc văn bản kèm theo nào.",
            "The text says that something is attached (“{words}”), and nothing is.",
        ),
        annexes.annex_missing,
    ),
    Check(
        row("R602", "error", "Văn bản nêu {annex} nhưng phụ lục này không có.", "The text names {annex}, and it is not there."),
        annexes.numbered_annex_missing,
    ),
    Check(
        row("R603", "warning", "Có phụ lục mà nội dung văn bản không nhắc đến.", "Something is attached that the text does not mention."),
        annexes.annex_not_named,
    ),
    Check(
        row(
            "R604",
            "warning",
            "Văn bản nêu “{words}” nhưng không có phụ lục hoặc văn bản kèm theo nào; cần kiểm tra.",
            "The text says “{words}”, and nothing is attached; make sure that nothing is missing.",
        ),
        annexes.list_missing,
    ),
    Check(
        row(
            "R701",
            "error",
            "Có số định danh cá nhân, căn cước, chứng minh nhân dân hoặc hộ chiếu ({number}).",
            "A personal identity number, or a passport's, stands in the text ({number}).",
        ),
        private.identity_number,
    ),
    Check(
        row("R702", "warning", "Có số điện thoại di động ({number}).", "A mobile telephone number stands in the text ({number})."),
        private.telephone_number,
    ),
    Check(
        row("R703", "warning", "Có số tài khoản ngân hàng ({number}).", "A bank account number stands in the text ({number})."),
        private.account_number,
    ),
    Check(
        row(
            "R704",
            "warning",
            "Có địa chỉ thư điện tử không phải của cơ quan ({mail}).",
            "An e-mail address stands in the text that is not an agency's ({mail}).",
        ),
        private.mail_address,
    ),
    Check(
        row(
            "R705",
            "info",
            "Có số định danh cá nhân trong ví dụ ghi biểu mẫu ({number}); cần chắc chắn đó là số giả định.",
            "An identity number stands in an example of how a form is filled in ({number}); make sure that it is nobody's.",
        ),
        private.identity_example,
    ),
    Check(
        row("R801", "error", "Văn bản mang dấu độ mật “{mark}”.", "The document bears the state-secret mark “{mark}”."),
        private.secret_mark,
    ),
    Check(
        row(
            "R802",
            "warning",
            "Có dòng chỉ ghi “{mark}” trong nội dung hoặc phụ lục; cần chắc chắn đó không phải dấu độ mật.",
            "A line in the text or an annex says “{mark}” and nothing else; make sure that it is no mark of secrecy.",
        ),
        private.secret_mark_below,
    ),
)
"""Every check of a text, in the order of their codes."""
