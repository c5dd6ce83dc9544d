"""The form of a text (Decree 30/2020/NĐ-CP, Annex I): number, day, legal bases, end mark, signatures, recipients."""

import re
from collections.abc import Iterator

from gazette.model.checks.check import Found
from gazette.model.checks.reading import PrintedLine, Reading
from gazette.model.kinds import KINDS
from gazette.model.numbers import number_key

_SHORT_NUMBER = re.compile(r"^\s*Số\s*:?\s*(?P<number>[1-9])(?=\s*[/-])")
_SHORT_LONG_MONTH = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+0[3-9]\s+năm\s+\d{4}", re.IGNORECASE)
_SHORT_DAY = re.compile(r"ngày\s+[1-9]\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|ngày\s+\d{1,2}\s+tháng\s+[12]\s+năm\s+\d{4}", re.IGNORECASE)
_LONG_MONTH = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+0[3-9]\s+năm\s+\d{4}", re.IGNORECASE)
_BASIS = re.compile(r"^\s*[-–]?\s*Căn\s+cứ\s+(?:vào\s+)?(?:các\s+)?(?P<kind>Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị định|Thông tư)(?!\w)")
RANKS = {"Hiến pháp": 0, "Bộ luật": 1, "Luật": 1, "Pháp lệnh": 2, "Nghị định": 3, "Thông tư": 4}
"""How high the acts stand that are named as legal bases (Law 64/2025/QH15, Article 4)."""

LAWS = ("hien-phap", "bo-luat", "luat", "phap-lenh", "lenh", "nghi-quyet-lien-tich")
"""Kinds that the Office's decree on papers does not reach."""

_SHORTENED = re.compile(r"(?<!không )(?<!không theo )(?<!không áp dụng )trình\s+tự\s*(?:,|và)?\s*thủ\s+tục\s+rút\s+gọn", re.IGNORECASE)
_END = re.compile(r"\.\s*/\s*\.\s*[”\"]?\s*$")
_LEARNED = re.compile(r"^\s*(?:(?:PGS|GS|TS|ThS|Th\.S|BS|KS|LS)\s*\.|Tiến sĩ|Thạc sĩ|Giáo sư|Phó giáo sư)", re.IGNORECASE)
_KEPT = re.compile(r"(?<!\w)Lưu(?!\w)", re.IGNORECASE)


def number_not_padded(reading: Reading) -> Iterator[Found]:
    """A number below 10 without its zero."""
    for line in reading.own("preface"):
        if line.role == "number" and (found := _SHORT_NUMBER.match(line.text)):
            yield Found(line.at, {"number": found["number"]})


def day_not_padded(reading: Reading) -> Iterator[Found]:
    """A day below 10, or a month 1 or 2, without its zero."""
    return _dated(reading, _SHORT_DAY)


def month_padded(reading: Reading) -> Iterator[Found]:
    """A month from 3 to 9 with a zero that the form does not ask for."""
    return _dated(reading, _LONG_MONTH)


def _dated(reading: Reading, pattern: re.Pattern[str]) -> Iterator[Found]:
    for line in reading.own("preface"):
        if line.role == "place-date" and (found := pattern.search(line.text)):
            yield Found(line.at, {"printed": found[0]})


def bases_out_of_rank(reading: Reading) -> Iterator[Found]:
    """A basis that stands after one of lower rank: the first such pair."""
    lowest = (-1, "")
    for line, kind in _bases(reading):
        rank = RANKS[kind]
        if rank < lowest[0]:
            yield Found(line.at, {"basis": _short(line.text), "before": lowest[1]})
            return
        lowest = (rank, _short(line.text)) if rank > lowest[0] else lowest


def bases_not_closed(reading: Reading) -> Iterator[Found]:
    """A basis that does not end with a semicolon (the last one: with a full stop); the first one."""
    recitals = [line for line in reading.own("preamble") if line.role == "recital"]
    for line in recitals[:-1]:
        if not line.text.rstrip().endswith(";"):
            yield Found(line.at, {"basis": _short(line.text)})
            return


def no_end_mark(reading: Reading) -> Iterator[Found]:
    """No ``./.`` anywhere at the end of a line; laws have none."""
    if reading.kind in LAWS:
        return
    body = [line for line in reading.lines if line.zone in ("body", "conclusions")]
    last = next((line for line in reversed(body) if line.zone == "body" and not line.component), None)
    if last is not None and not any(_END.search(line.text) for line in body):
        yield Found(last.at)


def learned_title(reading: Reading) -> Iterator[Found]:
    """An academic degree before a signer's name."""
    names = [signer.name for signer in reading.signers if signer.name]
    for line in reading.own("conclusions"):
        found = _LEARNED.match(line.text)
        if found and any(name in line.text for name in names):
            yield Found(line.at, {"name": line.text})


def symbol_against_kind(reading: Reading) -> Iterator[Found]:
    """A number whose letters are those of another kind of document."""
    number, kind = reading.parsed_number, KINDS.get(reading.kind or "")
    if number is None or kind is None or not kind.abbreviations or number.party or not number.groups:
        return
    mine = {number_key(one) for one in kind.abbreviations}
    others = {number_key(one): other for other in KINDS.values() for one in other.abbreviations}
    first = number.groups[0]
    if first not in mine and first in others:
        yield Found("preface", {"number": number.raw, "kind": kind.vi, "other": others[first].vi})


def nobody_keeps(reading: Reading) -> Iterator[Found]:
    """Recipients among which no file copy is named."""
    if reading.recipients and not any(_KEPT.search(line.text) for line in reading.own("conclusions")):
        yield Found("conclusions")


def nobody_signs(reading: Reading) -> Iterator[Found]:
    """No signer's name at the end of a text that bears a number."""
    if reading.kind and reading.parsed_number and not any(signer.name for signer in reading.signers):
        yield Found("conclusions")


def nameless(reading: Reading) -> Iterator[Found]:
    """A document that has a kind with a title, and no subject."""
    if not any(line.role == "subject" for line in reading.own("preface")):
        yield Found("preface")


def _bases(reading: Reading) -> Iterator[tuple[PrintedLine, str]]:
    for line in reading.own("preamble"):
        if line.role == "recital" and (found := _BASIS.match(line.text)):
            yield line, found["kind"]


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119].rstrip()}…"


def shortened_procedure(reading: Reading) -> Iterator[Found]:
    """The text says among its bases that it was made by the shortened procedure; what its provisions say of others does not count."""
    bases = (one for one in reading.lines if one.zone in ("preface", "preamble") and not one.component)
    told = next((one for one in bases if _SHORTENED.search(one.text)), None)
    if told is not None:
        yield Found(told.at)
