"""What must not stand in the gazette: personal numbers, and the marks of secrecy (Law 91/2025/QH15; Law 117/2025/QH15)."""

import re
from collections.abc import Iterator

from gazette.model.checks.check import Found
from gazette.model.checks.reading import PrintedLine, Reading

_AFTER = r"(?:(?!(?:điện\s+thoại|tài\s+khoản|mã\s+số\s+thuế))[^\d;]){0,40}?"
_IDENTITY = re.compile(
    rf"(?<!\w)(?:số\s+định\s+danh(?:\s+cá\s+nhân)?|(?:thẻ\s+)?căn\s+cước(?:\s+công\s+dân)?|CCCD|CMND|CMTND|CMT|chứng\s+minh\s+(?:nhân\s+dân|thư)|GCMND)(?!\w)"
    rf"{_AFTER}(?<![\d/.,-])(?P<number>\d{{12}}|\d{{9}}|\d{{3}}[ .]\d{{3}}[ .]\d{{3}}(?:[ .]\d{{3}})?)(?![\d/-]|[.,]\d)",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"(?<!\w)(?:ví\s+dụ|chẳng\s+hạn|mẫu\s+ghi)(?!\w)", re.IGNORECASE)
_ACCOUNT = re.compile(
    rf"(?<!\w)(?:số\s+)?(?:tài\s+khoản|TK|STK)(?!\w){_AFTER}(?<![\d/.,-])"
    r"(?P<number>\d{8,19}|\d{3,5}(?:[ .]\d{3,5}){2,4})(?![\d/-]|[.,]\d)",
    re.IGNORECASE,
)
_BANK = re.compile(r"(?<!\w)(?:ngân\s+hàng|kho\s+bạc|bank|KBNN|số\s+tài\s+khoản|STK)", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w/.,-])(?P<number>(?:\+84|0)(?:[ .-]?\d){8,10})(?![\d/]|[.,]\d)")
_MOBILE = re.compile(r"^(?:84|0)[35789]\d{8}$")
_CALLED = re.compile(r"(?<!\w)(?:điện\s+thoại|đ/t|đt|sđt|di\s+động|tel|mobile|zalo|hotline|đường\s+dây\s+nóng)(?!\w)", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.@])(?P<mail>[\w.+-]+@(?P<host>[\w-]+(?:\.[\w-]+)+))", re.IGNORECASE)
_OFFICIAL = re.compile(r"(?:^|\.)(?:gov|edu|org|chinhphu)\.vn$", re.IGNORECASE)
_SECRET = re.compile(r"^\W*(?:(?:dấu\s+)?(?:mức\s+)?độ\s+mật\s*:?\s*)?(?P<mark>TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)\W*$")
SHOWN = 4
"""How many digits of a personal number a finding repeats: it must not publish what it warns of."""


def identity_number(reading: Reading) -> Iterator[Found]:
    """A citizen's identity number (12 digits, or 9 of the old card) that the words beside it call so."""
    return _identities(reading, example=False)


def identity_example(reading: Reading) -> Iterator[Found]:
    """The same in an example of how a form is filled in."""
    return _identities(reading, example=True)


def account_number(reading: Reading) -> Iterator[Found]:
    """A bank account's number, where the words speak of an account and a bank."""
    for line in _where_people_stand(reading):
        if _BANK.search(line.text):
            yield from (Found(line.at, {"number": _hidden(found["number"])}) for found in _ACCOUNT.finditer(line.text))


def telephone_number(reading: Reading) -> Iterator[Found]:
    """A mobile telephone's number, or any that the words beside it call a telephone's."""
    for line in _where_people_stand(reading):
        for found in _PHONE.finditer(line.text):
            digits = re.sub(r"\D", "", found["number"])
            if _MOBILE.match(digits) and (line.table or _CALLED.search(line.text)):
                yield Found(line.at, {"number": _hidden(found["number"])})


def mail_address(reading: Reading) -> Iterator[Found]:
    """An e-mail address that is not an agency's."""
    for line in _where_people_stand(reading):
        for found in _MAIL.finditer(line.text):
            if not _OFFICIAL.search(found["host"]):
                yield Found(line.at, {"mail": f"{found['mail'][:2]}…@{found['host']}"})


def secret_mark(reading: Reading) -> Iterator[Found]:
    """A line above the text that is the mark of a state secret and nothing else."""
    for line in reading.own("preface"):
        if found := _SECRET.match(line.text):
            yield Found(line.at, {"mark": " ".join(found["mark"].split())})


def _identities(reading: Reading, *, example: bool) -> Iterator[Found]:
    for line in _where_people_stand(reading):
        for found in _IDENTITY.finditer(line.text):
            if bool(_EXAMPLE.search(line.text, 0, found.start("number"))) == example:
                yield Found(line.at, {"number": _hidden(found["number"])})


def _where_people_stand(reading: Reading) -> Iterator[PrintedLine]:
    """The lines in which a person may be named; the head of the document bears its agency's own address."""
    return (line for line in reading.lines if line.zone != "preface" or line.component)


def _hidden(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return "•" * (len(digits) - SHOWN) + digits[-SHOWN:]
