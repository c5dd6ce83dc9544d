"""What comes back from a key that is elsewhere: why it is refused, and the checks that a signed file passes before it is believed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from signing.allowed import AllowedSigners
from signing.errors import SigningError
from signing.form import fields
from signing.report import Report, SignatureReport, Verdict
from signing.trust import TrustStore
from signing.verify import verify

MAX_GROWTH = 8 * 1024 * 1024
"""How many bytes a signature with its picture and evidence may add, generously."""

REASONS: Mapping[str, tuple[str, str]] = {
    "too-large": ("Tệp trả về lớn hơn mức cho phép.", "The file that came back is larger than allowed."),
    "wrong-bytes": (
        "Tệp trả về không phải là văn bản đã giao để ký.",
        "The file that came back is not the document that was handed out.",
    ),
    "unreadable": ("Không đọc được tệp trả về.", "The file that came back cannot be read."),
    "unsigned": ("Tệp trả về không có chữ ký mới nào.", "The file that came back holds no new signature."),
    "several": ("Tệp trả về có nhiều hơn một chữ ký mới.", "The file that came back holds more than one new signature."),
    "wrong-field": ("Chữ ký không nằm ở đúng trường ký.", "The signature is not in the expected field."),
    "wrong-certificate": (
        "Chứng thư đã ký không nằm trong danh sách được phép của tài khoản này.",
        "The certificate that signed is not among those allowed for this account.",
    ),
    "expired-certificate": ("Chứng thư của thiết bị ký nằm ngoài thời hạn.", "The certificate of the device is outside its validity."),
    "wrong-signature": (
        "Giá trị chữ ký không khớp với văn bản và chứng thư.",
        "The signature value fits neither the document nor the certificate.",
    ),
    "changed": (
        "Tệp trả về không chỉ thêm chữ ký mà còn sửa văn bản đã giao để ký.",
        "The file that came back holds more than a signature: the document handed out was changed.",
    ),
    "revoked": ("Chứng thư đã ký bị thu hồi.", "The certificate that signed is revoked."),
    "not-valid": ("Chữ ký trả về không hợp lệ", "The signature that came back is not valid"),
}
"""Why something that came back is refused, by stable code."""


class ReturnRefused(SigningError):
    """What came back from the signer's device is not accepted; `reason` is a key of `REASONS`."""

    code = "returned"

    def __init__(self, vi: str, en: str, reason: str = "not-valid") -> None:
        super().__init__(vi, en)
        self.reason = reason

    def __reduce__(self) -> tuple[type["ReturnRefused"], tuple[str, str, str]]:  # type: ignore[override]
        """How the error travels from one process to another."""
        return type(self), (self.vi, self.en, self.reason)


def refusal(reason: str, report: Report | None = None) -> ReturnRefused:
    """The refusal for one of `REASONS`; with the report of the verification that told, in its words."""
    vi, en = REASONS[reason]
    if report is not None:
        vi, en = f"{vi}: {report.reason('vi')}", f"{en}: {report.reason('en')}"
    return ReturnRefused(vi, en, reason)


@dataclass(frozen=True)
class Expected:
    """What must come back: the new signature's field, None for a field that the outside tool makes itself, and by which certificates.

    `certificates` holds SHA-256 fingerprints of the certificates allowed, in hexadecimal digits. With `own_field` the tool may leave the
    field empty and sign in one of its own; `signers` is the office's list of who may hold which role.
    """

    field: str | None
    certificates: Collection[str]
    growth: int = MAX_GROWTH
    own_field: bool = False
    signers: AllowedSigners | None = None

    def accepts(self, field: str, before: Collection[str]) -> bool:
        """Whether the new signature may be in this field; `before` are the fields that the file sent out had."""
        return field == self.field or ((self.own_field or self.field is None) and field not in before)


def judge_returned(sent: bytes, returned: bytes, expected: Expected, trust: TrustStore, *, own: bool = False) -> SignatureReport:
    """The one new signature of a file that was handed out as `sent` and came back as `returned`, after every check.

    `own` says that everything but the signature's value was written here, so that what it added needs no second look. The file
    is first opened by the fenced child. Raises ReturnRefused with the reason, VerificationUnavailable when there is no child.
    """
    if len(returned) > len(sent) + expected.growth:
        raise refusal("too-large")
    if not returned.startswith(sent):
        raise refusal("wrong-bytes" if b"%PDF-" in returned[:1024] else "unreadable")
    report = verify(returned, trust, signers=expected.signers, sent=0 if own else len(sent))
    signature = _only_new(sent, report)
    if not expected.accepts(signature.field, {state.name for state in fields(sent)}):
        raise refusal("wrong-field")
    if any(finding.code == "V053" for finding in report.findings):
        raise refusal("changed")
    if not signature.intact:
        raise refusal("wrong-signature")
    unlisted = any(finding.code == "V049" and finding.where == signature.field for finding in report.findings)
    if unlisted or signature.fingerprint not in expected.certificates:
        raise refusal("wrong-certificate")
    if signature.revocation == "revoked":
        raise refusal("revoked")
    if report.verdict is not Verdict.VALID:
        raise refusal("not-valid", report)
    return signature


def _only_new(sent: bytes, report: Report) -> SignatureReport:
    before = {state.name for state in fields(sent) if state.signed}
    new = [signature for signature in report.signatures if signature.field not in before]
    if not new:
        raise refusal("unreadable" if any(f.code in _UNREADABLE for f in report.findings) else "unsigned")
    if len(new) > 1:
        raise refusal("several")
    return new[0]


_UNREADABLE = frozenset({"V002", "V003", "V004", "V005", "V006", "V007", "V020"})
