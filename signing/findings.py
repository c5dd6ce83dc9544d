"""The catalogue of what verification can find, as data: code, level, the verdict it forces, and its sentence in two languages."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The only three answers (domain: Hợp lệ, Không hợp lệ, Chưa xác định được)."""

    VALID = "valid"
    INVALID = "invalid"
    UNDETERMINED = "undetermined"

    def text(self, lang: str = "vi") -> str:
        """The verdict in words."""
        return _VERDICTS[self][1 if lang == "en" else 0]


_VERDICTS = {
    Verdict.VALID: ("Hợp lệ", "Valid"),
    Verdict.INVALID: ("Không hợp lệ", "Not valid"),
    Verdict.UNDETERMINED: ("Chưa xác định được", "Undetermined"),
}


def worst(verdicts: "list[Verdict]") -> Verdict:
    """The worst of several verdicts; undetermined when there is none."""
    order = (Verdict.INVALID, Verdict.UNDETERMINED, Verdict.VALID)
    return next((verdict for verdict in order if verdict in verdicts), Verdict.UNDETERMINED)


@dataclass(frozen=True)
class Kind:
    """One kind of finding: its level, the verdict it forces on the whole document (or None), and its sentences."""

    level: str
    forces: Verdict | None
    vi: str
    en: str


_INVALID, _OPEN = Verdict.INVALID, Verdict.UNDETERMINED

KINDS: dict[str, Kind] = {
    "V001": Kind("warning", _OPEN, "Tệp PDF này không có chữ ký số nào.", "This PDF carries no digital signature."),
    "V002": Kind("error", _OPEN, "Tệp này không phải là PDF.", "This file is not a PDF."),
    "V003": Kind("error", _OPEN, "Tệp rỗng.", "The file is empty."),
    "V004": Kind("error", _OPEN, "PDF hỏng hoặc bị cắt cụt, không đọc được.", "The PDF is damaged or cut off and cannot be read."),
    "V005": Kind("error", _OPEN, "PDF được mã hoá, không kiểm tra được.", "The PDF is encrypted and cannot be examined."),
    "V006": Kind("error", _OPEN, "Tệp lớn hơn mức cho phép.", "The file is larger than allowed."),
    "V007": Kind(
        "error",
        _OPEN,
        "Đã dừng kiểm tra vì tệp đòi quá nhiều thời gian hoặc bộ nhớ.",
        "The examination was stopped: the file needs too much time or memory.",
    ),
    "V010": Kind(
        "error",
        _INVALID,
        "Sau chỗ kết thúc của PDF còn nội dung được thêm vào mà không chữ ký nào bảo vệ.",
        "Content was added after the end of the PDF that no signature protects.",
    ),
    "V011": Kind(
        "error",
        _OPEN,
        "Tệp chứa dấu vết của chữ ký bị giấu hoặc bị gỡ khỏi danh sách chữ ký.",
        "The file holds traces of a signature that is hidden or was taken out of the list of signatures.",
    ),
    "V012": Kind("error", _INVALID, "Hai trường ký dùng chung một chữ ký.", "Two signature fields share one signature."),
    "V013": Kind(
        "error",
        _INVALID,
        "Phạm vi ký của chữ ký không bao trùm liên tục nội dung của tệp.",
        "The signed range does not cover the content of the file without gaps.",
    ),
    "V014": Kind(
        "warning",
        _OPEN,
        "PDF chứa mã lệnh hoặc hành động tự chạy có thể đổi những gì người đọc thấy.",
        "The PDF holds scripts or automatic actions that can change what the reader sees.",
    ),
    "V015": Kind("info", None, "PDF có tệp đính kèm.", "The PDF has attachments."),
    "V016": Kind(
        "warning",
        _OPEN,
        "Cấu trúc PDF sai chuẩn; phần mềm khác có thể đọc ra nội dung khác.",
        "The structure of the PDF breaks the standard; other software may read different content.",
    ),
    "V017": Kind(
        "error",
        _OPEN,
        "Tệp có phần cập nhật không nằm trong chuỗi phiên bản của văn bản.",
        "The file holds an update that is not part of the document's chain of revisions.",
    ),
    "V018": Kind(
        "warning",
        _OPEN,
        "Một dấu thời gian hoặc chữ ký thêm sau hiện hình trên trang, có thể che nội dung đã ký.",
        "A time stamp or a later signature draws a picture over the page that may hide what was signed.",
    ),
    "V020": Kind("error", _OPEN, "Không đọc được chữ ký trong trường này.", "The signature in this field cannot be read."),
    "V021": Kind("error", _INVALID, "Nội dung đã bị thay đổi sau khi ký.", "The content was changed after signing."),
    "V022": Kind("error", _INVALID, "Giá trị chữ ký sai so với chứng thư.", "The signature value does not fit the certificate."),
    "V023": Kind(
        "error",
        _INVALID,
        "Sau khi ký, văn bản bị sửa ngoài phạm vi cho phép.",
        "After signing, the document was changed beyond what is allowed.",
    ),
    "V024": Kind("warning", _OPEN, "Không phân tích được các thay đổi sau khi ký.", "The changes made after signing could not be judged."),
    "V025": Kind(
        "error", _INVALID, "Chữ ký không bao trùm trọn phiên bản văn bản của nó.", "The signature does not cover the whole of its revision."
    ),
    "V026": Kind("error", _INVALID, "Chữ ký sai định dạng chuẩn.", "The signature breaks its own format."),
    "V027": Kind("warning", _OPEN, "Loại chữ ký này không được hỗ trợ.", "This kind of signature is not supported."),
    "V030": Kind(
        "warning",
        _OPEN,
        "Chứng thư không dẫn tới gốc tin cậy nào trong kho tin cậy.",
        "The certificate leads to no anchor of the trust store.",
    ),
    "V031": Kind(
        "warning",
        _OPEN,
        "Chưa kiểm tra được chứng thư có bị thu hồi hay không.",
        "Whether the certificate was revoked could not be checked.",
    ),
    "V032": Kind(
        "error",
        _OPEN,
        "Chứng thư đã bị thu hồi và không có bằng chứng chữ ký được tạo trước đó.",
        "The certificate was revoked and nothing proves that the signature was made before.",
    ),
    "V033": Kind("error", _INVALID, "Chứng thư đã bị thu hồi trước khi ký.", "The certificate was revoked before the signature was made."),
    "V034": Kind(
        "warning",
        _OPEN,
        "Chứng thư nằm ngoài thời hạn và không có bằng chứng chữ ký được tạo trong thời hạn.",
        "The certificate is outside its validity and nothing proves that the signature was made within it.",
    ),
    "V035": Kind(
        "warning", _OPEN, "Thuật toán ký quá yếu hoặc không được hỗ trợ.", "The signature algorithm is too weak or not supported."
    ),
    "V036": Kind(
        "warning", None, "Dấu thời gian của chữ ký không chứng thực được.", "The time stamp of the signature could not be proved."
    ),
    "V037": Kind(
        "error", _INVALID, "Chữ ký được tạo trước khi chứng thư có hiệu lực.", "The signature was made before the certificate was valid."
    ),
    "V038": Kind("warning", _OPEN, "Chứng thư không được cấp để ký văn bản.", "The certificate was not issued for signing documents."),
    "V039": Kind(
        "warning",
        _OPEN,
        "Gốc tin cậy không còn hoặc chưa được tin cậy vào thời điểm ký.",
        "The trust anchor was not trusted at the time of signing.",
    ),
    "V040": Kind(
        "warning",
        _OPEN,
        "Phần cập nhật cuối tệp không được chữ ký hay dấu thời gian nào bao trùm.",
        "The last update of the file is covered by no signature or time stamp.",
    ),
    "V041": Kind(
        "info",
        None,
        "Văn bản có chữ ký lãnh đạo nhưng chưa có dấu của cơ quan.",
        "The leader has signed; the agency's seal is still missing.",
    ),
    "V042": Kind(
        "warning",
        _OPEN,
        "Thứ tự ký không đúng: dấu của cơ quan có trước chữ ký lãnh đạo.",
        "Wrong order: the seal precedes the leader's signature.",
    ),
    "V043": Kind(
        "info",
        None,
        "Thời gian ký chỉ do người ký tự khai, không có dấu thời gian.",
        "The signing time is only claimed; there is no time stamp.",
    ),
    "V044": Kind("warning", _OPEN, "Chữ ký này chỉ xác nhận được một phần.", "This signature could be confirmed only in part."),
    "V045": Kind(
        "info",
        None,
        "Cuối tệp chỉ có thêm dữ liệu kiểm tra (chứng thư, OCSP, CRL) chưa được dấu thời gian bao trùm.",
        "After the last signature the file holds only validation data (certificates, OCSP, CRL) that no time stamp covers yet.",
    ),
    "V046": Kind(
        "warning",
        _OPEN,
        "Trường chữ ký của lãnh đạo hoặc của con dấu chỉ chứa dấu thời gian, không phải chữ ký.",
        "The field of the leader or of the seal holds a time stamp only, which is nobody's signature.",
    ),
    "V047": Kind(
        "warning",
        _OPEN,
        "Dấu của cơ quan hoặc chữ ký công bố được tạo bằng chính chứng thư của lãnh đạo.",
        "The agency's seal or the publication signature was made with the leader's own certificate.",
    ),
    "V048": Kind(
        "warning",
        _OPEN,
        "Chữ ký ghi thời gian muộn hơn thời điểm được xét.",
        "The signature states a time later than the moment it is judged for.",
    ),
    "V049": Kind(
        "warning",
        _OPEN,
        "Chứng thư không có trong danh sách được phép ký với tư cách này.",
        "The certificate is not on the list of those that may sign in this role.",
    ),
    "V050": Kind(
        "warning",
        None,
        "Kết quả dựa trên kho tin cậy MẪU, không có giá trị ngoài việc thử nghiệm.",
        "The result rests on a SAMPLE trust store and is worth nothing outside a trial.",
    ),
    "V051": Kind("warning", None, "Kho tin cậy chưa có gốc tin cậy nào.", "The trust store holds no anchor yet."),
    "V052": Kind("info", None, "Kiểm tra không dùng mạng theo yêu cầu.", "The examination used no network, as asked."),
    "V053": Kind(
        "error",
        _INVALID,
        "Tệp trả về không chỉ thêm chữ ký mà còn sửa văn bản đã giao để ký.",
        "The file that came back holds more than a signature: the document handed out was changed.",
    ),
    "V054": Kind(
        "error",
        _INVALID,
        "Giữa các phiên bản có nội dung được chèn thêm sau khi ký mà không phiên bản nào ghi nhận.",
        "Between the revisions stand bytes, added after signing, that no revision accounts for.",
    ),
    "V055": Kind(
        "error",
        _INVALID,
        "Số hoặc ngày ghi vào văn bản sau chữ ký của lãnh đạo không phải là số và ngày mà sổ đăng ký đã cấp cho văn bản này.",
        "The number or date written in after the leader's signature is not what the register gave to this document.",
    ),
}

FINDINGS: dict[str, tuple[str, str, str]] = {code: (kind.level, kind.vi, kind.en) for code, kind in KINDS.items()}


@dataclass(frozen=True)
class Finding:
    """One thing found: its code, where (a field name or "file"), and a technical detail for experts."""

    code: str
    where: str = "file"
    detail: str = ""

    @property
    def level(self) -> str:
        """info, warning or error."""
        return KINDS[self.code].level

    @property
    def forces(self) -> Verdict | None:
        """The verdict this finding forces, if any."""
        return KINDS[self.code].forces

    def message(self, lang: str = "vi") -> str:
        """The sentence in `lang` ("vi" or "en")."""
        kind = KINDS[self.code]
        return kind.en if lang == "en" else kind.vi
