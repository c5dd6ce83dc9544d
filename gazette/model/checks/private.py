"""What must not stand in the gazette: personal numbers, and the marks of secrecy (Law 91/2025/QH15; Law 117/2025/QH15)."""

import re
from collections.abc import Iterator

from gazette.model.checks.check import Found
from gazette.model.checks.headings import with_headings
from gazette.model.checks.reading import PrintedLine, Reading
from gazette.model.secrecy import mark_in

_NAMES_IDENTITY = (
    r"(?<!\w)(?:(?:mã\s+|số\s+)?(?:định\s+danh|đ\.?d\.?c\.?n)(?:\s+cá\s+nhân|\s+công\s+dân)?|(?:thẻ\s+)?căn\s+cước(?:\s+công\s+dân)?"
    r"|(?:số|thẻ)\s+CC|C\.?C\.?C\.?D|C\.?M\.?N\.?D|CMTND|CMT|GCMND|chứng\s+minh\s+(?:nhân\s+dân|thư))(?!\w)"
)
_NAMES_ACCOUNT = r"(?<!\w)(?:(?:số\s+)?(?:tài\s+khoản|TK|STK)|chuyển\s+khoản)(?!\w)"
_AFTER = r"(?:(?!(?:điện\s+thoại|tài\s+khoản|mã\s+số\s+thuế))[^\d;]){0,40}?"
_BEFORE = r"(?<![\d/.,–-])(?!(?:19|20)\d\d[ –-](?:19|20)\d\d)"
_END = r"(?!\d|[.,/–-]\d|/[A-ZĐ]{2}|\s*(?:đồng|đ|VNĐ|VND|triệu|nghìn|tỷ|USD|người|hộ)(?!\w))"


def _digits(least: int, most: int) -> str:
    """So many digits, with at most one blank, point or dash between two of them."""
    return rf"\d(?:[\s.·–-]?\d){{{least - 1},{most - 1}}}"


_IDENTITY = re.compile(rf"{_NAMES_IDENTITY}{_AFTER}{_BEFORE}(?P<number>{_digits(12, 12)}|{_digits(9, 9)}){_END}", re.IGNORECASE)
_PASSPORT = re.compile(r"(?<!\w)(?:hộ\s+chiếu|passport)(?!\w)[^\d;]{0,40}?(?<!\w)(?P<number>[A-Z]\s?\d{7,8})(?!\w)", re.IGNORECASE)
_UNNAMED = re.compile(rf"(?<![\w/.,–-])(?P<number>0(?:[0-8]\d|9[0-6])[0-3]\d{{8}})(?!\w){_END}")
"""Twelve digits that begin as an identity number does: province, century and sex, year (Decree 137/2015/NĐ-CP, Article 13)."""
_EXAMPLE = re.compile(r"(?<!\w)(?:ví\s+dụ|chẳng\s+hạn|mẫu\s+ghi)(?!\w)", re.IGNORECASE)
_ACCOUNT = re.compile(rf"{_NAMES_ACCOUNT}{_AFTER}{_BEFORE}(?P<number>{_digits(8, 19)}){_END}", re.IGNORECASE)
_BANK = re.compile(
    r"(?<!\w)(?:ngân\s+hàng|kho\s+bạc|KBNN|số\s+tài\s+khoản|STK|số\s+TK|BIDV|ACB|SHB|\w*bank)(?!\w)",
    re.IGNORECASE,
)
_MOBILE = re.compile(
    r"(?<![\w/.,–-])(?P<number>(?:(?:\+|00)\s?84\)?|84|0)(?:[\s.()–-]{0,2}0)?(?P<rest>[\s.()–-]{0,2}[35789](?:[\s.()–-]{0,2}\d){8}))"
    r"(?!\d|[.,–-]\d|/(?!\s?0\d{8})|\s*(?:đồng|đ|VNĐ|VND)(?!\w))"
)
_CALLED = re.compile(
    r"(?<!\w)(?:điện\s+thoại|đ/t|đt|sđt|sdt|đtdđ|dđ|di\s+động|số\s+máy|gọi|liên\s+hệ|tel|phone|mobile|zalo|viber|hotline|đường\s+dây\s+nóng)(?!\w)",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"(?<!\w)(?:mã\s+số|mã\s+hồ\s+sơ|mã\s+doanh\s+nghiệp|MST|MSDN|số\s+hiệu|tài\s+khoản|STK|TK)(?!\w)[^\d;]{0,40}$", re.IGNORECASE
)
_HEADS = re.compile(rf"{_NAMES_IDENTITY}|{_NAMES_ACCOUNT}|hộ\s+chiếu|(?<!\w)(?:mã\s+số|MST|MSDN)(?!\w)", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.@])(?P<mail>[\w.+-]+@(?P<host>[\w-]+(?:\.[\w-]+)+))", re.IGNORECASE)
_OFFICIAL = re.compile(r"(?:^|\.)(?:gov|edu|org|chinhphu)\.vn$", re.IGNORECASE)
_TITLED = ("subject", "title", "kind")
"""The lines of the head that may name a person; the others bear the agency's own address."""
SHOWN = 4
"""How many digits of a personal number a finding repeats: it must not publish what it warns of."""


def identity_number(reading: Reading) -> Iterator[Found]:
    """A citizen's identity number (12 digits, 9 of the old card) or a passport's, called so; or one that looks like nothing else."""
    return _identities(reading, example=False)


def identity_example(reading: Reading) -> Iterator[Found]:
    """The same in an example of how a form is filled in."""
    return _identities(reading, example=True)


def account_number(reading: Reading) -> Iterator[Found]:
    """A bank account's number, where the words speak of an account and a bank."""
    for line, text in _where_people_stand(reading):
        if _BANK.search(text):
            yield from (Found(line.at, {"number": _hidden(found["number"])}) for found in _ACCOUNT.finditer(text))


def telephone_number(reading: Reading) -> Iterator[Found]:
    """A mobile telephone's number that stands in a table, in the groups in which people write one, or where words speak of a call."""
    for line, text in _where_people_stand(reading):
        for found in _MOBILE.finditer(text):
            told = line.table or not found["number"].isdigit() or _CALLED.search(text)
            if told and not _OTHER_NUMBER.search(text, 0, found.start()):
                yield Found(line.at, {"number": _hidden(found["number"])})


def mail_address(reading: Reading) -> Iterator[Found]:
    """An e-mail address that is not an agency's."""
    for line, text in _where_people_stand(reading):
        for found in _MAIL.finditer(text):
            if not _OFFICIAL.search(found["host"]):
                yield Found(line.at, {"mail": f"{found['mail'][:2]}…@{found['host']}"})


def secret_mark(reading: Reading) -> Iterator[Found]:
    """A line above the text that is the mark of a state secret and nothing else."""
    for line in reading.own("preface"):
        if mark := mark_in(line.text):
            yield Found(line.at, {"mark": mark})


def secret_mark_below(reading: Reading) -> Iterator[Found]:
    """A line in capitals, further down or in an annex, that is such a mark and nothing else: the first one."""
    for line in reading.lines:
        if (line.zone != "preface" or line.component) and not line.quoted and line.text.isupper() and (mark := mark_in(line.text)):
            yield Found(line.at, {"mark": mark})
            return


def _identities(reading: Reading, *, example: bool) -> Iterator[Found]:
    for line, text in _where_people_stand(reading):
        found = {one.start("number"): one for pattern in (_UNNAMED, _PASSPORT, _IDENTITY) for one in pattern.finditer(text)}
        for start, one in sorted(found.items()):
            unnamed = one.re is _UNNAMED and _OTHER_NUMBER.search(text, 0, start)
            if not unnamed and bool(_EXAMPLE.search(text, 0, start)) == example:
                yield Found(line.at, {"number": _hidden(one["number"])})


def _where_people_stand(reading: Reading) -> Iterator[tuple[PrintedLine, str]]:
    """The lines in which a person may be named, each with the heading that tells what its number is."""
    lines = (line for line in reading.lines if line.zone != "preface" or line.component or line.role in _TITLED)
    return with_headings(lines, _HEADS)


def _hidden(number: str) -> str:
    signs = re.sub(r"\W", "", number)
    return "•" * (len(signs) - SHOWN) + signs[-SHOWN:]
