"""Whether what a text says is attached is there, and what is there is named (Decree 30/2020/NĐ-CP, Annex I, part III)."""

import re
from collections.abc import Iterator

from gazette.model.checks.check import Found
from gazette.model.checks.reading import Reading
from gazette.model.naming import roman

_PAPERS = (
    "Quyết định", "Nghị quyết", "Nghị định", "Thông tư", "Chỉ thị", "Kế hoạch", "Thông báo", "Công văn", "Văn bản", "Tờ trình", "Báo cáo",
    "Hướng dẫn", "Chương trình",
)  # fmt: skip
_KINDS = rf"(?:{'|'.join(_PAPERS)})".replace(" ", r"\s+")
_THIS = rf"(?:kèm\s+theo|theo|của)\s+{_KINDS}\s+này"
_ATTACHED = re.compile(rf"(?:kèm\s+theo\s+{_KINDS}\s+này)(?!\w)", re.IGNORECASE)
_ANNEX = re.compile(
    rf"(?<!\w)Phụ\s+lục\s+(?:số\s+)?(?P<number>[IVXL]+|\d{{1,2}})(?!\w)[^.;:]{{0,60}}?{_THIS}(?!\w)",
)
_HEADED = re.compile(r"^\W*Phụ\s+lục\s+(?:số\s+)?(?P<number>[IVXL]+|\d{1,2})(?!\w)", re.IGNORECASE)
_NAMED = re.compile(
    r"(?<!\w)(?:kèm\s+theo|đính\s+kèm|phụ\s+lục|sau\s+đây|dưới\s+đây|ban\s+hành|phê\s+duyệt|danh\s+mục|mẫu|biểu)(?!\w)", re.IGNORECASE
)


def annex_missing(reading: Reading) -> Iterator[Found]:
    """The text issues something with itself, and nothing is attached: the first such place."""
    if reading.attachments:
        return
    for line in reading.lines:
        if line.zone == "body" and not line.component and not line.quoted and (found := _ATTACHED.search(line.text)):
            yield Found(line.at, {"words": found[0]})
            return


def numbered_annex_missing(reading: Reading) -> Iterator[Found]:
    """The text names an annex of its own by a number that none of those attached bears."""
    headed = {_value(found["number"]) for line in reading.lines if line.component and (found := _HEADED.match(line.text))}
    told: set[int] = set()
    for line in reading.lines if headed else ():
        if line.quoted:
            continue
        for found in _ANNEX.finditer(line.text):
            number = _value(found["number"])
            if number not in headed | told:
                told.add(number)
                yield Found(line.at, {"annex": f"Phụ lục {found['number']}"})


def annex_not_named(reading: Reading) -> Iterator[Found]:
    """Something is attached, and the text says nothing of it."""
    own = [line for line in reading.lines if not line.component and line.zone == "body"]
    if reading.attachments and own and not any(_NAMED.search(line.text) for line in own):
        yield Found("att_1", {})


def _value(number: str) -> int:
    return int(number) if number.isdigit() else roman(number) or 0
