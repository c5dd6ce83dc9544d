"""From when a text has effect, read from its execution clause; never guessed."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from gazette.model.draft import Component, EffectiveDate, Line, Provision
from gazette.model.text import fold_space

_KINDS = "Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Thông tư liên tịch|Quyết định|Chỉ thị|Quy định|Quy chế|Kế hoạch"
_SUBJECT = rf"(?<!của )(?:{_KINDS}) này"
_ADOPTED = r"(?:(?:\s+đã)?\s+được\s+[^.;]{3,250}?\s+thông\s+qua\s+[^.;]{0,60}?và)?"
_EFFECT = rf"{_SUBJECT}{_ADOPTED}\s+có\s+hiệu\s+lực\s*(?:thi\s+hành\s*)?,?\s*"
_NAMED = re.compile(
    _EFFECT + r"(?:kể\s+)?từ\s+ngày\s+(?P<d>\d{1,2})\s*(?:/|tháng\s+)\s*(?P<m>\d{1,2})\s*(?:/|\s+năm\s+)\s*(?P<y>\d{4})", re.IGNORECASE
)
_SIGNING = re.compile(_EFFECT + r"(?:kể\s+)?từ\s+ngày\s+(?:ký|ban\s+hành)(?!\w)", re.IGNORECASE)
_AFTER = re.compile(
    _EFFECT + r"sau\s+(?P<n>\d{1,3})\s*(?:\([^)]*\)\s*)?ngày,?\s*(?:kể\s+)?từ\s+ngày\s+(?:ký|ký\s+ban\s+hành)(?!\w)", re.IGNORECASE
)


def effective_date(component: Component, signed: date | None) -> EffectiveDate | None:
    """The day *component* takes effect and the rule that gives it; *signed* is the day of its place-and-date line.

    None when no clause says it, or when it counts from a day that is not known.
    """
    for text in _sentences(component):
        if "hiệu lực" not in text:
            continue
        found = _read(fold_space(text), signed)
        if found is not None:
            return found
    return None


def _read(text: str, signed: date | None) -> EffectiveDate | None:
    named = _NAMED.search(text)
    if named:
        try:
            day = date(int(named.group("y")), int(named.group("m")), int(named.group("d")))
        except ValueError:
            return None
        return EffectiveDate(day, "named-day", named.group(0))
    if signed is None:
        return None
    signing = _SIGNING.search(text)
    if signing:
        return EffectiveDate(signed, "signing-day", signing.group(0))
    after = _AFTER.search(text)
    return EffectiveDate(signed + timedelta(days=int(after.group("n"))), "days-after-signing", after.group(0)) if after else None


def _sentences(component: Component) -> Iterator[str]:
    for item in component.body:
        if isinstance(item, Provision):
            for provision in item.walk():
                yield from (one.text for one in (*provision.lead, *provision.tail) if isinstance(one, Line))
        elif isinstance(item, Line):
            yield item.text
    yield from (one.text for one in component.conclusions if isinstance(one, Line))
