"""Lists of texts that are repealed, replaced or lose their force: the words that open one, and the citations that are its items."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from gazette.model.draft import Component, Grid, GridCell, Line, Relation
from gazette.model.modifications import Action
from gazette.model.text import fold_space, small
from gazette.structure.citations import Citation
from gazette.structure.stating import in_a_row, stays

_TEXT = r"(?:văn bản|bộ luật|luật|pháp lệnh|nghị quyết|nghị định|thông tư|quyết định|chỉ thị)(?!\w)"
_SOME = r"(?:(?:toàn bộ|một số|một phần|hiệu lực|thi hành|của|các|những|\d+(?: \([^)]{1,30}\))?) )*"
_PARTS = r"(?P<parts>(?:một số |các )?(?:điều|khoản|điểm|điều khoản|nội dung|quy định)(?:, (?:khoản|điểm|nội dung))* (?:của|tại|trong) )?"
_NUMBER = r"\W*(?:(?:\d+|[a-zđ])[.)] ?)?"
_DOES = re.compile(
    rf"{_NUMBER}(?:(?:{_TEXT}|quy định|quy chế) này [^:;“”]*?(?:,|;|và|đồng thời) |về (?:việc )?|việc )?"
    rf"(?P<verb>bãi bỏ|hủy bỏ|huỷ bỏ|thay thế)(?: cho)? {_SOME}{_PARTS}{_SOME}{_TEXT}(?! (?:này|số)\b)",
    re.IGNORECASE,
)
_UNDERGOES = re.compile(
    rf"{_NUMBER}(?:(?:kể )?từ (?:ngày|thời điểm) [^:;,“”]{{0,160}}, )?(?:danh mục )?{_SOME}{_PARTS}{_SOME}{_TEXT}(?! (?:này|số)\b)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"(?<!\w)(?:các|những|một số|toàn bộ|\d+)(?!\w)|văn bản$", re.IGNORECASE)
_STATE = re.compile(
    r"(?<!\w)(?:(?:bị|được) (?P<verb>bãi bỏ|hủy bỏ|huỷ bỏ|thay thế)(?! (?:bởi|bằng|theo|tại))|(?:hết|không còn|chấm dứt) hiệu lực)",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"danh mục {_SOME}{_TEXT}", re.IGNORECASE)
_STATE_OR_VERB = re.compile(rf"{_STATE.pattern}|(?<!\w)(?P<act>bãi bỏ)", re.IGNORECASE)
_PLANNED = re.compile(
    r"(?<!\w)(?:cần|đề nghị|kiến nghị|dự kiến|còn hiệu lực|tiếp tục|thủ tục|sửa đổi, bổ sung, thay thế)(?!\w)", re.IGNORECASE
)
_FOLLOWS = re.compile(r"(?:sau|sau đây|dưới đây|gồm|kèm theo)[.]?$|(?:\bsau|sau đây|dưới đây) (?:hết|bị|được|kể|không|của)", re.IGNORECASE)
_ITEM = re.compile(
    r"[\W_]*(?:(?:\d{1,3}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,5})[.)/-]+\s*[\W_]*)?(?:(?:toàn bộ|các|và|số|văn bản)\s+)*", re.IGNORECASE
)
_BREAK = re.compile(r";|:\s|\.\s+(?=(?:\d{1,2}|[a-zđ])[.)]\s)|\n")
_SENTENCE = re.compile(r"\.\s+(?=[A-ZĐÀ-Ỹ])|;\s+")
_LEADS = (":", "sau", "đây", "gồm", "theo")
_LONGEST = 700
_ASIDE = re.compile(r"lý do|lí do|căn cứ|ghi chú|thời điểm|văn bản (?:thay thế|bãi bỏ|sửa đổi)|(?:bởi|bằng|theo) văn bản", re.IGNORECASE)
_DAY = re.compile(r"(?:ngày )?(?P<d>\d{1,2})(?: ?[/.-] ?| tháng )(?P<m>\d{1,2})(?: ?[/.-] ?| năm )(?P<y>\d{4})", re.IGNORECASE)
_ACTIONS: dict[str, Action] = {"thay thế": "replacement", "bãi bỏ": "repeal", "hủy bỏ": "repeal", "huỷ bỏ": "repeal"}
_TIES: dict[Action, str] = {"replacement": "thay-the", "repeal": "bai-bo", "expiry": "het-hieu-luc"}


@dataclass(frozen=True, slots=True)
class Listing:
    """What happens to the texts of a list: repealed, replaced or without force, as a whole or in part; ``words`` say so."""

    action: Action
    whole: bool = True
    words: str = ""

    def relation(self, item: Citation) -> str:
        """The relation to the text that *item* of the list cites: only a text as a whole is repealed or replaced."""
        return _TIES[self.action] if self.whole and not item.targets else "sua-doi-bo-sung"


def opened_by(words: str, *, heading: bool = False) -> Listing | None:
    """The list that *words* open, None when they open none.

    A *heading* need not say that a list follows: ``Bãi bỏ các văn bản quy phạm pháp luật``.
    """
    if not (heading or words.rstrip(" .\n\t").endswith(_LEADS)) or not _speaks(words[-2 * _LONGEST :]):
        return None
    text = _SENTENCE.split(fold_space(words[-2 * _LONGEST :]))[-1]
    said = text.rstrip(" :")
    if len(text) > _LONGEST or not (heading or text.endswith(":") or _FOLLOWS.search(said)):
        return None
    if _PLANNED.search(said) or ":" in said or ";" in said:
        return None
    does, undergoes = _DOES.match(said), _UNDERGOES.match(said)
    opens = does or undergoes
    if opens is None or not (_SEVERAL.search(opens.group(0)) or _FOLLOWS.search(said)):
        return None
    if does:
        return Listing(_ACTIONS[small(does.group("verb"))], not (does.group("parts") or "một phần" in small(does.group(0))), said)
    state = _STATE.search(said, undergoes.end()) if undergoes else None
    if undergoes is None or state is None:
        return None
    return Listing(_action(state.group("verb")), not undergoes.group("parts"), said)


def may_hold(text: str) -> bool:
    """Whether *text* may open a list within itself: a quick look, for most lines do not."""
    return ":" in text and _speaks(text)


def _speaks(text: str) -> bool:
    lower = small(text)
    return any(word in lower for word in ("hiệu lực", "bãi bỏ", "hủy bỏ", "huỷ bỏ", "thay thế"))


def attached(component: Component, subject: str) -> Listing | None:
    """The list that an attachment is by its title: ``Danh mục văn bản quy phạm pháp luật hết hiệu lực``.

    A title that only names a list of texts is read with the *subject* of the document that it is attached to.
    """
    title = fold_space(" ".join(one.text for one in component.title if isinstance(one, Line) and one.role != "attached-to"))[:_LONGEST]
    named = None if _PLANNED.search(title) else _NAMED.search(title)
    state = _STATE_OR_VERB.search(title, named.end()) if named else None
    if named is None:
        return None
    if state is None:
        return opened_by(subject, heading=True)
    return Listing(_action(state.group("verb") or state.group("act")), words=title)


def _action(verb: str | None) -> Action:
    return _ACTIONS[small(verb)] if verb else "expiry"


def items(text: str, found: Iterable[Citation], above: Listing | None) -> Iterator[tuple[Citation, Listing]]:
    """The citations of *text* that are items of a list with what it says of them; *above* is a list opened before this line."""
    current, at, row = above, 0, -1
    for one in found:
        between = text[at : one.start]
        breaks = [*_BREAK.finditer(between)]
        colon = next((mark.end() for mark in breaks if mark.group(0)[0] == ":"), 0)
        if colon:
            current = opened_by(text[max(0, at + colon - _LONGEST) : at + colon]) or (above if at == 0 else None)
        at = one.end
        if one.act is None or one.act.own or current is None:
            continue
        start = breaks[-1].end() if breaks else 0
        opens = bool(breaks or one.start == len(between)) and bool(_ITEM.fullmatch(between, start))
        if (opens or (row >= 0 and in_a_row(text[row : one.start]))) and not stays(text, one.end):
            row = one.end
            yield one, current
        else:
            row = -1


def asides(grid: Grid) -> frozenset[int]:
    """The columns of a list set as a table that name other texts than those listed: the reasons, the bases, the replacing texts."""
    first = grid.rows[0] if grid.rows else ()
    return frozenset(at for at, cell in enumerate(first) if _ASIDE.search(_text(cell)))


def dated(relation: Relation, row: tuple[GridCell, ...]) -> Relation:
    """*relation* to the text that a *row* lists, with the day that stands in a cell of its own."""
    if relation.day or relation.type == "dan-chieu":
        return relation
    days = [found for found in (_DAY.fullmatch(_text(cell).strip()) for cell in row) if found]
    try:
        return replace(relation, day=date(*(int(days[0].group(part)) for part in "ymd")).isoformat()) if len(days) == 1 else relation
    except ValueError:
        return relation


def _text(cell: GridCell) -> str:
    return fold_space(" ".join(one.text for one in cell.blocks if isinstance(one, Line)))
