"""The closing paragraphs of a text: what is said of the whole after its last numbered item, and the typed rule before its end."""

import re
from collections.abc import Iterable
from dataclasses import replace

from gazette.model.draft import Block, Item, Provision
from gazette.structure.labels import dash_label, heading_label, outline_label
from gazette.structure.letterhead import RULE
from gazette.structure.lines import Row
from gazette.structure.nodes import SENTENCE_END

_TEXTS = (
    r"(?:luật|bộ luật|pháp lệnh|nghị định|thông tư(?: liên tịch)?|nghị quyết|quyết định|chỉ thị|kế hoạch|công văn|thông báo|báo cáo|"
    r"tờ trình|chương trình|hướng dẫn|đề án|phương án|văn bản)"
)
_COURTESY = re.compile(
    r"(?:xin )?(?:trân trọng|kính (?:đề nghị|mong|trình|báo cáo|chào|chuyển|chúc)|rất mong|xin (?:cảm|cám) ơn)\b|trên đây là\b",
    re.IGNORECASE,
)
_OF_THE_WHOLE = re.compile(
    r"(?:trong|tron|trên) qu[aá] trình (?:tổ chức |triển khai |áp dụng )*(?:thực hiện|thi hành|triển khai|áp dụng)?\b|"
    rf"(?:sau khi )?nhận được {_TEXTS} này\b|{_TEXTS} này (?:có hiệu lực|được|thay thế|thay cho|bãi bỏ|gồm)\b|"
    rf".*\b(?:thi hành|thực hiện|triển khai|chấp hành)\b[^.;]*\b{_TEXTS} này\s*[./]*$",
    re.IGNORECASE | re.DOTALL,
)
_MOST = 6


def cut_closing(rows: list[Row], *, articles: bool) -> tuple[list[Row], list[Row], list[Row]]:
    """*rows* in three: the provisions, the closing paragraphs, and the typed rules before the end of the text.

    Words of courtesy close any text but one built by Điều; a sentence on the whole text closes it where a numbered item stands
    finished above, so that the text of a mere heading stays with the heading.
    """
    end = len(rows)
    while end and rows[end - 1].table is None and RULE.match(rows[end - 1].text):
        end -= 1
    start = end
    while start and end - start < _MOST and _closes(rows, start - 1, articles=articles):
        start -= 1
    return rows[:start], rows[start:end], rows[end:]


def _closes(rows: list[Row], index: int, *, articles: bool) -> bool:
    row = rows[index]
    last = next((one for one in reversed(rows[:index]) if _labelled(one)), None)
    if row.table is not None or _labelled(row) or last is None:
        return False
    if _COURTESY.match(row.text):
        return not articles
    return bool(_OF_THE_WHOLE.match(row.text) and SENTENCE_END.search(last.text))


def _labelled(row: Row) -> bool:
    return row.table is None and bool(heading_label(row.raw) or outline_label(row.raw) or dash_label(row.raw))


def with_closing(items: tuple[Item, ...], closing: Iterable[Block]) -> tuple[Item, ...]:
    """*items* with the closing paragraphs after them: behind the parts of the last Điều, or loose at the end of an outline."""
    blocks = tuple(closing)
    if not blocks:
        return items
    last = items[-1] if items else None
    found = _closed(last, blocks) if isinstance(last, Provision) else None
    return (*items[:-1], found) if found is not None else (*items, *blocks)


def _closed(provision: Provision, blocks: tuple[Block, ...]) -> Provision | None:
    """*provision* with *blocks* behind the parts of the last Điều in it; None when it holds none."""
    if provision.level == "article":
        if provision.children:
            return replace(provision, tail=(*provision.tail, *blocks))
        return replace(provision, lead=(*provision.lead, *blocks))
    inner = _closed(provision.children[-1], blocks) if provision.children else None
    return replace(provision, children=(*provision.children[:-1], inner)) if inner is not None else None
