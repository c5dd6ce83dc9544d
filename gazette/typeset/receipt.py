"""The receipt of a verification: what was checked, when, and with which result, as one PDF."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gazette.model.document import HANOI
from gazette.model.outcome import Lang, Outcome
from gazette.typeset.document import CheckMark, check_files
from gazette.typeset.pdf import Job, press
from gazette.typeset.plain import shown

_SHORTEST = 18
_MOST_SIGNATURES = 20
_MOST_FINDINGS = 30
_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("GIẤY XÁC NHẬN KẾT QUẢ KIỂM TRA TỆP PDF", "RECEIPT OF A PDF VERIFICATION"),
    "valid": ("HỢP LỆ", "VALID"),
    "invalid": ("KHÔNG HỢP LỆ", "NOT VALID"),
    "undetermined": ("CHƯA XÁC ĐỊNH", "UNDETERMINED"),
    "file": ("Tên tệp do người gửi đặt", "File name, as given by the sender"),
    "sha256": ("Mã SHA-256 của tệp", "SHA-256 of the file"),
    "at": ("Thời điểm kiểm tra", "Checked at"),
    "checked": ("Tệp được kiểm tra", "The file that was checked"),
    "known": ("Văn bản đã công bố", "The published document"),
    "other": (
        "Văn bản đã công bố được đem đối chiếu; tệp này KHÔNG được xác nhận là văn bản đó",
        "The published document it was compared with; this file is NOT confirmed to be it",
    ),
    "stranger": ("Đối chiếu với Công báo", "Compared with the gazette"),
    "signatures": ("Chữ ký và dấu thời gian", "Signatures and time stamps"),
    "none": ("Tệp không có chữ ký số.", "The file bears no digital signature."),
    "field": ("Chữ ký", "Signature"),
    "leader": ("Lãnh đạo ký", "Leader's signature"),
    "seal": ("Chữ ký của cơ quan (con dấu)", "The agency's signature (seal)"),
    "publication": ("Chữ ký phát hành Công báo", "The gazette's signature"),
    "copy": ("Chữ ký trên bản sao điện tử", "Signature on an electronic copy"),
    "annex": ("Chữ ký trên phụ lục", "Signature on an annex"),
    "other-role": ("Chữ ký hoặc dấu thời gian", "Signature or time stamp"),
    "signer": ("Tên ghi trong chứng thư", "Name in the certificate"),
    "time": ("Thời gian", "Time"),
    "verdict": ("Kết luận", "Verdict"),
    "findings": ("Ghi nhận", "Findings"),
    "sample": (
        "Chứng thư mẫu: kết quả chỉ để thử, không có giá trị pháp lý.",
        "Sample certificates: the result is for trial only and has no legal value.",
    ),
    "scope": (
        "Giấy này ghi kết quả kiểm tra một tệp có mã SHA-256 nêu trên tại thời điểm nêu trên. Giấy không thay cho văn bản, "
        "không xác nhận nội dung văn bản và không phải bản sao. Tệp được kiểm tra không được lưu lại.",
        "This receipt records the check of one file with the SHA-256 above at the moment above. It stands for no document, "
        "confirms no document's content and is no copy. The file that was checked was not kept.",
    ),
    "qr": ("Mã QR dẫn đến trang kiểm tra theo mã SHA-256", "QR code leading to the verification page for this SHA-256"),
}


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """What a receipt prints.

    ``report`` is the verification report as the contract gives it, in ``lang``; ``published`` the sentence on what the file is to the
    gazette; ``facts`` what there is to say of that document, each with its label; ``address`` the page
    that tells by SHA-256 what is published; ``at`` when it was checked (aware).
    """

    report: Mapping[str, Any]
    published: str
    publisher: str
    address: str
    at: datetime
    lang: Lang = "vi"
    sample: bool = False
    facts: Sequence[Sequence[str]] = ()


def receipt(sheet: ReceiptSheet) -> Outcome[bytes]:
    """*sheet* as PDF/A-3a and PDF/UA-1, the report attached as JSON. Names out of the file are cut short and shown as what they are."""
    data = _data(sheet)
    files = {**check_files(CheckMark(data["sha256"], sheet.address)), "report.json": json.dumps(sheet.report, ensure_ascii=False).encode()}
    made, problems = press(Job("receipt.typ", data, files, _day(sheet)))
    return Outcome(made, problems)


def _data(sheet: ReceiptSheet) -> dict[str, Any]:
    report, words = sheet.report, {name: pair[sheet.lang != "vi"] for name, pair in _WORDS.items()}
    day = _day(sheet)
    return {
        "words": words,
        "lang": sheet.lang,
        "date": [day.year, day.month, day.day],
        "publisher": sheet.publisher,
        "verdict": report["verdict"],
        "reason": shown(report["reason"]),
        "file": shown(report.get("file") or "–"),
        "sha256": str(report["sha256"]),
        "at": f"{sheet.at.astimezone(HANOI):%H:%M:%S, %d/%m/%Y} (UTC+07:00)",
        "compared": words[_compared(sheet)],
        "published": shown(sheet.published, 400),
        "facts": [[shown(label, 60), shown(value, 600)] for label, value in sheet.facts],
        "signatures": list(_signatures(report, words)),
        "findings": [f"{one['code']}: {shown(one['message'], 300)}" for one in report["findings"][:_MOST_FINDINGS]],
        "sample": sheet.sample,
        "address": sheet.address,
    }


def _compared(sheet: ReceiptSheet) -> str:
    """Under which heading the facts stand: a file that is not the document must not borrow its name."""
    if not sheet.facts:
        return "stranger"
    return "known" if (sheet.report["published"] or {}).get("match") else "other"


def _signatures(report: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[list[str]]:
    for one in report["signatures"][:_MOST_SIGNATURES]:
        verdict = f"{words[one['verdict']]}\n{one['indication']}"
        signer = "\n".join(filter(None, (shown(one["signer"][name] or "", 80) for name in ("name", "organisation"))))
        time = str(one["proven_time"] or one["claimed_time"] or "–").replace("T", "\n")
        yield [f"{words[one['role'] or 'other-role']}\n{shown(one['field'], _SHORTEST)}", signer or "–", time, verdict]


def _day(sheet: ReceiptSheet) -> date:
    return sheet.at.astimezone(HANOI).date()
